package feed

import (
	"encoding/json"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/clean"
	"attache/feed/when"
)

// told is what a page's head says of itself.
type told struct {
	published    time.Time
	lang, author string
	body         string // the text in its description of itself (JSON-LD), in paragraphs
}

// publishedNames are the names under which pages tell when they were published,
// in lower case.
var publishedNames = map[string]bool{
	"article:published_time": true, "og:article:published_time": true, "datepublished": true, "pubdate": true, "publishdate": true,
	"publish-date": true, "publication_date": true, "parsely-pub-date": true, "sailthru.date": true, "dc.date": true, "dc.date.issued": true,
	"dcterms.created": true, "dcterms.date": true, "date": true, "article.published": true, "cxenseparse:recs:publishtime": true,
}

var datePublished = regexp.MustCompile(`"datePublished"\s*:\s*"([^"]{8,40})"`)

// tells reads a page's head.
func tells(doc *html.Node) told {
	var t told
	seen := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if seen++; seen > maxElements {
			break
		}
		switch n.DataAtom {
		case atom.Html:
			t.lang = first(t.lang, language(nodeAttr(n, "lang"), nodeAttr(n, "xml:lang")))
		case atom.Meta:
			t.meta(n)
		case atom.Time:
			if t.published.IsZero() && (nodeAttr(n, "itemprop") == "datePublished" || hasAttr(n, "pubdate")) {
				t.published, _ = when.Parse(nodeAttr(n, "datetime"))
			}
		case atom.Script:
			if strings.Contains(nodeAttr(n, "type"), "ld+json") && n.FirstChild != nil {
				t.linked(n.FirstChild.Data)
			}
		}
	}
	return t
}

// linked reads a page's description of itself as linked data.
func (t *told) linked(data string) {
	if m := datePublished.FindStringSubmatch(data); m != nil && t.published.IsZero() {
		t.published, _ = when.Parse(m[1])
	}
	m := articleBody.FindStringSubmatch(data)
	if m == nil || t.body != "" {
		return
	}
	var body string
	if json.Unmarshal([]byte(m[1]), &body) != nil {
		return
	}
	t.body = unglue(body)
}

var articleBody = regexp.MustCompile(`"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")`)

var (
	newLines = regexp.MustCompile(`\s*\n\s*`)
	glued    = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([\p{Ll}\p{Nd})][.!?…]["”’»)]*|[.!?…]["”’»)]+)([“«"„]?\p{Lu})`)
	})
)

// unglue gives a text its paragraphs again: those of its markup or its lines,
// else where a sentence begins right behind another's end.
func unglue(body string) string {
	switch body = strings.TrimSpace(body); {
	case strings.Contains(body, "</p>") || strings.Contains(body, "<br"):
		return clean.Text(body)
	case strings.Contains(body, "\n"):
		return strings.TrimSpace(newLines.ReplaceAllString(html.UnescapeString(body), "\n\n"))
	}
	return glued().ReplaceAllString(html.UnescapeString(body), "$1\n\n$2")
}

func (t *told) meta(n *html.Node) {
	name := strings.ToLower(first(nodeAttr(n, "property"), nodeAttr(n, "name"), nodeAttr(n, "itemprop"), nodeAttr(n, "http-equiv")))
	content := strings.TrimSpace(nodeAttr(n, "content"))
	switch {
	case publishedNames[name] && t.published.IsZero():
		t.published, _ = when.Parse(content)
	case name == "author" && len(content) < 200 && !strings.Contains(content, "://"):
		t.author = first(t.author, content)
	case name == "og:locale" || name == "content-language" || name == "dc.language":
		t.lang = first(t.lang, language(content))
	}
}

func nodeAttr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
