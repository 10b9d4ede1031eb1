// Package facebook posts editions to a Facebook page through the Graph API. In come
// documents, out go posts; every failure is an *attache.SendError whose Fault says
// what to do, and none holds the token.
//
// The Graph API has no idempotency key. What is about to be posted is therefore noted
// before it is; where its outcome stayed unknown, after a lost answer or a crash, the
// page's latest posts are read back before anything is posted again. What was posted
// is noted too, so that a delivery whose outcome could not be stored posts nothing
// twice. A page has one sender: two processes with one page are not kept apart.
//
// What the errors mean, and what is done about each, is a table in fault.go.
package facebook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"attache"
	"attache/publish"
)

// Scheme is what a page's address begins with.
const Scheme = "facebook"

// DefaultAPIURL is Facebook's own Graph API, and version the one that is asked for
// where the address names none.
const (
	DefaultAPIURL = "https://graph.facebook.com"
	version       = "v25.0"
)

// mostText is how many bytes a post has at most: the API takes 63,206 characters,
// however it counts them.
const mostText = 63_206

// Config is what a client needs. Page, Token and Notes are required.
type Config struct {
	Page   string                 // its number or its name
	Token  func() (string, error) // asked before every call: a new one counts at once
	APIURL string                 // scheme and host; "" is DefaultAPIURL
	Limit  int                    // posts a day at most; 0: as many as there are editions
	Zone   *time.Location         // whose days those are; nil is UTC
	Notes  attache.Notebook       // where what was posted is noted
	HTTP   *http.Client           // its transport is used; redirects are never followed
	Now    func() time.Time
	Logger *slog.Logger
}

// Client posts to one page. It is safe for concurrent use; posts go one after the
// other.
type Client struct {
	Config
	base   *url.URL
	http   *http.Client
	turn   sync.Mutex // one post at a time
	naming sync.Mutex
	bare   bool // the server knows no versions
}

var pageShape = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)

// CheckPage says what is wrong with a page; nil: nothing.
func CheckPage(page string) error {
	if !pageShape.MatchString(page) {
		return fmt.Errorf("%q is no page; write its number, or its name as it stands in its address", page)
	}
	return nil
}

// CheckAPIURL says what is wrong with another server's address; nil: nothing. The
// token goes there, so it is https or on this machine.
func CheckAPIURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%q is no address of a Graph API server; write it like %s", attache.PublicURL(address), DefaultAPIURL)
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return fmt.Errorf("%q is not https; only on this machine the token may travel in the open", attache.PublicURL(address))
	}
	return nil
}

// New makes a client; its error says what of the configuration is wrong.
func New(c Config) (*Client, error) {
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if err := errors.Join(CheckPage(c.Page), CheckAPIURL(c.APIURL)); err != nil {
		return nil, err
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	base, err := url.Parse(strings.TrimRight(c.APIURL, "/"))
	if err != nil {
		return nil, err
	}
	return &Client{Config: c, base: base, http: httpClient(c.HTTP)}, nil
}

// Address is the page as deliveries have it.
func (c *Client) Address() string { return Scheme + ":" + c.Page }

// Limits are what a post holds.
func (c *Client) Limits() attache.Limits { return attache.Limits{Text: 15_000} } // of four bytes at most

// Send posts a document and returns the post's id. One without blocks has nothing to
// say and is not posted. Where it was posted before, nothing happens.
func (c *Client) Send(ctx context.Context, address string, doc attache.Document) (messageID string, err error) {
	if address != c.Address() {
		return "", &attache.SendError{Fault: attache.FaultPaused, Err: fmt.Errorf("facebook: %.60q is not the page that is set up", address)}
	}
	p := compose(doc)
	if p.text == "" {
		c.Logger.InfoContext(ctx, "an edition without stories is not posted", "page", c.Page)
		return "", nil
	}
	c.turn.Lock()
	defer c.turn.Unlock()
	m, err := c.recall(ctx)
	if err != nil {
		return "", &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("facebook: what was posted cannot be read: %w", err)}
	}
	if was := m.find(p.key); was != nil && was.Posted {
		return was.ID, nil
	}
	token, err := c.mayPost(&m)
	if err != nil {
		return "", err
	}
	return c.post(ctx, token, &m, p)
}

// post puts one post on the page, once it is sure that it does not stand there.
func (c *Client) post(ctx context.Context, token string, m *memory, p message) (string, error) {
	if was := m.find(p.key); was != nil {
		id, found, err := c.readBack(ctx, token, p, was.At)
		switch {
		case err != nil:
			return "", c.obey(ctx, m, token, "reading the page's posts back", err)
		case found:
			c.Logger.InfoContext(ctx, "a post whose outcome was unknown stands on the page", "page", c.Page, "post", id)
			c.posted(ctx, m, p.key, id)
			return id, nil
		}
		if left := was.At.Add(was.Settles).Sub(c.Now()); left > 0 { // it may still be on its way
			return "", &attache.SendError{
				Fault: attache.FaultRate, RetryAfter: left, Err: errors.New("facebook: a post whose answer was lost may still appear; waiting for it"),
			}
		}
	}
	if err := c.trying(ctx, m, p.key, settleTime); err != nil {
		return "", err
	}
	id, err := c.publish(ctx, token, p.text, p.link)
	if refused, ok := errors.AsType[*graphError](err); ok && refused.class() == badRequest && p.link != "" {
		c.Logger.ErrorContext(ctx, "facebook refused our post; posting its text alone", "page", c.Page, "err", err)
		id, err = c.publish(ctx, token, p.text, "")
	}
	refused, answered := errors.AsType[*graphError](err)
	switch {
	case err == nil:
		c.posted(ctx, m, p.key, id)
		return id, nil
	case answered && refused.class() == duplicate:
		found, _, _ := c.readBack(ctx, token, p, c.Now()) // for its id alone
		c.posted(ctx, m, p.key, found)
		return found, nil
	case answered && refused.class() == transient: // it may appear all the same, as after a lost answer
	case answered: // it was refused: nothing was posted
		m.forget(p.key)
	}
	return "", c.obey(ctx, m, token, "posting", err)
}

// settleTime is how long a post whose answer was lost may still appear.
const settleTime = 20 * time.Second

// publish makes a post.
func (c *Client) publish(ctx context.Context, token, text, link string) (string, error) {
	form := url.Values{"message": {text}}
	if link != "" {
		form.Set("link", link)
	}
	var answer struct {
		ID string `json:"id"`
	}
	if err := c.call(ctx, token, http.MethodPost, "/"+c.Page+"/feed", form, &answer); err != nil {
		return "", err
	}
	if answer.ID == "" {
		return "", errors.New("the answer names no post")
	}
	return answer.ID, nil
}

// mayPost gives the token, unless nothing may be posted now: the token was refused
// and is still the same, the page is held, or the day has its posts.
func (c *Client) mayPost(m *memory) (token string, err error) {
	now := c.Now()
	if token, err = c.token(); err != nil {
		return "", err
	}
	switch {
	case m.Refused != "" && m.Refused == fingerprint(token):
		return "", &attache.SendError{Fault: attache.FaultAuth, Err: errors.New("facebook: " + m.Why +
			"; put another token into publish.facebook.token_file")}
	case now.Before(m.Held):
		fault := attache.FaultRate
		if m.Blocked {
			fault = attache.FaultPaused
		}
		return "", &attache.SendError{Fault: fault, RetryAfter: m.Held.Sub(now), Err: errors.New("facebook: " + m.Why)}
	}
	local := now.In(c.Zone)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, c.Zone)
	if c.Limit > 0 && m.since(midnight) >= c.Limit {
		return "", &attache.SendError{
			Fault: attache.FaultRate, RetryAfter: max(midnight.AddDate(0, 0, 1).Sub(now), time.Second),
			Err: fmt.Errorf("facebook: the page has its %d posts of today (publish.facebook.limit)", c.Limit),
		}
	}
	return token, nil
}

// token reads the token as it is now.
func (c *Client) token() (string, error) {
	token, err := c.Token()
	if token = strings.TrimSpace(token); err == nil && (token == "" || strings.ContainsFunc(token,
		func(r rune) bool { return r <= ' ' || r > '~' })) {
		err = errors.New("there is no token in it")
	}
	if err != nil {
		return "", &attache.SendError{Fault: attache.FaultAuth, Err: fmt.Errorf("facebook: publish.facebook.token_file: %w", err)}
	}
	return token, nil
}

// message is a document as it is posted.
type message struct {
	key  string // what tells it from the page's other posts
	text string
	link string
	own  bool // link is the edition's own page
}

// compose sets a document as a post. Its link stands in its text too: by it the post
// is found again. Where the edition has a page of its own the sources stand there,
// else each stands below what it is the source of.
func compose(doc attache.Document) message {
	link, own := publish.Link(doc)
	text := publish.Text(doc, mostText-len(link)-2, !own)
	if text == "" {
		return message{}
	}
	p := message{text: text, link: link, own: own}
	if own {
		p.text += "\n\n" + link
		p.key = link
	} else {
		p.key = attache.TextHash("post", flat(text))
	}
	return p
}

// flat is a text as it is compared: the API may set white space anew.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }
