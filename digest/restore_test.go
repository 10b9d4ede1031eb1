package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"attache"
)

// past is an archive that remembers articles with their traces.
type past struct {
	*archive
	memories []attache.Memory
	refuses  bool // to keep traces
	fails    error
	kept     int // calls that kept, or were refused
	keptIDs  []string
}

func (p *past) Recall(_ context.Context, _ time.Time, after string, limit int) ([]attache.Memory, string, error) {
	start := 0
	_, _ = fmt.Sscan(after, &start) // "" is the start
	end := min(start+limit, len(p.memories))
	next := ""
	if end < len(p.memories) {
		next = fmt.Sprint(end)
	}
	if next == "" && p.fails != nil {
		return nil, "", p.fails
	}
	return p.memories[start:end], next, nil
}

func (p *past) KeepTraces(_ context.Context, memories ...attache.Memory) error {
	p.kept++
	if p.refuses {
		return errBroken
	}
	for _, m := range memories {
		p.keptIDs = append(p.keptIDs, m.Article.ID)
	}
	return nil
}

// remembered is a past of so many articles: the first with a trace, the second with one
// that nobody can read, the others without.
func remembered(t *testing.T, n int) *past {
	t.Helper()
	p := &past{archive: newArchive()}
	c := NewClusterer(Options{})
	for i := range n {
		a := report(fmt.Sprint("a", i), fmt.Sprint("Outlet ", i), attache.Press, 0, fmt.Sprintf("Envoys number %d meet in harbour %d", i, i*i))
		a.StoryID, a.TrackID = fmt.Sprint("s", i), ""
		a.Body = strings.Repeat(fmt.Sprintf("The envoys of delegation %d met. ", i), 5)
		p.articles[a.ID] = a
		m := attache.Memory{Article: a}
		switch i {
		case 0:
			m.Trace = c.Add(a).Trace
		case 1:
			m.Trace = []byte("of another program")
		}
		p.memories = append(p.memories, m)
	}
	return p
}

func TestARestartTakesUpWhatWasStored(t *testing.T) {
	p := remembered(t, 2*restorePage+3)
	learnt := 0
	c := NewClusterer(Options{})
	if err := Restore(t.Context(), p, c, func(attache.Article) { learnt++ }, time.Time{}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	if learnt != len(p.memories) || len(p.keptIDs) != len(p.memories)-1 || p.keptIDs[0] != "a1" {
		t.Errorf("%d of %d articles were taken up, traces kept of %d, from %s", learnt, len(p.memories), len(p.keptIDs), p.keptIDs[0])
	}
	for _, i := range []int{0, 1, 2, len(p.memories) - 1} {
		again := p.articles[fmt.Sprint("a", i)]
		again.StoryID = ""
		if got := c.Add(again); got.StoryID != fmt.Sprint("s", i) || got.New {
			t.Errorf("article %d goes to %s", i, got.StoryID)
		}
	}
}

func TestARestartGoesOnWhereTracesCannotBeKeptAndSaysSoOnce(t *testing.T) {
	p := remembered(t, 2*restorePage+3)
	p.refuses = true
	var log strings.Builder
	learnt := 0
	err := Restore(t.Context(), p, NewClusterer(Options{}), func(attache.Article) { learnt++ }, time.Time{},
		slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || learnt != len(p.memories) || p.kept != 1 || strings.Count(log.String(), "could not be kept") != 1 {
		t.Errorf("%v, %d taken up, tried %d times, told:\n%s", err, learnt, p.kept, log.String())
	}
}

func TestARestartThatCannotReadSaysWhy(t *testing.T) {
	p := remembered(t, 3)
	p.fails = errBroken
	if err := Restore(t.Context(), p, NewClusterer(Options{}), func(attache.Article) {}, time.Time{},
		slog.New(slog.DiscardHandler)); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
	q := &trackless{remembered(t, 3)}
	if err := Restore(t.Context(), q, NewClusterer(Options{}), func(attache.Article) {}, time.Time{},
		slog.New(slog.DiscardHandler)); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

// trackless is a past whose tracks cannot be read.
type trackless struct{ *past }

func (*trackless) ListTracks(context.Context, time.Time) ([]attache.Track, error) {
	return nil, errBroken
}

func TestAnArticleThatIsGoneIsTakenUpByWhatTheStoreRemembers(t *testing.T) {
	p := remembered(t, 2)
	delete(p.articles, "a1") // its trace cannot be read, and its text is not there
	learnt := 0
	if err := Restore(t.Context(), p, NewClusterer(Options{}), func(attache.Article) { learnt++ }, time.Time{},
		slog.New(slog.DiscardHandler)); err != nil || learnt != 2 {
		t.Errorf("%v, %d taken up", err, learnt)
	}
}
