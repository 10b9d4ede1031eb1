package bolt

import (
	"sync"

	"attache"
)

// revisions count what changed since the store was opened, and keep which stories
// that was about of late. A change counts once it can be read.
type revisions struct {
	mu       sync.Mutex
	archive  uint64
	editions uint64
	late     []storyChange // oldest first
}

// storyChange is a story and the revision that changed it.
type storyChange struct {
	revision uint64
	story    string
}

// mostLate is how many changes of stories are kept.
const mostLate = 1 << 14

var _ attache.Revisions = (*Store)(nil)

// Revision counts the changes of articles, stories and tracks that can be read by now.
func (s *Store) Revision() uint64 {
	s.revisions.mu.Lock()
	defer s.revisions.mu.Unlock()
	return s.revisions.archive
}

// EditionRevision counts the changes of stored editions.
func (s *Store) EditionRevision() uint64 {
	s.revisions.mu.Lock()
	defer s.revisions.mu.Unlock()
	return s.revisions.editions
}

// ChangedSince gives the stories that changed after a revision; ok: they are known.
func (s *Store) ChangedSince(revision uint64) (stories []string, now uint64, ok bool) {
	r := &s.revisions
	r.mu.Lock()
	defer r.mu.Unlock()
	known := r.archive
	if len(r.late) > 0 {
		known = r.late[0].revision - 1
	}
	if revision < known || revision > r.archive {
		return nil, r.archive, false
	}
	seen := map[string]bool{}
	for i := len(r.late) - 1; i >= 0 && r.late[i].revision > revision; i-- {
		if id := r.late[i].story; !seen[id] {
			seen[id] = true
			stories = append(stories, id)
		}
	}
	return stories, r.archive, true
}

// changed counts a change that was about some stories; of none: about anything. It is
// called after the transaction, whatever became of it, and before anybody is told.
func (s *Store) changed(stories map[string]bool) {
	r := &s.revisions
	r.mu.Lock()
	defer r.mu.Unlock()
	r.archive++
	if len(stories) == 0 { // nobody knows what it was about: all that was kept goes
		r.late = nil
		return
	}
	for id := range stories {
		r.late = append(r.late, storyChange{r.archive, id})
	}
	if over := len(r.late) - mostLate; over > 0 {
		for over < len(r.late) && r.late[over].revision == r.late[over-1].revision { // half a revision is none
			over++
		}
		r.late = append([]storyChange(nil), r.late[over:]...)
	}
}

// editionsChanged counts a change of stored editions.
func (s *Store) editionsChanged() {
	s.revisions.mu.Lock()
	defer s.revisions.mu.Unlock()
	s.revisions.editions++
}
