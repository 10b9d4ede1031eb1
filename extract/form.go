package extract

import (
	"cmp"
	"slices"
	"strings"

	"attache"
	"attache/extract/format"
	"attache/extract/quote"
	"attache/internal/text"
)

// sureSecondHand is the confidence that words in quotation marks inside of a turn have at
// most: who speaks in a transcript quotes from memory, and a question quotes whom it likes.
const sureSecondHand = 0.55

// sureOfStatement is the confidence that a sentence of a signed statement is its signer's.
const sureOfStatement = 0.95

// form reads a text's form with the persons that are known from it.
func form(title, body *text.Doc, actors []attache.Actor, named []quote.Person) format.Form {
	known := make([]format.Person, 0, len(actors)+len(named))
	if title.Has(text.Declines) { // names that stand in the title alone, as near to the nominative as can be
		_, inTitle := quote.Read(title)
		named = append(slices.Clip(named), inTitle...)
	}
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

// apply joins what a text's form tells to what its words told: the answers of a
// transcript are quotes, so is what a statement accepts, rejects or demands, and who
// speaks there has the name and the office that stand at the head of the text.
func apply(f *format.Form, body *text.Doc, out *attache.Reading, country string) {
	for _, zone := range f.Zones {
		for i := range out.Quotes {
			out.Quotes[i].Role = strings.TrimPrefix(out.Quotes[i].Role, zone+" ")
		}
		for i := range out.Actors {
			out.Actors[i].Role = strings.TrimPrefix(out.Actors[i].Role, zone+" ")
		}
	}
	recorded(f, out)
	if f.Joint != "" {
		jointly(f.Joint, out)
	}
	if len(f.Turns) == 0 && f.Voice == nil {
		return
	}
	out.Voice = f.Voice
	out.Quotes = secondHand(out.Quotes, f.Turns)
	var quotes []attache.Quote
	s := speakers{out: out, country: country, known: map[string]int{}}
	for i := range f.Turns {
		t := &f.Turns[i]
		if t.Question || t.Speaker == "" || !t.Says {
			continue
		}
		q := attache.Quote{
			Kind: attache.Direct, Segments: t.Speech, Text: words(body, t.Speech),
			Speaker: t.Speaker, Role: t.Role, Confidence: t.Sure,
		}
		if !t.Unlabelled {
			q.Mention = &t.Mention
		}
		a := s.find(t.Speaker, t.Role, t.Signed, q.Mention)
		if a >= 0 {
			q.Role, q.Code = out.Actors[a].Role, out.Actors[a].Code
		}
		if t.Asked >= 0 {
			asked := f.Turns[t.Asked].Whole
			q.Question = &asked
		}
		quotes = append(quotes, q)
	}
	if v := f.Voice; v != nil {
		a := s.find(v.Speaker, v.Role, true, nil)
		for _, sentence := range f.Said {
			spans := []attache.Span{sentence.Span}
			quotes = append(quotes, attache.Quote{
				Kind: attache.Direct, Segments: spans, Text: words(body, spans), Speaker: v.Speaker, Role: v.Role,
				Code: out.Actors[a].Code, Polarity: sentence.Polarity, Confidence: sureOfStatement,
			})
		}
	}
	out.Quotes = append(out.Quotes, quotes...)
	slices.SortStableFunc(out.Quotes, func(a, b attache.Quote) int { return cmp.Compare(a.Segments[0][0], b.Segments[0][0]) })
}

// recorded gives what stands in marks in a paragraph of a meeting's record to the delegate
// with whom it begins, unless the paragraph itself names another.
func recorded(f *format.Form, out *attache.Reading) {
	const sure = 0.9
	if len(f.Records) == 0 {
		return
	}
	names := map[string]string{}
	for i := range f.Records {
		names[key(f.Records[i].Speaker)] = f.Records[i].Speaker
	}
	for i := range out.Actors {
		if name, ok := names[key(out.Actors[i].Name)]; ok {
			out.Actors[i].Name = name
		}
	}
	k := 0
	for i := range out.Quotes {
		q := &out.Quotes[i]
		if name, ok := names[key(q.Speaker)]; ok {
			q.Speaker = name
		}
		at := q.Segments[0][0]
		for k < len(f.Records) && f.Records[k].Whole[1] <= at {
			k++
		}
		if k == len(f.Records) || f.Records[k].Whole[0] > at || q.Kind == attache.Indirect {
			continue
		}
		r := &f.Records[k]
		switch {
		case q.Mention == nil, q.Mention[0] < r.Whole[0], q.Mention[1] > r.Whole[1]:
			q.Mention, q.Cue = nil, ""
		case q.Mention[0] >= r.Head[1] && key(q.Speaker) != key(r.Speaker):
			continue // another's words, reported
		}
		q.Confidence = max(q.Confidence, sure)
		q.Speaker, q.Role, q.Code = r.Speaker, r.Role, codeOf(r.Speaker+" "+r.Role, "")
	}
}

// begin are the words that open and close the text of a joint statement in a release; they
// are nobody.
var begin = map[string]bool{"begin text": true, "end text": true}

// jointly gives what stands in marks in a text that several issue together, under nobody's
// name, to the text.
func jointly(called string, out *attache.Reading) {
	out.Actors = slices.DeleteFunc(out.Actors, func(a attache.Actor) bool { return begin[key(a.Name)] })
	for i := range out.Quotes {
		if q := &out.Quotes[i]; begin[key(q.Speaker)] {
			q.Speaker, q.Role, q.Code, q.Mention, q.Cue = called, "", "", nil, ""
		}
	}
}

// Home gives the country or body that an outlet speaks for whose name is that of a ministry,
// an embassy or another office; empty for any other.
func Home(outlet string) string {
	if !format.Official(outlet) {
		return ""
	}
	return codeOf(outlet, "")
}

// speakers are the actors that a text's form lets speak.
type speakers struct {
	out     *attache.Reading
	country string         // of the outlet
	known   map[string]int // by name: index of the actor
}

// find gives the actor that a name means, made where there is none; -1 for one without a
// name. Who signs a text has the office as it is signed, and the country of that office or
// of the outlet: never the one that the text is about.
func (s *speakers) find(name, role string, signed bool, mention *attache.Span) int {
	if strings.HasPrefix(name, "unnamed ") {
		return -1
	}
	if at, ok := s.known[name]; ok {
		return at
	}
	at, found := -1, attache.Actor{Name: name, Kind: attache.Person}
	c := cast{actors: s.out.Actors, byName: map[string]int{}, bySurname: map[string][]int{}}
	for i := range s.out.Actors {
		if s.out.Actors[i].Kind == attache.Person {
			c.index(i, s.out.Actors[i].Name)
		}
	}
	if i, ok := c.find(name); ok {
		at, found = i, s.out.Actors[i]
	}
	found.Name = name
	if role != "" {
		if found.Role != "" && !strings.Contains(key(found.Role), key(role)) {
			found.Code = "" // of the office that was read for this one
		}
		found.Role = role
	}
	if signed {
		found.Code = codeOf(role, s.country)
	} else if found.Code == "" {
		found.Code = codeOf(role, "")
	}
	if mention != nil && len(found.Mentions) == 0 {
		found.Mentions = []attache.Span{*mention}
	}
	if at < 0 {
		at = len(s.out.Actors)
		s.out.Actors = append(s.out.Actors, found)
	}
	s.out.Actors[at] = found
	s.known[name] = at
	if signed {
		for i := range s.out.Quotes {
			if q := &s.out.Quotes[i]; key(q.Speaker) == key(name) {
				q.Role, q.Code = found.Role, found.Code
			}
		}
	}
	return at
}

// secondHand takes what stands in marks inside of a turn for another's words, and not
// surely so. Reports inside of a turn are part of the turn.
func secondHand(quotes []attache.Quote, turns []format.Turn) []attache.Quote {
	parties := map[string]bool{}
	for i := range turns {
		if k := key(turns[i].Speaker); k != "" {
			parties[k[strings.LastIndexByte(k, ' ')+1:]] = true
		}
	}
	kept, k := quotes[:0], 0
	for _, q := range quotes {
		at := q.Segments[0][0]
		for k < len(turns) && turns[k].Whole[1] <= at {
			k++
		}
		if k < len(turns) && turns[k].Whole[0] <= at {
			if q.Kind == attache.Indirect {
				continue
			}
			q.Confidence = min(q.Confidence, sureSecondHand)
			if who := key(q.Speaker); parties[who[strings.LastIndexByte(who, ' ')+1:]] {
				q.Speaker, q.Role, q.Code, q.Mention = "", "", "", nil
			}
		}
		kept = append(kept, q)
	}
	return kept
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
