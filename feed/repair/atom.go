package repair

import (
	"strings"

	"attache/feed/markup"
)

// atom writes Atom 0.3 and 1.0 as RSS.
func (w *writer) atom(root *markup.Node, s scope) {
	var f fields
	lang := ""
	var list []*markup.Node
	if strings.EqualFold(root.Name, "entry") { // a document of one entry
		root = &markup.Node{Name: "feed", Prefix: root.Prefix, Children: []*markup.Node{root}}
	}
	for _, c := range root.Children {
		switch s.key(c) {
		case "title", "dc:title":
			f.setTitle(s.text(c, plain))
		case "link":
			if rel := c.Attr("rel"); rel == "" || rel == "alternate" {
				f.setLink(s.link(c))
			}
			w.relation(c, s)
		case "language", "dc:language":
			lang = firstOf(lang, trimmed(c))
		case "subtitle", "tagline":
			if f.summary == "" {
				f.summary, _ = s.text(c, plain)
			}
		case "entry", "item":
			list = append(list, c)
		}
	}
	w.raw(rssHead)
	w.element("title", f.title)
	w.element("link", f.link)
	w.element("description", f.summary)
	w.element("language", language(root.Attr("xml:lang"), lang, root.Attr("lang")))
	for i, e := range list {
		if e.Open && i > 0 {
			continue // cut off: a later poll brings it whole
		}
		if i == maxItems {
			break
		}
		w.entry(e, s.enter(e))
	}
	w.raw("</channel></rss>")
}

// entry writes one entry. The feed's author is not the entry's: an outlet is
// not a person.
func (w *writer) entry(n *markup.Node, s scope) {
	f := fields{lang: n.Attr("xml:lang")}
	for _, c := range n.Children {
		if c.Name == "" || c.Open {
			continue
		}
		switch s.key(c) {
		case "title", "dc:title":
			f.setTitle(s.text(c, plain))
		case "link":
			f.atomLink(c, s)
		case "id":
			if f.id == "" {
				f.id = s.enter(c).id(trimmed(c))
			}
		case "guid":
			f.id = firstOf(f.id, trimmed(c))
		case "summary", "description", "dc:description":
			f.setSummary(s.text(c, plain))
		case "content":
			f.setContent(s.text(c, plain))
		case "body", "xhtml:body", "xhtml:div":
			f.setContent(s.text(c, xhtml))
		case "content:encoded":
			f.setContent(s.text(c, hyper))
		case "author":
			f.person(c)
		case "dc:creator":
			f.author = firstOf(f.author, trimmed(c))
		default:
			f.date(s.key(c), c)
		}
	}
	f.link = firstOf(f.link, f.document, f.other)
	if f.link == "" && isWeb(f.id) {
		f.link = f.id
	}
	w.writeItem(f)
}

// atomLink takes the link to the page; one that is only related, or the
// entry's own document, stands in for a missing one.
func (f *fields) atomLink(c *markup.Node, s scope) {
	switch rel := strings.ToLower(strings.TrimSpace(c.Attr("rel"))); {
	case rel == "" || rel == "alternate" || strings.HasSuffix(rel, "/alternate"):
		f.alternate(c, s)
	case rel == "related" || rel == "via":
		f.other = firstOf(f.other, s.link(c))
	}
}
