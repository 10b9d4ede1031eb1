package quote

// describe collects the features of a mention as the speaker of a passage and
// gives the cue between them.
func (a *article) describe(f *feats, s *scene, mi int32) int32 {
	p, m := s.p, &a.mentions[mi]
	side := ahead
	if m.name > p.close {
		side = behind
	} else if m.name > p.open {
		side = within
	}
	inClause := side == ahead && m.name >= s.lo || side == behind && m.name < s.hi || side == within
	sents := a.sentencesBetween(p, m, side)
	where := side<<4 | bit(inClause)<<3 | min(sents, 7)
	distance, between := a.between(p, mi, side)
	slo, shi := a.sentenceOf(m)
	cueKind, cue, cueGap := a.cueOf(m, slo, shi)
	cueSide := uint32(3)
	if cue >= 0 {
		switch {
		case side == ahead && cue > m.name || side == behind && cue < m.name:
			cueSide = 1 // between
		default:
			cueSide = 2
		}
	}
	sort := uint32(m.sort)<<2 | bit(m.owner)<<1 | bit(m.sort == named && m.person >= 0 && a.people[m.person].human > 0)
	rel := where<<5 | cueKind<<2 | cueSide
	f.add2(1, where, sort)
	f.add1(2, rel)
	f.add2(3, rel, sort)
	f.add2(4, rel, bucket(between))
	f.add2(5, where, bucket(distance))
	f.add3(6, where, bucket(between), sort)
	f.add2(7, rel, s.edgeBefore)
	f.add2(8, rel, s.edgeAfter)
	f.add3(9, rel, s.ends, bit(s.capital))
	f.add2(10, rel, bucket(cueGap))
	f.add3(11, where, bit(s.cueBefore), bit(s.cueAfter))
	f.add3(12, where, bit(s.starts)<<1|bit(s.finishes), cueKind)
	f.add2(13, rel, s.size)
	prev := a.edge(m.first-1, slo, shi)
	next := a.edge(m.tail, slo, shi)
	f.add2(14, where, prev)
	f.add2(15, where, next)
	f.add3(16, side, cueKind, prev)
	f.add3(17, rel, bit(m.first == slo), prev)
	f.add3(18, rel, s.touchBefore, s.touchAfter)
	f.add4(19, where, sort, s.touchBefore, s.touchAfter)
	a.describePath(f, s, m, side, where)
	framed := a.framedBy(s.k, mi)
	f.add2(95, framed, a.level(s.k))
	f.add3(96, framed, a.level(s.k), sort)
	if s.k > 0 {
		f.add4(97, a.framedBy(s.k-1, mi), a.level(s.k-1), a.level(s.k), a.apart(s.k-1))
	}
	if s.k+1 < len(a.passages) {
		f.add4(98, a.framedBy(s.k+1, mi), a.level(s.k+1), a.level(s.k), a.apart(s.k))
	}
	a.describeMainCue(f, mi, 33, s.cue)
	a.describeMainCue(f, mi, 36, s.cueNext)
	a.describeLast(f, s, mi, where, cueKind)
	a.describeQuoteSide(f, s, side, cue, rel)
	a.describeGrammar(f, mi, cue, rel, where, sort)
	a.describeBearer(f, mi, rel, where, sort)
	if f.lex && !f.hopeless() {
		a.describeWords(f, s, m, where, cue, rel)
	}
	return int32(cue)
}

// describeBearer adds what the article tells of whoever bears a name: how often it
// names him, whether it gives a role, whether this is where it brings him in.
func (a *article) describeBearer(f *feats, mi int32, rel, where, sort uint32) {
	m := &a.mentions[mi]
	p := a.meant[mi]
	if p < 0 {
		f.add2(120, where, sort)
		return
	}
	x := &a.people[p]
	many := min(5, uint32(len(x.places)))
	f.add3(121, where, many, uint32(max(-2, min(3, x.human))+2))
	f.add3(122, rel, bit(x.Role != ""), bit(x.human > 0))
	f.add3(123, where, min(3, uint32(len(x.words))), bit(x.places[0] == mi))
	f.add3(124, rel, bit(m.first < m.name), many)
	f.add3(125, where>>4, bit(x.Body), sort)
}

// describeMainCue adds how a mention stands to a cue of the passage's sentence:
// how many others stand between, what precedes it, whether it is the subject.
func (a *article) describeMainCue(f *feats, mi int32, template uint32, cue int) {
	if cue < 0 {
		return
	}
	m := &a.mentions[mi]
	if a.token(m.name).Sentence != a.token(cue).Sentence {
		f.add1(template, 99)
		return
	}
	rank, joined := uint32(0), uint32(0)
	lo, hi := m.end, cue
	if m.name > cue {
		lo, hi = cue, m.first
		rank = 16
	}
	for i := lo; i < min(hi, lo+40); i++ {
		if k := a.at[i]; k >= 0 && k != mi && !a.mentions[k].inner && a.inside[i] < 0 && a.mentions[k].name == i && a.mentions[k].sort != other {
			rank++
		}
		joined |= bit(a.sign(i) == ",") | bit(a.is(i, cThat))<<1 | bit(a.is(i, cWho))<<2
	}
	before := a.classAt(m.first - 1)
	first := bit(m.first == int(a.doc.Sentences[a.token(m.name).Sentence].First))
	f.add2(template, min(rank, 20), before)
	f.add4(template+1, min(rank, 20), uint32(m.sort), first, joined)
	f.add3(template+2, min(rank, 20), before, a.classAt(max(m.end, m.tail)))
	if f.lex {
		f.words()
		f.add2(template+20, min(rank, 20), a.wordHash(cue))
		f.add3(template+21, a.wordHash(cue), before, bit(m.name > cue))
		f.classes()
	}
}

// describePath adds the sequence of word classes between a passage and a
// mention, and of the two words on the mention's far side.
func (a *article) describePath(f *feats, s *scene, m *mention, side, where uint32) {
	from, to, far := max(m.end, m.tail), s.p.open, m.first-2
	switch side {
	case behind:
		from, to, far = s.p.close+1, m.first, max(m.end, m.tail)
	case within:
		from, to, far = s.p.incise[0], m.first, max(m.end, m.tail)
	}
	if to < from || to-from > 8 {
		return
	}
	h := uint32(17)
	for i := from; i < to; i++ {
		if a.inside[i] >= 0 {
			h = h*31 + 99
			continue
		}
		h = h*31 + a.classAt(i)
	}
	outer := a.classAt(far)*31 + a.classAt(far+1)
	f.add2(27, side, h)
	f.add3(28, side, h, outer)
	f.add3(29, where, h, uint32(m.sort))
}

// describeLast adds how the mention stands to the speaker before.
func (a *article) describeLast(f *feats, s *scene, mi int32, where, cueKind uint32) {
	m := &a.mentions[mi]
	v := uint32(0)
	switch {
	case s.last.passage < 0:
		v = 1
	case s.last.mention == mi:
		v = 2
	case s.last.person >= 0 && s.last.person == a.meant[mi]:
		v = 3 + 2*bit(m.person < 0)
	case s.last.mention >= 0 && m.name > a.mentions[s.last.mention].name:
		v = 4
	}
	f.add3(20, v, bit(s.sameParLast), where)
	f.add3(21, v, s.gap, cueKind)
	f.add3(22, v, bit(s.p.carried), bit(s.starts))
	f.add3(23, v, bit(s.sameParLast), s.edgeBefore)
	f.add3(24, v, s.edgeAfter, bit(s.cueBefore)<<1|bit(s.cueAfter))
	if s.last.passage >= 0 && s.sameParLast {
		q := &a.passages[s.last.passage]
		pos := uint32(0)
		switch {
		case m.name < q.open:
			pos = 1
		case m.name > q.close && m.name < s.p.open:
			pos = 2
		case m.name > s.p.close:
			pos = 3
		}
		f.add3(25, v, pos, where)
		f.add3(26, pos, cueKind, bucket(s.p.open-q.close))
	}
}

// describeQuoteSide adds whether the cue touches the passage.
func (a *article) describeQuoteSide(f *feats, s *scene, side uint32, cue int, rel uint32) {
	if cue < 0 {
		return
	}
	gap := cue - s.p.close
	if cue < s.p.open {
		gap = s.p.open - cue
	}
	f.add2(30, rel, bucket(gap))
	f.add3(31, side, bucket(gap), s.edgeBefore)
	f.add3(32, rel, bit(a.is(cue, cPer)), uint32(a.note[cue].polarity))
	if passive := a.passive(cue); passive {
		f.add1(61, rel)
		if f.lex {
			f.words()
			f.add2(62, a.wordHash(cue), rel)
			f.classes()
		}
	}
}

// describeWords adds the words themselves.
func (a *article) describeWords(f *feats, s *scene, m *mention, where uint32, cue int, rel uint32) {
	f.words()
	defer f.classes()
	head := a.wordHash(m.stop - 1)
	if m.sort != named {
		f.add2(40, head, where)
		f.add1(41, head)
	}
	if cue >= 0 {
		w := a.wordHash(cue)
		f.add2(42, w, where)
		f.add2(43, w, rel)
	}
	if m.first > 0 {
		f.add2(44, a.wordHash(m.first-1), where)
	}
	if m.tail < len(a.doc.Tokens) {
		f.add2(45, a.wordHash(m.tail), where)
		if m.tail+1 < len(a.doc.Tokens) {
			f.add3(46, a.wordHash(m.tail), a.wordHash(m.tail+1), where>>4)
		}
	}
	if m.first > 1 {
		f.add3(47, a.wordHash(m.first-1), a.wordHash(m.first-2), where>>4)
	}
	if s.p.open > 0 {
		f.add2(48, a.wordHash(s.p.open-1), rel)
	}
	if s.p.close+1 < len(a.doc.Tokens) {
		f.add2(49, a.wordHash(s.p.close+1), rel)
	}
}

// sentenceOf gives the tokens of a mention's sentence.
func (a *article) sentenceOf(m *mention) (lo, hi int) {
	s := a.doc.Sentences[a.token(m.name).Sentence]
	return int(s.First), int(s.End)
}

// sentencesBetween counts the sentence ends between a passage and a mention.
func (a *article) sentencesBetween(p *passage, m *mention, side uint32) uint32 {
	var n int32
	switch side {
	case ahead:
		n = a.token(p.open).Sentence - a.token(m.name).Sentence
		if par := a.token(p.open).Paragraph - a.token(m.name).Paragraph; par > 0 {
			return uint32(min(7, 3+par))
		}
	case behind:
		n = a.token(m.name).Sentence - a.token(p.close).Sentence
		if a.token(p.open).Paragraph != a.token(m.name).Paragraph {
			return 7
		}
	}
	return uint32(max(0, min(n, 3)))
}

// between counts the words between a passage and a mention, those inside other
// passages as one, and the mentions there.
func (a *article) between(p *passage, mi int32, side uint32) (words, others int) {
	m := &a.mentions[mi]
	switch side {
	case ahead:
		words = a.outside(m.tail, p.open)
		for i := int(mi) + 1; i < len(a.mentions) && a.mentions[i].name < p.open; i++ {
			if a.inside[a.mentions[i].name] < 0 && a.mentions[i].sort != other {
				others++
			}
		}
	case behind:
		words = a.outside(p.close+1, m.first)
		for i := int(mi) - 1; i >= 0 && a.mentions[i].name > p.close; i-- {
			if a.inside[a.mentions[i].name] < 0 && a.mentions[i].sort != other {
				others++
			}
		}
	}
	return words, others
}

// outside counts the tokens of a range, up to a limit; a passage counts as one.
func (a *article) outside(from, to int) int {
	n := 0
	for i := from; i < to && n < 90; n++ {
		if k := a.inside[i]; k >= 0 && a.passages[k].close >= i {
			i = a.passages[k].close + 1
			continue
		}
		i++
	}
	return n
}

func (a *article) classAt(i int) uint32 {
	if i < 0 || i >= len(a.note) {
		return 1
	}
	if s := a.sign(i); s != "" {
		return hash(s)
	}
	return a.classOf(i)
}
