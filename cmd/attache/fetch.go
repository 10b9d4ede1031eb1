package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/sync/errgroup"

	"attache/feed"

	words "attache/internal/text"
)

// fetchCommand polls every source once.
type fetchCommand struct{}

func (c *fetchCommand) Run(s *session) error {
	h, err := s.open()
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.settleSources(s.ctx); err != nil {
		return err
	}
	pipeline := h.newPipeline()
	if h.live != nil {
		pipeline = h.live.pipeline.beside(h.log)
	}
	poller := h.poller()
	defer poller.Close()
	progress, done := s.progress("polling")
	sum, err := pass(s.ctx, poller, progress, pipeline, h.live != nil)
	done()
	if err != nil {
		return err
	}
	t := pipeline.tally
	fmt.Fprintf(s.env.out, "%s polled: %d not changed, %d failed, %d paused\n%s: %d new (%d of them diplomacy), %d updated\n",
		words.Count(sum.Sources, "source", "sources"), sum.NotModified, sum.Failed, sum.Paused, words.Count(sum.Articles, "article", "articles"),
		t.added, t.relevant, t.updated)
	switch sum.Failed {
	case 0:
	case sum.Sources:
		return errors.New("every source failed; `attache sources list` tells why")
	default:
		fmt.Fprintln(s.env.out, "`attache sources list` tells what failed")
	}
	return nil
}

// pass polls every source while the last weeks are called to mind; where
// nothing is new it does not wait for that. A bot that is running has them in mind.
func pass(
	ctx context.Context, poller *feed.Poller, progress func(done, total int), pipeline *pipeline, running bool,
) (feed.Summary, error) {
	work, ctx := errgroup.WithContext(ctx)
	reading, enough := context.WithCancel(ctx)
	work.Go(func() error {
		if running {
			return nil
		}
		if err := pipeline.restore(reading); err != nil && reading.Err() == nil {
			return err
		}
		return nil
	})
	var sum feed.Summary
	work.Go(func() error {
		defer enough()
		var err error
		sum, err = poller.Pass(ctx, progress, pipeline.file)
		return err
	})
	err := work.Wait()
	return sum, err
}

// progress draws a bar where a person looks on, and nothing elsewhere.
func (s *session) progress(what string) (tell func(done, total int), finish func()) {
	if !isTerminal(s.env.err) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1,
		progressbar.OptionSetWriter(s.env.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionFullWidth(),
	)
	return func(done, total int) {
			bar.ChangeMax(total)
			_ = bar.Set(done) // a bar that cannot be drawn harms nobody
		}, func() {
			_ = bar.Finish()
		}
}
