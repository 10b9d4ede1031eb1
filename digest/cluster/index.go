package cluster

import (
	"math/bits"
	"slices"
)

// index finds the open stories that share telling terms with a document.
type index map[term][]*story

const (
	maxPostings   = 64 // stories under a term; the oldest make room
	queryTerms    = 28
	shortList     = 16
	maxCandidates = 8
	byKeys        = 3    // of them by what they are looked up by alone
	leastAlike    = 0.04 // nearness of centroids below which two of one language are never one
	pairWeight    = 16   // of a pair of actors, beside squares of idf
)

// put indexes a story under a document's heaviest terms and actor pairs.
func (x index) put(s *story, d *document) {
	for _, q := range keysOf(&d.vec, d.codes) {
		if len(s.indexed) >= indexedTerms || slices.Contains(s.indexed, q.term) {
			continue
		}
		s.indexed = append(s.indexed, q.term)
		list := x[q.term]
		if len(list) == maxPostings {
			list[0].indexed = slices.DeleteFunc(list[0].indexed, func(t term) bool { return t == q.term })
			list = slices.Delete(list, 0, 1)
		}
		x[q.term] = append(list, s)
	}
}

func (x index) drop(s *story) {
	for _, t := range s.indexed {
		list := slices.DeleteFunc(x[t], func(o *story) bool { return o == s })
		if len(list) == 0 {
			delete(x, t)
		} else {
			x[t] = list
		}
	}
}

// keysOf are what a text is looked up by, with how much each tells.
func keysOf(v *vector, codes []string) []weighted {
	keys := make([]weighted, 0, queryTerms+6)
	least := float32(0)
	for _, t := range v.terms {
		if t.term.kind() > kindNumber || len(keys) == queryTerms && t.weight*t.weight <= least {
			continue
		}
		q := weighted{t.term, t.weight * t.weight}
		at := len(keys)
		for at > 0 && keys[at-1].weight < q.weight {
			at--
		}
		keys = slices.Insert(keys, at, q)
		keys = keys[:min(len(keys), queryTerms)]
		least = keys[len(keys)-1].weight
	}
	codes = codes[:min(len(codes), 4)]
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			pair := a + "|" + b
			if b < a {
				pair = b + "|" + a
			}
			keys = append(keys, weighted{hashTerm(kindActor, []byte(pair)), pairWeight})
		}
	}
	return keys
}

// candidate is a story that an article may belong to.
type candidate struct {
	story *story
	x     Features
	p     float64 // that the article belongs to it
}

// rank returns the most promising stories for an article, the nearest first.
func (c *Clusterer) rank(d *document) []candidate {
	own := groupOf(&member{document: d})
	var found []candidate
	for _, s := range c.lookup(own) {
		if !sisters(own, &s.group) {
			found = append(found, candidate{story: s, x: measure(own, &s.group)})
		}
	}
	compare(found)
	return found
}

// lookup returns the stories nearest to a group: of those that share most of
// what it is looked up by, those with the nearest centroids.
func (c *Clusterer) lookup(g *group) []*story {
	c.query++
	c.hits = c.hits[:0]
	for _, q := range keysOf(&g.centroid, leading(g.codes)) {
		for _, s := range c.index[q.term] {
			if s.query != c.query {
				s.query, s.score = c.query, 0
				c.hits = append(c.hits, s)
			}
			s.score += q.weight
		}
	}
	found := nearest(c.hits, shortList)
	best := slices.Clone(found[:min(len(found), byKeys)])
	for _, s := range found {
		s.score = float32(alikeBy(cosines(&g.centroid, &s.centroid), foreign(g, &s.group)))
	}
	for _, s := range nearest(found, maxCandidates) {
		if len(best) < maxCandidates && !slices.Contains(best, s) {
			best = append(best, s)
		}
	}
	best = slices.DeleteFunc(best, func(s *story) bool { return s.score < leastAlike && len(s.langs) == 1 && !foreign(g, &s.group) })
	return nearest(best, maxCandidates)
}

// nearest are the n stories of the highest score, in order; of equals the newer.
func nearest(stories []*story, n int) []*story {
	top := make([]*story, 0, n+1)
	for _, s := range stories {
		if len(top) == n && !s.before(top[n-1]) {
			continue
		}
		at := len(top)
		for at > 0 && s.before(top[at-1]) {
			at--
		}
		top = slices.Insert(top, at, s)
		top = top[:min(len(top), n)]
	}
	return top
}

func (s *story) before(o *story) bool {
	return s.score > o.score || s.score == o.score && s.seq > o.seq
}

// maxBand bounds the texts under a quarter of a SimHash.
const maxBand = 24

// bands are the quarters of a SimHash: texts that differ in at most three
// bits share one.
func bands(simhash uint64) [4]uint32 {
	var keys [4]uint32
	for i := range keys {
		keys[i] = uint32(i)<<16 | uint32(simhash>>(16*i)&0xffff)
	}
	return keys
}

// maxDistance is how many bits the SimHashes of copies differ in at most.
const maxDistance = 18

// original finds the text that a document republishes: near by SimHash,
// confirmed by shingles.
func (c *Clusterer) original(d *document, candidates []candidate) *member {
	if len(d.sketch) < copyShingles {
		return nil
	}
	for _, key := range bands(d.simhash) {
		for _, m := range c.copies[key] {
			if bits.OnesCount64(m.simhash^d.simhash) <= maxDistance && isCopy(m.sketch, d.sketch) && !d.sister(m.document) {
				return c.first(m)
			}
		}
	}
	for i := range candidates {
		for _, m := range candidates[i].story.members {
			if bits.OnesCount64(m.simhash^d.simhash) <= maxDistance && isCopy(m.sketch, d.sketch) && !d.sister(m.document) {
				return c.first(m)
			}
		}
	}
	return nil
}

// first follows copies of copies to the text they share.
func (c *Clusterer) first(m *member) *member {
	if o := c.articles[m.copyOf]; o != nil && m.copyOf != "" && o.story == m.story {
		return o
	}
	return m
}
