package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"attache"
	"attache/internal/country"
)

// quotePage is a quote by itself.
type quotePage struct {
	Quote   attache.Quote
	Article attache.Article
	Hash    string // of the words, as stored: the same words give the same
	More    []attache.Quote
}

// quote finds a quote by its id: its article's, a hyphen, and its number in it.
func (s *Site) quote(r *http.Request) (*Page, error) {
	q, a, err := s.findQuote(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	more, _, err := s.Store.Quotes(r.Context(), attache.QuoteQuery{Speaker: q.Speaker, Limit: 6})
	if err != nil {
		return nil, err
	}
	var others []attache.Quote
	for _, o := range shown(more) {
		if o.ID != q.ID {
			others = append(others, o)
		}
	}
	title := q.Speaker
	if q.Role != "" {
		title += ", " + q.Role
	}
	return &Page{
		Template: "quote", Title: title, Description: "“" + q.Text + "” (" + q.Outlet + ", " + q.Published.UTC().Format("2 January 2006") + ")",
		Path: at("/quotes/", q.ID), Lang: a.Lang, Kind: "article", Image: at("/cards/quotes/", q.ID+".png"), Published: q.Published,
		Modified: a.Updated,
		Data:     quotePage{Quote: q, Article: a, Hash: attache.TextHash(q.Speaker, q.Text), More: limit(others, 4)},
		Schema: map[string]any{
			"@context": "https://schema.org", "@type": "Quotation", "text": q.Text, "url": s.href(at("/quotes/", q.ID)),
			"spokenByCharacter": person(q), "datePublished": q.Published, "isBasedOn": q.URL, "inLanguage": a.Lang,
		},
	}, nil
}

// findQuote gives the quote of a request's id with its article. A quote that is
// not sure enough to be shown is not found.
func (s *Site) findQuote(ctx context.Context, id string) (attache.Quote, attache.Article, error) {
	hyphen := strings.LastIndexByte(id, '-')
	if hyphen < 0 {
		return attache.Quote{}, attache.Article{}, attache.ErrNotFound
	}
	a, err := s.Store.Article(ctx, id[:hyphen])
	if err != nil {
		return attache.Quote{}, attache.Article{}, err
	}
	for _, q := range shown(a.Quotes) {
		if q.ID == id {
			return q, a, nil
		}
	}
	return attache.Quote{}, attache.Article{}, attache.ErrNotFound
}

// person is a speaker as schema.org has it.
func person(q attache.Quote) map[string]any {
	p := map[string]any{"@type": "Person", "name": q.Speaker}
	if q.Role != "" {
		p["jobTitle"] = q.Role
	}
	if q.Code != "" {
		p["affiliation"] = country.Name(q.Code, "en")
	}
	return p
}

// quotesPage lists quotes.
type quotesPage struct {
	Quotes []attache.Quote
	Next   string
	Query  string
}

// quotes lists the newest quotes.
func (s *Site) quotes(r *http.Request) (*Page, error) {
	after := r.URL.Query().Get("after")
	list, next, err := s.Store.Quotes(r.Context(), attache.QuoteQuery{After: after, Limit: 30})
	if err != nil {
		return nil, err
	}
	path := "/quotes/"
	if after != "" {
		path = fmt.Sprintf("/quotes/?after=%s", urlQuery(after))
	}
	return &Page{
		Template: "quotes", Title: "Who said exactly what",
		Description: "The newest quotations in diplomacy, word for word, each with its speaker and its source.",
		Path:        path, Lang: "en", Feeds: "/quotes/", Data: quotesPage{Quotes: shown(list), Next: next},
	}, nil
}
