package tag

// reader describes the tokens of one sentence for the perceptrons; tags fills
// from left to right, stage by stage.
type reader struct {
	s       *Sentence
	tags    []Tag
	met     []uint32
	frames  []frame
	subject bool // one was seen since the last border of a clause
	object  bool
	root    bool
	last    [2]Function // functions of the last two heads
}

// frame is what stands around a token.
type frame struct {
	adposition  uint32 // word of the preposition that governs its phrase; 0 none
	left, right uint32 // word of the nearest verb on that side, 0 none
	leftFar     uint32 // bucket of the distance
	rightFar    uint32
	next        Pos // of the first token behind its phrase
	determined  bool
}

func (r *reader) at(v []uint32, i int) uint32 {
	if i < 0 || i >= len(v) {
		return 1 + bit(i < 0)
	}
	return v[i]
}

func (r *reader) pos(i int) uint32 {
	if i < 0 {
		return 40
	}
	if i >= len(r.tags) {
		return 41
	}
	p := uint32(r.tags[i].Pos)
	if r.tags[i].Inside {
		p |= insideBit
	}
	return p
}

// add adds a feature: a template's number and its values, mixed into one hash.
func (r *reader) add(template uint32, values ...uint32) {
	h := template * 0x9E3779B1
	for _, v := range values {
		h = (h ^ v) * 0x85EBCA6B
		h ^= h >> 15
	}
	r.met = append(r.met, h)
}

// posFeatures describe a token whose neighbours on the left have their parts of speech.
func (r *reader) posFeatures(i int) []uint32 {
	s := r.s
	r.met = r.met[:0]
	w, shape := s.lower[i], s.shape[i]
	r.add(1)
	r.add(2, w)
	r.add(3, w, shape)
	r.add(4, shape)
	r.add(5, s.prefix[i])
	for k := range 3 {
		r.add(6+uint32(k), s.suffix[i][k])
		r.add(9+uint32(k), s.suffix[i][k], shape)
	}
	p1, p2 := r.pos(i-1), r.pos(i-2)
	r.add(12, p1)
	r.add(13, p1, p2)
	r.add(14, p1, w)
	r.add(15, p1, s.suffix[i][2])
	r.add(16, r.at(s.lower, i-1))
	r.add(17, r.at(s.lower, i+1))
	r.add(18, r.at(s.lower, i-1), w)
	r.add(19, w, r.at(s.lower, i+1))
	r.add(20, r.at(s.lower, i-2))
	r.add(21, r.at(s.lower, i+2))
	r.add(22, r.at(s.shape, i+1), shape)
	r.add(23, r.at(s.shape, i-1), shape)
	if i+1 < len(s.lower) {
		r.add(24, s.suffix[i+1][1], p1)
		r.add(25, s.suffix[i+1][2])
	}
	if i > 0 {
		r.add(26, s.suffix[i-1][2])
	}
	if s.ideo {
		r.add(27, r.at(s.lower, i-1), w, r.at(s.lower, i+1))
		r.add(28, r.at(s.lower, i-2), r.at(s.lower, i-1), w)
		r.add(29, w, r.at(s.lower, i+1), r.at(s.lower, i+2))
		r.add(30, r.at(s.lower, i-1), r.at(s.lower, i+1))
		r.add(31, p1, w, r.at(s.lower, i+1))
	}
	return r.met
}

// frame fills what stands around each token, once its parts of speech are known.
func (r *reader) frame() {
	n := len(r.tags)
	r.frames = make([]frame, n)
	var verb, adposition uint32
	far, determined := 0, false
	for i := range n {
		f := &r.frames[i]
		f.left, f.leftFar = verb, bucket(i-far)
		switch r.tags[i].Pos {
		case Verb, Aux:
			verb, far, adposition, determined = r.s.lower[i], i, 0, false
		case Adp:
			adposition, determined = r.s.lower[i], false
		case Punct, Cconj, Sconj:
			adposition, determined = 0, false
		case Det:
			determined = true
		default:
		}
		f.adposition, f.determined = adposition, determined
		if p := r.tags[i].Pos; (p == Noun || p == Pron) && !nominal(r.next(i)) {
			adposition, determined = 0, false // the phrase ends with its noun
		}
	}
	verb, far = 0, n
	next := Unknown
	for i := n - 1; i >= 0; i-- {
		f := &r.frames[i]
		f.right, f.rightFar, f.next = verb, bucket(far-i), next
		p := r.tags[i].Pos
		if p == Verb || p == Aux {
			verb, far = r.s.lower[i], i
		}
		if !nominal(p) {
			next = p
		}
	}
}

func (r *reader) next(i int) Pos {
	if i+1 < len(r.tags) {
		return r.tags[i+1].Pos
	}
	return Punct
}

func nominal(p Pos) bool { return p == Noun || p == Propn || p == Adj || p == Num }

// caseFeatures describe a token for its case.
func (r *reader) caseFeatures(i int) []uint32 {
	s, f := r.s, r.frames[i]
	r.met = r.met[:0]
	p := r.pos(i)
	c1 := uint32(0)
	if i > 0 {
		c1 = uint32(r.tags[i-1].Case)
	}
	r.add(50, p)
	r.add(51, s.lower[i])
	for k := range 3 {
		r.add(52+uint32(k), s.suffix[i][k], p)
		r.add(55+uint32(k), s.suffix[i][k], f.adposition)
		r.add(58+uint32(k), s.suffix[i][k], c1, r.pos(i-1))
	}
	r.add(61, f.adposition, p)
	r.add(62, c1, r.pos(i-1), p)
	r.add(63, r.at(s.lower, i-1), p)
	r.add(64, f.left, p, bit(f.adposition != 0))
	r.add(65, bit(f.left != 0), bit(f.right != 0), p)
	r.add(66, f.right, p, bit(f.adposition != 0))
	if i > 0 {
		r.add(67, s.suffix[i-1][1], s.suffix[i][1])
	}
	if i+1 < len(s.lower) {
		r.add(68, s.suffix[i][1], s.suffix[i+1][1])
		r.add(69, r.pos(i+1), p, s.suffix[i][0])
	}
	r.add(70, r.pos(i+1), r.pos(i-1), p)
	r.add(71, s.shape[i], s.suffix[i][1])
	return r.met
}

// functionFeatures describe a token for its function.
func (r *reader) functionFeatures(i int) []uint32 {
	s, f := r.s, r.frames[i]
	r.met = r.met[:0]
	p, c := r.pos(i), uint32(r.tags[i].Case)
	seen := bit(r.subject) | bit(r.object)<<1 | bit(r.root)<<2
	around := bit(f.left != 0) | bit(f.right != 0)<<1 | bit(f.adposition != 0)<<2
	l1, l2 := uint32(r.last[0]), uint32(r.last[1])
	r.add(80, p)
	r.add(81, s.lower[i])
	r.add(82, s.lower[i], seen)
	r.add(83, p, c, seen, around)
	r.add(84, p, r.pos(i-1), r.pos(i+1))
	r.add(85, p, r.pos(i-1), r.pos(i-2))
	r.add(86, p, r.pos(i+1), r.pos(i+2))
	r.add(87, p, f.adposition, seen)
	r.add(88, p, f.left, around)
	r.add(89, p, f.right, around)
	r.add(90, p, f.leftFar, f.rightFar, around)
	r.add(91, p, l1, l2)
	r.add(92, p, l1, seen, c)
	r.add(93, p, uint32(f.next), seen, around)
	r.add(94, p, r.at(s.lower, i-1))
	r.add(95, p, r.at(s.lower, i+1))
	r.add(96, s.suffix[i][1], p, around)
	r.add(97, s.suffix[i][2], p)
	r.add(98, p, c, around, l1)
	r.add(99, p, bit(f.determined), around, seen)
	r.add(100, s.shape[i], p, r.at(s.shape, i-1), r.pos(i-1))
	r.add(101, p, r.at(s.lower, i-1), r.at(s.lower, i-2))
	r.add(102, p, r.pos(i-3), r.pos(i-2), r.pos(i-1))
	r.add(103, p, r.pos(i+1), r.pos(i+2), r.pos(i+3))
	return r.met
}

// saw takes note of a function that was told.
func (r *reader) saw(i int, f Function) {
	switch {
	case f == Subject:
		r.subject = true
	case f == Object:
		r.object = true
	case f == Root:
		r.root, r.object = true, false
	case f == Clause, r.tags[i].Pos == Sconj:
		r.subject, r.object = false, false
	}
	if f != Within {
		r.last[0], r.last[1] = f, r.last[0]
	}
}

func bucket(n int) uint32 {
	switch {
	case n < 4:
		return uint32(n)
	case n < 7:
		return 4
	case n < 12:
		return 5
	}
	return 6
}

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}
