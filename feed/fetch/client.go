// Package fetch gets foreign documents over HTTP, politely and safely: public
// addresses only, decided when dialling; few requests at a time per host with
// a pause between; bounded time, size and number of redirects; gzip, brotli
// and zstd undone within the same bounds. Cookies live as long as one request
// with its redirects; a proxy is asked where the operator names one.
//
// An address goes in; a Response with the whole body comes out, or an error
// that says what the server did wrong.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The limits of one request, redirects and body included.
const (
	MaxBody      = 10 << 20 // bytes, after decompression and before
	MaxTime      = 30 * time.Second
	MaxRedirects = 10
)

// The ways a request fails that callers tell apart.
var (
	ErrTooLarge     = errors.New("larger than 10 MiB")
	ErrTooSlow      = errors.New("took longer than 30 seconds")
	ErrRedirects    = errors.New("more than 10 redirects")
	ErrBadAddress   = errors.New("not an http or https address")
	ErrBadEncoding  = errors.New("the compressed body is damaged")
	ErrGone         = errors.New("the server says it is gone for good (410)")
	ErrTruncated    = errors.New("the body ended before its announced length")
	ErrUnknownCoder = errors.New("a content coding we do not know")
)

// StatusError is an answer that is neither a document nor 304.
type StatusError struct {
	Status     int
	RetryAfter time.Duration // 0 where the server named none
}

// Error says what the server answered.
func (e *StatusError) Error() string {
	return fmt.Sprintf("the server answered %d %s", e.Status, http.StatusText(e.Status))
}

// Config says how a Client behaves.
type Config struct {
	UserAgent    string
	AllowPrivate bool              // also dial addresses that are not public
	PerHost      int               // requests at a time to one host; 0 means 2
	Pause        time.Duration     // between requests to one host; 0 means 1 s, negative none
	Timeout      time.Duration     // 0 means MaxTime
	Now          func() time.Time  // nil means time.Now
	Proxy        string            // for all that have none of their own; "" means what the environment says
	Transport    http.RoundTripper // for tests; nil means our own
}

// Client fetches. It is safe for concurrent use; Close frees its connections.
type Client struct {
	routes  *routes
	hosts   *hosts
	large   chan struct{} // permits to hold a large body
	agent   string
	timeout time.Duration
	now     func() time.Time
}

// New makes a Client.
func New(c Config) *Client {
	if c.PerHost <= 0 {
		c.PerHost = 2
	}
	if c.Pause == 0 {
		c.Pause = time.Second
	}
	if c.Timeout <= 0 {
		c.Timeout = MaxTime
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Client{
		routes:  newRoutes(c),
		hosts:   newHosts(c.PerHost, max(c.Pause, 0)),
		large:   make(chan struct{}, 2),
		agent:   c.UserAgent,
		timeout: c.Timeout,
		now:     c.Now,
	}
}

// Close drops idle connections.
func (c *Client) Close() { c.routes.close() }

// Request is what to get.
type Request struct {
	URL          string
	ETag         string // sent as If-None-Match
	LastModified string // sent as If-Modified-Since
	Accept       string
	Method       string // "" means GET
	Form         string // a body, sent as application/x-www-form-urlencoded
	Manner       Manner
}

// Manner is how a server wants to be asked; the zero value is the client's own.
type Manner struct {
	UserAgent string
	Headers   map[string]string // for the request's own host: a redirect to another one does not get them
	Proxy     string            // http, https or socks5; Direct for none at all
}

// Response is a document, or NotModified.
type Response struct {
	Status      int
	Header      http.Header
	Body        []byte
	URL         string // where the redirects ended
	MovedTo     string // the address after the leading permanent redirects; "" where there were none
	NotModified bool
	release     func()
}

// Release gives back the permit of a large body. It must be called once the
// body is no longer used.
func (r *Response) Release() {
	if r.release != nil {
		r.release()
		r.release = nil
	}
}

// Get fetches one document. All of it, with redirects and body, ends within
// the client's timeout, waiting for the host's turn not counted.
func (c *Client) Get(ctx context.Context, req Request) (*Response, error) {
	at, err := url.Parse(strings.TrimSpace(req.URL))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadAddress, err)
	}
	var moved string
	permanent := true
	budget := c.timeout
	var cookies jar
	own := at.Host
	for range MaxRedirects + 1 {
		if err := checkAddress(at); err != nil {
			return nil, err
		}
		if at.Host != own {
			req.Manner.Headers = nil
		}
		resp, spent, err := c.hop(ctx, at, req, budget, &cookies)
		if err != nil {
			return nil, err
		}
		budget -= spent
		next, err := redirected(at, resp)
		if err != nil {
			return nil, err
		}
		if next == nil {
			resp.URL, resp.MovedTo = shown(at), moved
			return resp, nil
		}
		if next.User == nil && next.Host == at.Host && (next.Scheme == at.Scheme || next.Scheme == "https") {
			next.User = at.User // the same server asks for it again
		}
		if resp.Status != http.StatusMovedPermanently && resp.Status != http.StatusPermanentRedirect {
			permanent = false
		}
		if permanent {
			moved = shown(next)
		}
		at = next
	}
	return nil, ErrRedirects
}

// shown gives an address without user and password, which are for its server.
func shown(u *url.URL) string {
	public := *u
	public.User = nil
	return public.String()
}

func checkAddress(u *url.URL) error {
	if (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return fmt.Errorf("%w: %q", ErrBadAddress, u.Redacted())
	}
	return nil
}

func redirected(at *url.URL, resp *Response) (*url.URL, error) {
	switch resp.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	where := resp.Header.Get("Location")
	if where == "" {
		return nil, &StatusError{Status: resp.Status}
	}
	next, err := at.Parse(where)
	if err != nil {
		return nil, fmt.Errorf("%w: redirect to something that is no address", ErrBadAddress)
	}
	if next.Fragment == "" {
		next.Fragment = at.Fragment
	}
	return next, nil
}

// hop does one request of a chain, in its host's turn.
func (c *Client) hop(ctx context.Context, at *url.URL, req Request, budget time.Duration, cookies *jar) (*Response, time.Duration, error) {
	name := strings.ToLower(at.Host)
	done, err := c.hosts.enter(ctx, name)
	if err != nil {
		return nil, 0, err
	}
	defer done()
	start := c.now()
	if until := c.hosts.closedUntil(name, start); !until.IsZero() {
		return nil, 0, &WaitError{until}
	}
	hopCtx, cancel := context.WithTimeoutCause(ctx, budget, ErrTooSlow)
	defer cancel()
	resp, err := c.exchange(hopCtx, at, req, cookies)
	if wait := asksToWait(err); wait > 0 {
		c.hosts.close(name, c.now().Add(wait))
	}
	if err != nil && ctx.Err() == nil && errors.Is(context.Cause(hopCtx), ErrTooSlow) {
		err = ErrTooSlow
	}
	return resp, c.now().Sub(start), err
}

func (c *Client) exchange(ctx context.Context, at *url.URL, req Request, cookies *jar) (*Response, error) {
	method := req.Method
	if method == "" {
		method = http.MethodGet
	}
	hr, err := http.NewRequestWithContext(ctx, method, at.String(), strings.NewReader(req.Form))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadAddress, err)
	}
	c.setHeaders(hr, req)
	cookies.send(hr)
	way, err := c.routes.to(at, req.Manner.Proxy)
	if err != nil {
		return nil, err
	}
	raw, err := way.Do(hr)
	if err != nil {
		return nil, tidy(err)
	}
	defer func() { _ = raw.Body.Close() }()
	cookies.keep(at, raw)
	resp := &Response{Status: raw.StatusCode, Header: raw.Header}
	switch {
	case raw.StatusCode == http.StatusNotModified:
		resp.NotModified = true
		return resp, nil
	case raw.StatusCode == http.StatusGone:
		return nil, ErrGone
	case raw.StatusCode >= 300 && raw.StatusCode < 400:
		return resp, nil
	case raw.StatusCode < 200 || raw.StatusCode >= 400:
		_, _ = io.CopyN(io.Discard, raw.Body, 4<<10)
		return nil, &StatusError{raw.StatusCode, RetryAfter(raw.Header.Get("Retry-After"), c.now())}
	}
	resp.Body, resp.release, err = c.readBody(ctx, raw)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func (c *Client) setHeaders(hr *http.Request, req Request) {
	h := hr.Header
	for name, value := range req.Manner.Headers {
		if strings.EqualFold(name, "Host") {
			hr.Host = value
			continue
		}
		h.Set(name, value)
	}
	h.Set("User-Agent", cmp.Or(req.Manner.UserAgent, c.agent))
	h.Set("Accept-Encoding", "gzip, br, zstd")
	if req.Accept != "" {
		h.Set("Accept", req.Accept)
	}
	if req.ETag != "" {
		h.Set("If-None-Match", req.ETag)
	}
	if req.LastModified != "" {
		h.Set("If-Modified-Since", req.LastModified)
	}
	if req.Form != "" {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
	}
}

// tidy drops the method and address that net/http puts before an error: the
// source's name stands there already, and an address may hold a secret.
func tidy(err error) error {
	if ue, ok := errors.AsType[*url.Error](err); ok {
		return ue.Err
	}
	return err
}

// RetryAfter reads a Retry-After header: seconds or a date; 0 where there is
// none, and a day at most.
func RetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	var d time.Duration
	var seconds int64
	if _, err := fmt.Sscanf(value, "%d", &seconds); err == nil && !strings.ContainsAny(value, " ,:") {
		d = time.Duration(min(max(seconds, 0), 86400)) * time.Second
	} else if t, err := http.ParseTime(value); err == nil {
		d = t.Sub(now)
	}
	return min(max(d, 0), 24*time.Hour)
}
