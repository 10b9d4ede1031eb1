package quote

import (
	"attache/internal/text"
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
