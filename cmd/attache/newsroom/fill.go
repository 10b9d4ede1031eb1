package newsroom

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"attache"
)

// Size is how much a store is to hold.
type Size struct {
	Seed     uint64
	Articles int
	Tracks   int // beside those of the articles' stories
	Chats    int
	Until    time.Time // the last article is published then
	Next     time.Time // when the chats' next digest is due; zero: never
}

// Store is what is filled.
type Store interface {
	attache.Ingest
	attache.Transfer
}

// perSave is how many articles go into a transaction: a segment of the index of
// their own, which is not written again.
const perSave = 4096

// Fill stores so much; told is called after each transaction with how many articles
// are there, and may be nil.
func Fill(ctx context.Context, store Store, size Size, told func(articles int)) error {
	archive := NewArchive(size.Seed, size.Until.Add(-time.Duration(size.Articles)*Every))
	for n := 0; n < size.Articles; {
		filings := archive.Filings(min(perSave, size.Articles-n))
		if err := store.Save(ctx, filings...); err != nil {
			return fmt.Errorf("newsroom: %w", err)
		}
		if n += len(filings); told != nil {
			told(n)
		}
	}
	random := rand.New(rand.NewPCG(size.Seed, 7))
	if err := load(ctx, store, size.Tracks, func(i int) attache.Record {
		t := oldTrack(random, i, size.Until)
		return attache.Record{Track: &t}
	}); err != nil {
		return err
	}
	return load(ctx, store, size.Chats, func(i int) attache.Record {
		c := chat(random, i, size)
		return attache.Record{Chat: &c}
	})
}

func load(ctx context.Context, store Store, n int, make func(int) attache.Record) error {
	for i := 0; i < n; {
		var records []attache.Record
		for ; i < n && len(records) < perSave; i++ {
			records = append(records, make(i))
		}
		if _, err := store.Load(ctx, records...); err != nil {
			return fmt.Errorf("newsroom: %w", err)
		}
	}
	return nil
}

// trackYears is how far back tracks reach that no story of the archive is of.
const trackDays = 390

// oldTrack is a negotiation of which only itself is left, with up to forty moves.
func oldTrack(random *rand.Rand, i int, until time.Time) attache.Track {
	subject := one(random, things)
	a, b := one(random, codes), one(random, codes)
	t := attache.Track{ID: fmt.Sprintf("o%07d", i), Name: fmt.Sprintf("%s – %s: %s", a, b, subject), Topic: subject, Actors: []string{a, b}}
	t.Last = until.Add(-time.Duration(random.IntN(trackDays*24*60)) * time.Minute)
	moves := 1 + int(40*random.Float64()*random.Float64()*random.Float64())
	t.First = t.Last.AddDate(0, 0, -moves)
	types := attache.EventTypes()
	for n := range moves {
		id := fmt.Sprintf("o%07d-%d", i, n)
		t.Stories = append(t.Stories, id)
		t.Moves = append(t.Moves, attache.Move{
			StoryID: id, At: t.First.AddDate(0, 0, n+1), Type: one(random, types), Actors: []string{a, b}, Topic: subject,
		})
	}
	for range 20 + random.IntN(20) {
		t.Terms = append(t.Terms, one(random, syllables)+one(random, syllables)+one(random, syllables))
	}
	for range random.IntN(3) {
		t.Next = append(t.Next, attache.Appointment{
			Day: t.Last.Truncate(24*time.Hour).AddDate(0, 0, random.IntN(30)), What: "The envoys of both sides meet again in the harbour.",
		})
	}
	return t
}

// Subscribe stores so many chats that are due at a moment: they get everything, or
// each what no other one follows.
func Subscribe(ctx context.Context, store Store, chats int, next time.Time, own bool) error {
	random := rand.New(rand.NewPCG(1, 8))
	return load(ctx, store, chats, func(i int) attache.Record {
		c := chat(random, i, Size{Until: next, Next: next})
		c.TimeZone, c.Schedule, c.Filter = "UTC", next.Format("15:04"), attache.Filter{}
		if own {
			c.Filter = filterOf(random)
			c.Filter.NotActors = []string{fmt.Sprintf("X%d", i)}
		}
		return attache.Record{Chat: &c}
	})
}

// The shares of chats: of ten, six get everything, three follow what many others do
// and one what hardly anybody does.
const (
	followAll   = 6
	followMany  = 9
	manyFollows = 40
)

var zones = []string{"UTC", "Europe/Berlin", "Europe/Berlin", "Asia/Tokyo", "America/New_York", "Africa/Nairobi"}

// chat is a subscriber, all of them due at the same moment.
func chat(random *rand.Rand, i int, size Size) attache.Chat {
	c := attache.Chat{
		ID: fmt.Sprintf("telegram:%d", 1_000_000+i), Kind: attache.Private, Title: fmt.Sprintf("Reader %d", i), Lang: "en",
		TimeZone: one(random, zones), Schedule: "07:30", State: attache.ChatActive, Joined: size.Until.AddDate(-1, 0, 0), NextSlot: size.Next,
	}
	if !size.Next.IsZero() { // whatever the zone, the same moment
		zone, err := time.LoadLocation(c.TimeZone)
		if err == nil {
			c.Schedule = size.Next.In(zone).Format("15:04")
		}
	}
	switch n := random.IntN(10); {
	case n < followAll:
	case n < followMany:
		c.Filter = filterOf(rand.New(rand.NewPCG(1, uint64(random.IntN(manyFollows)))))
	default:
		c.Filter = filterOf(random)
	}
	return c
}

func filterOf(random *rand.Rand) attache.Filter {
	f := attache.Filter{Actors: []string{one(random, codes), one(random, codes), one(random, codes)}}
	switch random.IntN(4) {
	case 0:
		f.Actors, f.Words = nil, []string{one(random, things), one(random, things)}
	case 1:
		f.NotWords = []string{one(random, things)}
	case 2:
		f.Langs = []string{"en", one(random, tongues).lang}
	}
	return f
}
