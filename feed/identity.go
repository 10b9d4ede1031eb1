package feed

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/feed/address"
	"attache/feed/clean"
)

// incoming is an entry on its way to an article, with what it tells of itself.
type incoming struct {
	witness
	entry   Entry
	article attache.Article
	guid    string          // key of its id as the feed tells it, also where it is no identity
	old     attache.Article // the article that it is about
	known   bool
	keys    []string // identities: of its page, of its id
	near    []string // keys under which candidates are looked up, each to be weighed
}

// items reads the entries of a poll and finds what of them cannot be identities,
// because two entries of one document are two.
func (c *collector) items(ctx context.Context) []*incoming {
	entries := newest(c.feed.Entries)
	list := make([]*incoming, 0, len(entries))
	for _, e := range entries {
		it := &incoming{entry: e, article: Article(c.src, c.feed, e, c.now)}
		it.article.Outlet = c.outlet
		if e.Outlet != "" {
			c.aggregated(ctx, &it.article, e)
		}
		list = append(list, it)
	}
	c.unlearnNoise(list)
	for _, it := range list {
		c.describe(it)
	}
	c.markTimes(list)
	c.markTexts(list)
	c.markShared(list)
	c.markNumbers(list)
	out := list[:0]
	for _, it := range list {
		c.name(it)
		a := &it.article
		if a.Title == "" && a.Body == "" && !c.recent(*a) || slices.ContainsFunc(it.keys, func(k string) bool { return c.listed[k] != nil }) {
			continue // nothing, or one of those before it
		}
		for _, k := range it.keys {
			c.listed[k] = it
		}
		out = append(out, it)
	}
	return out
}

// markNumbers finds numbers of addresses that several entries have.
func (c *collector) markNumbers(list []*incoming) {
	first := map[string]*incoming{}
	for _, it := range list {
		if it.link == "" {
			continue
		}
		k := c.by.looseKey(it.link)
		if was := first[k]; was == nil {
			first[k] = it
		} else if was.link != it.link {
			was.common, it.common = true, true
		}
	}
}

// describe notes what an entry tells of itself.
func (c *collector) describe(it *incoming) {
	a := &it.article
	it.titles, it.link = []string{a.Title}, c.pageKey(it.entry.URL)
	it.text = firstWordsOf(first(a.Summary, a.Body))
	if at := it.entry.Published; !at.After(c.now) {
		it.at = a.Published
		if at.IsZero() && it.entry.Updated.IsZero() {
			it.at = time.Time{}
		}
	}
	if it.entry.ID != "" {
		it.guid = c.by.guidKey(it.entry.ID)
		base := baseURL(c.src.URL)
		if k := pageKey(clean.Resolve(base, address.Mend(base, it.entry.ID))); k == "" || k != pageKey(it.entry.URL) {
			it.id = it.guid // else it only repeats the link
		}
	}
}

// markTimes takes no time of publication for one that most entries of a
// document share: it is the document's.
func (c *collector) markTimes(list []*incoming) {
	count := map[time.Time]int{}
	for _, it := range list {
		count[it.at]++
	}
	for _, it := range list {
		if n := count[it.at]; n >= 3 && 2*n >= len(list) {
			it.at = time.Time{}
		}
	}
}

// markTexts finds texts and titles that several entries have.
func (c *collector) markTexts(list []*incoming) {
	titlesOf, count := map[string]map[string]bool{}, map[string]int{}
	for _, it := range list {
		text := strings.Join(it.text, " ")
		if titlesOf[text] == nil {
			titlesOf[text] = map[string]bool{}
		}
		titlesOf[text][keyForm(it.titles[0])+" "+it.link] = true
		count[keyForm(it.titles[0])]++
	}
	for _, it := range list {
		it.shared = len(it.text) > 0 && len(titlesOf[strings.Join(it.text, " ")]) > 1
		it.formula = count[keyForm(it.titles[0])] > 1
	}
}

// markShared finds the ids and addresses that cannot be identities, because
// different entries of the document share them.
func (c *collector) markShared(list []*incoming) {
	byLink, byID := map[string][]*incoming{}, map[string][]*incoming{}
	for _, it := range list {
		if it.link != "" {
			byLink[it.link] = append(byLink[it.link], it)
		}
		if it.id != "" {
			byID[it.id] = append(byID[it.id], it)
		}
	}
	for link, group := range byLink {
		if c.sharesLink(link) || differ(group) {
			c.learnLink(link)
			for _, it := range group {
				it.link = ""
			}
		}
	}
	for _, group := range byID {
		if differ(group) {
			for _, it := range group {
				it.id = ""
			}
		}
	}
}

// differ tells whether the entries of a group are several articles: whether
// their titles, or with one title anything else, contradict.
func differ(group []*incoming) bool {
	a := group[0]
	for _, b := range group[1:] {
		switch titleRelation(a.titles[0], b.titles[0]) {
		case other, numbered:
			return true
		case unknown, equal:
			if a.id != b.id && (textRelation(a.text, b.text) == other || weighTimes(a.at, b.at) == notTime) ||
				compareLinks(a.link, b.link) >= linkOther {
				return true
			}
		case extended, mistyped:
			if a.id != b.id && a.link == b.link || compareLinks(a.link, b.link) >= linkOther || weighTimes(a.at, b.at) == notTime {
				return true
			}
		}
	}
	return false
}

// name gives an entry its identities, the strongest first, and the keys of its
// candidates. An entry that has no identity of its own is known by its words.
func (c *collector) name(it *incoming) {
	if it.link != "" {
		it.keys = c.by.keysOf(it.link)
	}
	if it.id != "" && !c.looseIDs() {
		it.keys = append(it.keys, it.id)
	}
	title, source := it.article.Title, c.by.source
	when := it.at
	if when.IsZero() { // the words tell it from others of that title
		it.near = append(it.near, "same:"+source+":"+attache.TextHash(keyForm(title), strings.Join(it.text, " ")))
	} else {
		it.near = append(it.near, "same:"+source+":"+attache.TextHash(keyForm(title), when.UTC().Format(time.RFC3339)))
	}
	if !it.formula && len(words(title)) >= titleWordsMany {
		it.near = append(it.near, "title:"+source+":"+attache.TextHash(keyForm(title), ""))
	}
	if it.link != "" && !it.common {
		it.near = append(it.near, c.by.looseKey(it.link))
	}
	if len(it.keys) == 0 {
		it.keys = []string{"text:" + source + ":" + attache.TextHash(title, it.article.Body)}
		if !when.IsZero() {
			it.near = append(it.near, "at:"+source+":"+when.UTC().Format(time.RFC3339))
		}
	}
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
