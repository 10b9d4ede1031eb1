package feed

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"attache"
	"attache/feed/address"
)

// linkRelation is how two addresses of a source stand to each other.
type linkRelation int

const (
	linkUnknown    linkRelation = iota
	linkSame                    // one page
	linkNoise                   // one path of one site: host or parameters differ that name nothing
	linkSameNumber              // another path with the same long number: a slug that was written anew
	linkOther                   // another path
	linkOtherID                 // another number: another article of the same kind
)

// compareLinks compares two page keys.
func compareLinks(a, b string) linkRelation {
	if a == "" || b == "" {
		return linkUnknown
	}
	if a == b {
		return linkSame
	}
	x, y := baseURL(a), baseURL(b)
	if x == nil || y == nil {
		return linkOther
	}
	na, nb := idNumbers(x), idNumbers(y)
	switch {
	case siteOf(a) == siteOf(b) && strings.EqualFold(x.Path, y.Path):
		if namesAnother(x, y) {
			return linkOtherID
		}
		return linkNoise
	case len(na) > 0 && len(nb) > 0 && !slices.Equal(na, nb):
		return linkOtherID
	case len(na) > 0 && slices.Equal(na, nb) && siteOf(a) == siteOf(b):
		return linkSameNumber
	}
	return linkOther
}

// idNames are parameters that say which article is meant, whatever else stands
// in an address.
var idNames = map[string]bool{
	"id": true, "nid": true, "pid": true, "aid": true, "uid": true, "tid": true, "cid": true, "did": true, "oid": true, "gid": true,
	"eid": true,
	"p":   true, "n": true, "no": true, "nr": true, "num": true, "number": true, "q": true, "a": true, "item": true, "itemid": true,
	"item_id": true,
	"article": true, "articleid": true, "article_id": true, "news": true, "newsid": true, "news_id": true, "newsno": true, "story": true,
	"storyid": true,
	"post":    true, "postid": true, "post_id": true, "doc": true, "docid": true, "doc_id": true, "document": true, "content": true,
	"contentid":  true,
	"content_id": true, "page": true, "pageid": true, "page_id": true, "node": true, "entry": true, "element_id": true, "elementid": true,
	"pr":    true,
	"press": true, "release": true, "ref": true, "slug": true, "title": true, "name": true, "code": true, "path": true, "file": true,
	"view": true,
	"key":  true, "seq": true, "idx": true, "record": true, "rid": true, "sid_news": true, "mid": true, "v": true, "lang": true, "l": true,
	"to": true, "url": true,
}

// namesAnother tells whether two addresses of one path have parameters that
// name different articles.
func namesAnother(a, b *url.URL) bool {
	x, y := a.Query(), b.Query()
	for name := range x {
		if lower := strings.ToLower(name); idNames[lower] && y.Has(name) && !slices.Equal(x[name], y[name]) {
			return true
		}
	}
	return false
}

// differing are the parameters in which two addresses of one path differ.
func differing(a, b string) []string {
	x, y := baseURL(a), baseURL(b)
	if x == nil || y == nil {
		return nil
	}
	var out []string
	qx, qy := x.Query(), y.Query()
	for name := range qx {
		if qy.Has(name) && !slices.Equal(qx[name], qy[name]) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// idNumbers are the numbers of an address that can name an article: the longest
// of its path, which has three digits or is the whole of the last part, for
// slugs have numbers of their titles; and those of parameters that name
// articles. No year and no date.
func idNumbers(u *url.URL) []string {
	var out []string
	path := strings.TrimRight(u.Path, "/")
	last := path[strings.LastIndexByte(path, '/')+1:]
	longest := ""
	for _, n := range append(longNumbers(last, leastDigits(last)), longNumbers(strings.TrimSuffix(path, last), 3)...) {
		if len(n) > len(longest) {
			longest = n
		}
	}
	if longest != "" {
		out = append(out, longest)
	}
	query := u.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if lower := strings.ToLower(name); idNames[lower] && lower != "page" && lower != "lang" {
			out = append(out, longNumbers(strings.Join(query[name], " "), 1)...)
		}
	}
	return out
}

// longNumbers are the numbers of a text with so many digits that are no dates.
func longNumbers(text string, least int) []string {
	return slices.DeleteFunc(numbers(text), func(n string) bool { return len(n) < least || isDate(n) })
}

// leastDigits is how long a number in the last part of a path must be to name
// an article: any, where nothing else stands there but an ending.
func leastDigits(segment string) int {
	name, _, _ := strings.Cut(segment, ".")
	if strings.Trim(name, "0123456789") == "" {
		return 1
	}
	return 3
}

// isDate tells whether a number may be a year, a month or a day of one.
func isDate(n string) bool {
	switch len(n) {
	case 4, 6, 8:
		return n[:2] == "19" || n[:2] == "20"
	}
	return false
}

// specific tells whether an address looks like one article's: it has a long
// number, a slug of three words, or a long word of the title. "/briefings" is
// rather the list of them.
func specific(link string, titles ...string) bool {
	u := baseURL(link)
	if u == nil {
		return false
	}
	if len(idNumbers(u)) > 0 {
		return true
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if len(slugWords(segment)) >= 3 {
			return true
		}
	}
	slug := slugWords(u.Path[strings.LastIndexByte(strings.TrimRight(u.Path, "/"), '/')+1:])
	for _, t := range titles {
		for _, w := range words(t) {
			if len(w) >= 5 && slices.Contains(slug, w) {
				return true
			}
		}
	}
	return false
}

// slugWords are the words of a path's segment.
func slugWords(segment string) []string {
	return strings.FieldsFunc(strings.ToLower(segment), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
}

// pageKey is the page of a link as the source's other entries know it: without
// the parameters that the source was seen to change at will.
func (c *collector) pageKey(link string) string {
	k := pageKey(link)
	if k == "" || c.isOwnAddress(k) {
		return ""
	}
	return without(k, c.habits.Noise)
}

func without(key string, noise []string) string {
	if len(noise) == 0 || !strings.Contains(key, "?") {
		return key
	}
	u := baseURL(key)
	if u == nil {
		return key
	}
	pairs := slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return slices.Contains(noise, name)
	})
	u.RawQuery = strings.Join(pairs, "&")
	return u.String()
}

// isOwnAddress tells whether a page key is the feed's own address: an empty
// link, read as a relative one.
func (c *collector) isOwnAddress(key string) bool {
	for _, own := range []string{c.src.Address(), c.src.Polling.MovedTo, c.feed.Self, c.feed.URL} {
		if own != "" && address.Key(own) == key {
			return true
		}
	}
	return false
}

// looseKey is what stays of an address when its slug, its host or its
// parameters change: the long number, or else the path. Found by it is only a
// candidate.
func (s speaker) looseKey(link string) string {
	u := baseURL(link)
	if u == nil {
		return ""
	}
	what := strings.ToLower(u.Path)
	if n := idNumbers(u); len(n) > 0 {
		what = "#" + strings.Join(n, "#")
	} else {
		for _, name := range slices.Sorted(maps.Keys(u.Query())) {
			if idNames[strings.ToLower(name)] {
				what += "?" + name + "=" + u.Query().Get(name)
			}
		}
	}
	return "near:" + s.source + ":" + attache.TextHash(siteOf(link), what)
}
