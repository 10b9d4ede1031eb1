package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"attache"
)

// progress is how far a channel's updates were handled: all up to Low, and
// those of Above besides.
type progress struct {
	Low   int64     `json:"low"`
	Above []int64   `json:"above,omitempty"` // ascending
	Seen  time.Time `json:"seen,omitzero"`   // when an update last came
}

// forgetAfter is when the count of updates starts anew: a channel that was
// silent for a week may begin with lower numbers, and keeps none for so long.
const forgetAfter = 6 * 24 * time.Hour

// has tells whether an update was handled.
func (p *progress) has(update int64) bool {
	if p.Seen.IsZero() {
		return false
	}
	_, above := slices.BinarySearch(p.Above, update)
	return update <= p.Low || above
}

// saw begins the count with the first update there is.
func (p *progress) saw(update int64, now time.Time) {
	if p.Seen.IsZero() {
		p.Low, p.Above = update-1, nil
	}
	p.Seen = now.UTC()
}

// done counts an update as handled. Numbers that never came, since they were
// for nobody, do not hold up the count: it rises to the lowest one in hand.
func (p *progress) done(update int64, hand map[int64]bool) {
	if update > p.Low {
		if i, found := slices.BinarySearch(p.Above, update); !found {
			p.Above = slices.Insert(p.Above, i, update)
		}
	}
	lowest := int64(-1)
	for u := range hand {
		if lowest < 0 || u < lowest {
			lowest = u
		}
	}
	for len(p.Above) > 0 && (lowest < 0 || p.Above[0] < lowest) {
		p.Low, p.Above = p.Above[0], p.Above[1:]
	}
}

// offset is what to ask the channel for: what was handled is confirmed by it.
// 0 asks for whatever there is.
func (l *Listener) offset() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.progress
	if len(l.hand) == 0 && !p.Seen.IsZero() && l.Now().Sub(p.Seen) > forgetAfter {
		*p = progress{}
	}
	if p.Seen.IsZero() {
		return 0
	}
	return p.Low + 1
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
	if err := json.Unmarshal(raw, &l.progress); err != nil {
		l.Logger.WarnContext(ctx, "the note of handled updates is unreadable; starting anew", "err", err)
		l.progress = progress{}
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
