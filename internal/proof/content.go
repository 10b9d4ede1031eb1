package proof

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"attache"
)

// Content is what was told, by hashes and addresses: the same for all chats that
// were told the same.
type Content struct {
	Edition string      `json:"edition"`
	Text    Hash        `json:"text,omitzero"`    // of the message's Words; zero where its channel does not tell
	Payload Hash        `json:"payload,omitzero"` // of the message byte for byte as sent, markup included
	Reports []string    `json:"reports,omitempty"`
	Quotes  []QuoteMark `json:"quotes,omitempty"` // those that stand in the message
}

// QuoteMark is a quote, or a sentence of a report, by the hash of its words.
type QuoteMark struct {
	Words   Hash   `json:"words"`
	Report  int    `json:"report"` // its place in Reports; -1: unknown
	Speaker string `json:"speaker,omitempty"`
	Own     bool   `json:"own,omitempty"` // a sentence of the report itself, not of somebody it quotes
}

// ContentOf is what an edition told by a message, as its reader saw it. Reports are
// all that the edition cites; quotes only those whose words the message has. Without
// a text no quote is claimed.
func ContentOf(e *attache.Edition, seen attache.Seen) Content {
	c := Content{Edition: e.ID}
	if seen.Text != "" {
		c.Text = Of([]byte(Words(seen.Text)))
	}
	if seen.Payload != "" {
		c.Payload = Of([]byte(seen.Payload))
	}
	text := Words(seen.Text)
	cite := func(url string) int {
		if url == "" {
			return -1
		}
		i := slices.Index(c.Reports, url)
		if i < 0 {
			i = len(c.Reports)
			c.Reports = append(c.Reports, url)
		}
		return i
	}
	for _, section := range e.Sections {
		for i := range section.Items {
			c.take(&section.Items[i], text, cite)
		}
	}
	return c
}

// take cites a story's reports, and marks its quotes that stand in the text.
func (c *Content) take(it *attache.Item, text string, cite func(string) int) {
	cite(it.URL)
	mark := func(words string, m QuoteMark) {
		if words = Words(words); words != "" && text != "" && strings.Contains(text, words) {
			m.Words = Of([]byte(words))
			c.Quotes = append(c.Quotes, m)
		}
	}
	for _, s := range slices.Concat(it.Lead, it.Readouts) {
		mark(s.Text, QuoteMark{Report: cite(s.URL), Own: true})
	}
	for _, l := range it.Links {
		cite(l.URL)
	}
	for _, r := range it.Edits {
		cite(r.URL)
	}
	for i := range it.Quotes {
		q := &it.Quotes[i]
		m := QuoteMark{Report: cite(q.URL), Speaker: q.Speaker}
		mark(q.Text, m)
		if q.Context != q.Text {
			mark(q.Context, m)
		}
	}
}

// Encode gives a content's bytes, by whose hash it is known.
func (c *Content) Encode() ([]byte, error) { return json.Marshal(c) }

// Holds says what of a content a text is, as somebody kept it: the whole message,
// with its markup or as it was read, or one quote's words. "": nothing.
func (c *Content) Holds(text []byte) (what string, quote *QuoteMark) {
	words := Of([]byte(Words(string(text))))
	if Of(text) == c.Payload || words == c.Text && c.Text != (Hash{}) {
		return "the message", nil
	}
	for i := range c.Quotes {
		if q := &c.Quotes[i]; q.Words == words && q.Own {
			return "a sentence", q
		} else if q.Words == words {
			return "a quote", q
		}
	}
	return "", nil
}

// Words is a text by its words: composed (NFC), one space between them, without what
// cannot be seen. Copying a message keeps them.
func Words(text string) string {
	unseen := func(r rune) rune {
		if unicode.Is(unicode.Cf, r) && r != '\u200d' && r != '\u200c' { // joiners change letters and pictures
			return -1
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(unseen, norm.NFC.String(text))), " ")
}
