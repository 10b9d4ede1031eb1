package quote

import (
	"slices"

	"attache/extract/text"
)

// span is one way to cut what was said out of the sentence.
type span struct{ first, end int }

// spans gives the stretches that may be what was said: behind the cue, or
// before the source that follows it.
func (r *reader) spans(i int, mi int32, out []span) []span {
	a := r.a
	lo, hi := a.sentence(i)
	for hi > i+1 && a.stop(hi-1) {
		hi--
	}
	out = out[:0]
	m := &a.mentions[mi]
	starts := [6]int{}
	n := 0
	add := func(s int) {
		if n < len(starts) && s < hi && !slices.Contains(starts[:n], s) {
			starts[n] = s
			n++
		}
	}
	base := i + a.width(i)
	if m.first >= base && m.first < base+8 {
		base = max(m.end, m.tail) // said Lind that
	}
	add(base)
	for k := base; k < min(hi, base+14); k++ {
		if a.is(k, cThat) || a.doc.Lower(k) == "to" {
			add(k)
		}
		if k < base+2 && (a.is(k, cPrep|cOf) || a.sign(k) == "," || a.sign(k) == ":" || a.isWord(k) && a.is(k, cStop)) {
			add(k + 1)
		}
		if n >= 4 {
			break
		}
	}
	for _, s := range starts[:n] {
		out = r.ends(s, hi, out)
	}
	return r.leftSpans(min(i, m.first), lo, out)
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

// ends adds the spans that begin at s: up to the sentence's end, to signs, and
// to a few words that often begin what no longer belongs.
func (r *reader) ends(s, hi int, out []span) []span {
	a := r.a
	soft, hard := 0, 0
	for k := s + 1; k < hi; k++ {
		if a.inside[k] >= 0 {
			return append(out, span{s, k})
		}
		if a.sign(k) != "" {
			if hard < 5 && a.token(k).Kind == text.Punct && a.sign(k) != "." && a.sign(k) != "$" && a.sign(k) != "%" {
				out = append(out, span{s, k})
				hard++
			}
			continue
		}
		if soft < 4 && k > s+1 && (a.is(k, cPrep) || a.conjunction(k)) {
			out = append(out, span{s, k})
			soft++
		}
	}
	return append(out, span{s, hi})
}

func (a *article) conjunction(i int) bool {
	switch a.doc.Lower(i) {
	case "and", "but", "while", "when", "because", "as", "who", "which", "и", "но", "et", "mais", "y", "pero", "und", "aber", "і", "але":
		return true
	}
	return false
}

// leftSpans adds the spans before source and cue: "Talks go on, Lind said".
func (r *reader) leftSpans(end, lo int, out []span) []span {
	a := r.a
	for end > lo && (a.sign(end-1) == "," || a.isDash(end-1)) {
		end--
	}
	if end-lo < 2 {
		return out
	}
	for k := end - 1; k >= lo; k-- {
		if a.inside[k] >= 0 {
			return out
		}
	}
	out = append(out, span{lo, end})
	n := 0
	for k := end - 1; k > lo && n < 3; k-- {
		if a.sign(k) == "," || a.sign(k) == ";" || a.isDash(k) || a.is(k, cThat|cWho) {
			if end-k-1 >= 2 {
				out = append(out, span{k + 1, end})
				n++
			}
		}
		if a.is(k, cThat|cWho) {
			out = append(out, span{k, end})
		}
	}
	return out
}

// describeSpan collects the features of a span as what a cue's source said.
func (r *reader) describeSpan(i int, mi int32, s span) {
	a, f := r.a, &r.f
	lo, hi := a.sentence(i)
	m := &a.mentions[mi]
	side := bit(s.first > i)
	size := bucket(s.end - s.first)
	begin, before := a.classIn(s.first, lo, hi), a.classIn(s.first-1, lo, hi)
	last, after := a.classIn(s.end-1, lo, hi), a.classIn(s.end, lo, hi)
	final := bit(s.end >= hi-2)
	gap := uint32(0)
	if side == 1 {
		gap = bucket(s.first - i)
	}
	commas, cues := uint32(0), uint32(0)
	for k := s.first; k < s.end; k++ {
		commas += bit(a.sign(k) == ",")
		cues += bit(a.is(k, cSay))
	}
	source := bit(m.name > i)
	class := a.classOf(i)
	f.add(61, side, begin, gap)
	f.add(62, side, after, size)
	f.add(63, side, final, size, class)
	f.add(64, side, source, final, gap)
	f.add(65, side, after, min(commas, 4))
	f.add(66, side, last, after)
	f.add(67, side, before, begin)
	f.add(68, side, begin, after, final)
	f.add(69, side, min(cues, 3), final)
	f.add(70, side, bit(s.first == lo), source, class)
	f.add(71, side, after, begin)
	f.add(72, side, size, begin)
	if !f.lex {
		return
	}
	w := a.wordHash(i)
	f.add(81, side, w, begin)
	f.add(82, side, w, size)
	f.add(83, side, w, gap)
	f.add(84, side, w, after)
	f.add(85, side, r.word(s.first, lo, hi), gap)
	f.add(86, side, r.word(s.end, lo, hi), size)
	f.add(87, side, r.word(s.end, lo, hi), bit(commas > 0))
	f.add(88, side, w, final)
	f.add(89, side, w, r.word(s.first, lo, hi))
	f.add(90, side, r.word(s.end-1, lo, hi), after)
	f.add(91, side, r.word(s.first-1, lo, hi), r.word(s.first, lo, hi))
	f.add(92, side, r.word(s.end, lo, hi), r.word(s.end+1, lo, hi))
}
