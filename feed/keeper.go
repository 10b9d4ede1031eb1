package feed

import (
	"context"
	"fmt"
	"log/slog"

	"attache"
)

// keeper stores the states of polling in batches.
type keeper struct {
	store   attache.Sources
	log     *slog.Logger
	pending []attache.Source
}

func (k *keeper) put(ctx context.Context, src attache.Source) error {
	k.pending = append(k.pending, src)
	if len(k.pending) < keepBatch {
		return nil
	}
	return k.flush(ctx)
}

// flush stores what is pending. Only the state is written: what people changed
// about a source meanwhile stays, and a source they removed stays removed.
func (k *keeper) flush(ctx context.Context) error {
	if len(k.pending) == 0 {
		return nil
	}
	current, err := k.store.ListSources(ctx)
	if err != nil {
		return fmt.Errorf("list sources: %w", err)
	}
	states := make(map[string]attache.Polling, len(k.pending))
	for _, s := range k.pending {
		states[s.ID] = s.Polling
	}
	changed := make([]attache.Source, 0, len(states))
	for _, s := range current {
		if state, ok := states[s.ID]; ok {
			s.Polling = state
			changed = append(changed, s)
		}
	}
	if err := k.store.PutSources(ctx, changed...); err != nil {
		return fmt.Errorf("store the state of %d sources: %w", len(changed), err)
	}
	k.pending = k.pending[:0]
	return nil
}
