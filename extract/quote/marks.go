package quote

import (
	"attache/extract/text"
)

// style tells how a passage is set off.
type style uint8

const (
	double style = iota // “…” "…" «…» „…“ 「…」 ''…''
	single              // ‘…’ '…' ‹…›
	dash                // — speech, — said she
)

// passage is a stretch of text between quotation marks, or a dash and the next
// one, within one paragraph.
type passage struct {
	open, close int      // tokens of the marks; close is the end of the paragraph when none closes
	first, end  int      // tokens between them
	start, stop int      // bytes of the words, without marks and without a comma at the end
	parts       [][2]int // byte ranges when words of attribution stand inside; otherwise empty
	incise      [2]int   // tokens of those words
	style       style
	closed      bool
	carries     bool   // goes on in the next paragraph
	carried     bool   // goes on from the paragraph before
	opener      string // of one without a mark of its own: the mark that opened the utterance
}

// scan finds the passages of the article.
func (a *article) scan() {
	d := a.doc
	a.inside = make([]int32, len(d.Tokens))
	for i := range a.inside {
		a.inside[i] = -1
	}
	for n, p := range d.Paragraphs {
		from := len(a.passages)
		if q, ok := a.goesOver(n); ok {
			p.First = q
		} else if !a.dashes(p) {
			a.marked(p)
			a.carry(p, from)
			a.unmarked(p, from)
			continue
		}
		a.marked(p)
	}
	for k := range a.passages {
		p := &a.passages[k]
		a.doubles = a.doubles || p.style == double
		a.long += int(bit(p.end-p.first >= 8))
		for i := p.open; i <= min(p.close, len(a.inside)-1); i++ {
			if p.incise[1] == 0 || i < p.incise[0] || i >= p.incise[1] {
				a.inside[i] = int32(k)
			}
		}
	}
}

// marked finds the passages between marks in a paragraph.
func (a *article) marked(p text.Range) {
	closers := a.lastClosers(p)
	for i := int(p.First); i < int(p.End); i++ {
		if a.token(i).Kind != text.Mark {
			continue
		}
		s, ok := a.opens(i, p)
		if !ok {
			continue
		}
		end, closed := a.closing(i, p, s, &closers)
		if !closed && s == single {
			continue
		}
		if a.add(i, end, s, closed) {
			i = end
			if closed && reopens(a.doc.Word(end)) {
				i-- // a mark that only opens ended the passage: the next one begins there
			}
		}
	}
}

// reopens says whether a sign opens although it ended a passage.
func reopens(sign string) bool { return sign == "„" || sign == "「" || sign == "『" }

// closers are the last tokens in a paragraph that can close each sort of mark.
type closers struct{ curly, straight, guillemet, single int }

func (a *article) lastClosers(p text.Range) closers {
	c := closers{-1, -1, -1, -1}
	for i := int(p.First); i < int(p.End); i++ {
		if a.token(i).Kind != text.Mark {
			continue
		}
		switch a.doc.Word(i) {
		case "”", "‟":
			c.curly = i
		case "\"", "''", "＂", "″":
			c.straight = i
		case "»":
			c.guillemet = i
		}
	}
	return c
}

// opens says whether the mark at i opens a passage, and of which style.
func (a *article) opens(i int, p text.Range) (style, bool) {
	spaced := a.token(i).Is(text.Spaced) || i == int(p.First) || a.bracket(i-1)
	touches := i+1 < int(p.End) && !a.token(i+1).Is(text.Spaced)
	switch a.doc.Word(i) {
	case "“", "\"", "''":
		return double, !a.ends(i, p)
	case "„", "«", "‟", "「", "『", "``", "〝", "＂", "″", "﹁":
		return double, true
	case "”", "»":
		return double, spaced && touches
	case "‹", "‚":
		return single, touches
	case "'", "‘", "`", "‛":
		return single, spaced && touches && a.token(i+1).Kind != text.Punct && a.token(i+1).Kind != text.Number
	}
	return single, false
}

// ends says whether a mark that may open stands where only a closing one does:
// right behind a word, with a blank or a sign behind it.
func (a *article) ends(i int, p text.Range) bool {
	if i == int(p.First) || a.token(i).Is(text.Spaced) || a.bracket(i-1) || a.token(i-1).Kind == text.Mark {
		return false
	}
	if i+1 >= int(p.End) || a.token(i+1).Is(text.Spaced) {
		return true
	}
	switch a.sign(i + 1) {
	case ",", ".", ";", ":", "?", "!", ")":
		return true
	}
	return false
}

// bracket says whether a sign stands before words without a blank.
func (a *article) bracket(i int) bool {
	switch a.sign(i) {
	case "(", "[", "—", "–", "-", ":", "/", "：", "，", "“", "«", "\"":
		return true
	}
	return false
}

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

// add keeps a passage unless there is nothing in it.
func (a *article) add(open, shut int, s style, closed bool) bool {
	p := passage{open: open, close: shut, first: open + 1, end: shut, style: s, closed: closed}
	if !closed {
		p.end = shut + 1
	}
	a.trim(&p)
	if p.start >= p.stop {
		return false
	}
	a.split(&p)
	a.passages = append(a.passages, p)
	return true
}

// trim sets the bytes of a passage's words: neither marks nor blanks at the
// edges, nor the comma that the sentence around it needs.
func (a *article) trim(p *passage) {
	first, end := p.first, p.end
	for first < end && a.loose(first) {
		first++
	}
	for end > first && (a.sign(end-1) == "," || a.sign(end-1) == "，") {
		end--
	}
	if first >= end {
		p.start, p.stop = 0, 0
		return
	}
	p.start, p.stop = int(a.token(first).Start), int(a.token(end-1).End)
}

func (a *article) loose(i int) bool {
	s := a.sign(i)
	return s == "," || s == "." || s == "—" || s == "–"
}

// farthest is over how many paragraphs one utterance goes without a mark.
const farthest = 25

// goesOver reads the beginning of paragraph n as the rest of a passage that an
// earlier paragraph opened and that a mark in this or a later one closes. It gives
// the token from which the paragraph is read as others are; false when there is
// no such passage.
func (a *article) goesOver(n int) (int32, bool) {
	if len(a.passages) == 0 || n == 0 {
		return 0, false
	}
	last, p := &a.passages[len(a.passages)-1], a.doc.Paragraphs[n]
	if last.closed || last.style != double || last.close != int(a.doc.Paragraphs[n-1].End)-1 {
		return 0, false
	}
	opener := a.doc.Word(last.open)
	if last.carried && last.open == last.first {
		opener = last.opener
	}
	for q := n; q < min(n+farthest, len(a.doc.Paragraphs)); q++ {
		shut, clean := a.shuts(a.doc.Paragraphs[q], opener)
		if shut < 0 && !clean {
			return 0, false
		}
		if shut < 0 {
			continue
		}
		x := passage{open: int(p.First), first: int(p.First), close: int(p.End) - 1, end: int(p.End), style: double, carried: true, opener: opener}
		if q == n {
			x.close, x.end, x.closed = shut, shut, true
		}
		a.trim(&x)
		if x.start >= x.stop {
			return 0, false
		}
		last.carries = true
		a.passages = append(a.passages, x)
		if q == n {
			return int32(shut) + 1, true
		}
		return p.End, true
	}
	return 0, false
}

// shuts gives the mark in a paragraph that closes what an earlier one opened, -1 when
// none does; clean: then there is none that would contradict it.
func (a *article) shuts(p text.Range, opener string) (at int, clean bool) {
	depth := 0
	for i := int(p.First); i < int(p.End); i++ {
		a.effort++
		if a.token(i).Kind != text.Mark {
			continue
		}
		m := a.doc.Word(i)
		if !pairOf(opener, m) {
			continue
		}
		if i == int(p.First) {
			return -1, false // it opens the paragraph: the next utterance, or this one's next part
		}
		opens := m == opener
		if m == "\"" || m == "''" || opener == "„" && m == "“" || opener == "“" && m == "“" {
			opens = !a.ends(i, p) && !(a.sign(i-1) != "" && !a.token(i).Is(text.Spaced))
		}
		switch {
		case opens:
			depth++
		case depth == 0:
			return i, true
		default:
			depth--
		}
	}
	return -1, depth == 0
}

// pairOf says whether a sign opens or closes passages of an opener's sort.
func pairOf(opener, sign string) bool {
	switch opener {
	case "«", "»":
		return sign == "«" || sign == "»"
	case "“", "„", "”":
		return sign == "“" || sign == "”" || sign == "„"
	case "「":
		return sign == "「" || sign == "」"
	}
	return sign == opener
}

// carry joins passages over paragraphs: one that stays open and whose next
// paragraph begins with an opening mark again.
func (a *article) carry(p text.Range, from int) {
	if from == 0 || from >= len(a.passages) {
		return
	}
	last, next := &a.passages[from-1], &a.passages[from]
	if !last.closed && last.style == double && next.open == int(p.First) && next.style == double &&
		a.token(last.close).Paragraph+1 == a.token(next.open).Paragraph &&
		a.doc.Word(last.open) == a.doc.Word(next.open) {
		last.carries, next.carried = true, true
	}
}
