package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"attache"
)

// personPage is what is known of a person from reports.
type personPage struct {
	Name    string
	Offices []office
	Quotes  []attache.Quote
	Next    string
	About   []attache.Quote
	Slug    string
}

// office is a role as one outlet's report gave it.
type office struct {
	Role, Code, Outlet string
	Since, Until       time.Time // first and last seen
}

// person shows who somebody is, by the quotations under that name.
func (s *Site) person(r *http.Request) (*Page, error) {
	want := r.PathValue("slug")
	if plain := slug(want); plain != want && plain != "" {
		return s.moved(at("/people/", plain))
	}
	p := personPage{Slug: want}
	others := map[string]bool{}
	q := attache.QuoteQuery{Speaker: strings.ReplaceAll(want, "-", " "), After: r.URL.Query().Get("after"), Limit: 40}
	for scanned := 0; scanned < mostScanned && len(p.Quotes) == 0; {
		list, next, err := s.Store.Quotes(r.Context(), q)
		if err != nil {
			return nil, err
		}
		scanned += max(len(list), 1)
		for _, q := range shown(list) {
			switch {
			case !attache.Named(q.Speaker):
			case slug(q.Speaker) != want: // somebody whose name has these words too
				others[slug(q.Speaker)] = true
			default:
				p.Name = q.Speaker
				p.Quotes = append(p.Quotes, q)
				p.office(q)
			}
		}
		if p.Next = next; next == "" {
			break
		}
		q.After = next
	}
	if p.Name == "" {
		if err := s.saidElsewhere(r.Context(), &p); err != nil {
			return nil, err
		}
	}
	if p.Name == "" && len(others) == 1 { // a part of one person's name
		for full := range others {
			return s.moved(at("/people/", full))
		}
	}
	if p.Name == "" {
		return nil, attache.ErrNotFound
	}
	about, _, err := s.Store.Quotes(r.Context(), attache.QuoteQuery{About: lastWord(p.Name), Limit: 20})
	if err != nil {
		return nil, err
	}
	for _, q := range shown(about) {
		if slug(q.Speaker) != want && len(p.About) < 8 {
			p.About = append(p.About, q)
		}
	}
	description := count(len(p.Quotes), "quotation", "quotations") + ", word for word, with their sources."
	if len(p.Offices) > 0 {
		description = p.Offices[0].Role + ". " + description
	}
	return &Page{
		Template: "person", Title: p.Name, Description: description, Path: "/people/" + url.PathEscape(want), Lang: "en", Kind: "profile",
		Feeds: "/people/" + url.PathEscape(want), Modified: p.Quotes[0].Published, Data: p,
	}, nil
}

// saidElsewhere adds what somebody said in reports that are no diplomacy by
// themselves but belong to stories that are.
func (s *Site) saidElsewhere(ctx context.Context, p *personPage) error {
	articles, _, err := s.Store.Articles(ctx, attache.ArticleQuery{Words: strings.Split(p.Slug, "-"), All: true, Limit: 20})
	if err != nil {
		return err
	}
	for i := range articles {
		for _, q := range shown(articles[i].Quotes) {
			if slug(q.Speaker) == p.Slug && attache.Named(q.Speaker) {
				p.Name = q.Speaker
				p.Quotes = append(p.Quotes, q)
				p.office(q)
			}
		}
	}
	return nil
}

// office takes note of the role in a quote, as its outlet has it.
func (p *personPage) office(q attache.Quote) {
	if q.Role == "" {
		return
	}
	for i := range p.Offices {
		o := &p.Offices[i]
		if slug(o.Role) == slug(q.Role) && o.Code == q.Code {
			if q.Published.Before(o.Since) {
				o.Since = q.Published
			}
			if q.Published.After(o.Until) {
				o.Until = q.Published
			}
			return
		}
	}
	p.Offices = append(p.Offices, office{q.Role, q.Code, q.Outlet, q.Published, q.Published})
}

func lastWord(name string) string {
	words := strings.Fields(name)
	return words[len(words)-1]
}

func urlQuery(s string) string { return url.QueryEscape(s) }
