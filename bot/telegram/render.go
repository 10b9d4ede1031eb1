package telegram

import (
	"strings"
	"unicode"

	"attache"
)

// Telegram's limits for a message, and ours below them.
const (
	maxUnits    = 4096  // Telegram counts code points; UTF-16 units are never fewer
	maxRaw      = 32768 // bytes with markup
	maxEntities = 100
	maxWeight   = 9000 // estimated bytes of all entities; Telegram refuses about 9,500

	longQuote = 320 // units from which a quote is folded
)

// nothing stands for a document in which nothing can be seen.
const nothing = "Nothing to show."

// Render gives a document as Telegram HTML, never empty and within every
// limit. Where there is too little room it leaves out whole groups, the
// highest Drop first, from the end; a group leaves at the highest Drop of its
// blocks. If the rest is still too much, quotes that cannot fit leave with
// their groups, styles and links leave from the end, and the longest plain
// text is shortened at a word, with "…", outside quotation marks. Verbatim
// blocks are shown whole or not at all.
func Render(doc attache.Document) string { return render(doc, false) }

// Plain gives a document as text without markup, within the same limits:
// links become addresses in parentheses.
func Plain(doc attache.Document) string { return render(doc, true) }

func render(doc attache.Document, plain bool) string {
	parts := fit(prepare(doc), plain)
	if len(parts) == 0 {
		return nothing
	}
	p := page{plain: plain}
	for i, part := range parts {
		if i > 0 {
			p.put(part.gap())
		}
		part.write(&p)
	}
	return p.String()
}

// part is a block made ready: cleaned, trimmed, with valid links only.
type part struct {
	kind   attache.BlockKind
	pieces []piece
	group  int
	drop   int
	tight  bool
	folded bool
	size   size

	gone    bool // left out
	upright bool // small print without its italics
}

// piece is a stretch of a part's text.
type piece struct {
	text  string
	style attache.Style
	href  string
}

// prepare cleans a document's blocks and leaves out those without a visible
// character.
func prepare(doc attache.Document) []*part {
	var parts []*part
	for _, block := range doc.Blocks {
		p := &part{kind: block.Kind, group: block.Group, drop: block.Drop, tight: block.Tight, folded: block.Folded}
		for _, span := range block.Spans {
			one := piece{text: clean(span.Text), style: span.Style}
			if href, ok := webAddress(span.Href); ok && visible(one.text) {
				one.href = href
			}
			if strings.TrimSpace(one.text) == "" {
				one.style, one.href = attache.Plain, ""
			}
			if one.text != "" {
				p.pieces = append(p.pieces, one)
			}
		}
		p.trim()
		if visible(p.words()) {
			parts = append(parts, p)
		}
	}
	return parts
}

// trim takes white space from the ends, and empty pieces.
func (p *part) trim() {
	for len(p.pieces) > 0 {
		first := &p.pieces[0]
		if first.text = strings.TrimLeftFunc(first.text, unicode.IsSpace); first.text != "" {
			break
		}
		p.pieces = p.pieces[1:]
	}
	for len(p.pieces) > 0 {
		last := &p.pieces[len(p.pieces)-1]
		if last.text = strings.TrimRightFunc(last.text, unicode.IsSpace); last.text != "" {
			break
		}
		p.pieces = p.pieces[:len(p.pieces)-1]
	}
}

// words is the part's text.
func (p *part) words() string {
	var b strings.Builder
	for _, piece := range p.pieces {
		b.WriteString(piece.text)
	}
	return b.String()
}

// gap is what stands before the part, unless it is the first.
func (p *part) gap() string {
	if p.tight {
		return "\n"
	}
	return "\n\n"
}
