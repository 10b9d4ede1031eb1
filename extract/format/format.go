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
	"strings"

	"attache"
	"attache/extract/text"
)

// Person is somebody known from elsewhere to be named in the text.
type Person struct{ Name, Role string }

// Form is the shape of a text.
type Form struct {
	Turns []Turn         // of a transcript, in the order of the text; none for other texts
	Voice *attache.Voice // whose own words the whole text is; nil when it is nobody's
	Said  []Sentence     // sentences of a statement that say what Voice accepts, rejects, demands …
}

// Turn is what one party says until the next one does.
type Turn struct {
	Label    attache.Span
	Whole    attache.Span   // from the label to the end of the speech
	Speech   []attache.Span // one a paragraph, without label and stage directions
	Question bool           // nobody's statement
	Says     bool           // there is more in it than thanks, a greeting or a word
	Speaker  string         // at the fullest, "unnamed operator" for one without a name; empty when it cannot be told
	Role     string
	Signed   bool         // Speaker and Role stand so at the head of the text
	Mention  attache.Span // the words of the label that name the speaker
	Sure     float64      // that Speaker is right, 0 to 1
	Asked    int          // index of the turn that it answers, -1 when none does
}

// Sentence is a sentence of a statement.
type Sentence struct {
	Span     attache.Span
	Polarity attache.Polarity
}

// Read tells a text's form.
func Read(title, body *text.Doc, known []Person) Form {
	r := &reader{words: wordsOf(body.Lang), title: title, doc: body}
	r.know(known)
	r.lines = linesOf(body.Body)
	r.labels = r.spoken(r.candidates())
	r.findBylines()
	if len(r.labels) > 0 {
		return Form{Turns: r.turns()}
	}
	return r.statement()
}

// reader is a text on its way through the steps.
type reader struct {
	*words
	title, doc *text.Doc
	known      []Person
	lines      []line
	labels     []label  // of the turns, in the order of the text
	bylines    []signer // at the head of the text
	body       int      // first line behind the bylines
	index      map[string][]int32
}

// know takes over who is known, without the courtesies before a name; names in capitals
// come from labels and say nothing.
func (r *reader) know(known []Person) {
	for _, p := range known {
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
		r.known = append(r.known, p)
	}
}

func (r *reader) text(l line) string { return r.doc.Body[l.start:l.end] }
