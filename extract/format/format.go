// Package format reads the shape of a text before its words: a transcript, whose
// turns are each somebody's word-for-word speech; a statement, which is one person's
// own words from end to end. What enters is a text cut into tokens with its title and
// the persons that others found in it, what leaves is a Form. It is pure, linear in the
// length of the text, and knows each language by a data file.
//
// A question is nobody's statement: it is told apart from the answers and shown
// under no name. Where it cannot be told who answers there is no speaker.
package format

import (
	"slices"
	"strings"
	"unicode"

	"attache"
	"attache/internal/text"
)

// Person is somebody known from elsewhere to be named in the text.
type Person struct{ Name, Role string }

// Form is the shape of a text.
type Form struct {
	Turns   []Turn         // of a transcript, in the order of the text; none for other texts
	Voice   *attache.Voice // whose own words the whole text is; nil when it is nobody's
	Said    []Sentence     // sentences of a statement that say what Voice accepts, rejects, demands …
	Records []Record       // of the record of a meeting: who speaks in which paragraph
	Joint   string         // what a text calls itself that several issue together: "joint statement"
	Zones   []string       // words behind the times with which lines begin: "10.42 CEST"; no part of any role
}

// Turn is what one party says until the next one does.
type Turn struct {
	Label      attache.Span
	Whole      attache.Span   // from the label to the end of the speech
	Speech     []attache.Span // one a paragraph, without label and stage directions
	Question   bool           // nobody's statement
	Unlabelled bool           // an answer without a label: Label and Mention are empty
	Says       bool           // there is more in it than thanks, a greeting or a word
	Speaker    string         // at the fullest, "unnamed operator" for one without a name; empty when it cannot be told
	Role       string
	Signed     bool         // Speaker and Role stand so at the head of the text
	Mention    attache.Span // the words of the label that name the speaker
	Sure       float64      // that Speaker is right, 0 to 1
	Asked      int          // index of the turn that it answers, -1 when none does
}

// Sentence is a sentence of a statement.
type Sentence struct {
	Span     attache.Span
	Polarity attache.Polarity
}

// Read tells a text's form.
func Read(title, body *text.Doc, known []Person) Form {
	if len(title.Body) > maxTitle {
		title = text.New("", body.Lang)
	}
	r := &reader{words: wordsOf(body.Lang), title: title, doc: body, byWord: map[string][]int32{}}
	r.know(known)
	r.lines = linesOf(body.Body)
	r.labels = r.spoken(r.candidates())
	r.findBylines()
	if len(r.labels) > 0 {
		return Form{Turns: r.turns()}
	}
	f := r.statement()
	f.Zones = r.zones()
	f.Records = r.records()
	f.Joint = r.ofJoint()
	return f
}

// Official says whether the name of an outlet is that of an office of a state or a body: a
// ministry, an embassy, a government.
func Official(outlet string) bool {
	for f := range strings.FieldsFuncSeq(text.Fold(outlet), func(c rune) bool { return !unicode.IsLetter(c) }) {
		for _, w := range lexicons() {
			if w.official.has(f) {
				return true
			}
		}
	}
	for w := range lexicons()["zh"].official.all {
		if strings.Contains(outlet, w) {
			return true
		}
	}
	return false
}

// zones gives the time zones behind the times with which lines begin.
func (r *reader) zones() []string {
	var out []string
	for _, ln := range r.lines {
		s := r.text(ln)
		if s[0] < '0' || s[0] > '9' {
			continue
		}
		list := strings.Fields(s[:min(len(s), 40)])
		if len(list) < 3 || strings.Trim(list[0], "0123456789:.h") != "" {
			continue
		}
		if z := list[1]; r.zone.has(strings.Trim(text.Fold(z), ".,:–-")) && !slices.Contains(out, z) {
			out = append(out, z)
		}
	}
	return out
}

// reader is a text on its way through the steps.
type reader struct {
	*words
	title, doc *text.Doc
	known      []Person
	own        int // of known: how many were read here
	lines      []line
	labels     []label  // of the turns, in the order of the text
	bylines    []signer // at the head of the text
	body       int      // first line behind the bylines
	index      map[string][]int32
	byWord     map[string][]int32 // of the known: by each folded word of the name
	folded     string             // the whole text, once it was asked for
	small      map[string]bool    // folded words of the text that stand in small letters
}

// Bounds that no honest text comes near: the longest title that is read, the persons and
// the parties to a conversation that are told apart.
const (
	maxTitle   = 4000 // bytes
	maxKnown   = 300
	maxParties = 400
)

// know takes over who is known, without the courtesies before a name; names in capitals
// come from labels and say nothing.
func (r *reader) know(known []Person) {
	officers := r.officers()
	known = append(officers, known...)
	for i, p := range known {
		list := strings.Fields(p.Name)
		for len(list) > 1 && r.titled(strings.Trim(text.Fold(list[0]), ".")) {
			list = list[1:]
		}
		p.Name = strings.Join(list, " ")
		if p.Name == "" || len(p.Name) > 3 && script(p.Name) == cased && strings.ToUpper(p.Name) == p.Name {
			continue
		}
		if strings.ToUpper(p.Role) == p.Role && script(p.Role) == cased {
			p.Role = ""
		}
		if i < len(officers) {
			r.own++
		}
		if len(r.known) >= maxKnown {
			break
		}
		for w := range strings.FieldsSeq(text.Fold(p.Name)) {
			r.byWord[w] = append(r.byWord[w], int32(len(r.known)))
		}
		r.known = append(r.known, p)
	}
}

func (r *reader) text(l line) string { return r.doc.Body[l.start:l.end] }
