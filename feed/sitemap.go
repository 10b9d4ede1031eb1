package feed

import (
	"html"
	"net/url"
	"strings"

	"attache/feed/clean"
	"attache/feed/markup"
	"attache/feed/when"
)

// parseSitemap reads a news sitemap as a feed, or a list of sitemaps as one of
// documents without titles.
func parseSitemap(root *markup.Node, base *url.URL) Feed {
	f := Feed{Format: "sitemap"}
	if strings.EqualFold(root.Name, "sitemapindex") {
		f.Format = "sitemapindex"
	}
	for _, n := range root.Children {
		if k := n.Key(); n.Open && len(f.Entries) > 0 || k != "url" && k != "sitemap" {
			continue
		}
		e := Entry{plain: []string{"title"}}
		for _, c := range n.Children {
			switch c.Key() {
			case "loc":
				e.URL = clean.Resolve(base, strings.TrimSpace(c.Words()))
			case "lastmod":
				e.Updated, _ = when.Parse(c.Words())
			case "news:news":
				e.news(c, &f)
			}
		}
		if e.URL != "" {
			e.ID = e.URL
			f.Entries = append(f.Entries, e)
		}
	}
	return f
}

// news reads what a news sitemap tells of an article.
func (e *Entry) news(n *markup.Node, f *Feed) {
	for _, c := range n.Children {
		words := strings.TrimSpace(c.Words())
		switch c.Key() {
		case "news:title":
			e.Title = clean.Line(html.UnescapeString(words)) // written in HTML by some, escaped twice by others
		case "news:publication_date":
			e.Published, e.zoneless, _ = when.ParseLocal(words)
		case "news:publication":
			for _, p := range c.Children {
				switch p.Key() {
				case "news:name":
					f.Title = first(f.Title, strings.TrimSpace(p.Words()))
				case "news:language":
					e.Lang = strings.TrimSpace(p.Words())
					f.Lang = first(f.Lang, e.Lang)
				}
			}
		}
	}
}
