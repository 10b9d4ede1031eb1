package web

import (
	"context"
	"errors"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strings"

	"attache"
	"attache/internal/country"
)

// Broadcast is a channel that everybody can read, with the editions it got.
type Broadcast struct {
	Title    string
	Editions []string // IDs of the latest, oldest first
}

// mostEditions is how many of a channel's editions are shown.
const mostEditions = 30

// broadcastPage is what a channel got.
type broadcastPage struct {
	Editions []attache.Edition // the latest first
}

// broadcast shows the editions of a channel. It is found by those who have one of
// them: channels are not listed.
func (s *Site) broadcast(r *http.Request) (*Page, error) {
	id := r.PathValue("id")
	b, err := s.Broadcast(r.Context(), id)
	if err != nil {
		return nil, err
	}
	var p broadcastPage
	for _, edition := range slices.Backward(b.Editions) {
		e, err := s.Store.Edition(r.Context(), edition)
		if errors.Is(err, attache.ErrNotFound) {
			continue // older than what is kept
		}
		if err != nil {
			return nil, err
		}
		if p.Editions = append(p.Editions, e); len(p.Editions) == mostEditions {
			break
		}
	}
	if len(p.Editions) == 0 {
		return nil, attache.ErrNotFound
	}
	title := "Editions"
	if b.Title != "" {
		title = b.Title + ": editions"
	}
	return &Page{
		Template: "broadcast", Title: title, Description: count(len(p.Editions), "edition", "editions") + " of this channel, the latest first.",
		Path: at("/channels/", id), Lang: "en", Feeds: at("/channels/", id), Modified: p.Editions[0].To, Data: p,
	}, nil
}

// editionName is what an edition is called.
func editionName(e attache.Edition) string {
	return "Digest of " + e.To.UTC().Format("2 January 2006, 15:04")
}

// addEditions adds a channel's editions, each as one entry.
func (s *Site) addEditions(c *channel, editions []attache.Edition) {
	for _, e := range editions {
		if e.Stories() == 0 {
			continue // that there was nothing is no news
		}
		entry := entry{
			ID: "edition:" + e.ID, Path: at("/editions/", e.ID), Title: editionName(e), Published: e.To, Updated: e.To,
			Summary: fmt.Sprintf("%s from %s.", count(e.Stories(), "story", "stories"), count(e.Articles, "report", "reports")),
		}
		var b strings.Builder
		for _, section := range e.Sections {
			for _, item := range section.Items {
				fmt.Fprintf(&b, "<h3>%s</h3>%s", html.EscapeString(item.Headline), s.itemHTML(item))
				for _, code := range item.Actors {
					if name := country.Name(code, "en"); !slices.Contains(entry.Tags, name) {
						entry.Tags = append(entry.Tags, name)
					}
				}
			}
		}
		entry.HTML = b.String()
		c.Entries = append(c.Entries, entry)
	}
}

// channelOf is the channel that an edition went to; ErrNotFound where it went to none
// that everybody can read.
func (s *Site) channelOf(ctx context.Context, edition string) (string, error) {
	id, err := s.Public(ctx, edition)
	if err == nil && id == "" {
		err = attache.ErrNotFound
	}
	return id, err
}
