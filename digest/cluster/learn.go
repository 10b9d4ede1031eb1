package cluster

import "attache"

// Observer sees the candidates of an article before it is assigned: what a
// trainer learns from.
type Observer func(a *attache.Article, candidates []candidate)

// Example is a candidate as a trainer sees it.
type Example struct {
	StoryID  string
	Features Features
}

// Observe calls see before each article that Add has to decide about.
func (c *Clusterer) Observe(see func(a *attache.Article, candidates []Example)) {
	c.observe = func(a *attache.Article, candidates []candidate) {
		list := make([]Example, len(candidates))
		for i, o := range candidates {
			list[i] = Example{o.story.id, o.x}
		}
		see(a, list)
	}
}
