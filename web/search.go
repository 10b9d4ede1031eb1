package web

import (
	"net/http"
	"net/url"
	"strings"

	"attache"
)

// searchPage is what was found.
type searchPage struct {
	Query   string
	Stories []attache.Story
	Quotes  []attache.Quote
	Next    string
}

func (s *Site) search(r *http.Request) (*Page, error) {
	query := strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))
	p := searchPage{Query: query}
	page := &Page{
		Template: "search", Title: "Search", Description: "Search stories and quotations.", Path: "/search", Lang: "en",
	}
	if words := s.Terms(query); len(words) > 0 {
		var err error
		after := r.URL.Query().Get("after")
		wanted := attache.ArticleQuery{Words: words, Brief: true, After: after, Limit: pageArticles}
		if p.Stories, _, p.Next, err = s.storiesOf(r.Context(), wanted, nil); err != nil {
			return nil, err
		}
		quotes, _, err := s.Store.Quotes(r.Context(), attache.QuoteQuery{About: strings.Join(words, " "), Limit: 12})
		if err != nil {
			return nil, err
		}
		p.Quotes = limit(distinct(shown(quotes)), 6)
		page.Title = "Search: " + query
		page.Path = "/search?q=" + url.QueryEscape(query)
		page.Feeds = page.Path
	}
	page.Data = p
	return page, nil
}
