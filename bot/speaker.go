package bot

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode"

	"attache"
	"attache/internal/tongue"
)

//go:embed lang/*.yaml
var langFiles embed.FS

// tongues are the languages that the bot speaks. Its tests hold that they can be read.
var tongues = sync.OnceValue(func() *tongue.Catalog {
	sub, err := fs.Sub(langFiles, "lang")
	if err != nil {
		panic(err)
	}
	c, err := tongue.Load(sub, homeLang)
	if err != nil {
		panic(err)
	}
	return c
})

// homeLang is spoken to those whose language is none of the bot's.
const homeLang = "en"

// speaker says the bot's texts in one language. Values stand in the order in which
// lang/en.yaml names them.
type speaker struct{ *tongue.Tongue }

// speaks is the speaker of a language, by its ISO 639-1 code.
func speaks(lang string) speaker { return speaker{tongues().In(lang)} }

// speaksTo is the speaker for a chat: in the language that it chose, else in that of
// its client.
func speaksTo(chat attache.Chat) speaker { return speaks(cmp.Or(chat.Speaks, chat.Lang)) }

// text is one of the texts, with values that are plain: strings and numbers. One that
// counts takes its number first.
func (s speaker) text(k key, values ...any) string {
	p, values := s.phrase(k, values)
	return p.String(s.strung(values)...)
}

// fill is a text with its marks, and with values that are spans, or plain.
func (s speaker) fill(k key, values ...any) []attache.Inline { return s.spans(s.phrase(k, values)) }

// phrase is the text for values, and those that have a place in it: of one that
// counts, in the form for the number that comes first.
func (s speaker) phrase(k key, values []any) (tongue.Phrase, []any) {
	if s.Counts(string(k)) && len(values) > 0 {
		if n, ok := values[0].(int); ok {
			return s.Count(string(k), n), values[1:]
		}
	}
	return s.Phrase(string(k)), values
}

// say is a document of texts, a paragraph each.
func (s speaker) say(keys ...key) attache.Document {
	var doc attache.Document
	for _, k := range keys {
		doc.Blocks = append(doc.Blocks, para(s.fill(k)...))
	}
	return doc
}

// spans puts values into the places of a phrase. A value is a string, a number, an
// attache.Inline or several of them.
func (s speaker) spans(p tongue.Phrase, values []any) []attache.Inline {
	var spans []attache.Inline
	for _, part := range p {
		switch {
		case part.Value >= len(values): // a place that nothing is known for
		case part.Value >= 0:
			spans = append(spans, s.apart(inlines(values[part.Value])...)...)
		case part.Typed:
			spans = append(spans, s.apart(code(part.Text))...)
		default:
			spans = append(spans, plain(part.Text))
		}
	}
	return spans
}

func inlines(value any) []attache.Inline {
	switch v := value.(type) {
	case attache.Inline:
		return []attache.Inline{v}
	case []attache.Inline:
		return v
	}
	return []attache.Inline{plain(fmt.Sprint(value))}
}

func (s speaker) strung(values []any) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = s.alone(fmt.Sprint(v))
	}
	return list
}

// Between these a name or a command keeps its own direction, and leaves that of the
// text around it alone.
const (
	isolate = "\u2068"
	pop     = "\u2069"
	// leftward begins a line that runs from right to left, whatever its first letter.
	leftward = "\u200f"
)

// apart lets spans that run the other way stand in a text from right to left: without
// that, the marks around them would jump to their other side. The marks that do it stand
// outside of the spans, which can be copied as they are.
func (s speaker) apart(spans ...attache.Inline) []attache.Inline {
	if !s.Leftward() || !slices.ContainsFunc(spans, func(i attache.Inline) bool { return rightward(i.Text) }) {
		return spans
	}
	return slices.Concat([]attache.Inline{plain(isolate)}, spans, []attache.Inline{plain(pop)})
}

// alone is apart for plain words.
func (s speaker) alone(text string) string {
	if !s.Leftward() || !rightward(text) {
		return text
	}
	return isolate + text + pop
}

// rightward tells whether a text has letters, or a sign of a command, that run from left to right.
func rightward(text string) bool {
	return strings.HasPrefix(text, "/") || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Arabic, unicode.Hebrew)
	})
}

// button is a button with one of the texts.
func (s speaker) button(label key, command string) attache.Button {
	return button(s.text(label), command)
}

// listed joins names with commas.
func (s speaker) listed(names []string) string {
	if s.Leftward() {
		names = slices.Clone(names)
		for i := range names {
			names[i] = s.alone(names[i])
		}
	}
	return strings.Join(names, s.text(textComma))
}

// either joins names with or: "A, B or C".
func (s speaker) either(names []string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return s.text(textEither, s.listed(names[:n]), names[n])
}

// together joins names with and: "A, B and C".
func (s speaker) together(names []string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return s.text(textAllOf, s.listed(names[:n]), names[n])
}
