package quote

import (
	"math"
	"slices"
)

// A report is speech without marks: a cue, a source, and what was said. It is
// read in three decisions: is a word a cue, whose is it, and how far does what
// was said reach.

// report is one such reading.
type report struct {
	cue        int
	mention    int32
	first, end int // tokens of what was said
	sure       float64
	frames     bool // it reaches over words between marks: see frame
}

// cueWord says whether a token is looked at as a cue: the lexicon's verbs of
// saying, and for the texts the weights come from, the words met there as cues.
func (r *reader) cueWord(i int) bool {
	a := r.a
	if !a.isWord(i) || a.inside[i] >= 0 || a.note[i].class&cInner != 0 {
		return false
	}
	if a.is(i, cSay|cPer) {
		return true
	}
	if !r.lexical || a.is(i, cPronoun|cDet) {
		return false
	}
	return r.known(i)
}

// known says whether a word is in the learned vocabulary of cues.
func (r *reader) known(i int) bool {
	if r.m == nil {
		return false
	}
	_, found := slices.BinarySearch(r.m.cues, r.a.wordHash(i))
	return found
}

// describeCue collects the features of a word as a cue of reported speech.
func (r *reader) describeCue(i int) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	n := a.note[i]
	kind := a.classOf(i)
	before, after := a.classIn(i-1, lo, hi), a.classIn(i+1, lo, hi)
	subject := a.subjectOf(i, lo)
	sort := uint32(9)
	gap := uint32(20)
	if subject >= 0 {
		m := &a.mentions[subject]
		sort = uint32(m.sort)<<1 | bit(m.person >= 0 && a.people[m.person].human > 0)
		gap = bucket(i - max(m.end, m.tail))
	}
	object := uint32(9)
	if i+1 < hi && a.at[i+1] >= 0 {
		object = uint32(a.mentions[a.at[i+1]].sort)
	}
	that := uint32(0)
	for k := i + 1; k < min(hi, i+8); k++ {
		if a.is(k, cThat) {
			that = uint32(min(k-i, 3))
			break
		}
	}
	quoted := uint32(0)
	for k := lo; k < hi; k++ {
		if a.inside[k] >= 0 {
			quoted = 1
			if k > i && k-i < 6 || k < i && i-k < 6 {
				quoted = 2
				break
			}
		}
	}
	mood := uint32(n.polarity)
	f.add3(1, kind, before, after)
	f.add3(2, sort, gap, kind)
	f.add2(3, that, sort)
	f.add2(4, object, that)
	f.add2(5, bucket(i-lo), bucket(hi-i))
	f.add2(6, mood, after)
	f.add3(7, quoted, that, after)
	f.add2(8, a.classIn(i-2, lo, hi), before)
	f.add2(9, after, a.classIn(i+2, lo, hi))
	f.add2(10, quoted, sort)
	rank, previous := uint32(0), -1
	for k := lo; k < i; k++ {
		if a.is(k, cSay|cPer) && a.inside[k] < 0 {
			rank, previous = rank+1, k
		}
	}
	voice := a.voice(i, lo)
	f.add3(11, min(rank, 4), kind, that)
	f.add3(12, voice, kind, sort)
	f.add3(13, voice, after, that)
	f.add4(14, voice, before, after, a.classIn(i+2, lo, hi))
	f.add3(15, min(rank, 4), voice, bucket(i-lo))
	if !f.lex {
		return
	}
	f.words()
	w := a.wordHash(i)
	f.add1(20, w)
	f.add2(21, w, after)
	f.add2(22, w, before)
	f.add2(23, w, sort)
	f.add2(24, w, that)
	f.add2(25, w, quoted)
	f.add3(32, w, bit(i == lo), bit(i+1 == hi))
	f.add2(26, w, r.word(i+1, lo, hi))
	f.add2(27, w, r.word(i-1, lo, hi))
	if f.hopeless() {
		return
	}
	f.add2(16, voice, a.wordHash(i))
	for d := 1; d <= 4; d++ {
		f.add2(17, uint32(min(d, 3)), r.word(i+d, lo, hi))
		f.add2(18, uint32(min(d, 3)), r.word(i-d, lo, hi))
	}
	if previous >= 0 {
		f.add2(39, a.wordHash(previous), a.wordHash(i))
		f.add2(58, a.wordHash(previous), bucket(i-previous))
	}
	f.add2(28, r.word(i-1, lo, hi), after)
	f.add2(29, r.word(i+1, lo, hi), before)
	f.add2(30, r.word(i-1, lo, hi), r.word(i-2, lo, hi))
	f.add2(31, r.word(i+1, lo, hi), r.word(i+2, lo, hi))
	f.add3(33, w, r.word(i+1, lo, hi), r.word(i+2, lo, hi))
	if subject >= 0 {
		m := &a.mentions[subject]
		head := a.wordHash(m.stop - 1)
		if m.sort == named {
			head = 3
		}
		f.add2(34, w, head)
		f.add2(35, head, gap)
	}
	lower := a.lower(i)
	f.add3(36, hash(lower[max(0, len(lower)-3):]), before, after)
	f.add2(37, hash(lower[max(0, len(lower)-2):]), r.word(i-1, lo, hi))
	f.add2(38, hash(lower[:min(5, len(lower))]), after)
}

// voice tells the form of a verb by what stands before it: to, a modal, forms
// of have and be, by.
func (a *article) voice(i, lo int) uint32 {
	v := uint32(0)
	for k := i - 1; k >= max(lo, i-4); k-- {
		switch a.lower(k) {
		case "to":
			v |= 1
		case "will", "would", "could", "should", "may", "might", "can", "must":
			v |= 2
		case "has", "have", "had", "'ve", "he's":
			v |= 4
		case "is", "are", "was", "were", "be", "been", "being", "'s":
			v |= 8
		case "not", "n't", "didn't", "don't", "doesn't", "never", "won't":
			v |= 16
		case "also", "repeatedly", "recently", "often", "previously", "already", "even", "then", "later", "still", "now", "just":
		default:
			return v
		}
	}
	return v
}

func (r *reader) word(i, lo, hi int) uint32 {
	if i < lo || i >= hi {
		return 7
	}
	return r.a.wordHash(i)
}

func (a *article) classIn(i, lo, hi int) uint32 {
	if i < lo {
		return 1
	}
	if i >= hi {
		return 2
	}
	return a.classAt(i)
}

func (a *article) sentence(i int) (lo, hi int) {
	s := a.doc.Sentences[a.token(i).Sentence]
	return int(s.First), int(s.End)
}

// subjectOf gives the nearest mention before a cue in its sentence that can be
// its subject, -1 when there is none.
func (a *article) subjectOf(i, lo int) int32 {
	for k := i - 1; k >= lo; k-- {
		m := a.at[k]
		if m < 0 || a.inside[k] >= 0 {
			continue
		}
		if n := &a.mentions[m]; !n.inner && n.sort != other && !a.is(n.first-1, cPrep) {
			return m
		}
	}
	return -1
}

// sources gives the mentions of the cue's sentence that may be whose it is.
func (r *reader) sources(i int) []int32 {
	a := r.a
	lo, hi := a.sentence(i)
	r.candidates = r.candidates[:0]
	from := a.before(i + 1)
	for k := from; k >= 0 && a.mentions[k].name >= lo && len(r.candidates) < 8; k-- {
		if m := &a.mentions[k]; !m.inner && a.inside[m.name] < 0 && (i < m.first || i >= m.end) {
			r.candidates = append(r.candidates, int32(k))
		}
	}
	n := len(r.candidates)
	for k := from + 1; k < len(a.mentions) && a.mentions[k].name < hi && len(r.candidates) < n+3; k++ {
		if m := &a.mentions[k]; !m.inner && a.inside[m.name] < 0 {
			r.candidates = append(r.candidates, int32(k))
		}
	}
	return r.candidates
}

// describeSource collects the features of a mention as the source of a cue.
func (r *reader) describeSource(i int, mi int32) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	m := &a.mentions[mi]
	from, to, side := max(m.end, m.tail), i, uint32(0)
	if m.name > i {
		from, to, side = i+a.width(i), m.first, 1
	}
	rank, commas, verbs, that := uint32(0), uint32(0), uint32(0), uint32(0)
	path := uint32(19)
	for k := from; k < to; k++ {
		if x := a.at[k]; x >= 0 && x != mi && !a.mentions[x].inner && a.mentions[x].name == k && a.mentions[x].sort != other {
			rank++
		}
		commas += bit(a.sign(k) == ",")
		verbs += bit(a.is(k, cSay))
		that |= bit(a.is(k, cThat|cWho))
		if to-from <= 6 {
			path = path*31 + a.classAt(k)
		}
	}
	if to-from > 6 || to < from {
		path = 0
	}
	kind := uint32(m.sort)<<1 | bit(m.owner)
	gap := bucket(to - from)
	class := a.classOf(i)
	before, next := a.classIn(m.first-1, lo, hi), a.classIn(max(m.end, m.tail), lo, hi)
	f.add3(41, side, rank, kind)
	f.add3(42, side, gap, class)
	f.add4(43, side, rank, min(commas, 3), min(verbs, 3))
	f.add4(44, side, rank, that, kind)
	f.add3(45, side, before, rank)
	f.add3(46, side, next, rank)
	f.add3(47, side, path, class)
	f.add3(48, side, path, kind)
	f.add4(49, side, bit(m.first == lo), rank, min(commas, 3))
	f.add4(50, side, before, next, class)
	voice := a.voice(i, lo)
	f.add4(59, side, voice, rank, a.form(i, hi))
	f.add3(60, side, voice, before)
	f.add4(201, side, rank, uint32(m.sort), a.classIn(i+1, lo, hi))
	subject := bit(a.is(max(m.end, m.tail), cSay|cAux))
	f.add4(202, side, subject, rank, min(commas, 3))
	f.add4(203, side, subject, kind, path)
	if !f.lex || f.hopeless() {
		return
	}
	f.words()
	w := a.wordHash(i)
	f.add4(204, side, voice, w, rank)
	f.add4(205, side, r.word(i-1, lo, hi), rank, kind)
	f.add4(206, side, r.word(i-1, lo, hi), r.word(max(m.end, m.tail), lo, hi), rank)
	f.add3(51, side, w, rank)
	f.add3(52, side, r.word(m.first-1, lo, hi), rank)
	f.add3(53, side, r.word(max(m.end, m.tail), lo, hi), rank)
	if m.sort != named {
		f.add3(54, side, a.wordHash(m.stop-1), w)
		f.add3(55, side, a.wordHash(m.stop-1), rank)
	}
	f.add3(56, side, w, before)
	f.add3(57, side, w, next)
}

// cueFloor is the score below which a word is no cue whatever its neighbours
// are: they add seldom more than the distance to frameThreshold's score.
const cueFloor = -3

// reports reads the reported speech of an article, cue by cue; also what is
// said around a quotation, which is no reported speech of its own.
func (r *reader) reports() []report {
	a := r.a
	var out []report
	for i := range a.doc.Tokens {
		if !r.cueWord(i) {
			continue
		}
		r.begin(decideReport)
		r.expect(cueFloor)
		r.describeCue(i)
		sure := logistic(r.score())
		if sure < frameThreshold { // what follows can only lower it
			continue
		}
		mention, share := r.bestSource(i)
		if mention < 0 || sure*share < frameThreshold {
			continue
		}
		if k := a.heralded(i); k >= 0 {
			p := &a.passages[k]
			out = append(out, report{cue: i, mention: mention, first: p.first, end: p.end, sure: sure * share, frames: true})
			continue
		}
		s, cut := r.bestSpan(r.choices(i, mention, false))
		if a.wordy(s) {
			out = append(out, report{cue: i, mention: mention, first: s.first, end: s.end, sure: sure * share * cut, frames: a.framing(s)})
		}
	}
	for k := range out {
		a.yield(out, k)
	}
	return out
}

// yield ends what somebody said where the next one begins to speak: "Lind said
// that talks go on, and Holm warned that time is short".
func (a *article) yield(all []report, k int) {
	x := &all[k]
	lo, hi := a.sentence(x.cue)
	for k > 0 && all[k-1].cue >= lo {
		k--
	}
	for ; k < len(all) && all[k].cue < hi; k++ {
		y := &all[k]
		at := a.mentions[y.mention].first - 1
		if y.cue <= x.first || y.cue >= x.end || at <= x.first+1 || at >= y.cue || a.sign(at-1) != "," {
			continue
		}
		switch a.lower(at) {
		case "and", "but", "while":
			x.end = at - 1
		}
	}
}

func (r *reader) bestSource(i int) (int32, float64) {
	best, scores := int32(-1), r.scores[:0]
	top := float32(-1e9)
	for _, c := range r.sources(i) {
		r.begin(decideReport)
		r.expect(top - outOfReach)
		r.describeSource(i, c)
		x := r.score()
		scores = append(scores, x)
		if x > top {
			top, best = x, c
		}
	}
	r.scores = scores
	return best, share(top, scores)
}

// bestSpan gives the span that most probably shares half of its words with what
// was said, and that probability.
func (r *reader) bestSpan(list []choice) (span, float64) {
	if len(list) == 0 {
		return span{}, 0
	}
	top := list[0].score
	for k := range list {
		top = max(top, list[k].score)
	}
	all := 0.0
	p := r.shares[:0]
	for k := range list {
		x := math.Exp(float64(list[k].score - top))
		p = append(p, x)
		all += x
	}
	r.shares = p
	best, most := span{}, -1.0
	for k := range list {
		if p[k] < 0.02 { // of the top: what is far behind cannot be the middle of the rest
			continue
		}
		sum := 0.0
		for t := range list {
			if p[t] >= 1e-3 && overlapping(list[t].span, list[k].span) >= 0.5 {
				sum += p[t]
			}
		}
		if sum += p[k] * 0.1; sum > most { // of equals the likelier
			best, most = list[k].span, sum
		}
	}
	return best, min(1, most/all)
}

// wordy says whether a span has words at all.
func (a *article) wordy(s span) bool {
	for k := s.first; k < s.end; k++ {
		if a.isWord(k) {
			return true
		}
	}
	return false
}

// heralded gives the passage that a cue's sentence only announces, "Lind said on
// Monday: “…”", -1 for none.
func (a *article) heralded(i int) int32 {
	for k := i + 1; k < len(a.note) && k < i+14; k++ {
		if a.token(k).Sentence > a.token(i).Sentence+1 || a.inside[k] >= 0 {
			break
		}
		if a.sign(k) != ":" {
			continue
		}
		for t := k + 1; t < len(a.note) && t < k+3; t++ {
			if a.inside[t] >= 0 {
				return a.inside[t]
			}
		}
		break
	}
	return -1
}

// framing says whether words between marks are part of a span: then it is a
// quotation's frame, and no reported speech of its own.
func (a *article) framing(s span) bool {
	for k := s.first; k < s.end; k++ {
		if p := a.inside[k]; p >= 0 && a.passages[p].style != single {
			return true
		}
	}
	return false
}

// overlapping gives the share of two spans' joined length that both cover.
func overlapping(a, b span) float64 {
	both := min(a.end, b.end) - max(a.first, b.first)
	if both <= 0 {
		return 0
	}
	return float64(both) / float64(max(a.end, b.end)-min(a.first, b.first))
}
