package feed

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// keys are the identities of an entry, the strongest first: its page, its id
// at the source, and where it has neither, its own words. An id or an address
// that several entries of the feed share tells none of them.
func (f Feed) keys(src attache.Source, e Entry, a attache.Article) []string {
	var out []string
	by := speakerOf(src)
	if !e.sharedURL {
		out = append(out, by.urlKeys(e.URL)...)
	}
	if e.ID != "" && !e.sharedID {
		out = append(out, by.guidKey(e.ID))
	}
	if len(out) == 0 {
		out = append(out, "text:"+src.ID+":"+attache.TextHash(a.Title, a.Body))
	}
	return out
}

// textKey is the identity of a text at its source, which a new address does not
// change; none for a text too short to be its own.
func textKey(a attache.Article) []string {
	form := keyForm(a.Body)
	if utf8.RuneCountInString(form) < 200 {
		return nil
	}
	return []string{"text:" + a.SourceID + ":" + attache.TextHash("", form)}
}

// keyForm keeps a text's letters and digits, in lower case. It is no fold of
// words: stores hold keys that were made with it, so it never changes.
func keyForm(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// markShared finds the ids and addresses that cannot be identities, because
// different entries of the feed share them.
func (f *Feed) markShared() {
	type use struct{ titles, others map[string]bool }
	ids, links := map[string]use{}, map[string]use{}
	note := func(m map[string]use, key, title, other string) {
		if key == "" {
			return
		}
		if m[key].titles == nil {
			m[key] = use{map[string]bool{}, map[string]bool{}}
		}
		m[key].titles[title] = true
		m[key].others[other] = true
	}
	for _, e := range f.Entries {
		note(ids, e.ID, e.Title, pageKey(e.URL))
		note(links, pageKey(e.URL), e.Title, e.ID)
	}
	for i := range f.Entries {
		e := &f.Entries[i]
		id, link := ids[e.ID], links[pageKey(e.URL)]
		e.sharedID = len(id.titles) > 1 && len(id.others) > 1
		e.sharedURL = len(link.titles) > 1 && (len(link.others) > 1 || e.ID == "")
	}
}

// identify looks an article up by what its page and its text tell. Such an
// identity is believed only for a similar title: a site that sends every
// reader to one page, or answers every request with one text, makes not one
// article of many. The same words under another address are the same article
// only where the feed no longer lists the first: a source that lists both
// means two. What is believed becomes a key.
func (c *collector) identify(ctx context.Context, a *attache.Article, weak []string, old attache.Article, known bool) (attache.Article, bool, error) {
	for _, k := range weak {
		words := strings.HasPrefix(k, "text:")
		if title, ok := c.seen[k]; ok {
			if !words && similar(title, a.Title) {
				a.Keys = union(a.Keys, []string{k})
			}
			continue
		}
		other, found, err := c.find(ctx, k)
		if err != nil {
			return old, known, err
		}
		if found && (known && other.ID != old.ID || !c.by.owns(other) || !similar(other.Title, a.Title) || words && (c.lists(other) || other.SourceID != a.SourceID)) {
			continue
		}
		if found {
			old, known = other, true
		}
		a.Keys = union(a.Keys, []string{k})
	}
	return old, known, nil
}

// lists tells whether a stored article is among the feed's entries.
func (c *collector) lists(a attache.Article) bool {
	if c.listed == nil {
		c.listed = make(map[string]bool)
		for _, e := range c.feed.Entries {
			for _, k := range append(c.by.urlKeys(e.URL), c.by.guidKey(e.ID)) {
				c.listed[k] = true
			}
		}
	}
	return slices.ContainsFunc(a.Keys, func(k string) bool { return c.listed[k] })
}

// similar tells whether two titles are of one article: most pairs of letters
// of the shorter one are in the longer one, and the numbers are the same.
func similar(a, b string) bool {
	if !slices.Equal(numbers(a), numbers(b)) {
		return false
	}
	x, y := pairs(letterForm(a)), pairs(letterForm(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return strings.TrimSpace(a) == strings.TrimSpace(b)
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return both*10 >= len(x)*6
}

func numbers(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func pairs(s string) map[[2]rune]bool {
	m := map[[2]rune]bool{}
	var last rune
	for i, r := range s {
		if i > 0 {
			m[[2]rune{last, r}] = true
		}
		last = r
	}
	return m
}
