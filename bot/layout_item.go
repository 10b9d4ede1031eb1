package bot

import (
	"strings"
	"unicode/utf8"

	"attache"
)

const (
	mostLead   = 2
	mostQuotes = 2
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
	rankQuote
	rankReadouts
	rankSecondLead
	rankSecondQuote
)

// item sets one story below head, which holds its section's title if it is
// the first.
func (l *layout) item(it attache.Item, head []attache.Block) {
	drop := dropHeadline
	if l.stories == 0 {
		drop = 0
	}
	l.stories++
	title := para(headline(it.Headline, it.URL))
	title.Tight = len(head) > 0
	head = append(head, title)
	if facts := dotted(itemFacts(it, l.stories <= linkedStories), l.pages.storyPage(it.StoryID)); len(facts) > 0 {
		head = append(head, tight(note(facts...)))
	}
	l.together(drop, head...)
	l.lead(it)
	l.readouts(it)
	l.quotes(it)
	l.edits(it)
}

// edits sets what outlets changed in their texts afterwards, in both wordings.
func (l *layout) edits(it attache.Item) {
	for _, r := range it.Edits {
		if utf8.RuneCountInString(r.Gone)+utf8.RuneCountInString(r.Came) <= longestDetail {
			l.detail(rankSecondQuote, tight(note(revised(r)...)))
		}
	}
}

// revised says a change of a text in both wordings.
func revised(r attache.Revision) []attache.Inline {
	who := link(oneLine(r.Outlet), r.URL)
	if r.Came == "" {
		return fill(textEditedOut, who, plain(inMarks(oneLine(r.Gone), "")))
	}
	return fill(textEditedTo, who, plain(inMarks(oneLine(r.Gone), "")), plain(inMarks(oneLine(r.Came), "")))
}

// itemFacts is the line below a headline: marks, what happened, who says so.
func itemFacts(it attache.Item, linked bool) []attache.Inline {
	var marks []string
	for _, m := range []struct {
		on   bool
		text string
	}{
		{it.Update, textUpdate},
		{it.Disputed, textDisputed},
		{it.SingleSource, textSingle},
		{it.URL == "", textNoLink},
		{len(it.Edits) > 0, textEdited},
	} {
		if m.on {
			marks = append(marks, m.text)
		}
	}
	var marked []attache.Inline
	if len(marks) > 0 {
		marked = []attache.Inline{italic(strings.Join(marks, ", "))}
	}
	labelled := outlets(it.Links, 5)
	for i := range labelled {
		if !linked {
			labelled[i].Href = ""
		}
	}
	return dotted(
		one(flags(it.Actors, 5)),
		one(it.Event.Type.Name()),
		marked,
		labelled)
}

// lead sets the sentences that tell the story, as published.
func (l *layout) lead(it attache.Item) {
	ranks := [mostLead]int{rankLead, rankSecondLead}
	for i, s := range it.Lead[:min(len(it.Lead), mostLead)] {
		if text := oneLine(s.Text); text != "" && utf8.RuneCountInString(text) <= longestDetail {
			l.detail(ranks[i], tight(para(plain(text))))
		}
	}
}

// readouts sets the sides' own accounts one below the other, each under its
// side's name, so that they can be compared. They leave together: one side
// alone would be no comparison.
func (l *layout) readouts(it attache.Item) {
	var blocks []attache.Block
	for _, s := range it.Readouts {
		text := oneLine(s.Text)
		if text == "" || utf8.RuneCountInString(text) > longestDetail {
			continue
		}
		var where []attache.Inline
		if s.Outlet != "" {
			where = []attache.Inline{link(oneLine(s.Outlet), s.URL)}
		}
		blocks = append(blocks,
			tight(block(attache.Verbatim, plain(inMarks(text, "")))),
			tight(note(dotted(account(s.Code), where)...)))
	}
	if len(blocks) > 0 {
		l.detail(rankReadouts, blocks...)
	}
}

// account says whose account a readout is.
func account(code string) []attache.Inline {
	if code == "" {
		return []attache.Inline{plain("— " + textOfficialAccount)}
	}
	return append([]attache.Inline{plain("— ")}, fill(textAccount, bold(side(code)))...)
}

// side is a country or a body with its flag.
func side(code string) string {
	if f := flags([]string{code}, 1); f != code && f != "" {
		return f + " " + actorName(code)
	}
	return code
}

// quotes sets who said what, word for word.
func (l *layout) quotes(it attache.Item) {
	shown, ranks := 0, [mostQuotes]int{rankQuote, rankSecondQuote}
	for _, q := range it.Quotes {
		if !q.Showable() || shown == mostQuotes || utf8.RuneCountInString(q.Text) > longestDetail {
			continue
		}
		s := said{Quote: q}
		for _, link := range it.Links {
			if link.Outlet != q.Outlet { // who else links the page is not who said so
				continue
			}
			s.kind = link.Kind
			if link.URL == q.URL { // and not another report of the outlet
				s.lang = link.Lang
				break
			}
		}
		blocks := quoteBlocks(s, "")
		blocks[0].Tight = true
		l.detail(ranks[shown], blocks...)
		shown++
	}
}
