package bolt

import (
	"context"
	"sync"

	bolt "go.etcd.io/bbolt"
)

// maxGroup bounds how many writes share a transaction.
const maxGroup = 512

// group lets writers that wait for each other share one transaction and its
// sync. A writer alone never waits for company.
type group struct {
	waiting sync.Mutex // guards queue
	queue   []*write
	writing sync.Mutex // held by the one who commits
}

// write is one writer's change.
type write struct {
	apply func(*bolt.Tx) error
	done  bool
	err   error
}

// update applies a change durably. When it fails, nothing of it is stored and
// the others of its transaction are applied again: apply must therefore set
// anew, each time, what it reports to its caller.
func (s *Store) update(ctx context.Context, apply func(*bolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &write{apply: apply}
	s.group.waiting.Lock()
	s.group.queue = append(s.group.queue, w)
	s.group.waiting.Unlock()

	s.group.writing.Lock()
	defer s.group.writing.Unlock()
	for !w.done { // at most the full groups ahead of it
		s.commit(s.group.take())
	}
	return w.err
}

// take gives the writes that come next.
func (g *group) take() []*write {
	g.waiting.Lock()
	defer g.waiting.Unlock()
	n := min(len(g.queue), maxGroup)
	batch := g.queue[:n:n]
	g.queue = g.queue[n:]
	return batch
}

// commit applies a batch, without those that fail.
func (s *Store) commit(batch []*write) {
	for len(batch) > 0 {
		failed := -1
		s.swap.RLock()
		err := s.guard(func() error {
			return s.db.Update(func(tx *bolt.Tx) error {
				for i, w := range batch {
					failed = i
					if err := w.apply(tx); err != nil {
						return err
					}
				}
				failed = -1
				return nil
			})
		})
		s.swap.RUnlock()
		if failed < 0 && s.written != nil {
			s.written(err)
		}
		if err == nil || failed < 0 { // stored, or the commit itself failed
			for _, w := range batch {
				w.done, w.err = true, err
			}
			return
		}
		batch[failed].done, batch[failed].err = true, err
		batch = append(batch[:failed:failed], batch[failed+1:]...)
	}
}
