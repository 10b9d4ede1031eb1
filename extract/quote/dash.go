package quote

import (
	"slices"

	"attache/internal/text"
)

func (a *article) isDash(i int) bool {
	switch a.sign(i) {
	case "—", "–", "―", "-":
		return true
	}
	return false
}

// dashes reads a paragraph that begins with a dash as speech: pieces between
// dashes, of which those that begin with a verb of saying are attribution. It
// says whether the paragraph was one; a list with dashes is none.
func (a *article) dashes(p text.Range) bool {
	first := int(p.First)
	if !a.lex.trait("dashes") || !a.isDash(first) || int(p.End)-first < 4 {
		return false
	}
	start, spoken := first, false
	var pieces [][2]int // of speech: dash before it, end
	speech := true
	for i := first + 1; i <= int(p.End); i++ {
		if i < int(p.End) && !a.turns(i, speech) {
			continue
		}
		if speech {
			pieces = append(pieces, [2]int{start, i})
		} else {
			spoken = true
		}
		start, speech = i, !speech
	}
	if !spoken {
		pieces = a.frenchDash(p)
	}
	if len(pieces) == 0 {
		return false
	}
	for _, x := range pieces {
		a.add(x[0], x[1]-1, dash, false)
	}
	return true
}

// unmarked finds speech that words of attribution behind a dash tell alone: the
// sentence before it, and what follows it behind another dash. from is the first
// passage of the paragraph.
func (a *article) unmarked(p text.Range, from int) {
	if !a.lex.trait("trails") {
		return
	}
	found, told := len(a.passages), false
	for i := int(p.First) + 4; i < int(p.End)-2; i++ {
		if !a.isDash(i) || !a.token(i).Is(text.Spaced) {
			continue
		}
		switch before := a.sign(i - 1); {
		case (before == "," || before == "!" || before == "?" || before == "…") && a.saysSoon(i+1, 2):
			first := int(a.doc.Sentences[a.token(i-1).Sentence].First)
			if told = a.free(first, i, from) && i-first > 4; told {
				a.passages = append(a.passages, a.stretchOf(first, i))
			}
		case told && before == "." && a.token(i+1).Is(text.Upper) && a.free(i+1, int(p.End), from):
			a.passages = append(a.passages, a.stretchOf(i+1, int(p.End)))
			told = false
		}
	}
	if len(a.passages) > found {
		slices.SortStableFunc(a.passages[from:], func(x, y passage) int { return x.open - y.open })
	}
}

// stretchOf makes a passage of words without marks.
func (a *article) stretchOf(first, end int) passage {
	x := passage{open: first, first: first, close: end - 1, end: end, style: dash, closed: true}
	a.trim(&x)
	return x
}

// free says whether no passage from index from on touches a range of tokens.
func (a *article) free(first, end, from int) bool {
	return !slices.ContainsFunc(a.passages[from:], func(x passage) bool {
		return x.open < end && x.close >= first && (x.end-x.first > 3 || x.open <= first)
	})
}

// turns says whether the dash at i turns from speech to attribution or back.
func (a *article) turns(i int, speech bool) bool {
	if !a.isDash(i) {
		return false
	}
	before := a.sign(i - 1)
	if speech {
		if before == "" && !a.doc.Has(text.BareDash) {
			return false
		}
		return a.saysSoon(i+1, 3)
	}
	return before == "." || before == "," || before == ":" || before == ";" || a.doc.Has(text.BareDash)
}

// saysSoon says whether one of the next n words is a cue and no capital opens a new sentence.
func (a *article) saysSoon(i, n int) bool {
	for k := i; k < min(i+n, len(a.doc.Tokens)); k++ {
		if a.token(k).Kind != text.Word {
			return false
		}
		if a.is(k, cSay) {
			return true
		}
	}
	return false
}

// frenchDash splits "— Words, dit X.": speech without a second dash.
func (a *article) frenchDash(p text.Range) [][2]int {
	for i := int(p.First) + 2; i < int(p.End)-1; i++ {
		switch a.sign(i) {
		case ",", "?", "!", "…":
			if a.says(i+1) && !a.is(i+1, cPronoun) {
				return [][2]int{{int(p.First), i + 1}}
			}
		}
	}
	return nil
}

// says says whether words of attribution that stand after their words begin at
// i: a cue, or an auxiliary and a cue.
func (a *article) says(i int) bool {
	if a.is(i, cSay) {
		return true
	}
	return a.is(i, cAux) && (a.is(i+1, cSay) || a.is(i+1, cAux) && a.is(i+2, cSay))
}

// split finds words of attribution inside the marks: «Words, — said X, — words»
// and « Words, a dit X, words ».
func (a *article) split(p *passage) {
	if p.style != double || p.end-p.first < 6 {
		return
	}
	from, to := 0, 0
	for i := p.first + 1; i < p.end-1 && from == 0; i++ {
		switch {
		case a.isDash(i) && a.lex.trait("dashes") && a.sign(i-1) != "" && a.token(i).Is(text.Spaced) && a.saysSoon(i+1, 2):
			from, to = i-1, a.dashEnd(i+1, p.end)
		case a.doc.Has(text.Inverts) && (a.sign(i) == "," || a.sign(i) == "!" || a.sign(i) == "?") && a.says(i+1) && !a.finite(i+1):
			from, to = i, a.commaEnd(i+1, p.end)
		}
	}
	if from == 0 || to <= from || to > p.end {
		return
	}
	head := passage{first: p.first, end: from + 1}
	a.trim(&head)
	tail := passage{first: to, end: p.end}
	a.trim(&tail)
	if head.start >= head.stop {
		return
	}
	p.incise = [2]int{from + 1, to}
	p.parts = [][2]int{{head.start, head.stop}}
	if tail.start < tail.stop {
		p.parts = append(p.parts, [2]int{tail.start, tail.stop})
	}
}

// finite says whether the cue at i only looks like one after a comma: its
// subject has come already ("il a dit" inside somebody's words).
func (a *article) finite(i int) bool {
	k := i
	for a.is(k, cAux) && !a.is(k, cSay) {
		if a.is(k, cPronoun) {
			return false
		}
		k++
	}
	return a.is(k+1, cThat) || a.sign(k+1) != "" && !a.is(k, cPronoun)
}

func (a *article) dashEnd(i, limit int) int {
	for k := i; k < limit; k++ {
		if a.isDash(k) && a.token(k).Is(text.Spaced) {
			return k + 1
		}
	}
	return limit
}

func (a *article) commaEnd(i, limit int) int {
	for k := i; k < min(limit, i+16); k++ {
		if s := a.sign(k); s == "," || s == "." {
			return k + 1
		}
	}
	return 0
}
