package feed

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"attache"
)

// A page is evidence of an article where it has the article's words. Words are
// compared by their beginnings, so that an inflected form is the same word;
// scripts without spaces by pairs of characters.
const (
	stemLength = 5
	wordShare  = 0.34 // of the title's and summary's words that must be in the page
	sureShare  = 0.6  // of them where the page came from another address than asked for
)

// shares tells whether a page's text has enough of the words of its entry's
// title, or of its summary. A title without words of its own ("Statement") is
// vouched for by the page's title.
func shares(a attache.Article, page PageText, text string) bool {
	in := stems(text)
	title, summary := stems(a.Title), stems(a.Summary)
	if len(title)+len(summary) == 0 {
		return len(in) > 0
	}
	both := union2(title, summary)
	if share(title, in) >= wordShare && count(both, in) >= min(2, len(both)) || share(summary, in) >= wordShare && count(summary, in) >= 4 {
		return true
	}
	return len(title) > 0 && len(title) <= 2 && share(title, stems(page.Title)) == 1 && len(summary) == 0
}

// vouched tells whether a page that came from elsewhere is surely the entry's:
// its title is, and its text has the entry's words.
func vouched(a attache.Article, page PageText) bool {
	title, in := stems(a.Title), stems(page.Text)
	if len(title) < 2 {
		return false
	}
	return share(title, stems(page.Title)) >= sureShare && share(union2(title, stems(a.Summary)), in) >= wordShare ||
		len(stems(a.Summary)) >= 8 && share(stems(a.Summary), in) >= sureShare
}

func union2(a, b map[string]bool) map[string]bool {
	out := make(map[string]bool, len(a)+len(b))
	for w := range a {
		out[w] = true
	}
	for w := range b {
		out[w] = true
	}
	return out
}

func count(words, in map[string]bool) int {
	n := 0
	for w := range words {
		if in[w] {
			n++
		}
	}
	return n
}

func share(words, in map[string]bool) float64 {
	if len(words) == 0 {
		return 0
	}
	return float64(count(words, in)) / float64(len(words))
}

// stems are the beginnings of a text's words of four letters or more, its
// numbers, and the pairs of characters of scripts without spaces.
func stems(text string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) &&
			!unicode.Is(unicode.Mn, r)
	}) {
		r := []rune(w)
		switch {
		case unicode.In(r[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer):
			for i := 1; i < len(r); i++ {
				out[string(r[i-1:i+1])] = true
			}
		case unicode.Is(unicode.Hangul, r[0]) && len(r) >= 2:
			out[string(r[:2])] = true
		case unicode.In(r[0], unicode.Arabic, unicode.Hebrew) && len(r) >= 3:
			out[stemOfArabic(r)] = true
		case len(r) >= 4 || unicode.IsDigit(r[0]) && len(r) >= 2:
			out[string(r[:min(len(r), stemLength)])] = true
		}
	}
	return out
}

// stemOfArabic leaves out the article and the particles written with a word.
func stemOfArabic(r []rune) string {
	w := strings.TrimPrefix(string(r), "و")
	for _, p := range []string{"بال", "لل", "ال"} {
		if rest := strings.TrimPrefix(w, p); rest != w && len([]rune(rest)) >= 3 {
			w = rest
			break
		}
	}
	s := []rune(w)
	return string(s[:min(len(s), 4)])
}

var (
	gatePath = regexp.MustCompile(`(?i)(^|[/_.-])(consent|cookies?|privacy|gdpr|log-?in|sign-?in|sign-?up|sso|oauth2?|auth|account|register|subscribe|subscription|` +
		`paywall|captcha|challenge|cdn-cgi|verify|blocked|denied|error|errors|404|not-?found|page-?not-?found|unavailable|maintenance|offers?)($|[/_.-])`)
	localeOnly = regexp.MustCompile(`(?i)^/?([a-z]{2}([-_][a-z]{2})?)?/?$`)
)

// strays tells whether an address that a link led to is rather another page: of
// another site, a front page, a gate, the section that the page was in.
func strays(link, at string) bool {
	from, to := baseURL(link), baseURL(at)
	if from == nil || to == nil {
		return false
	}
	fromPath, toPath := strings.TrimSuffix(from.EscapedPath(), "/"), strings.TrimSuffix(to.EscapedPath(), "/")
	if fromPath == toPath && sameSite(link, at) {
		return false
	}
	switch {
	case !sameSite(link, at) && siteOf(link) != siteOf(at):
		return true
	case localeOnly.MatchString(to.EscapedPath()) && to.RawQuery == "" && (!localeOnly.MatchString(from.EscapedPath()) || from.RawQuery != ""):
		return true
	case gatePath.MatchString(toPath) && !gatePath.MatchString(fromPath):
		return true
	case len(toPath) < len(fromPath) && strings.HasPrefix(fromPath, toPath+"/") && path.Base(fromPath) != "amp":
		return true // the section
	}
	return to.Query().Has("url") || to.Query().Has("return") || to.Query().Has("returnUrl") || to.Query().Has("redirect") ||
		to.Query().Has("next")
}

// nextPart gives the address behind that of a part: the third behind the second.
func nextPart(at, part string) string {
	a, b := baseURL(at), baseURL(part)
	if a == nil || b == nil {
		return ""
	}
	if b.RawQuery != a.RawQuery {
		q := b.Query()
		for k, v := range q {
			if pageNames[strings.ToLower(k)] && len(v) == 1 {
				q.Set(k, following1(v[0]))
				u := *b
				u.RawQuery = q.Encode()
				return u.String()
			}
		}
		return ""
	}
	u := *b
	u.Path = lastNumber.ReplaceAllStringFunc(b.Path, func(s string) string {
		digits := strings.IndexFunc(s, unicode.IsDigit)
		end := digits
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		return s[:digits] + following1(s[digits:end]) + s[end:]
	})
	u.RawPath = ""
	return u.String()
}

var lastNumber = regexp.MustCompile(`[/_,-]\d(\.[a-z]{2,5})?/?$`)

// following1 gives the number behind a digit; "" where there is none.
func following1(digit string) string {
	if len(digit) != 1 || digit[0] < '1' || digit[0] >= '9' {
		return ""
	}
	return string(digit[0] + 1)
}

// passing are hosts whose addresses only lead on to a report.
var passing = map[string]bool{
	"bit.ly": true, "t.co": true, "goo.gl": true, "ow.ly": true, "tinyurl.com": true, "is.gd": true, "buff.ly": true, "dlvr.it": true,
	"lnkd.in": true,
	"trib.al": true, "cutt.ly": true, "rebrand.ly": true, "shorturl.at": true, "t.ly": true, "rb.gy": true, "clck.ru": true, "vk.cc": true,
	"v.gd":  true,
	"fb.me": true, "ift.tt": true, "amzn.to": true, "wp.me": true, "reut.rs": true, "nyti.ms": true, "bbc.in": true, "on.ft.com": true,
	"apne.ws":              true,
	"feedproxy.google.com": true, "feeds.feedburner.com": true, "feedproxy.feedburner.com": true, "rss.feedsportal.com": true,
	"feedsportal.com": true,
	"news.google.com": true, "go.theregister.com": true, "click.icptrack.com": true, "feeds.feedblitz.com": true, "feedblitz.com": true,
	"t.me": false, "u.to": true, "qoo.ly": true, "urlz.fr": true, "s.id": true,
}

// passesOn tells whether an address only leads on to a report: that of a
// shortener, a feed's proxy, or one that ends in a redirection's own path.
func passesOn(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	return passing[strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")]
}
