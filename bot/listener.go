package bot

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"attache"
	words "attache/internal/text"
)

// Listener takes updates from a channel to the bot. What came is noted in the
// notebook and confirmed at once, so that no chat's updates hold up another's,
// and leaves the note when it was handled: after a crash, what was in hand is
// handled again, and nothing is lost. Updates of one chat are handled in order,
// those of different chats side by side; a chat that waits, for its turn under
// a rate limit for one, holds up nobody.
//
// Who sends more than is taken in hand is told so once; see Decline.
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
	// Concerns tells what is to be answered from plain talk, which is passed
	// over; nil: all is.
	Concerns func(in attache.Incoming) bool
	// Decline answers what was not taken in hand because there was too much of
	// it; a press always, of messages only the first. Superseded: a press that
	// a later one replaces. nil: nobody is told.
	Decline func(ctx context.Context, in attache.Incoming, superseded bool)

	Most      int           // updates in hand: 2000
	MostEach  int           // of them waiting in one chat: 20
	MostOne   int           // of them one person's: 6
	Timeout   time.Duration // of one update, waiting for its turn to be sent included: 24 h
	Grace     time.Duration // how long handlers may go on after the end: 10 s
	Conflicts int           // conflicts in a row that are waited out: 3

	mu       sync.Mutex
	progress progress
	unsaved  bool                          // the last note failed
	hand     int                           // updates being handled or waiting for their turn
	queues   map[string][]attache.Incoming // per chat, its worker's head first
	told     map[string]time.Time          // who was told to slow down, and when they last sent too much
	finished chan struct{}                 // something was handled
	version  int                           // of progress, counted up

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
	l.resume(handling)
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
	orInt := func(v *int, usual int) {
		if *v <= 0 {
			*v = usual
		}
	}
	orInt(&l.Most, 2000)
	orInt(&l.MostEach, 20)
	orInt(&l.MostOne, 6)
	orInt(&l.Conflicts, 3)
	if l.Timeout <= 0 {
		l.Timeout = 24 * time.Hour
	}
	if l.Grace <= 0 {
		l.Grace = 10 * time.Second
	}
	l.progress, l.version, l.saved = progress{}, 0, 0
	l.hand = 0
	l.queues = map[string][]attache.Incoming{}
	l.finished = make(chan struct{}, 1)
	l.told = map[string]time.Time{}
	l.saving = make(chan struct{}, 1)
}

// poll asks for updates until the context ends or the channel refuses.
func (l *Listener) poll(ctx, handling context.Context) error {
	failures, conflicts := 0, 0
	for ctx.Err() == nil {
		updates, err := l.Inbox.Updates(ctx, l.cursor())
		if err != nil && ctx.Err() == nil {
			l.again()
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
	return l.progress.cursor(!l.unsaved)
}

// again has the inbox asked anew after a failure.
func (l *Listener) again() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.progress.again()
}

// resume takes in hand what the last run left open.
func (l *Listener) resume(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, in := range l.progress.Open {
		l.put(ctx, in)
	}
}

// accept takes over the updates that are new, notes them and says how many
// they were.
func (l *Listener) accept(ctx context.Context, updates []attache.Incoming) int {
	l.mu.Lock()
	l.progress.answered(len(updates))
	taken := 0
	for _, in := range updates {
		if l.hand >= l.Most { // those behind it must not be confirmed before it
			break
		}
		last := l.progress.After
		if !l.progress.take(in.Cursor) {
			continue
		}
		taken++
		if order, ok := l.Inbox.(ordered); ok && last != "" && order.Before(in.Cursor, last) {
			l.Logger.WarnContext(ctx, "the inbox counts its updates anew; it may be another server. They are answered as usual",
				"last", last, "now", in.Cursor)
		}
		l.receive(ctx, in)
	}
	l.version++
	version := l.version
	l.mu.Unlock()
	if taken > 0 {
		l.save(ctx, version)
	}
	return taken
}

// receive decides what becomes of a new update. l.mu is locked.
func (l *Listener) receive(ctx context.Context, in attache.Incoming) {
	if in.Kind == attache.IncomingIgnored || in.Kind == attache.IncomingMessage && l.Concerns != nil && !l.Concerns(in) {
		return
	}
	if len(in.Text) > maxText {
		in.Text = words.Head(in.Text, maxText)
	}
	queue := l.queues[in.ChatID]
	if in.Kind == attache.IncomingPress || in.Kind == attache.IncomingInline {
		i := slices.IndexFunc(queue, func(o attache.Incoming) bool { return replaces(in, o) })
		if i >= 0 { // the message under the button is to show what was pressed last
			l.decline(ctx, queue[i], true)
			queue[i] = in
			l.progress.Open = append(l.progress.Open, in)
			return
		}
	}
	if !talk(in) || ends(in) && !slices.ContainsFunc(queue, func(o attache.Incoming) bool { return ends(o) && o.UserID == in.UserID }) {
		l.progress.Open = append(l.progress.Open, in)
		l.put(ctx, in)
		return
	}
	own := 0
	for _, o := range queue {
		if o.UserID == in.UserID {
			own++
		}
	}
	if own < l.MostOne && len(queue) < l.MostEach {
		l.progress.Open = append(l.progress.Open, in)
		l.put(ctx, in)
		return
	}
	who, now := in.ChatID+" "+in.UserID, l.Now()
	first := now.Sub(l.told[who]) > calm || now.Before(l.told[who])
	l.forget(now)
	l.told[who] = now
	if first || in.Kind == attache.IncomingPress {
		l.progress.Open = append(l.progress.Open, in)
		l.hand++
		l.decline(ctx, in, false)
	}
}

// replaces tells whether a press, or what is typed inline, stands for one that waits.
func replaces(in, o attache.Incoming) bool {
	if in.Kind != o.Kind || in.UserID != o.UserID {
		return false
	}
	return in.Kind == attache.IncomingInline || in.MessageID != "" && in.MessageID == o.MessageID
}

// calm is how long somebody has to send no more than is taken in hand to be
// told again when they do.
const calm = time.Minute

// forget drops who has been calm, when there are many. l.mu is locked.
func (l *Listener) forget(now time.Time) {
	if len(l.told) < 1000 {
		return
	}
	maps.DeleteFunc(l.told, func(_ string, last time.Time) bool { return now.Sub(last) > calm || now.Before(last) })
}

// put queues an update that is open. l.mu is locked.
func (l *Listener) put(ctx context.Context, in attache.Incoming) {
	queue, busy := l.queues[in.ChatID]
	l.hand++
	at := len(queue)
	for ends(in) && at > 0 && queue[at-1].UserID != in.UserID && talk(queue[at-1]) {
		at-- // what others said does not hold up who wants no more
	}
	l.queues[in.ChatID] = slices.Insert(queue, at, in)
	if !busy {
		l.wg.Go(func() { l.work(ctx, in.ChatID) })
	}
}

// decline tells that an update that is in hand is not handled. l.mu is locked.
func (l *Listener) decline(ctx context.Context, in attache.Incoming, superseded bool) {
	if superseded {
		l.hand++ // in place of the one that takes its turn
	}
	l.wg.Go(func() {
		l.handle(ctx, in, func(ctx context.Context, in attache.Incoming) {
			if l.Decline != nil {
				l.Decline(ctx, in, superseded)
			}
		})
	})
}

// talk tells what people write from what happens to a chat, which is never
// passed over.
func talk(in attache.Incoming) bool {
	return in.Kind == attache.IncomingMessage || in.Kind == attache.IncomingPress
}

// ends tells a command that ends a subscription: no others displace it.
func ends(in attache.Incoming) bool {
	name, _ := parseCommand(in.Text)
	return (name == "stop" || name == "unsubscribe") && talk(in)
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
		l.handle(ctx, in, l.Handle)
	}
}

// handle handles one update within its time, and keeps that it was.
func (l *Listener) handle(ctx context.Context, in attache.Incoming, how func(context.Context, attache.Incoming)) {
	timed, cancel := context.WithTimeout(ctx, l.Timeout)
	how(timed, in)
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
