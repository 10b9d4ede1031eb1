package digest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"attache"
)

// Request says what an edition is to tell.
type Request struct {
	From, To time.Time       // the window: From inclusive, To exclusive
	Filter   attache.Filter  // the chat's
	TimeZone string          // IANA name, for days and for showing times
	Max      int             // stories at most; 0 means 10
	Previous attache.Edition // the chat's last one: what it had is not told again
	// Alerted are the stories that the chat was told at once since then, by when.
	Alerted map[string]time.Time `json:",omitempty"`
}

// RequestFor is what a chat's edition for a window is made of.
func RequestFor(chat attache.Chat, from, to time.Time) Request {
	return Request{From: from, To: to, Filter: chat.Filter, TimeZone: chat.TimeZone}
}

// Key is the same for requests that give the same edition.
func (r Request) Key() string {
	r.From, r.To, r.Previous = r.From.UTC(), r.To.UTC(), attache.Edition{ID: r.Previous.ID}
	b, _ := json.Marshal(r) // holds nothing that cannot be marshalled
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

const (
	defaultMax  = 10
	perTrack    = 3                   // stories of one track
	lateArrival = 12 * time.Hour      // how late a report published before the window may have come
	toldMemory  = 15 * 24 * time.Hour // longer than the window of any edition
	perStory    = 8                   // articles read of a story
)

// Compile chooses and orders the stories of a window and tells each in
// sentences and quotes of its articles, word for word. It reads stories, and
// the articles of the chosen ones only. An edition without sections means
// that there was nothing. The same archive gives the same edition.
func Compile(ctx context.Context, archive attache.Archive, r Request) (attache.Edition, error) {
	return compile(ctx, unkept{archive}, r)
}

// reading is how an archive is read for an edition.
type reading interface {
	// stories are those that a query finds and a filter lets pass, newest first.
	stories(ctx context.Context, q attache.StoryQuery, f attache.Filter) ([]*attache.Story, error)
	// composed is a story told for a request, after had where it was told before.
	composed(ctx context.Context, s *attache.Story, r *Request, had *attache.Item) (composed, error)
	// trackName is what a track is called; "" where that is not known.
	trackName(ctx context.Context, id string) (string, error)
}

// composed is a story as it is told, with the dates that its reports announce. It is
// shared: nobody changes it. There is nothing to tell where no article is left.
type composed struct {
	item     attache.Item
	dates    []attache.Appointment
	left     bool // something is left to tell
	timeless bool // told alike whenever the window begins
}

func compile(ctx context.Context, archive reading, r Request) (attache.Edition, error) {
	if r.Max <= 0 {
		r.Max = defaultMax
	}
	e := attache.Edition{From: r.From.UTC(), To: r.To.UTC(), TimeZone: r.TimeZone, Previous: r.Previous.ID}
	stories, err := storiesOf(ctx, archive, r)
	if err != nil {
		return attache.Edition{}, err
	}
	chosen := choose(stories, r)
	e.LeftOut = len(stories) - len(chosen)
	c := compiler{archive: archive, request: r, had: toldBefore(&r.Previous)}
	for _, s := range chosen {
		if err := c.item(ctx, s); err != nil {
			return attache.Edition{}, fmt.Errorf("story %s: %w", s.ID, err)
		}
	}
	e.Articles, e.Told = c.articles, toldBy(&e, c.items, c.had)
	e.Agenda = agenda(c.dates, r)
	if e.Sections, err = sections(ctx, archive, c.items, chosen); err != nil {
		return attache.Edition{}, err
	}
	e.ID = editionID(&e)
	return e, nil
}

// CompileAlert tells one story that breaks, as it is at a time. An edition
// without sections means that none of its articles is left.
func CompileAlert(ctx context.Context, archive attache.Archive, s *attache.Story, zone string, now time.Time) (attache.Edition, error) {
	e, err := Compile(ctx, oneStory{archive, s}, Request{From: s.First, To: now.Add(time.Second), TimeZone: zone, Max: 1})
	if err != nil {
		return attache.Edition{}, err
	}
	e.Alert = true
	e.ID = editionID(&e)
	return e, nil
}

// Tell tells one story with all that its articles have, whenever they came. It
// returns ErrNotFound where none of them is left.
func Tell(ctx context.Context, archive attache.Archive, s *attache.Story) (attache.Item, error) {
	c := compiler{archive: unkept{archive}, request: Request{From: s.First, To: s.Last.Add(time.Second)}}
	if err := c.item(ctx, s); err != nil {
		return attache.Item{}, fmt.Errorf("story %s: %w", s.ID, err)
	}
	if len(c.items) == 0 {
		return attache.Item{}, fmt.Errorf("story %s has no reports: %w", s.ID, attache.ErrNotFound)
	}
	return c.items[0], nil
}

// oneStory is an archive whose only story is this one.
type oneStory struct {
	attache.Archive
	story *attache.Story
}

// Stories gives the one.
func (o oneStory) Stories(context.Context, attache.StoryQuery) ([]attache.Story, string, error) {
	return []attache.Story{*o.story}, "", nil
}

// editionID is a hash of all that is in it.
func editionID(e *attache.Edition) string {
	b, _ := json.Marshal(e) // plain data
	sum := sha256.Sum256(b)
	return "e" + hex.EncodeToString(sum[:8])
}

// storiesOf are the stories of the window that the chat wants, with those
// that came in too late for its last edition.
func storiesOf(ctx context.Context, archive reading, r Request) ([]*attache.Story, error) {
	q := attache.StoryQuery{Since: r.From, Until: r.To, Relevant: true}
	if r.Previous.ID != "" {
		q.Since = q.Since.Add(-lateArrival)
	}
	stories, err := archive.stories(ctx, q, r.Filter)
	if err != nil {
		return nil, fmt.Errorf("stories of %s to %s: %w", q.Since.Format(time.RFC3339), q.Until.Format(time.RFC3339), err)
	}
	had := toldBefore(&r.Previous)
	return slices.DeleteFunc(stories, func(s *attache.Story) bool { return !isNews(s, had) }), nil
}

// unkept reads an archive anew each time.
type unkept struct{ attache.Archive }

func (u unkept) stories(ctx context.Context, q attache.StoryQuery, f attache.Filter) ([]*attache.Story, error) {
	var out []*attache.Story
	for {
		page, next, err := u.Stories(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range page {
			if s := &page[i]; matches(s, f) {
				out = append(out, s)
			}
		}
		if next == "" || len(page) == 0 {
			return out, nil
		}
		q.After = next
	}
}

func (u unkept) composed(ctx context.Context, s *attache.Story, r *Request, had *attache.Item) (composed, error) {
	return compose(ctx, u, s, r, had)
}

func (u unkept) trackName(ctx context.Context, id string) (string, error) {
	return trackName(ctx, u.Archive, id)
}

// toldBefore are the stories that the previous edition, and those before it,
// told, each with how far.
func toldBefore(e *attache.Edition) map[string]attache.Item {
	had := itemsOf(e)
	for id, last := range e.Told {
		if _, ok := had[id]; !ok {
			had[id] = attache.Item{StoryID: id, Last: last}
		}
	}
	return had
}

// toldBy is what the next editions have to know: of all that was told, what a late
// report or another schedule could still bring back into their window.
func toldBy(e *attache.Edition, items []attache.Item, had map[string]attache.Item) map[string]time.Time {
	told := map[string]time.Time{}
	for id, item := range had {
		told[id] = item.Last
	}
	for _, item := range items {
		told[item.StoryID] = item.Last
	}
	maps.DeleteFunc(told, func(_ string, last time.Time) bool { return last.Before(e.To.Add(-toldMemory)) })
	if len(told) == 0 {
		return nil
	}
	return told
}

// isNews says whether a story has something that the last edition had not.
func isNews(s *attache.Story, had map[string]attache.Item) bool {
	if item, ok := had[s.ID]; ok {
		return s.Last.After(item.Last)
	}
	return true
}

func itemsOf(e *attache.Edition) map[string]attache.Item {
	m := map[string]attache.Item{}
	for _, section := range e.Sections {
		for _, item := range section.Items {
			m[item.StoryID] = item
		}
	}
	return m
}

// choose ranks stories and takes the best, of one track only so many.
func choose(stories []*attache.Story, r Request) []*attache.Story {
	type place struct {
		*attache.Story
		weight float64
	}
	ranked := make([]place, len(stories))
	for i, s := range stories {
		ranked[i] = place{s, weight(s, r.From, r.To, r.Filter.Actors)}
	}
	slices.SortFunc(ranked, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.ID, b.ID))
	})
	var out []*attache.Story
	tracks := map[string]int{}
	for _, p := range ranked {
		s := p.Story
		if t := s.TrackID; t != "" {
			if tracks[t] == perTrack && len(r.Filter.Tracks) == 0 {
				continue
			}
			tracks[t]++
		}
		if out = append(out, s); len(out) == r.Max {
			break
		}
	}
	return out
}

// compiler tells the chosen stories one by one.
type compiler struct {
	archive  reading
	request  Request
	had      map[string]attache.Item
	items    []attache.Item
	dates    []attache.Appointment
	articles int
}

// item tells a story.
func (c *compiler) item(ctx context.Context, s *attache.Story) error {
	c.articles += len(s.Reports)
	var before *attache.Item
	if had, update := c.had[s.ID]; update {
		before = &had
	}
	told, err := c.archive.composed(ctx, s, &c.request, before)
	if err != nil || !told.left {
		return err
	}
	c.items = append(c.items, told.item)
	c.dates = append(c.dates, told.dates...)
	return nil
}

// compose reads a story's articles and tells it.
func compose(ctx context.Context, archive attache.Archive, s *attache.Story, r *Request, had *attache.Item) (composed, error) {
	c := composed{timeless: true}
	var articles []attache.Article
	for _, report := range bestReports(s, r.Filter.Langs) {
		a, err := archive.Article(ctx, report.ArticleID)
		if errors.Is(err, attache.ErrNotFound) {
			continue // removed since; the rest tells the story
		}
		if err != nil {
			return composed{}, err
		}
		articles, c.timeless = append(articles, a), c.timeless && len(a.Edits) == 0
	}
	if len(articles) == 0 {
		return composed{}, nil
	}
	c.left, c.item = true, tell(s, articles, *r)
	switch at, alerted := r.Alerted[s.ID]; {
	case alerted && (had == nil || at.After(had.Last)):
		c.item = afterAlert(s, c.item, articles, at, *r)
	case had != nil:
		c.item = retold(c.item, articles, *had, r.Filter.Langs)
	}
	c.dates = datesOf(&c.item, articles)
	return c, nil
}

// sections keeps the order of the items, but lets the stories of a track stand
// together where its best one stands: as a section of their own, with its name. What
// stands between such sections has no title.
func sections(ctx context.Context, archive reading, items []attache.Item, chosen []*attache.Story) ([]attache.Section, error) {
	track := map[string]string{}
	for _, s := range chosen {
		track[s.ID] = s.TrackID
	}
	count := map[string]int{}
	for i := range items {
		count[track[items[i].StoryID]]++
	}
	var out []attache.Section
	at := map[string]int{}
	for _, item := range items {
		id := track[item.StoryID]
		if count[id] < 2 {
			id = ""
		}
		i, ok := at[id]
		if ok = ok && (id != "" || i == len(out)-1); !ok {
			title, err := archive.trackName(ctx, id)
			if err != nil {
				return nil, err
			}
			i = len(out)
			at[id] = i
			out = append(out, attache.Section{TrackID: id, Title: title})
		}
		out[i].Items = append(out[i].Items, item)
	}
	return out, nil
}

// trackName asks the archive, where it keeps tracks.
func trackName(ctx context.Context, archive attache.Archive, id string) (string, error) {
	tracks, ok := archive.(attache.Tracks)
	if !ok || id == "" {
		return "", nil
	}
	t, err := tracks.Track(ctx, id)
	if errors.Is(err, attache.ErrNotFound) {
		return "", nil
	}
	return t.Name, err
}
