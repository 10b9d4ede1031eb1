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
	plain bool
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
	glue  bool // no space before it
	end   bool // a line ends after it
}

// words splits a block into styled words.
func (t *terminal) words(block attache.Block) []word {
	var out []word
	glue := true
	for _, span := range block.Spans {
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
				w := word{text: field, glue: glue && j == 0 && i == 0}
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

// wrap joins words into lines of at most width columns.
func wrap(words []word, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() { lines = append(lines, line.String()); line.Reset(); used = 0 }
	for _, w := range words {
		n := utf8.RuneCountInString(w.text)
		if used > 0 && !w.glue {
			if used+1+n > width {
				flush()
			} else {
				line.WriteByte(' ')
				used++
			}
		}
		line.WriteString(w.String())
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

// String is the word as the terminal gets it.
func (w word) String() string {
	s := w.text
	if w.link != "" {
		s = escapeLink + w.link + "\x1b\\" + s + escapeLink + "\x1b\\"
	}
	if w.style != "" {
		s = w.style + s + sgrReset
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
