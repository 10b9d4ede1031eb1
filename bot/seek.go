package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"attache"
)

// seeking is how what somebody asks for is looked up: the narrowest reading of it
// that finds something.
type seeking struct {
	query   attache.ArticleQuery
	missing []string // words that nothing has, left out of the query
	found   bool
}

// seek chooses how to look something up: the countries as actors and the other
// words as words, or as what a story is labelled; else all of it as words; else as
// the name of a track; else without the words that nothing has; else without those
// that do not go with the rest, the last ones first.
func (b *Bot) seek(ctx context.Context, to speaker, a asked) (seeking, error) {
	s := seeking{query: attache.ArticleQuery{Actors: a.codes, Words: a.words, Since: a.since, Until: a.until}}
	var err error
	if s.found, err = b.finds(ctx, s.query); err != nil || s.found || a.anything() {
		return s, err
	}
	if len(a.words) > 0 {
		as := s.query
		as.Labels = true
		if ok, err := b.finds(ctx, as); err != nil || ok {
			return seeking{query: as, found: ok}, err
		}
	}
	if len(a.codes) > 0 {
		as := s.query
		as.Actors, as.Words = nil, strings.Fields(a.typed)
		if ok, err := b.finds(ctx, as); err != nil || ok {
			return seeking{query: as, found: ok}, err
		}
	}
	if q, err := b.ofTrack(ctx, to, a); err != nil || q.TrackID != "" {
		return seeking{query: q, found: q.TrackID != ""}, err
	}
	known := s.query
	known.Words, known.Labels = nil, true
	for _, w := range a.words {
		ok, err := b.finds(ctx, attache.ArticleQuery{Words: []string{w}, Labels: true, Since: a.since, Until: a.until})
		if err != nil {
			return s, err
		}
		if ok {
			known.Words = append(known.Words, w)
		} else {
			s.missing = append(s.missing, w)
		}
	}
	for len(known.Words)+len(known.Actors) > 0 {
		if ok, err := b.finds(ctx, known); err != nil || ok {
			s.query, s.found = known, ok
			return s, err
		}
		switch n := len(known.Words); {
		case n > 0:
			s.missing = append(s.missing, known.Words[n-1])
			known.Words = known.Words[:n-1]
		default:
			n = len(known.Actors)
			s.missing = append(s.missing, to.actorName(known.Actors[n-1]))
			known.Actors = known.Actors[:n-1]
		}
	}
	for i, w := range a.words {
		one := a
		one.words = []string{w}
		if q, err := b.ofTrack(ctx, to, one); err != nil || q.TrackID != "" {
			return seeking{query: q, missing: slices.Delete(slices.Clone(a.words), i, i+1), found: q.TrackID != ""}, err
		}
	}
	return s, nil
}

// ofTrack asks for the stories of the latest track that is named with all that was
// asked for: what a negotiation is shown as finds it.
func (b *Bot) ofTrack(ctx context.Context, to speaker, a asked) (attache.ArticleQuery, error) {
	if b.Tracks == nil || len(a.words) == 0 {
		return attache.ArticleQuery{}, nil
	}
	beginnings := beginningsOf(a.words)
	if to.Tongue != speaks(homeLang).Tongue { // names are shown in another language than they are kept in
		beginnings = nil
	}
	tracks, err := b.Tracks.FindTracks(ctx, b.Now().Add(-livingTracks), a.codes, beginnings)
	if err != nil {
		return attache.ArticleQuery{}, err
	}
	for _, t := range tracks {
		missing := func(code string) bool { return !slices.Contains(t.Actors, code) }
		strange := func(w string) bool { return fit(attache.Track{Name: to.trackName(t)}, []string{w}) == 0 }
		if slices.ContainsFunc(a.codes, missing) || slices.ContainsFunc(a.words, strange) {
			continue
		}
		q := attache.ArticleQuery{TrackID: t.ID, Since: a.since, Until: a.until}
		if ok, err := b.finds(ctx, q); err != nil || ok {
			return q, err
		}
	}
	return attache.ArticleQuery{}, nil
}

// mostProbed bounds how many articles are looked at to know whether there is one.
const mostProbed = 1

// finds tells whether a query finds anything.
func (b *Bot) finds(ctx context.Context, q attache.ArticleQuery) (bool, error) {
	q.Limit, q.Brief = mostProbed, true
	for range 4 { // a page may be empty for want of budget
		page, cursor, err := b.Store.Articles(ctx, q)
		if err != nil || len(page) > 0 || cursor == "" {
			return len(page) > 0, err
		}
		q.After = cursor
	}
	return false, nil
}

// newest gathers n stories behind a place, newest report first, each once and none that
// is to be left out; more tells whether others follow.
func (b *Bot) newest(ctx context.Context, q attache.ArticleQuery, out *refusal, n int, from place) (list []coverage, more bool, err error) {
	if !from.until.IsZero() && (q.Until.IsZero() || from.until.Before(q.Until)) {
		q.Until = from.until
	}
	q.Limit, q.Brief = 2*n, true
	seen := from.shown()
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Articles(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, a := range batch {
			scanned++
			id := a.StoryID
			if id == "" {
				id = a.ID
			}
			if seen[id] {
				continue
			}
			if len(list) == n && out.none() {
				return list, true, nil
			}
			c, err := b.gather(ctx, a)
			if err != nil {
				return nil, false, err
			}
			if b.leavesOutStory(out, &c) {
				seen[id] = true
				continue
			}
			if len(list) == n {
				return list, true, nil
			}
			c.id, c.at = id, a.When()
			seen[id] = true
			list = append(list, c)
		}
		if cursor == "" {
			return list, false, nil
		}
		q.After = cursor
	}
	return list, true, nil
}

// latest lists the newest stories, about certain words if there are any.
func (b *Bot) latest(ctx context.Context, r request, from place) (list, error) {
	a, err := b.read(r.to, r.args, usualStories, b.zone(r.chat))
	if err != nil {
		return list{}, err
	}
	s, err := b.seek(ctx, r.to, a)
	if err != nil {
		return list{}, err
	}
	limits := b.Channels.Limits(r.chat.ID)
	l := list{title: r.to.fill(textLatest), closing: []attache.Block{note(r.to.fill(textTimesIn, plain(zoneName(r.chat.TimeZone)))...)}}
	if title := a.title(r.to); title != "" {
		l.title = r.to.fill(textLatestAbout, plain(title))
		switch {
		case a.typed != "":
		case !a.out.none():
			l.title = r.to.dotted(r.to.fill(textLatest), one(title))
		default:
			l.title = r.to.fill(textLatestOf, plain(title))
		}
	}
	l.none = func(ctx context.Context) (reply, error) { return b.nothingAbout(ctx, r, "/latest ", a, limits) }
	if !s.found {
		return l, nil
	}
	if len(s.missing) > 0 {
		if l.opening, err = b.without(ctx, r.to, s.missing); err != nil {
			return l, err
		}
	}
	stories, more, err := b.newest(ctx, s.query, &a.out, a.n, from)
	l.more = more
	if a.capped {
		l.opening = append(l.opening, r.to.capped(more))
	}
	for _, c := range stories {
		l.entries = append(l.entries, entry{key: c.id, at: c.at, blocks: b.storyBlocks(r.to, c, r.chat)})
	}
	return l, err
}

// capped says that more were asked for than an answer shows, and where the rest is.
func (s speaker) capped(more bool) attache.Block {
	if more {
		return note(s.fill(textCapped, plain(itoa(mostListed)))...)
	}
	return note(s.fill(textCappedAll, plain(itoa(mostListed)))...)
}

// without says which words nothing has that has the others, and what may have been meant.
func (b *Bot) without(ctx context.Context, to speaker, missing []string) ([]attache.Block, error) {
	blocks := []attache.Block{note(to.fill(textWithout, code(to.listed(missing)))...)}
	meant, err := b.meant(ctx, missing)
	if err != nil || len(meant) == 0 {
		return blocks, err
	}
	return append(blocks, tight(note(to.fill(textMeant, plain(to.either(meant)))...))), nil
}

// nothingAbout says that there is nothing, what may have been meant, and what
// there is instead.
func (b *Bot) nothingAbout(ctx context.Context, r request, command string, a asked, limits attache.Limits) (reply, error) {
	if a.anything() && a.out.none() {
		return reply{doc: r.to.say(textNoNews)}, nil
	}
	doc := attache.Document{Blocks: []attache.Block{para(r.to.fill(textNothing, code(a.title(r.to)))...)}}
	meant, err := b.meant(ctx, a.words)
	if err != nil {
		return reply{}, err
	}
	if len(meant) > 0 {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textMeant, plain(r.to.either(meant)))...))
		doc.Buttons = choices(command, meant, limits)
		return reply{doc: doc}, nil
	}
	if a.when != "" && len(a.codes)+len(a.words) > 0 {
		always := a
		always.since, always.until = time.Time{}, time.Time{}
		if s, err := b.seek(ctx, r.to, always); err != nil || s.found && len(s.missing) == 0 {
			doc.Blocks = append(doc.Blocks, para(plain(r.to.text(textOtherTimes))))
			doc.Buttons = choices(command, []string{a.again()}, limits)
			return reply{doc: doc}, err
		}
	}
	codes, err := b.inTheNews(ctx, 5)
	if err != nil {
		return reply{}, err
	}
	var names []string
	for _, c := range codes {
		names = append(names, r.to.actorName(c))
	}
	if len(names) > 0 {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textTry, plain(r.to.listed(names)))...))
		doc.Buttons = choices(command, names, limits)
	}
	return reply{doc: doc}, nil
}

// choices are buttons that search for one of the names.
func choices(command string, names []string, limits attache.Limits) [][]attache.Button {
	var row []attache.Button
	for _, name := range names {
		if limits.HoldsCommand(command+name) && len(row) < 3 && !slices.ContainsFunc(row,
			func(b attache.Button) bool { return b.Command == command+name }) {
			row = append(row, button(shortLabel(name), command+name))
		}
	}
	if row == nil {
		return nil
	}
	return [][]attache.Button{row}
}
