package quote

import (
	"slices"

	"attache/internal/text"
)

// hanMentions finds who speaks in Chinese: names before verbs of saying and right
// behind passages, by what was learned; then pronouns, roles and bodies; then the
// names wherever else they stand.
func (a *article) hanMentions(r *namer) {
	for i := range a.doc.Tokens {
		s, ok := a.hanRegion(i)
		if !ok {
			continue
		}
		x, ok := r.read(s)
		if ok && x.end == x.first && a.wholeName(s) {
			x = nameSpan{s.first, s.first, s.stop}
		}
		if ok && x.end == x.first && a.is(s.lead, cSay) && a.at[s.lead] < 0 {
			a.keep(mention{first: s.lead, end: s.lead + 1, name: s.lead, stop: s.lead + 1, sort: pronoun})
		}
		if ok && x.end > x.first && !slices.ContainsFunc(a.at[x.first:x.end], func(m int32) bool { return m >= 0 }) {
			a.keepHan(x)
		}
	}
	for i := 0; i < len(a.doc.Tokens); {
		end := i
		if a.at[i] < 0 {
			end = a.hanMention(i)
		}
		i = max(i+1, end)
	}
	a.sortMentions()
	a.recur()
}

// wholeName says whether all that stands between a passage and a cue is a surname with one
// or two characters behind it: 「…」王建国说.
func (a *article) wholeName(s stretch) bool {
	n := s.stop - s.first
	return n >= 2 && n <= 3 && a.is(s.lead, cSay) && s.stop == s.lead && a.is(s.first, cSurname) && s.first > 0 && a.inside[s.first-1] >= 0 &&
		a.hanGiven(s.first+1, s.stop)
}

// keepHan makes a mention of a reading, with what leads to the name.
func (a *article) keepHan(x nameSpan) {
	m := mention{first: x.first, end: x.end, name: x.name, stop: x.end, sort: named}
	n := a.note[x.first]
	switch {
	case x.name < x.end:
		m.first = a.hanLead(x.name)
	case n.class&(cHe|cShe|cThey|cIt) != 0:
		m.name, m.sort, m.gender = x.first, pronoun, n.gender
	default:
		m.first = a.hanLead(x.first)
		m.name, m.gender = x.first, n.gender
		switch {
		case n.class&cGroup != 0:
			m.sort = several
		case n.class&cRole != 0:
			m.sort, m.name = titled, m.first
		default:
			m.sort, m.name = official, m.first
		}
	}
	a.keep(m)
}

// hanLead gives where the words before a name begin that say what somebody is.
func (a *article) hanLead(i int) int {
	first := i
	for first > 0 && first > i-24 && a.isWord(first-1) && a.at[first-1] < 0 && a.inside[first-1] < 0 && a.token(first-1).Is(text.Ideograph) &&
		a.token(first-1).Paragraph == a.token(i).Paragraph && (!a.is(first-1, cStop|cSay|cPer|cPronoun|cThat) || a.is(first-1, cInner)) {
		first--
	}
	return first
}

// longestHan is how far before a cue, and behind a passage, a name is looked for.
const longestHan = 26

// hanRegion gives the region that a cue at i ends, or that a passage's end at i opens.
func (a *article) hanRegion(i int) (stretch, bool) {
	if a.is(i, cSay) && a.inside[i] < 0 && !a.is(i, cInner) {
		lo := i
		for lo > 0 && lo > i-longestHan && a.inside[lo-1] < 0 && a.token(lo-1).Paragraph == a.token(i).Paragraph &&
			(a.isWord(lo-1) || a.dot(lo-1)) {
			lo--
		}
		return stretch{first: lo, stop: i, lead: i}, lo < i
	}
	if k := a.inside[i]; k >= 0 && a.passages[k].close == i && a.passages[k].closed {
		hi := i + 1
		for hi < len(a.note) && hi < i+longestHan && a.inside[hi] < 0 && a.token(hi).Paragraph == a.token(i).Paragraph &&
			(a.isWord(hi) || a.dot(hi)) {
			if a.is(hi, cSay) && !a.is(hi, cInner) {
				return stretch{}, false // the cue's own region
			}
			hi++
		}
		return stretch{first: i + 1, stop: hi, lead: i}, hi > i+2
	}
	return stretch{}, false
}

func (a *article) dot(i int) bool {
	switch a.sign(i) {
	case "·", "•", "・":
		return true
	}
	return false
}

// hanSpans gives the readings of a region: names of two to four characters, foreign
// ones with their dots, pronouns, roles and bodies, nobody.
func (a *article) hanSpans(s stretch, out []nameSpan) []nameSpan {
	out = append(out[:0], nameSpan{s.first, s.first, s.first})
	for i := s.first; i < s.stop; i++ {
		if c := a.note[i].class; c&(cRole|cBody|cGroup|cHe|cShe|cThey) != 0 && c&cInner == 0 {
			if end := i + a.width(i); end <= s.stop {
				out = append(out, nameSpan{i, end, end})
			}
		}
		if !a.isWord(i) || !a.token(i).Is(text.Ideograph) {
			continue
		}
		end, dots := i, false
		for end < s.stop && end < i+14 {
			if a.dot(end) {
				dots = true
			} else if !a.isWord(end) || !a.token(end).Is(text.Ideograph) {
				break
			}
			end++
			if n := end - i; !a.dot(end-1) && n > 1 && (n < 5 || dots || a.sounds(a.lower(end-1)) && a.sounds(a.lower(i)) && n < 8) {
				out = append(out, nameSpan{i, i, end})
			}
		}
	}
	return out
}

// hanShape tells what the lexicon knows of a character.
func (a *article) hanShape(i int, s stretch) uint32 {
	if i < 0 || i >= len(a.note) || a.token(i).Paragraph != a.token(min(s.first, len(a.note)-1)).Paragraph {
		return 1
	}
	if sign := a.sign(i); sign != "" {
		return hash(sign)
	}
	if a.inside[i] >= 0 {
		return 2
	}
	head := i
	for head > 0 && a.is(head, cInner) {
		head--
	}
	c := a.note[head].class
	last := head != i && !a.is(i+1, cInner) || head == i && !a.is(i+1, cInner)
	v := bit(c&cRole != 0) | bit(c&cBody != 0)<<1 | bit(c&cPlace != 0)<<2 | bit(c&cSay != 0)<<3 | bit(c&cStop != 0)<<4 |
		bit(c&cPronoun != 0)<<5 |
		bit(c&cGroup != 0)<<6 | bit(last)<<7 | bit(head == i)<<8 | bit(a.note[i].class&cSurname != 0)<<9 | bit(a.sounds(a.lower(i)))<<10 |
		bit(a.token(i).Kind == text.Number)<<11
	return 1<<31 | v<<4 | uint32(a.pos(i))<<18
}

// describeHan collects the features of a reading.
func (r *namer) describeHan(s stretch, x nameSpan) {
	a, f := r.a, &r.f
	n := uint32(x.end - x.name)
	side := bit(a.is(s.lead, cSay))
	kind := side
	if n == 0 && x.end > x.first {
		c := a.note[x.first].class
		kind |= 2 + bit(c&cRole != 0)<<2 + bit(c&cBody != 0)<<3 + bit(c&cPronoun != 0)<<4
	}
	if x.end == x.first {
		f.add2(1, 99, side)
		f.add2(2, min(12, uint32(s.stop-s.first)), side)
		f.add2(3, a.hanShape(s.first, s), side)
		f.add2(4, a.hanShape(s.stop-1, s), side)
		return
	}
	gap, from := uint32(s.stop-x.end), uint32(x.first-s.first)
	if side == 0 {
		gap, from = uint32(x.first-s.first), uint32(s.stop-x.end)
	}
	before, after := a.hanShape(x.first-1, s), a.hanShape(x.end, s)
	f.add3(5, kind, n, min(gap, 9))
	f.add3(6, kind, min(gap, 9), min(from, 9))
	f.add2(7, kind, before)
	f.add2(8, kind, after)
	f.add3(9, kind, n, after)
	f.add3(10, kind, n, before)
	f.add3(11, kind, after, a.hanShape(x.end+1, s))
	if n > 0 {
		first, last := a.hanShape(x.name, s), a.hanShape(x.end-1, s)
		f.add2(12, first, n)
		f.add3(13, first, before, n)
		f.add3(14, last, after, n)
		same := min(3, uint32(r.grams[r.gram(x.name, x.end)]))
		f.add2(15, same, n)
		f.add3(16, same, min(3, uint32(r.grams[r.gram(x.name, x.end+1)])), n)
		f.add3(17, same, min(3, uint32(r.grams[r.gram(x.name, x.end-1)])), n)
		f.add3(18, same, min(3, uint32(r.grams[r.gram(x.name-1, x.end)])), n)
		here := bit(a.is(x.end, cSay) && x.end == s.lead)
		spoken := uint32(min(3, r.cued[r.gram(x.name, x.end)])) - here*bit(r.cued[r.gram(x.name, x.end)] > 0)
		f.add3(21, spoken, n, same)
		f.add3(22, spoken, after, n)
		alien := uint32(0)
		for i := x.name; i < x.end; i++ {
			alien += bit(!a.sounds(a.lower(i)) && !a.dot(i))
			f.add2(19, a.hanShape(i, s), bit(i == x.name))
		}
		f.add3(20, min(alien, 3), n, first)
		a.describeHanCommon(f, x, n, alien)
	}
	f.add3(50, kind, a.wordEdge(x.first), a.wordEdge(x.end))
	f.add4(51, kind, n, uint32(a.pos(x.name)), a.wordEdge(x.end))
	f.words()
	defer f.classes()
	char := func(i int) uint32 {
		if i < 0 || i >= len(a.note) {
			return 0
		}
		return a.hashes[i]
	}
	if n > 0 {
		f.add2(35, char(x.name)*31+char(x.name+1), n)
		f.add2(36, char(x.end-2)*31+char(x.end-1), n)
		f.add1(37, r.gram(x.name, x.end))
	}
	f.add2(30, char(x.first-1), kind)
	f.add3(31, char(x.first-2), char(x.first-1), kind)
	f.add2(32, char(x.end), kind)
	f.add3(33, char(x.end), char(x.end+1), kind)
	for i := x.name; i < x.end; i++ {
		f.add2(34, char(i), min(3, uint32(i-x.name)))
	}
}

// gram gives a value for the characters of a range.
func (r *namer) gram(from, to int) uint32 {
	h := uint32(2166136261)
	for i := max(0, from); i < min(to, len(r.a.hashes)); i++ {
		h = (h ^ r.a.hashes[i]) * 16777619
	}
	return h
}

// countGrams counts the runs of two to five characters.
func (r *namer) countGrams() {
	r.grams = make(map[uint32]uint8, len(r.a.hashes))
	for i := range r.a.hashes {
		h := uint32(2166136261)
		for n := 1; n <= 5 && i+n <= len(r.a.hashes); n++ {
			h = (h ^ r.a.hashes[i+n-1]) * 16777619
			if n > 1 && r.grams[h] < 250 {
				r.grams[h]++
			}
			if end := i + n; n > 1 && r.a.is(end, cSay) && r.a.inside[i] < 0 {
				r.cued[h]++
			}
		}
	}
}

// describeHanCommon adds how common the pairs of characters of a name are, those that it begins and ends, and those
// over its edges.
func (a *article) describeHanCommon(f *feats, x nameSpan, n, alien uint32) {
	most := uint32(0)
	for i := x.name; i < x.end-1; i++ {
		most = max(most, a.commonAt(i))
	}
	surname := bit(a.is(x.name, cSurname))
	f.add4(60, most, n, surname, min(alien, 2))
	f.add3(61, a.commonAt(x.name-1), a.commonAt(x.name), surname)
	f.add3(62, a.commonAt(x.end-2), a.commonAt(x.end-1), n)
	f.add3(63, a.commonAt(x.end), most, n)
	f.add3(64, uint32(a.pos(x.name)), a.wordEdge(x.name), a.wordEdge(x.end))
	f.add4(65, surname, n, min(alien, 3), a.wordEdge(x.end))
}

// wordEdge says what the tagger takes a token for: 1 the beginning of a word, 2 its inside.
func (a *article) wordEdge(i int) uint32 {
	if i < 0 || i >= len(a.tags) {
		return 0
	}
	return 1 + bit(a.tags[i].Inside)
}
