package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// PlainArticle is an article as other programs write it: a JSON object with
// id, text (or title and body), and if they are known lang, published, outlet
// and url. Other fields are passed over.
type PlainArticle struct {
	ID        string
	Title     string
	Body      string // or the text
	Lang      string
	Published time.Time // zero where it is not known
	Outlet    string
	URL       string
	Country   string // of the source, as attache.Article has it
}

// dateForms are the forms of "published" that are understood.
var dateForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04", "2006-01", "2006-01-02 15:04:05",
	"2006-01-02 15:04", "2006-01-02",
	time.RFC1123Z, time.RFC1123,
}

// ErrPublished is the error for a "published" that no form fits; the article is whole without it.
var ErrPublished = errors.New(`"published" is no time`)

// ParsePlain reads such an object. Its errors say which field is wrong; with ErrPublished
// the article is given too, without its time.
func ParsePlain(b []byte) (PlainArticle, error) {
	var v struct {
		ID, Title, Body, Text, Lang, Published, Outlet, URL, Country string
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return PlainArticle{}, plainly(err)
	}
	a := PlainArticle{ID: v.ID, Title: v.Title, Body: v.Body, Lang: v.Lang, Outlet: v.Outlet, URL: v.URL, Country: v.Country}
	switch {
	case v.ID == "":
		return a, errors.New(`an article without "id"`)
	case v.Text != "" && v.Body != "":
		return a, fmt.Errorf(`article %q has both "text" and "body"; give one of them`, v.ID)
	case v.Text == "" && v.Body == "" && v.Title == "":
		return a, fmt.Errorf(`article %q has neither "text" nor "title" and "body"`, v.ID)
	case v.Text != "":
		a.Body = v.Text
	}
	if v.Published == "" {
		return a, nil
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, v.Published); err == nil {
			a.Published = t.UTC()
			return a, nil
		}
	}
	return a, fmt.Errorf(`article %q: %w: %.40q; write it like 2026-03-02T08:20:00Z`, v.ID, ErrPublished, v.Published)
}
