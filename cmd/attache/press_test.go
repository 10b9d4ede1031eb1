package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
	"attache/cmd/attache/newsroom"
	"attache/digest"
)

// pressRoom is an archive that goes on changing, and a press over it.
type pressRoom struct {
	*app
	t      *testing.T
	random *rand.Rand
	news   *newsroom.Archive
	now    time.Time
	last   attache.Edition
}

func (p *pressRoom) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// someArticle is one of the last ones.
func (p *pressRoom) someArticle() attache.Article {
	p.t.Helper()
	page, _, err := p.store.Articles(p.t.Context(), attache.ArticleQuery{Limit: 60})
	p.must(err)
	return page[p.random.IntN(len(page))]
}

// change is one of the things that happen while digests are made.
func (p *pressRoom) change() string {
	p.t.Helper()
	a := p.someArticle()
	story, err := p.store.Story(p.t.Context(), a.StoryID)
	p.must(err)
	switch n := p.random.IntN(6); n {
	case 0:
		p.must(p.store.Remove(p.t.Context(), a.ID, digest.WithoutReport(story, a.ID)))
		return "a report was removed: " + a.ID
	case 1:
		a.Edits = append(a.Edits, attache.Edit{At: p.now, Gone: []string{"The old sentence stood here."}, Came: []string{"The new one does."}})
		a.Title += ", corrected"
		p.must(p.store.Save(p.t.Context(), attache.Filing{Article: a, Story: digest.BuildStory(story, a)}))
		return "a report was corrected: " + a.ID
	case 2:
		a.Quotes = nil // without its story: of that nothing changes
		p.must(p.store.Save(p.t.Context(), attache.Filing{Article: a}))
		return "a report lost its quotes: " + a.ID
	case 3:
		story.Relevant = !story.Relevant
		p.must(p.store.Save(p.t.Context(), attache.Filing{Article: a, Story: story}))
		return "a story changed its relevance: " + story.ID
	default:
		p.must(p.store.Save(p.t.Context(), p.news.Filings(1+p.random.IntN(9))...))
		return "others came"
	}
}

// request is for one of many sorts of chats.
func (p *pressRoom) request() digest.Request {
	r := digest.Request{
		To:       p.now.Add(time.Duration(p.random.IntN(60)) * time.Minute),
		TimeZone: []string{"UTC", "Asia/Tokyo"}[p.random.IntN(2)],
	}
	r.From = r.To.Add(-time.Duration(1+p.random.IntN(60)) * time.Hour)
	switch p.random.IntN(6) {
	case 0:
		r.Filter.Words = []string{[]string{"treaty", "Gipfel", "САНКЦИИ", "de", "协议"}[p.random.IntN(5)], " nothing "}
	case 1:
		r.Filter.Actors = []string{"usa", "FRA"}
	case 2:
		r.Filter.Langs = []string{"fr", "de"}
	case 3:
		r.Filter.NotWords, r.Filter.NotActors, r.Filter.Muted = []string{"the"}, []string{"RUS"}, []string{"Outlet 1", "Outlet 2"}
	}
	if p.random.IntN(2) == 0 {
		r.Previous = p.last
	}
	for _, section := range p.last.Sections {
		for _, item := range section.Items {
			if p.random.IntN(4) == 0 { // the chat was told it at once
				r.Alerted = map[string]time.Time{item.StoryID: r.To.Add(-time.Duration(1+p.random.IntN(600)) * time.Minute)}
			}
		}
	}
	return r
}

func TestAPressMakesTheEditionsOfCompileWhateverChanges(t *testing.T) {
	h := houseOf(t)
	p := &pressRoom{app: h, t: t, random: rand.New(rand.NewPCG(9, 9)), now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	p.news = newsroom.NewArchive(2, p.now.Add(-300*newsroom.Every))
	p.must(h.store.Save(t.Context(), p.news.Filings(240)...))
	told := map[bool]int{}
	for range 25 {
		what := p.change()
		for range 3 {
			r := p.request()
			want, err := digest.Compile(t.Context(), h.store, r)
			p.must(err)
			for range 2 { // what it keeps of the first time too
				got, err := h.press.Compile(t.Context(), r)
				p.must(err)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("after %s, for %+v: compiled (-), pressed (+):\n%s", what, r.Filter, diff)
				}
			}
			if told[want.Stories() > 0]++; want.Stories() > 0 {
				p.last = want
			}
		}
	}
	if told[true] < 25 || told[false] < 1 {
		t.Errorf("%v editions with stories: the test has nothing to compare", told)
	}
}

func TestAPressKeepsNoMoreThanItMay(t *testing.T) {
	h := houseOf(t)
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	archive := newsroom.NewArchive(2, now.Add(-100*newsroom.Every))
	if err := h.store.Save(t.Context(), archive.Filings(100)...); err != nil {
		t.Fatal(err)
	}
	for i := range 40 { // each with a window of its own
		r := digest.Request{From: now.Add(-time.Duration(i) * time.Hour * 24), To: now, Filter: attache.Filter{Langs: []string{fmt.Sprint(i)}}}
		want, err := digest.Compile(t.Context(), h.store, r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.press.Compile(t.Context(), r)
		if err != nil || got.ID != want.ID {
			t.Errorf("%d days: %v, %v", i, got.ID == want.ID, err)
		}
	}
}
