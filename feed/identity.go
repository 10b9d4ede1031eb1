package feed

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
)

// incoming is an entry on its way to an article, with what it tells of itself.
type incoming struct {
	witness
	entry   Entry
	article attache.Article
	guid    string   // key of its id as the feed tells it, also where it is no identity
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
	for _, it := range list {
		c.name(it)
		for _, k := range it.keys {
			if c.listed[k] == nil {
				c.listed[k] = it
			}
		}
	}
	return list
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
		if k := pageKey(it.entry.ID); k == "" || k != pageKey(it.entry.URL) { // else it only repeats the link
			it.id = it.guid
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
		titlesOf[text][fold(it.titles[0])] = true
		count[fold(it.titles[0])]++
	}
	for _, it := range list {
		it.shared = len(it.text) > 0 && len(titlesOf[strings.Join(it.text, " ")]) > 1
		it.formula = count[fold(it.titles[0])] > 1
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
		it.near = append(it.near, "same:"+source+":"+attache.TextHash(fold(title), strings.Join(it.text, " ")))
	} else {
		it.near = append(it.near, "same:"+source+":"+attache.TextHash(fold(title), when.UTC().Format(time.RFC3339)))
	}
	if !it.formula && len(words(title)) >= titleWordsMany {
		it.near = append(it.near, "title:"+source+":"+attache.TextHash(fold(title), ""))
	}
	if it.link != "" {
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
	folded := fold(a.Body)
	if utf8.RuneCountInString(folded) < 200 {
		return nil
	}
	return []string{"text:" + a.SourceID + ":" + attache.TextHash("", folded)}
}

// match finds the article that an entry is about among those of its source: the
// first that is known by one of its keys and that nothing tells from it. Keys
// of articles that it is not are none of its own.
func (c *collector) match(ctx context.Context, it *incoming) (old attache.Article, known bool, err error) {
	old, known, err = c.find(ctx, it.keys...)
	if err != nil {
		return old, false, err
	}
	if known && c.isOne(it, old, it.keys) {
		return old, true, c.dropOthers(ctx, it, old)
	}
	if old, known, err = c.matchOlder(ctx, it); known || err != nil {
		return old, known, err
	}
	var own []string
	for i, k := range slices.Concat(it.keys, it.near) {
		candidate, found, err := c.find(ctx, k)
		if err != nil {
			return old, false, err
		}
		switch {
		case !found:
		case !known && c.isOne(it, candidate, it.keys):
			old, known = candidate, true
		case known && candidate.ID == old.ID:
		default:
			if i < len(it.keys) {
				c.contradicted(it, k)
			}
			continue
		}
		own = append(own, k)
	}
	it.keys, it.near = own, nil
	if known {
		c.learnFrom(it, old)
	}
	return old, known, nil
}

// matchOlder looks in a store from before each source had its own identities.
func (c *collector) matchOlder(ctx context.Context, it *incoming) (attache.Article, bool, error) {
	for _, k := range olderKeys(it.entry.URL) {
		old, found, err := c.find(ctx, k)
		if err != nil {
			return old, false, err
		}
		twin := c.by.outlet != "" && old.Outlet == it.article.Outlet && old.OutletKind == it.article.OutletKind
		if found && (old.SourceID == c.by.source || twin) && c.weigh(it, old, true) > 0 && c.claim(it, old) {
			it.keys, it.near = nil, nil // known by those it has
			return old, true, nil
		}
	}
	return attache.Article{}, false, nil
}

// dropOthers takes from an entry that was found by its first key the keys that
// others have.
func (c *collector) dropOthers(ctx context.Context, it *incoming, old attache.Article) error {
	var own []string
	for _, k := range it.keys {
		if !slices.Contains(old.Keys, k) {
			owner, found, err := c.find(ctx, k)
			if err != nil {
				return err
			}
			if found && owner.ID != old.ID {
				c.contradicted(it, k)
				continue
			}
		}
		own = append(own, k)
	}
	c.learnFrom(it, old)
	if titleRelation(it.article.Title, old.Title) == equal && !newLink(own, old) {
		it.near = nil
	}
	if len(old.Keys) >= maxKeys {
		own, it.near = nil, nil
	}
	it.keys = own
	return nil
}

// maxKeys bounds by how many keys an article is known: a source that makes all
// of them anew with every poll has none.
const maxKeys = 24

// newLink tells whether a page is among the keys that the article did not have.
func newLink(keys []string, old attache.Article) bool {
	return slices.ContainsFunc(keys, func(k string) bool {
		return strings.HasPrefix(k, "url:") && !slices.Contains(old.Keys, k)
	})
}

// isOne tells whether an entry is a known article, and claims it.
func (c *collector) isOne(it *incoming, old attache.Article, keys []string) bool {
	return c.by.owns(old) && !c.listsOther(it, old) && c.weigh(it, old, sharesPage(keys, old)) > 0 && c.claim(it, old)
}

func (c *collector) weigh(it *incoming, old attache.Article, sameLink bool) float64 {
	return sum(it.witness, c.toldBy(old), sameLink && it.link != "", it.id != "" && slices.Contains(old.Keys, it.id), c.looseIDs())
}

func sharesPage(keys []string, old attache.Article) bool {
	return slices.ContainsFunc(keys, func(k string) bool {
		return (strings.HasPrefix(k, "url:") || strings.HasPrefix(k, outletPrefix)) && slices.Contains(old.Keys, k)
	})
}

// claim makes a known article an entry's: another entry of the document is
// another article.
func (c *collector) claim(it *incoming, old attache.Article) bool {
	if by := c.claimed[old.ID]; by != nil && by != it {
		return false
	}
	c.claimed[old.ID] = it
	return true
}

// listsOther tells whether a known article is another entry of the document.
func (c *collector) listsOther(it *incoming, old attache.Article) bool {
	return slices.ContainsFunc(old.Keys, func(k string) bool {
		by := c.listed[k]
		return by != nil && by != it && !slices.Contains(it.keys, k) && !strings.HasPrefix(k, "guid:")
	})
}

// matchPage looks an article up by what its page and its text tell: addresses
// that the page gives itself, where they look like one article's, and its words.
// A site that sends every reader to one page, or answers every request with one
// text, makes not one article of many.
func (c *collector) matchPage(ctx context.Context, it *incoming, a *attache.Article, weak []string) (old attache.Article, known bool, err error) {
	fresh := it.witness
	fresh.titles = []string{a.Title}
	var tried, own []string
	for _, w := range weak {
		if k := without(strings.TrimPrefix(w, "url:"), c.habits.Noise); k != it.link && specific(k, a.Title) && !c.sharesLink(k) {
			tried = append(tried, c.by.keysOf(k)...)
		}
	}
	for _, k := range append(tried, textKey(*a)...) {
		text := strings.HasPrefix(k, "text:")
		if c.seen[k] {
			continue // of several entries: nobody's
		}
		c.seen[k] = true
		candidate, found, err := c.find(ctx, k)
		switch {
		case err != nil:
			return old, false, err
		case !found:
			own = append(own, k)
			continue
		case known || !c.by.owns(candidate) || c.listsOther(it, candidate):
			continue
		}
		was := c.toldBy(candidate)
		was.text, fresh.text = firstWordsOf(candidate.Body), firstWordsOf(a.Body)
		weight := sum(fresh, was, false, it.id != "" && slices.Contains(candidate.Keys, it.id), c.looseIDs())
		if !text {
			weight += forPage
		}
		if weight > 0 && c.claim(it, candidate) {
			old, known = candidate, true
		}
	}
	it.keys = append(it.keys, own...)
	return old, known, nil
}
