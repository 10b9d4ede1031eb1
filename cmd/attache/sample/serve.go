package sample

import (
	"encoding/xml"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

// rss is what encoding/xml writes as RSS 2.0 with full text.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Content string   `xml:"xmlns:content,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title    string `xml:"title"`
	Link     string `xml:"link"`
	About    string `xml:"description"`
	Language string `xml:"language"`
	Items    []item `xml:"item"`
}

type item struct {
	Title     string `xml:"title"`
	Link      string `xml:"link"`
	GUID      guid   `xml:"guid"`
	Published string `xml:"pubDate"`
	Body      string `xml:"content:encoded"`
}

type guid struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title><style>
:root{color-scheme:light dark}
body{font:1.1rem/1.6 Georgia,'Times New Roman',serif;max-width:38rem;margin:0 auto;padding:1.5rem}
small,aside{font:.85rem/1.5 system-ui,sans-serif;opacity:.75}
h1{line-height:1.2;font-size:1.7rem}
aside{border:1px solid;border-radius:.5rem;padding:.5rem .8rem}
</style></head><body>
<aside>A fictional sample: no event, person or outlet on this page is real.</aside>
<article dir="auto"><h1>{{.Title}}</h1><p><small>{{.Outlet}} · {{.Published.Format "2 January 2006, 15:04"}} UTC</small></p>
{{range .Paragraphs}}<p>{{.}}</p>
{{end}}</article></body></html>
`))

// Paragraphs are the body's, for the page.
func (r Record) Paragraphs() []string {
	return strings.FieldsFunc(r.Body, func(c rune) bool { return c == '\n' })
}

// ServeHTTP serves /feeds/NAME.xml and /news/ID.
func (w *Wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	kind, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch kind {
	case "feeds":
		w.serveFeed(rw, r, strings.TrimSuffix(name, ".xml"))
	case "news":
		w.servePage(rw, r, name)
	default:
		http.NotFound(rw, r)
	}
}

func (w *Wire) serveFeed(rw http.ResponseWriter, r *http.Request, name string) {
	var feed rss
	var changed time.Time
	feed.Version, feed.Content = "2.0", "http://purl.org/rss/1.0/modules/content/"
	records := w.published()
	for _, record := range slices.Backward(records) {
		if slug(record.Outlet) != name {
			continue
		}
		if feed.Channel.Title == "" {
			changed = record.Published
			feed.Channel = channel{Title: record.Outlet, Link: w.base, About: "A fictional outlet", Language: record.Lang}
		}
		feed.Channel.Items = append(feed.Channel.Items, w.item(record))
	}
	out, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	http.ServeContent(rw, r, "", changed, strings.NewReader(xml.Header+string(out)))
}

func (w *Wire) item(r Record) item {
	var body strings.Builder
	for _, p := range r.Paragraphs() {
		body.WriteString("<p>" + template.HTMLEscapeString(p) + "</p>\n")
	}
	return item{
		Title: r.Title, Link: w.base + "/news/" + r.ID, GUID: guid{ID: r.ID},
		Published: r.Published.Format(time.RFC1123Z), Body: body.String(),
	}
}

func (w *Wire) servePage(rw http.ResponseWriter, r *http.Request, id string) {
	for _, record := range w.published() {
		if record.ID != id {
			continue
		}
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		rw.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		if err := page.Execute(rw, record); err != nil {
			return // the reader went away
		}
		return
	}
	http.NotFound(rw, r)
}
