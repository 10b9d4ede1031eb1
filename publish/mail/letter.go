package mail

import (
	"html"
	"strings"

	"attache"
	"attache/publish"
)

// longestSubject is how many bytes a subject has at most.
const longestSubject = 200

// subject is a letter's: the document's first heading, or its first block.
func subject(doc attache.Document) string {
	for _, b := range doc.Blocks {
		if text := strings.Join(strings.Fields(publish.Text(attache.Document{Blocks: []attache.Block{b}}, longestSubject, false)),
			" "); text != "" {
			return text
		}
	}
	return "Attaché"
}

// Text is a letter in plain text: what a block leads to stands below it, and at the
// end how to leave.
func Text(doc attache.Document, leave string) string {
	text := publish.Text(doc, 0, true)
	for _, row := range doc.Buttons {
		for _, b := range row {
			if attache.IsLink(b.URL) {
				text += "\n\n" + publish.Plain(b.Label) + ": " + b.URL
			}
		}
	}
	return text + "\n\n-- \nYou get this because you confirmed it. To get no more: " + leave + "\n"
}

// HTML is a letter as a page without anything from elsewhere: no picture, no script,
// nothing that tells that it was read.
func HTML(doc attache.Document, leave string) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
		`<meta name="color-scheme" content="light dark"><title>` + html.EscapeString(subject(doc)) + `</title></head>` +
		`<body style="font-family:Georgia,serif;font-size:16px;line-height:1.5;max-width:38em;margin:0 auto;padding:1em">`)
	for _, block := range doc.Blocks {
		content := inline(block.Spans)
		if content == "" {
			continue
		}
		margin := "1em 0 0"
		if block.Tight {
			margin = ".2em 0 0"
		}
		switch block.Kind {
		case attache.Heading:
			b.WriteString(`<h2 dir="auto" style="font-size:1.2em;margin:` + margin + `">` + content + "</h2>")
		case attache.Verbatim:
			b.WriteString(`<blockquote dir="auto" style="margin:` + margin + `;padding-left:.8em;border-left:3px solid #999">` + content +
				"</blockquote>")
		case attache.Note:
			b.WriteString(`<p dir="auto" style="font-size:.85em;margin:` + margin + `">` + content + "</p>")
		case attache.Paragraph:
			b.WriteString(`<p dir="auto" style="margin:` + margin + `">` + content + "</p>")
		}
	}
	for _, row := range doc.Buttons {
		for _, button := range row {
			if attache.IsLink(button.URL) {
				b.WriteString(`<p style="margin:1.5em 0 0">` + link(button.Label, button.URL) + "</p>")
			}
		}
	}
	if leave != "" {
		b.WriteString(`<hr style="margin:2em 0 .5em"><p style="font-size:.85em">You get this because you confirmed it. ` +
			link("Get no more", leave) + "</p>")
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

func inline(spans []attache.Inline) string {
	var b strings.Builder
	for _, s := range spans {
		text := html.EscapeString(strings.ToValidUTF8(s.Text, ""))
		if attache.IsLink(s.Href) && strings.TrimSpace(s.Text) != "" {
			text = link(s.Text, s.Href)
		}
		switch s.Style {
		case attache.Bold:
			text = "<strong>" + text + "</strong>"
		case attache.Italic:
			text = "<em>" + text + "</em>"
		case attache.Code:
			text = "<code>" + text + "</code>"
		case attache.Plain:
		}
		b.WriteString(text)
	}
	if strings.TrimSpace(b.String()) == "" {
		return ""
	}
	return b.String()
}

func link(text, href string) string {
	return `<a href="` + html.EscapeString(href) + `">` + html.EscapeString(strings.ToValidUTF8(text, "")) + "</a>"
}
