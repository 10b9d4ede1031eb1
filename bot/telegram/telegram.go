// Package telegram is the Telegram channel: it alone knows the Bot API, its
// HTML, its limits and what its errors mean.
//
// In come documents, and requests to edit a message, answer a button, look up
// an administrator or set the menu. Out go rendered messages to the API, and
// its updates as attache.Incoming. Every failure is an *attache.SendError
// whose Fault says what to do; none holds the token.
//
// The package rests on go-telegram-bot-api v5.5.1, for its types and its
// request encoding, and works around these flaws of it:
//   - its requests have no context, its client no timeout: every call runs on
//     a copy of the library's client bound to that call (see exchange);
//   - the token stands in every transport error: see secret;
//   - a 502 page in HTML or a truncated answer becomes a bare JSON syntax
//     error, and error codes get lost: answers are judged before the library
//     sees them;
//   - its update types predate topics: see update, which embeds them;
//   - its update loop confirms updates before they are handled and retries a
//     wrong token for ever: Updates is asked by a loop of the caller's;
//   - its escaping leaves the double quote, its command parser slices by
//     hostile offsets, its empty keyboard marshals to null: we use our own.
//
// What Telegram does by itself and we cannot change without changing words:
// README.md, @names, #tags and /commands in a text become links (a preview is
// shown of the page that a document names, else of none). It also takes away carriage
// returns, U+2028 to U+202E and white space at the ends; so does Render.
// There is no idempotency key: after a FaultRetry a message may have arrived.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
	"attache/internal/caller"
)

// DefaultAPIURL is Telegram's own Bot API server.
const DefaultAPIURL = "https://api.telegram.org"

// How long things may take.
const (
	pollTime  = 50 * time.Second // what the server cuts a longer poll to
	pollGrace = 15 * time.Second // for the answer to travel
	callTime  = 30 * time.Second
)

// Config is what Open needs. Only Token is required.
type Config struct {
	Token      string
	APIURL     string           // scheme and host, where it is not DefaultAPIURL
	HTTPClient *http.Client     // its transport is used; redirects are never followed
	Now        func() time.Time // for events without a time of their own
	Logger     *slog.Logger
	// messages a second over all chats; 0: the 30 that Telegram documents; below 0: no limit of any kind, for tests
	PerSecond float64
	Paid      bool          // broadcasts are paid for: alerts and editions say so, and go at up to 1000 a second
	Poll      time.Duration // how long one call of Updates waits; 0: 50 s
	Holds     []Hold        // those of before a restart
	// OnHold is told the holds there are whenever a 429 came, to be given back as Holds
	// after a restart; nil: nobody is.
	OnHold func([]Hold)
	// Observe is told of every request, how long it took and what came of it; an
	// error is an *attache.SendError. nil: nobody is.
	Observe func(method string, took time.Duration, err error)
}

// Client is a bot at Telegram. It is safe for concurrent use.
type Client struct {
	api      *tgbotapi.BotAPI // never called itself: call works on copies
	http     *http.Client
	secret   secret
	host     string // of the API, for people
	now      func() time.Time
	log      *slog.Logger
	limits   *limits
	texts    rendered
	pictures uploads
	paid     bool
	poll     time.Duration
	onHold   func([]Hold)                                       // may be nil
	told     func(method string, took time.Duration, err error) // of every request; may be nil
}

// Open checks the address and the token by asking who the bot is. An error
// wraps an *attache.SendError: FaultAuth where the token is wrong, FaultRetry
// where the server could not be asked just now; its text is for people.
func Open(ctx context.Context, cfg Config) (*Client, error) {
	token := strings.TrimSpace(cfg.Token)
	if !tokenLike(token) {
		return nil, badConfig("no usable bot token was given: it looks like 123456:ABC-def and comes from @BotFather; " +
			"set ATTACHE_TOKEN, ATTACHE_TOKEN_FILE or --token-file")
	}
	c := &Client{
		secret: newSecret(token),
		now:    cfg.Now,
		log:    cfg.Logger,
		limits: newLimits(rateOf(cfg)),
		paid:   cfg.Paid,
		poll:   cfg.Poll,
		told:   cfg.Observe,
		onHold: cfg.OnHold,
	}
	c.limits.holds.resume(time.Now(), cfg.Holds)
	if c.now == nil {
		c.now = time.Now
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.poll <= 0 || c.poll > pollTime {
		c.poll = pollTime
	}
	base, err := baseURL(cfg.APIURL)
	if err != nil {
		return nil, badConfig(c.secret.hide(err.Error()))
	}
	c.host = base.Host
	c.http = httpClient(cfg.HTTPClient)
	// The library formats its endpoint with Sprintf.
	endpoint := strings.ReplaceAll(base.String(), "%", "%%") + "/bot%s/%s"
	if err := c.introduce(ctx, token, endpoint); err != nil {
		return nil, err
	}
	return c, nil
}

// rateOf is how many messages a second go over all chats; 0: as documented.
func rateOf(cfg Config) float64 {
	if cfg.Paid && cfg.PerSecond == 0 {
		return perSecPaid
	}
	return cfg.PerSecond
}

// introduce creates the library's client, which asks getMe.
func (c *Client) introduce(ctx context.Context, token, endpoint string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = c.openFailed(fmt.Errorf("the library panicked: %v", p))
		}
	}()
	api, err := tgbotapi.NewBotAPIWithClient(token, endpoint, exchange{ctx: ctx, http: c.http})
	if err != nil {
		return c.openFailed(err)
	}
	if !api.Self.IsBot || api.Self.ID == 0 {
		return c.openFailed(&apiError{Status: http.StatusOK, Foreign: true})
	}
	c.api = api
	return nil
}

// openFailed says what a failed getMe means to whoever set the bot up.
func (c *Client) openFailed(err error) error {
	cause := c.fail("getMe", err)
	var foreign *apiError
	switch {
	case cause.Fault == attache.FaultAuth:
		return &openError{cause: cause, text: "telegram: the token is wrong: " + c.host + " does not know it. " +
			"Ask @BotFather for /token and check ATTACHE_TOKEN or the token file"}
	case errors.As(err, &foreign) && foreign.Foreign:
		return &openError{cause: cause, text: fmt.Sprintf("telegram: %s does not answer like a Bot API server (HTTP %d). "+
			"The API address is scheme and host alone, such as %s: check ATTACHE_API_URL", c.host, foreign.Status, DefaultAPIURL)}
	default:
		return &openError{cause: cause, text: "telegram: cannot reach " + c.host + ": " + cause.Err.Error() +
			". Check the network and ATTACHE_API_URL"}
	}
}

// Username is the bot's name without the @.
func (c *Client) Username() string { return c.api.Self.UserName }

// Close lets go of connections that are kept for later. Calls end with their
// contexts; the client stays usable.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// openError is a failed Open, in words for people.
type openError struct {
	text  string
	cause *attache.SendError
}

func (e *openError) Error() string { return e.text }
func (e *openError) Unwrap() error { return e.cause }

// badConfig is an error that no second try mends.
func badConfig(text string) error {
	return &openError{text: "telegram: " + text, cause: &attache.SendError{Fault: attache.FaultAuth, Err: errors.New(text)}}
}

// TokenLike tells whether a text looks like a bot's token.
func TokenLike(text string) bool { return tokenLike(strings.TrimSpace(text)) }

// tokenLike keeps out what no token can be, and with it all that would change
// the request's path.
var tokenLike = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]{20,}$`).MatchString

// baseURL reads the API's address.
func baseURL(address string) (*url.URL, error) {
	address = strings.TrimRight(strings.TrimSpace(address), "/")
	if address == "" {
		address = DefaultAPIURL
	}
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("the API address is not http or https with a host: "+
			"it should be like %s; check ATTACHE_API_URL", DefaultAPIURL)
	}
	return u, nil
}

// httpClient makes the client. Timeouts come from each call's context, since a poll
// takes longer than a send; idle connections are kept for less time than servers do.
func httpClient(given *http.Client) *http.Client {
	client := caller.New(given, func(t *http.Transport) { t.MaxIdleConnsPerHost, t.IdleConnTimeout = 16, 30*time.Second })
	client.Timeout = 0
	return client
}
