package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"attache"
)

// Listener takes updates from a channel to the bot. Updates of one chat are
// handled in order, those of different chats side by side. An update is
// confirmed only when it and all before it were handled, and what was handled
// is kept in the notebook: after a crash, at most the updates that were in
// hand are handled again.
//
// Inbox, Notebook and Handle are required; zero values of the rest mean the
// figures beside them.
type Listener struct {
	Inbox    Inbox
	Notebook attache.Notebook
	Handle   func(ctx context.Context, in attache.Incoming)
	Key      string // of the note, one for each inbox: "bot.updates"
	Now      func() time.Time
	Logger   *slog.Logger

	Workers   int           // handlers at a time: 16
	Most      int           // updates in hand: 300
	MostEach  int           // of them waiting in one chat: 20; what else is written there meanwhile is not answered
	Timeout   time.Duration // of one update: 60 s
	Grace     time.Duration // how long handlers may go on after the end: 10 s
	Conflicts int           // conflicts in a row that are waited out: 3

	mu       sync.Mutex
	progress progress
	hand     int                           // updates being handled or waiting for their turn
	queues   map[string][]attache.Incoming // per chat, its worker's head first
	finished chan struct{}                 // something was handled
	slots    chan struct{}
	version  int // of progress, counted up

	saving chan struct{} // held while a note is written
	saved  int           // the version last noted
	wg     sync.WaitGroup
}

// Run listens until the context ends, then lets the handlers in hand finish
// within Grace and returns nil. It returns an error when the channel refuses
// the bot as such, and when the notebook cannot be read.
func (l *Listener) Run(ctx context.Context) error {
	l.defaults()
	if err := l.load(ctx); err != nil {
		return err
	}
	handling, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	err := l.poll(ctx, handling)
	done := make(chan struct{})
	go func() {
		l.wg.Wait()
		close(done)
	}()
	t := time.NewTimer(l.Grace)
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
		cut()
		<-done
	}
	return err
}

func (l *Listener) defaults() {
	if l.Key == "" {
		l.Key = "bot.updates"
	}
	if l.Now == nil {
		l.Now = time.Now
	}
	if l.Logger == nil {
		l.Logger = slog.New(slog.DiscardHandler)
	}
	if l.Workers <= 0 {
		l.Workers = 16
	}
	if l.Most <= 0 {
		l.Most = 300
	}
	if l.MostEach <= 0 {
		l.MostEach = 20
	}
	if l.Timeout <= 0 {
		l.Timeout = time.Minute
	}
	if l.Grace <= 0 {
		l.Grace = 10 * time.Second
	}
	if l.Conflicts <= 0 {
		l.Conflicts = 3
	}
	l.progress, l.version, l.saved = progress{}, 0, 0
	l.hand = 0
	l.queues = map[string][]attache.Incoming{}
	l.finished = make(chan struct{}, 1)
	l.slots = make(chan struct{}, l.Workers)
	l.saving = make(chan struct{}, 1)
}

// poll asks for updates until the context ends or the channel refuses.
func (l *Listener) poll(ctx, handling context.Context) error {
	failures, conflicts := 0, 0
	for ctx.Err() == nil {
		updates, err := l.Inbox.Updates(ctx, l.cursor())
		if err != nil && ctx.Err() == nil {
			if conflicts++; faultOf(err) != attache.FaultConflict {
				conflicts = 0
			}
			if faultOf(err) == attache.FaultAuth || conflicts > l.Conflicts {
				return fatal(err)
			}
			failures++
			l.await(ctx, l.pollAgain(ctx, err, failures))
			continue
		}
		if failures > 0 {
			l.Logger.InfoContext(ctx, "updates come again", "failures", failures)
		}
		failures, conflicts = 0, 0
		if l.accept(handling, updates) == 0 && len(updates) > 0 || l.full() {
			l.breathe(ctx) // all of these are in hand: asking at once would bring them again
		}
	}
	return nil
}

// pollAgain says how long to wait after a failed poll, and logs the first of
// a row.
func (l *Listener) pollAgain(ctx context.Context, err error, failures int) time.Duration {
	if failures == 1 {
		l.Logger.WarnContext(ctx, "updates could not be had; trying on", "err", err)
	}
	if e, ok := errors.AsType[*attache.SendError](err); ok && e.Fault == attache.FaultRate && e.RetryAfter > 0 {
		return e.RetryAfter + jitter()
	}
	return min(time.Second<<min(failures-1, 6), time.Minute) + jitter()
}

func (l *Listener) await(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// breathe waits until something was handled, a second at most.
func (l *Listener) breathe(ctx context.Context) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-l.finished:
	case <-t.C:
	}
}

func (l *Listener) full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hand >= l.Most
}

// cursor is what to ask the inbox with.
func (l *Listener) cursor() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.progress.cursor(l.Now(), l.hand == 0)
}

// accept takes the updates that are new in hand and says how many.
func (l *Listener) accept(ctx context.Context, updates []attache.Incoming) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(updates) == 0 {
		l.progress.caughtUp()
	}
	taken := 0
	for _, in := range updates {
		if l.progress.has(in.Cursor) {
			continue
		}
		if l.hand >= l.Most { // those behind it must not be confirmed before it
			break
		}
		if !l.progress.saw(in.Cursor, l.Now()) {
			l.progress.done(in.Cursor)
			continue
		}
		taken++
		queue, busy := l.queues[in.ChatID]
		if in.Kind == attache.IncomingIgnored || len(queue) >= l.MostEach && talk(in) {
			l.progress.done(in.Cursor) // noted with the next that is handled
			continue
		}
		l.hand++
		l.queues[in.ChatID] = append(queue, in)
		if !busy {
			l.wg.Go(func() { l.work(ctx, in.ChatID) })
		}
	}
	return taken
}

// talk tells what people write from what happens to a chat, which is never
// passed over.
func talk(in attache.Incoming) bool {
	return in.Kind == attache.IncomingMessage || in.Kind == attache.IncomingPress
}

// work handles a chat's updates in order until there are none.
func (l *Listener) work(ctx context.Context, chatID string) {
	for {
		l.mu.Lock()
		queue := l.queues[chatID]
		if len(queue) == 0 || ctx.Err() != nil {
			delete(l.queues, chatID)
			l.mu.Unlock()
			return
		}
		in := queue[0]
		l.queues[chatID] = queue[1:]
		l.mu.Unlock()

		l.slots <- struct{}{}
		if ctx.Err() == nil {
			l.handle(ctx, in)
		}
		<-l.slots
	}
}

// handle handles one update within its time, and keeps that it was.
func (l *Listener) handle(ctx context.Context, in attache.Incoming) {
	timed, cancel := context.WithTimeout(ctx, l.Timeout)
	l.Handle(timed, in)
	cancel()
	if ctx.Err() != nil {
		return // cut by the end: it is handled again after the next start
	}
	l.mu.Lock()
	l.hand--
	l.progress.done(in.Cursor)
	l.version++
	version := l.version
	l.mu.Unlock()
	l.save(ctx, version)
	select {
	case l.finished <- struct{}{}:
	default:
	}
}
