package main

import (
	"context"
	"slices"
	"time"

	"attache"
	"attache/digest"
)

// restoreStep is how much of the past is held in memory at a time.
const restoreStep = 6 * time.Hour

// restoreStore is what was stored before.
type restoreStore interface {
	attache.Archive
	attache.Tracks
}

// restore gives the clusterer, and the memory of persons, the stored articles
// since then, oldest first.
func restore(ctx context.Context, kept restoreStore, clusters *digest.Clusterer, known *people, since, now time.Time) error {
	tracks, err := kept.ListTracks(ctx, since)
	if err != nil {
		return err
	}
	clusters.Restore(nil, tracks)
	for from := since; !from.After(now); from = from.Add(restoreStep) {
		var step []attache.Article
		query := attache.ArticleQuery{Since: from, Until: from.Add(restoreStep), All: true, Limit: 500}
		for {
			page, next, err := kept.Articles(ctx, query)
			if err != nil {
				return err
			}
			step = append(step, page...)
			if query.After = next; next == "" {
				break
			}
		}
		slices.Reverse(step)
		clusters.Restore(step, nil)
		for _, a := range step {
			known.learn(a)
		}
	}
	return nil
}
