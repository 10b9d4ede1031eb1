package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"attache"
)

// shownNote is the note of how many quotes were shown.
const shownNote = "bot.quotes_shown"

// Tally counts the quotes that readers were shown, each time anew: what the number of
// corrections is to be held against. A crash loses what was counted since the last
// Flush. A nil Tally counts nothing.
type Tally struct {
	Notes attache.Notebook

	mu    sync.Mutex
	fresh int64
}

// Add counts so many more.
func (t *Tally) Add(n int) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fresh += int64(n)
}

// Total is how many there were, also before the last start.
func (t *Tally) Total(ctx context.Context) (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, err := t.kept(ctx)
	return kept + t.fresh, err
}

func (t *Tally) kept(ctx context.Context) (int64, error) {
	raw, err := t.Notes.Note(ctx, shownNote)
	if errors.Is(err, attache.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, _ := strconv.ParseInt(string(raw), 10, 64) // what is no number is counted anew
	return max(n, 0), nil
}

// Flush keeps what was counted.
func (t *Tally) Flush(ctx context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fresh == 0 {
		return nil
	}
	kept, err := t.kept(ctx)
	if err != nil {
		return err
	}
	if err := t.Notes.SetNote(ctx, shownNote, fmt.Append(nil, kept+t.fresh)); err != nil {
		return err
	}
	t.fresh = 0
	return nil
}

// quotesIn counts the quotes that a digest shows under a name.
func quotesIn(e attache.Edition, most int) int {
	n := 0
	for _, s := range e.Sections {
		for i := range s.Items {
			shown := 0
			for _, q := range s.Items[i].Quotes {
				if q.Showable() && shown < most {
					shown++
				}
			}
			n += shown
		}
	}
	return n
}
