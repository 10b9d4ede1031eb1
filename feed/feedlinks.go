package feed

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/address"
	"attache/feed/charset"
)

// siblings are paths at an address's host.
func siblings(at string, paths []string) []string {
	base := baseURL(at)
	if base == nil {
		return nil
	}
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = base.Scheme + "://" + base.Host + p
	}
	return out
}

// feedTypes are the media types of feeds in links.
var feedTypes = []string{
	"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml",
	"application/xml",
}

// feedLink is a link of a page that may lead to a feed.
type feedLink struct {
	href, title string
	named       bool // the page's head names it as a feed
}

// seemsFeed tells whether a link looks like a feed's, and one of the page's site.
func (l *feedLink) seemsFeed(page string) bool {
	return (looksLikeFeed(l.href) || saysFeed(l.title)) &&
		(sameSite(l.href, page) || siteOf(l.href) == siteOf(page) || feedHost(l.href))
}

// linkedFeeds finds the feeds a page links to: those its head names first, then
// what looks like one, by its address or by the words of the link.
func linkedFeeds(body []byte, at, contentType string) []feedLink {
	text, _ := charset.ToUTF8(body, contentType)
	base := baseURL(at)
	var named, guessed []feedLink
	var open *feedLink // an anchor whose words are still to come
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(1 << 20)
	flush := func() {
		if open != nil && open.seemsFeed(at) {
			guessed = append(guessed, *open)
		}
		open = nil
	}
	for range 200_000 {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		switch kind {
		case html.TextToken:
			if open != nil && len(open.title) < 200 {
				open.title += " " + t.Data
			}
			continue
		case html.EndTagToken:
			if t.DataAtom == atom.A {
				flush()
			}
			continue
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		href := resolved(base, attr(t, "href"))
		switch {
		case t.DataAtom == atom.Base && href != "":
			if b := baseURL(href); b != nil {
				base = b
			}
		case t.DataAtom == atom.Img && open != nil:
			open.title += " " + attr(t, "alt") + " " + attr(t, "title")
		case href == "":
		case t.DataAtom == atom.Link && isFeedLink(t):
			named = append(named, feedLink{href, attr(t, "title"), true})
		case t.DataAtom == atom.A:
			flush()
			open = &feedLink{href: href, title: attr(t, "title") + " " + attr(t, "aria-label") + " " + classWords(attr(t, "class"))}
		}
	}
	flush()
	return rankLinks(named, guessed)
}

// rankLinks orders links before they are tried: each address once, news before
// vacancies, what the head names before what only looks like a feed.
func rankLinks(lists ...[]feedLink) []feedLink {
	var out []feedLink
	seen := map[string]bool{}
	for _, l := range slices.Concat(lists...) {
		if !seen[l.href] {
			seen[l.href] = true
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b feedLink) int { return wordRank(b) - wordRank(a) })
	return out
}

func classWords(class string) string {
	if strings.Contains(strings.ToLower(class), "rss") {
		return "rss"
	}
	return ""
}

var (
	newsWords = regexp.MustCompile(`(?i)news|press|release|statement|communiqu|announce|headline|latest|nachricht|aktuell|meldung|actualit|noticia|comunicad|notas?-|` +
		`notizie|comunicat|aktualno|haber|açıklama|новост|пресс|заявлен|новин|أخبار|بيان|新闻|新聞|要闻|ニュース|報道|뉴스|보도|berita`)
	otherWords = regexp.MustCompile(`(?i)vacanc|\bjobs?\b|career|recruit|tender|procure|\bbids?\b|comment|event|calendar|agenda|photo|galler|video|podcast|audio|weather|sport|` +
		`travel-?advi|stellen|ausschreib|veranstalt|kommentar|emploi|offres|marchés|commentaire|empleo|vacante|licitac|comentario|concurso|vaga|` +
		`lavoro|bandi|praca|przetarg|ihale|iş ilan|ваканс|закупк|тендер|комментар|мероприят|коментар|وظائف|مناقص|招聘|采购|採用|調達|채용|입찰|lowongan`)
	feedWords = regexp.MustCompile(`(?i)(^|[^\pL])(rss|atom|rdf|xml-?feed|news-?feed|web-?feed|feeds?)([^\pL]|$)`)
)

// saysFeed tells whether a link's words say that it leads to a feed.
func saysFeed(words string) bool { return len(words) < 300 && feedWords.MatchString(words) }

func wordRank(l feedLink) int {
	score := 0
	words := l.title + " " + l.href
	if newsWords.MatchString(words) {
		score += 2
	}
	if otherWords.MatchString(words) {
		score -= 4
	}
	if l.named {
		score++
	}
	return score
}

func isFeedLink(t html.Token) bool {
	rels := strings.Fields(strings.ToLower(attr(t, "rel")))
	if slices.Contains(rels, "feed") {
		return true
	}
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(attr(t, "type"))), ";")
	return slices.Contains(rels, "alternate") && (slices.Contains(feedTypes, kind) ||
		kind == "" && attr(t, "hreflang") == "" && attr(t, "media") == "" && (saysFeed(attr(t, "title")) || looksLikeFeed(attr(t, "href"))))
}

var feedPath = regexp.MustCompile(`(?i)(\.(rss|atom|rdf|xml)|/(rss2?|feeds?|atom|rdf)|/rss[-_]?feed|listfeed\.aspx|rss[^/]*\.(php|ashx|aspx|asp|jsp|do|cgi|html?|axd)|` +
	`feed[^/]*\.(php|ashx|aspx|asp|jsp|xml|json|axd)|[^/]*rss\.[a-z]{2,5}|xmlrss[^/]*|/rss/[^/]+\.xml)$`)

// looksLikeFeed tells whether a link's address is one that feeds have.
func looksLikeFeed(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	p := strings.TrimRight(u.Path, "/")
	if feedPath.MatchString(p) && !strings.HasSuffix(strings.ToLower(p), "sitemap.xml") {
		return true
	}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		value := strings.ToLower(first(values...))
		if name == "feed" && value != "" || (name == "format" || name == "type" || name == "output" || name == "view" || name == "page") &&
			(value == "rss" || value == "atom" || value == "feed" || value == "rss2" || value == "backend") || name == "rss" || name == "rssid" {
			return true
		}
	}
	return false
}

// feedHost tells whether an address is of a host that serves others' feeds.
func feedHost(link string) bool {
	h := host(link)
	return strings.HasPrefix(h, "feeds.") || strings.HasPrefix(h, "feed.") || strings.HasPrefix(h, "rss.") ||
		strings.HasSuffix(h, "feedburner.com")
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// resolved makes a link absolute; "" for what is no web address.
func resolved(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if rest, found := cutFold(ref, "feed:"); found { // feed:https://…, feed://…
		if ref = rest; strings.HasPrefix(rest, "//") {
			ref = "http:" + rest
		}
	}
	u, err := url.Parse(ref)
	if err != nil || ref == "" {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// sameSite tells whether two addresses belong to one site: the same host but
// for "www." and mobile variants, or one below the other.
func sameSite(a, b string) bool {
	ha, hb := host(address.Key(a)), host(address.Key(b))
	return ha != "" && hb != "" && (ha == hb || strings.HasSuffix(ha, "."+hb) || strings.HasSuffix(hb, "."+ha))
}
