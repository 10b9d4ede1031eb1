package feed

import (
	"bytes"
	"fmt"
	"time"

	"github.com/mmcdole/gofeed"

	"attache/feed/charset"
)

// Parse reads a feed of any format from its bytes. base is the address it came
// from, "" where unknown; contentType is the header's value, "" where unknown.
func Parse(data []byte, base, contentType string) (Feed, error) {
	text, _ := charset.ToUTF8(data, contentType)
	g, err := gofeed.NewParser().Parse(bytes.NewReader(text))
	if err != nil {
		return Feed{}, fmt.Errorf("%w (%w)", ErrNotFeed, err)
	}
	f := Feed{Title: g.Title, Format: g.FeedType + " " + g.FeedVersion, Lang: g.Language, URL: g.Link, Self: g.FeedLink}
	for _, it := range g.Items {
		e := Entry{ID: it.GUID, URL: it.Link, Title: it.Title, Summary: it.Description, Content: it.Content}
		e.Published, e.Updated = value(it.PublishedParsed), value(it.UpdatedParsed)
		if it.Author != nil {
			e.Author = it.Author.Name
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

func value(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
