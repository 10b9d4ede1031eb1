package feed

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // hubs still sign with it; as an HMAC it holds
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
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
	pushesQueued = 64
)

// subscription is what we asked of a hub for one source.
type subscription struct {
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
// answers only while Run runs. A push is believed only with the right
// signature; a source without a working hub is simply polled.
func (p *Poller) Callback() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := path.Base(r.URL.Path)
		switch r.Method {
		case http.MethodGet:
			p.verify(w, r, id)
		case http.MethodPost:
			p.receive(w, r, id)
		default:
			w.Header().Set("Allow", "GET, POST")
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
}

// verify answers a hub that asks whether we want what it was told we want.
func (p *Poller) verify(w http.ResponseWriter, r *http.Request, id string) {
	q := r.URL.Query()
	challenge := q.Get("hub.challenge")
	if q.Get("hub.mode") == "denied" {
		p.mu.Lock()
		if s, ok := p.subs[id]; ok && s.topic == q.Get("hub.topic") {
			delete(p.subs, id)
		}
		p.mu.Unlock()
		w.WriteHeader(http.StatusOK)
		return
	}
	until, ok := p.confirm(id, q)
	if !ok || challenge == "" || len(challenge) > 4096 {
		http.NotFound(w, r)
		return
	}
	if !until.IsZero() && !p.queue(pushed{source: id, until: until}) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, challenge)
}

// confirm checks a hub's question against what we asked for. until is the end
// of the lease, zero for an unsubscription of what we no longer want.
func (p *Poller) confirm(id string, q url.Values) (until time.Time, ok bool) {
	now := p.cfg.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	s, known := p.subs[id]
	switch q.Get("hub.mode") {
	case "unsubscribe":
		return time.Time{}, !known
	case "subscribe":
		if !known || s.asked.IsZero() || now.Sub(s.asked) > answerWithin || s.topic != q.Get("hub.topic") {
			return time.Time{}, false
		}
		seconds, err := strconv.ParseInt(q.Get("hub.lease_seconds"), 10, 32)
		s.lease = time.Duration(seconds) * time.Second
		if err != nil || s.lease < leaseLeast {
			s.lease = leaseLeast
		}
		s.lease = min(s.lease, 90*24*time.Hour)
		s.asked, s.until = time.Time{}, now.Add(s.lease).UTC()
		return s.until, true
	}
	return time.Time{}, false
}

// receive takes a push. A hub is told that all is well also where the
// signature is wrong, as the standard asks: who forges learns nothing.
func (p *Poller) receive(w http.ResponseWriter, r *http.Request, id string) {
	p.mu.Lock()
	s, known := p.subs[id]
	secret := ""
	if known && p.cfg.Now().Before(s.until) {
		secret = s.secret
	}
	p.mu.Unlock()
	if secret == "" {
		w.WriteHeader(http.StatusGone) // the hub may forget us
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, fetch.MaxBody))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !signed(body, secret, r.Header.Get("X-Hub-Signature")) {
		p.cfg.Logger.Warn("push with a wrong signature ignored", "source", id)
		w.WriteHeader(http.StatusAccepted)
		return
	}
	if !p.queue(pushed{source: id, body: body, contentType: r.Header.Get("Content-Type")}) {
		w.WriteHeader(http.StatusServiceUnavailable) // the hub tries again
		return
	}
	w.WriteHeader(http.StatusAccepted)
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

// signed checks a signature "method=hex" of a body.
func signed(body []byte, secret, signature string) bool {
	method, hexSum, found := strings.Cut(strings.TrimSpace(signature), "=")
	var h func() hash.Hash
	switch strings.ToLower(method) {
	case "sha256":
		h = sha256.New
	case "sha384":
		h = sha512.New384
	case "sha512":
		h = sha512.New
	case "sha1":
		h = sha1.New
	default:
		return false
	}
	sum, err := hex.DecodeString(hexSum)
	if err != nil || !found || secret == "" {
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
	if s.HubSecret == "" {
		s.HubSecret = rand.Text()
	}
	p.mu.Lock()
	p.subs[src.ID] = &subscription{hub: s.Hub, topic: s.HubTopic, secret: s.HubSecret, asked: now, until: s.HubUntil}
	p.mu.Unlock()
	form := url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {s.HubTopic}, "hub.secret": {s.HubSecret},
		"hub.callback": {strings.TrimRight(p.cfg.PublicURL, "/") + "/" + src.ID}, "hub.lease_seconds": {strconv.Itoa(int(leaseWanted / time.Second))},
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
	s, known := p.subs[src.ID]
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
		if _, known := p.subs[src.ID]; !known && s.HubSecret != "" && s.Hub != "" && p.cfg.Now().Before(s.HubUntil) {
			p.subs[src.ID] = &subscription{hub: s.Hub, topic: s.HubTopic, secret: s.HubSecret, until: s.HubUntil, lease: leaseWanted}
		}
	}
}
