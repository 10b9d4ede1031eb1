package facebook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"attache/internal/caller"
)

// Bounds of a call.
const (
	callTime  = 30 * time.Second
	maxAnswer = 1 << 20
)

// httpClient makes the client: of a few calls a day none is to meet a connection that died.
func httpClient(given *http.Client) *http.Client {
	return caller.New(given, func(t *http.Transport) { t.DisableKeepAlives = true })
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

var versioned = regexp.MustCompile(`/v[0-9]+\.[0-9]+$`)

// address is where a path of the API is.
func (c *Client) address(path string) string {
	c.naming.Lock()
	defer c.naming.Unlock()
	if c.bare || versioned.MatchString(c.base.Path) {
		return c.base.String() + path
	}
	return c.base.String() + "/" + version + path
}

// call asks the API: a GET has its parameters in the query, a POST in its body; the
// token is in neither. A *graphError is the API's own; after any other error the
// outcome is unknown. None holds the token.
func (c *Client) call(ctx context.Context, token, method, path string, params url.Values, into any) error {
	err := c.ask(ctx, token, method, c.address(path), params, into)
	if _, odd := errors.AsType[*noSuchPath](err); odd && c.address(path) != c.base.String()+path && !versioned.MatchString(c.base.Path) {
		// A server that knows no versions did nothing; it is asked without.
		if err = c.ask(ctx, token, method, c.base.String()+path, params, into); err == nil {
			c.naming.Lock()
			c.bare = true
			c.naming.Unlock()
		}
	}
	return err
}

// noSuchPath is a 404 that is not the API's.
type noSuchPath struct{}

func (*noSuchPath) Error() string { return "HTTP 404 without an answer of the Graph API" }

func (c *Client) ask(ctx context.Context, token, method, address string, params url.Values, into any) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(params.Encode())
	} else if len(params) > 0 {
		address += "?" + params.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return errors.New("the request cannot be made")
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept", "application/json")
	answer, err := c.http.Do(r)
	if err != nil {
		if addressed, ok := errors.AsType[*url.Error](err); ok {
			err = addressed.Err
		}
		return hide(err, token)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return hide(fmt.Errorf("the answer broke off: %w", err), token)
	}
	return hide(judge(answer, raw, into), token)
}

// judge tells an answer from a refusal, and reads it.
func judge(answer *http.Response, raw []byte, into any) error {
	var refused struct {
		Error *graphError `json:"error"`
	}
	var odd *json.UnmarshalTypeError // a field of another type: the rest was read
	err := json.Unmarshal(raw, &refused)
	if (err == nil || errors.As(err, &odd)) && refused.Error != nil {
		refused.Error.status = answer.StatusCode
		refused.Error.after = regain(answer.Header)
		return refused.Error
	}
	switch {
	case err != nil && answer.StatusCode == http.StatusNotFound:
		return &noSuchPath{}
	case answer.StatusCode == http.StatusTooManyRequests:
		return &graphError{Code: 4, Message: "HTTP 429", status: answer.StatusCode, after: regain(answer.Header)}
	case answer.StatusCode < 200 || answer.StatusCode > 299 || err != nil || len(raw) > maxAnswer:
		return fmt.Errorf("HTTP %d without a whole answer of the Graph API", answer.StatusCode)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return errors.New("the answer is none of the Graph API")
	}
	return nil
}

// hide keeps the token out of an error.
func hide(err error, token string) error {
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*graphError](err); ok {
		refused.Message = strings.ReplaceAll(refused.Message, token, "[token]")
		return refused
	}
	if _, ok := errors.AsType[*noSuchPath](err); ok || !strings.Contains(err.Error(), token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), token, "[token]"))
}
