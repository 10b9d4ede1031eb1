package cluster

import (
	"math/bits"
	"slices"
)

// index finds the open stories that share telling terms with a document.
type index map[term][]*story

const (
	maxPostings   = 96 // stories under a term; the oldest make room
	queryTerms    = 32
	maxCandidates = 12
	pairWeight    = 16 // of a pair of actors, beside squares of idf
)

// put indexes a story under a document's heaviest terms and actor pairs.
func (x index) put(s *story, d *document) {
	for _, q := range keysOf(&d.vec, d.codes) {
		if _, ok := s.indexed[q.term]; ok || len(s.indexed) >= indexedTerms {
			continue
		}
		s.indexed[q.term] = struct{}{}
		list := x[q.term]
		if len(list) == maxPostings {
			delete(list[0].indexed, q.term)
			list = slices.Delete(list, 0, 1)
		}
		x[q.term] = append(list, s)
	}
}

func (x index) drop(s *story) {
	for t := range s.indexed {
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
	keys := make([]weighted, 0, len(v.terms)+6)
	for _, t := range v.terms {
		if k := t.term.kind(); k <= kindNumber {
			keys = append(keys, weighted{t.term, t.weight * t.weight})
		}
	}
	slices.SortFunc(keys, heavier)
	keys = keys[:min(len(keys), queryTerms)]
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
	score float32 // of the look-up
	x     Features
}

// rank returns the most promising stories for an article, the best first.
func (c *Clusterer) rank(d *document) []candidate {
	own := groupOf(&member{document: d})
	found := c.lookup(own)
	for i := range found {
		found[i].x = measure(own, &found[i].story.group)
	}
	compare(found)
	return found
}

// lookup returns the stories that share most with a group.
func (c *Clusterer) lookup(g *group) []candidate {
	scores := map[*story]float32{}
	for _, q := range keysOf(&g.centroid, leading(g.codes)) {
		for _, s := range c.index[q.term] {
			scores[s] += q.weight
		}
	}
	found := make([]candidate, 0, len(scores))
	for s, score := range scores {
		found = append(found, candidate{story: s, score: score})
	}
	slices.SortFunc(found, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return b.story.seq - a.story.seq
	})
	return slices.Clip(found[:min(len(found), maxCandidates)])
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
			if bits.OnesCount64(m.simhash^d.simhash) <= maxDistance && isCopy(m.sketch, d.sketch) {
				return c.first(m)
			}
		}
	}
	for i := range candidates {
		for _, m := range candidates[i].story.members {
			if bits.OnesCount64(m.simhash^d.simhash) <= maxDistance && isCopy(m.sketch, d.sketch) {
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
