package bot

import (
	"fmt"
	"unicode/utf8"

	"attache"
	words "attache/internal/text"
)

const (
	mostLead   = 2
	mostQuotes = 3
	// longestDetail is how many code points a sentence or a quote may have in
	// a digest; /quotes shows longer ones.
	longestDetail = 600
	// linkedStories is how many stories have a link for each outlet. Links take
	// room that the first stories' quotes need; headlines are always linked.
	linkedStories = 6
)

// Which details leave a story first: the highest rank.
const (
	rankLead = iota
	rankFacts
	rankQuote
	rankReadouts
	rankSecondLead
	rankMoreQuotes
)

// item sets one story below head, which holds its section's title if it is
// the first. A story that the index names leaves as a whole when its first sentence
// has no room; of others the headline stays longest.
func (l *layout) item(it attache.Item, head []attache.Block) {
	first := l.stories == 0
	l.stories++
	title := para(headline(it.Headline, it.URL))
	if l.numbered {
		title.Spans = append([]attache.Inline{bold(fmt.Sprintf("%d. ", l.stories))}, title.Spans...)
	}
	title.Tight = len(head) > 0
	head = append(head, title)
	lead := leadBlocks(it)
	if l.length == attache.ShortLength {
		lead = lead[:min(1, len(lead))]
	}
	switch {
	case first:
		l.together(0, head...)
	case l.stories <= l.listed && len(lead) > 0:
		l.together(dropDetail+10*l.stories, append(head, lead[0])...)
		lead[0] = attache.Block{}
	default:
		l.together(dropHeadline+min(l.stories, dropAgenda-dropHeadline-1), head...)
	}
	for i, b := range lead {
		if b.Spans != nil {
			l.detail([mostLead]int{rankLead, rankSecondLead}[i], b)
		}
	}
	if !it.Alerted.IsZero() {
		l.toldBefore(it)
		return
	}
	if l.length == attache.ShortLength {
		l.quotes(it)
		l.caution(it)
		return
	}
	l.readouts(it)
	l.quotes(it)
	l.facts(it)
	l.edits(it)
}

// toldBefore says that the chat was told a story at once, and the headline that came
// since.
func (l *layout) toldBefore(it attache.Item) {
	when := l.to.clock(it.Alerted, l.edition.To, l.zone)
	spans := l.to.fill(textToldThen, when)
	if it.Latest.Text != "" {
		spans = l.to.fill(textToldThenNew, when, link(words.OneLine(it.Latest.Text), it.Latest.URL))
	}
	l.detail(rankFacts, tight(note(spans...)))
}

// edits sets what outlets changed in their texts afterwards, in both wordings.
func (l *layout) edits(it attache.Item) {
	for _, r := range it.Edits {
		if utf8.RuneCountInString(r.Gone)+utf8.RuneCountInString(r.Came) <= longestDetail {
			l.detail(rankMoreQuotes, tight(note(l.to.revised(r)...)))
		}
	}
}

// revised says a change of a text in both wordings.
func (s speaker) revised(r attache.Revision) []attache.Inline {
	who := link(words.OneLine(r.Outlet), r.URL)
	if r.Came == "" {
		return s.fill(textEditedOut, who, plain(inMarks(words.OneLine(r.Gone), "")))
	}
	return s.fill(textEditedTo, who, plain(inMarks(words.OneLine(r.Gone), "")), plain(inMarks(words.OneLine(r.Came), "")))
}

// facts sets the small line behind the news: between whom, what it was, marks, who
// says so, when.
func (l *layout) facts(it attache.Item) {
	spans := l.to.dotted(itemFacts(l.to, it, l.stories <= linkedStories), one(l.to.clock(it.Last, l.edition.To, l.zone)),
		l.pages.storyPage(l.to, it.StoryID))
	if len(spans) > 0 {
		l.detail(rankFacts, tight(note(spans...)))
	}
}

// itemFacts are a story's flags, what happened, marks and outlets.
func itemFacts(to speaker, it attache.Item, linked bool) []attache.Inline {
	labelled := to.outlets(it.Links, 5)
	for i := range labelled {
		if !linked {
			labelled[i].Href = ""
		}
	}
	return to.dotted(one(knownFlags(it.Actors, 5)), one(to.event(&it.Event)), one(to.listed(itemMarks(to, it))), labelled)
}

// itemMarks say of a story what a reader should know who trusts it.
func itemMarks(to speaker, it attache.Item) []string {
	var marks []string
	for _, m := range []struct {
		on   bool
		text key
	}{
		{it.Update, textUpdate},
		{it.Disputed, textDisputed},
		{it.SingleSource, textSingle},
		{it.URL == "", textNoLink},
		{len(it.Edits) > 0, textEdited},
	} {
		if m.on {
			marks = append(marks, to.text(m.text))
		}
	}
	return marks
}

// leadBlocks are the sentences that tell the story, as published.
func leadBlocks(it attache.Item) []attache.Block {
	var blocks []attache.Block
	for _, s := range it.Lead {
		if text := words.OneLine(s.Text); text != "" && utf8.RuneCountInString(text) <= longestDetail && len(blocks) < mostLead {
			blocks = append(blocks, tight(para(plain(text))))
		}
	}
	return blocks
}

// readouts sets the sides' own accounts one below the other, each under its
// side's name, so that they can be compared. They leave together: one side
// alone would be no comparison.
func (l *layout) readouts(it attache.Item) {
	var blocks []attache.Block
	for _, s := range it.Readouts {
		text := words.OneLine(s.Text)
		if text == "" || utf8.RuneCountInString(text) > longestDetail {
			continue
		}
		var where []attache.Inline
		if s.Outlet != "" {
			where = []attache.Inline{link(words.OneLine(s.Outlet), s.URL)}
		}
		spans := append([]attache.Inline{plain(inMarks(text, "") + "\n")}, l.to.dotted(l.to.account(s.Code), where)...)
		blocks = append(blocks, tight(block(attache.Verbatim, spans...)))
	}
	if len(blocks) > 0 {
		l.detail(rankReadouts, blocks...)
	}
}

// account says whose account a readout is.
func (s speaker) account(code string) []attache.Inline {
	if code == "" {
		return []attache.Inline{plain("— " + s.text(textOfficialAccount))}
	}
	return append([]attache.Inline{plain("— ")}, s.fill(textAccount, bold(s.side(code)))...)
}

// side is a country or a body with its flag.
func (s speaker) side(code string) string {
	if f := flags([]string{code}, 1); f != code && f != "" {
		return f + " " + s.actorName(code)
	}
	return code
}

// quotes sets who said what, word for word: the first one open, the others in a
// block that opens.
func (l *layout) quotes(it attache.Item) {
	var shown [][]attache.Inline
	for _, q := range it.Quotes {
		if q.Showable() && len(shown) < l.mostQuotes() && utf8.RuneCountInString(wordsOf(q)) <= longestDetail {
			shown = append(shown, l.to.quoteSpans(q, languageOf(q, it.Links)))
		}
	}
	if len(shown) == 0 {
		return
	}
	l.detail(rankQuote, tight(block(attache.Verbatim, shown[0]...)))
	if len(shown) == 1 {
		return
	}
	var more []attache.Inline
	for i, spans := range shown[1:] {
		if i > 0 {
			more = append(more, plain("\n"))
		}
		more = append(more, spans...)
	}
	folded := tight(block(attache.Verbatim, more...))
	folded.Folded = true
	l.detail(rankMoreQuotes, folded)
}

// languageOf is the language that a quote was published in; "" where it is not known.
func languageOf(q attache.Quote, links []attache.Link) string {
	for _, link := range links {
		if link.Outlet == q.Outlet && link.URL == q.URL { // not another report of the outlet
			return link.Lang
		}
	}
	return ""
}
