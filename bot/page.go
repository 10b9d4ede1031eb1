package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"attache"
)

// A button holds 64 bytes, which is too little for a search and the place in
// it. So a list with more than one page is a view, kept in the notebook under
// its chat; its buttons say "/page VIEW PAGE".

// maxViews is how many lists of a chat can still turn their pages.
const maxViews = 16

// maxPages bounds what is kept of a list.
const maxPages = 30

// view is a list somebody is reading.
type view struct {
	ID       int              `json:"id"`
	Kind     string           `json:"kind"` // the command: latest or quotes
	Words    []string         `json:"words,omitempty"`
	Person   []string         `json:"person,omitempty"`
	Polarity attache.Polarity `json:"polarity,omitempty"` // of quotes: only those
	Count    int              `json:"n"`
	Starts   []pageStart      `json:"starts"` // where each page known so far begins
}

// pageStart is where a page begins: behind a time, but for what was shown.
type pageStart struct {
	Until time.Time `json:"until,omitzero"` // published before this
	Seen  []string  `json:"seen,omitempty"` // what the page before showed
}

// seen is what the pages before one have shown.
func (v view) seen(page int) map[string]bool {
	seen := map[string]bool{}
	for _, s := range v.Starts[:page+1] {
		for _, id := range s.Seen {
			seen[id] = true
		}
	}
	return seen
}

// What fits on a page of a list, so that nothing of it is left out by a
// channel and missed between two pages: code points of text, and bytes that
// links and styles take.
const (
	sheetText   = 3400
	sheetMarkup = 8000
)

// sheet is a page of a list being filled.
type sheet struct {
	blocks       []attache.Block
	text, markup int
	entries      int
}

// add puts an entry on the page if there is room; the first always has.
func (s *sheet) add(entry []attache.Block) bool {
	text, markup := weigh(entry)
	if s.entries > 0 && (s.text+text > sheetText || s.markup+markup > sheetMarkup) {
		return false
	}
	s.text, s.markup = s.text+text, s.markup+markup
	s.entries++
	s.blocks = append(s.blocks, entry...)
	return true
}

// weigh estimates what blocks take of a message.
func weigh(blocks []attache.Block) (text, markup int) {
	for _, b := range blocks {
		text, markup = text+2, markup+16
		for _, s := range b.Spans {
			text += utf8.RuneCountInString(s.Text)
			if s.Href != "" {
				markup += 24 + len(s.Href)
			}
			if s.Style != attache.Plain {
				markup += 16
			}
		}
	}
	return text, markup
}

// views is a chat's note.
type views struct {
	Last  int    `json:"last"`
	Views []view `json:"views"`
}

func viewsKey(chatID string) string { return "bot.views." + chatID }

func (b *Bot) loadViews(ctx context.Context, chatID string) (views, error) {
	var v views
	raw, err := b.Store.Note(ctx, viewsKey(chatID))
	if errors.Is(err, attache.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	if json.Unmarshal(raw, &v) != nil {
		v = views{} // nothing is lost but old buttons
	}
	return v, nil
}

// remember stores that page n of a view is followed by one that begins at
// next, and returns the view's id.
func (b *Bot) remember(ctx context.Context, chatID string, v view, page int, next pageStart) (view, error) {
	all, err := b.loadViews(ctx, chatID)
	if err != nil {
		return v, err
	}
	if v.ID == 0 {
		all.Last++
		v.ID = all.Last
	}
	v.Starts = append(v.Starts[:page+1:page+1], next)
	all.Views = slices.DeleteFunc(all.Views, func(o view) bool { return o.ID == v.ID })
	all.Views = append(all.Views, v)
	if extra := len(all.Views) - maxViews; extra > 0 {
		all.Views = all.Views[extra:]
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return v, err
	}
	return v, b.Store.SetNote(ctx, viewsKey(chatID), raw)
}

// page turns a list to another page, in place.
func (b *Bot) page(ctx context.Context, r request) (reply, error) {
	if len(r.args) != 2 {
		return reply{}, advise(textPageGone)
	}
	var id, n int
	if _, err := fmt.Sscanf(r.text, "%d %d", &id, &n); err != nil {
		return reply{}, &Advice{Text: textPageGone, Err: err}
	}
	all, err := b.loadViews(ctx, r.chat.ID)
	if err != nil {
		return reply{}, err
	}
	i := slices.IndexFunc(all.Views, func(v view) bool { return v.ID == id })
	if i < 0 || n < 0 || n >= len(all.Views[i].Starts) {
		return reply{}, advise(textPageGone)
	}
	var rep reply
	if v := all.Views[i]; v.Kind == "quotes" {
		rep, err = b.quotesPage(ctx, r, v, n)
	} else {
		rep, err = b.latestPage(ctx, r, v, n)
	}
	rep.edit = true
	return rep, err
}

// pager gives the buttons of a view's page and keeps what they need. Without
// a chat there is nobody to press them.
func (b *Bot) pager(ctx context.Context, r request, v view, page int, next *pageStart) ([][]attache.Button, error) {
	if r.chat.ID == "" || b.Channel == nil {
		return nil, nil
	}
	if page+1 >= maxPages {
		next = nil
	}
	if next != nil {
		var err error
		if v, err = b.remember(ctx, r.chat.ID, v, page, *next); err != nil {
			return nil, err
		}
	}
	var row []attache.Button
	if page > 0 {
		row = append(row, button(textButtonNewer, fmt.Sprintf("/page %d %d", v.ID, page-1)))
	}
	if next != nil {
		row = append(row, button(textButtonOlder, fmt.Sprintf("/page %d %d", v.ID, page+1)))
	}
	if row == nil {
		return nil, nil
	}
	return [][]attache.Button{row}, nil
}
