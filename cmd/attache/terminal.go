package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
)

// The looks of a terminal (ECMA-48).
const (
	sgrReset  = "\x1b[0m"
	sgrBold   = "\x1b[1m"
	sgrDim    = "\x1b[2m"
	sgrItalic = "\x1b[3m"
)

const (
	widest     = 88 // columns; longer lines read badly
	quoteMark  = "│ "
	escapeLink = "\x1b]8;;"
)

// terminal prints documents: styled and wrapped for a person, plain for a pipe.
type terminal struct {
	w     io.Writer
	plain bool // no looks at all, links in angle brackets
	width int
}

func newTerminal(w io.Writer) *terminal {
	t := &terminal{w: w, plain: true, width: 1 << 20}
	if screen := screenOf(w); screen.Columns > 0 {
		t.plain = screen.Plain
		t.width = max(min(screen.Columns, widest), 20)
	}
	return t
}

// print writes a document; buttons are for chats and are left out.
func (t *terminal) print(doc attache.Document) error {
	var b strings.Builder
	for i, block := range doc.Blocks {
		if i > 0 && !block.Tight {
			b.WriteByte('\n')
		}
		t.block(&b, block)
	}
	_, err := io.WriteString(t.w, b.String())
	return err
}

func (t *terminal) block(b *strings.Builder, block attache.Block) {
	prefix := ""
	if block.Kind == attache.Verbatim {
		prefix = quoteMark
	}
	lines := wrap(t.words(block), t.width-utf8.RuneCountInString(prefix))
	for _, line := range lines {
		b.WriteString(prefix + line + "\n")
	}
}

// word is text that is not broken, with what surrounds it on a terminal.
type word struct {
	text  string
	style string // escape sequences before it
	link  string
	span  int  // of one link, all words have the same
	glue  bool // no space before it
	end   bool // a line ends after it
}

// words splits a block into styled words.
func (t *terminal) words(block attache.Block) []word {
	var out []word
	glue := true
	for n, span := range block.Spans {
		text := safe(span.Text)
		if t.plain && span.Href != "" {
			text += " <" + safe(span.Href) + ">"
		}
		if strings.HasPrefix(text, " ") {
			glue = false
		}
		for i, line := range strings.Split(text, "\n") {
			if i > 0 && len(out) > 0 {
				out[len(out)-1].end = true
			}
			for j, field := range strings.Fields(line) {
				w := word{text: field, glue: glue && j == 0 && i == 0, span: n}
				if !t.plain {
					w.style, w.link = look(block.Kind, span), safe(span.Href)
				}
				out = append(out, w)
			}
		}
		glue = text == "" && glue || text != "" && !unicode.IsSpace(rune(text[len(text)-1]))
	}
	return out
}

func look(kind attache.BlockKind, span attache.Inline) string {
	style := ""
	if kind == attache.Heading || span.Style == attache.Bold {
		style += sgrBold
	}
	if kind == attache.Note {
		style += sgrDim
	}
	if span.Style == attache.Italic {
		style += sgrItalic
	}
	return style
}

// wrap joins words into lines of at most width columns. The words of one link on
// one line are one link.
func wrap(words []word, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	var open *word // whose looks and link are on
	shut := func() {
		if open != nil {
			line.WriteString(open.off())
			open = nil
		}
	}
	flush := func() { shut(); lines = append(lines, line.String()); line.Reset(); used = 0 }
	for i := range words {
		w := &words[i]
		n := utf8.RuneCountInString(w.text)
		space := used > 0 && !w.glue
		if space && used+1+n > width {
			flush()
			space = false
		}
		if open != nil && !open.same(w) {
			shut()
		}
		if space {
			line.WriteByte(' ')
			used++
		}
		if open == nil && w.styled() {
			line.WriteString(w.on())
			open = w
		}
		line.WriteString(w.text)
		used += n
		if w.end {
			flush()
		}
	}
	if used > 0 {
		flush()
	}
	return lines
}

func (w *word) styled() bool { return w.link != "" || w.style != "" }

// same says whether two words look alike and lead to one place.
func (w *word) same(o *word) bool {
	return w.link == o.link && w.style == o.style && (w.link == "" || w.span == o.span)
}

// on and off are what stands before and behind words that look as this one does.
func (w *word) on() string {
	if w.link == "" {
		return w.style
	}
	return w.style + escapeLink + w.link + "\x1b\\"
}

func (w *word) off() string {
	s := ""
	if w.link != "" {
		s = escapeLink + "\x1b\\"
	}
	if w.style != "" {
		s += sgrReset
	}
	return s
}

// safe takes out what could command a terminal: foreign text must not.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || !unicode.IsControl(r) && (r < 0x202A || r > 0x202E) && (r < 0x2066 || r > 0x2069) {
			return r
		}
		return -1
	}, s)
}
