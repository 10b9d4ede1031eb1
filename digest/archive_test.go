package digest

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"attache"
)

// archive is a store of the tests: stories and articles in memory.
type archive struct {
	attache.Archive
	articles map[string]attache.Article
	stories  []attache.Story // by Last
	tracks   map[string]attache.Track
	reads    int
}

func (a *archive) Article(_ context.Context, id string) (attache.Article, error) {
	a.reads++
	v, ok := a.articles[id]
	if !ok {
		return v, attache.ErrNotFound
	}
	return v, nil
}

func (a *archive) Story(_ context.Context, id string) (attache.Story, error) {
	for i := range a.stories {
		if a.stories[i].ID == id {
			return a.stories[i], nil
		}
	}
	return attache.Story{}, attache.ErrNotFound
}

func (a *archive) Stories(_ context.Context, q attache.StoryQuery) ([]attache.Story, string, error) {
	var out []attache.Story
	for i := range a.stories {
		s := &a.stories[i]
		if !s.Last.Before(q.Since) && (q.Until.IsZero() || s.Last.Before(q.Until)) && (s.Relevant || !q.Relevant) && (q.TrackID == "" ||
			s.TrackID == q.TrackID) {
			out = append(out, *s)
		}
	}
	return out, "", nil
}

func (a *archive) Track(_ context.Context, id string) (attache.Track, error) {
	t, ok := a.tracks[id]
	if !ok {
		return t, attache.ErrNotFound
	}
	return t, nil
}

func (a *archive) ListTracks(context.Context, time.Time) ([]attache.Track, error) { return nil, nil }

// file runs an article the way the pipeline does.
func (a *archive) file(t testing.TB, c *Clusterer, v attache.Article) {
	t.Helper()
	b := NewBatch(a, c)
	if _, err := b.Add(context.Background(), v); err != nil {
		t.Fatal(err)
	}
	filings, err := b.Filings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range filings {
		a.save(f)
	}
}

// save does what the store promises of a filing.
func (a *archive) save(f attache.Filing) {
	if old, ok := a.articles[f.Article.ID]; ok && old.StoryID != f.Article.StoryID {
		a.stories = slices.DeleteFunc(a.stories, func(s attache.Story) bool {
			return s.ID == old.StoryID && len(s.Reports) == 1 && s.Reports[0].ArticleID == old.ID
		})
		if i := a.at(old.StoryID); i >= 0 {
			a.stories[i] = without(a.stories[i], old.ID)
		}
	}
	a.articles[f.Article.ID] = f.Article
	if i := a.at(f.Story.ID); i >= 0 {
		a.stories[i] = f.Story
	} else {
		a.stories = append(a.stories, f.Story)
	}
	if f.Track != nil {
		a.tracks[f.Track.ID] = *f.Track
	}
}

func (a *archive) at(id string) int {
	return slices.IndexFunc(a.stories, func(s attache.Story) bool { return s.ID == id })
}

func newArchive() *archive {
	return &archive{articles: map[string]attache.Article{}, tracks: map[string]attache.Track{}}
}

// wire is the fictional wire with its gold reading, oldest first.
func wire(t testing.TB) []attache.Article {
	t.Helper()
	paths, err := filepath.Glob("../cmd/attache/sample/wire/*.jsonl")
	if err != nil || len(paths) == 0 {
		paths, _ = filepath.Glob("../cmd/attache/sample/*.jsonl")
	}
	if len(paths) == 0 {
		t.Fatal("the sample wire is not there")
	}
	var out []attache.Article
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			out = append(out, wireArticle(t, lines.Bytes()))
		}
		_ = f.Close()
	}
	slices.SortStableFunc(out, func(a, b attache.Article) int { return a.Published.Compare(b.Published) })
	return out
}

func wireArticle(t testing.TB, line []byte) attache.Article {
	t.Helper()
	var r struct {
		attache.Article
		Event     *string  `json:"event"`
		Diplomacy bool     `json:"diplomacy"`
		Type      string   `json:"event_type"`
		Source    []string `json:"source"`
		Target    []string `json:"target"`
		Quotes    []struct{ Text, Speaker, Role, Kind string }
	}
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatal(err)
	}
	a := r.Article
	a.Relevant = r.Diplomacy
	a.Event = attache.Event{Type: attache.EventType(r.Type), Source: r.Source, Target: r.Target}
	for _, q := range r.Quotes {
		a.Quotes = append(a.Quotes, attache.Quote{
			Kind: attache.QuoteKind(q.Kind), Text: q.Text, Speaker: q.Speaker, Role: q.Role, Confidence: 0.9,
		})
	}
	return a
}
