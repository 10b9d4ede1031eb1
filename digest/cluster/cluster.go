package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
)

// Options tune a Clusterer. Zero values mean the defaults.
type Options struct {
	Window     time.Duration // a story without news for so long is closed; 5 days
	MaxStories int           // open stories held at most; 8,000
	MaxHeld    int           // articles of theirs held at most; 16,000
	Model      *Model        // nil means the embedded one
}

// Probabilities at which stories change. What joins once is hard to part: only a
// bond well below chance cuts it, and only one well above fuses two.
const (
	mergeAt = 0.5  // the least at which an article joins a story
	cutAt   = 0.25 // the most at which a story is cut in two
	fuseAt  = 0.6  // the least at which two stories become one
)

// Assignment is where an article belongs.
type Assignment struct {
	StoryID string
	TrackID string  // the negotiation or relationship; "" where there is none
	CopyOf  string  // the article whose text this one republishes, or ""
	New     bool    // the story begins with this article
	Moved   []Move  // articles of the window that this one showed to belong elsewhere
	Score   float64 // how sure the decision was, 0 to 1
	Trace   []byte  // what Recall takes the article up by after a restart
}

// Clusterer puts a stream of articles into stories, each once and for good.
// It holds a sliding window of open stories; neither its memory nor its cost
// per article grow with what came before. The same stream gives the same
// stories. It is safe for concurrent use, but the order of calls counts.
type Clusterer struct {
	mu       sync.Mutex
	opt      Options
	model    *Model
	analyst  analyst
	index    index
	articles map[string]*member
	stories  map[string]*story
	copies   map[uint32][]*member // by a quarter of the SimHash
	open     queue                // stories by when they were touched
	seq      int                  // of stories
	joined   int                  // of articles
	now      time.Time            // newest time seen
	tracks   trackBook
	query    int      // number of the look-up
	hits     []*story // of the look-up
}

// story is an open story.
type story struct {
	group
	id, track  string
	seq        int
	touched    time.Time
	indexed    []term
	query      int     // the look-up that found it last,
	score      float32 // and how near it was
	prev, next *story
}

const indexedTerms = 48 // a story is looked up by so many

// New returns an empty Clusterer.
func New(o Options) *Clusterer {
	if o.Window <= 0 {
		o.Window = 5 * 24 * time.Hour
	}
	if o.MaxStories <= 0 {
		o.MaxStories = 8_000
	}
	if o.MaxHeld <= 0 {
		o.MaxHeld = 16_000
	}
	if o.Model == nil {
		o.Model = embedded()
	}
	return &Clusterer{
		opt: o, model: o.Model, analyst: analyst{df: newFrequencies(), acc: map[term]float32{}}, index: index{}, tracks: newTrackBook(),
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
// days as they were stored, oldest first, and the tracks. It reads the texts
// and returns their traces, by which Recall does the same without; nil for an
// article without a story.
func (c *Clusterer) Restore(articles []attache.Article, tracks []attache.Track) (traces [][]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range tracks {
		c.tracks.restore(&tracks[i], &c.analyst)
	}
	traces = make([][]byte, len(articles))
	for i := range articles {
		if articles[i].StoryID != "" {
			traces[i] = c.add(&articles[i]).Trace
		}
	}
	return traces
}

func (c *Clusterer) add(a *attache.Article) Assignment {
	known := c.articles[a.ID]
	d := c.analyst.document(a, known == nil)
	trace := c.analyst.trace(a, d)
	c.advance(d)
	var to Assignment
	if known != nil {
		known.vec, known.title = d.vec, d.title
		to = Assignment{StoryID: known.story.id, TrackID: c.trackOf(a, d, known.story), CopyOf: known.copyOf, Score: 1}
	} else {
		to = c.place(a, d)
	}
	to.Trace = trace
	return to
}

// advance lets the time go on to a document's, and closes what is over then.
func (c *Clusterer) advance(d *document) {
	if d.at.After(c.now) {
		c.now = d.at
	}
	c.evict()
}

// place puts an article that is not known into a story.
func (c *Clusterer) place(a *attache.Article, d *document) Assignment {
	if a.StoryID != "" {
		s := c.stories[a.StoryID]
		if s == nil {
			s = c.begin(a.StoryID, a.TrackID)
		}
		c.join(s, d, a.CopyOf)
		return Assignment{StoryID: s.id, TrackID: c.trackOf(a, d, s), CopyOf: a.CopyOf, Score: 1}
	}
	candidates := c.rank(d)
	if m := c.original(d, candidates); m != nil {
		c.join(m.story, d, m.id)
		return Assignment{StoryID: m.story.id, TrackID: c.trackOf(a, d, m.story), CopyOf: m.id, Score: 1}
	}
	s, p := c.decide(candidates)
	isNew := s == nil
	if isNew {
		s, p = c.begin(storyID(a), ""), 1-p
	}
	c.join(s, d, "")
	s, moved := c.review(s, candidates)
	track := c.trackOf(a, d, s)
	for i := range moved {
		if to := c.stories[moved[i].To]; to != nil {
			moved[i].TrackID = to.track
		}
	}
	return Assignment{StoryID: s.id, TrackID: track, New: isNew, Score: p, Moved: moved}
}

// storyID names a story after the article it begins with.
func storyID(a *attache.Article) string {
	return storyName(a.ID, a.Title)
}

func storyName(parts ...string) string {
	sum := sha256.Sum256([]byte("story\x00" + strings.Join(parts, "\x00")))
	return "t" + hex.EncodeToString(sum[:8])
}

// begin opens a story.
func (c *Clusterer) begin(id, track string) *story {
	c.seq++
	s := &story{id: id, track: track, seq: c.seq, group: newGroup()}
	c.stories[id] = s
	c.open.push(s)
	return s
}

// join puts a document into a story.
func (c *Clusterer) join(s *story, d *document, copyOf string) {
	c.joined++
	m := &member{document: d, copyOf: copyOf, story: s, seq: c.joined}
	c.remember(m)
	s.touched = c.now
	c.open.touch(s)
	if gone := s.add(m); gone != nil {
		c.forget(gone)
	}
	if copyOf == "" { // a copy tells nothing new
		c.index.put(s, d)
	}
}

// remember makes an article known by its ID and by its SimHash.
func (c *Clusterer) remember(m *member) {
	c.articles[m.id] = m
	for _, key := range bands(m.simhash) {
		if list := c.copies[key]; len(list) < maxBand {
			c.copies[key] = append(list, m)
		} else {
			copy(list, list[1:])
			list[maxBand-1] = m
		}
	}
}

// evict closes stories without news, and the stalest where there are too many.
func (c *Clusterer) evict() {
	for s := c.open.oldest; s != nil; s = c.open.oldest {
		if c.open.n < c.opt.MaxStories && len(c.articles) < c.opt.MaxHeld && c.now.Sub(s.touched) <= c.opt.Window {
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
