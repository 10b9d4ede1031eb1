package feed

import (
	"context"
	"slices"
	"strings"

	"attache"
)

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
	for _, k := range OlderKeys(it.entry.URL) {
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
