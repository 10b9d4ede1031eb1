package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"attache/feed/charset"
	"attache/feed/clean"
	"attache/feed/markup"
	"attache/feed/repair"
	"attache/feed/when"

	plain "attache/internal/text"
)

// Parse reads a feed of any format, or a news sitemap, from its bytes. base is
// the address it came from, "" where unknown; contentType is the header's
// value, "" where unknown. A web page is ErrIsPage, anything else that is no
// feed ErrNotFeed.
func Parse(data []byte, base, contentType string) (f Feed, err error) {
	defer caught(&err, ErrNotFeed)
	defer func() {
		for i := range f.Entries {
			f.Entries[i].unwrap(f)
		}
	}()
	return parse(data, base, contentType)
}

func parse(data []byte, base, contentType string) (Feed, error) {
	if len(data) > 4*maxDocument {
		return Feed{}, ErrTooLarge
	}
	text, _ := charset.ToUTF8(data, contentType)
	text = withoutNoise(bytes.TrimLeft(text, "\ufeff \t\r\n\x00"))
	at := baseURL(base)
	if len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		f, err := parseJSON(text, at)
		if begin := feedBegins.FindIndex(text[:min(len(text), maxPreamble)]); err != nil && begin != nil {
			return parse(text[begin[0]:], base, "") // a program's note before the feed
		}
		return f, err
	}
	if isPage(text) {
		return Feed{}, ErrIsPage
	}
	doc, root, err := repair.XML(text, at)
	switch {
	case errors.Is(err, markup.ErrNoElement), errors.Is(err, repair.ErrNotFeed):
		if strings.Contains(strings.ToLower(contentType), "html") {
			return Feed{}, ErrIsPage
		}
		return Feed{}, ErrNotFeed
	case err != nil:
		return Feed{}, err
	}
	if doc.Family == repair.Sitemap || doc.Family == repair.Index {
		return parseSitemap(root, at), nil
	}
	channel, err := (&rss.Parser{}).Parse(bytes.NewReader(doc.Text))
	if err != nil {
		return Feed{}, fmt.Errorf("%w (%w)", ErrNotFeed, err)
	}
	return fromRSS(doc, channel), nil
}

// noise is what may stand before a feed: the warnings of a program that wrote
// them into its output. feedBegins is where the feed begins behind it.
var (
	pageBegins = regexp.MustCompile(`(?i)<(html|head|body|!doctype\s+html|title|frameset)[\s>]`)
	feedBegins = regexp.MustCompile(`(?i)<\?xml\s|<rss[\s>]|<feed[\s>]|<rdf:RDF[\s>]|<urlset[\s>]|<sitemapindex[\s>]`)
	jsonBegins = regexp.MustCompile(`\{\s*"(version|title|items)"\s*:`)
)

const maxPreamble = 16 << 10

// withoutNoise cuts off what stands before a feed that is not part of it.
func withoutNoise(text []byte) []byte {
	head := text[:min(len(text), maxPreamble)]
	at := feedBegins.FindIndex(head)
	if at == nil {
		at = jsonBegins.FindIndex(head)
	}
	if at == nil || at[0] == 0 || pageBegins.Match(head[:at[0]]) {
		return text
	}
	if before := bytes.TrimSpace(head[:at[0]]); bytes.HasPrefix(before, []byte("<!--")) || bytes.HasPrefix(before, []byte("<?")) ||
		bytes.HasPrefix(before, []byte("<!")) || bytes.HasPrefix(before, []byte("{")) || bytes.HasPrefix(before, []byte("[")) {
		return text // its own prologue
	}
	return text[at[0]:]
}

// isPage tells whether a document begins as a web page does. It looks at no
// more than its beginning: a page's own markup is none of XML's business.
func isPage(text []byte) bool {
	text = text[:min(len(text), 64<<10)]
	doctype := false
	for {
		text = bytes.TrimLeft(text, " \t\r\n\f\ufeff")
		head := bytes.ToLower(text[:min(len(text), 32)])
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			_, text, _ = bytes.Cut(text, []byte("-->"))
		case bytes.HasPrefix(head, []byte("<?")):
			_, text, _ = bytes.Cut(text, []byte(">"))
		case bytes.HasPrefix(head, []byte("<!doctype")):
			doctype = doctype || bytes.HasPrefix(head, []byte("<!doctype html"))
			_, text, _ = bytes.Cut(text, []byte(">"))
		default:
			return begins(head, "<html", "<head", "<body", "<title", "<meta") || doctype && !begins(head, "<rss", "<feed", "<rdf")
		}
	}
}

func begins(head []byte, tags ...string) bool {
	for _, t := range tags {
		if bytes.HasPrefix(head, []byte(t)) {
			return true
		}
	}
	return false
}

// maxDocument is the most bytes of a document that is fetched; in memory it
// may be larger, where UTF-16 became UTF-8.
const maxDocument = 10 << 20

func baseURL(base string) *url.URL {
	u, err := url.Parse(base)
	if err != nil || !u.IsAbs() || u.Host == "" {
		return nil
	}
	return u
}

// fromRSS takes what gofeed read.
func fromRSS(doc repair.Feed, c *rss.Feed) Feed {
	f := Feed{
		Title: c.Title, Format: strings.TrimSpace(string(doc.Family) + " " + doc.Version), Lang: c.Language,
		URL: c.Link, Hub: doc.Hub, Self: doc.Self, Notes: doc.Notes, Entries: make([]Entry, 0, len(c.Items)),
	}
	if minutes, err := strconv.Atoi(strings.TrimSpace(c.TTL)); err == nil && minutes > 0 {
		f.TTL = time.Duration(min(minutes, 7*24*60)) * time.Minute
	}
	for _, it := range c.Items {
		f.Entries = append(f.Entries, entry(it))
	}
	return f
}

func entry(it *rss.Item) Entry {
	e := Entry{
		URL: it.Link, Title: it.Title, Author: it.Author, Summary: it.Description, Content: it.Content,
		plain: noted(it.Extensions, "plain"),
	}
	if it.GUID != nil {
		e.ID = it.GUID.Value
	}
	e.Published, e.zoneless, _ = when.ParseLocal(it.PubDate)
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Date) > 0 {
		var local bool
		e.Updated, local, _ = when.ParseLocal(it.DublinCoreExt.Date[0])
		e.zoneless = e.zoneless || local
	}
	if from := noted(it.Extensions, "outlet"); len(from) > 0 {
		e.Outlet = plain.OneLine(from[0])
	}
	if site := noted(it.Extensions, "site"); len(site) > 0 {
		e.site = site[0]
	}
	if lang := noted(it.Extensions, "lang"); len(lang) > 0 {
		e.Lang = lang[0]
	}
	if e.Summary == "" {
		e.Summary = e.Content
		if slices.Contains(e.plain, "content") {
			e.plain = append(e.plain, "summary")
		}
	}
	return e
}

// noted reads what package repair noted beside an entry.
func noted(x ext.Extensions, name string) []string {
	var out []string
	for _, e := range x[repair.Note][name] {
		out = append(out, e.Value)
	}
	return out
}

// words gives a field's plain text.
func (e Entry) words(field, value string) string {
	if slices.Contains(e.plain, field) {
		return clean.Paragraphs(value)
	}
	return clean.Text(value)
}
