package bot

import (
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
	story    attache.Story
	article  attache.Article   // whose title is the headline
	articles []attache.Article // one for each outlet
}

// latest lists the newest stories, about certain words if there are any.
func (b *Bot) latest(ctx context.Context, r request) (reply, error) {
	n, words := takeCount(r.args, usualStories, mostListed)
	return b.latestPage(ctx, r, view{Kind: "latest", Words: limit(texts(words)), Count: n, Starts: []pageStart{{}}}, 0)
}

// limit keeps a search small enough to be kept.
func limit(words []string) []string { return words[:min(len(words), longestSearch)] }

// latestPage is one page of such a list.
func (b *Bot) latestPage(ctx context.Context, r request, v view, page int) (reply, error) {
	var seen []string
	for _, s := range v.Starts[:page+1] {
		seen = append(seen, s.Seen...)
	}
	stories, next, err := b.newest(ctx, v.Words, v.Count, v.Starts[page].Until, seen)
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
	doc := attache.Document{Blocks: []attache.Block{title}}
	for i, t := range stories {
		doc.Blocks = append(doc.Blocks, b.tell(t, r.chat, i+1)...)
	}
	doc.Blocks = append(doc.Blocks, note(fill(textTimesIn, plain(zoneName(r.chat.TimeZone)))...))
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

// newest gathers n stories, newest report first, each once. next is where the
// following page begins, nil at the end.
func (b *Bot) newest(ctx context.Context, words []string, n int, until time.Time, seen []string) ([]told, *pageStart, error) {
	skip := map[string]bool{}
	for _, id := range seen {
		skip[id] = true
	}
	var (
		list  []told
		fresh []string
		q     = attache.ArticleQuery{Words: words, Until: until, Limit: 2 * n}
		last  time.Time
	)
	more := func() *pageStart {
		if last.IsZero() {
			return nil
		}
		return &pageStart{Until: last.Add(time.Nanosecond), Seen: fresh}
	}
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Articles(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		for _, a := range batch {
			scanned++
			id := a.StoryID
			if id == "" {
				id = a.ID
			}
			if skip[id] {
				continue
			}
			if len(list) == n {
				return list, more(), nil
			}
			t, err := b.gather(ctx, a)
			if err != nil {
				return nil, nil, err
			}
			skip[id], last = true, published(a)
			list, fresh = append(list, t), append(fresh, id)
		}
		if cursor == "" {
			return list, nil, nil
		}
		q.After = cursor
	}
	return list, more(), nil
}

// published is when an article came out, as the store orders them.
func published(a attache.Article) time.Time {
	if a.Published.IsZero() {
		return a.Fetched
	}
	return a.Published
}

// mostReports bounds how many reports of a story are read for its outlets.
const mostReports = 12

// gather reads an article's story and one report of each of its outlets.
func (b *Bot) gather(ctx context.Context, a attache.Article) (told, error) {
	t := told{article: a, articles: []attache.Article{a}, story: attache.Story{Headline: a.Title, Event: a.Event, Last: published(a)}}
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
	for i, id := range slices.Backward(s.ArticleIDs) {
		if id == a.ID || len(s.ArticleIDs)-i > mostReports {
			continue
		}
		other, err := b.Store.Article(ctx, id)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return t, err
		}
		t.articles = append(t.articles, other)
	}
	t.headline()
	return t, nil
}

// headline chooses the article whose title the story's headline is; the title
// that is shown and the page it leads to must be the same article's.
func (t *told) headline() {
	for _, a := range t.articles {
		if a.Title == t.story.Headline && a.URL != "" {
			t.article = a
			return
		}
	}
}

// reports are the story's links, one for each independent outlet: official
// first, then wires, press and state media. A copy of another report does not
// count where the original is there.
func (t *told) reports() []attache.Link {
	var links []attache.Link
	have := map[string]bool{}
	for _, a := range t.articles {
		name := outletOf(a)
		if name == "" || have[name] {
			continue
		}
		if a.ID != t.article.ID && (a.CopyOf != "" || len(t.story.Outlets) > 0 && !slices.Contains(t.story.Outlets, a.Outlet)) {
			continue
		}
		have[name] = true
		links = append(links, attache.Link{Outlet: name, Kind: a.OutletKind, URL: a.URL, Lang: a.Lang})
	}
	return links
}

// tell is a story as a list shows it: headline, then what and who says so.
func (b *Bot) tell(t told, chat attache.Chat, group int) []attache.Block {
	head := para(headline(t.article.Title, t.article.URL))
	facts := dotted(
		one(strings.TrimSpace(flags(t.story.Actors, 5)+" "+eventWords(t.story.Event.Type))),
		one(clock(t.story.Last, b.Now(), b.zone(chat))),
		outlets(t.reports(), 6))
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
