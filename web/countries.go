package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"attache"
	"attache/internal/country"
)

// countryPage is what a country, a body or a pair of them shows.
type countryPage struct {
	Code, Other string
	Stories     []attache.Story
	Tracks      []attache.Track
	Quotes      []attache.Quote
	Partners    []partner
	Next        string
}

// partner is another party that shares stories with one.
type partner struct {
	Code    string
	Stories int
}

func (s *Site) country(r *http.Request) (*Page, error) {
	code := strings.ToUpper(r.PathValue("code"))
	if !country.Known(code) {
		return nil, attache.ErrNotFound
	}
	if code != r.PathValue("code") {
		return s.moved("/countries/" + code)
	}
	after := r.URL.Query().Get("after")
	stories, read, next, err := s.storiesOf(r.Context(), attache.ArticleQuery{Actor: code, After: after, Limit: pageArticles}, nil)
	if err != nil {
		return nil, err
	}
	p := countryPage{Code: code, Stories: stories, Next: next, Partners: partnersOf(code, stories)}
	if p.Tracks, err = s.tracksOf(r.Context(), code, ""); err != nil {
		return nil, err
	}
	p.Quotes = s.spokenFor(r.Context(), stories, read, code)
	name := country.Name(code, "en")
	return &Page{
		Template: "country", Title: name, Description: "Diplomacy of " + name + ": stories, negotiations and who said exactly what.",
		Path: "/countries/" + code, Lang: "en", Feeds: "/countries/" + code, Data: p,
	}, nil
}

// pair shows what two parties have to do with each other. Its address has them
// in the order of their codes; the other order leads there.
func (s *Site) pair(r *http.Request) (*Page, error) {
	a, b := strings.ToUpper(r.PathValue("a")), strings.ToUpper(r.PathValue("b"))
	if !country.Known(a) || !country.Known(b) {
		return nil, attache.ErrNotFound
	}
	first, second := min(a, b), max(a, b)
	if a == b {
		return s.moved("/countries/" + a)
	}
	if r.PathValue("a") != first || r.PathValue("b") != second {
		return s.moved(pairPath(first, second))
	}
	stories, read, next, err := s.storiesOf(r.Context(), attache.ArticleQuery{Actor: first, After: r.URL.Query().Get("after"), Limit: 60},
		func(story *attache.Story) bool { return slices.Contains(story.Actors, second) })
	if err != nil {
		return nil, err
	}
	p := countryPage{Code: first, Other: second, Stories: stories, Next: next}
	if p.Tracks, err = s.tracksOf(r.Context(), first, second); err != nil {
		return nil, err
	}
	p.Quotes = s.spokenFor(r.Context(), stories, read, first, second)
	title := country.Name(first, "en") + " and " + country.Name(second, "en")
	return &Page{
		Template: "country", Title: title, Description: "What " + title +
			" have to do with each other: stories, negotiations and who said exactly what.",
		Path: "/countries/" + first + "/" + second, Lang: "en", Feeds: "/countries/" + first + "/" + second, Data: p,
	}, nil
}

// pageArticles is how many reports a page of stories is made of: reading them is most of
// its work.
const pageArticles = 40

// mostScanned bounds how many articles one page of stories may look at.
const mostScanned = 600

// storiesOf are the stories of a page of articles, each once, that pass keep, and the
// articles that were read for it, where they are not brief. It
// goes on until it has some, or has looked at mostScanned articles.
func (s *Site) storiesOf(ctx context.Context, q attache.ArticleQuery, keep func(*attache.Story) bool) (out []attache.Story, read reports,
	next string, err error,
) {
	seen := map[string]bool{}
	read = reports{}
	for scanned := 0; scanned < mostScanned && len(out) == 0; {
		articles, cursor, err := s.Store.Articles(ctx, q)
		if err != nil {
			return nil, nil, "", err
		}
		scanned += max(len(articles), 1)
		for i := range articles {
			id := articles[i].StoryID
			if !q.Brief {
				read[articles[i].ID] = articles[i]
			}
			if id == "" || seen[id] {
				continue
			}
			seen[id] = true
			story, err := s.Store.Story(ctx, id)
			if errors.Is(err, attache.ErrNotFound) {
				continue // joined with another since
			}
			if err != nil {
				return nil, nil, "", err
			}
			if keep == nil || keep(&story) {
				out = append(out, story)
			}
		}
		if next = cursor; next == "" {
			break
		}
		q.After = next
	}
	return out, read, next, nil
}

// reports are articles that were read, by ID.
type reports map[string]attache.Article

// tracksOf are the tracks of a party, or of two, that several stories tell of.
func (s *Site) tracksOf(ctx context.Context, a, b string) ([]attache.Track, error) {
	list, err := s.latestTracks(ctx)
	if err != nil {
		return nil, err
	}
	var out []attache.Track
	for _, t := range list {
		if slices.Contains(t.Actors, a) && (b == "" || slices.Contains(t.Actors, b)) && len(out) < 12 {
			note(ctx, t.ID)
			out = append(out, t)
		}
	}
	return out, nil
}

// spokenFor are quotes from the newest stories by who speaks for one of the
// parties.
func (s *Site) spokenFor(ctx context.Context, stories []attache.Story, read reports, codes ...string) []attache.Quote {
	var out []attache.Quote
	for _, story := range limit(stories, 12) {
		for _, id := range limit(story.ArticleIDs, 4) {
			a, known := read[id]
			if !known {
				var err error
				if a, err = s.Store.Article(ctx, id); err != nil {
					continue // it went
				}
			}
			for _, q := range shown(a.Quotes) {
				if slices.Contains(codes, q.Code) {
					out = append(out, q)
				}
			}
		}
	}
	return limit(distinct(out), 10)
}

// partnersOf are the parties that share most stories with one.
func partnersOf(code string, stories []attache.Story) []partner {
	n := map[string]int{}
	for _, story := range stories {
		for _, other := range story.Actors {
			if other != code && country.Known(other) {
				n[other]++
			}
		}
	}
	out := make([]partner, 0, len(n))
	for other, stories := range n {
		out = append(out, partner{other, stories})
	}
	slices.SortFunc(out, func(a, b partner) int { return cmp.Or(b.Stories-a.Stories, strings.Compare(a.Code, b.Code)) })
	return limit(out, 12)
}

// countries lists who was in the news of the last weeks.
func (s *Site) countries(r *http.Request) (*Page, error) {
	n := map[string]int{}
	stories, err := s.latestStories(r.Context())
	if err != nil {
		return nil, err
	}
	month := s.Now().AddDate(0, -1, 0)
	for _, story := range stories {
		if story.Last.Before(month) {
			break
		}
		for _, code := range story.Actors {
			if country.Known(code) {
				n[code]++
			}
		}
	}
	var parties, bodies []partner
	country.All(func(code, _ string) {
		p := partner{code, n[code]}
		switch {
		case country.IsCountry(code):
			parties = append(parties, p)
		case p.Stories > 0:
			bodies = append(bodies, p)
		}
	})
	byName := func(a, b partner) int { return strings.Compare(country.Name(a.Code, "en"), country.Name(b.Code, "en")) }
	slices.SortFunc(parties, byName)
	slices.SortFunc(bodies, byName)
	return &Page{
		Template: "countries", Title: "Countries and bodies", Path: "/countries/", Lang: "en",
		Description: "Every country and international body, with its stories of the last month.",
		Data:        struct{ Countries, Bodies []partner }{parties, bodies},
	}, nil
}
