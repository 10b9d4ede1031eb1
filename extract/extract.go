// Package extract reads an article: who is named in it, who said what, what
// happened, and whether it is diplomacy at all. What enters is an attache.Text,
// what leaves an attache.Reading. It composes the packages below it and is pure:
// no clock, no network, no store; the same text gives the same reading, and all
// of it is safe for concurrent use.
package extract

import (
	"html"
	"strings"
	"time"

	"attache"
	"attache/extract/actor"
	"attache/extract/agenda"
	"attache/extract/event"
	"attache/extract/quote"
	"attache/extract/relevance"
	"attache/internal/text"
)

// Reader reads texts with what is remembered from earlier ones.
type Reader struct {
	// Known tells whether a full name is remembered as a person's in office as of
	// a time. It may be nil; it must be safe for concurrent use.
	Known func(name string, at time.Time) bool
}

// Read reads a text without any memory.
func Read(t attache.Text) attache.Reading { return Reader{}.Read(t) }

// Read reads a text. Offsets count code points of the body; the title helps to
// understand, and parties named only there have no mentions.
func (r Reader) Read(t attache.Text) attache.Reading {
	lang, _, _ := strings.Cut(strings.ToLower(t.Lang), "-")
	body := text.New(t.Body, lang)
	title := text.New(plain(t.Title), body.Lang)
	out := r.understand(title, body, &t)
	quotes, named := quote.ReadTitled(title, body)
	f := form(title, body, out.Actors, named)
	out.Quotes, out.Actors = reconcile(quotes, named, out.Actors, t.Country)
	apply(&f, body, &out, t.Country)
	return out
}

// understand reads all but the quotes.
func (r Reader) understand(title, body *text.Doc, t *attache.Text) attache.Reading {
	found := actor.Find(actor.Input{
		Title: title, Body: body, Published: t.Published, Country: t.Country, Known: r.Known,
	})
	sense := event.Read(found.Title, found.Body, found.Actors)
	verdict := relevance.Judge(found.Title, found.Body, sense)
	return attache.Reading{
		Lang:      body.Lang,
		Diplomacy: verdict.Diplomacy,
		Relevant:  verdict.Relevant,
		Evidence:  verdict.Evidence,
		Event:     sense.Event(),
		Actors:    found.Actors,
		Dates:     agenda.Find(body, found.Body.Folds, t.Published),
	}
}

// plain undoes the entities that some feeds leave in titles.
func plain(title string) string {
	if strings.IndexByte(title, '&') < 0 {
		return title
	}
	return html.UnescapeString(title)
}
