package text

// Whole cuts a text into the sentences that can be shown by themselves, each a
// stretch of it word for word: what stands within quotation marks is not cut, so
// one of them may hold several of Doc's. A line's end ends one. lang is the text's
// ISO 639-1 code; "" guesses it.
func Whole(body, lang string) []string {
	d := New(body, lang)
	var out []string
	for _, s := range d.whole() {
		out = append(out, d.Slice(int(s.First), int(s.End)))
	}
	return out
}

// whole are the sentences with what stands within quotation marks not cut.
func (d *Doc) whole() []Range {
	var out []Range
	var open quotation
	start := -1
	for i, s := range d.Sentences {
		if start < 0 {
			start = int(s.First)
		}
		open.read(d, s)
		last := i+1 == len(d.Sentences) || d.Tokens[d.Sentences[i+1].First].Paragraph != d.Tokens[start].Paragraph
		if last || open.depth == 0 && !open.straight {
			out = append(out, Range{int32(start), s.End})
			start, open = -1, quotation{}
		}
	}
	return out
}

// quotation is how far a text is within quotation marks.
type quotation struct {
	depth    int
	straight bool // between marks that open and close alike
}

// read goes on over a sentence.
func (q *quotation) read(d *Doc, s Range) {
	for i := s.First; i < s.End; i++ {
		if d.Tokens[i].Kind != Mark {
			continue
		}
		switch d.Word(int(i)) {
		case "„", "「", "『":
			q.depth++
		case "”", "」", "』":
			q.depth = max(q.depth-1, 0)
		case "«", "»", "“":
			q.turn(d.Word(int(i)), d.Has(InwardMarks))
		case `"`:
			q.straight = !q.straight
		}
	}
}

// turn reads a mark that opens in one language and closes in another: in German
// „…“ and »…«, elsewhere “…” and «…».
func (q *quotation) turn(mark string, german bool) {
	opens := mark != "»"
	if german {
		opens = q.depth == 0
	}
	if opens {
		q.depth++
	} else {
		q.depth = max(q.depth-1, 0)
	}
}
