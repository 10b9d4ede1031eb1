package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
)

// lister answers a command that may have more to say than a message holds: it
// gives what follows a place, as much as was asked for. The pages, their
// buttons and what they need to be turned are made of that here, so that a
// command with paging is a row of the table with a lister.
type lister func(ctx context.Context, r request, from place) (list, error)

// place is where a page begins.
type place struct {
	until time.Time       // what came out before this; zero: from the newest on
	seen  map[string]bool // and was not on the pages before, by key
}

// shown is what the pages before showed, to be added to.
func (p place) shown() map[string]bool {
	if p.seen == nil {
		return map[string]bool{}
	}
	return maps.Clone(p.seen)
}

// list is what a lister found.
type list struct {
	title   []attache.Inline
	opening []attache.Block // below the title
	entries []entry
	more    bool                                     // others follow
	closing []attache.Block                          // below the entries
	quotes  bool                                     // the entries are quotes, and readers may say that one is wrong
	buttons [][]attache.Button                       // above those that turn pages
	none    func(ctx context.Context) (reply, error) // answers where there is nothing at all; nil says that it is so
}

// entry is a thing in a list.
type entry struct {
	key    string    // tells it from all others
	at     time.Time // when it came out; zero in a list that has no order of time
	blocks []attache.Block
	quote  *attache.Quote // that it shows; nil: none
}

// A button holds few bytes (64 at Telegram), too few for a search and the
// place in it. So a list with more than one page is a view, kept in the
// notebook under its chat; its buttons say "/page VIEW PAGE".

// maxViews is how many lists of a chat can still turn their pages.
const maxViews = 16

// maxPages bounds what is kept of a list.
const maxPages = 30

// view is a list somebody is reading.
type view struct {
	ID      int         `json:"id"`
	Command string      `json:"command"`
	Text    string      `json:"text,omitempty"` // what stood after it
	Starts  []pageStart `json:"starts"`         // where each page known so far begins
}

// pageStart is where a page begins: behind a time, but for what was shown.
type pageStart struct {
	Until time.Time `json:"until,omitzero"` // published before this
	Seen  []string  `json:"seen,omitempty"` // what the page before showed
}

// place is where one of its pages begins.
func (v view) place(page int) place {
	seen := map[string]bool{}
	for _, s := range v.Starts[:page+1] {
		for _, key := range s.Seen {
			seen[key] = true
		}
	}
	return place{until: v.Starts[page].Until, seen: seen}
}

// sheet is a page of a list being filled: with as much as fits into a message,
// so that nothing of it is left out by a channel and missed between two pages.
type sheet struct {
	limits       attache.Limits
	blocks       []attache.Block
	text, markup int
	entries      int
}

// add puts an entry on the page if there is room; the first always has.
func (s *sheet) add(entry []attache.Block) bool {
	text, markup := weigh(entry)
	if s.entries > 0 && !s.limits.HoldsText(s.text+text, s.markup+markup) {
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

// keepView stores that a page of a view is followed by one that begins at
// next, and returns the view with its id.
func (b *Bot) keepView(ctx context.Context, chatID string, v view, page int, next pageStart) (view, error) {
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

// firstPage answers a command that has a lister.
func (b *Bot) firstPage(ctx context.Context, r request) (reply, error) {
	return b.listed(ctx, r, view{Command: r.row.name, Text: r.text, Starts: []pageStart{{}}}, 0)
}

// page turns a list to another page, in place.
func (b *Bot) page(ctx context.Context, r request) (reply, error) {
	v, n, err := b.viewAt(ctx, r.chat.ID, r.text)
	if err != nil {
		return reply{}, err
	}
	if r.call = b.called(v.Command, v.Text); r.row == nil || r.row.list == nil {
		return reply{}, advise(textPageGone)
	}
	if err := b.allow(ctx, r); err != nil {
		return reply{}, err
	}
	rep, err := b.listed(ctx, r, v, n)
	rep.edit = true
	return rep, err
}

// viewAt is the list and the page of it that "VIEW PAGE" names.
func (b *Bot) viewAt(ctx context.Context, chatID, at string) (v view, page int, err error) {
	var id int
	if _, err := fmt.Sscanf(at, "%d %d", &id, &page); err != nil || len(strings.Fields(at)) != 2 {
		return v, 0, adviseOf(err, textPageGone)
	}
	all, err := b.loadViews(ctx, chatID)
	if err != nil {
		return v, 0, err
	}
	i := slices.IndexFunc(all.Views, func(v view) bool { return v.ID == id })
	if i < 0 || page < 0 || page >= len(all.Views[i].Starts) {
		return v, 0, advise(textPageGone)
	}
	return all.Views[i], page, nil
}

// listed is one page of a list.
func (b *Bot) listed(ctx context.Context, r request, v view, page int) (reply, error) {
	l, err := r.row.list(ctx, r, v.place(page))
	if err != nil {
		return reply{}, err
	}
	if len(l.entries) == 0 {
		return b.emptyPage(ctx, r, l, v, page)
	}
	sheet := sheet{limits: b.Channels.Limits(r.chat.ID), blocks: append([]attache.Block{heading(l.title...)}, l.opening...)}
	next := &pageStart{}
	for i, e := range l.entries {
		if !sheet.add(grouped(i+1, 1, e.blocks...)) {
			l.more = true
			next.Until = newestOf(l.entries[i:])
			break
		}
		next.Seen = append(next.Seen, e.key)
		if i+1 == len(l.entries) {
			next.Until = oldestOf(l.entries)
		}
	}
	if !l.more {
		next = nil
	}
	doc := attache.Document{Blocks: append(sheet.blocks, l.closing...)}
	rep := reply{doc: doc}
	if l.quotes {
		rep.doc.Quotes = sheet.entries
	}
	rep.doc.Buttons, err = b.pager(ctx, r, v, page, next, l.quotes)
	rep.doc.Buttons = append(l.buttons, rep.doc.Buttons...)
	return rep, err
}

// newestOf is just behind the newest of entries that found no room, so that the
// next page begins with them; oldestOf just behind the oldest, where all found it.
// Entries of one story stand together, so they are not in order.
func newestOf(entries []entry) time.Time {
	var at time.Time
	for _, e := range entries {
		if e.at.After(at) {
			at = e.at
		}
	}
	return behind(at)
}

func oldestOf(entries []entry) time.Time {
	at := entries[0].at
	for _, e := range entries {
		if e.at.Before(at) {
			at = e.at
		}
	}
	return behind(at)
}

// behind is the moment after a time; zero after none.
func behind(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.Add(time.Nanosecond)
}

// emptyPage says that there is nothing; behind the last page, with a way back.
func (b *Bot) emptyPage(ctx context.Context, r request, l list, v view, page int) (reply, error) {
	if page == 0 && l.none != nil {
		return l.none(ctx)
	}
	doc := r.to.say(textNoMore)
	var err error
	doc.Buttons, err = b.pager(ctx, r, v, page, nil, false)
	return reply{doc: doc}, err
}

// pager gives the buttons of a view's page and keeps what they need. Without
// a chat there is nobody to press them.
func (b *Bot) pager(ctx context.Context, r request, v view, page int, next *pageStart, quotes bool) ([][]attache.Button, error) {
	if r.chat.ID == "" || len(b.Channels) == 0 {
		return nil, nil
	}
	if page+1 >= maxPages {
		next = nil
	}
	if next != nil {
		var err error
		if v, err = b.keepView(ctx, r.chat.ID, v, page, *next); err != nil {
			return nil, err
		}
	} else if quotes && v.ID == 0 {
		var err error
		if v, err = b.keepView(ctx, r.chat.ID, v, page, pageStart{}); err != nil {
			return nil, err
		}
	}
	var row []attache.Button
	if page > 0 {
		row = append(row, r.to.button(textButtonNewer, fmt.Sprintf("/page %d %d", v.ID, page-1)))
	}
	if next != nil {
		row = append(row, r.to.button(textButtonOlder, fmt.Sprintf("/page %d %d", v.ID, page+1)))
	}
	var rows [][]attache.Button
	if row != nil {
		rows = append(rows, row)
	}
	if quotes {
		rows = append(rows, []attache.Button{r.to.button(textButtonWrongSpeaker, fmt.Sprintf("/wrong list %d %d", v.ID, page))})
	}
	return rows, nil
}
