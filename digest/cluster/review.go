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
	maxFusions = 3 // stories compared with
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
		if o == s || c.stories[o.id] != o || len(moves) > 0 {
			continue
		}
		older, younger := o, s
		if s.seq < o.seq {
			older, younger = s, o
		}
		if c.bond(&younger.group, &older.group) >= c.opt.FuseAt {
			moves = append(moves, c.fuse(older, younger)...)
			s = older
		}
	}
	return s, moves
}

// settle looks for the story that a part which was cut off belongs to.
func (c *Clusterer) settle(s *story) []Move {
	var best *story
	top := c.opt.FuseAt
	for _, o := range c.lookup(&s.group) {
		if o.story == s {
			continue
		}
		if p := c.bond(&s.group, &o.story.group); p >= top {
			best, top = o.story, p
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

// bond is the probability that two groups are one story.
func (c *Clusterer) bond(a, b *group) float64 {
	if a.own > b.own {
		a, b = b, a
	}
	x := measure(a, b)
	return c.model.Bond.Prob(&x)
}

// cut makes two stories of one whose halves do not belong together. The part
// with the oldest article keeps the name.
func (c *Clusterer) cut(s *story) []Move {
	if s.own < 3 || s.own > 2*groupCompare {
		return nil
	}
	a, b := s.halves()
	if c.bond(groupOf(a...), groupOf(b...)) > c.opt.CutAt {
		return nil
	}
	stay, leave := a, b
	if slices.Contains(leave, s.firstOwn()) {
		stay, leave = leave, stay
	}
	_ = stay
	first := leave[0]
	for _, m := range leave {
		if m.seq < first.seq {
			first = m
		}
	}
	n := c.begin(storyName(first.id, "cut"), "")
	return c.transfer(s, n, func(m *member) bool {
		return slices.ContainsFunc(leave, func(o *member) bool { return o == m || m.copyOf == o.id })
	})
}

func (g *group) firstOwn() *member {
	for _, m := range g.members {
		if m.copyOf == "" {
			return m
		}
	}
	return nil
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
	clear(s.indexed)
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
