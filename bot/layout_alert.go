package bot

import (
	"attache"
	"attache/internal/zone"
)

// LayoutAlert sets the one story of an alert, under the same rules as a
// digest: what is not certain or not verbatim is left out, and the headline
// stays longest. Layout sets an edition that is an alert like this.
func LayoutAlert(e attache.Edition, chat attache.Chat, limits attache.Limits) attache.Document {
	return layoutAlert(e, chat, limits, nil)
}

func layoutAlert(e attache.Edition, chat attache.Chat, limits attache.Limits, pages Pages) attache.Document {
	to := speaksTo(chat)
	for _, s := range e.Sections {
		if len(s.Items) == 0 {
			continue
		}
		l := layout{to: to, pages: pages, zone: zone.Of(e.TimeZone, chat.TimeZone), edition: e}
		l.edition.LeftOut = 0 // of one story nothing is
		l.item(s.Items[0], []attache.Block{heading(plain(to.text(textBreaking)))})
		l.closing()
		l.add(signed(e, chat)...)
		return attache.Document{Quotes: quotesIn(e, mostQuotes), Preview: previewOf(e, chat), Blocks: l.blocks, Buttons: [][]attache.Button{{
			to.button(textButtonLatest, "/latest"), to.button(textButtonQuotes, "/quotes"), to.button(textButtonAlerts, "/alerts"),
		}, {whyButton(to, s.Items[0].StoryID, limits)}}}
	}
	return quietDay(to, e, chat)
}
