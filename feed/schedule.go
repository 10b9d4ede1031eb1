package feed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache"
	"attache/feed/fetch"
)

// succeeded notes a poll that worked and when the next one is due.
func (p *Poller) succeeded(src *attache.Source, f Feed, resp *fetch.Response, something bool) {
	s := &src.Polling
	s.Failures, s.Problem, s.State = 0, "", attache.PollActive
	if something {
		s.Changed = s.Checked
		s.Verified = true
	}
	if !resp.NotModified {
		s.Verified = s.Verified || len(f.Entries) > 0
		s.Format, s.Entries, s.Newest = f.Format, len(f.Entries), f.newestDate()
		s.Hub = f.Hub
		s.HubTopic = ""
		if src.Private != "" {
			s.Hub = "" // its topic would tell the hub what only the server may know
		}
		if s.Hub != "" {
			s.HubTopic = first(f.Self, s.MovedTo, src.URL)
		}
	}
	s.Interval = p.interval(*s, f, something)
	wait := s.Interval
	if s.Hub != "" && s.Checked.Before(s.HubUntil) {
		wait = p.cfg.MaxInterval // the hub tells; polling only makes sure
	}
	wait = max(wait, min(max(maxAge(resp.Header), f.TTL), p.cfg.MaxInterval))
	s.Next = s.Checked.Add(jitter(wait))
}

// interval adapts to how often a source publishes: about two polls for every
// entry it publishes, slowly longer while nothing comes.
func (p *Poller) interval(s attache.Polling, f Feed, something bool) time.Duration {
	old := s.Interval
	if old <= 0 {
		old = p.cfg.Interval
	}
	next := old + old/4
	if something {
		next = old * 3 / 4
		if gap := typicalGap(f); gap > 0 {
			next = (old + gap/2) / 2
		}
	}
	return min(max(next, p.cfg.MinInterval), p.cfg.MaxInterval)
}

// typicalGap is the median time between a feed's newest entries, 0 where too
// few have dates.
func typicalGap(f Feed) time.Duration {
	var times []time.Time
	for _, e := range f.Entries {
		if !e.Published.IsZero() {
			times = append(times, e.Published)
		}
	}
	if len(times) < 4 {
		return 0
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), 20)]
	gaps := make([]time.Duration, len(times)-1)
	for i := range gaps {
		gaps[i] = times[i].Sub(times[i+1])
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// maxAge is how long a server wants its answer to be kept.
func maxAge(h http.Header) time.Duration {
	for part := range strings.SplitSeq(h.Get("Cache-Control"), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(name, "max-age") {
			continue
		}
		if n, err := strconv.Atoi(strings.Trim(value, `" `)); err == nil && n > 0 {
			return time.Duration(min(n, 7*86400)) * time.Second
		}
	}
	return 0
}

// jitter moves a wait by up to a tenth either way, so that sources added
// together do not stay together.
func jitter(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return d - d/10 + rand.N(d/5+1)
}

// failed notes a poll that did not work: longer and longer waits, then a pause
// that the operators are told of once. A source that never worked is paused in
// silence: a default that does not exist here disturbs nobody.
func (p *Poller) failed(ctx context.Context, src *attache.Source, err error) {
	s := &src.Polling
	if wait, ok := errors.AsType[*fetch.WaitError](err); ok { // it was not asked: that is no failure
		s.Next = wait.Until.Add(jitter(p.cfg.MinInterval))
		return
	}
	s.Failures++
	s.Problem = withoutSecrets(problem(err), *src)
	if errors.Is(err, fetch.ErrGone) {
		told := s.State == attache.PollGone
		s.State, s.Next = attache.PollGone, time.Time{}
		if !told && s.Verified {
			p.cfg.Notify(ctx, *src, "is not polled any more: "+s.Problem)
		}
		return
	}
	if s.MovedTo != "" && s.Failures%4 == 0 {
		p.moved(ctx, src, "", "the new address keeps failing") // perhaps the old one is right again
		s.ETag, s.LastModified = "", ""
	}
	wait := p.backoff(*s)
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		wait = max(wait, status.RetryAfter)
	}
	s.Next = s.Checked.Add(wait)
	if s.Failures >= p.cfg.PauseAfter && s.State != attache.PollPaused {
		s.State = attache.PollPaused
		if s.Verified {
			p.cfg.Notify(ctx, *src, fmt.Sprintf("is only tried once a day from now on; it failed %d times in a row: %s", s.Failures, s.Problem))
		}
	}
}

// backoff doubles the wait with each failure, up to a day; a paused source is
// tried once a day.
func (p *Poller) backoff(s attache.Polling) time.Duration {
	const day = 24 * time.Hour
	if s.State == attache.PollPaused || s.Failures >= p.cfg.PauseAfter {
		return jitter(day)
	}
	wait := max(s.Interval, p.cfg.MinInterval)
	for range min(s.Failures-1, 16) {
		if wait *= 2; wait >= day {
			break
		}
	}
	return jitter(min(wait, day))
}

// withoutSecrets takes out of a text what only the source's server may know.
func withoutSecrets(text string, src attache.Source) string {
	u, err := url.Parse(src.Private)
	if src.Private == "" || err != nil {
		return text
	}
	secrets := []string{src.Private, u.RawQuery}
	if password, ok := u.User.Password(); ok {
		secrets = append(secrets, password, url.QueryEscape(password))
	}
	for _, values := range u.Query() {
		for _, v := range values {
			if !strings.Contains(src.URL, v) {
				secrets = append(secrets, v)
			}
		}
	}
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "xxxxx")
		}
	}
	return text
}

// problem says for people what is wrong with a source, without its address.
func problem(err error) string {
	text := err.Error()
	if r := []rune(text); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return text
}
