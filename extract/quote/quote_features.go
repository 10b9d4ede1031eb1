package quote

// describeQuote collects the features that tell a quote from a title or a word
// only so called.
func (a *article) describeQuote(f *feats, s *scene, top link, margin float32) {
	p := s.p
	words, shape := a.shape(p)
	size := bucket(words)
	f.add2(1, size, shape)
	f.add2(2, s.ends, size)
	f.add2(3, s.edgeBefore, size)
	f.add2(4, s.edgeAfter, s.ends)
	f.add3(5, s.edgeBefore, shape, s.ends)
	f.add3(6, bit(s.cueBefore), bit(s.cueAfter), size)
	f.add3(7, bit(s.starts), bit(s.finishes), size)
	f.add3(8, uint32(p.style), bit(p.closed), size)
	f.add2(9, bit(p.carried)<<1|bit(p.carries), bit(p.closed))
	f.add3(10, s.gap, bit(s.sameParLast), size)
	f.add3(11, s.edgeBefore, s.edgeAfter, shape)
	f.add2(12, uint32(max(-9, min(9, int(margin)))+20), size)
	f.add3(13, uint32(max(-9, min(9, int(margin)))+20), shape, bit(s.cueBefore)<<1|bit(s.cueAfter))
	if top.mention >= 0 {
		m := &a.mentions[top.mention]
		slo, shi := a.sentenceOf(m)
		kind, _, _ := a.cueOf(m, slo, shi)
		f.add3(14, kind, size, shape)
		f.add3(15, kind, uint32(m.sort), a.classAt(p.open-1))
	}
	f.add3(16, a.classAt(p.open-1), a.classAt(p.open-2), shape)
	f.add2(17, bit(a.scares(p.open)), size)
	f.add2(18, a.insideClasses(p), size)
	a.describeReport(f, s, shape, size)
	level, framed := a.level(s.k), a.framedBy(s.k, top.mention)
	f.add2(95, level, size)
	f.add3(96, level, size, shape)
	f.add3(97, level, framed, min(size, 6))
	f.add3(98, level, s.edgeBefore, shape)
	a.describeFellows(f, s, shape, size)
	a.describeClauses(f, p, shape, size)
	a.describeTouch(f, s, shape, size)
	a.describeTitle(f, p, top, shape, size)
	if f.lex {
		a.describeQuoteWords(f, p, shape, size)
	}
}

// describeTouch adds what stands right beside a passage: cues, and the three tokens on
// either side.
func (a *article) describeTouch(f *feats, s *scene, shape, size uint32) {
	p := s.p
	few := min(size, 6)
	f.add3(116, s.touchBefore, s.touchAfter, s.edgeAfter)
	f.add3(117, s.touchAfter, s.ends, few)
	f.add4(118, s.touchBefore, s.edgeBefore, shape, few)
	f.add3(119, a.classAt(p.close+1), a.classAt(p.close+2), a.classAt(p.close+3))
	f.add4(120, a.classAt(p.close+1), a.classAt(p.close+2), few, shape)
	f.add3(121, a.classAt(p.open-1), a.classAt(p.open-2), a.classAt(p.open-3))
	f.add2(122, bit(s.cue >= 0)<<1|bit(s.cueNext >= 0), few)
}

// insideClasses tells which telling words stand inside: I, we, you; verbs of saying.
func (a *article) insideClasses(p *passage) uint32 {
	v := uint32(0)
	for i := p.first; i < min(p.end, p.first+30); i++ {
		c := a.note[i].class
		v |= bit(c&(cI|cYou) != 0) | bit(c&cStop != 0)<<1 | bit(c&(cHe|cShe|cThey|cIt) != 0)<<2 | bit(a.sign(i) == "=")<<3
	}
	return v
}

// scares says whether one of the three words before a mark announces a name or a title.
func (a *article) scares(open int) bool {
	for i := open - 1; i >= max(0, open-3); i-- {
		if a.is(i, cScare) {
			return true
		}
	}
	return false
}

func (a *article) describeQuoteWords(f *feats, p *passage, shape, size uint32) {
	f.words()
	defer f.classes()
	word := func(i int) uint32 {
		if i < 0 || i >= len(a.doc.Tokens) {
			return 0
		}
		return a.wordHash(i)
	}
	f.add2(40, word(p.open-1), shape)
	f.add2(41, word(p.open-1), word(p.open-2))
	f.add2(42, word(p.close+1), shape)
	f.add2(43, word(p.close+1), word(p.close+2))
	f.add2(44, word(p.first), size)
	f.add2(45, word(p.end-1), size)
	f.add2(46, word(p.open-2), word(p.open-3))
	f.add2(47, word(p.first), word(p.first+1))
	for i := max(0, p.open-6); i < p.open; i++ {
		f.add1(48, word(i))
		f.add3(49, word(i), shape, size)
	}
	for i := p.first; i < min(p.end, p.first+25); i++ {
		f.add1(50, word(i))
	}
	for i := p.close + 1; i < min(len(a.doc.Tokens), p.close+6); i++ {
		f.add1(51, word(i))
	}
}

// describeReport adds how the sentence around a passage reports speech: its
// nearest cues, whether other passages stand in it, what follows.
func (a *article) describeReport(f *feats, s *scene, shape, size uint32) {
	p := s.p
	before, after := -1, -1
	for i := p.open - 1; i >= a.reach(p.open) && before < 0; i-- {
		if a.is(i, cSay|cPer) && a.inside[i] < 0 {
			before = i
		}
	}
	limit := min(len(a.note), p.close+30)
	for i := p.close + 1; i < limit && after < 0; i++ {
		if a.token(i).Paragraph != a.token(p.open).Paragraph || a.token(i).Sentence > a.token(p.open).Sentence+1 {
			break
		}
		if a.is(i, cSay|cPer) && a.inside[i] < 0 {
			after = i
		}
	}
	gapBefore, gapAfter := uint32(20), uint32(20)
	if before >= 0 {
		gapBefore = bucket(a.outside(before, p.open))
	}
	if after >= 0 {
		gapAfter = bucket(a.outside(p.close, after))
	}
	f.add2(60, gapBefore, size)
	f.add2(61, gapAfter, size)
	f.add3(62, gapBefore, gapAfter, shape)
	others := uint32(0)
	for k := s.k - 1; k >= 0 && others < 4 && a.token(a.passages[k].open).Sentence == a.token(p.open).Sentence; k-- {
		others++
	}
	f.add2(63, min(others, 4), size)
	f.add3(64, bit(s.last.passage == s.k-1), bit(s.sameParLast), size)
	f.add3(65, bit(s.last.passage == s.k-1), min(others, 3), shape)
	that := uint32(0)
	for i := max(before, 0); before >= 0 && i < p.open; i++ {
		that |= bit(a.is(i, cThat))
	}
	f.add3(66, that, gapBefore, shape)
	next := p.close + 1
	glued := next < len(a.note) && a.isWord(next) && !a.is(next, cStop|cSay|cAux|cPronoun|cThat)
	f.add3(67, bit(glued), size, shape)
	f.add3(68, bit(glued), gapBefore, a.classAt(p.open-1))
	if !f.lex {
		return
	}
	f.words()
	defer f.classes()
	if before >= 0 {
		f.add2(70, a.wordHash(before), size)
		f.add2(71, a.wordHash(before), gapBefore)
	}
	if after >= 0 {
		f.add2(72, a.wordHash(after), size)
		f.add2(73, a.wordHash(after), gapAfter)
	}
	if next+1 < len(a.note) {
		w := a.lower(next)
		f.add3(74, hash(w[max(0, len(w)-3):]), bit(glued), size)
	}
	w := a.lower(p.first)
	f.add2(75, hash(w[max(0, len(w)-3):]), size)
	if p.end-p.first < 6 {
		f.add1(76, hash(a.doc.Body[p.start:p.stop]))
	}
}
