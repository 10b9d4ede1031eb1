package quote

import "attache/internal/text"

// shape tells how the words of a passage are written: 1 capitals throughout,
// 2 no capital, 3 a capital at the beginning, 4 one in the middle of a sentence
// as names and titles have it, 0 others. Where titles take one capital alone,
// as in most languages but English, such a one is like capitals throughout.
func (a *article) shape(p *passage) (words int, shape uint32) {
	capitals, lower := 0, 0
	for i := p.first; i < min(p.end, p.first+40); i++ {
		if !a.isWord(i) {
			continue
		}
		words++
		if a.token(i).Is(text.Upper) {
			capitals++
		} else if a.note[i].class&(cStop|cDet) == 0 {
			lower++
		}
	}
	switch {
	case capitals > 0 && lower == 0:
		shape = 1
	case capitals == 0:
		shape = 2
	case a.capitalAt(p.first) && a.heads(p, words):
		shape = 4
		if !a.doc.Has(text.OwnWeights) {
			shape = 1
		}
	case a.capitalAt(p.first):
		shape = 3
	}
	return words, shape
}

// heads says whether the capital of a few words is not that of an utterance:
// they continue a sentence, no cue leads to them, and no stop ends them.
func (a *article) heads(p *passage, words int) bool {
	if words > 9 || a.sign(p.open-1) != "" || a.is(p.open-1, cSay|cThat|cPer) || p.open == 0 ||
		a.token(p.open-1).Paragraph != a.token(p.open).Paragraph {
		return false
	}
	switch a.sign(p.end - 1) {
	case ".", "!", "?", "…":
		return false
	}
	return !a.doc.Has(text.CapitalNouns) || a.is(p.first, cDet|cStop|cPrep) // a noun has a capital there in any case
}

// describeFellows adds what the other passages of the article tell of one:
// those beside it, and how many are whole utterances.
func (a *article) describeFellows(f *feats, s *scene, shape, size uint32) {
	before, after := a.fellow(s.k, s.k-1), a.fellow(s.k, s.k+1)
	f.add3(80, before, size, shape)
	f.add3(81, after, size, shape)
	f.add3(82, before, after, min(size, 6))
	f.add3(83, bucket(len(a.passages)), uint32(a.long*8/len(a.passages)), min(size, 8))
	f.add3(84, min(2, uint32(a.twins(s.k))), size, shape)
}

// fellow tells how the passage k+1 or k-1 stands to k: how joined, how long, how written.
func (a *article) fellow(k, o int) uint32 {
	if o < 0 || o >= len(a.passages) {
		return 0
	}
	p, q := &a.passages[min(k, o)], &a.passages[max(k, o)]
	joined := uint32(1)
	switch {
	case a.token(p.open).Paragraph != a.token(q.open).Paragraph:
	case a.token(p.open).Sentence != a.token(q.open).Sentence:
		joined = 2
	case q.open-p.close <= 4 && a.lists(p.close+1, q.open):
		joined = 4
	default:
		joined = 3
	}
	words, shape := a.shape(&a.passages[o])
	return joined<<8 | min(bucket(words), 8)<<4 | shape<<2 | 1
}

// lists says whether there are only commas and conjunctions from one token to another.
func (a *article) lists(from, to int) bool {
	for i := from; i < to; i++ {
		if a.isWord(i) && (!a.is(i, cStop) || a.is(i, cPrep|cOf)) {
			return false
		}
	}
	return true
}

// twins counts the passages near another with the same words. Those further off
// are left out, so that many passages take no more time each than few.
func (a *article) twins(k int) (n int) {
	const near = 40
	p := &a.passages[k]
	for o := max(0, k-near); o < min(len(a.passages), k+near); o++ {
		q := &a.passages[o]
		if o != k && q.end-q.first == p.end-p.first && a.hashes[q.first] == a.hashes[p.first] && a.hashes[q.end-1] == a.hashes[p.end-1] {
			n++
		}
	}
	return n
}

// describeTitle adds what speaks for a title or a name: words for works and
// programmes on either side, abbreviations before it.
func (a *article) describeTitle(f *feats, p *passage, top link, shape, size uint32) {
	caps := uint32(0)
	for i := max(0, p.open-4); i < p.open; i++ {
		caps |= bit(a.isWord(i) && a.token(i).Is(text.AllCaps))
	}
	behind := uint32(0)
	for i := p.close + 1; i < min(len(a.note), p.close+4) && a.isWord(i); i++ {
		behind |= bit(a.is(i, cScare))
	}
	f.add3(85, caps, shape, size)
	f.add3(86, behind, shape, size)
	f.add4(87, a.classAt(p.open-1), a.classAt(p.close+1), shape, min(size, 6))
	f.add3(88, uint32(min(3, a.token(p.open).Paragraph)), shape, min(size, 6))
	f.add3(89, a.classAt(p.first), a.classAt(p.end-1), size)
	if !f.lex {
		return
	}
	f.words()
	defer f.classes()
	if top.cue >= 0 {
		gap := bucket(a.outside(int(top.cue), p.open))
		if int(top.cue) > p.close {
			gap = 16 + bucket(a.outside(p.close, int(top.cue)))
		}
		f.add2(90, a.wordHash(int(top.cue)), gap)
	}
	if next := p.close + 1; next < len(a.note) {
		f.add3(91, a.wordHash(next), shape, bit(size < 4))
		f.add2(92, a.wordHash(next), a.classAt(p.open-1))
	}
	if p.open > 0 {
		f.add3(93, a.wordHash(p.open-1), a.classAt(p.close+1), bit(size < 4))
	}
}
