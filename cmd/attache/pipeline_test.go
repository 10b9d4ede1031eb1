package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/store"
)

func filing(t *testing.T) (*app, *pipeline) {
	t.Helper()
	h := testHouse(t, defaultConfig(), &bytes.Buffer{})
	pipeline, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h, pipeline
}

// wireReport is an article of a fictional wire as a source gives it.
func wireReport(id, title, body string) attache.Article {
	key := "url:https://wire.example/" + id
	return attache.Article{
		ID: attache.ArticleID(key), Keys: []string{key}, URL: strings.TrimPrefix(key, "url:"), Outlet: "Meridian Wire",
		Title: title, Body: body, Published: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), Hash: attache.TextHash(title, body),
	}
}

const viennaBody = "VIENNA - The foreign ministers of France and Iran met in Vienna on Monday for nuclear talks.\n\n" +
	"“We have an agreement,” said Ingrid Hallvorsen, director general of the IAEA."

func TestAnArticleThatComesAgainIsStoredOnce(t *testing.T) {
	h, pipeline := filing(t)
	a := wireReport("1", "Talks resume in Vienna", viennaBody)
	for range 3 {
		if err := pipeline.file(t.Context(), []attache.Article{a, a}); err != nil {
			t.Fatal(err)
		}
	}
	page, _, err := h.store.Articles(t.Context(), attache.ArticleQuery{All: true})
	if err != nil || len(page) != 1 || pipeline.tally.added != 1 || pipeline.tally.unchanged != 5 {
		t.Errorf("%d articles, %+v, %v; want one, added once", len(page), pipeline.tally, err)
	}
}

func TestACorrectedArticleReplacesItsTextItsQuotesAndKeepsItsOldTitle(t *testing.T) {
	h, pipeline := filing(t)
	first := wireReport("1", "Talks resume in Vienna", viennaBody)
	second := wireReport("1", "Talks end in Vienna", strings.Replace(viennaBody, "We have an agreement", "There is no agreement", 1))
	for _, a := range []attache.Article{first, second} {
		if err := pipeline.file(t.Context(), []attache.Article{a}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := h.store.Article(t.Context(), first.ID)
	if err != nil || got.Title != second.Title || len(got.Titles) != 1 || got.Titles[0].Title != first.Title {
		t.Errorf("title %q, earlier %v, %v", got.Title, got.Titles, err)
	}
	quotes, _, err := h.store.Quotes(t.Context(), attache.QuoteQuery{Speaker: "Hallvorsen", Unsure: true})
	if err != nil || len(quotes) != 1 || !strings.HasPrefix(quotes[0].Text, "There is no agreement") {
		t.Errorf("quotes %+v, %v; want the corrected one alone", quotes, err)
	}
}

func TestTwoReportsOfOneEventAreOneStoryAlsoInOneBatch(t *testing.T) {
	h, pipeline := filing(t)
	a := wireReport("1", "Talks resume in Vienna", viennaBody)
	b := wireReport("2", "France and Iran resume talks in Vienna",
		"Nuclear talks of France and Iran resumed on Monday in Vienna, where both foreign ministers met.\n\nIngrid Hallvorsen of the IAEA "+
			"spoke of an agreement.")
	b.Outlet = "Harbour Post"
	if err := pipeline.file(t.Context(), []attache.Article{a, b}); err != nil {
		t.Fatal(err)
	}
	stories, _, err := h.store.Stories(t.Context(), attache.StoryQuery{})
	if err != nil || len(stories) != 1 || len(stories[0].ArticleIDs) != 2 || len(stories[0].Outlets) != 2 {
		t.Errorf("%+v, %v; want one story of two articles", stories, err)
	}
}

func TestStoriesGoOnAfterARestart(t *testing.T) {
	h, pipeline := filing(t)
	now := time.Now().UTC()
	a := wireReport("1", "Talks resume in Vienna", viennaBody)
	a.Published = now.Add(-3 * time.Hour)
	if err := pipeline.file(t.Context(), []attache.Article{a}); err != nil {
		t.Fatal(err)
	}
	again, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := wireReport("2", "Talks resume in Vienna, minister says", viennaBody)
	b.Outlet, b.Published = "Harbour Post", now.Add(-2*time.Hour)
	if err := again.file(t.Context(), []attache.Article{b}); err != nil {
		t.Fatal(err)
	}
	stories, _, err := h.store.Stories(t.Context(), attache.StoryQuery{})
	if err != nil || len(stories) != 1 {
		t.Errorf("%d stories, %v; want the one from before the restart", len(stories), err)
	}
}

func TestAnArticleThatCannotBeStoredIsAnErrorAndNotForgotten(t *testing.T) {
	h, pipeline := filing(t)
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := pipeline.file(t.Context(), []attache.Article{wireReport("1", "Talks", viennaBody)}); err == nil {
		t.Fatal("a closed store took an article")
	}
	kept, err := store.Open(t.Context(), h.config.Store)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	pipeline.store = kept
	if err := pipeline.file(t.Context(), []attache.Article{wireReport("1", "Talks", viennaBody)}); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Article(t.Context(), wireReport("1", "", "").ID); errors.Is(err, attache.ErrNotFound) {
		t.Error("the article was lost")
	}
}
