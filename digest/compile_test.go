package digest

import (
	"context"
	"strings"
	"testing"
	"time"

	"attache"
)

func compiled(t *testing.T) (*archive, attache.Edition) {
	t.Helper()
	store := newArchive()
	c := NewClusterer(Options{})
	for _, a := range wire(t) {
		store.file(t, c, a)
	}
	to := time.Date(2026, 3, 10, 21, 0, 0, 0, time.UTC)
	e, err := Compile(context.Background(), store, Request{From: to.AddDate(0, 0, -1), To: to, TimeZone: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	return store, e
}

func TestEverySentenceAndQuoteOccursWordForWordInAnArticle(t *testing.T) {
	store, e := compiled(t)
	occurs := func(text string) bool {
		for _, a := range store.articles {
			if strings.Contains(a.Body, text) || a.Title == text {
				return true
			}
		}
		return false
	}
	n := 0
	for _, section := range e.Sections {
		for _, item := range section.Items {
			texts := []string{item.Headline}
			for _, s := range append(item.Lead, item.Readouts...) {
				texts = append(texts, s.Text)
			}
			for _, q := range item.Quotes {
				texts = append(texts, q.Text)
			}
			for _, text := range texts {
				n++
				if !occurs(text) {
					t.Errorf("not verbatim: %q", text)
				}
			}
			t.Logf("%s | %d links, %q", item.Headline, len(item.Links), item.Lead)
		}
	}
	if n < 5 {
		t.Errorf("only %d texts in the edition", n)
	}
}

func TestAnEditionKnowsWhichOneItGoesOnFrom(t *testing.T) {
	store, first := compiled(t)
	r := Request{From: first.From, To: first.To, TimeZone: first.TimeZone}
	if e := edition(t, store, r); e.Previous != "" {
		t.Errorf("the first one goes on from %q", e.Previous)
	}
	r.From, r.To, r.Previous = first.To, first.To.Add(first.To.Sub(first.From)), first
	if e := edition(t, store, r); e.Previous != first.ID || e.ID == first.ID {
		t.Errorf("%s goes on from %q, want %s", e.ID, e.Previous, first.ID)
	}
}
