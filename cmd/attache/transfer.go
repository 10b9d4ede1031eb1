package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"attache"
	"attache/store"
)

// exportCommand prints everything that is stored.
type exportCommand struct{}

func (c *exportCommand) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	_, err = store.Export(s.ctx, h.store, s.env.out)
	return err
}

// importCommand reads an export, or plain article lines, which then take the
// same way as articles from a source.
type importCommand struct {
	File string `arg:"" help:"JSON Lines, or - for standard input."`
}

func (c *importCommand) Run(s *session) error {
	in, err := s.input(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	files, err := h.pipeline(s.ctx)
	if err != nil {
		return err
	}
	counts, err := store.Import(s.ctx, h.store, in, store.ImportOptions{
		Plain: func(ctx context.Context, p store.PlainArticle) (bool, error) {
			before := files.tally.added
			err := files.file(ctx, []attache.Article{h.imported(p)})
			return files.tally.added > before, err
		},
	})
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(s.env.out, "%s: %d lines, %d new\n", kind, counts[kind].Lines, counts[kind].Added)
	}
	if bad, ok := errors.AsType[*store.ImportError](err); ok {
		return usage("%s: %w", c.File, bad)
	}
	return err
}

// imported is a plain article as its source would have given it. Without a
// time it counts as published now.
func (h *house) imported(p store.PlainArticle) attache.Article {
	a := articleOf(p)
	a.Fetched = h.now().UTC()
	if a.Published.IsZero() {
		a.Published = a.Fetched
	}
	a.Keys = []string{"import:" + p.ID}
	if p.URL != "" {
		a.Keys = append([]string{"url:" + p.URL}, a.Keys...)
	}
	a.ID, a.Hash = attache.ArticleID(a.Keys[0]), attache.TextHash(a.Title, a.Body)
	return a
}

// articleOf is a plain article as the domain knows it.
func articleOf(p store.PlainArticle) attache.Article {
	return attache.Article{
		ID: p.ID, Title: p.Title, Body: p.Body, URL: p.URL, Outlet: p.Outlet, Published: p.Published,
		Reading: attache.Reading{Lang: p.Lang},
	}
}
