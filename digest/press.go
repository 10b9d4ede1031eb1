package digest

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
	"attache/internal/fold"
)

// Press compiles many editions of one archive. What they have in common it reads and
// makes once: the stories of the last days, and how each of them is told. It asks the
// archive before every edition what changed since, and reads that anew: its editions
// are those of Compile. It may be used concurrently.
type Press struct {
	archive Printed

	mu       sync.Mutex
	revision uint64 // of the archive, to which all of this is kept
	since    time.Time
	window   []*clipping // the relevant stories from since on, newest first
	told     map[string][]telling
	tellings int
	names    map[string]string // of tracks
	editions lately
}

// lately is the editions that were asked for of late, by the keys of their requests.
type lately struct{ young, old map[string]attache.Edition }

func (l *lately) get(key string) (attache.Edition, bool) {
	e, known := l.young[key]
	if !known {
		if e, known = l.old[key]; known {
			l.put(key, e)
		}
	}
	return e, known
}

func (l *lately) put(key string, e attache.Edition) {
	if l.young == nil || len(l.young) >= mostKeptEditions {
		l.young, l.old = map[string]attache.Edition{}, l.young
	}
	l.young[key] = e
}

// Printed is what a Press reads.
type Printed interface {
	attache.Archive
	attache.Tracks
	attache.Revisions
}

// What a Press keeps at most. A window that reaches further back is read as it is.
const (
	mostKeptDays     = 8
	mostKeptStories  = 5000
	mostKeptTellings = 4000
	mostKeptEditions = 256 // and as many older ones
	mostChanges      = 500 // of which each is read alone; beyond, all is read anew
)

// clipping is a story with its titles and actors, folded, for the words of filters.
type clipping struct {
	attache.Story
	text string
}

// telling is how a story is told under certain conditions.
type telling struct {
	key  tellingKey
	told composed
}

// tellingKey is what, but for the story, decides how it is told.
type tellingKey struct {
	from    int64  // where a window begins; 0 for what is told alike whenever it does
	langs   string // those that a chat asks for
	alerted int64  // when the chat was told it at once; 0 where it was not
	had     [sha256.Size]byte
}

// NewPress returns a Press that has read nothing yet.
func NewPress(archive Printed) *Press { return &Press{archive: archive} }

// Compile makes the edition that the function Compile makes.
func (p *Press) Compile(ctx context.Context, r Request) (attache.Edition, error) {
	if r.To.Sub(r.From) > mostKeptDays*24*time.Hour {
		return Compile(ctx, p.archive, r)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.refresh(ctx); err != nil {
		return attache.Edition{}, err
	}
	key := r.Key()
	if e, known := p.editions.get(key); known {
		return e, nil
	}
	e, err := compile(ctx, kept{p}, r)
	if err != nil {
		return attache.Edition{}, err
	}
	p.editions.put(key, e)
	return e, nil
}

// refresh brings what is kept to where the archive is by now.
func (p *Press) refresh(ctx context.Context) error {
	changed, now, known := p.archive.ChangedSince(p.revision)
	if now == p.revision && known {
		return nil
	}
	if !known || len(changed) > mostChanges || p.window == nil {
		p.forget(now)
		return nil
	}
	p.names, p.editions = nil, lately{}
	gone := map[string]bool{}
	for _, id := range changed {
		gone[id] = true
		p.tellings -= len(p.told[id])
		delete(p.told, id)
	}
	p.window = slices.DeleteFunc(p.window, func(l *clipping) bool { return gone[l.ID] })
	for id := range gone {
		s, err := p.archive.Story(ctx, id)
		switch {
		case errors.Is(err, attache.ErrNotFound), err == nil && (!s.Relevant || s.Last.Before(p.since)):
			continue
		case err != nil:
			p.forget(now)
			return err
		}
		at, _ := slices.BinarySearchFunc(p.window, &s, func(l *clipping, s *attache.Story) int { return newestFirst(&l.Story, s) })
		p.window = slices.Insert(p.window, at, clip(s))
	}
	p.revision = now
	return nil
}

// newestFirst is the order of lists of stories.
func newestFirst(a, b *attache.Story) int {
	if c := b.Last.Compare(a.Last); c != 0 {
		return c
	}
	return strings.Compare(b.ID, a.ID)
}

// forget begins anew.
func (p *Press) forget(revision uint64) {
	p.revision, p.since, p.window = revision, time.Time{}, nil
	p.told, p.tellings, p.names, p.editions = nil, 0, nil, lately{}
}

func clip(s attache.Story) *clipping {
	var text strings.Builder
	for _, part := range append([]string{s.Headline}, s.Actors...) {
		text.WriteString(fold.String(part) + "\x00")
	}
	for i := range s.Reports {
		if title := s.Reports[i].Title; title != s.Headline {
			text.WriteString(fold.String(title) + "\x00")
		}
	}
	return &clipping{s, text.String()}
}

// has is hasWord over the folded text.
func (l *clipping) has(w string) bool {
	w = fold.String(strings.TrimSpace(w))
	return w != "" && strings.Contains(l.text, w)
}

// read reads the stories from a time on, those that are kept already included.
func (p *Press) read(ctx context.Context, since time.Time) error {
	stories, err := unkept{p.archive}.stories(ctx, attache.StoryQuery{Since: since, Relevant: true}, attache.Filter{})
	if err != nil {
		return err
	}
	p.window, p.since = make([]*clipping, 0, len(stories)), since
	for i, s := range stories {
		if i == mostKeptStories { // of one moment all or none
			p.since = s.Last.Add(1)
			p.window = slices.DeleteFunc(p.window, func(l *clipping) bool { return l.Last.Before(p.since) })
			break
		}
		p.window = append(p.window, clip(*s))
	}
	return nil
}

// trim lets go of what no window reaches back to, and of the oldest where it is much.
func (p *Press) trim(oldest time.Time) {
	if n := len(p.window); n > mostKeptStories {
		if half := p.window[mostKeptStories/2].Last.Add(1); half.After(oldest) {
			oldest = half
		}
	}
	if !oldest.After(p.since) {
		return
	}
	at, _ := slices.BinarySearchFunc(p.window, oldest, func(l *clipping, t time.Time) int {
		if l.Last.Before(t) {
			return 1
		}
		return -1
	})
	clear(p.window[at:])
	p.window, p.since = p.window[:at], oldest
}

// kept reads what a Press keeps, whose lock is held.
type kept struct{ *Press }

func (k kept) stories(ctx context.Context, q attache.StoryQuery, f attache.Filter) ([]*attache.Story, error) {
	if k.window == nil || q.Since.Before(k.since) && len(k.window) < mostKeptStories/2 {
		if err := k.read(ctx, q.Since); err != nil {
			return nil, err
		}
	}
	if q.Since.Before(k.since) {
		return unkept{k.archive}.stories(ctx, q, f)
	}
	k.trim(q.Until.AddDate(0, 0, -mostKeptDays-1))
	var out []*attache.Story
	for _, l := range k.window {
		if !q.Until.IsZero() && !l.Last.Before(q.Until) {
			continue
		}
		if l.Last.Before(q.Since) {
			break
		}
		if _, ok := match(&l.Story, f, l.has); ok {
			out = append(out, &l.Story)
		}
	}
	return out, nil
}

func (k kept) composed(ctx context.Context, s *attache.Story, r *Request, had *attache.Item) (composed, error) {
	key := tellingKey{langs: strings.Join(r.Filter.Langs, " "), had: sumOf(had)}
	if at, alerted := r.Alerted[s.ID]; alerted {
		key.alerted = at.UnixNano()
	}
	dated := key
	dated.from = r.From.UnixNano()
	for i := range k.told[s.ID] {
		if t := &k.told[s.ID][i]; t.key == key || t.key == dated {
			return t.told, nil
		}
	}
	told, err := compose(ctx, k.archive, s, r, had)
	if err != nil {
		return composed{}, err
	}
	if !told.timeless {
		key = dated
	}
	if k.told == nil || k.tellings >= mostKeptTellings {
		k.told, k.tellings = map[string][]telling{}, 0
	}
	k.told[s.ID] = append(k.told[s.ID], telling{key, told})
	k.tellings++
	return told, nil
}

// sumOf is the same for items that told the same; zero for none.
func sumOf(item *attache.Item) (sum [sha256.Size]byte) {
	if item == nil {
		return sum
	}
	h := sha256.New()
	put := func(s string) { _, _ = h.Write(append([]byte(s), 0)) } // a hash takes everything
	put(item.Last.UTC().Format(time.RFC3339Nano))
	for _, s := range slices.Concat(item.Lead, item.Readouts) {
		put(s.Text)
	}
	for i := range item.Quotes {
		put(item.Quotes[i].Text)
		put(item.Quotes[i].Context)
	}
	h.Sum(sum[:0])
	return sum
}

func (k kept) trackName(ctx context.Context, id string) (string, error) {
	if name, known := k.names[id]; known {
		return name, nil
	}
	name, err := trackName(ctx, k.archive, id)
	if err != nil {
		return "", err
	}
	if k.names == nil {
		k.names = map[string]string{}
	}
	k.names[id] = name
	return name, nil
}
