package cluster

import (
	"slices"
)

// Move is an article that a later one showed to belong elsewhere.
type Move struct {
	ArticleID string
	From, To  string // stories
	TrackID   string // of To, or ""
}

// Bounds of a review: a story is cut where its parts are less likely one, and
// joined with another where they are more likely so. Between, all stays.
const (
	leastFusion = 0.1  // probability of the article itself, for its story to be compared
	maxFusions  = 3    // stories compared with
	sortFrom    = 0.1  // how near two stories are at least that are dealt anew
	sortGain    = 1.03 // how much further apart they are then
)

// review looks again at a story that has grown: whether it is two, and
// whether it is one with another candidate. It returns the story that the
// newest article is in, and what moved.
func (c *Clusterer) review(s *story, candidates []candidate) (*story, []Move) {
	newest := s.members[len(s.members)-1]
	moves := c.cut(s)
	if len(moves) > 0 {
		moves = append(moves, c.settle(c.stories[moves[0].To])...)
	}
	s = newest.story
	for i := range candidates[:min(len(candidates), maxFusions)] {
		o := candidates[i].story
		if candidates[i].p < leastFusion || o == s || c.stories[o.id] != o || len(moves) > 0 {
			continue
		}
		older, younger := o, s
		if s.seq < o.seq {
			older, younger = s, o
		}
		if c.bond(&younger.group, &older.group) >= fuseAt {
			moves = append(moves, c.fuse(older, younger)...)
			s = older
		} else {
			moves = c.sort(older, younger)
			s = newest.story
		}
	}
	return s, moves
}

// sort deals the articles of two near stories anew where that tells them
// clearly further apart.
func (c *Clusterer) sort(older, younger *story) []Move {
	a, b := older.newest(groupCompare), younger.newest(groupCompare)
	if len(a) < 2 || len(b) < 2 || len(older.langs) != 1 || len(younger.langs) != 1 || alikeBy(cosines(&older.centroid, &younger.centroid),
		foreign(&older.group, &younger.group)) < sortFrom {
		return nil
	}
	both := slices.Concat(a, b)
	x := newMatrix(both)
	now := make([]int, len(a))
	for i := range now {
		now[i] = i
	}
	part, top := x.halve()
	if len(part) < 2 || len(both)-len(part) < 2 || top < sortGain*x.apart(now) {
		return nil
	}
	pick := func(in bool) []*member {
		var list []*member
		for i, m := range both {
			if slices.Contains(part, i) == in {
				list = append(list, m)
			}
		}
		return list
	}
	if c.bond(groupOf(pick(true)...), groupOf(pick(false)...)) > max(c.bond(&younger.group, &older.group), cutAt) {
		return nil
	}
	// The part with most of the older story's articles stays it.
	in := 0
	for _, i := range part {
		if i < len(a) {
			in++
		}
	}
	goes := map[*member]bool{}
	for i, m := range both {
		goes[m] = slices.Contains(part, i) == (2*in < len(a))
	}
	which := func(want bool) func(*member) bool {
		return func(m *member) bool {
			if o := c.articles[m.copyOf]; m.copyOf != "" && o != nil {
				m = o
			}
			v, ok := goes[m]
			return ok && v == want
		}
	}
	moves := c.transfer(older, younger, which(true))
	return append(moves, c.transfer(younger, older, which(false))...)
}

// settle looks for the story that a part which was cut off belongs to.
func (c *Clusterer) settle(s *story) []Move {
	var best *story
	top := fuseAt
	for _, o := range c.lookup(&s.group) {
		if o == s {
			continue
		}
		if p := c.bond(&s.group, &o.group); p >= top {
			best, top = o, p
		}
	}
	if best == nil {
		return nil
	}
	if best.seq > s.seq {
		best, s = s, best
	}
	return c.fuse(best, s)
}

// bond is the probability that two groups are one story; none where they tell the
// same of others.
func (c *Clusterer) bond(a, b *group) float64 {
	if a.own > b.own {
		a, b = b, a
	}
	if sisters(a, b) {
		return 0
	}
	x := measure(a, b)
	return c.model.Bond.Prob(&x)
}

// cut makes two stories of one whose halves do not belong together. The part
// with the oldest article keeps the name.
func (c *Clusterer) cut(s *story) []Move {
	if s.own < 3 {
		return nil
	}
	a, b := s.halves()
	if c.bond(groupOf(a...), groupOf(b...)) > cutAt {
		return nil
	}
	leave, first := b, oldest(b)
	if o := oldest(a); o.seq > first.seq {
		leave, first = a, o
	}
	n := c.begin(storyName(first.id, "cut"), "")
	return c.transfer(s, n, func(m *member) bool {
		return slices.ContainsFunc(leave, func(o *member) bool { return o == m || m.copyOf == o.id })
	})
}

func oldest(members []*member) *member {
	first := members[0]
	for _, m := range members {
		if m.seq < first.seq {
			first = m
		}
	}
	return first
}

// fuse puts the articles of a younger story into an older one.
func (c *Clusterer) fuse(older, younger *story) []Move {
	moves := c.transfer(younger, older, func(*member) bool { return true })
	c.index.drop(younger)
	c.open.remove(younger)
	delete(c.stories, younger.id)
	return moves
}

// transfer moves articles from one story into another and makes both anew.
func (c *Clusterer) transfer(from, to *story, which func(*member) bool) []Move {
	var moves []Move
	var stay []*member
	come := to.members
	for _, m := range from.members {
		if which(m) {
			moves = append(moves, Move{ArticleID: m.id, From: from.id, To: to.id, TrackID: to.track})
			m.story = to
			come = append(come, m)
		} else {
			stay = append(stay, m)
		}
	}
	c.remake(from, stay)
	slices.SortFunc(come, func(a, b *member) int { return a.seq - b.seq })
	c.remake(to, come)
	to.touched = c.now
	c.open.touch(to)
	return moves
}

// remake builds a story's group and index again from articles.
func (c *Clusterer) remake(s *story, members []*member) {
	c.index.drop(s)
	s.indexed = nil
	s.group = newGroup()
	for _, m := range members {
		if gone := s.add(m); gone != nil {
			c.forget(gone)
		}
		if m.copyOf == "" {
			c.index.put(s, m.document)
		}
	}
}
