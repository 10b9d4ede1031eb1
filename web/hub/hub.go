// Package hub is a WebSub hub (W3C Recommendation, 2018) for the feeds of one archive:
// it takes subscriptions, asks each subscriber whether it meant that, and brings them
// what their feeds have anew, signed where they gave a secret. Whatever a subscriber
// does is bounded: how many there are, in all and of one host, how long they are waited
// for, what is read of their answers. Who is gone is let go.
//
// Subscriptions are kept in a notebook, so that a restart forgets none. After a crash a
// feed may be brought twice.
package hub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"attache"
)

// Feed is a topic as it is now.
type Feed struct {
	Body []byte
	Type string // of the body
	Tag  string // changes with the body
}

// Config is what a hub needs. All but Logger are required.
type Config struct {
	Self  string // the hub's own address
	Notes attache.Notebook
	// Client reaches subscribers: it must refuse addresses that are not public.
	Client *http.Client
	// Load gives a feed of the archive by its address; ErrNotFound where it has none.
	Load   func(ctx context.Context, topic string) (Feed, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// The bounds of what subscribers may hold.
const (
	mostSubscriptions = 2000
	mostOfHost        = 50
	mostTopics        = 200
	mostWaiting       = 64 // requests that are not verified yet
	waitingOfHost     = 4
	atOnce            = 8 // calls of subscribers at a time
	longestCallback   = 1024
	longestSecret     = 200 // bytes, as the recommendation has it
	maxForm           = 8 << 10
	callTime          = 10 * time.Second
)

// The terms of a subscription.
const (
	usualLease = 10 * 24 * time.Hour
	leastLease = time.Hour
	mostLease  = 30 * 24 * time.Hour
)

// subscription is who is brought what.
type subscription struct {
	Callback string    `json:"callback"`
	Topic    string    `json:"topic"`
	Secret   string    `json:"secret,omitempty"`
	Until    time.Time `json:"until"`
	Told     string    `json:"told"` // tag of what was brought last
	Fails    int       `json:"fails,omitempty"`
	Since    time.Time `json:"since,omitzero"` // of the failures
	Next     time.Time `json:"next,omitzero"`  // not tried before
}

func (s *subscription) key() string { return s.Callback + "\n" + s.Topic }

// request is what somebody wants, and has not been asked about.
type request struct {
	subscription
	leave bool
	lease time.Duration
}

// Hub is an http.Handler for the hub's address, and safe for concurrent use. Run has to
// run for it to do anything.
type Hub struct {
	Config
	queue chan request

	mu      sync.Mutex
	subs    map[string]*subscription
	dirty   map[int]bool // shelves that are to be stored
	waiting map[string]int
}

// New makes a hub.
func New(c Config) *Hub {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	client := *c.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Timeout, client.Jar = callTime, nil
	c.Client = &client
	return &Hub{
		Config: c, queue: make(chan request, mostWaiting), subs: map[string]*subscription{}, dirty: map[int]bool{}, waiting: map[string]int{},
	}
}

// ServeHTTP takes a request to subscribe or to leave. It is answered at once; whether it
// was meant is asked afterwards.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "This is a WebSub hub: subscribe with POST.", http.StatusMethodNotAllowed)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The request is no form, or too long.", http.StatusBadRequest)
		return
	}
	want, err := h.read(r.Context(), r.PostForm)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := h.admit(want); err != nil {
		w.Header().Set("Retry-After", "60")
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// read reads a request; its error is for who sent it.
func (h *Hub) read(ctx context.Context, form url.Values) (request, error) {
	r := request{
		subscription: subscription{Callback: form.Get("hub.callback"), Topic: form.Get("hub.topic"), Secret: form.Get("hub.secret")},
		lease:        usualLease,
	}
	switch form.Get("hub.mode") {
	case "subscribe":
	case "unsubscribe":
		r.leave = true
	default:
		return r, errors.New("hub.mode is subscribe or unsubscribe")
	}
	u, err := url.Parse(r.Callback)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
		len(r.Callback) > longestCallback {
		return r, fmt.Errorf("hub.callback is an http(s) address of at most %d bytes, without a name and a fragment", longestCallback)
	}
	if len(r.Secret) >= longestSecret {
		return r, fmt.Errorf("hub.secret has fewer than %d bytes", longestSecret)
	}
	if text := form.Get("hub.lease_seconds"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil || seconds <= 0 {
			return r, errors.New("hub.lease_seconds is a number of seconds")
		}
		r.lease = min(max(time.Duration(min(seconds, int(mostLease/time.Second)))*time.Second, leastLease), mostLease)
	}
	if r.leave { // also from what is no feed any more
		return r, nil
	}
	feed, err := h.Load(ctx, r.Topic)
	if err != nil {
		return r, errors.New("hub.topic is no feed of this archive")
	}
	r.Told = feed.Tag
	return r, nil
}

// errFull is that a hub has no room.
var errFull = errors.New("this hub has as many subscriptions as it takes just now; try again later")

// admit has a request verified, where there is room for it.
func (h *Hub) admit(r request) error {
	host := hostOf(r.Callback)
	h.mu.Lock()
	defer h.mu.Unlock()
	_, known := h.subs[r.key()]
	if !known && !r.leave {
		ofHost, topics := 0, map[string]bool{r.Topic: true}
		for _, s := range h.subs {
			topics[s.Topic] = true
			if hostOf(s.Callback) == host {
				ofHost++
			}
		}
		if len(h.subs) >= mostSubscriptions || ofHost >= mostOfHost || len(topics) > mostTopics {
			return errFull
		}
	}
	if h.waiting[host] >= waitingOfHost {
		return errFull
	}
	select {
	case h.queue <- r:
		h.waiting[host]++
		return nil
	default:
		return errFull
	}
}

// hostOf is the host of an address that was read before.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// settle keeps or ends what was meant.
func (h *Hub) settle(r request, meant bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	host := hostOf(r.Callback)
	if h.waiting[host]--; h.waiting[host] <= 0 {
		delete(h.waiting, host)
	}
	old := h.subs[r.key()]
	switch {
	case !meant:
		return
	case r.leave && old == nil:
		return
	case r.leave:
		delete(h.subs, r.key())
	default:
		r.Until = h.Now().Add(r.lease).UTC()
		if old != nil {
			r.Told = old.Told // what it missed still comes
		}
		kept := r.subscription
		h.subs[r.key()] = &kept
	}
	h.dirty[shelfOf(r.key())] = true
}

// due are the subscriptions whose lease runs, those that fail last; others are ended.
func (h *Hub) due() []subscription {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []subscription
	now := h.Now()
	for key, s := range h.subs {
		if !now.Before(s.Until) {
			delete(h.subs, key)
			h.dirty[shelfOf(key)] = true
			continue
		}
		if !now.Before(s.Next) {
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(a, b subscription) int { return cmp.Or(a.Fails-b.Fails, strings.Compare(a.key(), b.key())) })
	return out
}
