package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"attache"
	"attache/feed"
	words "attache/internal/text"
	"attache/store"
	"attache/store/bolt"
)

// exportCommand prints everything that is stored.
type exportCommand struct {
	Salvage bool `help:"Go on behind what is damaged, and tell what is missing."`
}

func (c *exportCommand) Run(s *session) error {
	if c.Salvage {
		return s.salvage()
	}
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	if _, err = store.Export(s.ctx, h.store, s.env.out); errors.Is(err, bolt.ErrDamaged) {
		return fmt.Errorf("%w; `attache export --salvage` goes on behind it", err)
	}
	return err
}

// salvage exports what can be read of a store that may be damaged, also of one
// that cannot be opened any more.
func (s *session) salvage() error {
	var from attache.Upkeep
	h, err := s.openExisting()
	switch {
	case err == nil:
		defer h.close()
		if from, err = h.upkeep(); err != nil {
			return err
		}
	case unwritten(err):
		c, err := loadConfig(s.flags, s.env.getenv)
		if err != nil {
			return err
		}
		path, _ := store.File(c.Store)
		damaged, err := bolt.OpenDamaged(path, newLogger(s.env.err, s.flags.Verbose))
		if err != nil {
			return usage("nothing of it can be read: %w", err)
		}
		defer damaged.Close()
		from = damaged
	default:
		return err
	}
	missing := 0
	counts, err := store.Salvage(s.ctx, from, s.env.out, func(what string, err error) {
		if missing++; missing <= mostProblems {
			fmt.Fprintf(s.env.err, "missing: %s: %s\n", what, safe(err.Error()))
		}
	})
	if err != nil {
		return err
	}
	saved := 0
	for kind, n := range counts {
		if kind != "quote" { // which its article holds
			saved += n.Lines
		}
	}
	fmt.Fprintf(s.env.err, "%s saved, %d missing\n", words.Count(saved, "record", "records"), missing)
	return nil
}

// unwritten tells whether a store that could not be opened may be read where nothing is
// written to it: it is damaged, or it may not be written to.
func unwritten(err error) bool {
	return errors.Is(err, bolt.ErrDamaged) || errors.Is(err, fs.ErrPermission) || diskFault(err)
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
	pipeline, err := h.pipeline(s.ctx)
	if err != nil {
		return err
	}
	plain := &plainImport{app: h, pipeline: pipeline, seen: map[string]bool{}}
	counts, err := store.Import(s.ctx, h.store, in, store.ImportOptions{Plain: plain.add})
	err = errors.Join(err, plain.flush(s.ctx), plain.failed)
	if h.live != nil && counts["article"].Added > 0 {
		err = errors.Join(err, pipeline.renew(s.ctx))
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(s.env.out, "%s: %s, %d new\n", kind, words.Count(counts[kind].Lines, "line", "lines"), counts[kind].Added)
	}
	if len(counts) == 0 && err == nil {
		fmt.Fprintf(s.env.out, "%s holds no line; nothing was imported\n", c.File)
	}
	if bad, ok := errors.AsType[*store.ImportError](err); ok && plain.failed == nil {
		return usage("%s: %w", c.File, bad)
	}
	return err
}

// plainImport takes plain articles and files them in batches: a transaction
// for each would take longer than everything else.
type plainImport struct {
	app      *app
	pipeline *pipeline
	waiting  []attache.Article
	seen     map[string]bool // keys of those waiting
	failed   error           // of the store, which no line is to blame for
}

// add tells whether the article is new.
func (p *plainImport) add(ctx context.Context, line store.PlainArticle) (bool, error) {
	if p.failed != nil {
		return false, p.failed
	}
	if len(line.Body) > attache.MaxBody {
		return false, fmt.Errorf("its text has %d bytes; at most %d are taken", len(line.Body), attache.MaxBody)
	}
	a := p.app.imported(line)
	_, err := p.app.store.Find(ctx, a.Keys...)
	isNew := errors.Is(err, attache.ErrNotFound)
	if err != nil && !isNew {
		return false, err
	}
	for _, key := range a.Keys {
		isNew = isNew && !p.seen[key]
		p.seen[key] = true
	}
	if p.waiting = append(p.waiting, a); len(p.waiting) == perSave {
		p.failed = p.flush(ctx)
	}
	return isNew, p.failed
}

// flush files what waits.
func (p *plainImport) flush(ctx context.Context) error {
	batch := p.waiting
	p.waiting, p.seen = nil, map[string]bool{}
	return p.pipeline.file(ctx, batch)
}

// imported is a plain article as its source would have given it, known by the
// same identities. Without a time, or with one that is to come, it counts as
// published now.
func (h *app) imported(p store.PlainArticle) attache.Article {
	now := h.now().UTC()
	known := feed.Article(attache.Source{ID: "import"}, feed.Feed{}, feed.Entry{ID: p.ID, URL: p.URL, Title: p.Title}, now)
	a := articleOf(p)
	a.ID, a.URL, a.Fetched = known.ID, known.URL, now
	a.Keys = slices.Concat(known.Keys, feed.OlderKeys(p.URL))
	if a.Published.IsZero() || a.Published.After(now) {
		a.Published = now
	}
	a.Hash = attache.TextHash(a.Title, a.Body)
	return a
}

// articleOf is a plain article as the domain knows it.
func articleOf(p store.PlainArticle) attache.Article {
	return attache.Article{
		ID: p.ID, Title: p.Title, Body: p.Body, URL: p.URL, Outlet: p.Outlet, Published: p.Published, Country: p.Country,
		Reading: attache.Reading{Lang: p.Lang},
	}
}
