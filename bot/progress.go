package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"attache"
)

// progress is what was taken over from an inbox: Open is what is still to be
// answered, and Recent what the inbox may bring again, because it was not asked
// since with a later cursor. Cursors are compared for being the same and no
// more; their order is the one they came in.
type progress struct {
	After  string             `json:"after,omitempty"` // the last that was taken over
	Open   []attache.Incoming `json:"open,omitempty"`
	Recent []string           `json:"recent,omitempty"`

	past  []string // taken over from an inbox that may be another by now; they come again or never
	asked string   // what the inbox was asked with last
}

// cursor is what to ask the inbox with: it confirms what was taken over, or
// where that could not be noted, what was handled. Where all is confirmed
// already it is "", which asks for whatever there is: so an inbox that counts
// anew, lower, is heard like any other.
func (p *progress) cursor(noted bool) string {
	p.asked = ""
	for _, update := range p.Recent {
		if !noted && p.open(update) {
			break
		}
		p.asked = update
	}
	return p.asked
}

// answered counts what the inbox was asked with as confirmed; what is past and
// did not come in an answer that had room for it never will.
func (p *progress) answered(updates int) {
	if i := slices.Index(p.Recent, p.asked); i >= 0 {
		p.Recent = slices.Delete(p.Recent, 0, i+1)
	}
	if updates == 0 {
		p.past = nil
	}
}

// again begins anew: the inbox may be another after this.
func (p *progress) again() { p.past, p.Recent = append(p.past, p.Recent...), nil }

// take takes an update over and tells whether it is new.
func (p *progress) take(update string) (fresh bool) {
	if slices.Contains(p.Recent, update) {
		return false
	}
	p.Recent = append(p.Recent, update)
	if i := slices.Index(p.past, update); i >= 0 {
		p.past = slices.Delete(p.past, i, i+1)
		return false
	}
	p.After = update
	return true
}

func (p *progress) open(update string) bool {
	return slices.ContainsFunc(p.Open, func(in attache.Incoming) bool { return in.Cursor == update })
}

// done counts an update as handled.
func (p *progress) done(update string) {
	p.Open = slices.DeleteFunc(p.Open, func(in attache.Incoming) bool { return in.Cursor == update })
}

// note is what is kept of it.
func (p *progress) note() ([]byte, error) {
	kept := *p
	kept.Recent = slices.Concat(p.past, p.Recent)
	return json.Marshal(&kept)
}

// parseProgress reads a note; older ones kept what was handled beside After,
// the oldest Telegram's numbers. Both come again if they are not confirmed.
func parseProgress(raw []byte) (progress, error) {
	var note struct {
		progress
		Handled []string `json:"handled"`
		Low     int64    `json:"low"`
		Above   []int64  `json:"above"`
	}
	if err := json.Unmarshal(raw, &note); err != nil {
		return progress{}, err
	}
	p := note.progress
	if p.After == "" && note.Low > 0 {
		p.After = strconv.FormatInt(note.Low, 10)
		for _, number := range note.Above {
			note.Handled = append(note.Handled, strconv.FormatInt(number, 10))
		}
	}
	p.past, p.Recent = slices.Concat(note.Handled, p.Recent), nil
	if p.After != "" && !slices.Contains(p.past, p.After) {
		p.past = append(p.past, p.After)
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
	raw, err := l.progress.note()
	version = l.version
	l.mu.Unlock()
	if err == nil {
		err = l.Notebook.SetNote(context.WithoutCancel(ctx), l.Key, raw)
	}
	if err != nil {
		l.mu.Lock()
		first := !l.unsaved
		l.unsaved = true
		l.mu.Unlock()
		if first {
			l.Logger.ErrorContext(ctx, "handled updates could not be noted; they may be answered again after a crash", "err", err)
		}
		return
	}
	l.mu.Lock()
	l.unsaved = false
	l.mu.Unlock()
	l.saved = version
}
