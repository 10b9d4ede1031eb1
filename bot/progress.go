package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"attache"
)

// progress is how far an inbox was handled: all up to After, and those of
// Handled besides. Cursors are compared for being the same and no more; their
// order is the one they came in.
type progress struct {
	After   string    `json:"after,omitempty"`
	Handled []string  `json:"handled,omitempty"`
	Seen    time.Time `json:"seen,omitzero"` // when an update last came

	order []string // what came after After, oldest first: in hand or handled
	past  []string // what After moved over since it was last asked with
}

// forgetAfter is how long a cursor is good for: a channel that was silent for
// a week may begin to count anew, and keeps nothing for so long.
const forgetAfter = 6 * 24 * time.Hour

// cursor is what to ask the inbox with: it confirms what was handled.
func (p *progress) cursor(now time.Time, idle bool) string {
	if idle && !p.Seen.IsZero() && now.Sub(p.Seen) > forgetAfter {
		*p = progress{}
	}
	p.past = nil // the answer cannot bring them any more
	return p.After
}

// has tells whether an update of an answer came before.
func (p *progress) has(update string) bool {
	return slices.Contains(p.order, update) || slices.Contains(p.past, update)
}

// saw keeps an update's place and tells whether it is still to be handled: one
// that was handled before a restart comes again until those before it are.
func (p *progress) saw(update string, now time.Time) (open bool) {
	p.order = append(p.order, update)
	p.Seen = now.UTC()
	return !slices.Contains(p.Handled, update)
}

// done counts an update as handled. After moves on to the last one before
// which none is open.
func (p *progress) done(update string) {
	if !slices.Contains(p.Handled, update) {
		p.Handled = append(p.Handled, update)
	}
	for len(p.order) > 0 {
		i := slices.Index(p.Handled, p.order[0])
		if i < 0 {
			return
		}
		p.Handled = slices.Delete(p.Handled, i, i+1)
		p.After, p.past, p.order = p.order[0], append(p.past, p.order[0]), p.order[1:]
	}
}

// caughtUp forgets what was handled before a restart and did not come again.
func (p *progress) caughtUp() {
	p.Handled = slices.DeleteFunc(p.Handled, func(update string) bool { return !slices.Contains(p.order, update) })
}

// parseProgress reads a note; older ones count Telegram's numbers.
func parseProgress(raw []byte) (progress, error) {
	var note struct {
		progress
		Low   int64   `json:"low"`
		Above []int64 `json:"above"`
	}
	if err := json.Unmarshal(raw, &note); err != nil {
		return progress{}, err
	}
	p := note.progress
	if p.After == "" && note.Low > 0 {
		p.After = strconv.FormatInt(note.Low, 10)
		for _, number := range note.Above {
			p.Handled = append(p.Handled, strconv.FormatInt(number, 10))
		}
	}
	return p, nil
}

// load reads how far the last run came.
func (l *Listener) load(ctx context.Context) error {
	raw, err := l.Notebook.Note(ctx, l.Key)
	if errors.Is(err, attache.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("how far updates were handled: %w", err)
	}
	if l.progress, err = parseProgress(raw); err != nil {
		l.Logger.WarnContext(ctx, "the note of handled updates is unreadable; starting anew", "err", err)
	}
	return nil
}

// save notes how far this run came, unless a version at least as new was
// noted while waiting for the turn.
func (l *Listener) save(ctx context.Context, version int) {
	l.saving <- struct{}{}
	defer func() { <-l.saving }()
	if l.saved >= version {
		return
	}
	l.mu.Lock()
	raw, err := json.Marshal(l.progress)
	version = l.version
	l.mu.Unlock()
	if err == nil {
		err = l.Notebook.SetNote(context.WithoutCancel(ctx), l.Key, raw)
	}
	if err != nil {
		l.Logger.ErrorContext(ctx, "handled updates could not be noted; they may be answered again after a crash", "err", err)
		return
	}
	l.saved = version
}
