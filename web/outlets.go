package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"attache"
)

// outletPage is who an outlet is, and what it carried.
type outletPage struct {
	Source  attache.Source
	Stories []attache.Story
	Next    string
}

func (s *Site) outlet(r *http.Request) (*Page, error) {
	sources, err := s.Store.ListSources(r.Context())
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(sources, func(source attache.Source) bool { return slug(source.Name) == r.PathValue("slug") })
	if i < 0 {
		return nil, attache.ErrNotFound
	}
	p := outletPage{Source: public(sources[i])}
	if p.Stories, _, p.Next, err = s.storiesOf(r.Context(), attache.ArticleQuery{
		SourceID: p.Source.ID, After: r.URL.Query().Get("after"),
		Brief: true, Limit: 40,
	}, nil); err != nil {
		return nil, err
	}
	return &Page{
		Template: "outlet", Title: p.Source.Name, Description: "What " + p.Source.Name + " carried of diplomacy.",
		Path: "/outlets/" + url.PathEscape(slug(p.Source.Name)), Lang: "en", Data: p,
	}, nil
}

func (s *Site) sources(r *http.Request) (*Page, error) {
	list, err := s.Store.ListSources(r.Context())
	if err != nil {
		return nil, err
	}
	out := make([]attache.Source, len(list))
	for i := range list {
		out[i] = public(list[i])
	}
	slices.SortFunc(out, func(a, b attache.Source) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Name, b.Name))
	})
	return &Page{
		Template: "sources", Title: "Sources", Description: count(len(out), "source", "sources") + " are read, each with what it is.",
		Path: "/sources", Lang: "en", Data: out,
	}, nil
}

// public is a source without what is nobody's business: passwords and tokens
// in its address, and what was learned from polling it.
func public(source attache.Source) attache.Source {
	address := ""
	if u, err := url.Parse(source.URL); err == nil && attache.IsLink(source.URL) {
		address = u.Scheme + "://" + u.Host + u.Path
	}
	return attache.Source{
		ID: source.ID, URL: address, Name: cmp.Or(source.Name, hostOf(address)), Kind: source.Kind, Country: source.Country, Lang: source.Lang,
		Topics: source.Topics, Polling: attache.Polling{Changed: source.Polling.Changed},
	}
}
