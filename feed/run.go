package feed

import (
	"context"
	"fmt"
	"time"

	"attache"
)

// reload is how often Run looks for sources that were added or removed.
const reload = 30 * time.Second

// maxPerHost is how many sources of one host are polled at a time, at least.
const maxPerHost = 4

// emitRetry is how long a source rests whose articles could not be stored.
const emitRetry = time.Minute

// Run polls every source when it is due, until the context ends; it returns
// the context's cause, or the store's error when sources cannot be listed. When
// emit fails, the source is polled again a minute later.
func (p *Poller) Run(ctx context.Context, emit Emit) error {
	r := &runner{
		p: p, emit: emit, busy: map[string]string{}, rest: map[string]time.Time{}, ahead: map[string]struct{}{}, results: make(chan polled),
		keep: keeper{store: p.cfg.Store, log: p.cfg.Logger},
	}
	defer func() { _ = r.keep.flush(context.WithoutCancel(ctx)) }()
	defer r.drain()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for {
		wait, err := r.start(ctx)
		if err != nil {
			return err
		}
		if len(r.gathered.list) > 0 {
			wait = min(wait, r.gathered.due(p.cfg.Now(), p.cfg.Gather))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		case res := <-r.results:
			timer.Stop()
			r.finish(ctx, res)
		case what := <-p.pushes:
			timer.Stop()
			r.pushed(ctx, what)
		case <-timer.C:
		}
		if len(r.gathered.list) > 0 && r.gathered.due(p.cfg.Now(), p.cfg.Gather) <= 0 {
			r.store(ctx)
		}
	}
}

// runner is the state of one Run; only Run's goroutine touches it.
type runner struct {
	p        *Poller
	emit     Emit
	keep     keeper
	sources  []attache.Source
	loaded   time.Time
	busy     map[string]string    // the hosts of the sources being polled
	rest     map[string]time.Time // not before, after a failure to store
	ahead    map[string]struct{}  // told that a wrong clock had them wait
	results  chan polled
	gathered gathered
	flushed  time.Time
}

// start polls what is due, as far as workers are free, and returns how long to
// wait for more.
func (r *runner) start(ctx context.Context) (time.Duration, error) {
	now := r.p.cfg.Now()
	if err := r.load(ctx, now); err != nil {
		return 0, err
	}
	wait, misset := reload, 0
	if len(r.keep.pending) > 0 {
		wait = keepFor
	}
	for _, s := range r.sources {
		if _, busy := r.busy[s.ID]; busy || s.Polling.State == attache.PollGone || r.gathered.has(s.ID) {
			continue
		}
		due := s.Polling.Next
		if ahead(s.Polling, now) {
			due = time.Time{}
			if _, told := r.ahead[s.ID]; !told {
				misset++
				r.ahead[s.ID] = struct{}{}
			}
		} else {
			delete(r.ahead, s.ID)
		}
		if rest := r.rest[s.ID]; rest.After(due) && !rest.After(now.Add(emitRetry)) {
			due = rest
		}
		if due.After(now) {
			wait = min(wait, due.Sub(now))
			continue
		}
		if len(r.busy) >= r.p.cfg.Workers {
			break // a result wakes us
		}
		at := host(first(s.Polling.MovedTo, s.URL))
		if r.crowded(at) {
			continue // a result wakes us
		}
		r.busy[s.ID] = at
		go func() {
			res, err := r.p.Poll(ctx, s)
			if err == nil {
				res.Source = r.p.subscribe(ctx, res.Source)
			}
			r.results <- polled{res, err}
		}()
	}
	if misset > 0 {
		r.p.cfg.Logger.WarnContext(ctx, "the clock was set back: sources waited for times that a clock ahead had given them; they are polled now",
			"sources", misset)
	}
	return max(wait, time.Millisecond), nil
}

// clockSlack is how far two looks at the clock may disagree.
const clockSlack = time.Minute

// longestWait is beyond what any answer or failure has a source wait.
const longestWait = 31 * 24 * time.Hour

// ahead tells whether a source was polled, or is to be polled, at a time that
// only a clock that was ahead can have given.
func ahead(p attache.Polling, now time.Time) bool {
	return p.Checked.After(now.Add(clockSlack)) || p.Next.After(now.Add(longestWait))
}

// crowded tells whether a host has as many sources polled as it makes sense to
// have waiting for its turns: the other workers are for other hosts.
func (r *runner) crowded(host string) bool {
	n := 0
	for _, h := range r.busy {
		if h == host {
			n++
		}
	}
	return n >= maxPerHost && n >= r.p.cfg.Workers/8
}

// load reads the sources anew from time to time, storing pending states first.
func (r *runner) load(ctx context.Context, now time.Time) error {
	if len(r.keep.pending) > 0 && (now.Sub(r.flushed) >= keepFor || now.Before(r.flushed)) {
		r.flushed = now
		if err := r.keep.flush(ctx); err != nil {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			r.p.cfg.Logger.Error("state of sources not stored", "problem", err.Error())
		}
	}
	if r.sources != nil && now.Sub(r.loaded) < reload && !now.Before(r.loaded) || len(r.keep.pending) > 0 {
		return nil
	}
	sources, err := r.p.cfg.Store.ListSources(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("list sources: %w", err)
	}
	if sources == nil {
		sources = []attache.Source{}
	}
	r.sources, r.loaded = sources, now
	r.p.resume(sources)
	return nil
}

// find returns the source with an id, or nil.
func (r *runner) find(id string) *attache.Source {
	for i := range r.sources {
		if r.sources[i].ID == id {
			return &r.sources[i]
		}
	}
	return nil
}

// pushed takes what a hub brought. A document that cannot be read, or came
// while its source is polled, makes the source due.
func (r *runner) pushed(ctx context.Context, what pushed) {
	src := r.find(what.source)
	if src == nil {
		return
	}
	if !what.until.IsZero() {
		src.Polling.HubUntil = what.until
		if err := r.keep.put(ctx, *src); err != nil {
			r.p.cfg.Logger.Error("lease not stored", "source", src.ID, "problem", err.Error())
		}
		return
	}
	if r.gathered.has(src.ID) {
		r.store(ctx)
	}
	if _, busy := r.busy[src.ID]; busy {
		src.Polling.Next = r.p.cfg.Now()
		return
	}
	r.busy[src.ID] = "" // nothing is asked of its host
	s := *src
	go func() {
		f, err := Parse(what.body, first(s.Polling.MovedTo, s.URL), what.contentType)
		if err != nil {
			s.Polling.Next = r.p.cfg.Now()
			r.results <- polled{Result: Result{Source: s}}
			return
		}
		articles, _, err := r.p.articles(ctx, &s, f, s.Polling.Checked)
		s.Polling.Checked = r.p.cfg.Now().UTC()
		if len(articles) > 0 {
			s.Polling.Changed = s.Polling.Checked
		}
		r.results <- polled{Result{Source: s, Articles: articles, Feed: f}, err}
	}()
}

func (r *runner) finish(ctx context.Context, res polled) {
	id := res.Source.ID
	delete(r.busy, id)
	if src := r.find(id); src != nil && src.Polling.HubUntil.After(res.Source.Polling.HubUntil) {
		res.Source.Polling.HubUntil = src.Polling.HubUntil // came meanwhile
	}
	delete(r.rest, id)
	if res.err == nil && len(res.Articles) > 0 && r.p.cfg.Gather > 0 {
		r.gathered.add(res, r.p.cfg.Now())
		return
	}
	if err := r.p.accept(ctx, &r.keep, res, r.emit); err != nil {
		r.notStored(ctx, res, err)
		return
	}
	r.stored(res)
}

// stored has a source go by its new state.
func (r *runner) stored(res polled) {
	if src := r.find(res.Source.ID); src != nil {
		src.Polling = res.Source.Polling
	}
}

// notStored has a source rest whose articles could not be stored.
func (r *runner) notStored(ctx context.Context, res polled, err error) {
	if ctx.Err() == nil {
		r.p.cfg.Logger.Error("articles not stored", "source", res.Source.ID, "problem", err.Error())
	}
	r.rest[res.Source.ID] = r.p.cfg.Now().Add(emitRetry)
}

// store hands over what has gathered.
func (r *runner) store(ctx context.Context) {
	list := r.gathered.take()
	lost := map[string]bool{}
	r.p.store(ctx, &r.keep, list, r.emit, func(res polled, err error) {
		lost[res.Source.ID] = true
		r.notStored(ctx, res, err)
	})
	for _, res := range list {
		if !lost[res.Source.ID] {
			r.stored(res)
		}
	}
}

// drain waits for the polls under way; their context has ended.
func (r *runner) drain() {
	for range len(r.busy) {
		<-r.results
	}
}
