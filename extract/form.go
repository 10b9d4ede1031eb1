package extract

import (
	"cmp"
	"slices"
	"strings"

	"attache"
	"attache/extract/format"
	"attache/extract/quote"
	"attache/extract/text"
)

// secondHand is the confidence that words in quotation marks inside of a turn have at
// most: whoever speaks in a transcript quotes from memory, and a question quotes whom it likes.
const secondHand = 0.55

// sureOfStatement is the confidence that a sentence of a signed statement is its signer's.
const sureOfStatement = 0.95

// form reads a text's form with the persons that are known from it.
func form(title, body *text.Doc, actors []attache.Actor, named []quote.Person) format.Form {
	known := make([]format.Person, 0, len(actors)+len(named))
	for i := range named {
		if !named[i].Body && named[i].Name != "" {
			known = append(known, format.Person{Name: named[i].Name, Role: named[i].Role})
		}
	}
	for i := range actors {
		if actors[i].Kind == attache.Person {
			known = append(known, format.Person{Name: actors[i].Name, Role: actors[i].Role})
		}
	}
	return format.Read(title, body, known)
}

// told joins what a text's form tells to the quotes that its marks tell: the answers of a
// transcript, and what a statement accepts, rejects or demands.
func told(f *format.Form, body *text.Doc, quotes []attache.Quote, named []quote.Person) ([]attache.Quote, []quote.Person) {
	if len(f.Turns) == 0 && f.Voice == nil {
		return quotes, named
	}
	quotes = lower(quotes, f.Turns)
	people := map[string]bool{}
	introduce := func(name, role string, mention *attache.Span) {
		if name == "" || people[name] || strings.HasPrefix(name, "unnamed ") {
			return
		}
		people[name] = true
		p := quote.Person{Name: name, Role: role}
		if mention != nil {
			p.Mentions = []attache.Span{*mention}
		}
		named = append(named, p)
	}
	for i := range f.Turns {
		t := &f.Turns[i]
		if t.Question || t.Speaker == "" || !t.Says {
			continue
		}
		introduce(t.Speaker, t.Role, &t.Mention)
		q := attache.Quote{
			Kind: attache.Direct, Segments: t.Speech, Text: words(body, t.Speech),
			Speaker: t.Speaker, Role: t.Role, Mention: &t.Mention, Confidence: t.Sure,
		}
		if t.Asked >= 0 {
			asked := f.Turns[t.Asked].Whole
			q.Question = &asked
		}
		quotes = append(quotes, q)
	}
	if v := f.Voice; v != nil {
		introduce(v.Speaker, v.Role, nil)
		for _, s := range f.Said {
			quotes = append(quotes, attache.Quote{
				Kind: attache.Direct, Segments: []attache.Span{s.Span}, Text: words(body, []attache.Span{s.Span}),
				Speaker: v.Speaker, Role: v.Role, Polarity: s.Polarity, Confidence: sureOfStatement,
			})
		}
	}
	slices.SortStableFunc(quotes, func(a, b attache.Quote) int { return cmp.Compare(a.Segments[0][0], b.Segments[0][0]) })
	return quotes, named
}

// lower takes what stands in marks inside of a turn for second-hand.
func lower(quotes []attache.Quote, turns []format.Turn) []attache.Quote {
	k := 0
	for i := range quotes {
		at := quotes[i].Segments[0][0]
		for k < len(turns) && turns[k].Whole[1] <= at {
			k++
		}
		if k < len(turns) && turns[k].Whole[0] <= at {
			quotes[i].Confidence = min(quotes[i].Confidence, secondHand)
		}
	}
	return quotes
}

// words gives the text of segments, with an ellipsis where something stands between them.
func words(body *text.Doc, segments []attache.Span) string {
	parts := make([]string, len(segments))
	for i, s := range segments {
		from, to := body.Bytes(s)
		parts[i] = body.Body[from:to]
	}
	return strings.Join(parts, " … ")
}
