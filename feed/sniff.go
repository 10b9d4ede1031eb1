package feed

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/feed/charset"
)

// docKind is what a document behind an entry's link is.
type docKind int

const (
	docHTML docKind = iota + 1
	docText
	docPDF
)

// NoPageError is returned for a document that is none of those whose text is
// read: a picture, an archive, data.
type NoPageError struct{ What string }

// Error says what it is instead.
func (e *NoPageError) Error() string { return "no page but " + e.What }

// sniff tells what a document is by its bytes: an address and a header say
// what its server believes. text is its content as UTF-8, nil for a PDF.
func sniff(data []byte, contentType string) (kind docKind, text []byte, err error) {
	if bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return docPDF, nil, nil
	}
	text, _ = charset.ToUTF8(data, contentType)
	text = bytes.TrimLeft(text, "\ufeff \t\r\n")
	if what := binary(data, text); what != "" {
		return 0, nil, &NoPageError{what}
	}
	head := bytes.ToLower(text[:min(len(text), 64<<10)])
	switch {
	case len(text) == 0:
		return 0, nil, &NoPageError{"nothing"}
	case isPage(text) || bytes.Contains(head[:min(len(head), 4096)], []byte("<html")):
		return docHTML, text, nil
	}
	if what := format(head); what != "" {
		return 0, nil, &NoPageError{what}
	}
	if hasTags(head) {
		return docHTML, text, nil
	}
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case "", "text/plain", "text/html", "application/xhtml+xml", "application/octet-stream", "text/markdown":
		return docText, text, nil
	}
	return 0, nil, &NoPageError{fmt.Sprintf("%s data", media)}
}

// binary names what no text is: known beginnings, and characters that no text has.
func binary(data, text []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(data[:min(len(data), 512)]), ";")
	switch family, sub, _ := strings.Cut(kind, "/"); {
	case family == "image", family == "audio", family == "video", family == "font":
		return "a file of type " + kind
	case family == "application" && sub != "octet-stream":
		return "a file of type " + kind
	}
	odd, all := 0, 0
	for sample := text[:min(len(text), 16<<10)]; len(sample) > 0; {
		r, size := utf8.DecodeRune(sample)
		sample = sample[size:]
		all++
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' && r != '\f' {
			odd++
		}
	}
	if odd*50 > all {
		return "binary data"
	}
	return ""
}

// formats are the beginnings of documents in text that are no page.
var formats = []struct{ begin, what string }{
	{"{\\rtf", "an RTF document"},
	{"begin:vcalendar", "a calendar"},
	{"begin:vcard", "a card"},
	{"%!ps", "PostScript"},
	{"mime-version:", "a mail"},
	{"<rss", "a feed"},
	{"<feed", "a feed"},
	{"<rdf:rdf", "a feed"},
	{"<urlset", "a sitemap"},
	{"<sitemapindex", "a sitemap"},
	{"<opml", "an OPML list"},
	{"<svg", "a drawing"},
	{"<wml", "WML"},
	{"<math", "a formula"},
}

// format names the document that a text in lower case begins as; "" where it
// may be a page or plain text.
func format(head []byte) string {
	if looksJSON(head) {
		return "JSON"
	}
	isXML := bytes.HasPrefix(head, []byte("<?xml"))
	for bytes.HasPrefix(head, []byte("<?")) || bytes.HasPrefix(head, []byte("<!--")) || bytes.HasPrefix(head, []byte("<!doctype")) {
		end := ">"
		if bytes.HasPrefix(head, []byte("<!--")) {
			end = "-->"
		}
		_, rest, found := bytes.Cut(head, []byte(end))
		if !found {
			break
		}
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
	for _, f := range formats {
		if bytes.HasPrefix(head, []byte(f.begin)) {
			return f.what
		}
	}
	if isXML && !hasTags(head) {
		return "XML"
	}
	return ""
}

// looksJSON tells whether a text begins as an object or a list does.
func looksJSON(head []byte) bool {
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	next := bytes.TrimLeft(head[1:], " \t\r\n")
	return len(next) > 0 && bytes.ContainsRune([]byte(`"{[]}`), rune(next[0])) ||
		head[0] == '[' && len(next) > 0 && (next[0] >= '0' && next[0] <= '9') && bytes.Contains(head, []byte(","))
}

var tagBegins = [][]byte{
	[]byte("<p"), []byte("<div"), []byte("<br"), []byte("<body"), []byte("<h1"), []byte("<h2"), []byte("<table"), []byte("<article"),
	[]byte("<main"), []byte("<section"), []byte("<font"), []byte("<center"), []byte("<meta"), []byte("<title"),
}

// hasTags tells whether a text in lower case has tags of HTML.
func hasTags(head []byte) bool {
	for _, tag := range tagBegins {
		at := bytes.Index(head, tag)
		if at < 0 || at+len(tag) >= len(head) {
			continue
		}
		if next := head[at+len(tag)]; next == '>' || next == ' ' || next == '/' || next == '\n' || next == '\r' || next == '\t' {
			return true
		}
	}
	return false
}
