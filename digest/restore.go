package digest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"attache"
)

// restorePage is how much of the past is held in memory at a time.
const restorePage = 250

// Past is what was stored before.
type Past interface {
	attache.Archive
	attache.Traces
	attache.Tracks
}

// Restore gives a clusterer the stored articles since then, oldest first: by their
// traces, while the next ones are read. Where there is no trace, or one that
// another version made, the text is read and its trace kept for the next start,
// if it can be. learn is given each article, of which a trace holds the reading.
func Restore(ctx context.Context, kept Past, clusters *Clusterer, learn func(attache.Article), since time.Time, log *slog.Logger) error {
	tracks, err := kept.ListTracks(ctx, since)
	if err != nil {
		return err
	}
	clusters.Restore(nil, tracks)
	work, ctx := errgroup.WithContext(ctx)
	pages := make(chan []recalled, 2)
	work.Go(func() error {
		defer close(pages)
		return readPages(ctx, kept, since, pages)
	})
	work.Go(func() error {
		keeping := true // a trace can be made anew: a full disk is no reason not to start
		for page := range pages {
			made := takeUp(clusters, learn, page)
			if !keeping {
				continue
			}
			if err := kept.KeepTraces(ctx, made...); err != nil && ctx.Err() == nil {
				keeping = false
				log.WarnContext(ctx, "traces of articles could not be kept; the next start reads those texts again", "err", err)
			}
		}
		return nil
	})
	return work.Wait()
}

// recalled is an article that is taken up again: by its trace, or as a whole.
type recalled struct {
	trace Recollection
	whole *attache.Article
}

// readPages reads what was stored, oldest first.
func readPages(ctx context.Context, kept Past, since time.Time, pages chan<- []recalled) error {
	for after := ""; ; {
		memories, next, err := kept.Recall(ctx, since, after, restorePage)
		if err != nil {
			return err
		}
		page := make([]recalled, 0, len(memories))
		for _, m := range memories {
			r, err := recall(ctx, kept, m)
			if err != nil {
				return err
			}
			page = append(page, r)
		}
		select {
		case pages <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
		if after = next; after == "" {
			return nil
		}
	}
}

func recall(ctx context.Context, kept Past, m attache.Memory) (recalled, error) {
	if m.Trace == nil {
		return recalled{whole: &m.Article}, nil
	}
	trace, err := ReadTrace(m.Article, m.Trace)
	if !errors.Is(err, ErrTrace) {
		return recalled{trace: trace}, err
	}
	a, err := kept.Article(ctx, m.Article.ID)
	if errors.Is(err, attache.ErrNotFound) {
		return recalled{whole: &m.Article}, nil // without a story nothing comes of it
	}
	return recalled{whole: &a}, err
}

// takeUp takes up a page and returns the traces that were made.
func takeUp(clusters *Clusterer, learn func(attache.Article), page []recalled) (made []attache.Memory) {
	for _, r := range page {
		if r.whole == nil {
			clusters.Recall(r.trace)
			learn(r.trace.Article)
			continue
		}
		if trace := clusters.Restore([]attache.Article{*r.whole}, nil)[0]; trace != nil {
			made = append(made, attache.Memory{Article: *r.whole, Trace: trace})
		}
		learn(*r.whole)
	}
	return made
}
