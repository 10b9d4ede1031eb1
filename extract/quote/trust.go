package quote

import (
	"math"
	"slices"

	"attache"
	"attache/internal/text"
)

// trust is the last decision on a passage: whether it may be shown under the
// name that was found. It sees what the decisions before it made of the passage
// and how well the name is formed, and is learned from articles that those
// decisions had not seen.

// describeTrust collects its features.
func (r *reader) describeTrust(k int, l last, v *verdict) {
	a, f := r.a, &r.f
	s := a.scene(k, l)
	p := s.p
	words, shape := a.shape(p)
	size := min(bucket(words), 9)
	m := &a.mentions[v.link.mention]
	who := v.who
	sure, share := level8(v.sure), level8(v.share)
	sort := uint32(m.sort)<<1 | bit(m.owner)
	f.add1(1, 1)
	f.add1(2, sure)
	f.add1(3, share)
	f.add2(5, sure, share)
	f.add2(7, sort, share)
	f.add2(9, sure, size)
	f.add3(10, size, shape, bit(p.closed))
	rel, cue := a.relation(&s, v.link)
	f.add2(11, rel, sort)
	f.add2(12, rel, share)
	f.add3(13, rel, s.edgeBefore, s.edgeAfter)
	f.add2(14, rel, bit(p.carried)<<1|bit(p.carries))
	f.add3(15, uint32(p.style), bit(p.closed), bit(p.carried))
	f.add3(16, a.framedBy(k, v.link.mention), a.level(k), sort)
	f.add3(17, bit(l.passage == k-1), bit(s.sameParLast), bit(l.mention >= 0 && l.person >= 0 && l.person == m.person))
	f.add2(18, a.classAt(m.first-1), sort)
	f.add2(19, a.classAt(max(m.end, m.tail)), sort)
	f.add2(20, s.ends, size)
	f.add2(21, bucket(len(r.candidates)), share)
	f.add2(22, min(20, uint32(int(v.margin*2)+8)), rel)
	f.add2(23, level8(v.other), share)
	if r.domain == 0 {
		r.describeName(f, v, sort, share, rel)
	}
	f.add3(31, bit(a.begins(m.name)), sort, bit(who.role != ""))
	f.add2(32, bit(a.doubles), uint32(p.style))
	f.add2(33, bucket(len(a.passages)), size)
	if cue >= 0 {
		f.add2(34, bit(a.is(cue, cPer))<<1|bit(a.is(cue, cWeak)), rel)
	}
	f.add2(35, bit(slices.ContainsFunc(a.passages[max(0, k-1):min(len(a.passages), k+2)],
		func(q passage) bool { return !q.closed && q.style != dash })), size)
	f.add1(36, r.domain)
	if a.tags != nil {
		verbs, _ := a.clauses(p)
		f.add2(37, a.doing(m), sort)
		f.add2(38, a.doing(m)>>4, rel)
		f.add3(39, verbs, size, sure)
	}
	f.words()
	defer f.classes()
	if cue >= 0 {
		f.add2(40, a.wordHash(cue), rel)
	}
	if m.sort != named {
		f.add1(41, a.wordHash(m.stop-1))
	}
	if m.first > 0 {
		f.add1(42, a.wordHash(m.first-1))
	}
}

// describeName adds how the name is formed and how surely it is the one that is meant;
// texts that know no names teach nothing of it.
func (r *reader) describeName(f *feats, v *verdict, sort, share, rel uint32) {
	a, who := r.a, v.who
	m, name := &a.mentions[v.link.mention], level8(who.sure)
	f.add1(4, name)
	f.add2(6, share, name)
	f.add2(8, sort, name)
	form := a.nameForm(v.link.mention, who)
	f.add1(24, form)
	f.add2(25, form, sort)
	f.add2(26, form, rel)
	f.add2(27, bit(who.role != ""), sort)
	if who.person >= 0 {
		x := &a.people[who.person]
		f.add3(28, min(6, uint32(len(x.places))), min(4, uint32(len(x.words))), bit(m.sort == named))
		f.add2(29, uint32(max(-4, min(6, x.human))+8), sort)
		f.add2(30, min(4, uint32(len(x.words))), a.contexts(x))
	}
	f.add3(61, name, bit(who.role != ""), sort)
	if who.person >= 0 {
		f.add3(62, name, bit(a.spoke == who.person), sort)
		f.add2(63, min(3, a.namesakes(who.person)), sort)
	}
}

// namesakes counts the other persons who share a word of somebody's name.
func (a *article) namesakes(p int32) (n uint32) {
	x := &a.people[p]
	for k := range a.people[:min(len(a.people), 200)] {
		y := &a.people[k]
		if int32(k) != p && !y.Body && len(y.words) > 0 && (slices.Contains(x.words, surname(y.words)) ||
			slices.Contains(y.words, surname(x.words))) {
			n++
		}
	}
	return n
}

// level8 puts a probability into one of a few classes, finer at the ends.
func level8(p float64) uint32 {
	x := math.Log(max(p, 1e-4) / max(1-p, 1e-4))
	return uint32(max(0, min(12, int(x*1.2+5))))
}

// relation tells how a link joins a passage with its speaker: the side, whether
// in its clause, how the cue stands and how near it is.
func (a *article) relation(s *scene, l link) (rel uint32, cue int) {
	p, m := s.p, &a.mentions[l.mention]
	side := ahead
	if m.name > p.close {
		side = behind
	} else if m.name > p.open {
		side = within
	}
	near := side == ahead && m.name >= s.lo || side == behind && m.name < s.hi || side == within
	lo, hi := a.sentenceOf(m)
	kind, cue, _ := a.cueOf(m, lo, hi)
	gap := uint32(7)
	if cue >= 0 {
		n := cue - p.close
		if cue < p.open {
			n = p.open - cue
		}
		gap = min(6, bucket(n))
	}
	return side<<8 | bit(near)<<7 | kind<<4 | gap, cue
}

// nameForm tells how a speaker's name is written: its words, whether a given
// name opens it, whether words in it can be no name's, where the article puts it.
func (a *article) nameForm(i int32, who speaker) uint32 {
	m := &a.mentions[i]
	if who.person < 0 {
		v := 1<<9 | uint32(m.sort)<<4 | min(7, uint32(max(m.end, m.tail)-m.first))
		return v | bit(a.begins(m.first))<<8
	}
	x := &a.people[who.person]
	v, first := min(5, uint32(len(x.words))), x.at
	bad := uint32(0)
	for k := first; k < min(len(a.note), first+len(x.words)); k++ {
		c := a.note[k].class
		bad |= bit(c&(cSay|cStop|cPer|cThat|cPronoun|cNoun|cAux) != 0 && c&cFirst == 0)
		bad |= bit(c&(cRole|cBody|cGroup) != 0) << 1
		bad |= bit(c&cPlace != 0) << 2
	}
	return v | bit(a.is(first, cFirst))<<3 | bad<<4 | bit(a.token(first).Is(text.AllCaps))<<7 | bit(x.Body)<<8
}

// contexts tells in what places an article names somebody: behind a role or a
// title, as who speaks, behind a preposition.
func (a *article) contexts(x *Person) (v uint32) {
	for _, i := range x.places[:min(len(x.places), 8)] {
		m := &a.mentions[i]
		v |= bit(m.first < m.name)
		v |= bit(a.is(m.end, cSay) || a.is(m.first-1, cSay)) << 1
		v |= bit(!a.is(m.first-1, cPrep|cOf)) << 2
	}
	return v
}

// trust gives how surely a passage is its speaker's.
func (r *reader) trust(k int, l last, v *verdict) float64 {
	r.begin(decideTrust)
	r.describeTrust(k, l, v)
	p := r.m.calibrate(r.a.doc.Lang, r.score())
	if v.who.person >= 0 && v.who.sure <= sharedName && r.a.mentions[v.link.mention].person == v.who.person {
		p = min(p, sharedName) // a name that two may bear, or two speak together
	}
	return p
}

// Calibration turns a score into a probability: logistic in the score, with what
// a language is surer or less sure by.
type Calibration struct {
	Slope, Bias float64
	Langs       map[string]float64
	Least       float64 // the probability from which on a speaker is shown
}

// calibrate gives the confidence of a score: the probability that the speaker is
// right where that is enough to show it, else less than attache.Sure in the same
// proportion. What is shown is right more often than its least sure one.
func (m *Model) calibrate(lang string, score float32) float64 {
	c := &m.Calibration
	p := c.Probability(lang, float64(score))
	if p < c.Least {
		return min(p, attache.Sure*0.99*p/c.Least)
	}
	return max(p, attache.Sure)
}

// Probability gives the probability of a score in a language.
func (c *Calibration) Probability(lang string, score float64) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*score + c.Bias + c.Langs[lang])))
}
