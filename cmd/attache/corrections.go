package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"attache"
)

// correctionsCommand tells what readers say is wrong.
type correctionsCommand struct {
	Labels bool `help:"Print them as labelled articles with their text (JSON Lines), to learn from and to measure with."`
}

func (c *correctionsCommand) Run(s *session) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	if c.Labels {
		return h.printLabels(s.ctx, s.env.out)
	}
	table, done := tableOn(s.env.out)
	fmt.Fprintln(table, "LAST\tVOICES\tWRONG\tSPEAKER\tWHAT\tADDRESS")
	err = h.store.EachCorrection(s.ctx, func(one attache.Correction) error {
		what, address := one.Text, ""
		if a, err := h.store.Article(s.ctx, one.ArticleID); err == nil {
			address = a.URL
			if what == "" {
				what = a.Title
			}
		}
		_, err := fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t%s\n", minuteOf(one.Last), len(one.Voices), one.Kind, safe(one.Speaker),
			safe(strings.Join(strings.Fields(what), " ")), safe(address))
		return err
	})
	return errors.Join(err, done())
}

// labelled is an article with what readers say of it, in the fields that labelled
// news has; what they say is wrong stands beside what is shown.
type labelled struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	URL        string          `json:"url,omitempty"`
	Outlet     string          `json:"outlet,omitempty"`
	OutletKind string          `json:"outlet_kind,omitempty"`
	Lang       string          `json:"lang,omitempty"`
	Published  string          `json:"published,omitempty"`
	Body       string          `json:"body"`
	Diplomacy  *bool           `json:"diplomacy,omitempty"` // false where readers say that it is none
	Quotes     []labelledQuote `json:"quotes,omitempty"`
	Apart      []string        `json:"not_one_story,omitempty"` // ids of articles that stood in a story with it, not all rightly
	Voices     int             `json:"voices"`                  // the most that any of this has
}

// labelledQuote is a quotation that readers say is not of whom it stands under; who
// is right they do not say.
type labelledQuote struct {
	Text   string         `json:"text"`
	Span   []attache.Span `json:"spans"`
	Not    []string       `json:"not_speaker"`
	Voices int            `json:"voices"`
}

// printLabels prints an article a line.
func (h *app) printLabels(ctx context.Context, w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	var line *labelled
	flush := func() error {
		if line == nil {
			return nil
		}
		done := line
		line = nil
		return enc.Encode(done)
	}
	err := h.store.EachCorrection(ctx, func(one attache.Correction) error {
		if line != nil && line.ID != one.ArticleID {
			if err := flush(); err != nil {
				return err
			}
		}
		if line == nil {
			a, err := h.store.Article(ctx, one.ArticleID)
			if errors.Is(err, attache.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			line = &labelled{
				ID: a.ID, Title: a.Title, URL: a.URL, Outlet: a.Outlet, OutletKind: string(a.OutletKind), Lang: a.Lang, Body: a.Body,
			}
			if when := a.When(); !when.IsZero() {
				line.Published = when.UTC().Format(time.RFC3339)
			}
		}
		line.add(one)
		return nil
	})
	return errors.Join(err, flush())
}

func (l *labelled) add(one attache.Correction) {
	l.Voices = max(l.Voices, len(one.Voices))
	switch one.Kind {
	case attache.WrongSpeaker:
		l.Quotes = append(l.Quotes, labelledQuote{Text: one.Text, Span: one.Segments, Not: []string{one.Speaker}, Voices: len(one.Voices)})
	case attache.NotDiplomacy:
		no := false
		l.Diplomacy = &no
	case attache.NotOneStory:
		l.Apart = one.Reports
	}
}

// countCorrections says how many corrections there are.
func (h *app) countCorrections(ctx context.Context) (n int, err error) {
	err = h.store.EachCorrection(ctx, func(attache.Correction) error {
		n++
		return nil
	})
	return n, err
}
