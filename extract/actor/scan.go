package actor

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/extract/lexicon"
	"attache/internal/text"
)

// Mention is a place in a text that names a country or a body.
type Mention struct {
	Code       string
	Class      Class
	First, End int32 // tokens
	Place      bool  // only where something happens: "in Vienna", a dateline
	Start      int32 // bytes of the body; a part of a token in "Qatar-mediated"
	Stop       int32
}

// Scan finds the countries and bodies that a text names, in its order.
// It takes time linear in the length of the text.
func Scan(d *text.Doc) []Mention { return newScan(d, lexicon.Folds(d), nil).found }

// newScan scans a text. The title of a body is read with it: what the body is
// about decides there too.
func newScan(d *text.Doc, folds []string, body *text.Doc) *scan {
	g := gazetteerOf(d.Lang)
	s := &scan{d: d, folds: folds, g: g, body: body}
	if g.infl.ideographs {
		s.ideographs()
		// Latin names stand in Chinese texts too.
		s.g = gazetteerOf("en")
	}
	s.words()
	if g.infl.ideographs { // the Latin names were found after the others
		slices.SortStableFunc(s.found, func(a, b Mention) int { return cmp.Compare(a.First, b.First) })
	}
	s.judge()
	return s
}

type scan struct {
	d     *text.Doc
	folds []string  // of the tokens, by lexicon.Folds
	body  *text.Doc // of a title
	g     *gazetteer
	found []Mention
	buf   [8]int32

	smalls map[string]bool // see small
}

func (s *scan) words() {
	for i := 0; i < len(s.d.Tokens); {
		t := &s.d.Tokens[i]
		if t.Kind == text.Word && !t.Is(text.Ideograph) || t.Kind == text.Number {
			if end, p, ok := s.longest(i, 0, 0); ok {
				if p.class != Trap {
					s.emit(p, i, end)
				}
				i = end
				continue
			}
			if t.Kind == text.Word {
				s.compound(i)
			}
		}
		i++
	}
}

// emit keeps a mention; a phrase of two countries (中美) is two.
func (s *scan) emit(p phrase, i, end int) {
	one, two, both := strings.Cut(p.code, "+")
	m := Mention{
		Code: one, Class: p.class, First: int32(i), End: int32(end),
		Start: s.d.Tokens[i].Start, Stop: s.d.Tokens[end-1].End,
	}
	if both && end == i+2 {
		second := m
		m.End, m.Stop = m.First+1, s.d.Tokens[i].End
		second.Code, second.First, second.Start = two, m.End, m.Stop
		s.found = append(s.found, m, second)
		return
	}
	s.found = append(s.found, m)
}

// longest follows the phrases that start at token i. Punctuation ends them,
// but for the dots and hyphens of abbreviations.
func (s *scan) longest(i int, node int32, depth int) (end int, p phrase, ok bool) {
	if i >= len(s.d.Tokens) || depth > 8 {
		return 0, phrase{}, false
	}
	if s.d.Tokens[i].Kind == text.Punct && depth > 0 && s.d.Word(i) == "." && i+1 < len(s.d.Tokens) {
		return s.longest(i+1, node, depth+1)
	}
	if k := s.d.Tokens[i].Kind; k != text.Word && k != text.Number {
		return 0, phrase{}, false
	}
	if depth > 0 && s.d.Tokens[i].Paragraph != s.d.Tokens[i-1].Paragraph {
		return 0, phrase{}, false
	}
	symbols := s.g.symbols(s.folds[i], s.buf[:0:len(s.buf)])
	if len(symbols) > 1 { // the buffer is reused deeper
		symbols = append([]int32(nil), symbols...)
	}
	for _, symbol := range symbols {
		to, found := s.g.next[uint64(node)<<32|uint64(uint32(symbol))]
		if !found {
			continue
		}
		if e, q, deeper := s.longest(i+1, to, depth+1); deeper && e > end {
			end, p, ok = e, q, true
		}
		if q := s.g.ends[to]; s.g.final[to] && i+1 > end && s.written(q, i-depth, i+1) {
			end, p, ok = i+1, q, true
		}
	}
	return end, p, ok
}

// written says whether the tokens are written as the phrase must be: with a
// capital, or in capitals.
func (s *scan) written(p phrase, first, end int) bool {
	t := &s.d.Tokens[first]
	if p.upper {
		for i := first; i < end; i++ {
			if strings.IndexFunc(s.d.Word(i), unicode.IsLower) >= 0 {
				return false
			}
		}
		return !s.shouting(first, end)
	}
	return !p.capital || t.Is(text.Upper) || t.Kind == text.Number || !cased(s.d.Body[t.Start:t.End])
}

// shouting says whether the words around are in capitals too, so that US may be us.
func (s *scan) shouting(first, end int) bool {
	loud := func(i int) bool {
		return i >= 0 && i < len(s.d.Tokens) && s.d.Tokens[i].Is(text.AllCaps) && s.d.Tokens[i].End-s.d.Tokens[i].Start > 3
	}
	return loud(first-1) && loud(end)
}

func cased(w string) bool {
	for _, r := range w {
		return unicode.IsUpper(r) || unicode.IsLower(r)
	}
	return false
}

// compound finds names in words with hyphens: "Israeli-Palestinian", "Qatar-mediated".
func (s *scan) compound(i int) {
	t := &s.d.Tokens[i]
	word := s.d.Body[t.Start:t.End]
	if strings.IndexByte(word, '-') < 0 || len(word) > 60 {
		return
	}
	at := 0
	for part := range strings.SplitSeq(word, "-") {
		from := at
		at += len(part) + 1
		if len(part) < 2 {
			continue
		}
		symbols := s.g.symbols(text.Fold(part), s.buf[:0:len(s.buf)])
		for _, symbol := range symbols {
			to, ok := s.g.next[uint64(uint32(symbol))]
			if !ok || !s.g.final[to] || s.g.ends[to].class == Trap {
				continue
			}
			p := s.g.ends[to]
			if p.capital && cased(part) && !unicode.IsUpper([]rune(part)[0]) || p.upper && strings.ToUpper(part) != part {
				continue
			}
			start := t.Start + int32(from)
			s.found = append(s.found, Mention{
				Code: p.code, Class: p.class, First: int32(i), End: int32(i + 1),
				Start: start, Stop: start + int32(len(part)),
			})
			break
		}
	}
}

func (s *scan) ideographs() {
	for i := 0; i < len(s.d.Tokens); {
		t := &s.d.Tokens[i]
		if !t.Is(text.Ideograph) {
			i++
			continue
		}
		first, _ := utf8.DecodeRuneInString(s.folds[i])
		i++
		for _, h := range s.g.han[first] {
			if end, ok := s.spells(i-1, h.text); ok {
				if h.class != Trap {
					s.emit(h.phrase, i-1, end)
				}
				i = end
				break
			}
		}
	}
}

// spells says whether the characters from token i on are those of a phrase, and gives the end of the phrase.
func (s *scan) spells(i int, phrase string) (end int, ok bool) {
	for phrase != "" {
		if i >= len(s.folds) || !strings.HasPrefix(phrase, s.folds[i]) {
			return 0, false
		}
		phrase = phrase[len(s.folds[i]):]
		i++
	}
	return i, true
}
