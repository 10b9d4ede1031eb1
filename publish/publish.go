// Package publish is what places that are only sent to have in common: a document
// as plain text, which of its groups stay where there is little room, and where it
// leads. Each place is a package below it.
package publish

import (
	"cmp"
	"slices"
	"strings"

	"attache"
	words "attache/internal/text"
)

// Text sets a document as plain text of at most so many bytes, 0 for any: a block a
// paragraph. Where there is too little room, whole groups leave as a Document says.
// With links the address of what a block leads to stands in a line below it, each
// once.
func Text(doc attache.Document, most int, links bool) string {
	blocks := doc.Blocks
	text := set(blocks, links)
	for most > 0 && len(text) > most {
		fewer := leaveOut(blocks)
		if len(fewer) == len(blocks) { // nothing may leave: the end does
			if len(blocks) <= 1 {
				return clip(text, most)
			}
			fewer = blocks[:len(blocks)-1]
		}
		blocks = fewer
		text = set(blocks, links)
	}
	return text
}

// clip cuts a text to so many bytes after a word.
func clip(text string, most int) string {
	text = words.Head(strings.ToValidUTF8(text, ""), max(0, most-len("…")))
	if i := strings.LastIndexAny(text, " \n"); i > len(text)/2 {
		text = text[:i]
	}
	return text + "…"
}

func set(blocks []attache.Block, links bool) string {
	var b strings.Builder
	shown := map[string]bool{}
	for _, block := range blocks {
		var line strings.Builder
		var addresses []string
		for _, span := range block.Spans {
			line.WriteString(span.Text)
			if page, _, _ := strings.Cut(span.Href, "#"); links && attache.IsLink(span.Href) && !shown[page] {
				shown[page] = true
				addresses = append(addresses, span.Href)
			}
		}
		text := Plain(line.String())
		if text == "" {
			continue
		}
		switch {
		case b.Len() == 0:
		case block.Tight:
			b.WriteString("\n")
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(text)
		for _, address := range addresses {
			b.WriteString("\n" + address)
		}
	}
	return b.String()
}

// Plain takes out of a text what no place can show, or shows otherwise: control
// characters, and those that turn the direction of what follows.
func Plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r == 0x7f, r >= 0x80 && r < 0xa0, r == '\ufffd', r == '\ufeff', r >= '\u2028' && r <= '\u202e',
			r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, text))
}

// leaveOut is a document without the group that leaves first: the highest Drop, of
// those the last.
func leaveOut(blocks []attache.Block) []attache.Block {
	at := -1
	for i := range blocks {
		if blocks[i].Drop > 0 && (at < 0 || cmp.Compare(blocks[i].Drop, blocks[at].Drop) >= 0) {
			at = i
		}
	}
	if at < 0 {
		return blocks
	}
	group := blocks[at].Group
	gone := func(i int) bool { return i == at || group != 0 && blocks[i].Group == group }
	out := make([]attache.Block, 0, len(blocks))
	for i := range blocks {
		if !gone(i) {
			out = append(out, blocks[i])
		}
	}
	return out
}

// Link is where a document leads as a whole: to the page that its first button
// opens, or to its first report; own says that it is the former, "" that there is
// neither.
func Link(doc attache.Document) (address string, own bool) {
	for _, row := range doc.Buttons {
		for _, button := range row {
			if attache.IsLink(button.URL) {
				return button.URL, true
			}
		}
	}
	for _, block := range doc.Blocks {
		i := slices.IndexFunc(block.Spans, func(s attache.Inline) bool { return attache.IsLink(s.Href) })
		if i >= 0 {
			address, _, _ = strings.Cut(block.Spans[i].Href, "#:~:")
			return address, false
		}
	}
	return "", false
}
