package format

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"

	"attache/internal/text"
)

// isSubject says whether a token of the first person is one that acts: "we" and not "our".
func (r *reader) isSubject(i int) bool {
	if r.traits.Has(text.Han) {
		return r.isFirst(i)
	}
	return r.subject.has(strings.Trim(r.doc.Fold(i), "'"))
}

// complete says whether a sentence ends as one does and another begins behind it.
func (r *reader) complete(s text.Range) bool {
	end := int(r.doc.Tokens[s.End-1].End)
	c, _ := utf8.DecodeLastRuneInString(r.doc.Body[:end])
	if !strings.ContainsRune(".!?…。！？؟", c) {
		return false
	}
	if int(s.End) >= len(r.doc.Tokens) || r.doc.Tokens[s.End].Paragraph != r.doc.Tokens[s.End-1].Paragraph || !r.capitals() {
		return true
	}
	next := &r.doc.Tokens[s.End]
	return next.Kind == text.Mark || next.Is(text.Upper) || next.Kind == text.Number
}

// maxSaid is how many sentences of a statement are chosen; a chosen sentence is
// between shortSaid and longSaid code points long.
const (
	maxSaid   = 4
	shortSaid = 30
	longSaid  = 320
)

// moods are the keys of what a sentence does, in the order in which they are looked for,
// with the polarity that a quote has.
var moods = [...][2]string{
	{"denied", "denied"}, {"accused", "accused"}, {"urged", "urged"}, {"warned", "warned"}, {"agreed", "agreed"}, {"announced", ""},
}

// said chooses the sentences that say what the text accepts, rejects, demands, announces
// or condemns, in the first person or as the side that speaks.
func (r *reader) said(from, to int, reported bool) []Sentence {
	type choice struct {
		Sentence
		value int
	}
	var all []choice
	for _, s := range r.doc.Sentences {
		start, end := int(r.doc.Tokens[s.First].Start), int(r.doc.Tokens[s.End-1].End)
		if start < from || end > to || !r.fits(start, end) || r.marked(int(s.First), int(s.End)) || !r.complete(s) {
			continue
		}
		mood, ok := r.mood(r.doc.Body[start:end])
		value := r.spokenBy(s)
		if !ok || value == 0 || value < 3 && reported {
			continue
		}
		if mood != "" {
			value++
		}
		all = append(all, choice{Sentence{r.doc.Span(start, end), attache.Polarity(mood)}, value})
	}
	slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(b.value, a.value) })
	var out []Sentence
	for _, c := range all[:min(len(all), maxSaid)] {
		out = append(out, c.Sentence)
	}
	slices.SortFunc(out, func(a, b Sentence) int { return cmp.Compare(a.Span[0], b.Span[0]) })
	return out
}

// fits says whether a sentence is neither too short nor too long to be shown.
func (r *reader) fits(start, end int) bool {
	n := utf8.RuneCountInString(r.doc.Body[start:end])
	if r.traits.Has(text.Han) {
		return 2*n >= shortSaid && 2*n <= longSaid
	}
	return n >= shortSaid && n <= longSaid
}

// spokenBy tells how surely a sentence says what its speaker does: 3 where the first person
// acts, 2 where it stands elsewhere, 1 where the side that speaks is named, else 0.
func (r *reader) spokenBy(s text.Range) int {
	value := 0
	for i := int(s.First); i < int(s.End); i++ {
		if !r.isFirst(i) {
			continue
		}
		if r.isSubject(i) {
			return 3
		}
		value = 2
	}
	if value == 0 && r.side(int(s.First), int(s.End)) {
		value = 1
	}
	return value
}

// marked says whether a sentence has quotation marks: what is in them may be another's.
func (r *reader) marked(first, end int) bool {
	for i := first; i < end; i++ {
		if t := &r.doc.Tokens[i]; t.Kind == text.Mark && !text.Apostrophe(firstRune(r.doc.Word(i))) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune { c, _ := utf8.DecodeRuneInString(s); return c }

// side says whether a sentence is about the side that speaks: it begins with a state
// or a body, in three words.
func (r *reader) side(first, end int) bool {
	upper := 0
	for i := first; i < min(first+4, end); i++ {
		if r.doc.Tokens[i].Is(text.Upper) {
			upper++
		}
		if r.titled(r.doc.Fold(i)) {
			return false
		}
	}
	return upper >= 2
}

// Where the verb of a sentence is looked for: so many words behind the subject, or from the
// beginning of a sentence without one.
const (
	behindSubject = 5
	fromBeginning = 7
)

// mood tells what a sentence does: its verb is one of the words for it, near its subject;
// ok is false when it does none of it.
func (r *reader) mood(s string) (string, bool) {
	if r.traits.Has(text.Han) {
		return r.moodHan(s)
	}
	list := strings.FieldsFunc(text.Fold(s), func(c rune) bool {
		return !unicode.IsLetter(c) && c != '\'' && !unicode.IsDigit(c) && c != '-'
	})
	until := fromBeginning
	for i, w := range list {
		if r.subject.has(w) {
			until = i + behindSubject
			break
		}
	}
	for i := range list[:min(len(list), until+1)] {
		for _, m := range moods {
			for _, phrase := range r.acts[m[0]] {
				if startsWith(list[i:], phrase) {
					return m[1], true
				}
			}
		}
	}
	return "", false
}

func (r *reader) moodHan(s string) (string, bool) {
	for _, m := range moods {
		for _, phrase := range r.acts[m[0]] {
			if strings.Contains(s, phrase) {
				return m[1], true
			}
		}
	}
	return "", false
}

// startsWith says whether a list of folded words begins with a phrase, whose last word may
// take any ending.
func startsWith(list []string, phrase string) bool {
	for w := range strings.FieldsSeq(phrase) {
		if len(list) == 0 {
			return false
		}
		stem, open := strings.CutSuffix(w, "~")
		if list[0] != w && (!open || !strings.HasPrefix(list[0], stem)) {
			return false
		}
		list = list[1:]
	}
	return true
}
