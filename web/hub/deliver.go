package hub

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
)

// lookEvery is how often feeds with subscribers are looked at.
const lookEvery = time.Minute

// When a subscriber that fails is tried again, and given up.
const (
	firstPause  = time.Minute
	longPause   = 2 * time.Hour
	givenUp     = 24 * time.Hour
	leastFailed = 6
)

// Run verifies requests and brings feeds until the context ends. It is called once.
func (h *Hub) Run(ctx context.Context) error {
	if err := h.recall(ctx); err != nil {
		return err
	}
	verifiers, ctx := errgroup.WithContext(ctx)
	for range atOnce / 2 {
		verifiers.Go(func() error {
			for {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case r := <-h.queue:
					h.settle(r, h.verify(ctx, r))
					h.store(ctx)
				}
			}
		})
	}
	verifiers.Go(func() error {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			h.Look(ctx)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
			}
		}
	})
	return verifiers.Wait()
}

// verify asks a subscriber whether it meant its request.
func (h *Hub) verify(ctx context.Context, r request) bool {
	raw := make([]byte, 24)
	_, _ = rand.Read(raw) // never fails
	challenge := hex.EncodeToString(raw)
	u, err := url.Parse(r.Callback)
	if err != nil {
		return false
	}
	q := u.Query()
	q.Set("hub.mode", "subscribe")
	if r.leave {
		q.Set("hub.mode", "unsubscribe")
	} else {
		q.Set("hub.lease_seconds", strconv.Itoa(int(r.lease.Seconds())))
	}
	q.Set("hub.topic", r.Topic)
	q.Set("hub.challenge", challenge)
	u.RawQuery = q.Encode()
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return false
	}
	answer, err := h.Client.Do(question)
	if err != nil {
		h.Logger.InfoContext(ctx, "a subscriber could not be asked", "host", u.Host, "err", plain(err))
		return false
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
	return err == nil && answer.StatusCode >= 200 && answer.StatusCode <= 299 &&
		subtle.ConstantTimeCompare(bytes.TrimSpace(body), []byte(challenge)) == 1
}

// plain is an error without the address, which is a secret of its subscriber.
func plain(err error) error {
	if addressed, ok := errors.AsType[*url.Error](err); ok {
		return addressed.Err
	}
	return err
}

// Look brings subscribers what their feeds have anew. Each feed is made once.
func (h *Hub) Look(ctx context.Context) {
	feeds := map[string]*Feed{}
	calls := new(errgroup.Group)
	calls.SetLimit(atOnce)
	for _, s := range h.due() {
		feed, loaded := feeds[s.Topic]
		if !loaded {
			f, err := h.Load(ctx, s.Topic)
			switch {
			case errors.Is(err, attache.ErrNotFound), errors.Is(err, attache.ErrRemoved):
				h.end(&s)
				continue
			case err == nil:
				feed = &f
			}
			feeds[s.Topic] = feed // nil: it could not be made just now
		}
		if feed == nil || feed.Tag == s.Told || ctx.Err() != nil {
			continue
		}
		calls.Go(func() error {
			h.bring(ctx, s, feed)
			return nil
		})
	}
	_ = calls.Wait() // none fails
	h.store(ctx)
}

// end ends a subscription.
func (h *Hub) end(s *subscription) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs, s.key())
	h.dirty[shelfOf(s.key())] = true
}

// bring brings a feed to a subscriber, and notes what came of it.
func (h *Hub) bring(ctx context.Context, s subscription, feed *Feed) {
	status, err := h.post(ctx, s, feed)
	if ctx.Err() != nil {
		return // we stop; it is brought after the start
	}
	if status == http.StatusGone {
		h.end(&s)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now, kept := h.Now().UTC(), h.subs[s.key()]
	if kept == nil {
		return // it left meanwhile
	}
	h.dirty[shelfOf(s.key())] = true
	if err == nil {
		kept.Told, kept.Fails, kept.Since, kept.Next = feed.Tag, 0, time.Time{}, time.Time{}
		return
	}
	if kept.Fails == 0 {
		kept.Since = now
	}
	kept.Fails++
	kept.Next = now.Add(min(firstPause<<min(kept.Fails-1, 10), longPause))
	if kept.Fails >= leastFailed && now.Sub(kept.Since) >= givenUp {
		h.Logger.InfoContext(ctx, "a subscriber takes nothing for a day and is let go", "host", hostOf(s.Callback), "err", plain(err))
		delete(h.subs, s.key())
	}
}

func (h *Hub) post(ctx context.Context, s subscription, feed *Feed) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Callback, bytes.NewReader(feed.Body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", feed.Type)
	r.Header.Add("Link", "<"+h.Self+`>; rel="hub"`)
	r.Header.Add("Link", "<"+s.Topic+`>; rel="self"`)
	if s.Secret != "" {
		mac := hmac.New(sha256.New, []byte(s.Secret))
		mac.Write(feed.Body)
		r.Header.Set("X-Hub-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	answer, err := h.Client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10)) // so that the connection can be kept
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("it answered HTTP %d", answer.StatusCode)
	}
	return answer.StatusCode, nil
}

// shelves is among how many notes subscriptions are spread, so that one that changes has
// few others written with it.
const shelves = 64

func shelfOf(key string) int {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(key)) // a hash takes everything
	return int(sum.Sum32() % shelves)
}

func shelfNote(n int) string { return fmt.Sprintf("web.hub.%02d", n) }

// recall reads what is kept.
func (h *Hub) recall(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for n := range shelves {
		raw, err := h.Notes.Note(ctx, shelfNote(n))
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		var list []subscription
		if err := json.Unmarshal(raw, &list); err != nil {
			return fmt.Errorf("note %s: %w", shelfNote(n), err)
		}
		for i := range list {
			h.subs[list[i].key()] = &list[i]
		}
	}
	return nil
}

// store keeps the shelves that changed; one that cannot be kept now is the next time.
func (h *Hub) store(ctx context.Context) {
	h.mu.Lock()
	defer h.mu.Unlock()
	lists := map[int][]*subscription{}
	for n := range h.dirty {
		lists[n] = []*subscription{}
	}
	for key, s := range h.subs {
		if n := shelfOf(key); h.dirty[n] {
			lists[n] = append(lists[n], s)
		}
	}
	for n, list := range lists {
		raw, err := json.Marshal(list)
		if err == nil {
			err = h.Notes.SetNote(ctx, shelfNote(n), raw)
		}
		if err != nil {
			if ctx.Err() == nil {
				h.Logger.WarnContext(ctx, "subscriptions could not be stored; they are the next time", "err", err)
			}
			continue
		}
		delete(h.dirty, n)
	}
}
