package main

import (
	"cmp"
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
	words "attache/internal/text"
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
		return fmt.Errorf("%d of %s", bad, words.Count(len(sources), "source does not work", "sources do not work"))
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
	name := safe(cmp.Or(r.Source.Name, r.Source.URL))
	if r.Problem != "" {
		fmt.Fprintf(w, "✗ %s\n  %s\n  %s\n", name, safe(r.Source.URL), safe(r.Problem))
		return
	}
	facts := []string{r.Format, words.Count(r.Entries, "entry", "entries"), fmt.Sprintf("%d with full text", r.FullText)}
	if !r.Newest.IsZero() {
		facts = append(facts, "newest "+ago(now, r.Newest))
	}
	if r.Hub != "" {
		facts = append(facts, "hub")
	}
	facts = append(facts, slices.Concat(pagesFacts(r.Pages), addressFacts(r.Source.Polling))...)
	for _, o := range r.Others {
		facts = append(facts, "there is also "+safe(attache.PublicURL(o)))
	}
	fmt.Fprintf(w, "✓ %s\n  %s\n", name, strings.Join(facts, ", "))
}

type sourcesImport struct {
	File string `arg:"" help:"OPML, or addresses one a line, or - for standard input; nested folders become topics."`
}

func (c *sourcesImport) Run(s *session) error {
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
	found, left, err := feed.ReadSources(in)
	if err != nil {
		return usage("%s: %w", c.File, err)
	}
	known, err := h.store.ListSources(s.ctx)
	if err != nil {
		return err
	}
	var added []attache.Source
	for _, source := range found {
		if slices.ContainsFunc(known, func(o attache.Source) bool { return feed.SourceKey(o.Address()) == feed.SourceKey(source.URL) }) {
			continue
		}
		source.Origin = attache.FromHand
		added = append(added, source.Guarded())
	}
	if err := h.store.PutSources(s.ctx, added...); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "%s in the file, %d new\n", words.Count(len(found), "source", "sources"), len(added))
	for _, what := range left {
		fmt.Fprintf(s.env.out, "left out: %s\n", safe(what))
	}
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
