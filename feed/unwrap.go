package feed

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"attache/feed/clean"
)

// Feeds of aggregators and alerts link to themselves, with the report's address
// inside. What stands in the address is taken out of it; what only the server
// knows is found when the page is read.

// wrappers are the addresses that hold another one in a parameter: the host
// (also below it), the beginning of the path, the names of the parameter.
var wrappers = []struct{ host, path, names string }{
	{"google.com", "/url", "url q"},
	{"google.com", "/alerts/", "url"},
	{"bing.com", "/news/apiclick.aspx", "url"},
	{"facebook.com", "/l.php", "u"},
	{"l.facebook.com", "/", "u"},
	{"lm.facebook.com", "/", "u"},
	{"l.instagram.com", "/", "u"},
	{"t.umblr.com", "/redirect", "z"},
	{"youtube.com", "/redirect", "q"},
	{"vk.com", "/away.php", "to"},
	{"away.vk.com", "/away.php", "to"},
	{"linkedin.com", "/redir/", "url"},
	{"duckduckgo.com", "/l/", "uddg"},
	{"safelinks.protection.outlook.com", "/", "url"},
	{"steamcommunity.com", "/linkfilter", "url u"},
	{"out.reddit.com", "/", "url"},
	{"news.yandex.ru", "/", "cl4url"},
	{"dzen.ru", "/away", "to"},
	{"feedproxy.google.com", "/", "url"},
	{"getpocket.com", "/redirect", "url"},
	{"go.redirectingat.com", "/", "url"},
	{"anonym.to", "/", "url"},
	{"slack-redir.net", "/link", "url"},
	{"feedly.com", "/i/", "url"},
}

// unwrapped gives the address that an aggregator's address holds; the same
// address where it holds none. At most three stand in each other.
func unwrapped(link string) string {
	for range 3 {
		u, err := url.Parse(link)
		if err != nil {
			return link
		}
		inner := innerAddress(u)
		if baseURL(inner) == nil || !strings.HasPrefix(inner, "http") {
			return link
		}
		link = inner
	}
	return link
}

func innerAddress(u *url.URL) string {
	name := strings.ToLower(u.Hostname())
	for _, w := range wrappers {
		if name != w.host && !strings.HasSuffix(name, "."+w.host) && (w.host != "google.com" || !googleHost.MatchString(name)) ||
			!strings.HasPrefix(u.Path, w.path) {
			continue
		}
		q := u.Query()
		for field := range strings.FieldsSeq(w.names) {
			if v := strings.TrimSpace(q.Get(field)); v != "" {
				return v
			}
		}
	}
	if name == "news.google.com" {
		return insideArticleID(u.Path)
	}
	return ""
}

var googleHost = regexp.MustCompile(`^(www\.)?google\.(com?\.)?[a-z]{2,3}$`)

var webAddress = regexp.MustCompile(`https?://[!-~]+`)

// insideArticleID reads the address out of the id of an article of Google News;
// newer ids hold none.
func insideArticleID(path string) string {
	_, id, found := strings.Cut(path, "articles/")
	if !found {
		return ""
	}
	id, _, _ = strings.Cut(id, "/")
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(id, "="))
	if err != nil {
		if raw, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(id, "=")); err != nil {
			return ""
		}
	}
	return string(webAddress.Find(raw))
}

// aggregates tells whether an address is an aggregator's.
func aggregates(link string) bool {
	u := baseURL(link)
	if u == nil {
		return false
	}
	name := strings.ToLower(u.Hostname())
	return name == "news.google.com" || name == "news.yahoo.com" || innerAddress(u) != "" ||
		(name == "bing.com" || strings.HasSuffix(name, ".bing.com")) && strings.HasPrefix(u.Path, "/news")
}

// unwrap gives an entry the address of its report and, where the feed is an
// aggregator's, its outlet; a feed's own name behind its titles goes.
func (e *Entry) unwrap(f Feed) {
	wrapped := e.URL
	e.URL = unwrapped(e.URL)
	fromOther := aggregates(wrapped) || e.URL != wrapped
	if !fromOther {
		e.Outlet = ""
		if head, tail, ok := splitOutlet(e.Title); ok && letterForm(tail) == letterForm(clean.Line(f.Title)) {
			e.Title = head
		}
		return
	}
	if e.site != "" && baseURL(e.URL) != nil && !aggregates(e.URL) && siteOf(e.site) != siteOf(e.URL) {
		e.Outlet = "" // the aggregator contradicts itself
	}
	head, tail, ok := splitOutlet(e.Title)
	if ok && (e.Outlet == "" || letterForm(tail) == letterForm(e.Outlet)) {
		e.Title, e.Outlet = head, clean.Line(tail)
	}
}

var outletMarks = []string{" - ", " – ", " — ", " | ", " :: ", " » ", " · "}

// splitOutlet splits a title before the outlet at its end: up to six words
// behind the last dash or bar.
func splitOutlet(title string) (head, outlet string, ok bool) {
	at, size := -1, 0
	for _, m := range outletMarks {
		if i := strings.LastIndex(title, m); i > at {
			at, size = i, len(m)
		}
	}
	if at <= 0 {
		return title, "", false
	}
	head, outlet = strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+size:])
	n := utf8.RuneCountInString(outlet)
	return head, outlet, head != "" && n >= 2 && n <= 60 && len(strings.Fields(outlet)) <= 6
}
