package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"

	"attache/internal/text"
)

// Folds gives the folded form of every token of a text, so that several lists
// can share the work. Chinese characters are simplified ones.
func Folds(d *text.Doc) []string {
	out := make([]string, len(d.Tokens))
	for i := range d.Tokens {
		if t := &d.Tokens[i]; (t.Kind == text.Word || t.Kind == text.Number) && !t.Is(text.Ideograph) {
			out[i] = d.Fold(i)
		} else if t.Is(text.Ideograph) {
			out[i] = text.Simplified(d.Body[t.Start:t.End])
		} else {
			out[i] = d.Lower(i)
		}
	}
	return out
}

// Find appends the hits among the tokens from first up to, not including, end,
// in the order of the text. folds are the text's Folds.
func (l *List) Find(d *text.Doc, folds []string, first, end int, into []Hit) []Hit {
	start := len(into)
	var off []Hit
	for i := first; i < end; i++ {
		if k := d.Tokens[i].Kind; k != text.Word && k != text.Number {
			continue
		}
		into, off = l.at(d, folds, i, end, folds[i], into, off)
		if l.arabic {
			w := folds[i]
			if b := bare(w); b != w {
				into, off = l.at(d, folds, i, end, b, into, off)
			}
			for _, c := range clitics {
				if rest, ok := strings.CutPrefix(w, c); ok && len(rest) > 4 {
					into, off = l.at(d, folds, i, end, bare(rest), into, off)
				}
			}
		}
	}
	if len(off) == 0 {
		return into
	}
	return append(into[:start], slices.DeleteFunc(into[start:], func(h Hit) bool {
		for _, o := range off {
			if h.First >= o.First && h.First < o.End || h.End > o.First && h.End <= o.End {
				return true
			}
		}
		return false
	})...)
}

// at tries the patterns that may start with a form of token i.
func (l *List) at(d *text.Doc, folds []string, i, limit int, word string, into, off []Hit) (hits, taken []Hit) {
	try := func(ids []uint16) {
		for _, id := range ids {
			p := &l.patterns[id]
			end, ok := l.rest(d, folds, p.terms[1:], i+1, limit, d.Tokens[i].Sentence)
			if !ok {
				continue
			}
			h := Hit{Label: p.label, Weight: p.weight, Terms: p.size, Pattern: id, First: int32(i), End: int32(end)}
			if p.off {
				off = append(off, h)
			} else {
				into = append(into, h)
			}
		}
	}
	try(l.exact[word])
	if len(l.stems) > 0 && l.heads[headHash(word)] {
		for n := 2; n <= len(word); n++ {
			if n < len(word) && !utf8.RuneStart(word[n]) {
				continue
			}
			if ids, ok := l.stems[word[:n]]; ok {
				try(ids)
			}
		}
	}
	return into, off
}

// rest matches the terms that are left, from token i on, within a sentence.
func (l *List) rest(d *text.Doc, folds []string, terms []term, i, limit int, sentence int32) (int, bool) {
	if len(terms) == 0 {
		return i, true
	}
	t := &terms[0]
	gap := t.gap
	for k := i; k < limit && k <= i+int(gap); k++ {
		if d.Tokens[k].Sentence != sentence {
			return 0, false
		}
		if d.Tokens[k].Kind == text.Punct && k > i+8 {
			return 0, false
		}
		if l.means(t, folds[k]) {
			if end, ok := l.rest(d, folds, terms[1:], k+1, limit, sentence); ok {
				return end, true
			}
		}
	}
	return 0, false
}

func (l *List) means(t *term, word string) bool {
	for _, a := range t.alts {
		if word == a.word || a.stem && strings.HasPrefix(word, a.word) {
			return true
		}
	}
	if !l.arabic {
		return false
	}
	if b := bare(word); b != word && l.meansBare(t, b) {
		return true
	}
	for _, c := range clitics {
		if rest, ok := strings.CutPrefix(word, c); ok && len(rest) > 4 && l.meansBare(t, bare(rest)) {
			return true
		}
	}
	return false
}

func (l *List) meansBare(t *term, word string) bool {
	for _, a := range t.alts {
		if word == a.word || a.stem && strings.HasPrefix(word, a.word) {
			return true
		}
	}
	return false
}
