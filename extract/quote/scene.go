package quote

import (
	"slices"

	"attache/internal/text"
)

// link is one way to read a passage: mention says it.
type link struct {
	mention int32
	cue     int32 // the token of the cue that joins them, -1 when there is none
}

// last is what is known of the passage before: who said it, and where.
type last struct {
	passage int   // index, -1 at the beginning
	mention int32 // its speaker's mention, -1 when it had none
	person  int32
}

// candidates gives the mentions that may have said passage k: those of its
// paragraph and of the one before and after, the nearest first.
func (a *article) candidates(k int, l last, out []int32) []int32 {
	const most = 200 // mentions looked at on either side, those inside passages too
	p := &a.passages[k]
	out = out[:0]
	par := a.token(p.open).Paragraph
	from := a.before(p.open)
	n, far := 0, 0
	for i := from; i >= max(0, from-most) && n < 9; i-- {
		m := &a.mentions[i]
		gap := int(par - a.token(m.name).Paragraph)
		if gap > 3 || far > 6 {
			break
		}
		if gap > 0 {
			far++
		}
		if a.inside[m.name] < 0 && !m.inner {
			out = append(out, int32(i))
			n++
		}
	}
	n = 0
	for i := from + 1; i < min(len(a.mentions), from+most) && n < 5; i++ {
		m := &a.mentions[i]
		if m.name > p.close && a.token(m.name).Paragraph > par+1 {
			break
		}
		if a.token(m.name).Paragraph > par && n > 2 {
			break
		}
		if a.inside[m.name] < 0 && !m.inner {
			out = append(out, int32(i))
			n++
		}
	}
	if l.mention >= 0 && !slices.Contains(out, l.mention) {
		out = append(out, l.mention) // the speaker of a quote of many paragraphs
	}
	return out
}

// before gives the last mention that begins before a token, -1 when none does.
func (a *article) before(token int) int {
	lo, hi := 0, len(a.mentions)
	for lo < hi {
		mid := (lo + hi) / 2
		if a.mentions[mid].name < token {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// side of the passage on which a mention stands.
const (
	ahead  uint32 = iota // before it
	behind               // after it
	within               // in the words of attribution between its parts
)

// scene is what all candidates of a passage share.
type scene struct {
	k           int
	p           *passage
	last        last
	edgeBefore  uint32 // the sign or the sort of word before the opening mark
	edgeAfter   uint32 // after the closing one
	ends        uint32 // the last sign inside
	capital     bool
	size        uint32
	starts      bool // begins its paragraph
	finishes    bool // ends it
	gap         uint32
	cueBefore   bool
	cueAfter    bool
	sameParLast bool
	touchBefore uint32 // how a cue touches the passage: see touch
	touchAfter  uint32
	cue         int // the last cue before the passage in its sentence, -1
	cueNext     int // the first one behind it, -1
	lo, hi      int // tokens of its clause: see clause
}

func (a *article) scene(k int, l last) scene {
	p := &a.passages[k]
	s := scene{k: k, p: p, last: l}
	a.spoke = l.person
	par := a.doc.Paragraphs[a.token(p.open).Paragraph]
	s.starts, s.finishes = p.open == int(par.First), p.close >= int(par.End)-1
	s.edgeBefore, s.edgeAfter = a.edge(p.open-1, int(par.First), int(par.End)), a.edge(p.close+1, int(par.First), int(par.End))
	end := p.end - 1
	s.ends = a.edge(end, int(par.First), int(par.End))
	s.capital = p.first < len(a.doc.Tokens) && a.token(p.first).Is(text.Upper)
	s.size = bucket(p.end - p.first)
	s.gap = 9
	if l.passage >= 0 {
		q := &a.passages[l.passage]
		s.sameParLast = a.token(q.open).Paragraph == a.token(p.open).Paragraph
		s.gap = min(8, uint32(a.token(p.open).Paragraph-a.token(q.open).Paragraph))
	}
	lo, hi := a.clause(p)
	s.lo, s.hi = lo, hi
	s.cueBefore, s.cueAfter = a.anyCue(lo, p.open), a.anyCue(p.close+1, hi)
	s.touchBefore, s.touchAfter = a.touchBefore(lo, p), a.touchAfter(p, hi)
	s.cue, s.cueNext = -1, -1
	for i := p.open - 1; i >= a.reach(p.open) && s.cue < 0; i-- {
		if a.is(i, cSay|cPer) && a.inside[i] < 0 {
			s.cue = i
		}
	}
	for i := p.close + 1; i < hi && s.cueNext < 0; i++ {
		if a.is(i, cSay|cPer) && a.inside[i] < 0 {
			s.cueNext = i
		}
	}
	return s
}

// reach gives the first token of a token's sentence, or of its last few lines
// where it has no end.
func (a *article) reach(i int) int {
	const most = 150
	return max(int(a.doc.Sentences[a.token(i).Sentence].First), i-most)
}

// touchAfter tells what stands right behind a passage: 1 a cue, 2 somebody and a
// cue, 3 somebody, 0 something else.
func (a *article) touchAfter(p *passage, hi int) uint32 {
	for i := p.close + 1; i < min(hi, p.close+4); i++ {
		if a.sign(i) != "" {
			continue
		}
		if a.is(i, cSay|cPer) {
			return 1
		}
		if m := a.at[i]; m >= 0 {
			if a.saysAt(max(a.mentions[m].end, a.mentions[m].tail), hi) >= 0 {
				return 2
			}
			return 3
		}
		return 0
	}
	return 0
}

// touchBefore tells what stands right before a passage: 1 a cue, 2 a cue and a
// few words, 0 something else.
func (a *article) touchBefore(lo int, p *passage) uint32 {
	for i := p.open - 1; i >= max(lo, p.open-8); i-- {
		if a.is(i, cSay|cPer) {
			if p.open-i <= 2 {
				return 1
			}
			return 2
		}
	}
	return 0
}

// clause gives the tokens of the sentence around a passage: from its beginning
// to its end, both cut at other passages.
func (a *article) clause(p *passage) (lo, hi int) {
	lo = int(a.doc.Sentences[a.token(p.open).Sentence].First)
	for i := p.open - 1; i >= lo; i-- {
		if a.inside[i] >= 0 {
			lo = i + 1
			break
		}
	}
	hi = p.close + 1
	if hi >= len(a.doc.Tokens) || a.token(hi).Paragraph != a.token(p.open).Paragraph {
		return lo, hi
	}
	s := a.doc.Sentences[a.token(hi).Sentence]
	if int(s.First) == hi && a.token(hi).Is(text.Upper) && a.stopped(p) && !a.saysSoon(hi, 3) && !a.attributes(hi) {
		return lo, hi
	}
	hi = int(s.End)
	for i := p.close + 1; i < hi; i++ {
		if a.inside[i] >= 0 {
			hi = i
			break
		}
	}
	return lo, hi
}

// attributes says whether a name and a verb of saying begin at i: "?” Lind asked."
func (a *article) attributes(i int) bool {
	m := a.at[i]
	if m < 0 {
		return false
	}
	end := a.mentions[m].end
	return a.is(end, cSay) || a.is(end, cAux) && a.is(end+1, cSay)
}

// stopped says whether a passage ends in a stop rather than a comma.
func (a *article) stopped(p *passage) bool {
	switch a.sign(p.end - 1) {
	case ".", "!", "?", "…", "。", "！", "？":
		return true
	}
	switch a.sign(p.close + 1) {
	case ".", "!", "?":
		return true
	}
	return false
}

func (a *article) anyCue(from, to int) bool {
	for i := from; i < to; i++ {
		if a.is(i, cSay|cPer) {
			return true
		}
	}
	return false
}

// edge gives a value for a token at a passage's edge: its sign, or its class.
func (a *article) edge(i, first, end int) uint32 {
	if i < first {
		return 1
	}
	if i >= end {
		return 2
	}
	if s := a.sign(i); s != "" {
		switch s {
		case "—", "–", "-", "，", "،", "、": // what stands for a comma elsewhere
			if !a.doc.Has(text.DashApart) {
				s = ","
			}
		case "：":
			s = ":"
		case "。":
			s = "."
		}
		return hash(s)
	}
	return a.classOf(i)
}

func (a *article) classOf(i int) uint32 {
	c := a.note[i].class
	switch {
	case c&cSay != 0:
		return 10
	case c&cPer != 0:
		return 11
	case c&cThat != 0:
		return 12
	case c&cPronoun != 0:
		return 13
	case c&cNoun != 0:
		return 14
	case c&cDet != 0:
		return 15
	case c&cAux != 0:
		return 16
	case c&cPrep != 0:
		return 21
	case c&cStop != 0:
		return 17
	case c&(cRole|cTitle|cMr|cMs|cGroup|cBody) != 0:
		return 18
	case a.token(i).Is(text.Upper):
		return 19
	}
	return 20
}

// Where a cue stands to a mention: "Lind said", "said Lind", "according to Lind".
const (
	noCue uint32 = iota
	subjectCue
	cueSubject
	perSubject
	cueApart // a cue in the same clause with something between
)

// cueOf finds the cue that goes with a mention, within the range of tokens.
func (a *article) cueOf(m *mention, lo, hi int) (kind uint32, cue, distance int) {
	if a.is(m.tail, cPerAfter) {
		return perSubject, m.tail, 1
	}
	if m.sort == pronoun && a.is(m.name, cSay) { // dit-il
		return cueSubject, m.name, 0
	}
	for i := m.first - 1; i >= max(lo, m.first-4); i-- {
		if a.is(i, cPer) && i+a.width(i) == m.first {
			return perSubject, i, 1
		}
	}
	after := a.cueAfterMention(m, hi)
	back := a.cueBeforeMention(m, lo)
	switch {
	case after >= 0 && (back < 0 || after-m.tail <= m.first-back-1):
		return subjectCue, after, max(0, after-m.tail)
	case back >= 0:
		return cueSubject, back, m.first - back - 1
	}
	return noCue, -1, 0
}

// passive says whether a form of be stands before the cue at i, so that its
// subject may be who hears: "he was told".
func (a *article) passive(i int) bool {
	for k := i - 1; k >= max(0, i-2) && a.isWord(k); k-- {
		switch a.lower(k) {
		case "was", "were", "been", "being", "is", "are", "be":
			return true
		}
	}
	return false
}

// cueAfterMention looks for a cue behind a mention, over adverbs, auxiliaries
// and an apposition between commas.
func (a *article) cueAfterMention(m *mention, hi int) int {
	i := max(m.end, m.tail)
	hi = min(hi, i+25)
	if i < hi && a.token(i).Is(text.Clitic) {
		return -1
	}
	if a.sign(i) == "," || a.sign(i) == "(" {
		if a.is(i+1, cSay) {
			return i + 1
		}
		for k := i + 1; k < hi; k++ {
			if s := a.sign(k); s == "," || s == ")" {
				if a.saysAt(k+1, hi) >= 0 {
					return a.saysAt(k+1, hi)
				}
			}
		}
		return -1
	}
	return a.saysAt(i, hi)
}

// saysAt gives the first cue of the next few words; a mention or a sign between ends the search.
func (a *article) saysAt(i, hi int) int {
	for k := i; k < min(hi, i+5); k++ {
		if a.is(k, cSay) {
			return k
		}
		if !a.isWord(k) || a.at[k] >= 0 && a.mentions[a.at[k]].sort != other {
			return -1
		}
	}
	return -1
}

func (a *article) cueBeforeMention(m *mention, lo int) int {
	if a.is(m.first-1, cPrep) {
		return -1
	}
	for k := m.first - 1; k >= max(lo, m.first-8); k-- {
		if a.is(k, cSay) {
			return k
		}
		if a.is(k, cAux) && a.at[k] < 0 {
			continue
		}
		if !a.isWord(k) {
			return -1
		}
		if i := a.at[k]; i >= 0 && a.mentions[i].sort != other {
			if k = a.mentions[i].first - 1; !a.is(k, cPrep) {
				return -1
			}
		}
	}
	return -1
}
