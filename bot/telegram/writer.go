package telegram

import (
	"strings"

	"attache"
)

// size is what a message takes of each limit.
type size struct {
	units    int // UTF-16 units of the text
	raw      int // bytes with markup
	entities int
	weight   int // estimated bytes of the entities
}

func (s size) plus(o size) size {
	return size{s.units + o.units, s.raw + o.raw, s.entities + o.entities, s.weight + o.weight}
}

func (s size) minus(o size) size {
	return size{s.units - o.units, s.raw - o.raw, s.entities - o.entities, s.weight - o.weight}
}

func (s size) fits() bool {
	return s.units <= maxUnits && s.raw <= maxRaw && s.markupFits()
}

func (s size) markupFits() bool { return s.entities <= maxEntities && s.weight <= maxWeight }

// What an entity is taken to weigh: its type, offset and length, and for a
// link its address with a length.
const (
	entityWeight = 16
	hrefWeight   = 8
)

// page writes HTML, or the same without markup, and measures what it writes.
type page struct {
	strings.Builder
	size
	plain bool
}

// put writes text.
func (p *page) put(text string) {
	p.units += units(text)
	if !p.plain {
		text = escaper.Replace(text)
	}
	p.markup(text)
}

func (p *page) markup(text string) {
	p.raw += len(text)
	p.WriteString(text)
}

// open begins an entity.
func (p *page) open(tag string) {
	if p.plain {
		return
	}
	p.entities++
	p.weight += entityWeight
	p.markup(tag)
}

func (p *page) end(tag string) {
	if !p.plain {
		p.markup(tag)
	}
}

// The library escapes all but the double quote.
var (
	escaper     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	hrefEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

// write puts a part on a page.
func (p *part) write(w *page) {
	switch p.kind {
	case attache.Heading:
		p.writeIn(w, attache.Bold)
	case attache.Note:
		if p.upright {
			p.writeIn(w, attache.Plain)
		} else {
			p.writeIn(w, attache.Italic)
		}
	case attache.Verbatim:
		if p.folded || units(p.words()) > longQuote {
			w.open("<blockquote expandable>")
		} else {
			w.open("<blockquote>")
		}
		p.writeIn(w, attache.Plain)
		w.end("</blockquote>")
	default:
		p.writeIn(w, attache.Plain)
	}
}

var tags = map[attache.Style][2]string{
	attache.Bold:   {"<b>", "</b>"},
	attache.Italic: {"<i>", "</i>"},
	attache.Code:   {"<code>", "</code>"},
}

// writeIn writes the pieces in the part's own style. Code goes with no other
// style: Telegram drops one of the two.
func (p *part) writeIn(w *page, base attache.Style) {
	styled := false
	for _, one := range p.pieces {
		wants := base != attache.Plain && !one.code()
		if wants != styled {
			if wants {
				w.open(tags[base][0])
			} else {
				w.end(tags[base][1])
			}
			styled = wants
		}
		one.write(w, base)
	}
	if styled {
		w.end(tags[base][1])
	}
}

// code tells whether a piece is shown as code; a link never is.
func (one piece) code() bool { return one.style == attache.Code && one.href == "" }

func (one piece) write(w *page, base attache.Style) {
	tag := tags[one.style]
	if one.style == base || (one.style == attache.Code && !one.code()) {
		tag = [2]string{}
	}
	if one.href != "" {
		w.open(`<a href="` + hrefEscaper.Replace(one.href) + `">`)
		if !w.plain {
			w.weight += hrefWeight + len(one.href)
		}
	}
	if tag[0] != "" {
		w.open(tag[0])
	}
	w.put(one.text)
	if tag[0] != "" {
		w.end(tag[1])
	}
	if one.href != "" {
		w.end("</a>")
		if w.plain && one.text != one.href {
			w.put(" (" + one.href + ")")
		}
	}
}
