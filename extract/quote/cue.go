package quote

import (
	"slices"
)

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
	if r.form != inEnglish || a.is(i, cPronoun|cDet) {
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

// cueFloor is the score below which a word is no cue whatever its neighbours
// are: they add seldom more than the distance to frameThreshold's score.
const cueFloor = -3
