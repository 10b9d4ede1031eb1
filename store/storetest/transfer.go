package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache"
)

// transfer is what a store offers for being moved.
func transfer(t *testing.T, s attache.Store) attache.Transfer {
	t.Helper()
	moved, ok := s.(attache.Transfer)
	if !ok {
		t.Fatalf("%T is no attache.Transfer", s)
	}
	return moved
}

// dump gives all records of a store.
func dump(t *testing.T, s attache.Store) []attache.Record {
	t.Helper()
	var all []attache.Record
	err := transfer(t, s).Dump(t.Context(), func(r attache.Record) error {
		all = append(all, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Fill stores something of everything: what an export must hold.
func Fill(t *testing.T, s attache.Store) {
	t.Helper()
	putSources(t, s, attache.Source{ID: "s1", URL: "https://one.example/feed", Polling: attache.Polling{Hub: "h", HubSecret: "geheim"}})
	track := attache.Track{ID: "t1", Name: "Talks", First: noon, Last: noon}
	st := story(1, article(1).ID, article(2).ID)
	st.TrackID = track.ID
	first, second := saying(1, quote("Ada Quill", "one"), quote("Ben Ferro", "<two> & “more”")), article(2)
	second.Relevant = false
	file(t, s, attache.Filing{Article: first, Story: st, Track: &track}, attache.Filing{Article: second, Story: st})
	if _, err := s.Correct(t.Context(), wrongSpeaker(first, noon), "v1"); err != nil {
		t.Fatal(err)
	}
	putChat(t, s, "c:1", 5)
	enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:2", 0), delivery("c:3", 0))
	settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...)
	claim(t, s, 0, 1)
}

// transferRules take two stores: one is moved into the other.
var transferRules = []struct {
	name string
	test func(t *testing.T, from, to attache.Store)
}{
	{"a store that was moved answers like the one it came from", func(t *testing.T, from, to attache.Store) {
		Fill(t, from)
		all := dump(t, from)
		added, err := transfer(t, to).Load(t.Context(), all...)
		if err != nil {
			t.Fatal(err)
		}
		for i, fresh := range added {
			if !fresh {
				t.Errorf("record %d is not new: %+v", i, all[i])
			}
		}
		if diff := cmp.Diff(all, dump(t, to)); diff != "" {
			t.Error(diff)
		}
		for _, s := range []attache.Store{from, to} {
			wantIDs(t, s, attache.ArticleQuery{Words: []string{"lakeholm"}}, 1)
			wantIDs(t, s, attache.ArticleQuery{All: true, TrackID: "t1"}, 2, 1)
			wantSaid(t, s, attache.QuoteQuery{Speaker: "ferro"}, "<two> & “more”")
			wantStories(t, s, attache.StoryQuery{TrackID: "t1"}, 1)
			wantDue(t, s, 9, 0, "c:1")
			wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1, attache.Claimed: 1, attache.Pending: 1})
			wantClaim(t, s, 0, "c:3 0")
			wantClaim(t, s, 1, "c:2 0", "c:3 0")
		}
	}},
	{"what is there already stays as it is", func(t *testing.T, from, to attache.Store) {
		Fill(t, from)
		all := dump(t, from)
		for range 2 {
			if _, err := transfer(t, to).Load(t.Context(), all...); err != nil {
				t.Fatal(err)
			}
		}
		changeChat(t, to, "c:1", func(c *attache.Chat) { c.Title = "changed since" })
		newer := article(1)
		newer.Title = "Told anew"
		file(t, to, attache.Filing{Article: newer})
		want := dump(t, to)
		added, err := transfer(t, to).Load(t.Context(), all...)
		if err != nil {
			t.Fatal(err)
		}
		for i, fresh := range added {
			if fresh {
				t.Errorf("record %d is new again: %+v", i, all[i])
			}
		}
		if diff := cmp.Diff(want, dump(t, to)); diff != "" {
			t.Error(diff)
		}
	}},
	{"an article known by a key under another id is not loaded beside it", func(t *testing.T, from, to attache.Store) {
		save(t, from, article(1))
		here := article(1)
		here.ID = "b1"
		save(t, to, here)
		added, err := transfer(t, to).Load(t.Context(), dump(t, from)...)
		if err != nil || added[0] {
			t.Errorf("added %v, %v", added, err)
		}
		if got := findIDs(t, to, attache.ArticleQuery{}); len(got) != 1 || got[0] != "b1" {
			t.Errorf("found %v", got)
		}
	}},
	{"records that cannot all be loaded are not loaded at all", func(t *testing.T, from, to attache.Store) {
		Fill(t, from)
		all := append(dump(t, from), attache.Record{Delivery: &attache.Delivery{ID: "d", ChatID: "c", EditionID: "e", State: "odd"}})
		if _, err := transfer(t, to).Load(t.Context(), all...); err == nil {
			t.Error("they were taken")
		}
		if got := dump(t, to); len(got) != 0 {
			t.Errorf("%d records are there", len(got))
		}
	}},
	{"what was removed stays removed in a store that it is moved to", func(t *testing.T, from, to attache.Store) {
		long := article(1)
		long.Keys = []string{"url:https://marrow.example/" + strings.Repeat("x", 400), "guid:s1:7"}
		save(t, from, long)
		if err := from.Remove(t.Context(), long.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := transfer(t, to).Load(t.Context(), dump(t, from)...); err != nil {
				t.Fatal(err)
			}
		}
		for _, key := range long.Keys {
			if _, err := to.Find(t.Context(), key); !errors.Is(err, attache.ErrRemoved) {
				t.Errorf("%.40s: %v", key, err)
			}
		}
		again := long
		again.ID = "a-other"
		if added, err := transfer(t, to).Load(t.Context(), attache.Record{Article: &long}, attache.Record{Article: &again}); err != nil ||
			added[0] || added[1] {
			t.Errorf("loaded %v, %v", added, err)
		}
		if diff := cmp.Diff(dump(t, from), dump(t, to)); diff != "" {
			t.Error(diff)
		}
	}},
	{"what was removed does not come back with an older copy, nor do its words", func(t *testing.T, from, _ attache.Store) {
		a, b := article(1), article(2)
		a.Dates = []attache.Appointment{{Day: noon, What: "They meet again."}}
		a.StoryID, b.StoryID, a.TrackID, b.TrackID = "s1", "s2", "t1", "t1"
		track := attache.Track{ID: "t1", Name: "Talks", First: noon, Last: noon, Stories: []string{"s1", "s2"}, Next: a.Dates}
		for _, x := range []attache.Article{a, b} {
			story := attache.Story{
				ID: x.StoryID, TrackID: "t1", Headline: x.Title, ArticleIDs: []string{x.ID},
				Reports: []attache.Report{x.Report()},
			}
			file(t, from, attache.Filing{Article: x, Story: story, Track: &track})
		}
		item := func(x attache.Article) attache.Item {
			return attache.Item{
				StoryID: x.StoryID, Headline: "Before it was retitled", URL: x.URL,
				Lead: []attache.Sentence{{Text: "Said.", URL: x.URL}},
			}
		}
		e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{item(a), item(b)}}}, Agenda: a.Dates}
		older := append(dump(t, from), attache.Record{Edition: &e})
		if err := from.Remove(t.Context(), a.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		if _, err := transfer(t, from).Load(t.Context(), older...); err != nil {
			t.Fatal(err)
		}
		if _, err := from.Story(t.Context(), "s1"); !errors.Is(err, attache.ErrRemoved) {
			t.Errorf("its story: %v", err)
		}
		if got, err := from.Track(t.Context(), "t1"); err != nil || len(got.Next) != 0 || len(got.Stories) != 1 {
			t.Errorf("its track: %+v, %v", got, err)
		}
		if got, err := from.Edition(t.Context(), "e1"); err != nil || got.Stories() != 1 || len(got.Agenda) != 0 {
			t.Errorf("its edition: %+v, %v", got, err)
		}
	}},
	{"a dump ends with the visitor's error", func(t *testing.T, from, _ attache.Store) {
		Fill(t, from)
		enough := errors.New("enough")
		err := transfer(t, from).Dump(t.Context(), func(attache.Record) error { return enough })
		if !errors.Is(err, enough) {
			t.Errorf("got %v", err)
		}
	}},
}
