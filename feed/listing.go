package feed

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/net/html"

	"attache"
	"attache/feed/charset"
	"attache/feed/fetch"
	"attache/feed/list"
)

// errListChanged is returned for a list of which nothing was there at the last
// poll, and nothing is newer: rather another list of the page.
var errListChanged = errors.New("the page lists other entries than before, none of them newer; its structure may have changed (a " +
	"selector names the right one)")

// The bounds of what is remembered of a list.
const (
	maxListLinks = 40
	oddPolls     = 3 // that do not fit what came before, until they are believed
)

// The formats of what is read as a list.
const (
	formatList     = "list"
	formatTelegram = "telegram"
)

// listOf reads a page as a list of entries and checks it against what was there
// at the last poll. The memory comes back also with an error.
func (p *Poller) listOf(src attache.Source, page *fetch.Response) (Feed, *attache.ListMemory, error) {
	before := src.Polling.List
	f, shape, err := readList(page.Body, page.URL, page.Header.Get("Content-Type"), src, p.cfg.Now())
	if err != nil {
		return Feed{}, before, err
	}
	memory := &attache.ListMemory{Shape: shape}
	for _, e := range f.Entries[:min(len(f.Entries), maxListLinks)] {
		memory.Links = append(memory.Links, attache.TextHash(e.URL, ""))
	}
	if before == nil || src.Selector != "" || shape == formatTelegram {
		return f, memory, nil
	}
	common := slices.ContainsFunc(memory.Links, func(l string) bool { return slices.Contains(before.Links, l) })
	if !common && !f.newestDate().After(src.Polling.Newest) && before.Odd < oddPolls {
		odd := *before
		odd.Odd++
		return Feed{}, &odd, errListChanged
	}
	return f, memory, nil
}

// readList reads a page as a list, within the bounds of a page.
func readList(data []byte, at, contentType string, src attache.Source, now time.Time) (f Feed, shape string, err error) {
	defer caught(&err, list.ErrNone)
	text, _ := charset.ToUTF8(data, contentType)
	if err := within(text); err != nil {
		return Feed{}, "", err
	}
	doc, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return Feed{}, "", fmt.Errorf("%w: %w", list.ErrNone, err)
	}
	o := list.Options{Base: baseURL(at), Now: now, Lang: src.Lang, Selector: src.Selector}
	if src.Polling.List != nil {
		o.Shape = src.Polling.List.Shape
	}
	res, err := list.Read(doc, o)
	if err != nil {
		return Feed{}, "", err
	}
	f = Feed{Title: html.EscapeString(res.Title), Format: formatList, Lang: res.Lang, URL: at}
	if res.Shape == formatTelegram {
		f.Format = formatTelegram
	}
	for _, e := range res.Entries {
		entry := Entry{
			URL: e.URL, Title: e.Title, Published: e.At, Summary: e.Text, zoneless: e.Zoneless, plain: []string{"title", "summary", "content"},
		}
		if e.Whole {
			entry.ID, entry.Content = e.URL, e.Text
		}
		f.Entries = append(f.Entries, entry)
	}
	return f, res.Shape, nil
}

// onTheDay gives entries that only tell a day, of late, the time at which they
// can have appeared last: now, or the end of the day. At midnight they would be
// older than what was told before they were there.
func (f *Feed) onTheDay(zone string, now time.Time) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	for i := range f.Entries {
		e := &f.Entries[i]
		at := e.Published.In(loc)
		if !e.zoneless || e.Published.IsZero() || at.Hour()+at.Minute()+at.Second() != 0 || now.Sub(at) > 48*time.Hour || at.After(now) {
			continue
		}
		end := at.AddDate(0, 0, 1).Add(-time.Second)
		if end.After(now) {
			end = now
		}
		e.Published = end.UTC()
	}
}
