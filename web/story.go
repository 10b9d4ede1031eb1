package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"attache"
	"attache/internal/country"
)

// mostReports is how many of a story's articles are read for its page.
const mostReports = 40

// storyPage is what a story's page shows.
type storyPage struct {
	Story    attache.Story
	Item     attache.Item
	Quotes   []attache.Quote
	Kinds    []kindOfReports
	Readouts []readout
	Evidence []string
	Track    *attache.Track
	Titles   []retitled
}

// kindOfReports are a story's reports by one kind of source.
type kindOfReports struct {
	Kind    attache.SourceKind
	Reports []attache.Report
}

// readout is an official account beside the others: its sentences, and for each
// whether only this side tells it.
type readout struct {
	Code, Outlet, URL, Lang string
	Sentences               []told
}

type told struct {
	Text string
	Only bool // names a party or a number that no other side's account names
}

// retitled is a headline that its outlet changed.
type retitled struct {
	Outlet string
	attache.TitleChange
	Now string
}

func (s *Site) story(r *http.Request) (*Page, error) {
	ctx := r.Context()
	story, err := s.Store.Story(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	item, err := s.Tell(ctx, story)
	if errors.Is(err, attache.ErrNotFound) {
		return nil, attache.ErrRemoved
	}
	if err != nil {
		return nil, err
	}
	p := storyPage{Story: story, Item: item, Kinds: byKind(story.Reports)}
	articles, err := s.articles(ctx, story)
	if err != nil {
		return nil, err
	}
	for i := range articles {
		a := &articles[i]
		p.Quotes = append(p.Quotes, shown(a.Quotes)...)
		for _, t := range a.Titles {
			p.Titles = append(p.Titles, retitled{a.Outlet, t, a.Title})
		}
		if len(p.Evidence) == 0 {
			p.Evidence = a.Evidence
		}
	}
	p.Quotes = distinct(p.Quotes)
	p.Readouts = s.readouts(articles)
	if story.TrackID != "" {
		t, err := s.Store.Track(ctx, story.TrackID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			p.Track = &t
		}
	}
	return &Page{
		Template: "story", Title: item.Headline, Description: summary(item), Path: at("/stories/", story.ID), Lang: story.Lang, Kind: "article",
		Image: at("/cards/stories/", story.ID+".png"), Published: story.First, Modified: story.Last, Data: p, Schema: s.newsArticle(story, item),
	}, nil
}

// articles are those of a story that are still there, the best reports first.
func (s *Site) articles(ctx context.Context, story attache.Story) ([]attache.Article, error) {
	var out []attache.Article
	for _, id := range limit(story.ArticleIDs, mostReports) {
		a, err := s.Store.Article(ctx, id)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// byKind sorts reports by who publishes them, official ones first.
func byKind(reports []attache.Report) []kindOfReports {
	var out []kindOfReports
	for _, kind := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia, ""} {
		k := kindOfReports{Kind: kind}
		for _, r := range reports {
			if r.Kind == kind {
				k.Reports = append(k.Reports, r)
			}
		}
		if len(k.Reports) > 0 {
			slices.SortStableFunc(k.Reports, func(a, b attache.Report) int { return a.Published.Compare(b.Published) })
			out = append(out, k)
		}
	}
	return out
}

// distinct leaves out words that stand there already, and what is a part of
// longer words of the same speaker.
func distinct(quotes []attache.Quote) []attache.Quote {
	var out []attache.Quote
	for _, q := range quotes {
		same := slices.IndexFunc(out, func(o attache.Quote) bool { return within(q.Text, o.Text) || within(o.Text, q.Text) })
		switch {
		case same < 0:
			out = append(out, q)
		case len(q.Text) > len(out[same].Text) && slug(q.Speaker) == slug(out[same].Speaker):
			out[same] = q
		}
	}
	return out
}

// summary is the sentence that unfolds below a shared link.
func summary(item attache.Item) string {
	if len(item.Lead) > 0 {
		return item.Lead[0].Text
	}
	if len(item.Quotes) > 0 {
		return "“" + item.Quotes[0].Text + "” — " + item.Quotes[0].Speaker
	}
	return "Reported by " + names(item.Links)
}

func names(links []attache.Link) string {
	var outlets []string
	for _, l := range limit(links, 4) {
		outlets = append(outlets, l.Outlet)
	}
	return strings.Join(outlets, ", ")
}

// newsArticle is a story as schema.org has it: a claim about reports, not a
// copy of one.
func (s *Site) newsArticle(story attache.Story, item attache.Item) map[string]any {
	about := make([]map[string]any, 0, len(story.Actors))
	for _, code := range story.Actors {
		kind := "Organization"
		if country.IsCountry(code) {
			kind = "Country"
		}
		about = append(about, map[string]any{"@type": kind, "name": country.Name(code, "en")})
	}
	var based []string
	for _, r := range story.Reports {
		if attache.IsLink(r.URL) {
			based = append(based, r.URL)
		}
	}
	return map[string]any{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": item.Headline, "inLanguage": story.Lang,
		"url": s.href(at("/stories/", story.ID)), "datePublished": story.First, "dateModified": story.Last,
		"about": about, "isBasedOn": based, "publisher": map[string]any{"@type": "Organization", "name": "Attaché", "url": s.href("/")},
	}
}
