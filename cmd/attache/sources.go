package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"attache"
	"attache/feed"
)

// sourcesCommand keeps the list of sources.
type sourcesCommand struct {
	List   sourcesList   `cmd:"" help:"What is polled, and how it goes."`
	Add    sourcesAdd    `cmd:"" help:"Poll another address."`
	Remove sourcesRemove `cmd:"" help:"Stop polling an address; its articles stay."`
	Check  sourcesCheck  `cmd:"" help:"Ask each source what it gives now."`
	Import sourcesImport `cmd:"" help:"Add the sources of an OPML file."`
	Export sourcesExport `cmd:"" help:"Print the sources as OPML."`
}

// removedNote names the note that keeps a default source off the list.
func removedNote(id string) string { return "source-removed/" + id }

// settleSources brings the stored list in line with the configuration: what
// it names is there, what it no longer names goes, what was added by hand
// stays. Without any configured source the default list is used.
func (h *app) settleSources(ctx context.Context) error {
	wanted, err := h.wantedSources(ctx)
	if err != nil {
		return err
	}
	stored, err := h.store.ListSources(ctx)
	if err != nil {
		return err
	}
	for _, old := range stored {
		if guarded := old.Guarded(); guarded.Private != old.Private { // added before secrets were kept apart
			old = guarded
			if err := h.store.PutSources(ctx, old); err != nil {
				return err
			}
		}
		i := slices.IndexFunc(wanted, func(s attache.Source) bool { return s.ID == old.ID })
		switch {
		case i >= 0:
			wanted[i].Polling = old.Polling
		case old.Origin == attache.FromConfig || old.Origin == attache.FromDefault:
			if err := h.store.RemoveSource(ctx, old.ID); err != nil {
				return err
			}
		}
	}
	return h.store.PutSources(ctx, wanted...)
}

func (h *app) wantedSources(ctx context.Context) ([]attache.Source, error) {
	wanted := h.config.sources()
	for i := range wanted {
		wanted[i].Origin = attache.FromConfig
	}
	defaults := len(wanted) == 0
	if h.config.Defaults != nil {
		defaults = *h.config.Defaults
	}
	if !defaults {
		return wanted, nil
	}
	for _, s := range feed.Defaults() {
		removed, err := h.store.Note(ctx, removedNote(s.ID))
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return nil, err
		}
		known := slices.ContainsFunc(wanted, func(w attache.Source) bool { return w.ID == s.ID })
		if len(removed) > 0 || known {
			continue
		}
		s.Origin = attache.FromDefault
		wanted = append(wanted, s)
	}
	return wanted, nil
}

type sourcesList struct{}

func (c *sourcesList) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx)
	if err != nil {
		return err
	}
	return printSources(s.env.out, sources, h.now())
}

// printSources writes a table, or tab-separated values where no person reads.
func printSources(w io.Writer, sources []attache.Source, now time.Time) error {
	slices.SortFunc(sources, func(a, b attache.Source) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Name, b.Name))
	})
	table, done := w, func() error { return nil }
	if isTerminal(w) {
		aligned := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		table, done = aligned, aligned.Flush
	}
	fmt.Fprintln(table, "KIND\tCOUNTRY\tLANG\tNAME\tSTATE\tADDRESS")
	for _, s := range sources {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Kind, s.Country, s.Lang, safe(s.Name), pollingState(s, now), safe(s.URL))
	}
	return done()
}

// pollingState says how polling a source goes, in a few words.
func pollingState(s attache.Source, now time.Time) string {
	p := s.Polling
	switch {
	case p.State == attache.PollGone:
		return "gone: the server says it is no more"
	case p.State == attache.PollPaused:
		return "paused: " + safe(p.Problem)
	case p.Failures > 0:
		return fmt.Sprintf("failed %d times: %s", p.Failures, safe(p.Problem))
	case p.Checked.IsZero():
		return "not tried yet"
	case !p.Verified:
		return "no articles yet"
	default:
		return "checked " + now.Sub(p.Checked).Round(time.Minute).String() + " ago"
	}
}

type sourcesAdd struct {
	URL      string   `arg:"" help:"Address of a feed or a site."`
	Name     string   `help:"What to call it."`
	Kind     string   `help:"Who speaks there: official, wire, press or state-media." default:"press"`
	Country  string   `help:"ISO 3166 alpha-3 code, or a body's abbreviation."`
	Lang     string   `help:"ISO 639-1 code."`
	Topics   []string `help:"Topics, for your own order."`
	FullText string   `help:"Fetch the articles' pages: auto, always or never." default:"auto"`
}

func (c *sourcesAdd) Run(s *session) error {
	if err := errors.Join(checkWebAddress(c.URL), checkOneOf(c.Kind, "official", "wire", "press", "state-media"),
		checkOneOf(c.FullText, "auto", "always", "never")); err != nil {
		return usage("%w", err)
	}
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	source := attache.Source{
		ID: attache.SourceID(c.URL), URL: c.URL, Name: cmp.Or(c.Name, c.URL), Kind: attache.SourceKind(c.Kind),
		Country: c.Country, Lang: c.Lang, Topics: c.Topics, FullText: attache.FullText(c.FullText), Origin: attache.FromHand,
	}.Guarded()
	sources, err := h.store.ListSources(s.ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(sources, func(o attache.Source) bool { return o.ID == source.ID }) {
		return usage("%s is on the list already", source.URL)
	}
	if err := errors.Join(h.store.PutSources(s.ctx, source), h.store.SetNote(s.ctx, removedNote(source.ID), nil)); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "added %s; it is polled from the next pass on\n", source.URL)
	return nil
}

type sourcesRemove struct {
	URL string `arg:"" help:"Address or id, as the list shows it."`
}

func (c *sourcesRemove) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx, c.URL)
	switch {
	case err != nil:
		return err
	case sources[0].Origin == attache.FromConfig:
		return usage("%s stands in the configuration file; take it out there", sources[0].URL)
	}
	id := sources[0].ID
	if err := errors.Join(h.store.SetNote(s.ctx, removedNote(id), []byte("1")), h.store.RemoveSource(s.ctx, id)); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "removed %s; its articles stay\n", sources[0].URL)
	return nil
}
