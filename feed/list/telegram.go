package list

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"attache/feed/when"

	words "attache/internal/text"
)

// maxTitle is how many code points the title of a message without one has.
const maxTitle = 120

// telegram reads the preview of a public channel: each message of its own with
// its words. What was forwarded from another is another's word and is left out,
// so is what a message answers to.
func (r *reader) telegram(doc *html.Node) (Result, bool) {
	res := r.result("telegram")
	found := false
	seen := map[string]bool{}
	visit(doc, func(n *html.Node) {
		post := attr(n, "data-post")
		if post == "" || !hasClass(n, "tgme_widget_message") {
			return
		}
		found = true
		e, ok := r.message(n, post)
		if ok && !seen[e.URL] && len(res.Entries) < maxItems {
			seen[e.URL] = true
			res.Entries = append(res.Entries, e)
		}
	})
	if !found {
		return res, false
	}
	visit(doc, func(n *html.Node) {
		if hasClass(n, "tgme_channel_info_header_title") {
			res.Title = words.OneLine(text(n))
		}
	})
	return res, true
}

func (r *reader) message(n *html.Node, post string) (Entry, bool) {
	e := Entry{URL: "https://t.me/" + strings.TrimPrefix(post, "/"), Whole: true}
	var words *html.Node
	forwarded := false
	var walk func(*html.Node, bool)
	walk = func(c *html.Node, answered bool) {
		answered = answered || hasClass(c, "tgme_widget_message_reply")
		switch {
		case hasClass(c, "tgme_widget_message_forwarded_from"):
			forwarded = true
		case hasClass(c, "tgme_widget_message_text") && !answered && words == nil:
			words = c
			return
		case c.DataAtom == atom.Time && attr(c, "datetime") != "" && e.At.IsZero():
			if at, zoneless, ok := when.ParseIn(attr(c, "datetime"), r.Lang); ok {
				e.At, e.Zoneless = at, zoneless
			}
		}
		for d := c.FirstChild; d != nil; d = d.NextSibling {
			if d.Type == html.ElementNode {
				walk(d, answered)
			}
		}
	}
	walk(n, false)
	if forwarded || words == nil {
		return e, false
	}
	paragraphs := messageText(words)
	if len(paragraphs) == 0 {
		return e, false
	}
	e.Text = strings.Join(paragraphs, "\n\n")
	e.Title = shortened(paragraphs[0])
	return e, letterCount(e.Text) >= leastTitle
}

// messageText gives a message's paragraphs: its lines. Within a line nothing
// stands apart, links neither.
func messageText(n *html.Node) []string {
	return blocks(n, isMessageBlock, func(*html.Node) bool { return false })
}

func isMessageBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Br, atom.Blockquote, atom.Div, atom.P, atom.Pre:
		return true
	}
	return false
}

// shortened gives the beginning of a text as a title: its first sentence, or as
// many words as fit.
func shortened(s string) string {
	r := []rune(s)
	if len(r) <= maxTitle {
		return s
	}
	for i := 30; i < maxTitle && i+1 < len(r); i++ {
		if strings.ContainsRune(".!?", r[i]) && r[i+1] == ' ' || strings.ContainsRune("。！？", r[i]) {
			return string(r[:i+1])
		}
	}
	return words.Shorten(s, maxTitle)
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}
