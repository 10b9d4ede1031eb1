package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"attache"
	"attache/digest"
	"attache/feed"
)

// removeCommand takes a report out of the store for good, by its address: also
// out of that of a bot that is running.
type removeCommand struct {
	URL string `arg:"" help:"Address of the report, as its link has it."`
}

func (c *removeCommand) Run(s *session) error {
	if err := checkWebAddress(c.URL); err != nil {
		return usage("%w", err)
	}
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	pipeline := h.newPipeline()
	if h.live != nil {
		pipeline = h.live.pipeline
	}
	told, err := pipeline.remove(s.ctx, c.URL)
	if err != nil {
		return err
	}
	if h.live != nil {
		h.live.app.log.Info("a report was removed", "url", attache.PublicURL(c.URL))
	}
	fmt.Fprintln(s.env.out, told)
	return nil
}

// remove takes the reports of an address out of the store, whichever sources
// brought it, and says what became of their stories. It waits for the batch in hand,
// so that nothing of what it takes out is put back, and nothing of what comes is lost.
func (p *pipeline) remove(ctx context.Context, address string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids, before, err := p.reportsOf(ctx, address)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0 && before:
		return "That report was removed before.", nil
	case len(ids) == 0:
		return "", usage("no report has the address %s; take it from the report's link", attache.PublicURL(address))
	}
	var told []string
	for _, id := range ids {
		line, err := p.removeReport(ctx, id)
		if err != nil {
			return strings.Join(told, "\n"), err
		}
		told = append(told, line)
	}
	return strings.Join(told, "\n"), nil
}

// reportsOf are the articles that are known by a page, and whether one was that is
// removed by now.
func (p *pipeline) reportsOf(ctx context.Context, address string) (ids []string, before bool, err error) {
	seen := map[string]bool{}
	var named []string
	err = p.store.EachKey(ctx, func(key, article string) error {
		if !seen[article] && feed.NamesPage(key, address) {
			seen[article] = true
			named = append(named, article)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, false, err
	}
	for _, id := range named {
		switch _, err := p.store.Article(ctx, id); {
		case errors.Is(err, attache.ErrRemoved):
			before = true
		case errors.Is(err, attache.ErrNotFound):
		case err != nil:
			return nil, false, err
		default:
			ids = append(ids, id)
		}
	}
	return ids, before, nil
}

// removeReport takes one article out. p.mu is locked.
func (p *pipeline) removeReport(ctx context.Context, id string) (string, error) {
	a, err := p.store.Article(ctx, id)
	if err != nil {
		return "", err
	}
	var rest attache.Story
	if a.StoryID != "" {
		story, err := p.store.Story(ctx, a.StoryID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return "", err
		}
		rest = digest.WithoutReport(story, a.ID)
	}
	if err := p.store.Remove(ctx, a.ID, rest); err != nil {
		return "", err
	}
	if p.gone != nil {
		p.gone()
	}
	if rest.ID == "" {
		return fmt.Sprintf("Removed: %s (%s), and its story, which had no other report.", a.Title, a.Outlet), nil
	}
	return fmt.Sprintf("Removed: %s (%s). Its story has %d other reports.", a.Title, a.Outlet, len(rest.Reports)), nil
}
