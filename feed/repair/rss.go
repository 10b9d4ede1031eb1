package repair

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"attache/feed/address"
	"attache/feed/clean"
	"attache/feed/markup"
	"attache/feed/when"

	words "attache/internal/text"
)

const rssHead = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:note="urn:attache:note">
<channel>
`

// rss writes RSS of any version, and RDF, whose entries stand beside the channel.
func (w *writer) rss(root *markup.Node, s scope) {
	w.raw(rssHead)
	channel := root
	if c := child(root, s, "channel"); c != nil {
		channel = c
	}
	inner := s
	if channel != root {
		inner = s.enter(channel)
	}
	w.channel(channel, inner, root)
	for _, where := range []struct {
		n *markup.Node
		s scope
	}{{channel, inner}, {root, s}} {
		w.items(where.n, where.s)
		if channel == root {
			break
		}
	}
	w.raw("</channel></rss>")
}

// The bounds of what is written: entries of a feed, bytes of a title and of a
// text. A feed is news; what lies beyond is none.
const (
	maxItems = 2000
	maxTitle = 8 << 10
	maxText  = 2 << 20
)

// items writes the entries that are children of an element, or of <items>.
func (w *writer) items(n *markup.Node, s scope) {
	list := entries(n, s)
	for i, e := range newest(list, s) {
		if e.Open && i > 0 {
			continue // cut off: a later poll brings it whole
		}
		w.item(e, s.enter(e))
	}
}

// newest gives the entries that are read of a long document, in its order: those
// with the latest dates, wherever they stand.
func newest(list []*markup.Node, s scope) []*markup.Node {
	if len(list) <= maxItems {
		return list
	}
	dates := make(map[*markup.Node]time.Time, len(list))
	for _, e := range list {
		var f fields
		for _, c := range e.Children {
			f.date(s.key(c), c)
		}
		dates[e], _ = when.Parse(firstOf(f.published, f.updated))
	}
	byDate := slices.Clone(list)
	slices.SortStableFunc(byDate, func(a, b *markup.Node) int { return dates[b].Compare(dates[a]) })
	chosen := make(map[*markup.Node]bool, maxItems)
	for _, e := range byDate[:maxItems] {
		chosen[e] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(e *markup.Node) bool { return !chosen[e] })
}

// entries are the children of an element that are entries.
func entries(n *markup.Node, s scope) []*markup.Node {
	var out []*markup.Node
	for _, c := range n.Children {
		switch s.key(c) {
		case "item", "entry", "atom:entry":
			out = append(out, c)
		case "items":
			out = append(out, entries(c, s)...)
		}
	}
	return out
}

func child(n *markup.Node, s scope, key string) *markup.Node {
	for _, c := range n.Children {
		if s.key(c) == key {
			return c
		}
	}
	return nil
}

func (w *writer) channel(n *markup.Node, s scope, root *markup.Node) {
	var f fields
	lang := firstOf(n.Attr("xml:lang"), root.Attr("xml:lang"))
	for _, c := range n.Children {
		switch s.key(c) {
		case "title", "dc:title":
			f.setTitle(s.text(c, plain))
		case "link":
			if rel := c.Attr("rel"); rel == "" || rel == "alternate" {
				f.setLink(s.link(c))
			}
			w.relation(c, s)
		case "atom:link":
			if rel := c.Attr("rel"); rel == "" || rel == "alternate" {
				f.other = firstOf(f.other, s.link(c))
			}
			w.relation(c, s)
		case "language", "dc:language":
			f.lang = firstOf(f.lang, strings.TrimSpace(c.Words()))
		case "ttl":
			w.element("ttl", strings.TrimSpace(c.Words()))
		case "description", "tagline", "subtitle", "dc:description":
			if f.summary == "" {
				f.summary, _ = s.text(c, hyper)
			}
		}
	}
	w.element("title", f.title)
	w.element("link", firstOf(f.link, f.other))
	w.element("description", f.summary)
	w.element("language", language(f.lang, lang))
}

// language gives the first tag there is, written with hyphens.
func language(tags ...string) string {
	return strings.ReplaceAll(strings.TrimSpace(firstOf(tags...)), "_", "-")
}

// relation takes the feed's own address and its hub from a link.
func (w *writer) relation(c *markup.Node, s scope) {
	for rel := range strings.FieldsSeq(strings.ToLower(c.Attr("rel"))) {
		switch rel {
		case "self":
			w.feed.Self = firstOf(w.feed.Self, s.link(c))
		case "hub":
			w.feed.Hub = firstOf(w.feed.Hub, s.link(c))
		}
	}
}

// fields are what an entry tells, while it is read.
type fields struct {
	title, link, document, other, id, author, published, updated, summary, content, lang, outlet, site string
	plainTitle, plainSummary, plainContent, notLink                                                    bool
}

func (f *fields) setTitle(value string, isPlain bool) {
	if f.title == "" {
		f.title, f.plainTitle = words.Head(value, maxTitle), isPlain
	}
}

func (f *fields) setLink(link string) { f.link = firstOf(f.link, link) }

// alternate takes the link to a page; one to another kind of document, such as
// the same text as PDF, stands in for a missing one.
func (f *fields) alternate(c *markup.Node, s scope) {
	link := s.link(c)
	if kind := strings.ToLower(c.Attr("type")); kind != "" && !strings.Contains(kind, "html") || isDocument(link) {
		f.document = firstOf(f.document, link)
		return
	}
	f.setLink(link)
}

// isDocument tells whether an address ends like that of a document which is no page.
func isDocument(link string) bool {
	at, _, _ := strings.Cut(strings.ToLower(link), "?")
	switch path.Ext(at) {
	case ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".jpg", ".jpeg", ".png", ".mp3", ".mp4":
		return true
	}
	return false
}

// setSummary takes a description; a second one is the content.
func (f *fields) setSummary(value string, isPlain bool) {
	switch {
	case value == "":
	case f.summary == "":
		f.summary, f.plainSummary = value, isPlain
	case f.content == "":
		f.content, f.plainContent = value, isPlain
	}
}

func (f *fields) setContent(value string, isPlain bool) {
	if f.content == "" {
		f.content, f.plainContent = value, isPlain
	}
}

// item writes one entry.
func (w *writer) item(n *markup.Node, s scope) {
	var f fields
	var spare struct{ title, summary, author, link string }
	for _, c := range n.Children {
		if c.Name == "" || c.Open {
			continue
		}
		switch s.key(c) {
		case "title", "dc:title", "atom:title":
			f.setTitle(s.text(c, plain))
		case "media:title", "itunes:title", "news:title":
			spare.title = firstOf(spare.title, strings.TrimSpace(c.Words()))
		case "link":
			if rel := c.Attr("rel"); rel == "" || rel == "alternate" {
				f.alternate(c, s)
			}
		case "feedburner:origlink", "pheedo:origlink":
			spare.link = firstOf(spare.link, s.link(c))
		case "atom:link":
			if rel := c.Attr("rel"); rel == "" || rel == "alternate" {
				f.other = firstOf(f.other, s.link(c))
			}
		case "guid", "id", "atom:id":
			if f.id == "" {
				f.id = trimmed(c)
				f.notLink = strings.EqualFold(strings.TrimSpace(c.Attr("isPermaLink")), "false") || s.key(c) == "atom:id"
			}
		case "description", "dc:description", "tagline":
			f.setSummary(s.text(c, hyper))
		case "summary", "atom:summary", "abstract", "dcterms:abstract":
			f.setSummary(s.text(c, plain))
		case "itunes:summary", "media:description", "itunes:subtitle":
			spare.summary = firstOf(spare.summary, strings.TrimSpace(c.Words()))
		case "content:encoded", "encoded", "fullitem", "content", "atom:content", "yandex:full-text":
			f.setContent(s.text(c, hyper))
		case "body", "xhtml:body", "xhtml:div":
			f.setContent(s.text(c, xhtml))
		case "source":
			if !c.HasElements() {
				f.outlet, f.site = words.Head(trimmed(c), maxTitle), strings.TrimSpace(c.Attr("url"))
			}
		case "author", "atom:author":
			f.person(c)
		case "dc:creator", "dc:author", "managingeditor":
			f.author = firstOf(f.author, trimmed(c))
		case "itunes:author", "media:credit", "author:name":
			spare.author = firstOf(spare.author, trimmed(c))
		default:
			f.date(s.key(c), c)
		}
	}
	f.title = firstOf(f.title, spare.title)
	f.summary = firstOf(f.summary, clean.HTML(spare.summary, s.base))
	f.author = firstOf(f.author, spare.author)
	f.link = firstOf(spare.link, f.link, f.document, f.other) // a proxy's address counts visits; the report is where it came from
	if f.id == "" && n.Attr("rdf:about") != "" {
		f.id, f.notLink = s.resolve(n.Attr("rdf:about")), false
	}
	f.idAsLink(s)
	w.writeItem(f)
}

// idAsLink lets an id that is an address stand in for a missing link.
func (f *fields) idAsLink(s scope) {
	if f.link != "" || f.notLink || f.id == "" {
		return
	}
	if at := s.resolve(f.id); isWeb(at) {
		f.link, f.id = at, at
	}
}

func (w *writer) writeItem(f fields) {
	w.raw("<item>")
	w.element("title", f.title)
	w.element("link", f.link)
	w.element("guid", f.id)
	w.element("author", f.author)
	w.element("pubDate", f.published)
	w.element("dc:date", f.updated)
	w.element("description", f.summary)
	w.element("content:encoded", f.content)
	w.notes(f)
	w.raw("</item>\n")
}

// notes tells which texts are plain.
func (w *writer) notes(f fields) {
	if f.plainTitle {
		w.element("note:plain", "title")
	}
	if f.plainSummary {
		w.element("note:plain", "summary")
	}
	if f.plainContent {
		w.element("note:plain", "content")
	}
	w.element("note:lang", f.lang)
	w.element("note:outlet", f.outlet)
	w.element("note:site", f.site)
}

// date takes an element that tells when an entry was published or changed; of
// several the last one counts.
func (f *fields) date(key string, c *markup.Node) {
	switch key {
	case "pubdate", "published", "issued", "dcterms:issued", "atom:published", "atom:issued", "prism:publicationdate", "prism:publishdate",
		"news:publication_date":
		f.published = firstOf(trimmed(c), f.published)
	case "dcterms:created":
		f.published = firstOf(f.published, trimmed(c))
	case "dc:date", "updated", "modified", "dcterms:modified", "atom:updated", "atom:modified", "lastbuilddate", "date", "lastmod":
		f.updated = firstOf(trimmed(c), f.updated)
	}
}

// person reads an author: a text, or elements with name and address.
func (f *fields) person(n *markup.Node) {
	if f.author != "" {
		return
	}
	if !n.HasElements() {
		f.author = trimmed(n)
		return
	}
	name, email := "", ""
	for _, c := range n.Children {
		switch strings.ToLower(c.Name) {
		case "name":
			name = firstOf(name, trimmed(c))
		case "email":
			email = firstOf(email, trimmed(c))
		}
	}
	switch {
	case name != "" && email != "":
		f.author = name + " (" + email + ")"
	default:
		f.author = firstOf(name, email)
	}
}

// link reads an address from an element: its text or its href.
func (s scope) link(n *markup.Node) string {
	s = s.enter(n)
	ref := address.Mend(s.base, firstOf(strings.TrimSpace(n.Attr("href")), trimmed(n), strings.TrimSpace(n.Attr("rdf:resource"))))
	if ref == "" {
		return "" // no link, and not the feed's own address
	}
	return s.resolve(ref)
}

func (s scope) resolve(ref string) string { return clean.Resolve(s.base, ref) }

func isWeb(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != ""
}

// id makes an entry's id absolute where it is plainly an address; everything
// else is opaque.
func (s scope) id(ref string) string {
	if strings.HasPrefix(ref, "/") || strings.HasPrefix(ref, "./") || strings.HasPrefix(ref, "../") {
		return s.resolve(ref)
	}
	return ref
}

func trimmed(n *markup.Node) string { return mend(strings.TrimSpace(n.Words())) }

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
