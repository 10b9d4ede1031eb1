package quote

import (
	"strings"
	"unicode/utf8"

	"attache/extract/tag"
	"attache/internal/text"
)

// article is a text on its way through the steps: each fills what the next ones read.
type article struct {
	doc      *text.Doc
	lex      *lexicon
	note     []entry         // of each token
	hashes   []uint32        // of each token in lower case
	passages []passage       // in the order of the text
	inside   []int32         // of each token: index of the passage it stands in, or -1
	mentions []mention       // in the order of the text
	at       []int32         // of each token: index of the mention that covers it, or -1
	people   []Person        // who is named
	capitals map[string]bool // English: words with a capital inside of sentences
	surnames map[string]bool // German: words that are names when they stand alone
	meant    []int32         // of each mention: index of the person it means, or -1
	trust    []float32       // of each pronoun: how surely
	frames   []frame         // of each passage: the reported speech around it
	story    []int32         // of each sentence: see narrate
	doubles  bool            // some passage stands in double marks
	long     int             // passages of eight words and more

	tags      []tag.Tag // of each token; nil in a language without
	effort    int       // steps taken where a text could make them many: what a test counts
	model     *Model
	spoke     int32 // the person who spoke last, -1: nobody yet
	who       *reader
	meanings  map[int64]meaning // of mentions, by who spoke last: see meantBy
	sightings []sighting
}

func newArticle(d *text.Doc, m *Model) *article {
	a := &article{doc: d, lex: lexiconOf(d.Lang), model: m, spoke: -1}
	a.tags = tag.Doc(d)
	a.annotate()
	a.scan()
	a.findMentions(m)
	a.findPeople()
	a.resolve()
	return a
}

func (a *article) token(i int) *text.Token { return &a.doc.Tokens[i] }

func (a *article) is(i int, c class) bool {
	return i >= 0 && i < len(a.note) && a.note[i].class&c != 0
}

// lower gives a token in lower case, or nothing when it is out of range.
func (a *article) lower(i int) string {
	if i < 0 || i >= len(a.doc.Tokens) {
		return ""
	}
	return a.doc.Lower(i)
}

// sign gives a sign, or nothing when the token is a word or out of range.
func (a *article) sign(i int) string {
	if i < 0 || i >= len(a.doc.Tokens) {
		return ""
	}
	if k := a.token(i).Kind; k == text.Word || k == text.Number {
		return ""
	}
	return a.doc.Word(i)
}

func (a *article) isWord(i int) bool {
	return i >= 0 && i < len(a.doc.Tokens) && a.token(i).Kind == text.Word
}

// annotate looks every word up.
func (a *article) annotate() {
	d, l := a.doc, a.lex
	a.note = make([]entry, len(d.Tokens))
	a.hashes = make([]uint32, len(d.Tokens))
	for i := range d.Tokens {
		t := &d.Tokens[i]
		a.hashes[i] = hash(d.Lower(i))
		if t.Kind != text.Word && t.Kind != text.Number || a.note[i].class&cInner != 0 {
			continue
		}
		w := d.Lower(i)
		e := l.find(w, a.hashes[i])
		if l.traits.Has(text.Joined) {
			e = l.arabic(w, e)
		}
		if e.class == 0 && len(l.stems) > 0 && t.Is(text.Upper) {
			e = l.oblique(w)
		}
		if e.class == 0 && len(l.nouns) > 0 {
			e = l.caseOf(w)
		}
		if e.class == 0 && len(l.verbs) > 0 && a.pos(i) == tag.Verb {
			e = l.verbOf(w)
		}
		a.note[i] = e
		if !l.leads.has(a.hashes[i]) {
			continue
		}
		for _, p := range l.phrases[w] {
			if a.follows(i, p.rest) {
				a.mark(i, p)
				break
			}
		}
	}
	a.accordingTo()
	a.hearers()
}

// hearers unmarks verbs of saying in the passive: who was told or informed says
// nothing.
func (a *article) hearers() {
	if !a.doc.Has(text.FixedOrder) {
		return
	}
	for i := 1; i < len(a.note); i++ {
		if a.is(i, cSay|cWeak) && a.lex.has("hearer", a.lower(i)) {
			switch a.lower(i - 1) {
			case "was", "were", "been", "is", "are", "be", "being":
				if a.lower(i+1) != "by" {
					a.note[i].class &^= cSay | cWeak
				}
			}
		}
	}
}

// accordingTo marks what stands for "according to" in two words, with or
// without whose between: по словам Линда, по его словам.
func (a *article) accordingTo() {
	for i := 0; i+1 < len(a.note); i++ {
		if a.note[i].class&cPerPrep == 0 {
			continue
		}
		switch {
		case a.is(i+1, cPerNoun):
			a.note[i].class |= cPer
			a.note[i].words = 2
			a.note[i+1].class |= cInner
		case a.is(i+1, cPoss) && a.is(i+2, cPerNoun):
			a.note[i].class |= cPer
			a.note[i+2].class |= cInner
		}
	}
}

// oblique looks a name up that stands in another case than the nominative.
func (l *lexicon) oblique(w string) entry {
	stem := stemOf(w)
	first, ok := l.given[stem]
	country := l.stems[stem] && countryEnding(w[len(stem):]) && !countryEnding(strings.TrimPrefix(first, stem))
	if ok && !country {
		if first == "" {
			return entry{class: cFirst}
		}
		return l.words[first]
	}
	if l.stems[stem] {
		return entry{class: cPlace}
	}
	return entry{}
}

// countryEnding says whether a case ending is one of nouns in -ия, -ія: Франції is of the
// country, Франца of the man.
func countryEnding(end string) bool {
	r := []rune(end)
	return len(r) >= 2 && (r[0] == 'і' || r[0] == 'и')
}

// arabic looks a word up without the conjunction that is written onto it.
func (l *lexicon) arabic(w string, e entry) entry {
	if e.class != 0 {
		return e
	}
	w = text.Fold(w)
	if e, ok := l.words[w]; ok {
		return e
	}
	for _, prefix := range []string{"و", "ف", "ل", "ب"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && utf8.RuneCountInString(rest) > 2 {
			if e, ok := l.words[rest]; ok {
				return e
			}
		}
	}
	return e
}

func (a *article) follows(i int, rest []string) bool {
	at := i + 1
	for _, w := range rest {
		if at >= len(a.doc.Tokens) || a.token(at).Paragraph != a.token(i).Paragraph || a.lower(at) != w {
			return false
		}
		at++
	}
	return true
}

func (a *article) mark(i int, p phrase) {
	single := a.note[i]
	a.note[i] = p.entry
	if p.class&(cSay|cPer) != 0 { // "called" keeps what it is on its own in "called on"
		a.note[i].class |= single.class & cSay
	}
	for k := 1; k < int(p.words); k++ {
		a.note[i+k].class = cInner
	}
}

func (a *article) wordHash(i int) uint32 { return a.hashes[i] }

// width gives the number of tokens of the lexicon's word or phrase at i.
func (a *article) width(i int) int { return max(1, int(a.note[i].words)) }
