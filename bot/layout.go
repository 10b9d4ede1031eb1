package bot

import (
	"net/url"
	"strings"
	"time"

	"attache"
	words "attache/internal/text"
	"attache/internal/zone"
)

// Layout sets an edition as a message: a line that says what window it tells and
// how much there is, an index of its headlines; then each story's headline, what
// happened, who said what, and in one small line what it was, by whom it is
// reported and when; the coming days; what had no room.
//
// Where a channel has too little room, details leave first: those of the last
// stories before those of the first ones, further quotes before first
// sentences. Then the agenda goes, then stories from the last one up, which the
// index still names, and at last the index. The first story's headline always
// stays.
//
// A chat that wants less gets the headlines alone, or of each story a sentence and a
// quote. An edition that is an alert is set by LayoutAlert, in full.
//
// limits are those of the chat's channel; what of a message finds no room is
// left out by the channel itself, which measures it as it will be.
func Layout(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
	if e.Notice != "" {
		return layoutNotice(e, chat)
	}
	if e.Alert {
		return LayoutAlert(e, chat, limits)
	}
	return layoutNamed(e, chat, "", limits, nil)
}

// Pages gives the archive's address of a path of it, such as "/stories/ID".
type Pages func(path string) string

// LayoutLinked is Layout with links to the archive's pages.
func LayoutLinked(pages Pages) func(attache.Edition, attache.Chat, attache.Limits) attache.Document {
	return func(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
		if e.Notice != "" {
			return layoutNotice(e, chat)
		}
		if e.Alert {
			return layoutAlert(e, chat, limits, pages)
		}
		return layoutNamed(e, chat, "", limits, pages)
	}
}

// storyPage leads to all that is known of a story; nil where there is no archive.
func (p Pages) storyPage(to speaker, id string) []attache.Inline {
	if p == nil || id == "" {
		return nil
	}
	return []attache.Inline{link(to.text(textAllReports), p("/stories/"+url.PathEscape(id)))}
}

// editionPage is a button that leads to an edition where everybody can read it,
// else to the archive; nil where there is none.
func (p Pages) editionPage(to speaker, e attache.Edition, chat attache.Chat) []attache.Button {
	if p == nil {
		return nil
	}
	path := "/"
	if chat.Kind == attache.Channel && e.ID != "" {
		path = "/editions/" + url.PathEscape(e.ID)
	}
	return []attache.Button{{Label: to.text(textButtonArchive), URL: p(path)}}
}

// layoutNamed sets an edition under a name; "" names it by its hour.
func layoutNamed(e attache.Edition, chat attache.Chat, name string, limits attache.Limits, pages Pages) attache.Document {
	l := layout{to: speaksTo(chat), pages: pages, zone: zone.Of(e.TimeZone, chat.TimeZone), edition: e, length: chat.Length}
	if l.empty() {
		doc := quietDay(l.to, e, chat)
		doc.Blocks = append(doc.Blocks, signed(e, chat)...)
		return doc
	}
	opening := l.opening(name)
	l.add(heading(plain(opening)))
	if l.length == attache.HeadlinesOnly {
		l.headlines()
	} else {
		l.index(opening)
		for _, s := range e.Sections {
			l.section(s)
		}
		l.agenda()
	}
	l.closing()
	l.add(signed(e, chat)...)
	return attache.Document{
		Quotes: quotesIn(e, l.mostQuotes()), Preview: previewOf(e, chat), Blocks: l.blocks,
		Buttons: append(digestButtons(l.to),
			append([]attache.Button{whyButton(l.to, e.ID, limits)}, pages.editionPage(l.to, e, chat)...)),
	}
}

// quietDay says that there was nothing; where a chat follows certain things,
// nothing about them.
func quietDay(to speaker, e attache.Edition, chat attache.Chat) attache.Document {
	text := textEmptyEdition
	if filtered(chat.Filter) {
		text = textEmptyFollowed
	}
	since := to.since(e.From, e.To, zone.Of(e.TimeZone, chat.TimeZone))
	return attache.Document{Blocks: []attache.Block{para(to.fill(text, since)...)}, Buttons: digestButtons(to), Silent: true}
}

// layout is a message in the making.
type layout struct {
	to      speaker
	edition attache.Edition
	zone    *time.Location
	pages   Pages
	length  attache.Length
	blocks  []attache.Block
	groups  int
	stories int // set so far

	numbered bool // there is an index, so stories have numbers
	listed   int  // how many stories it has
}

// The order in which things leave a message that is too long: the highest
// number first. Details come after these, in layout.detail.
const (
	dropIndex    = 5
	dropHeadline = 10
	dropAgenda   = 40
	dropDetail   = 100
)

func (l *layout) add(blocks ...attache.Block) { l.blocks = append(l.blocks, blocks...) }

// together adds blocks that stand or fall as one.
func (l *layout) together(drop int, blocks ...attache.Block) {
	l.groups++
	l.add(grouped(l.groups, drop, blocks...)...)
}

// detail adds to the story being set; rank 0 leaves last. A rank weighs more than
// two places in the order: the first sentence of the tenth story stays when the
// second one of the first goes.
func (l *layout) detail(rank int, blocks ...attache.Block) {
	l.together(dropDetail+10*l.stories+25*rank, blocks...)
}

func (l *layout) empty() bool {
	for _, s := range l.edition.Sections {
		if len(s.Items) > 0 {
			return false
		}
	}
	return true
}

// opening names the edition, by the hour of its slot if it has no name, and says
// since when it tells and how much: "Morning brief · Thursday, 5 March · since
// yesterday 07:00 · 9 stories".
func (l *layout) opening(name string) string {
	at := l.edition.To.In(l.zone)
	unnamed := name == ""
	if unnamed {
		name = l.to.text(briefAt(at.Hour()))
	}
	parts := []string{name, l.to.dayDate(at)}
	if unnamed && !l.edition.From.IsZero() {
		parts = append(parts, l.to.since(l.edition.From, l.edition.To, l.zone))
	}
	return strings.Join(append(parts, l.to.text(textStories, l.edition.Stories())), " · ")
}

// briefAt names an edition by the hour at which it comes.
func briefAt(hour int) key {
	switch {
	case hour >= 4 && hour < 11:
		return textMorning
	case hour >= 11 && hour < 15:
		return textMidday
	case hour >= 15 && hour < 18:
		return textAfternoon
	}
	return textEvening
}

// section sets one track's stories. Its title stands and falls with its first
// story.
func (l *layout) section(s attache.Section) {
	title := l.to.title(words.OneLine(s.Title))
	if title == "" && len(l.edition.Sections) > 1 && l.stories > 0 {
		title = l.to.text(textAlso)
	}
	for i, item := range s.Items {
		var head []attache.Block
		if i == 0 && title != "" {
			head = append(head, heading(plain(title)))
		}
		l.item(item, head)
	}
}

// agenda sets the announced next moves, each sentence as published.
func (l *layout) agenda() {
	if len(l.edition.Agenda) == 0 {
		return
	}
	l.together(dropAgenda, agendaBlocks(l.to, l.edition.Agenda)...)
}

// closing says what stands behind the edition and what had no place in it.
func (l *layout) closing() {
	var basis, more []attache.Inline
	if n := l.edition.Articles; n > 0 {
		basis = one(l.to.text(textBasis, l.to.text(textReports, n)))
	}
	if n := l.edition.LeftOut; n > 0 {
		more = one(l.to.text(textMore, l.to.text(textMoreStories, n)))
	}
	if spans := l.to.dotted(basis, more); spans != nil {
		l.add(note(spans...))
	}
}
