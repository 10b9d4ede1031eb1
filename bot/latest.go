package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"attache"
)

const (
	usualStories = 6
	mostListed   = 20
	// mostScanned bounds how many articles one page may look at: a story of
	// hundreds of reports hides what lies behind it no longer than this.
	mostScanned = 600
)

// told is a story as /latest tells it.
type told struct {
	id      string    // of the story, or of an article without one
	at      time.Time // of the report that brought it into the list
	story   attache.Story
	head    attache.Report   // whose title is the headline
	reports []attache.Report // newest first
}

// latest lists the newest stories, about certain words if there are any.
func (b *Bot) latest(ctx context.Context, r request) (reply, error) {
	n, words := takeCount(r.args, usualStories)
	return b.latestPage(ctx, r, view{Kind: "latest", Words: limit(texts(words)), Count: n, Starts: []pageStart{{}}}, 0)
}

// limit keeps a search small enough to be kept.
func limit(words []string) []string { return words[:min(len(words), longestSearch)] }

// latestPage is one page of such a list.
func (b *Bot) latestPage(ctx context.Context, r request, v view, page int) (reply, error) {
	stories, more, err := b.newest(ctx, v.Words, v.Count, v.Starts[page].Until, v.seen(page))
	if err != nil {
		return reply{}, err
	}
	if len(stories) == 0 {
		if page > 0 {
			return b.turned(ctx, r, v, page)
		}
		return b.nothingAbout(ctx, v.Words)
	}
	title := heading(plain(textLatest))
	if len(v.Words) > 0 {
		title = heading(fill(textLatestAbout, plain(strings.Join(v.Words, " ")))...)
	}
	sheet := sheet{blocks: []attache.Block{title}}
	next := &pageStart{}
	for i, t := range stories {
		if !sheet.add(b.tell(t, r.chat, i+1)) {
			more = true
			break
		}
		next.Until, next.Seen = t.at.Add(time.Nanosecond), append(next.Seen, t.id)
	}
	if !more || next.Until.IsZero() {
		next = nil
	}
	doc := attache.Document{Blocks: append(sheet.blocks, note(fill(textTimesIn, plain(zoneName(r.chat.TimeZone)))...))}
	doc.Buttons, err = b.pager(ctx, r, v, page, next)
	return reply{doc: doc}, err
}

// turned is the page after the last: nothing but a way back.
func (b *Bot) turned(ctx context.Context, r request, v view, page int) (reply, error) {
	doc := say(textNoMore)
	var err error
	doc.Buttons, err = b.pager(ctx, r, v, page, nil)
	return reply{doc: doc}, err
}

// newest gathers n stories, newest report first, each once and none of those
// seen; more tells whether others follow.
func (b *Bot) newest(ctx context.Context, words []string, n int, until time.Time, seen map[string]bool) (list []told, more bool, err error) {
	q := attache.ArticleQuery{Words: words, Until: until, Limit: 2 * n}
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Articles(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, a := range batch {
			scanned++
			id := cmp.Or(a.StoryID, a.ID)
			if seen[id] {
				continue
			}
			if len(list) == n {
				return list, true, nil
			}
			t, err := b.gather(ctx, a)
			if err != nil {
				return nil, false, err
			}
			t.id, t.at = id, a.When()
			seen[id] = true
			list = append(list, t)
		}
		if cursor == "" {
			return list, false, nil
		}
		q.After = cursor
	}
	return list, true, nil
}

// mostReports bounds how many reports of a story are looked at for its outlets.
const mostReports = 24

// reportOf is what a list tells of an article.
func reportOf(a attache.Article) attache.Report {
	r := a.Report()
	r.Outlet = outletOf(a)
	return r
}

// gather reads an article's story with its reports, the article's own first.
func (b *Bot) gather(ctx context.Context, a attache.Article) (told, error) {
	own := reportOf(a)
	t := told{head: own, reports: []attache.Report{own}, story: attache.Story{Event: a.Event, Last: a.When()}}
	for _, actor := range a.Actors {
		if actor.Kind != attache.Person && actor.Code != "" {
			t.story.Actors = append(t.story.Actors, actor.Code)
		}
	}
	if a.StoryID == "" {
		return t, nil
	}
	s, err := b.Store.Story(ctx, a.StoryID)
	if errors.Is(err, attache.ErrNotFound) {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	t.story = s
	known := map[string]attache.Report{}
	for _, r := range s.Reports {
		known[r.ArticleID] = r
	}
	for i, id := range slices.Backward(s.ArticleIDs) {
		if id == a.ID || len(s.ArticleIDs)-i > mostReports {
			continue
		}
		r, err := b.report(ctx, id, known[id])
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return t, err
		}
		t.reports = append(t.reports, r)
	}
	t.headline()
	return t, nil
}

// report is one report of a story: as the story keeps it, else from its article.
func (b *Bot) report(ctx context.Context, id string, r attache.Report) (attache.Report, error) {
	if r.URL != "" {
		return r, nil
	}
	a, err := b.Store.Article(ctx, id)
	return reportOf(a), err
}

// headline chooses the report whose title the story's headline is; the title
// that is shown and the page it leads to must be the same article's.
func (t *told) headline() {
	for _, r := range t.reports {
		if r.Title == t.story.Headline && r.URL != "" {
			t.head = r
			return
		}
	}
}

// links are the story's reports, one for each independent outlet. A copy of
// another report counts only where it is the headline itself.
func (t *told) links() []attache.Link {
	var links []attache.Link
	have := map[string]bool{}
	for _, r := range append([]attache.Report{t.head}, t.reports...) {
		if r.Outlet == "" || have[r.Outlet] {
			continue
		}
		independent := r.CopyOf == "" && (len(t.story.Outlets) == 0 || slices.Contains(t.story.Outlets, r.Outlet))
		if r.ArticleID != t.head.ArticleID && !independent {
			continue
		}
		have[r.Outlet] = true
		links = append(links, attache.Link{Outlet: r.Outlet, Kind: r.Kind, URL: r.URL, Lang: r.Lang})
	}
	return links
}

// tell is a story as a list shows it: headline, then what and who says so.
func (b *Bot) tell(t told, chat attache.Chat, group int) []attache.Block {
	head := para(headline(t.head.Title, t.head.URL))
	facts := dotted(
		one(flags(t.story.Actors, 5)),
		one(eventWords(t.story.Event.Type)),
		one(clock(t.story.Last, b.Now(), b.zone(chat))),
		outlets(t.links(), 6))
	line := tight(note(facts...))
	head.Group, line.Group = group, group
	head.Drop, line.Drop = 1, 1
	return []attache.Block{head, line}
}

// nothingAbout says that there is nothing and what there is instead.
func (b *Bot) nothingAbout(ctx context.Context, words []string) (reply, error) {
	if len(words) == 0 {
		return reply{doc: say(textNoNews)}, nil
	}
	doc := attache.Document{Blocks: []attache.Block{para(fill(textNothing, code(strings.Join(words, " ")))...)}}
	recent, _, err := b.Store.Articles(ctx, attache.ArticleQuery{Limit: 40})
	if err != nil {
		return reply{}, err
	}
	var names []string
	for _, a := range recent {
		for _, actor := range a.Actors {
			name := actor.Name
			if actor.Kind == attache.Country {
				name = actorName(actor.Code)
			}
			if name != "" && actor.Kind != attache.Person && !slices.Contains(names, name) && len(names) < 5 {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		return reply{doc: doc}, nil
	}
	doc.Blocks = append(doc.Blocks, para(fill(textTry, plain(strings.Join(names, ", ")))...))
	doc.Buttons = choices("/latest ", names)
	return reply{doc: doc}, nil
}

// choices are buttons that search for one of the names.
func choices(command string, names []string) [][]attache.Button {
	var row []attache.Button
	for _, name := range names {
		if len(command)+len(name) <= 64 && len(row) < 3 {
			row = append(row, button(tame(name, 24), command+name))
		}
	}
	if row == nil {
		return nil
	}
	return [][]attache.Button{row}
}
