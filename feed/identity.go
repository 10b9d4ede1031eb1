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

// recognise finds the articles that the entries are about: first those that
// have not changed, from which is learned what the source does to its ids and
// links, then the others.
func (c *collector) recognise(ctx context.Context, list []*incoming) error {
	for _, it := range list {
		old, found, err := c.find(ctx, it.keys...)
		if err != nil {
			return err
		}
		if it.old = old; found && titleRelation(it.article.Title, old.Title) == equal && c.isOne(it, old) {
			it.known = true
			if err := c.dropOthers(ctx, it); err != nil {
				return err
			}
		}
	}
	for _, it := range list {
		if !it.known {
			if err := c.match(ctx, it); err != nil {
				return err
			}
		}
	}
	return nil
}

// match finds the article of an entry that is new or was changed: the first
// that is known by one of its keys and that nothing tells from it. Keys of
// articles that it is not are none of its own.
func (c *collector) match(ctx context.Context, it *incoming) error {
	if it.old.ID != "" && c.isOne(it, it.old) {
		it.known = true
		return c.dropOthers(ctx, it)
	}
	if err := c.matchOlder(ctx, it); it.known || err != nil {
		return err
	}
	var own []string
	for i, k := range slices.Concat(it.keys, it.near) {
		candidate, found, err := c.find(ctx, k)
		if err != nil {
			return err
		}
		switch {
		case !found:
		case !it.known && c.isOne(it, candidate):
			it.old, it.known = candidate, true
		case it.known && candidate.ID == it.old.ID:
		default:
			if i < len(it.keys) {
				c.contradicted(it, k)
			}
			continue
		}
		own = append(own, k)
	}
	it.keys, it.near = own, nil
	if it.known {
		c.learnFrom(it, it.old)
	}
	return nil
}

// matchOlder looks in a store from before each source had its own identities.
func (c *collector) matchOlder(ctx context.Context, it *incoming) error {
	for _, k := range olderKeys(it.entry.URL) {
		old, found, err := c.find(ctx, k)
		if err != nil {
			return err
		}
		twin := c.by.outlet != "" && old.Outlet == it.article.Outlet && old.OutletKind == it.article.OutletKind
		if found && (old.SourceID == c.by.source || twin) && c.weigh(it, old, true) > 0 && c.claim(it, old) {
			it.keys, it.near = nil, nil // known by those it has
			it.old, it.known = old, true
		}
	}
	return nil
}

// dropOthers takes from an entry that was found by its first key the keys that
// others have.
func (c *collector) dropOthers(ctx context.Context, it *incoming) error {
	old := it.old
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
func (c *collector) isOne(it *incoming, old attache.Article) bool {
	return c.by.owns(old) && !c.listsOther(it, old) && c.weigh(it, old, sharesPage(it.keys, old)) > 0 && c.claim(it, old)
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
func (c *collector) matchPage(ctx context.Context, it *incoming, a *attache.Article, weak []string) error {
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
		if c.seen[k] { // of several entries: nobody's
			if !text {
				c.learnLink(pageOf(k))
			}
			continue
		}
		c.seen[k] = true
		candidate, found, err := c.find(ctx, k)
		switch {
		case err != nil:
			return err
		case !found:
			own = append(own, k)
			continue
		case it.known || !c.by.owns(candidate) || c.listsOther(it, candidate):
			continue
		}
		was := c.toldBy(candidate)
		was.text, fresh.text = firstWordsOf(candidate.Body), firstWordsOf(a.Body)
		weight := sum(fresh, was, false, it.id != "" && slices.Contains(candidate.Keys, it.id), c.looseIDs())
		if !text {
			weight += forPage
		}
		switch {
		case weight > 0 && c.claim(it, candidate):
			it.old, it.known = candidate, true
		case !text:
			c.learnLink(pageOf(k))
		}
	}
	it.keys = append(it.keys, own...)
	return nil
}

// pageOf is the page key within an identity of a page.
func pageOf(key string) string {
	_, rest, _ := strings.Cut(key, ":")
	_, page, _ := strings.Cut(rest, ":")
	return page
}
