package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
	"attache/feed"
)

// checkAtOnce is how many sources are asked side by side.
const checkAtOnce = 16

type sourcesCheck struct {
	URLs []string `arg:"" optional:"" name:"url" help:"Only these, by address or id."`
}

// Run asks every source what it gives now. A source that works is marked as
// verified; the exit status tells whether all of them do.
func (c *sourcesCheck) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx, c.URLs...)
	if err != nil {
		return err
	}
	poller := h.poller()
	defer poller.Close()
	tell, finish := s.progress("checking")
	reports := make([]feed.Report, len(sources))
	var mu sync.Mutex
	done := 0
	group, ctx := errgroup.WithContext(s.ctx)
	group.SetLimit(checkAtOnce)
	for i, source := range sources {
		group.Go(func() error {
			reports[i] = poller.Check(ctx, source)
			mu.Lock()
			defer mu.Unlock()
			if done++; tell != nil {
				tell(done, len(sources))
			}
			return ctx.Err()
		})
	}
	err = group.Wait()
	finish()
	if err != nil {
		return err
	}
	bad := 0
	checked := make([]attache.Source, len(reports))
	for i, report := range reports {
		checked[i] = report.Source
		if report.Problem != "" {
			bad++
		}
		printReport(s.env.out, report, h.now())
	}
	if err := h.store.PutSources(s.ctx, checked...); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d sources do not work", bad, len(sources))
	}
	return nil
}

// chooseSources are the listed sources that the arguments name; all of them
// without any.
func (h *app) chooseSources(ctx context.Context, wanted ...string) ([]attache.Source, error) {
	if err := h.settleSources(ctx); err != nil {
		return nil, err
	}
	all, err := h.store.ListSources(ctx)
	if err != nil || len(wanted) == 0 {
		return all, err
	}
	var out []attache.Source
	for _, name := range wanted {
		i := slices.IndexFunc(all, func(o attache.Source) bool { return o.ID == name || o.URL == name || o.Private == name })
		if i < 0 {
			return nil, usage("%s is not on the list; `attache sources list` shows it", attache.PublicURL(name))
		}
		out = append(out, all[i])
	}
	return out, nil
}

func printReport(w io.Writer, r feed.Report, now time.Time) {
	name := safe(firstOf(r.Source.Name, r.Source.URL))
	if r.Problem != "" {
		fmt.Fprintf(w, "✗ %s\n  %s\n  %s\n", name, safe(r.Source.URL), safe(r.Problem))
		return
	}
	facts := []string{r.Format, fmt.Sprintf("%d entries", r.Entries), fmt.Sprintf("%d with full text", r.FullText)}
	if !r.Newest.IsZero() {
		facts = append(facts, "newest "+now.Sub(r.Newest).Round(time.Minute).String()+" ago")
	}
	if r.Hub != "" {
		facts = append(facts, "hub")
	}
	if r.Address != "" {
		facts = append(facts, "polled at "+safe(r.Address))
	}
	fmt.Fprintf(w, "✓ %s\n  %s\n", name, strings.Join(facts, ", "))
}

type sourcesImport struct {
	File string `arg:"" help:"OPML, or - for standard input; nested folders become topics."`
}

func (c *sourcesImport) Run(s *session) error {
	in, err := s.input(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	found, err := feed.ReadOPML(in)
	if err != nil {
		return usage("%s: %w", c.File, err)
	}
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	known, err := h.store.ListSources(s.ctx)
	if err != nil {
		return err
	}
	var added []attache.Source
	for _, source := range found {
		if slices.ContainsFunc(known, func(o attache.Source) bool { return o.ID == source.ID }) {
			continue
		}
		source.Origin = attache.FromHand
		added = append(added, source.Guarded())
	}
	if err := h.store.PutSources(s.ctx, added...); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "%d sources in the file, %d new\n", len(found), len(added))
	return nil
}

type sourcesExport struct{}

func (c *sourcesExport) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	sources, err := h.chooseSources(s.ctx)
	return errors.Join(err, feed.WriteOPML(s.env.out, sources, h.now()))
}
