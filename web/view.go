package web

import (
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"attache"
	"attache/internal/country"
)

// functions are what templates may call.
func (s *Site) functions() template.FuncMap {
	return template.FuncMap{
		"href": s.href,
		"to":   func(folder, id string) string { return s.href(at(folder, id)) },
		"pair": func(a, b string) string { return s.href(pairPath(a, b)) },
		"person": func(speaker string) string {
			if path := personPath(speaker); path != "" {
				return s.href(path)
			}
			return ""
		},
		"country": func(code string) string { return country.Name(code, "en") },
		"flag":    country.Flag,
		"date":    func(t time.Time) string { return t.UTC().Format("2 January 2006") },
		"when":    func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
		"clock":   func(t time.Time) string { return t.UTC().Format("15:04") },
		"day":     func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"iso":     func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"weekday": func(t time.Time) string { return t.UTC().Format("Monday, 2 January 2006") },
		"slug":    slug, "editionName": editionName,
		"dir":      direction,
		"kind":     attache.SourceKind.Name,
		"what":     what,
		"exact":    textFragment,
		"web":      attache.IsLink,
		"plural":   func(n int, one, many string) string { return map[bool]string{true: one, false: many}[n == 1] },
		"share":    shareLinks,
		"feed":     func(at, name string) string { return s.href(feedPath(at, name)) },
		"position": func(k attache.PositionKind) string { return string(k) },
	}
}

// direction is how a language is written.
func direction(lang string) string {
	switch lang {
	case "ar", "fa", "he", "ur":
		return "rtl"
	}
	return "ltr"
}

// what says what happened, where it is more than that somebody spoke.
func what(t attache.EventType) string {
	if t == attache.Statement {
		return ""
	}
	return t.Name()
}

// slug makes a name part of an address: letters and digits of any script, in
// lower case and without accents where they are Latin, joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	gap, latin := false, false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) && latin:
			continue // the accent of a Latin or Greek letter
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			if unicode.IsLetter(r) {
				latin = unicode.In(r, unicode.Latin, unicode.Greek)
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	s := norm.NFC.String(b.String())
	if len(s) > 120 {
		s = strings.ToValidUTF8(s[:120], "")
	}
	return s
}

// textFragment leads to the words within their page, where a browser can. Of
// words with a gap it takes those before it.
func textFragment(address, words string) string {
	if !attache.IsLink(address) {
		return ""
	}
	words, _, _ = strings.Cut(words, " … ")
	fields := strings.Fields(words)
	if len(fields) == 0 || strings.Contains(address, "#") {
		return address
	}
	escape := func(w []string) string {
		return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(strings.Join(w, " ")))
	}
	if len(fields) <= 8 {
		return address + "#:~:text=" + escape(fields)
	}
	return address + "#:~:text=" + escape(fields[:4]) + "," + escape(fields[len(fields)-4:])
}

// share is where a page is passed on.
type share struct{ Telegram, Facebook, Copy string }

func shareLinks(address, title string) share {
	q := url.QueryEscape
	return share{
		Telegram: "https://t.me/share/url?url=" + q(address) + "&text=" + q(title),
		Facebook: "https://www.facebook.com/sharer/sharer.php?u=" + q(address),
		Copy:     address,
	}
}

// shown are the quotes that may stand under a name, each with a place to look
// it up.
func shown(quotes []attache.Quote) []attache.Quote {
	return slices.DeleteFunc(slices.Clone(quotes), func(q attache.Quote) bool { return !q.Showable() || !attache.IsLink(q.URL) })
}

// at is the path of a thing in a folder of ours, by its id.
func at(folder, id string) string { return folder + url.PathEscape(id) }

// pairPath is the page of two parties, in the order of their codes.
func pairPath(a, b string) string { return "/countries/" + min(a, b) + "/" + max(a, b) }

// personPath is a speaker's page; "" for who has no name.
func personPath(speaker string) string {
	if s := slug(speaker); s != "" && attache.Named(speaker) {
		return at("/people/", s)
	}
	return ""
}

// feedPath is where a page's feed is: below its path, before its query.
func feedPath(at, name string) string {
	path, query, _ := strings.Cut(at, "?")
	path = strings.TrimSuffix(path, "/") + "/" + name
	if query != "" {
		path += "?" + query
	}
	return path
}
