package web

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// tagDomain is what ids of entries begin with: they stay when the archive moves.
const tagDomain = "tag:attache,2026:"

// feedRoutes answer the feeds of a page below its pattern.
func (s *Site) feedRoutes(mux *http.ServeMux, pattern string, load loader, reads ...string) {
	at := strings.TrimSuffix(strings.TrimSuffix(pattern, "{$}"), "/") + "/"
	loadChannel := s.feedsOf(load)
	for name, f := range map[string]struct {
		kind  string
		write func(channel, string) ([]byte, error)
	}{
		"feed.xml":  {"application/rss+xml; charset=utf-8", s.rss},
		"atom.xml":  {"application/atom+xml; charset=utf-8", s.atom},
		"feed.json": {"application/feed+json; charset=utf-8", s.jsonFeed},
	} {
		mux.Handle("GET "+at+name, s.cached(func(w http.ResponseWriter, r *http.Request) error {
			c, err := loadChannel(r)
			if err != nil {
				return movedFeed(err, name)
			}
			b, err := f.write(c, s.href(feedPath(c.Path, name)))
			if err != nil {
				return err
			}
			return s.document(w, r, f.kind, c.Updated, b)
		}, reads...))
	}
}

// document sends what is no page.
func (s *Site) document(w http.ResponseWriter, r *http.Request, kind string, modified time.Time, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "public, max-age=300")
	if !modified.IsZero() {
		w.Header().Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	return send(w, r, http.StatusOK, body)
}

// hub is the WebSub hub that feeds name.
func (s *Site) hub() string {
	if s.Hub == OwnHub {
		return s.href(hubPath)
	}
	return cmp.Or(s.Hub, publicHub)
}

// publicHub is a hub that anybody may name.
const publicHub = "https://pubsubhubbub.appspot.com/"

// RSS 2.0 with the parts of other vocabularies that readers use.
type rssDocument struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language,omitempty"`
	BuildDate   string    `xml:"lastBuildDate,omitempty"`
	Generator   string    `xml:"generator"`
	TTL         int       `xml:"ttl"`
	Links       []rssLink `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        rssGUID  `xml:"guid"`
	Published   string   `xml:"pubDate"`
	Creators    []string `xml:"dc:creator"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description"`
	Content     string   `xml:"content:encoded"`
}

type rssGUID struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

func (s *Site) rss(c channel, self string) ([]byte, error) {
	d := rssDocument{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/",
		DC: "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			Title: clean(c.Title), Link: s.href(c.Path), Description: clean(c.Description), Language: c.Lang, Generator: "Attaché", TTL: 15,
			Links: []rssLink{{self, "self", "application/rss+xml"}, {s.hub(), "hub", ""}},
		},
	}
	if !c.Updated.IsZero() {
		d.Channel.BuildDate = c.Updated.UTC().Format(time.RFC1123Z)
	}
	for _, e := range c.Entries {
		item := rssItem{
			Title: clean(e.Title), Link: s.href(e.Path), GUID: rssGUID{Value: tagDomain + e.ID}, Published: e.Published.UTC().Format(time.RFC1123Z),
			Description: clean(e.Summary), Content: clean(e.HTML),
		}
		for _, a := range e.Authors {
			item.Creators = append(item.Creators, clean(a))
		}
		for _, t := range e.Tags {
			item.Categories = append(item.Categories, clean(t))
		}
		d.Channel.Items = append(d.Channel.Items, item)
	}
	return marshalXML(d)
}

type atomDocument struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr,omitempty"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle"`
	Updated   string      `xml:"updated"`
	Links     []rssLink   `xml:"link"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string         `xml:"id"`
	Title     string         `xml:"title"`
	Links     []rssLink      `xml:"link"`
	Published string         `xml:"published"`
	Updated   string         `xml:"updated"`
	Authors   []atomAuthor   `xml:"author"`
	Tags      []atomCategory `xml:"category"`
	Summary   string         `xml:"summary"`
	Content   atomContent    `xml:"content"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

func (s *Site) atom(c channel, self string) ([]byte, error) {
	d := atomDocument{
		Lang: c.Lang, ID: tagDomain + "feed:" + c.Path, Title: clean(c.Title), Subtitle: clean(c.Description), Generator: "Attaché",
		Updated: c.Updated.UTC().Format(time.RFC3339),
		Links:   []rssLink{{s.href(c.Path), "alternate", "text/html"}, {self, "self", "application/atom+xml"}, {s.hub(), "hub", ""}},
	}
	for _, e := range c.Entries {
		a := atomEntry{
			ID: tagDomain + e.ID, Title: clean(e.Title), Links: []rssLink{{s.href(e.Path), "alternate", "text/html"}},
			Published: e.Published.UTC().Format(time.RFC3339), Updated: e.Updated.UTC().Format(time.RFC3339),
			Summary: clean(e.Summary), Content: atomContent{"html", clean(e.HTML)},
		}
		for _, name := range e.Authors {
			a.Authors = append(a.Authors, atomAuthor{clean(name)})
		}
		if len(a.Authors) == 0 {
			a.Authors = []atomAuthor{{"Attaché"}} // an entry without one is no valid entry
		}
		for _, t := range e.Tags {
			a.Tags = append(a.Tags, atomCategory{clean(t)})
		}
		d.Entries = append(d.Entries, a)
	}
	return marshalXML(d)
}

func marshalXML(d any) ([]byte, error) {
	b, err := xml.MarshalIndent(d, "", " ")
	return append([]byte(xml.Header), b...), err
}

// clean leaves out what no XML document may hold.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
}

// JSON Feed 1.1.
type jsonFeedDocument struct {
	Version     string         `json:"version"`
	Title       string         `json:"title"`
	Description string         `json:"description,omitempty"`
	HomePage    string         `json:"home_page_url"`
	FeedURL     string         `json:"feed_url"`
	Language    string         `json:"language,omitempty"`
	Hubs        []jsonHub      `json:"hubs,omitempty"`
	Items       []jsonFeedItem `json:"items"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type jsonFeedItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func (s *Site) jsonFeed(c channel, self string) ([]byte, error) {
	d := jsonFeedDocument{
		Version: "https://jsonfeed.org/version/1.1", Title: c.Title, Description: c.Description, HomePage: s.href(c.Path), FeedURL: self,
		Language: c.Lang,
		Hubs:     []jsonHub{{"WebSub", s.hub()}}, Items: []jsonFeedItem{},
	}
	for _, e := range c.Entries {
		item := jsonFeedItem{
			ID: tagDomain + e.ID, URL: s.href(e.Path), Title: e.Title, HTML: e.HTML, Summary: e.Summary,
			Published: e.Published.UTC().Format(time.RFC3339), Modified: e.Updated.UTC().Format(time.RFC3339), Tags: e.Tags,
		}
		for _, a := range e.Authors {
			item.Authors = append(item.Authors, jsonAuthor{a})
		}
		d.Items = append(d.Items, item)
	}
	return json.MarshalIndent(d, "", " ")
}

// opml is the list of sources as other readers take it.
type opml struct {
	XMLName xml.Name      `xml:"opml"`
	Version string        `xml:"version,attr"`
	Title   string        `xml:"head>title"`
	Sources []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Type string `xml:"type,attr"`
	Text string `xml:"text,attr"`
	URL  string `xml:"xmlUrl,attr"`
	Lang string `xml:"language,attr,omitempty"`
}

func (s *Site) opml(w http.ResponseWriter, r *http.Request) error {
	sources, err := s.Store.ListSources(r.Context())
	if err != nil {
		return err
	}
	d := opml{Version: "2.0", Title: "Sources of Attaché"}
	for i := range sources {
		if p := public(sources[i]); p.URL != "" {
			d.Sources = append(d.Sources, opmlOutline{"rss", clean(p.Name), p.URL, p.Lang})
		}
	}
	b, err := marshalXML(d)
	if err != nil {
		return err
	}
	return s.document(w, r, "text/x-opml; charset=utf-8", time.Time{}, b)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
