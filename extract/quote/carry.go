package quote

import "attache/internal/text"

// Utterances that go over paragraphs.

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
		x := passage{
			open: int(p.First), first: int(p.First), close: int(p.End) - 1, end: int(p.End), style: double, carried: true,
			opener: opener,
		}
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
			opens = !a.ends(i, p) && (a.sign(i-1) == "" || a.token(i).Is(text.Spaced))
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
