package quote

import "attache/internal/text"

// closing gives the mark that closes the passage that i opens; the end of the
// paragraph when none does.
func (a *article) closing(i int, p text.Range, s style, c *closers) (int, bool) {
	if s == single {
		return a.closingSingle(i, p)
	}
	h := hunt{a: a, open: i, p: p, last: c, opener: a.doc.Word(i)}
	for k := i + 1; k < int(p.End); k++ {
		a.effort++
		if a.token(k).Kind != text.Mark {
			continue
		}
		switch h.meet(k, a.doc.Word(k)) {
		case closesHere:
			return k, true
		case endsBefore:
			return k - 1, false
		}
	}
	return int(p.End) - 1, false
}

// hunt is the search for the mark that closes a passage, with the marks that were
// opened in between.
type hunt struct {
	a                    *article
	open                 int
	p                    text.Range
	last                 *closers
	opener               string
	depth, nested, inner int // of guillemets, of curly marks, of straight ones
}

// What a mark means to a passage that is open.
const (
	goesPast   = iota
	closesHere // it closes it
	endsBefore // the next passage begins with it: this one was not closed
)

func (h *hunt) meet(k int, mark string) int {
	switch mark {
	case "«", "»":
		return h.guillemet(k, mark)
	case "”", "‟":
		return h.curly(k)
	case "“":
		return h.turned(k)
	case "„":
		h.nested++
	case "\"", "''", "＂", "″":
		return h.straight(k, mark)
	case "」", "﹂":
		return closesIf(h.opener == "「" || h.opener == "﹁")
	case "』":
		return closesIf(h.opener == "『")
	case "〞", "〟":
		return closesHere
	}
	return goesPast
}

func closesIf(yes bool) int {
	if yes {
		return closesHere
	}
	return goesPast
}

func (h *hunt) guillemet(k int, mark string) int {
	switch {
	case h.opener == "»": // Danish and some German: »…«
		return closesIf(mark == "«")
	case mark == "«":
		h.depth += int(bit(h.last.guillemet > k))
		return goesPast
	case h.depth > 0:
		h.depth--
		return goesPast
	}
	return closesHere
}

// within says whether guillemets are open that a later one closes.
func (h *hunt) within(k int) bool { return h.opener == "«" && h.last.guillemet > k }

func (h *hunt) curly(k int) int {
	if h.nested > 0 {
		h.nested--
		return goesPast
	}
	return closesIf(!h.within(k))
}

// turned meets “, which closes „ and opens all others.
func (h *hunt) turned(k int) int {
	switch {
	case h.opener == "„" && h.nested > 0:
		h.nested--
		return goesPast
	case h.opener == "„":
		return closesHere
	case h.within(k):
		return goesPast
	case h.opener == "“" && h.nested == 0 && h.a.ends(k, h.p):
		return closesHere
	case h.a.nests(h.open, k, h.p):
		h.nested++
		return goesPast
	}
	return endsBefore
}

func (h *hunt) straight(k int, mark string) int {
	if h.within(k) || h.opener == "“" && h.last.curly > k && h.a.pairs(k, h.p, h.last.curly) {
		return goesPast
	}
	if h.opener != mark {
		return closesHere
	}
	if h.inner > 0 {
		h.inner--
		return goesPast
	}
	if h.a.holds(k, h.p) {
		h.inner++
		return goesPast
	}
	return closesHere
}

// holds says whether the straight mark at k opens words inside of words between the
// same marks: by its shape it opens, and the marks behind it, which all have a clear
// shape, close it and what is around it.
func (a *article) holds(k int, p text.Range) bool {
	if a.leans(k, p) != opening {
		return false
	}
	depth := 2
	for j := k + 1; j < min(int(p.End), k+300); j++ {
		a.effort++
		if a.doc.Word(j) != a.doc.Word(k) {
			continue
		}
		switch a.leans(j, p) {
		case opening:
			depth++
		case shutting:
			if depth--; depth == 0 {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// What the blanks around a straight mark say it is.
const (
	unclear = iota
	opening
	shutting
)

func (a *article) leans(i int, p text.Range) int {
	before := i == int(p.First) || a.token(i).Is(text.Spaced)
	after := i+1 >= int(p.End) || a.token(i+1).Is(text.Spaced)
	glued := i > int(p.First) && a.bracket(i-1)
	stop := i+1 < int(p.End) && a.token(i+1).Kind == text.Punct
	switch {
	case (before || glued) && !after && !stop:
		return opening
	case !before && (after || stop) && !glued:
		return shutting
	}
	return unclear
}

// nests says whether the opening mark at k stands inside the passage that i
// opened: two closing marks follow before the next opening one.
func (a *article) nests(i, k int, p text.Range) bool {
	closing, limit := 0, min(int(p.End), k+60)
	opener := a.doc.Word(i)
	for j := k + 1; j < limit; j++ {
		a.effort++
		switch a.sign(j) {
		case "“":
			return false
		case "”":
			if opener == "“" {
				if closing++; closing == 2 {
					return true
				}
			} else {
				closing = 1
			}
		case "\"", "''":
			return opener == a.sign(j) && closing == 1
		}
	}
	return false
}

// pairs says whether the straight mark at k opens a pair that ends before last.
func (a *article) pairs(k int, p text.Range, last int) bool {
	if !a.token(k).Is(text.Spaced) && !a.bracket(k-1) {
		return false
	}
	for j := k + 1; j < min(last, int(p.End), k+40); j++ {
		switch a.sign(j) {
		case "\"", "''":
			return !a.token(j).Is(text.Spaced)
		case "“", "”":
			return false
		}
	}
	return false
}

// closingSingle finds the close of a single mark. An apostrophe at a word's end
// looks the same: a mark after a stop wins over one after a letter.
func (a *article) closingSingle(i int, p text.Range) (int, bool) {
	want := a.doc.Word(i)
	best := -1
	for k := i + 1; k < min(int(p.End), i+120); k++ {
		a.effort++
		if a.token(k).Kind != text.Mark {
			continue
		}
		m := a.doc.Word(k)
		switch {
		case want == "‹" && m == "›":
			return k, true
		case want == "‹":
			continue
		case m == "“" || m == "«" || m == "„":
			k = int(p.End)
			continue
		case m == "’" || m == "'" || want == "‚" && m == "‘":
		default:
			continue
		}
		if a.token(k).Is(text.Spaced) || k+1 < int(p.End) && a.isWord(k+1) && !a.token(k+1).Is(text.Spaced) {
			continue
		}
		if a.token(k-1).Kind == text.Punct {
			return k, true
		}
		if best < 0 {
			best = k
			if w := a.lower(k - 1); w == "" || w[len(w)-1] != 's' {
				return k, true
			}
		}
	}
	return best, best >= 0
}
