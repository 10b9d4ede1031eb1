package bot

import (
	"context"
	"errors"
	"slices"
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

// coverage is a story with the reports that a list shows of it.
type coverage struct {
	id      string    // of the story, or of an article without one
	at      time.Time // of the report that brought it into the list
	story   attache.Story
	head    attache.Report   // whose title is the headline
	reports []attache.Report // newest first
}

// limit keeps a search small enough to be shown.
func limit(words []string) []string { return words[:min(len(words), longestSearch)] }

// mostReports bounds how many reports of a story are looked at for its outlets.
const mostReports = 24

// reportOf is what a list tells of an article.
func reportOf(a attache.Article) attache.Report {
	r := a.Report()
	r.Outlet = outletOf(a)
	return r
}

// gather reads an article's story with its reports, the article's own first.
func (b *Bot) gather(ctx context.Context, a attache.Article) (coverage, error) {
	own := reportOf(a)
	c := coverage{head: own, reports: []attache.Report{own}, story: attache.Story{Event: a.Event, Last: a.When()}}
	for _, actor := range a.Actors {
		if actor.Kind != attache.Person && actor.Code != "" {
			c.story.Actors = append(c.story.Actors, actor.Code)
		}
	}
	if a.StoryID == "" {
		return c, nil
	}
	s, err := b.Store.Story(ctx, a.StoryID)
	if errors.Is(err, attache.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	c.story = s
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
			return c, err
		}
		c.reports = append(c.reports, r)
	}
	c.headline()
	return c, nil
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
func (c *coverage) headline() {
	for _, r := range c.reports {
		if r.Title == c.story.Headline && r.URL != "" {
			c.head = r
			return
		}
	}
}

// links are the story's reports, one for each independent outlet. A copy of
// another report counts only where it is the headline itself.
func (c *coverage) links() []attache.Link {
	var links []attache.Link
	have := map[string]bool{}
	for _, r := range append([]attache.Report{c.head}, c.reports...) {
		if r.Outlet == "" || have[r.Outlet] {
			continue
		}
		independent := r.CopyOf == "" && (len(c.story.Outlets) == 0 || slices.Contains(c.story.Outlets, r.Outlet))
		if r.ArticleID != c.head.ArticleID && !independent {
			continue
		}
		have[r.Outlet] = true
		links = append(links, attache.Link{Outlet: r.Outlet, Kind: r.Kind, URL: r.URL, Lang: r.Lang})
	}
	return links
}

// storyBlocks is a story as a list shows it: headline, then what and who says so.
func (b *Bot) storyBlocks(to speaker, c coverage, chat attache.Chat) []attache.Block {
	facts := to.dotted(
		one(flags(c.story.Actors, 5)),
		one(to.event(&c.story.Event)),
		one(to.clock(c.story.Last, b.Now(), b.zone(chat))),
		to.outlets(c.links(), 6),
		b.Pages.storyPage(to, c.story.ID))
	return []attache.Block{para(headline(c.head.Title, c.head.URL)), tight(note(facts...))}
}
