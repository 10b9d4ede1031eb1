package quote

import (
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// A region is a stretch of words in which somebody is named without capitals to
// show where: what follows a verb of saying or begins with a role in Arabic. Where
// the name begins and ends in it is a learned decision: nameSpan.
type stretch struct {
	first, stop int // tokens
	lead        int // the cue or role before or at its beginning, for its class
}

// nameSpan is a reading of a region: what stands before name is a role or what
// somebody is; name == end: there is no name, the words up to end are a role or body.
type nameSpan struct{ first, name, end int }

// longestName and longestLead are how many words a name and what leads to it have at most.
const (
	longestName = 6
	longestLead = 14
)

// spansOf gives the readings of a region.
func (a *article) spansOf(s stretch, out []nameSpan) []nameSpan {
	out = out[:0]
	if s.lead != s.first {
		out = append(out, nameSpan{s.first, s.first, s.first}) // nobody is named
	}
	for end := s.first + 1; end <= s.stop; end++ {
		if !a.isWord(end - 1) {
			continue
		}
		if a.note[s.first].class&(cRole|cBody|cGroup) != 0 {
			out = append(out, nameSpan{s.first, end, end})
		}
		for name := max(s.first, end-longestName); name < end; name++ {
			if a.spansSign(name, end) {
				continue
			}
			out = append(out, nameSpan{s.first, name, end})
		}
	}
	return out
}

// spansSign says whether a sign stands in a range.
func (a *article) spansSign(from, to int) bool {
	for i := from; i < to; i++ {
		if !a.isWord(i) {
			return true
		}
	}
	return false
}

// describeSpan collects the features of a reading.
func (r *namer) describeSpan(s stretch, x nameSpan) {
	a, f := r.a, &r.f
	n, lead := uint32(x.end-x.name), min(9, uint32(x.name-x.first))
	after, last := a.shapeOf(x.end, s), a.shapeOf(x.end-1, s)
	start := uint32(s.kind(a))
	f.add3(1, n, lead, start)
	f.add2(2, last, after)
	f.add2(3, n, after)
	f.add1(4, after)
	f.add2(5, bit(x.end == s.stop), n)
	f.add2(6, a.shapeOf(x.end, s), a.shapeOf(x.end+1, s))
	if n == 0 {
		head := a.shapeOf(x.first, s)
		f.add2(7, head, after)
		f.add2(8, head, lead)
		f.add2(9, last, lead)
	} else {
		first, before := a.shapeOf(x.name, s), a.shapeOf(x.name-1, s)
		f.add2(10, first, before)
		f.add2(11, first, n)
		f.add2(12, before, n)
		f.add3(13, first, last, n)
		f.add2(14, bit(x.name == x.first), start)
		f.add2(15, min(3, uint32(r.count(x.end-1))), n)
		f.add2(16, min(3, uint32(r.count(x.name))), n)
		f.add3(17, min(2, uint32(r.count(x.end-1))), min(2, uint32(r.count(x.end))), after)
		f.add2(18, bit(a.definite(x.name)), bit(a.definite(x.end-1)))
		f.add3(37, r.beside(x.end-1), min(n, 3), after)
		f.add3(38, r.beside(x.name), min(n, 3), first)
		f.add3(39, r.beside(x.end), r.beside(x.end-1), start)
	}
	for i := x.name; i < x.end; i++ {
		f.add2(20, a.shapeOf(i, s), bit(i == x.name))
	}
	for i := x.first; i < x.name; i++ {
		f.add1(21, a.shapeOf(i, s))
	}
	f.words()
	defer f.classes()
	word := func(i int) uint32 {
		if i < 0 || i >= len(a.note) {
			return 0
		}
		return hash(a.doc.Fold(i))
	}
	f.add2(30, word(x.end), bit(n == 0))
	f.add2(31, word(x.end-1), bit(n == 0))
	if n > 0 {
		f.add1(32, word(x.name-1))
		for i := x.name; i < x.end; i++ {
			f.add1(33, word(i))
			w := a.doc.Fold(i)
			f.add1(34, hash(w[:min(len(w), 6)]))
			f.add1(35, hash(w[max(0, len(w)-4):]))
		}
	}
	for i := x.first; i < x.name; i++ {
		f.add1(36, word(i))
	}
}

// kind tells how a region begins: after a cue, after "according to", at a role, a
// body, a group.
func (s stretch) kind(a *article) int {
	switch {
	case a.is(s.lead, cPer):
		return 1
	case a.is(s.lead, cSay):
		if a.is(s.first, cRole) {
			return 2
		}
		if a.is(s.first, cBody|cGroup) {
			return 3
		}
		return 4
	case a.is(s.lead, cRole):
		return 5
	case a.is(s.lead, cGroup):
		return 6
	}
	return 7
}

// shapeOf tells how a word of a region is written and what the lexicon knows of it.
func (a *article) shapeOf(i int, s stretch) uint32 {
	if i < 0 || i >= len(a.note) || a.token(i).Paragraph != a.token(s.first).Paragraph {
		return 1
	}
	if sign := a.sign(i); sign != "" {
		return hash(sign)
	}
	if a.inside[i] >= 0 {
		return 2
	}
	c := a.note[i].class
	v := bit(c&cFirst != 0) | bit(c&cRole != 0)<<1 | bit(c&cBody != 0)<<2 | bit(c&cPlace != 0)<<3 | bit(c&cSay != 0)<<4 | bit(c&cPer != 0)<<5 |
		bit(c&cThat != 0)<<6 | bit(c&cStop != 0)<<7 | bit(c&(cNoun|cGroup) != 0)<<8 | bit(c&cPronoun != 0)<<9
	w := a.doc.Fold(i)
	prefix, ending := uint32(0), uint32(0)
	for k, p := range arabicPrefixes {
		if strings.HasPrefix(w, p) {
			prefix = uint32(k + 1)
			break
		}
	}
	for k, e := range arabicEndings {
		if strings.HasSuffix(w, e) {
			ending = uint32(k + 1)
			break
		}
	}
	return 1<<31 | v<<16 | prefix<<10 | ending<<4 | min(10, uint32(utf8.RuneCountInString(w)))
}

// What Arabic words begin and end with, the longest first.
var (
	arabicPrefixes = []string{"وال", "بال", "فال", "كال", "لل", "ال", "مت", "ست", "است", "و", "ف", "ب", "ل", "ك", "م", "ت", "ي", "ا"}
	arabicEndings  = []string{"ين", "ون", "ات", "ان", "يه", "وا", "ها", "هم", "نا", "ه", "ي", "ا", "و", "ت"}
)

// namer finds names without capitals, with a model.
type namer struct {
	a      *article
	f      feats
	scale  float32
	spans  []nameSpan
	counts map[uint32]int
	cued   map[uint32]int   // of words, of runs of Chinese characters: how often they stand right beside a cue
	grams  map[uint32]uint8 // of Chinese characters
}

func newNamer(a *article, m *Model) *namer {
	r := &namer{a: a, scale: 1, counts: map[uint32]int{}, cued: map[uint32]int{}}
	r.f.weights = &unlearned
	if m != nil {
		r.f.weights, r.scale = m.weights, m.scale
	}
	if a.doc.Has(text.Han) {
		r.countGrams()
		return r
	}
	for i := range a.note {
		if a.isWord(i) {
			r.counts[a.hashes[i]]++
			if a.is(i-1, cSay|cPer) && a.inside[i] < 0 {
				r.cued[a.hashes[i]]++
			}
		}
	}
	return r
}

// beside gives how often token i's word stands right behind a cue in the article, here not counted.
func (r *namer) beside(i int) uint32 {
	if i < 0 || i >= len(r.a.note) {
		return 0
	}
	n := r.cued[r.a.hashes[i]]
	if r.a.is(i-1, cSay|cPer) && r.a.inside[i] < 0 {
		n--
	}
	return uint32(max(0, min(2, n)))
}

func (r *namer) count(i int) int {
	if i < 0 || i >= len(r.a.note) {
		return 0
	}
	return r.counts[r.a.hashes[i]]
}

func (r *namer) begin() {
	r.f.n, r.f.sum, r.f.floor = 0, 0, -1<<31
	r.f.lex, r.f.base, r.f.lang = true, decideName, 0
	r.f.classes()
}

// readings gives the readings of a region.
func (r *namer) readings(s stretch, out []nameSpan) []nameSpan {
	if r.a.doc.Has(text.Han) {
		return r.a.hanSpans(s, out)
	}
	return r.a.spansOf(s, out)
}

// describe collects the features of a reading.
func (r *namer) describe(s stretch, x nameSpan) {
	r.begin()
	if r.a.doc.Has(text.Han) {
		r.describeHan(s, x)
	} else {
		r.describeSpan(s, x)
	}
}

// region gives the region that a token opens or ends, if it does.
func (r *namer) region(i int) (stretch, bool) {
	if r.a.doc.Has(text.Han) {
		return r.a.hanRegion(i)
	}
	if r.a.inside[i] >= 0 {
		return stretch{}, false
	}
	return r.a.arabicRegion(i)
}

// read gives the best reading of a region.
func (r *namer) read(s stretch) (best nameSpan, ok bool) {
	r.spans = r.readings(s, r.spans)
	top := int32(-1 << 31)
	for _, x := range r.spans {
		r.describe(s, x)
		if r.f.sum > top {
			top, best, ok = r.f.sum, x, true
		}
	}
	return best, ok
}

// region gives the words from i on in which somebody may be named: up to a word or
// sign that ends any name, over one comma behind a role.
func (a *article) region(i, lead int) stretch {
	s := stretch{first: i, stop: i, lead: lead}
	comma := false
	for k := i; k < len(a.note) && k < i+longestLead && a.token(k).Paragraph == a.token(i).Paragraph && a.inside[k] < 0; k++ {
		if sign := a.sign(k); sign != "" {
			if (sign == "،" || sign == ",") && !comma && k > i && a.is(i, cRole) && a.isWord(k+1) {
				comma = true
				continue
			}
			break
		}
		if !a.isWord(k) || a.is(k, cThat|cPer|cNotName) && k > i || a.token(k).Kind == text.Number {
			break
		}
		s.stop = k + 1
	}
	return s
}
