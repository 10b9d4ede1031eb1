// Package repair stands between a feed as it was published and gofeed. It
// reads the document however ill-formed it is, and writes it anew for gofeed:
// well-formed, each field under the one name that gofeed knows, addresses
// absolute, texts as harmless HTML, nothing else.
package repair

import (
	"bytes"
	"encoding/xml"
	"errors"
	"net/url"
	"strings"

	"attache/feed/markup"
)

// Family is the vocabulary a document is written in.
type Family string

// The families. Each is written anew as RSS 2.0.
const (
	RSS     Family = "rss"
	RDF     Family = "rdf"
	Atom    Family = "atom"
	CDF     Family = "cdf"
	Sitemap Family = "sitemap"
	Index   Family = "sitemapindex"
	App     Family = "app" // Atom's publishing protocol: lists of feeds, no entries
)

// ErrNotFeed is returned for a document whose root element belongs to no feed.
var ErrNotFeed = errors.New("not a feed")

// Feed is a document for gofeed.
type Feed struct {
	Family  Family
	Version string // as declared or as the namespace tells, "" where unknown
	Text    []byte // RSS 2.0, well-formed, whatever the family
	Hub     string // WebSub hub
	Self    string
	Notes   []string
}

// Note is the prefix of what this package tells the reader of its output
// beside what RSS can say.
const Note = "note"

// XML reads a document of UTF-8 and writes it anew. base is the address it
// came from, nil where unknown.
func XML(text []byte, base *url.URL) (Feed, *markup.Node, error) {
	doc, err := markup.Parse(text)
	if err != nil {
		return Feed{}, nil, err
	}
	root := doc.Root
	f := Feed{Family: family(root), Version: version(root), Notes: doc.Notes}
	s := scope{base: base, native: root.Prefix}.enter(root)
	w := &writer{feed: &f}
	switch f.Family {
	case RSS, RDF:
		w.rss(root, s)
	case CDF:
		w.cdf(root, s)
	case Atom:
		s.native = "atom"
		s.v10 = f.Version == "1.0"
		w.atom(root, s)
	case App:
		w.app(root)
	case Sitemap, Index:
		return f, root, nil
	default:
		return f, root, ErrNotFeed
	}
	f.Text = w.b.Bytes()
	return f, root, nil
}

func family(root *markup.Node) Family {
	switch name := strings.ToLower(root.Name); name {
	case "rss":
		return RSS
	case "rdf":
		return RDF
	case "feed", "entry":
		return Atom
	case "service", "categories":
		if strings.Contains(root.Space, "/app") {
			return App
		}
	case "urlset":
		return Sitemap
	case "sitemapindex":
		return Index
	case "channel":
		if root.Attr("href") != "" || root.Attr("base") != "" || root.Find("abstract") != nil || root.Find("item") == nil {
			return CDF
		}
		return RSS
	}
	if root.Find("channel") != nil {
		return RSS // under a root of its own invention
	}
	return ""
}

// app writes a service document as a feed without entries.
func (w *writer) app(root *markup.Node) {
	w.raw(rssHead)
	if ws := root.Find("app:workspace"); ws != nil {
		if t := ws.Find("atom:title"); t != nil {
			w.element("title", trimmed(t))
		}
	}
	w.raw("</channel></rss>")
}

func version(root *markup.Node) string {
	if v := root.Attr("version"); v != "" {
		return v
	}
	space := strings.ToLower(root.Space)
	if strings.EqualFold(root.Name, "rdf") {
		for _, c := range root.Children {
			if strings.EqualFold(c.Name, "channel") {
				space = strings.ToLower(c.Space)
			}
		}
	}
	switch {
	case strings.Contains(space, "w3.org/2005/atom"):
		return "1.0"
	case strings.Contains(space, "purl.org/atom/ns"):
		return "0.3"
	case strings.Contains(space, "purl.org/rss/1.0"):
		return "1.0"
	case strings.Contains(space, "simple/0.9"):
		return "0.9"
	}
	return ""
}

// scope is what an element inherits.
type scope struct {
	base   *url.URL
	native string // the prefix that means the feed's own vocabulary
	v10    bool   // Atom 1.0
}

// enter gives the scope inside an element.
func (s scope) enter(n *markup.Node) scope {
	if b := strings.TrimSpace(n.Attr("xml:base")); b != "" {
		if u, err := url.Parse(b); err == nil {
			switch {
			case s.base != nil && s.base.IsAbs():
				s.base = s.base.ResolveReference(u)
			case u.IsAbs():
				s.base = u
			}
		}
	}
	return s
}

// key is an element's name for switching: the feed's own ones without prefix.
func (s scope) key(n *markup.Node) string {
	if n.Name == "" {
		return ""
	}
	if n.Prefix == s.native || n.Prefix == "rss" {
		return strings.ToLower(n.Name)
	}
	return n.Key()
}

// writer writes elements for gofeed.
type writer struct {
	b    bytes.Buffer
	feed *Feed
}

func (w *writer) raw(s string) { w.b.WriteString(s) }

// element writes a name with a text, or nothing where there is none.
func (w *writer) element(name, text string) {
	if text == "" {
		return
	}
	w.raw("<" + name + ">")
	_ = xml.EscapeText(&w.b, []byte(text))
	w.raw("</" + name + ">\n")
}
