package feed

import (
	"slices"
	"strings"

	"attache"
)

// The bounds of what is remembered of a source's habits.
const (
	maxSharedLinks = 16
	maxNoise       = 8
)

func (c *collector) looseIDs() bool { return c.habits.MovedIDs >= attache.LooseIDs }

func linkHash(link string) string { return attache.TextHash(link, "") }

// sharesLink tells whether an address was seen to be that of several articles.
func (c *collector) sharesLink(link string) bool {
	return slices.Contains(c.habits.SharedLinks, linkHash(link))
}

// learnLink remembers that an address is that of several articles.
func (c *collector) learnLink(link string) {
	if c.sharesLink(link) {
		return
	}
	links := append(slices.Clone(c.habits.SharedLinks), linkHash(link))
	c.habits.SharedLinks = links[max(len(links)-maxSharedLinks, 0):]
}

// contradicted learns from a key of an entry that another article has.
func (c *collector) contradicted(it *incoming, key string) {
	switch {
	case key == it.id:
		c.movedID()
	case it.link != "" && strings.HasPrefix(key, "url:"):
		c.learnLink(it.link)
	}
}

func (c *collector) movedID() {
	if c.habits.MovedIDs < attache.LooseIDs {
		c.habits.MovedIDs++
	}
}

// learnFrom learns from an entry that was recognised although something about
// it changed: an id made anew, parameters that mean nothing.
func (c *collector) learnFrom(it *incoming, old attache.Article) {
	was := c.toldBy(old)
	if it.id != "" && was.id != "" && !slices.Contains(old.Keys, it.id) && titleRelation(it.article.Title, old.Title) == equal {
		c.movedID()
	}
	if it.link == "" || was.link == "" || compareLinks(it.link, was.link) != linkNoise {
		return
	}
	for _, name := range differing(it.link, was.link) {
		if !idNames[strings.ToLower(name)] && !slices.Contains(c.habits.Noise, name) && len(c.habits.Noise) < maxNoise {
			c.habits.Noise = append(slices.Clone(c.habits.Noise), name)
		}
	}
}

// unlearnNoise forgets parameters that tell entries of one document apart.
func (c *collector) unlearnNoise(list []*incoming) {
	if len(c.habits.Noise) == 0 {
		return
	}
	seen := map[string]*incoming{}
	for _, it := range list {
		whole := pageKey(it.entry.URL)
		short := without(whole, c.habits.Noise)
		if was := seen[short]; was != nil && titleRelation(was.article.Title, it.article.Title) != equal {
			names := differing(whole, pageKey(was.entry.URL))
			c.habits.Noise = slices.DeleteFunc(slices.Clone(c.habits.Noise), func(n string) bool { return slices.Contains(names, n) })
		}
		seen[short] = it
	}
}
