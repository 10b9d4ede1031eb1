package quote

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"attache/internal/text"
)

//go:embed lang/common.txt
var commonFile string

// commons tells of words (Arabic) and of pairs of characters (Chinese) by how many of the texts that weights were
// learned with have them: 1 some, 2 many, 3 most; a name is in few.
var commons = sync.OnceValue(func() map[uint32]uint8 {
	out := map[uint32]uint8{}
	for line := range strings.Lines(commonFile) {
		lang, rest, _ := strings.Cut(line, " ")
		kind, words, ok := strings.Cut(rest, " ")
		n, err := strconv.Atoi(kind)
		if !ok || err != nil {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			out[commonKey(lang, w)] = uint8(n)
		}
	}
	return out
})

// commonKey is the key of a word of a language.
func commonKey(lang, w string) uint32 { return hash(lang + " " + w) }

// Commons gives the words of a text that commons counts, each as often as it stands there.
func Commons(d *text.Doc) (out []string) {
	a := &article{doc: d}
	for i := range d.Tokens {
		if w := a.commonWord(i); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// commonWord gives the word at i; in Chinese the characters at i and behind it, "" where there are not two.
func (a *article) commonWord(i int) string {
	if i < 0 || !a.isWord(i) {
		return ""
	}
	if !a.doc.Has(text.Han) {
		return a.doc.Fold(i)
	}
	if i+1 >= len(a.doc.Tokens) || !a.isWord(i+1) || !a.token(i).Is(text.Ideograph) || !a.token(i+1).Is(text.Ideograph) {
		return ""
	}
	return a.doc.Lower(i) + a.doc.Lower(i+1)
}

// countCommons looks all words up.
func (a *article) countCommons() {
	known := commons()
	a.usual = make([]uint8, len(a.doc.Tokens))
	for i := range a.usual {
		if w := a.commonWord(i); w != "" {
			a.usual[i] = known[commonKey(a.doc.Lang, w)]
		}
	}
}

// commonAt gives how common the word at i is.
func (a *article) commonAt(i int) uint32 {
	if i < 0 || i >= len(a.usual) {
		return 7
	}
	return uint32(a.usual[i])
}
