package bot

import (
	"slices"
	"strings"

	"attache"
)

// The small pieces that documents are made of.

func plain(text string) attache.Inline  { return attache.Inline{Text: text} }
func bold(text string) attache.Inline   { return attache.Inline{Text: text, Style: attache.Bold} }
func italic(text string) attache.Inline { return attache.Inline{Text: text, Style: attache.Italic} }
func code(text string) attache.Inline   { return attache.Inline{Text: text, Style: attache.Code} }

func link(text, href string) attache.Inline { return attache.Inline{Text: text, Href: href} }

func block(kind attache.BlockKind, spans ...attache.Inline) attache.Block {
	return attache.Block{Kind: kind, Spans: spans}
}

func para(spans ...attache.Inline) attache.Block    { return block(attache.Paragraph, spans...) }
func note(spans ...attache.Inline) attache.Block    { return block(attache.Note, spans...) }
func heading(spans ...attache.Inline) attache.Block { return block(attache.Heading, spans...) }

// tight joins a block to the one before it.
func tight(b attache.Block) attache.Block {
	b.Tight = true
	return b
}

// dotted puts a dot between groups of spans, leaving out the empty ones. In a language from right to left
// the line runs so as well, and each group keeps its own direction.
func (s speaker) dotted(groups ...[]attache.Inline) []attache.Inline {
	var spans []attache.Inline
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, plain(" · "))
		}
		spans = append(spans, s.apart(g...)...)
	}
	if spans != nil && s.Leftward() {
		spans = slices.Insert(spans, 0, plain(leftward))
	}
	return spans
}

// signature is dotted behind the dash of who said something, which stands on the side
// where the line begins.
func (s speaker) signature(groups ...[]attache.Inline) []attache.Inline {
	spans := s.dotted(groups...)
	at := 0
	if spans != nil && s.Leftward() {
		at = 1
	}
	return slices.Insert(spans, at, plain("— "))
}

// together puts a space between texts of one paragraph.
func together(texts ...[]attache.Inline) []attache.Inline {
	var spans []attache.Inline
	for i, t := range texts {
		if i > 0 {
			spans = append(spans, plain(" "))
		}
		spans = append(spans, t...)
	}
	return spans
}

// one makes a group of a text; an empty text is an empty group.
func one(text string) []attache.Inline {
	if text == "" {
		return nil
	}
	return []attache.Inline{plain(text)}
}

func button(label, command string) attache.Button {
	return attache.Button{Label: label, Command: command}
}

// zoneName is a time zone for people; the sign of Etc/GMT-3 misleads.
func zoneName(name string) string {
	if rest, ok := strings.CutPrefix(name, "Etc/GMT"); ok && len(rest) > 1 {
		sign := map[byte]string{'-': "+", '+': "-"}[rest[0]]
		return "UTC" + sign + rest[1:]
	}
	return strings.ReplaceAll(name, "_", " ")
}

// spanned is what spans say, as a text: what is shown as typed between its marks.
func spanned(spans []attache.Inline) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Style == attache.Code {
			s.Text = "`" + s.Text + "`"
		}
		b.WriteString(s.Text)
	}
	return b.String()
}
