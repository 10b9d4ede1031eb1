package feed

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // hubs still sign with it; as an HMAC it holds
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"attache"
	"attache/feed/fetch"
)

// The terms of a subscription (W3C WebSub, 2018).
const (
	leaseWanted  = 10 * 24 * time.Hour
	leaseLeast   = 10 * time.Minute // a shorter one is not worth renewing
	renewBefore  = 24 * time.Hour   // or a quarter of the lease, where that is less
	answerWithin = 15 * time.Minute // of a hub to a request to subscribe
)

// The bounds of what hubs may bring: who pushes more is told to wait.
const (
	maxPush      = 2 << 20          // bytes of one push
	pushesRead   = 4                // bodies read at a time
	pushesQueued = 8                // read, and not yet taken
	pushTime     = 10 * time.Second // to read one
	maxQuestion  = 8 << 10          // bytes of a hub's question
)

// subscription is what we asked of a hub for one source. Only that hub was
// told the path at which it calls us.
type subscription struct {
	source             string // its ID
	hub, topic, secret string
	asked              time.Time // zero: not waiting for the hub's answer
	until              time.Time
	lease              time.Duration
}

// pushed is what a hub brought for a source: a new lease, or a document.
type pushed struct {
	source      string
	until       time.Time
	body        []byte
	contentType string
}

// Callback is what hubs call: mount it where Config.PublicURL leads. It
// answers only while Run runs. Each subscription has a path that nobody can
// guess; what comes to another is not read. A push is believed only with the
// right signature; a source without a working hub is simply polled.
func (p *Poller) Callback() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := path.Base(r.URL.Path)
		switch r.Method {
		case http.MethodGet:
			p.verify(w, r, at)
		case http.MethodPost:
			p.receive(w, r, at)
		default:
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}

// verify answers a hub that asks whether we want what it was told we want.
func (p *Poller) verify(w http.ResponseWriter, r *http.Request, at string) {
	if len(r.URL.RawQuery) > maxQuestion {
		w.WriteHeader(http.StatusRequestURITooLong)
		return
	}
	q := r.URL.Query()
	challenge := q.Get("hub.challenge")
	if q.Get("hub.mode") == "denied" {
		if !p.denied(at, q.Get("hub.topic")) {
			http.NotFound(w, r)
		}
		return
	}
	source, until, ok := p.confirm(at, q)
	if !ok || challenge == "" || len(challenge) > 4096 {
		http.NotFound(w, r)
		return
	}
	if !until.IsZero() && !p.queue(pushed{source: source, until: until}) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, challenge)
}

// denied forgets a subscription that its hub does not give.
func (p *Poller) denied(at, topic string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.subs[at]
	if !ok || s.topic != topic {
		return false
	}
	delete(p.subs, at)
	return true
}

// confirm checks a hub's question against what we asked for. We never ask to
// end a subscription: one that we no longer want runs out.
func (p *Poller) confirm(at string, q url.Values) (source string, until time.Time, ok bool) {
	now := p.cfg.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.subs[at]
	if q.Get("hub.mode") == "subscribe" {
		if !known || s.asked.IsZero() || now.Sub(s.asked) > answerWithin || s.topic != q.Get("hub.topic") {
			return "", time.Time{}, false
		}
		seconds, err := strconv.ParseInt(q.Get("hub.lease_seconds"), 10, 32)
		s.lease = time.Duration(seconds) * time.Second
		if err != nil || s.lease < leaseLeast {
			s.lease = leaseLeast
		}
		s.lease = min(s.lease, 90*24*time.Hour)
		s.asked, s.until = time.Time{}, now.Add(s.lease).UTC()
		return s.source, s.until, true
	}
	return "", time.Time{}, false
}

// receive takes a push. A hub is told that all is well also where the
// signature is wrong, as the standard asks: who forges learns nothing. What is
// not signed at all is not even read.
func (p *Poller) receive(w http.ResponseWriter, r *http.Request, at string) {
	p.mu.Lock()
	s, known := p.subs[at]
	source, secret := "", ""
	if known && p.cfg.Now().Before(s.until) {
		source, secret = s.source, s.secret
	}
	p.mu.Unlock()
	signature := r.Header.Get("X-Hub-Signature")
	w.Header().Set("Connection", "close") // whatever is left of a body is not waited for
	switch {
	case !known:
		http.NotFound(w, r)
		return
	case secret == "":
		w.WriteHeader(http.StatusGone) // the hub may forget us
		return
	case r.ContentLength > maxPush:
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	case !wellSigned(signature):
		w.WriteHeader(http.StatusAccepted)
		return
	}
	body, status := p.readPush(w, r)
	switch {
	case status != 0:
		w.WriteHeader(status)
		return
	case !signed(body, secret, signature):
		p.cfg.Logger.Warn("push with a wrong signature ignored", "source", source)
	case !p.queue(pushed{source: source, body: body, contentType: r.Header.Get("Content-Type")}):
		w.WriteHeader(http.StatusServiceUnavailable) // the hub tries again
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// readPush reads a body within bounds; a status other than 0 says why not.
func (p *Poller) readPush(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	default:
		w.Header().Set("Retry-After", "30")
		return nil, http.StatusServiceUnavailable
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(pushTime)) // of the connection, so by its clock
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPush))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, http.StatusRequestEntityTooLarge
	}
	if err != nil {
		return nil, http.StatusRequestTimeout
	}
	return body, 0
}

// queue hands something to Run; false where Run does not keep up or not run.
func (p *Poller) queue(what pushed) bool {
	select {
	case p.pushes <- what:
		return true
	default:
		return false
	}
}

// signatures are the methods of signing (W3C WebSub, 8.1).
var signatures = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}

// wellSigned tells whether a signature "method=hex" could be one.
func wellSigned(signature string) bool {
	method, hexSum, _ := strings.Cut(strings.TrimSpace(signature), "=")
	h := signatures[strings.ToLower(method)]
	return h != nil && len(hexSum) == 2*h().Size()
}

// signed checks a signature of a body.
func signed(body []byte, secret, signature string) bool {
	method, hexSum, _ := strings.Cut(strings.TrimSpace(signature), "=")
	h := signatures[strings.ToLower(method)]
	sum, err := hex.DecodeString(hexSum)
	if h == nil || err != nil || secret == "" {
		return false
	}
	mac := hmac.New(h, []byte(secret))
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), sum)
}

// subscribe asks a source's hub for pushes, where one is offered and a public
// address is configured, and where no lease runs or it ends soon.
func (p *Poller) subscribe(ctx context.Context, src attache.Source) attache.Source {
	s := &src.Polling
	now := p.cfg.Now()
	if p.cfg.PublicURL == "" || s.Hub == "" || s.HubTopic == "" || p.subscribed(src, now) {
		return src
	}
	p.mu.Lock()
	if asked := p.subs[s.HubPath]; s.HubPath == "" || asked != nil && (asked.hub != s.Hub || asked.topic != s.HubTopic) {
		delete(p.subs, s.HubPath) // another hub must not know what this one was told
		s.HubPath, s.HubSecret = rand.Text(), rand.Text()
	}
	p.subs[s.HubPath] = &subscription{source: src.ID, hub: s.Hub, topic: s.HubTopic, secret: s.HubSecret, asked: now, until: s.HubUntil}
	p.mu.Unlock()
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {s.HubTopic}, "hub.secret": {s.HubSecret},
		"hub.callback":      {strings.TrimRight(p.cfg.PublicURL, "/") + "/" + s.HubPath},
		"hub.lease_seconds": {strconv.Itoa(int(leaseWanted / time.Second))},
	}
	resp, err := p.client.Get(ctx, fetch.Request{URL: s.Hub, Method: http.MethodPost, Form: form.Encode()})
	if err != nil {
		p.cfg.Logger.Debug("hub refused", "source", src.ID, "problem", problem(err))
		return src
	}
	resp.Release()
	return src
}

// subscribed tells whether a lease runs, or an answer is awaited.
func (p *Poller) subscribed(src attache.Source, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.subs[src.Polling.HubPath]
	if !known || s.hub != src.Polling.Hub || s.topic != src.Polling.HubTopic {
		return false
	}
	if !s.asked.IsZero() && now.Sub(s.asked) < answerWithin {
		return true
	}
	return now.Before(s.until.Add(-min(renewBefore, s.lease/4)))
}

// resume takes up the leases that ran when the process ended.
func (p *Poller) resume(sources []attache.Source) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, src := range sources {
		s := src.Polling
		if _, known := p.subs[s.HubPath]; !known && s.HubPath != "" && s.HubSecret != "" && s.Hub != "" && p.cfg.Now().Before(s.HubUntil) {
			p.subs[s.HubPath] = &subscription{
				source: src.ID, hub: s.Hub, topic: s.HubTopic, secret: s.HubSecret, until: s.HubUntil,
				lease: leaseWanted,
			}
		}
	}
}
