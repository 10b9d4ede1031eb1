package quote

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
