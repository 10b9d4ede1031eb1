package quote

import (
	"strings"

	"attache"
	"attache/internal/text"
)

// Titled gives an article with its title as the first paragraph, and the number of code
// points before its body: who is named in the title alone is "the minister" of the text.
// A title that tells nothing that the body does not, or whose words all have capitals,
// so that a verb looks like a name, is left out.
func Titled(title, body *text.Doc) (d *text.Doc, before int) {
	t := strings.TrimSpace(title.Body)
	if t == "" || strings.ContainsRune(t, '\n') || shouts(title) || strings.HasPrefix(strings.TrimSpace(body.Body), t) {
		return body, 0
	}
	d = text.New(t+"\n\n"+body.Body, body.Lang)
	return d, d.Span(len(t)+2, len(t)+2)[0]
}

// shouts says whether a headline is written with capitals throughout, as in English.
func shouts(d *text.Doc) bool {
	l := lexiconOf(d.Lang)
	upper, lower := 0, 0
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if t.Kind != text.Word || t.Is(text.Clitic) || l.find(d.Lower(i), hash(d.Lower(i))).class&(cStop|cDet|cPrep|cOf) != 0 {
			continue
		}
		if t.Is(text.Upper) {
			upper++
		} else {
			lower++
		}
	}
	return d.Has(text.TitleCase) && upper > 2*lower
}

// ReadTitled is Read for an article that has a title; offsets count from the body's
// beginning, and what only the title quotes is left out.
func ReadTitled(title, body *text.Doc) ([]attache.Quote, []Person) {
	return standard().ReadTitled(title, body)
}

// ReadTitled is ReadTitled as this model reads.
func (m *Model) ReadTitled(title, body *text.Doc) ([]attache.Quote, []Person) {
	d, before := Titled(title, body)
	quotes, a := m.read(d)
	people := a.named()
	if before == 0 {
		return quotes, people
	}
	kept := quotes[:0]
	for _, q := range quotes {
		if q.Segments[0][0] < before {
			continue
		}
		for i := range q.Segments {
			q.Segments[i] = back(q.Segments[i], before)
		}
		if q.Mention != nil && q.Mention[0] < before {
			q.Mention, q.Cue = nil, ""
		} else if q.Mention != nil {
			at := back(*q.Mention, before)
			q.Mention = &at
		}
		kept = append(kept, q)
	}
	for i := range people {
		var at []attache.Span
		for _, s := range people[i].Mentions {
			if s[0] >= before {
				at = append(at, back(s, before))
			}
		}
		people[i].Mentions = at
	}
	return kept, people
}

func back(s attache.Span, by int) attache.Span { return attache.Span{s[0] - by, s[1] - by} }
