package digest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"attache"
	"attache/internal/spent"
)

// busyDay is an archive of so many stories of one day, 2.5 articles each.
func busyDay(to time.Time, stories int) *archive {
	store := newArchive()
	types := []attache.EventType{attache.Statement, attache.Consult, attache.Agree, attache.Sanction, attache.Reject}
	kinds := []attache.SourceKind{attache.Wire, attache.Press, attache.Official, attache.StateMedia}
	n := 0
	for i := range stories {
		var s attache.Story
		for j := range 1 + i%4 {
			a := report(fmt.Sprintf("a%d", n), fmt.Sprintf("Outlet %d", (i+j)%60), kinds[(i+j)%4], 0,
				fmt.Sprintf("Delegations %d of both sides end talks on border post %d", j, i))
			n++
			a.StoryID, a.TrackID = fmt.Sprintf("t%d", i), fmt.Sprintf("k%d", i%500)
			a.Published = to.Add(-time.Duration(i*1439/stories) * time.Minute)
			a.Event.Type = types[i%len(types)]
			for p := range 12 {
				a.Body += fmt.Sprintf("The delegations met for the %dth time on Thursday, officials on both sides said, and agreed to meet "+
					"again. They left without a word.\n\n", p)
			}
			store.articles[a.ID] = a
			s = BuildStory(s, a)
		}
		store.stories = append(store.stories, s)
	}
	return store
}

// BenchmarkCompile is an edition of 24 hours over 20,000 articles, without
// what the store costs.
func BenchmarkCompile(b *testing.B) {
	to := time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)
	store := busyDay(to, 8000)
	start := spent.Processor()
	for b.Loop() {
		e, err := Compile(context.Background(), store, Request{
			From: to.AddDate(0, 0, -1), To: to,
			Filter: attache.Filter{Words: []string{"border"}},
		})
		if err != nil || len(e.Sections) == 0 {
			b.Fatal(err, e)
		}
	}
	b.ReportMetric(float64(spent.Processor()-start)/float64(b.N), "cpu-ns/op")
}

func TestCompileReadsTheChosenStoriesOnly(t *testing.T) {
	to := time.Date(2026, 3, 3, 7, 0, 0, 0, time.UTC)
	store := busyDay(to, 400)
	e, err := Compile(context.Background(), store, Request{From: to.AddDate(0, 0, -1), To: to, Max: 5})
	if err != nil {
		t.Fatal(err)
	}
	if store.reads > 5*perStory {
		t.Errorf("%d articles read for %d stories", store.reads, 5)
	}
	if n := len(e.Sections); n == 0 || e.LeftOut == 0 {
		t.Errorf("%d sections, %d left out", n, e.LeftOut)
	}
}
