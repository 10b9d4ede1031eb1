package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"attache"
)

// Options tune a Clusterer. Zero values mean the defaults.
type Options struct {
	Window     time.Duration // a story without news for so long is closed; 5 days
	MaxStories int           // open stories held at most; 20,000
}

// Assignment is where an article belongs.
type Assignment struct {
	StoryID string
	TrackID string  // the negotiation or relationship; "" where there is none
	CopyOf  string  // the article whose text this one republishes, or ""
	New     bool    // the story begins with this article
	Score   float64 // how sure the decision was, 0 to 1
}

// Clusterer puts a stream of articles into stories, each once and for good.
// It holds a sliding window of open stories; neither its memory nor its cost
// per article grow with what came before. The same stream gives the same
// stories. It is safe for concurrent use, but the order of calls counts.
type Clusterer struct {
	mu       sync.Mutex
	opt      Options
	analyst  analyst
	index    index
	articles map[string]*member
	stories  map[string]*story
	copies   map[uint32][]*member // by a quarter of the SimHash
	open     queue                // stories by when they were touched
	seq      int
	now      time.Time // newest time seen
	tracks   trackBook

	candidates []candidate // scratch
	observe    Observer
}

// member is an article of an open story.
type member struct {
	id, copyOf string
	story      *story
	vec, title vector
	simhash    uint64
	sketch     []uint32
}

// story is an open story.
type story struct {
	id, track   string
	seq, size   int
	touched     time.Time
	first, last time.Time
	centroid    vector
	members     []*member // the newest
	langs       map[string]int
	codes       map[string]float64
	types       map[attache.EventType]int
	numbers     map[term]term
	indexed     map[term]struct{}
	prev, next  *story
}

// Bounds of what is held of a story.
const (
	storyTerms   = 200
	storyMembers = 60 // known for updates and copies
	storyCompare = 10 // compared one by one
	indexedTerms = 64
)

// New returns an empty Clusterer.
func New(o Options) *Clusterer {
	if o.Window <= 0 {
		o.Window = 5 * 24 * time.Hour
	}
	if o.MaxStories <= 0 {
		o.MaxStories = 20_000
	}
	return &Clusterer{
		opt: o, analyst: analyst{df: newFrequencies(), acc: map[term]float32{}}, index: index{}, tracks: newTrackBook(),
		articles: map[string]*member{}, stories: map[string]*story{}, copies: map[uint32][]*member{},
	}
}

// Add assigns an article, with its Reading, to a story. An article that is
// known, by its ID in the window or by its StoryID, keeps its story.
func (c *Clusterer) Add(a attache.Article) Assignment {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.add(&a)
}

// Restore takes up the window again after a restart: the articles of the last
// days as they were stored, oldest first, and the tracks.
func (c *Clusterer) Restore(articles []attache.Article, tracks []attache.Track) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range tracks {
		c.tracks.restore(&tracks[i])
	}
	for i := range articles {
		if articles[i].StoryID != "" {
			c.add(&articles[i])
		}
	}
}

func (c *Clusterer) add(a *attache.Article) Assignment {
	known := c.articles[a.ID]
	d := c.analyst.document(a, known == nil)
	if d.at.After(c.now) {
		c.now = d.at
	}
	c.evict()
	if known != nil {
		known.vec, known.title, known.simhash, known.sketch = d.vec, d.title, d.simhash, d.sketch
		return Assignment{StoryID: known.story.id, TrackID: c.trackOf(a, d, known.story), CopyOf: known.copyOf, Score: 1}
	}
	if a.StoryID != "" {
		s := c.stories[a.StoryID]
		if s == nil {
			s = c.begin(a.StoryID, a.TrackID)
		}
		c.join(s, d, a.CopyOf)
		return Assignment{StoryID: s.id, TrackID: c.trackOf(a, d, s), CopyOf: a.CopyOf, Score: 1}
	}
	candidates := c.rank(d)
	if c.observe != nil {
		c.observe(a, candidates)
	}
	if m := c.original(d, candidates); m != nil {
		c.join(m.story, d, m.id)
		return Assignment{StoryID: m.story.id, TrackID: c.trackOf(a, d, m.story), CopyOf: m.id, Score: 1}
	}
	s, p := decide(candidates)
	isNew := s == nil
	if isNew {
		s, p = c.begin(storyID(a), ""), 1-p
	}
	c.join(s, d, "")
	return Assignment{StoryID: s.id, TrackID: c.trackOf(a, d, s), New: isNew, Score: p}
}

// storyID names a story after the article it begins with.
func storyID(a *attache.Article) string {
	sum := sha256.Sum256([]byte("story\x00" + a.ID + "\x00" + a.Title))
	return "t" + hex.EncodeToString(sum[:8])
}

// begin opens a story.
func (c *Clusterer) begin(id, track string) *story {
	c.seq++
	s := &story{
		id: id, track: track, seq: c.seq, langs: map[string]int{}, codes: map[string]float64{},
		types: map[attache.EventType]int{}, numbers: map[term]term{}, indexed: map[term]struct{}{},
	}
	c.stories[id] = s
	c.open.push(s)
	return s
}

// join puts a document into a story.
func (c *Clusterer) join(s *story, d *document, copyOf string) {
	m := &member{id: d.id, copyOf: copyOf, story: s, vec: d.vec, title: d.title, simhash: d.simhash, sketch: d.sketch}
	if len(s.members) == storyMembers {
		c.forget(s.members[0])
		s.members = slices.Delete(s.members, 0, 1)
	}
	s.members = append(s.members, m)
	c.articles[d.id] = m
	for _, key := range bands(d.simhash) {
		if list := c.copies[key]; len(list) < maxBand {
			c.copies[key] = append(list, m)
		} else {
			copy(list, list[1:])
			list[maxBand-1] = m
		}
	}
	s.size++
	s.touched = c.now
	c.open.touch(s)
	if copyOf != "" {
		return // it tells nothing new
	}
	s.centroid.add(&d.vec, storyTerms)
	if !d.at.IsZero() {
		if s.first.IsZero() || d.at.Before(s.first) {
			s.first = d.at
		}
		if d.at.After(s.last) {
			s.last = d.at
		}
	}
	s.langs[d.lang]++
	for i, code := range d.codes {
		s.codes[code] += 1 / (1 + 0.5*float64(i))
	}
	if d.event.Type != "" {
		s.types[d.event.Type]++
	}
	for k, v := range d.numbers {
		if _, ok := s.numbers[k]; !ok && len(s.numbers) < storyTerms {
			s.numbers[k] = v
		}
	}
	c.index.put(s, d)
}

// evict closes stories without news, and the stalest where there are too many.
func (c *Clusterer) evict() {
	for s := c.open.oldest; s != nil; s = c.open.oldest {
		if c.open.n < c.opt.MaxStories && c.now.Sub(s.touched) <= c.opt.Window {
			return
		}
		for _, m := range s.members {
			c.forget(m)
		}
		c.index.drop(s)
		delete(c.stories, s.id)
		c.open.remove(s)
	}
}

func (c *Clusterer) forget(m *member) {
	if c.articles[m.id] == m {
		delete(c.articles, m.id)
	}
	for _, key := range bands(m.simhash) {
		list := slices.DeleteFunc(c.copies[key], func(o *member) bool { return o == m })
		if len(list) == 0 {
			delete(c.copies, key)
		} else {
			c.copies[key] = list
		}
	}
}

// queue is a list of stories in the order in which they were touched.
type queue struct {
	oldest, newest *story
	n              int
}

func (q *queue) push(s *story) {
	s.prev, s.next = q.newest, nil
	if q.newest != nil {
		q.newest.next = s
	} else {
		q.oldest = s
	}
	q.newest = s
	q.n++
}

func (q *queue) remove(s *story) {
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		q.oldest = s.next
	}
	if s.next != nil {
		s.next.prev = s.prev
	} else {
		q.newest = s.prev
	}
	s.prev, s.next = nil, nil
	q.n--
}

func (q *queue) touch(s *story) {
	if q.newest != s {
		q.remove(s)
		q.push(s)
	}
}
