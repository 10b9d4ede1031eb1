package repair

import "attache/feed/markup"

// cdf writes Microsoft's old Channel Definition Format as RSS.
func (w *writer) cdf(root *markup.Node, s scope) {
	if b := root.Attr("base"); b != "" {
		s = s.enter(&markup.Node{Attrs: []markup.Attr{{Name: "xml:base", Value: b}}})
	}
	w.raw(rssHead)
	title, summary := s.cdfTexts(root)
	w.element("title", title)
	w.element("link", s.resolve(root.Attr("href")))
	w.element("description", summary)
	for _, c := range root.Children {
		if s.key(c) != "item" {
			continue
		}
		inner := s.enter(c)
		f := fields{link: inner.resolve(c.Attr("href")), published: c.Attr("lastmod")}
		f.title, f.summary = inner.cdfTexts(c)
		w.writeItem(f)
	}
	w.raw("</channel></rss>")
}

func (s scope) cdfTexts(n *markup.Node) (title, summary string) {
	for _, c := range n.Children {
		switch s.key(c) {
		case "title":
			if title == "" {
				title, _ = s.text(c, plain)
			}
		case "abstract":
			if summary == "" {
				summary, _ = s.text(c, hyper)
			}
		}
	}
	return title, summary
}
