package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/fold"
	"attache/internal/stem"
)

// collector gathers the distinct terms of some texts.
type collector struct {
	limit   int
	index   bool   // for indexing: single characters of unspaced scripts too
	lang    string // whose stems stand for the words; "" none
	telling bool   // leaves out words that tell nothing
	seen    map[string]bool
	terms   []string
}

func (c *collector) full() bool { return c.limit > 0 && len(c.terms) >= c.limit }

func (c *collector) add(term string) {
	term = cut(term)
	if term == "" || c.seen[term] || c.full() {
		return
	}
	c.seen[term] = true
	c.terms = append(c.terms, term)
}

func (c *collector) read(texts []string) {
	for _, text := range texts {
		if c.full() {
			return
		}
		c.split(fold.String(strings.ToValidUTF8(text, " ")))
	}
}

// split cuts a folded text at everything that is neither letter, mark nor digit.
// Letters with single dots between them are one word: u.s. is us.
func (c *collector) split(text string) {
	var word, run []rune
	flush := func() {
		c.word(string(word))
		c.unspacedRun(run)
		word, run = word[:0], run[:0]
	}
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case c.full():
			return
		case unspaced(r):
			if len(word) > 0 {
				flush()
			}
			run = append(run, r)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if len(run) > 0 {
				flush()
			}
			word = append(word, r)
		case r == '.' && initialism(runes, i):
		default:
			flush()
		}
	}
	flush()
}

// word adds a word, or its stem. It is cut first, as it is where it is asked for.
func (c *collector) word(w string) {
	w = cut(w)
	if c.telling && stem.Stop(w) {
		return
	}
	if c.lang != "" && slices.Contains(stem.Langs(w), c.lang) {
		w = marked(w, c.lang)
	}
	c.add(w)
}

// cut keeps a term within its bounds.
func cut(term string) string {
	if len(term) > maxTerm {
		term = term[:maxTerm]
		for !utf8.ValidString(term) {
			term = term[:len(term)-1]
		}
	}
	return term
}

// initialism tells whether the dot at i stands within letters like u.s.
func initialism(runes []rune, i int) bool {
	single := func(at int) bool {
		return at >= 0 && at < len(runes) && unicode.IsLetter(runes[at]) &&
			(at == 0 || !unicode.IsLetter(runes[at-1])) &&
			(at+1 == len(runes) || !unicode.IsLetter(runes[at+1]))
	}
	return single(i-1) && single(i+1)
}

// unspacedRun adds the pairs of a run, and for an index its characters too, so
// that a query of one character is answered.
func (c *collector) unspacedRun(run []rune) {
	for i := 0; i+1 < len(run); i++ {
		c.add(string(run[i : i+2]))
	}
	if c.index || len(run) == 1 {
		for _, r := range run {
			c.add(string(r))
		}
	}
}

func unspaced(r rune) bool {
	return r >= 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
