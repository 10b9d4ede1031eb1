package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"attache"
)

// modelRules compare a store with a plain list of articles, searched from end
// to end, over changes and queries drawn by chance (always the same ones).
var modelRules = []rule{
	{"whatever was saved and replaced, queries answer like a plain list", func(t *testing.T, s attache.Store) {
		m := model{random: rand.New(rand.NewPCG(7, 11)), articles: map[string]attache.Article{}}
		for range 60 {
			m.change(t, s)
			for range 12 {
				m.compareArticles(t, s)
				m.compareQuotes(t, s)
			}
			if t.Failed() {
				return
			}
		}
	}},
}

var (
	modelWords    = strings.Fields("grain port talks treaty border envoy summit fleet accord tariff")
	modelSpeakers = []string{"Ada Quill", "Ben Ferro", "Ada Ferro", "Cleo Marsh"}
)

type model struct {
	random   *rand.Rand
	articles map[string]attache.Article
}

func pick[T any](m *model, from []T) T { return from[m.random.IntN(len(from))] }

func (m *model) words(n int) string {
	ws := make([]string, n)
	for i := range ws {
		ws[i] = pick(m, modelWords)
	}
	return strings.Join(ws, " ")
}

// change saves some articles, new ones or known ones that became other.
func (m *model) change(t *testing.T, s attache.Store) {
	var batch []attache.Article
	for range 1 + m.random.IntN(6) {
		a := article(m.random.IntN(60))
		a.Published = noon.Add(time.Duration(m.random.IntN(25)) * time.Minute) // many at one moment
		a.Title, a.SourceID = m.words(3), pick(m, []string{"s1", "s2"})
		a.Body, a.Event = m.words(2), attache.Event{}
		a.Relevant = m.random.IntN(4) > 0
		a.Actors = []attache.Actor{{Name: pick(m, modelWords), Kind: attache.Country, Code: pick(m, []string{"AAA", "BBB"})}}
		for range m.random.IntN(4) {
			q := quote(pick(m, modelSpeakers), m.words(4))
			q.Confidence = m.random.Float64() + 0.2
			q.Kind = pick(m, []attache.QuoteKind{attache.Direct, attache.Mixed, attache.Indirect})
			q.Polarity = pick(m, []attache.Polarity{"", attache.Agreed, attache.Denied})
			a.Quotes = append(a.Quotes, q)
		}
		m.articles[a.ID] = a
		batch = append(batch, a)
	}
	save(t, s, batch...)
}

// newest gives the articles in the order of lists.
func (m *model) newest() []attache.Article {
	var all []attache.Article
	for _, a := range m.articles {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b attache.Article) int {
		if c := b.Published.Compare(a.Published); c != 0 {
			return c
		}
		return cmp.Compare(b.ID, a.ID)
	})
	return all
}

// window is a stretch of time, often an open one.
func (m *model) window() (since, until time.Time) {
	if m.random.IntN(3) == 0 {
		since = noon.Add(time.Duration(m.random.IntN(25)) * time.Minute)
	}
	if m.random.IntN(3) == 0 {
		until = noon.Add(time.Duration(m.random.IntN(25)) * time.Minute)
	}
	return since, until
}

func within(at, since, until time.Time) bool {
	return !at.Before(since) && (until.IsZero() || at.Before(until))
}

func hasAll(text string, asked []string) bool {
	have := strings.Fields(strings.ToLower(text))
	for _, w := range asked {
		if !slices.Contains(have, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func (m *model) compareArticles(t *testing.T, s attache.Store) {
	q := attache.ArticleQuery{Limit: 1 + m.random.IntN(9), All: m.random.IntN(3) == 0}
	q.Since, q.Until = m.window()
	if m.random.IntN(2) == 0 {
		q.Words = strings.Fields(m.words(1 + m.random.IntN(2)))
	}
	if m.random.IntN(3) == 0 {
		q.Actor = pick(m, []string{"AAA", "BBB", "CCC"})
	}
	if m.random.IntN(3) == 0 {
		q.SourceID = pick(m, []string{"s1", "s2"})
	}
	want := []string{}
	for _, a := range m.newest() {
		text := fmt.Sprint(a.Title, " ", a.Actors[0].Name, " ", a.Actors[0].Code, " ", a.Outlet)
		if a.Relevant {
			text += " " + a.Body
		}
		if within(a.Published, q.Since, q.Until) && (q.All || a.Relevant) && hasAll(text, q.Words) &&
			(q.Actor == "" || q.Actor == a.Actors[0].Code) && (q.SourceID == "" || q.SourceID == a.SourceID) {
			want = append(want, a.ID)
		}
	}
	if diff := gocmp.Diff(want, findIDs(t, s, q)); diff != "" {
		t.Errorf("%+v: plain list (-), store (+):\n%s", q, diff)
	}
}

func (m *model) compareQuotes(t *testing.T, s attache.Store) {
	q := attache.QuoteQuery{Limit: 1 + m.random.IntN(5), Unsure: m.random.IntN(2) == 0}
	q.Since, q.Until = m.window()
	if m.random.IntN(2) == 0 {
		q.Speaker = pick(m, append(strings.Fields("ada ferro marsh nobody"), modelSpeakers...))
	}
	if m.random.IntN(2) == 0 {
		q.About = m.words(1 + m.random.IntN(2))
	}
	if m.random.IntN(4) == 0 {
		q.Polarity = pick(m, []attache.Polarity{attache.Agreed, attache.Denied})
	}
	want := []string{}
	for _, a := range m.newest() {
		if !a.Relevant || !within(a.Published, q.Since, q.Until) {
			continue
		}
		for _, quote := range a.Quotes {
			sure := quote.Showable()
			if (sure || q.Unsure) && hasAll(quote.Speaker, strings.Fields(q.Speaker)) &&
				hasAll(quote.Text+" "+a.Title, strings.Fields(q.About)) && (q.Polarity == "" || q.Polarity == quote.Polarity) {
				want = append(want, quote.Text)
			}
		}
	}
	if diff := gocmp.Diff(want, said(t, s, q)); diff != "" {
		t.Errorf("%+v: plain list (-), store (+):\n%s", q, diff)
	}
}
