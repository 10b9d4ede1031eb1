package quote

import (
	"slices"

	"attache/internal/text"
)

// span is one way to cut what was said out of the sentence.
type span struct{ first, end int }

// cut is where what was said may begin or end, with its features: a span's
// score is that of its two ends and of the few things that only both tell.
type cut struct {
	at    int
	score float32
	list  []uint32 // only kept to learn from
}

// region is a stretch of the sentence in which what was said may stand: behind
// the cue, or before it.
type region struct {
	left         bool
	starts, ends []cut
}

// cuts keeps the room for the cuts of the two regions of a cue.
type cuts struct {
	room [2 * (maxStarts + maxEnds + 4)]cut
	used int
}

// take gives room for the starts and the ends of one region.
func (c *cuts) take() (starts, ends []cut) {
	const n = maxStarts + maxEnds + 4
	room := c.room[c.used*n : (c.used+1)*n]
	c.used = 1 - c.used
	return room[:0:maxStarts], room[maxStarts:maxStarts]
}

const (
	maxStarts = 6
	maxEnds   = 12
)

// regions gives the stretches in which what a cue's source said may stand.
func (r *reader) regions(i int, mi int32) []region {
	a := r.a
	lo, hi := a.sentence(i)
	for hi > i+1 && a.stop(hi-1) {
		hi--
	}
	r.stretches, r.cuts.used = r.stretches[:0], 0
	if right := r.rightRegion(i, mi, hi); len(right.starts) > 0 {
		r.stretches = append(r.stretches, right)
	}
	if left := r.leftRegion(min(i, a.mentions[mi].first), lo); len(left.starts) > 0 {
		r.stretches = append(r.stretches, left)
	}
	return r.stretches
}

// stop says whether a token is a stop or a mark at the end of a sentence.
func (a *article) stop(i int) bool {
	if a.token(i).Kind == text.Mark {
		return true
	}
	switch a.sign(i) {
	case ".", "!", "?", "…", "。", "！", "？":
		return true
	}
	return false
}

// rightRegion reads what may stand behind the cue: it begins there, behind the
// source ("said Lind that"), at "that" or "to", or behind a few words more.
func (r *reader) rightRegion(i int, mi int32, hi int) (g region) {
	a := r.a
	m := &a.mentions[mi]
	base := i + a.width(i)
	if m.first >= base && m.first < base+8 {
		base = max(m.end, m.tail)
	}
	if base >= hi {
		return g
	}
	g.starts, g.ends = r.cuts.take()
	g.starts = append(g.starts, cut{at: base})
	for k := base; k < min(hi, base+16) && len(g.starts) < maxStarts; k++ {
		at := -1
		switch {
		case a.is(k, cThat) || a.wordHash(k) == hashOfTo:
			at = k
		case a.sign(k) == "," || a.sign(k) == ":":
			at = k + 1
		case k < base+2 && a.isWord(k) && a.is(k, cPrep|cOf|cStop):
			at = k + 1
		}
		if at > g.starts[len(g.starts)-1].at && at < hi {
			g.starts = append(g.starts, cut{at: at})
		}
	}
	g.ends = append(g.ends, cut{at: hi})
	for k := base + 1; k < hi && len(g.ends) < maxEnds; k++ {
		if a.boundary(k) {
			g.ends = append(g.ends, cut{at: k})
		}
	}
	return g
}

// leftRegion reads what may stand before source and cue: "Talks go on, Lind said".
func (r *reader) leftRegion(end, lo int) (g region) {
	a := r.a
	g.left = true
	if end-lo < 1 {
		return region{}
	}
	g.starts, g.ends = r.cuts.take()
	for k := end; k > lo && k > end-6 && len(g.ends) < 3; k-- {
		if k == end || a.sign(k) != "" || a.is(k, cThat|cWho|cAux|cPrep) {
			if k-1 >= lo && (a.sign(k-1) == "" || a.token(k-1).Kind == text.Mark) {
				g.ends = append(g.ends, cut{at: k})
			}
		}
	}
	if len(g.ends) == 0 {
		return region{}
	}
	g.starts = append(g.starts, cut{at: lo})
	for k := end - 1; k > lo && len(g.starts) < maxStarts; k-- {
		if a.boundary(k) || a.at[k] >= 0 && a.mentions[a.at[k]].first == k {
			at := k
			if a.sign(k) != "" {
				at++
			}
			if at < end {
				g.starts = append(g.starts, cut{at: at})
			}
		}
	}
	return g
}

// boundary says whether a clause or a phrase may end before a token.
func (a *article) boundary(k int) bool {
	if a.inside[k] >= 0 {
		return false
	}
	if a.token(k).Kind == text.Mark || a.token(k-1).Kind == text.Mark {
		return true
	}
	if s := a.sign(k); s != "" {
		return a.token(k).Kind == text.Punct && s != "." && s != "$" && s != "%" || a.isDash(k)
	}
	return a.is(k, cPrep|cThat|cWho|cConj) || a.is(k, cSay) && a.at[k-1] < 0 && !a.is(k-1, cDet|cAux|cPrep) || a.wordHash(k) == hashOfTo ||
		a.is(k, cAux) && a.at[k-1] < 0
}

// describeStart collects what the beginning of a span tells.
func (r *reader) describeStart(i int, mi int32, left bool, at int) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	side := bit(!left)
	begin, before := a.classIn(at, lo, hi), a.classIn(at-1, lo, hi)
	gap := bucket(at - i)
	if left {
		gap = bucket(i - at)
	}
	source := bit(a.mentions[mi].name > i)
	class := a.classOf(i)
	f.add3(61, side, begin, gap)
	f.add3(62, side, source, gap)
	f.add3(63, side, before, begin)
	f.add4(64, side, bit(at == lo), source, class)
	f.add3(65, side, begin, class)
	f.add3(66, side, source, class)
	if !f.lex {
		return
	}
	f.words()
	w := a.wordHash(i)
	f.add3(81, side, w, begin)
	f.add3(82, side, w, gap)
	f.add3(83, side, r.word(at, lo, hi), gap)
	f.add3(84, side, w, r.word(at, lo, hi))
	f.add3(85, side, r.word(at-1, lo, hi), r.word(at, lo, hi))
	f.add3(86, side, w, r.word(at-1, lo, hi))
	f.add3(87, side, w, source)
}

// describeEnd collects what the end of a span tells.
func (r *reader) describeEnd(i int, mi int32, left bool, at int) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	side := bit(!left)
	last, after, next := a.classIn(at-1, lo, hi), a.classIn(at, lo, hi), a.classIn(at+1, lo, hi)
	final := bit(at >= hi-2)
	class := a.classOf(i)
	gap := bucket(at - i)
	if left {
		gap = bucket(i - at)
	}
	f.add3(121, side, after, gap)
	f.add3(122, side, final, class)
	f.add3(123, side, last, after)
	f.add3(124, side, after, next)
	f.add3(125, side, after, class)
	f.add3(126, side, final, bit(a.mentions[mi].name > i))
	tail := bucket(hi - at)
	f.add3(127, side, after, tail)
	more := bit(r.tally[min(hi, at+25)].cues > r.tally[min(at, hi)].cues) // another cue behind it
	f.add3(128, side, after, more)
	f.add4(129, side, after, tail, more)
	if !f.lex {
		return
	}
	f.words()
	w := a.wordHash(i)
	one, two, three := r.word(at, lo, hi), r.word(at+1, lo, hi), r.word(at+2, lo, hi)
	f.add3(141, side, w, after)
	f.add3(142, side, w, final)
	f.add3(143, side, w, one)
	f.add3(144, side, one, gap)
	f.add3(145, side, one, two)
	f.add3(146, side, r.word(at-1, lo, hi), after)
	f.add4(147, side, one, two, three)
	f.add3(148, side, r.word(at-1, lo, hi), one)
	f.add4(149, side, one, a.form(at+1, hi), a.form(i, hi))
	f.add5(150, side, one, two, a.form(at+2, hi), a.form(i, hi))
	f.add4(152, side, one, two, tail)
	f.add3(153, side, one, more)
	f.add3(154, side, r.word(at-1, lo, hi), a.form(at, hi))
	f.add4(155, side, a.form(at-1, hi), one, a.form(at+1, hi))
	f.add4(156, side, one, bit(a.speaksNext(at, hi)), a.form(i, hi))
	f.add4(151, side, one, bit(at+1 < hi && a.at[at+1] >= 0), a.form(i, hi))
}

// speaksNext says whether another subject with a cue of its own follows: "…,
// and Lind warned".
func (a *article) speaksNext(i, hi int) bool {
	for k := i; k < min(hi, i+4); k++ {
		if x := a.at[k]; x >= 0 && a.mentions[x].first == k {
			m := &a.mentions[x]
			after := max(m.end, m.tail)
			return after < hi && (a.is(after, cSay) || a.is(after, cAux|cStop) && a.is(after+1, cSay))
		}
	}
	return false
}

// form gives the ending of a word, which tells a verb that goes on what the cue
// began: "said … and warned", "saying … and warning".
func (a *article) form(i, hi int) uint32 {
	if i >= hi || !a.isWord(i) {
		return 0
	}
	if a.is(i, cStop|cDet|cPronoun) {
		return a.wordHash(i)
	}
	w := a.lower(i)
	f := hash(w[max(0, len(w)-2):])
	if a.is(i, cSay) {
		f++
	}
	return f
}

// describeBoth collects what only both ends of a span tell.
func (r *reader) describeBoth(i int, left bool, s span, passed, cues uint32) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	side := bit(!left)
	size := bucket(s.end - s.first)
	after := a.classIn(s.end, lo, hi)
	f.add3(161, side, after, size)
	f.add3(162, side, size, a.classIn(s.first, lo, hi))
	f.add3(163, side, after, min(passed, 4))
	f.add3(164, side, min(cues, 3), bit(s.end >= hi-2))
	f.add3(165, side, size, a.classOf(i))
	if !f.lex {
		return
	}
	f.words()
	f.add3(166, side, a.wordHash(i), size)
	f.add3(167, side, r.word(s.end, lo, hi), min(passed, 4))
	f.add3(168, side, r.word(s.first, lo, hi), r.word(s.end, lo, hi))
	f.add3(169, side, r.word(s.first, lo, hi), size)
}

// choice is a span with its score and, to learn from, its features.
type choice struct {
	span
	score float32
	list  []uint32
}

// choices gives all spans that may be what a cue's source said, with scores.
func (r *reader) choices(i int, mi int32, keep bool) []choice {
	out := r.spans[:0]
	for _, g := range r.regions(i, mi) {
		for k := range g.starts {
			c := &g.starts[k]
			r.begin(decideReport)
			r.describeStart(i, mi, g.left, c.at)
			r.weigh(c, keep)
		}
		for k := range g.ends {
			c := &g.ends[k]
			r.begin(decideReport)
			r.describeEnd(i, mi, g.left, c.at)
			r.weigh(c, keep)
		}
		starts, ends := leading(g.starts), leading(g.ends)
		for k := range g.starts {
			if c := &g.starts[k]; keep || c.score >= starts-farBehind {
				out = r.pair(i, &g, c, ends-farBehind, keep, out)
			}
		}
	}
	r.spans = out
	return out
}

// farBehind is how far behind the best a cut is left out: its spans would have
// less than a hundredth of the probability.
const farBehind = 3.5

func leading(list []cut) float32 {
	top := list[0].score
	for k := range list {
		top = max(top, list[k].score)
	}
	return top
}

func (r *reader) weigh(c *cut, keep bool) {
	if keep {
		c.list = slices.Clone(r.f.list())
		return
	}
	c.score = r.score()
}

// tally counts, up to a token, commas and conjunctions, verbs of saying, and
// cues outside of marks.
type tally struct{ joints, says, cues uint32 }

func (a *article) tallies(out []tally) []tally {
	out = append(slices.Grow(out, len(a.note)+1), tally{})
	for i := range a.note {
		t := out[i]
		t.joints += bit(a.is(i, cConj) || a.sign(i) == ",")
		t.says += bit(a.is(i, cSay))
		t.cues += bit(a.is(i, cSay|cPer) && a.inside[i] < 0)
		out = append(out, t)
	}
	return out
}

var hashOfTo = hash("to")

// pair joins one start with the ends behind it that score enough.
func (r *reader) pair(i int, g *region, start *cut, least float32, keep bool, out []choice) []choice {
	for k := range g.ends {
		end := &g.ends[k]
		if end.at <= start.at || !keep && end.score < least {
			continue
		}
		from, to := r.tally[start.at], r.tally[end.at]
		c := choice{span: span{start.at, end.at}}
		r.begin(decideReport)
		r.describeBoth(i, g.left, c.span, to.joints-from.joints, to.says-from.says)
		if keep {
			c.list = slices.Concat(start.list, end.list, r.f.list())
		} else {
			c.score = start.score + end.score + r.score()
		}
		out = append(out, c)
	}
	return out
}
