package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"

	"attache"
	"attache/internal/country"
	"attache/internal/text"
)

// channel is what a feed of ours carries, before it is written in a format.
type channel struct {
	Title, Description string
	Path               string // of the page whose news it carries
	Lang               string
	Updated            time.Time
	Entries            []entry
}

// entry is a story or a quote of a feed. Its ID never changes.
type entry struct {
	ID, Path, Title, Summary string
	HTML                     string
	Published, Updated       time.Time
	Authors                  []string
	Tags                     []string
}

// mostEntries is how many entries a feed has at most.
const mostEntries = 50

// feedsOf loads what a page's feeds carry.
func (s *Site) feedsOf(load loader) func(*http.Request) (channel, error) {
	return func(r *http.Request) (channel, error) {
		p, err := load(r)
		if err != nil {
			return channel{}, err
		}
		c := channel{Title: p.Title, Description: p.Description, Path: p.Path, Lang: p.Lang, Updated: p.Modified}
		switch d := p.Data.(type) {
		case frontPage:
			s.addEdition(r.Context(), &c, d.Edition)
		case broadcastPage:
			s.addEditions(&c, d.Editions)
		case countryPage:
			err = s.addStories(r.Context(), &c, d.Stories)
		case searchPage:
			err = s.addStories(r.Context(), &c, d.Stories)
		case trackPage:
			var stories []attache.Story
			for _, turn := range d.Timeline {
				story, err := s.Store.Story(r.Context(), turn.StoryID)
				if err == nil {
					stories = append(stories, story)
				}
			}
			err = s.addStories(r.Context(), &c, stories)
		case personPage:
			for _, q := range d.Quotes {
				c.Entries = append(c.Entries, s.entryOfQuote(q))
			}
		case quotesPage:
			for _, q := range d.Quotes {
				c.Entries = append(c.Entries, s.entryOfQuote(q))
			}
		}
		c.Entries = limit(c.Entries, mostEntries)
		for _, e := range c.Entries {
			if e.Updated.After(c.Updated) {
				c.Updated = e.Updated
			}
		}
		return c, err
	}
}

// addEdition adds the stories of an edition that are still there.
func (s *Site) addEdition(ctx context.Context, c *channel, e attache.Edition) {
	for _, section := range e.Sections {
		for _, item := range section.Items {
			if story, err := s.Store.Story(ctx, item.StoryID); err == nil { // else joined with another since
				c.Entries = append(c.Entries, s.entryOf(item, story.First))
			}
		}
	}
}

func (s *Site) addStories(ctx context.Context, c *channel, stories []attache.Story) error {
	for _, story := range limit(stories, mostEntries) {
		item, err := s.Tell(ctx, story)
		if errors.Is(err, attache.ErrNotFound) {
			continue // its reports were removed
		}
		if err != nil {
			return err
		}
		c.Entries = append(c.Entries, s.entryOf(item, story.First))
	}
	return nil
}

// entryOf makes an entry of a story.
func (s *Site) entryOf(item attache.Item, first time.Time) entry {
	e := entry{
		ID: "story:" + item.StoryID, Path: at("/stories/", item.StoryID), Title: item.Headline, Summary: summary(item),
		Published: first, Updated: item.Last, HTML: s.itemHTML(item),
	}
	for _, l := range limit(item.Links, 3) {
		e.Authors = append(e.Authors, l.Outlet)
	}
	for _, code := range item.Actors {
		e.Tags = append(e.Tags, country.Name(code, "en"))
	}
	return e
}

// entryOfQuote makes an entry of a quote.
func (s *Site) entryOfQuote(q attache.Quote) entry {
	title := q.Speaker + ": “" + text.Shorten(q.Text, 90) + "”"
	return entry{
		ID: "quote:" + q.ID, Path: at("/quotes/", q.ID), Title: title, Summary: "“" + q.Text + "” — " + q.Speaker,
		Published: q.Published, Updated: q.Published, HTML: quoteHTML(q), Authors: []string{q.Speaker},
	}
}

// itemHTML tells a story as simple markup, for readers of feeds.
func (s *Site) itemHTML(item attache.Item) string {
	var b strings.Builder
	for _, sentence := range item.Lead {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(sentence.Text))
	}
	for _, q := range item.Quotes {
		b.WriteString(quoteHTML(q))
	}
	if len(item.Links) > 0 {
		b.WriteString("<p>")
		for i, l := range item.Links {
			if i > 0 {
				b.WriteString(", ")
			}
			if attache.IsLink(l.URL) {
				fmt.Fprintf(&b, `<a href="%s">%s</a>`, html.EscapeString(l.URL), html.EscapeString(l.Outlet))
			} else {
				b.WriteString(html.EscapeString(l.Outlet))
			}
		}
		b.WriteString("</p>")
	}
	fmt.Fprintf(&b, `<p><a href="%s">All reports</a></p>`, html.EscapeString(s.href(at("/stories/", item.StoryID))))
	return b.String()
}

func quoteHTML(q attache.Quote) string {
	who := html.EscapeString(q.Speaker)
	if q.Role != "" {
		who += ", " + html.EscapeString(q.Role)
	}
	if q.Code != "" {
		who += " (" + html.EscapeString(country.Name(q.Code, "en")) + ")"
	}
	where := html.EscapeString(q.Outlet)
	if attache.IsLink(q.URL) {
		where = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(textFragment(q.URL, q.Text)), where)
	}
	return fmt.Sprintf("<blockquote><p>“%s”</p></blockquote><p>%s · %s</p>", html.EscapeString(q.Text), who, where)
}
