package storetest

import (
	"fmt"
	"testing"
	"time"

	"attache"
)

// noon is the time around which the tests' articles are published.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// article is a relevant article of a fictional outlet, n minutes after noon.
func article(n int) attache.Article {
	id := fmt.Sprintf("a%04d", n)
	return attache.Article{
		ID:       id,
		Keys:     []string{"url:https://marrow.example/" + id},
		SourceID: "s1", Outlet: "The Marrow Post", OutletKind: attache.Press,
		URL:       "https://marrow.example/" + id,
		Title:     fmt.Sprintf("Envoys meet in Lakeholm, round %d", n),
		Body:      "Envoys met.\n\n“We talked,” the envoy said.",
		Published: noon.Add(time.Duration(n) * time.Minute),
		Fetched:   noon.Add(time.Duration(n)*time.Minute + time.Second),
		Hash:      "h" + id,
		Reading: attache.Reading{
			Lang: "en", Diplomacy: 0.9, Relevant: true,
			Event:  attache.Event{Type: attache.Consult, Source: []string{"USA"}, Target: []string{"RUS"}},
			Actors: []attache.Actor{{Name: "United States", Kind: attache.Country, Code: "USA"}},
		},
	}
}

// quote is a direct one of a sure speaker.
func quote(speaker, text string) attache.Quote {
	return attache.Quote{
		Kind: attache.Direct, Text: text, Speaker: speaker, Confidence: 0.9,
		Segments: []attache.Span{{0, len([]rune(text))}}, Cue: "said",
	}
}

// save stores articles as filings without stories.
func save(t *testing.T, s attache.Store, articles ...attache.Article) {
	t.Helper()
	filings := make([]attache.Filing, 0, len(articles))
	for _, a := range articles {
		filings = append(filings, attache.Filing{Article: a})
	}
	if err := s.Save(t.Context(), filings...); err != nil {
		t.Fatalf("save: %v", err)
	}
}

// findIDs gives the ids of the articles that a query finds, of all pages.
func findIDs(t *testing.T, s attache.Store, q attache.ArticleQuery) []string {
	t.Helper()
	ids := []string{}
	for range 10_000 {
		page, next, err := s.Articles(t.Context(), q)
		if err != nil {
			t.Fatalf("articles %+v: %v", q, err)
		}
		for _, a := range page {
			ids = append(ids, a.ID)
		}
		if next == "" {
			return ids
		}
		q.After = next
	}
	t.Fatalf("articles %+v: the pages never end", q)
	return nil
}

// said gives the texts of the quotes that a query finds, of all pages.
func said(t *testing.T, s attache.Store, q attache.QuoteQuery) []string {
	t.Helper()
	texts := []string{}
	for range 10_000 {
		page, next, err := s.Quotes(t.Context(), q)
		if err != nil {
			t.Fatalf("quotes %+v: %v", q, err)
		}
		for _, q := range page {
			texts = append(texts, q.Text)
		}
		if next == "" {
			return texts
		}
		q.After = next
	}
	t.Fatalf("quotes %+v: the pages never end", q)
	return nil
}
