package text

import (
	"strings"
	"unicode/utf8"

	"attache"
)

// Around gives the sentences, as Whole cuts them, that hold a stretch of a text: word for
// word, the stretch with what stands around it. "" where the stretch is none of the text.
// lang is the text's ISO 639-1 code; "" guesses it.
func Around(body, lang string, span attache.Span) string { return New(body, lang).Around(span) }

// Around is the function Around, of a text that was read.
func (d *Doc) Around(span attache.Span) string {
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
	return d.Body[start:end]
}

// Context gives the whole published sentence of a fragment that was quoted, without the
// dateline before it; "" where the sentence is not known, is no longer than the fragment, or
// has more than so many code points.
func Context(body, lang string, segments []attache.Span, most int) string {
	return New(body, lang).Context(segments, most)
}

// Context is the function Context, of a text that was read.
func (d *Doc) Context(segments []attache.Span, most int) string {
	if len(segments) == 0 {
		return ""
	}
	span := attache.Span{segments[0][0], segments[len(segments)-1][1]}
	s := d.Around(span)
	s = strings.TrimSpace(s[AfterDateline(s):])
	if n := utf8.RuneCountInString(s); n > most || n <= span[1]-span[0]+2 || strings.Contains(s, "\n") {
		return ""
	}
	return s
}
