package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

var articleRules = []rule{
	{"a word is found however it is typed", func(t *testing.T, s attache.Store) {
		for n, c := range []struct{ title, asked string }{
			{"گفتگو در ایران", "ايران"},
			{"مفاوضات في إيران", "ایران"},
			{"Перемовини у Ґданську", "гданську"},
			{"Ёлкин в порту", "елкин"},
			{"Talks in İzmir", "izmir"},
			{"Gespräche in der Straße", "STRASSE"},
			{"Hội đàm tại Đà Nẵng", "da nang"},
			{
				"Συνομιλίες της Αθήνας",
				"ΑΘΗΝΑΣ",
			},
			{"قمة ١٢٣", "123"},
			{"会谈Ｇ７", "g7"},
		} {
			a := article(n)
			a.Title = c.title
			a.Quotes = []attache.Quote{quote(c.title, "We met.")}
			save(t, s, a)
			if got := findIDs(t, s, attache.ArticleQuery{Words: []string{c.asked}}); !slices.Contains(got, a.ID) {
				t.Errorf("%q does not find %q", c.asked, c.title)
			}
			if got := said(t, s, attache.QuoteQuery{Speaker: c.asked}); len(got) == 0 {
				t.Errorf("%q does not find what %q said", c.asked, c.title)
			}
		}
	}},
	{"an unknown article is not found", func(t *testing.T, s attache.Store) {
		if _, err := s.Article(t.Context(), "none"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}},
	{"articles come newest first, whatever order they were saved in", func(t *testing.T, s attache.Store) {
		save(t, s, article(2), article(5))
		save(t, s, article(1), article(4), article(3))
		wantIDs(t, s, attache.ArticleQuery{}, 5, 4, 3, 2, 1)
	}},
	{"articles of one moment come in an order that paging keeps", func(t *testing.T, s attache.Store) {
		var all []attache.Article
		for n := range 9 {
			a := article(n)
			a.Published = noon
			all = append(all, a)
		}
		save(t, s, all...)
		whole := findIDs(t, s, attache.ArticleQuery{})
		paged := findIDs(t, s, attache.ArticleQuery{Limit: 2})
		if diff := cmp.Diff(whole, paged); diff != "" || len(slices.Compact(slices.Sorted(slices.Values(whole)))) != 9 {
			t.Errorf("whole (-), paged (+): %s", diff)
		}
	}},
	{"an article without a date counts from when it was fetched", func(t *testing.T, s attache.Store) {
		a := article(2)
		a.Published = time.Time{}
		save(t, s, article(1), a, article(3))
		wantIDs(t, s, attache.ArticleQuery{}, 3, 2, 1)
	}},
	{"dates out of all bounds are kept in their order", func(t *testing.T, s attache.Store) {
		old, late := article(1), article(2)
		old.Published = time.Date(1066, 10, 14, 0, 0, 0, 0, time.UTC)
		late.Published = time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)
		save(t, s, article(3), late, old)
		wantIDs(t, s, attache.ArticleQuery{}, 2, 3, 1)
		wantIDs(t, s, attache.ArticleQuery{Until: noon}, 1)
		if got, err := s.Article(t.Context(), late.ID); err != nil || !got.Published.Equal(late.Published) {
			t.Errorf("read back as %s, %v", got.Published, err)
		}
	}},
	{"times are stored in UTC", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Published = a.Published.In(time.FixedZone("UTC+5", 5*3600))
		save(t, s, a)
		got, err := s.Article(t.Context(), a.ID)
		if err != nil || got.Published.Location() != time.UTC || !got.Published.Equal(a.Published) {
			t.Errorf("got %v, %v", got.Published, err)
		}
	}},
	{"since is inclusive and until exclusive", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2), article(3), article(4))
		wantIDs(t, s, attache.ArticleQuery{Since: article(2).Published, Until: article(4).Published}, 3, 2)
		wantIDs(t, s, attache.ArticleQuery{Since: article(2).Published.Add(1)}, 4, 3)
		wantIDs(t, s, attache.ArticleQuery{Until: article(2).Published.Add(1)}, 2, 1)
		wantIDs(t, s, attache.ArticleQuery{Since: article(3).Published, Until: article(3).Published})
	}},
	{"what is not diplomacy comes only when all is asked for", func(t *testing.T, s attache.Store) {
		sport := article(2)
		sport.Relevant = false
		save(t, s, article(1), sport, article(3))
		wantIDs(t, s, attache.ArticleQuery{}, 3, 1)
		wantIDs(t, s, attache.ArticleQuery{All: true}, 3, 2, 1)
		wantIDs(t, s, attache.ArticleQuery{All: true, Words: []string{"envoys"}, Limit: 1}, 3, 2, 1)
		wantIDs(t, s, attache.ArticleQuery{All: true, Actor: "USA", SourceID: "s1"}, 3, 2, 1)
		sport.Relevant = true
		save(t, s, sport)
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"envoys"}}, 3, 2, 1)
		wantIDs(t, s, attache.ArticleQuery{All: true, Words: []string{"envoys"}}, 3, 2, 1)
	}},
	{"a brief list has the same articles, all but their texts and quotes", func(t *testing.T, s attache.Store) {
		for n := range 3 {
			a := article(n)
			a.Quotes = []attache.Quote{quote("Ida Holm", "We met.")}
			save(t, s, a)
		}
		whole, _, err := s.Articles(t.Context(), attache.ArticleQuery{Words: []string{"envoys"}})
		brief, _, err2 := s.Articles(t.Context(), attache.ArticleQuery{Words: []string{"envoys"}, Brief: true})
		if err != nil || err2 != nil || len(whole) != 3 || whole[0].Body == "" || len(whole[0].Quotes) != 1 {
			t.Fatal(whole, err, err2)
		}
		for i := range whole {
			whole[i].Body, whole[i].Quotes = "", nil
		}
		if diff := cmp.Diff(whole, brief); diff != "" {
			t.Errorf("whole (-), brief (+): %s", diff)
		}
	}},
	{"twenty articles are a page where no limit is given", func(t *testing.T, s attache.Store) {
		for n := range 25 {
			save(t, s, article(n))
		}
		page, next, err := s.Articles(t.Context(), attache.ArticleQuery{})
		if err != nil || len(page) != 20 || next == "" {
			t.Fatalf("%d articles, next %q, %v", len(page), next, err)
		}
		page, next, err = s.Articles(t.Context(), attache.ArticleQuery{After: next})
		if err != nil || len(page) != 5 || next != "" {
			t.Errorf("then %d articles, next %q, %v", len(page), next, err)
		}
	}},
	{"a last page that is just full says that it is the last", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2))
		page, next, err := s.Articles(t.Context(), attache.ArticleQuery{Limit: 2})
		if err != nil || len(page) != 2 || next != "" {
			t.Errorf("%d articles, next %q, %v", len(page), next, err)
		}
	}},
	{"paging shows nothing twice and leaves nothing out while new ones arrive", func(t *testing.T, s attache.Store) {
		var want, got []string
		for n := range 30 {
			save(t, s, article(n*10))
			want = append(want, article(n*10).ID)
		}
		slices.Reverse(want)
		q := attache.ArticleQuery{Limit: 4}
		for n := 1; ; n++ {
			page, next, err := s.Articles(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range page {
				got = append(got, a.ID)
			}
			if next == "" {
				break
			}
			q.After = next
			save(t, s, article(1000+n))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}},
	{"a page can be continued after its last article is gone elsewhere", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2), article(3), article(4))
		_, next, err := s.Articles(t.Context(), attache.ArticleQuery{Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		moved := article(3)
		moved.Published = noon.Add(time.Hour)
		save(t, s, moved)
		wantIDs(t, s, attache.ArticleQuery{After: next}, 2, 1)
	}},
	{"a window that ends before the cursor is shown from its own end", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2), article(3), article(4))
		_, next, err := s.Articles(t.Context(), attache.ArticleQuery{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		wantIDs(t, s, attache.ArticleQuery{After: next, Until: article(3).Published}, 2, 1)
	}},
	{"a cursor that is none is refused as such", func(t *testing.T, s attache.Store) {
		save(t, s, article(1), article(2), article(3))
		_, good, err := s.Articles(t.Context(), attache.ArticleQuery{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"x", "!", good[1:], good + "A", strings.ToUpper(good), strings.Repeat("A", 5000)} {
			if _, _, err := s.Articles(t.Context(), attache.ArticleQuery{After: bad}); !errors.Is(err, attache.ErrBadCursor) {
				t.Errorf("articles after %.20q: %v", bad, err)
			}
		}
		for name, list := range map[string]func(string) error{
			"quotes":  func(c string) error { _, _, err := s.Quotes(t.Context(), attache.QuoteQuery{After: c}); return err },
			"stories": func(c string) error { _, _, err := s.Stories(t.Context(), attache.StoryQuery{After: c}); return err },
		} {
			for _, bad := range []string{good, "x"} {
				if err := list(bad); !errors.Is(err, attache.ErrBadCursor) {
					t.Errorf("%s after %.20q: %v", name, bad, err)
				}
			}
		}
	}},
	{"a cursor fits into a button with room to spare", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.ID, b.ID = attache.ArticleID("a"), attache.ArticleID("b")
		save(t, s, a, b)
		_, next, err := s.Articles(t.Context(), attache.ArticleQuery{Limit: 1})
		if err != nil || len(next) > 48 {
			t.Errorf("%d bytes: %q, %v", len(next), next, err)
		}
	}},
	{"filters narrow together", func(t *testing.T, s attache.Store) {
		var all []attache.Article
		for n := range 24 {
			a := article(n)
			a.SourceID = fmt.Sprint("s", n%2)
			a.Actors = []attache.Actor{{Name: "Land", Kind: attache.Country, Code: fmt.Sprint("L", n%3)}}
			a.TrackID = fmt.Sprint("t", n%4)
			all = append(all, a)
		}
		save(t, s, all...)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s1", Actor: "L2"}, 23, 17, 11, 5)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s1", Actor: "L2", Limit: 1}, 23, 17, 11, 5)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s1", Actor: "L2", TrackID: "t3"}, 23, 11)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s1", TrackID: "t2"})
		wantIDs(t, s, attache.ArticleQuery{
			SourceID: "s0", Actor: "L0", Words: []string{"round"}, Since: all[6].Published, Until: all[18].Published,
		}, 12, 6)
	}},
	{"one actor's articles are not another's whose code begins alike", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.Actors[0].Code, b.Actors[0].Code = "U", "UN"
		a.SourceID, b.SourceID = "s", "s1"
		save(t, s, a, b)
		wantIDs(t, s, attache.ArticleQuery{Actor: "U"}, 1)
		wantIDs(t, s, attache.ArticleQuery{Actor: "UN"}, 2)
		wantIDs(t, s, attache.ArticleQuery{SourceID: "s"}, 1)
	}},
	{"words are found in title, actors and outlet, case and accents folded", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Title = "Élysée: pourparlers à Genève, заявил Песков; 中国外交部 and Straße"
		a.Outlet = "Le Çourrier"
		a.Actors = []attache.Actor{{Name: "Šárka Łuczak", Kind: attache.Person, Code: "CZE"}}
		save(t, s, a, article(2))
		for _, ws := range [][]string{
			{"elysee"},
			{"ÉLYSÉE"},
			{"geneve"},
			{"песков"},
			{"ПЕСКОВ"},
			{"外交"},
			{"中国外交部"},
			{"strasse"},
			{"courrier"},
			{"sarka"},
			{"luczak"},
			{"cze"},
			{"Geneve", "Luczak", "Courrier"},
			{"geneve luczak"},
		} {
			wantIDs(t, s, attache.ArticleQuery{Words: ws}, 1)
		}
		for _, ws := range [][]string{{"gene"}, {"外部"}, {"geneve", "ministers"}, {"walked"}} {
			wantIDs(t, s, attache.ArticleQuery{Words: ws})
		}
	}},
	{"a word is found in any of its forms, in the first sentences and by the event's name", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		a.Title, a.Body, a.Event.Type = "Two sides swap prisoners", "The ferry left Drumgate.\n\nIt was late.", attache.Retreat
		b.Title, b.Lang, b.Event.Type = "Обмен пленными", "ru", attache.Consult
		b.Body = strings.Repeat("Слово за словом. ", 60) + "Паром."
		save(t, s, a, b)
		for _, c := range []struct {
			asked string
			want  []int
		}{
			{"prisoner", []int{1}},
			{"swapped", []int{1}},
			{"prisoner swaps", []int{1}},
			{"ferries", []int{1}},
			{"drumgate", []int{1}},
			{"prisoner exchange", []int{1}}, // another word for the act
			{"пленных", []int{2}},
			{"talks", nil},
			{"слов", []int{2}},
			{"паром", nil}, // too far down
			{"prison envoy", nil},
		} {
			wantIDs(t, s, attache.ArticleQuery{Words: []string{c.asked}}, c.want...)
		}
		labelled := func(word string) attache.ArticleQuery {
			return attache.ArticleQuery{Words: []string{word}, Labels: true}
		}
		wantIDs(t, s, labelled("talks"), 2)
		wantIDs(t, s, labelled("withdrawal"), 1) // the name of the event
		wantIDs(t, s, labelled("ferry withdrawals"), 1)
		hidden := article(3)
		hidden.Body, hidden.Relevant = "The ferry sank.", false
		save(t, s, hidden)
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"ferry"}, All: true}, 1)
	}},
	{"all the actors that are asked for must be there", func(t *testing.T, s attache.Store) {
		a, b := article(1), article(2)
		b.Actors = append(slices.Clone(b.Actors), attache.Actor{Name: "France", Kind: attache.Country, Code: "FRA"})
		save(t, s, a, b)
		wantIDs(t, s, attache.ArticleQuery{Actors: []string{"USA"}}, 2, 1)
		wantIDs(t, s, attache.ArticleQuery{Actors: []string{"USA", "FRA"}}, 2)
		wantIDs(t, s, attache.ArticleQuery{Actors: []string{"FRA"}, Words: []string{"round 2"}}, 2)
		wantIDs(t, s, attache.ArticleQuery{Actors: []string{"DEU"}})
	}},
	{"words without a letter or digit find nothing", func(t *testing.T, s attache.Store) {
		save(t, s, article(1))
		wantIDs(t, s, attache.ArticleQuery{Words: []string{"…", "?!"}})
	}},
	{"a body comes back byte for byte", func(t *testing.T, s attache.Store) {
		a := article(1)
		a.Body = strings.Repeat("“Ünïcödé” <b>&amp;</b> \u2028 😀\n\n", 3000)
		save(t, s, a)
		page, _, err := s.Articles(t.Context(), attache.ArticleQuery{})
		if err != nil || len(page) != 1 || page[0].Body != a.Body {
			t.Errorf("%d articles, %v", len(page), err)
		}
	}},
	{"a cancelled context ends a list with its error", func(t *testing.T, s attache.Store) {
		save(t, s, article(1))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for name, call := range map[string]func() error{
			"find":     func() error { _, err := s.Find(ctx, article(1).Keys...); return err },
			"article":  func() error { _, err := s.Article(ctx, article(1).ID); return err },
			"articles": func() error { _, _, err := s.Articles(ctx, attache.ArticleQuery{}); return err },
			"quotes":   func() error { _, _, err := s.Quotes(ctx, attache.QuoteQuery{}); return err },
			"stories":  func() error { _, _, err := s.Stories(ctx, attache.StoryQuery{}); return err },
			"tracks":   func() error { _, err := s.ListTracks(ctx, time.Time{}); return err },
			"sources":  func() error { _, err := s.ListSources(ctx); return err },
			"due":      func() error { _, err := s.DueChats(ctx, noon, 1); return err },
			"save":     func() error { return s.Save(ctx, attache.Filing{Article: article(2)}) },
			"note":     func() error { return s.SetNote(ctx, "k", nil) },
			"claim":    func() error { _, err := s.Claim(ctx, noon, noon.Add(1), 1); return err },
			"chat":     func() error { return s.UpdateChat(ctx, "c", func(*attache.Chat) error { return nil }) },
		} {
			if err := call(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.Article(t.Context(), article(2).ID); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("what was cancelled was stored: %v", err)
		}
	}},
}

// wantIDs says which articles a query must find, by their minutes.
func wantIDs(t *testing.T, s attache.Store, q attache.ArticleQuery, minutes ...int) {
	t.Helper()
	want := []string{}
	for _, n := range minutes {
		want = append(want, article(n).ID)
	}
	if diff := cmp.Diff(want, findIDs(t, s, q)); diff != "" {
		t.Errorf("%+v: wanted (-), found (+):\n%s", q, diff)
	}
}
