package text

import "attache"

// Around gives the sentences, as Whole cuts them, that hold a stretch of a text: word for
// word, the stretch with what stands around it. "" where the stretch is none of the text.
// lang is the text's ISO 639-1 code; "" guesses it.
func Around(body, lang string, span attache.Span) string {
	d := New(body, lang)
	from, to := d.Bytes(span)
	if span[0] < 0 || from >= to {
		return ""
	}
	start, end := -1, -1
	for _, s := range d.whole() {
		first, last := int(d.Tokens[s.First].Start), int(d.Tokens[s.End-1].End)
		if last <= from {
			continue
		}
		if first >= to {
			break
		}
		if start < 0 {
			start = first
		}
		end = last
	}
	if start < 0 || start > from || end < to {
		return ""
	}
	return body[start:end]
}
