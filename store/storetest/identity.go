package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// wantOwner says which article a key must find; "" for none.
func wantOwner(t *testing.T, s attache.Store, key, id string) {
	t.Helper()
	a, err := s.Find(t.Context(), key)
	switch {
	case id == "" && !errors.Is(err, attache.ErrNotFound), id != "" && err != nil:
		t.Errorf("find %.60s: %v", key, err)
	case a.ID != id:
		t.Errorf("%.60s is of %q, not of %q", key, a.ID, id)
	}
}

// identityRules are those of an article's keys, and of saving as a whole.
var identityRules = []rule{
	{"a key stays with the first article that had it", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.Keys = []string{"url:one", "guid:shared"}
		b.Keys = []string{"url:two", "guid:shared"}
		save(t, s, a)
		save(t, s, b)
		wantOwner(t, s, "guid:shared", a.ID)
		wantOwner(t, s, "url:two", b.ID)
		save(t, s, a, b)
		wantOwner(t, s, "guid:shared", a.ID)
		got, err := s.Article(t.Context(), b.ID)
		if diff := cmp.Diff([]string{"url:two"}, got.Keys); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}},
	{"of two articles in one save the first gets the key", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.Keys, b.Keys = []string{"guid:shared"}, []string{"guid:shared"}
		save(t, s, a, b)
		wantOwner(t, s, "guid:shared", a.ID)
	}},
	{"an article stays known by the keys it had", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Keys = []string{"url:old", "guid:1"}
		save(t, s, a)
		a.Keys = []string{"url:new", "guid:1"}
		save(t, s, a)
		for _, key := range []string{"url:old", "url:new", "guid:1"} {
			wantOwner(t, s, key, a.ID)
		}
	}},
	{"the first key that is known decides", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2))
		a, err := s.Find(t.Context(), "url:none", article(2).Keys[0], article(1).Keys[0])
		if err != nil || a.ID != article(2).ID {
			t.Errorf("%s, %v", a.ID, err)
		}
		if _, err := s.Find(t.Context()); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("without keys: %v", err)
		}
	}},
	{"keys of any length and any letters are told apart", func(t *testing.T, s attache.Store) {
		long := "url:https://marrow.example/?q=" + strings.Repeat("x", 50_000)
		keys := []string{long + "1", long + "2", "guid:s1:é", "guid:s1:e\u0301", "guid:s1:\x00", "guid:s1:\xff", " ", "="}
		for n, key := range keys {
			a := article(n)
			a.Keys = []string{key, ""}
			save(t, s, a)
		}
		for n, key := range keys {
			wantOwner(t, s, key, article(n).ID)
		}
		wantOwner(t, s, "", "")
		wantOwner(t, s, long, "")
	}},
	{"of an article given twice in one save the later counts", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(1)
		a.Title, b.Title = "Envoys arrive", "Envoys depart"
		a.Quotes, b.Quotes = []attache.Quote{quote("Ada Quill", "hello")}, []attache.Quote{quote("Ben Ferro", "goodbye")}
		save(t, s, a, b)
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"arrive"}})
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"depart"}}, 1)
		wantSaid(t, s, attache.QuoteQuery{}, "goodbye")
		wantSaid(t, s, attache.QuoteQuery{Speaker: "quill"})
	}},
	{"filings that cannot all be saved are not saved at all", func(t *testing.T, s attache.Store) {
		for name, bad := range map[string]attache.Filing{
			"no id":             {Article: attache.Article{Title: "nameless"}},
			"not UTF-8":         {Article: attache.Article{ID: "a\xff"}},
			"control character": {Article: attache.Article{ID: "a\x00b"}},
			"story":             {Article: article(2), Story: attache.Story{ID: strings.Repeat("x", 1000)}},
			"track":             {Article: article(2), Track: &attache.Track{}},
		} {
			if err := s.Save(t.Context(), attache.Filing{Article: article(1)}, bad); err == nil {
				t.Errorf("%s: it was taken", name)
			}
		}
		wantIDs(t, s, attache.ArticleQuery{All: true})
		wantOwner(t, s, article(1).Keys[0], "")
	}},
	{"what is not UTF-8 leaves no index behind either", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada \xff Quill", "\xffgrain"))
		a.Title, a.SourceID, a.Actors[0].Code, a.TrackID = "parley\xff\xfe", "s\xff", "U\xff", "t\xff"
		a.Quotes[0].Polarity = "p\xff"
		st := story(1, a.ID)
		st.TrackID = a.TrackID
		file(t, s, attache.Filing{Article: a, Story: st})
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"parley"}}, 1)
		wantSaid(t, s, attache.QuoteQuery{Speaker: "quill", About: "grain"}, "\ufffdgrain")
		b, stb := article(1), story(1, a.ID)
		b.Body = "also \xff\xfe"
		file(t, s, attache.Filing{Article: b, Story: stb})
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"parley"}})
		wantSaid(t, s, attache.QuoteQuery{})
		if got, err := s.Article(t.Context(), b.ID); err != nil || got.Body != b.Body {
			t.Errorf("body %q, %v", got.Body, err)
		}
	}},
	{"codes and ids of any length and any letters are told apart", func(t *testing.T, s attache.Store) {
		long := strings.Repeat("x", 40_000)
		for n, code := range []string{long + "1", long + "2", "U", "U\x00", "U\x00" + strings.Repeat("y", 30)} {
			a := saying(n, quote("Ada Quill", fmt.Sprint("quote ", n)))
			a.SourceID, a.TrackID, a.Actors[0].Code, a.Quotes[0].Polarity = code, code, code, attache.Polarity(code)
			st := story(n, a.ID)
			st.TrackID = code
			file(t, s, attache.Filing{Article: a, Story: st})
			wantIDs(t, s, attache.ArticleQuery{SourceID: code, TrackID: code, Actor: code}, n)
			wantSaid(t, s, attache.QuoteQuery{Polarity: attache.Polarity(code)}, a.Quotes[0].Text)
			wantStories(t, s, attache.StoryQuery{TrackID: code}, n)
		}
		wantIDs(t, s, attache.ArticleQuery{SourceID: "U"}, 2)
	}},
	{"saving nothing is no error", func(t *testing.T, s attache.Store) {
		if err := s.Save(t.Context()); err != nil {
			t.Error(err)
		}
	}},
	{"an article saved again unchanged is the same", func(t *testing.T, s attache.Store) {
		a := saying(1, quote("Ada Quill", "one"))
		save(t, s, a)
		first, err := s.Article(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		save(t, s, first)
		again, err := s.Article(t.Context(), a.ID)
		if diff := cmp.Diff(first, again); diff != "" || err != nil {
			t.Error(err, diff)
		}
		wantIDs(t, s, attache.ArticleQuery{}, 1)
		wantSaid(t, s, attache.QuoteQuery{}, "one")
	}},
	{"a reader sees an article as it was before or after a save, never between", func(t *testing.T, s attache.Store) {
		version := func(n int) attache.Article {
			word := fmt.Sprint("version", n%2)
			a := saying(1, quote("Ada Quill", word), quote("Ada Quill", word))
			a.Title, a.Body = word, strings.Repeat(word+" ", 500)
			return a
		}
		save(t, s, version(0))
		done := make(chan struct{})
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
					}
					a, err := s.Article(t.Context(), article(1).ID)
					if err != nil || len(a.Quotes) != 2 || a.Quotes[1].Text != a.Title || !strings.HasPrefix(a.Body, a.Title) {
						t.Errorf("%s: %+v, %v", a.Title, a.Quotes, err)
						return
					}
					if page, _, err := s.Articles(t.Context(), attache.ArticleQuery{}); err != nil || len(page) != 1 {
						t.Errorf("%d articles, %v", len(page), err)
						return
					}
				}
			})
		}
		for n := range 60 {
			save(t, s, version(n))
		}
		close(done)
		readers.Wait()
	}},
	{"saves of many at once are all kept", func(t *testing.T, s attache.Store) {
		var savers sync.WaitGroup
		for n := range 40 {
			savers.Go(func() {
				f := attache.Filing{Article: saying(n, quote("Ada Quill", fmt.Sprint(n))), Story: story(n, article(n).ID)}
				if err := s.Save(t.Context(), f); err != nil {
					t.Error(err)
				}
			})
		}
		savers.Wait()
		if n := len(findIDs(t, s, attache.ArticleQuery{Words: []string{"lakeholm"}})); n != 40 {
			t.Errorf("%d of 40 are kept", n)
		}
		if n := len(said(t, s, attache.QuoteQuery{})); n != 40 {
			t.Errorf("%d of 40 quotes are kept", n)
		}
	}},
}
