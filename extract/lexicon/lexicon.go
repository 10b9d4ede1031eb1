// Package lexicon finds phrases of labelled word lists in a text. A list is a
// data file; a text is cut by package text. Matching takes time linear in the
// length of the text, and a compiled List is safe for concurrent use.
//
// A line of a list is "LABEL: pattern; pattern; …", where LABEL may end in a
// weight (one digit; 2 when absent). In a pattern, word stands for itself, stem*
// for the stem with any ending, a|b for either, _ for up to three words between,
// __ for up to six. A pattern that begins with - takes its words out of play:
// no other phrase may start or end inside it. Case and accents do not count.
// Words in Han characters are matched character by character; _ between them stands for up
// to eight.
package lexicon

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// Hit is a phrase found in a text.
type Hit struct {
	Label      uint8 // index into List.Labels
	Weight     uint8
	Terms      uint8  // words of the pattern: longer ones say more
	Pattern    uint16 // its number in the list
	First, End int32  // tokens
}

// List is a compiled word list.
type List struct {
	Labels   []string
	patterns []pattern
	exact    map[string][]uint16
	stems    map[string][]uint16
	heads    [1 << 12]bool // hashes of the first letters of stems
	arabic   bool
}

type pattern struct {
	label, weight, size uint8
	off                 bool
	terms               []term
}

type term struct {
	gap  int32 // words that may stand before it
	alts []alt
}

type alt struct {
	word string
	stem bool
}

// Compile reads a list. The language decides how words are compared: Arabic
// ones also without their clitics.
func Compile(lang, data string) (*List, error) {
	l := &List{exact: map[string][]uint16{}, stems: map[string][]uint16{}, arabic: text.TraitsOf(lang).Has(text.Joined)}
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		label, rest, ok := strings.Cut(line, ":")
		if !ok || label == "" {
			return nil, fmt.Errorf("line %d: no label", n)
		}
		weight := uint8(2)
		if c := label[len(label)-1]; c >= '1' && c <= '9' {
			label, weight = label[:len(label)-1], c-'0'
		}
		for item := range strings.SplitSeq(rest, ";") {
			if item = strings.TrimSpace(item); item != "" {
				l.add(l.label(label), weight, item)
			}
		}
	}
	return l, nil
}

// MustCompile is Compile for lists that are part of the program.
func MustCompile(lang, data string) *List {
	l, err := Compile(lang, data)
	if err != nil {
		panic("extract/lexicon: " + lang + ": " + err.Error())
	}
	return l
}

func (l *List) label(name string) uint8 {
	for i, have := range l.Labels {
		if have == name {
			return uint8(i)
		}
	}
	l.Labels = append(l.Labels, name)
	return uint8(len(l.Labels) - 1)
}

func (l *List) add(label, weight uint8, item string) {
	p := pattern{label: label, weight: weight}
	if rest, ok := strings.CutPrefix(item, "-"); ok {
		p.off, item = true, rest
	}
	gap := int32(0)
	for word := range strings.FieldsSeq(item) {
		switch word {
		case "_", "*":
			gap = 3
			continue
		case "__":
			gap = 6
			continue
		}
		if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, r) && !strings.Contains(word, "|") {
			for _, c := range word {
				if c == '_' { // between characters: a word is some of them
					gap = 8
					continue
				}
				p.terms = append(p.terms, term{gap, []alt{{string(c), false}}})
				gap = 0
			}
			continue
		}
		t := term{gap: gap}
		for a := range strings.SplitSeq(word, "|") {
			bare, stem := strings.CutSuffix(a, "*")
			t.alts = append(t.alts, alt{l.form(text.Fold(bare)), stem})
		}
		p.terms = append(p.terms, t)
		gap = 0
	}
	if len(p.terms) == 0 {
		return
	}
	p.size = uint8(min(len(p.terms), 255))
	id := uint16(len(l.patterns))
	l.patterns = append(l.patterns, p)
	for _, a := range p.terms[0].alts {
		if a.stem {
			l.stems[a.word] = append(l.stems[a.word], id)
			l.heads[headHash(a.word)] = true
		} else {
			l.exact[a.word] = append(l.exact[a.word], id)
		}
	}
}

// form is the form of a word that is compared.
func (l *List) form(w string) string {
	if l.arabic {
		return bare(w)
	}
	return w
}

// bare takes the Arabic article off.
func bare(w string) string {
	for _, article := range []string{"ال", "لل"} {
		if rest, ok := strings.CutPrefix(w, article); ok && len(rest) > 4 {
			return rest
		}
	}
	return w
}

// clitics are Arabic prefixes: and, so, in, to, as, will.
var clitics = []string{"و", "ف", "ب", "ل", "ك", "س"}

// headHash hashes the first three bytes.
func headHash(w string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(w) && i < 3; i++ {
		h = (h ^ uint32(w[i])) * 16777619
	}
	return (h ^ h>>15) & (1<<12 - 1)
}
