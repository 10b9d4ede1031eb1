package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache"
)

var outboxRules = []rule{
	{"deliveries are listed, open ones first, then the latest settled", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:2", 1), delivery("c:1", 2), delivery("c:11", 0), alert("c:1", "s1"))
		claimed := claim(t, s, 200, 3)
		for i := range claimed {
			d := claimed[i]
			d.State, d.Settled = attache.Sent, minute(200+i)
			if err := s.Settle(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		list := func(q attache.DeliveryQuery) (ids []string) {
			t.Helper()
			if err := s.EachDelivery(t.Context(), q, func(d attache.Delivery) error {
				ids = append(ids, fmt.Sprintf("%s %s", strings.TrimSuffix(d.ID, ":00:00Z"), d.State))
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return ids
		}
		all := list(attache.DeliveryQuery{})
		if len(all) != 5 || !strings.HasSuffix(all[0], "pending") || !strings.HasSuffix(all[1], "pending") {
			t.Errorf("all: %q", all)
		}
		for i, want := range []string{claimed[2].ID, claimed[1].ID, claimed[0].ID} {
			if got := all[2+i]; !strings.HasPrefix(want, strings.Fields(got)[0]) || !strings.HasSuffix(got, "sent") {
				t.Errorf("settled %d: %s, not %s", i, got, want)
			}
		}
		if got := list(attache.DeliveryQuery{Limit: 3}); fmt.Sprint(got) != fmt.Sprint(all[:3]) {
			t.Errorf("three: %q, not %q", got, all[:3])
		}
		if got := list(attache.DeliveryQuery{States: []attache.DeliveryState{attache.Sent}}); fmt.Sprint(got) != fmt.Sprint(all[2:]) {
			t.Errorf("sent: %q, not %q", got, all[2:])
		}
		of := list(attache.DeliveryQuery{ChatID: "c:1"})
		if len(of) != 3 || !strings.HasPrefix(of[0], delivery("c:1", 2).ID[:17]) {
			t.Errorf("of one chat: %q", of)
		}
	}},
	{"every delivery is visited once, however many there are", func(t *testing.T, s attache.Store) {
		const chats = 1203
		var all []attache.Delivery
		for i := range chats {
			all = append(all, delivery(fmt.Sprintf("c:%d", i), i%3))
		}
		enqueue(t, s, "e1", all...)
		seen := map[string]int{}
		if err := s.EachDelivery(t.Context(), attache.DeliveryQuery{}, func(d attache.Delivery) error {
			seen[d.ID]++
			if _, err := s.Edition(t.Context(), d.EditionID); err != nil { // who visits may call the store
				return err
			}
			return s.SetNote(t.Context(), "visited", []byte(d.ID))
		}); err != nil {
			t.Fatal(err)
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was visited %d times", id, n)
			}
		}
		if len(seen) != chats {
			t.Errorf("%d of %d were visited", len(seen), chats)
		}
	}},
	{"an edition of before a removal has none of the removed words when it is enqueued after it", func(t *testing.T, s attache.Store) {
		a := article(1)
		save(t, s, a)
		if err := s.Remove(t.Context(), a.ID, attache.Story{}); err != nil {
			t.Fatal(err)
		}
		words := quote("Ada Quill", "We will share the grain.")
		words.ArticleID = a.ID
		e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{
			StoryID: "s1", Headline: "Envoys meet", URL: "https://other.example/1", Quotes: []attache.Quote{words},
			Lead: []attache.Sentence{
				{Text: "The envoys met.", Outlet: a.Outlet, URL: a.URL}, {Text: "They parted.", Outlet: "Other", URL: "https://other.example/1"},
			},
		}}}}}
		d := delivery("c:1", 0)
		d.EditionID = e.ID
		if n, err := s.Enqueue(t.Context(), e, d); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		kept, err := s.Edition(t.Context(), "e1")
		if err != nil || len(kept.Sections) != 1 {
			t.Fatalf("%+v, %v", kept, err)
		}
		if it := kept.Sections[0].Items[0]; len(it.Quotes) != 0 || len(it.Lead) != 1 {
			t.Errorf("it still has %+v", it)
		}
	}},
	{"a delivery that is enqueued twice is one", func(t *testing.T, s attache.Store) {
		if n := enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:2", 0)); n != 2 {
			t.Errorf("%d were new, not 2", n)
		}
		if n := enqueue(t, s, "e2", delivery("c:1", 0), delivery("c:2", 0)); n != 0 {
			t.Errorf("%d were new, not 0", n)
		}
		if _, err := s.Edition(t.Context(), "e2"); !errors.Is(err, attache.ErrNotFound) {
			t.Errorf("an edition without new deliveries: %v", err)
		}
		if n := enqueue(t, s, "e2", delivery("c:2", 0), delivery("c:3", 0), delivery("c:3", 0)); n != 1 {
			t.Errorf("%d were new, not 1", n)
		}
		for _, d := range wantClaim(t, s, 0, "c:1 0", "c:2 0", "c:3 0") {
			if want := map[bool]string{true: "e2", false: "e1"}[d.ChatID == "c:3"]; d.EditionID != want {
				t.Errorf("%s is of edition %s, not %s", d.ID, d.EditionID, want)
			}
		}
	}},
	{"a delivery that is settled is not enqueued again", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...)
		if n := enqueue(t, s, "e1", delivery("c:1", 0)); n != 0 {
			t.Errorf("%d were new", n)
		}
		wantClaim(t, s, 60)
	}},
	{"an edition is kept as it was first enqueued", func(t *testing.T, s attache.Store) {
		e := attache.Edition{ID: "e1", From: noon, To: minute(60), Sections: []attache.Section{{
			Title: "Talks", Items: []attache.Item{{StoryID: "st1", Headline: "Envoys meet", Last: noon}},
		}}}
		for _, chat := range []string{"c:1", "c:2"} {
			d := delivery(chat, 0)
			d.EditionID = "e1"
			if _, err := s.Enqueue(t.Context(), e, d); err != nil {
				t.Fatal(err)
			}
			e.LeftOut = 99
		}
		e.LeftOut = 0
		got, err := s.Edition(t.Context(), "e1")
		if diff := cmp.Diff(e, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}},
	{"a delivery of another edition or without a chat is refused, and none is stored", func(t *testing.T, s attache.Store) {
		other, nobody := delivery("c:2", 0), delivery("", 0)
		other.EditionID, nobody.EditionID = "e2", "e1"
		good := delivery("c:1", 0)
		good.EditionID = "e1"
		for _, bad := range []attache.Delivery{other, nobody} {
			if _, err := s.Enqueue(t.Context(), attache.Edition{ID: "e1"}, good, bad); err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
		wantCounts(t, s, map[attache.DeliveryState]int{})
	}},
	{"a delivery whose id is not its own is refused", func(t *testing.T, s attache.Store) {
		wrong, unknown, empty := delivery("c:1", 0), delivery("c:1", 0), alert("c:1", "")
		wrong.ID, unknown.Kind = "c:1@noon", "parcel"
		for _, bad := range []attache.Delivery{wrong, unknown, empty} {
			bad.EditionID = "e1"
			if _, err := s.Enqueue(t.Context(), attache.Edition{ID: "e1"}, bad); err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
		wantCounts(t, s, map[attache.DeliveryState]int{})
	}},
	{"what a delivery is does not change when it is settled", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", alert("c:1", "st1"))
		d := claim(t, s, 0, 1)[0]
		d.Kind, d.Subject = attache.DigestDelivery, ""
		settleAs(t, s, attache.Pending, d)
		if again := wantClaim(t, s, 1, "c:1 0")[0]; again.Kind != attache.AlertDelivery || again.Subject != "st1" {
			t.Errorf("it became %+v", again)
		}
	}},
	{"a notice is one delivery however often it is enqueued, and moves with its chat", func(t *testing.T, s attache.Store) {
		putChat(t, s, "c:1", 5)
		notice := attache.NewNotice("c:1", "n1", noon, noon, noon.Add(time.Hour), "e1")
		for range 2 {
			if _, err := s.Enqueue(t.Context(), attache.Edition{ID: "e1", Notice: "We move."}, notice); err != nil {
				t.Fatal(err)
			}
		}
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Pending: 1})
		if err := s.MoveChat(t.Context(), "c:1", "c:2"); err != nil {
			t.Fatal(err)
		}
		d := claim(t, s, 0, 9)
		if len(d) != 1 || d[0].ChatID != "c:2" || d[0].Kind != attache.NoticeDelivery || d[0].Subject != "n1" || d[0].ID != d[0].Key() {
			t.Fatalf("%+v", d)
		}
		if e, err := s.Edition(t.Context(), "e1"); err != nil || e.Notice != "We move." {
			t.Errorf("%+v, %v", e, err)
		}
		if err := s.ForgetChat(t.Context(), "c:2"); err != nil {
			t.Fatal(err)
		}
		wantCounts(t, s, map[attache.DeliveryState]int{})
	}},
	{"the oldest slots are handed out first, a claimed one not again", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e2", delivery("c:1", 2), delivery("c:2", 2))
		enqueue(t, s, "e1", delivery("c:9", 1))
		first := claim(t, s, 0, 2)
		if len(first) != 2 || first[0].ChatID != "c:9" || first[1].ChatID != "c:1" {
			t.Errorf("got %+v", first)
		}
		wantClaim(t, s, 0, "c:2 2")
		wantClaim(t, s, 0)
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Claimed: 3})
	}},
	{"a delivery is not handed out before its time", func(t *testing.T, s attache.Store) {
		early, late := delivery("c:early", 3), delivery("c:late", 1)
		early.NotBefore, late.NotBefore = minute(5), minute(10)
		enqueue(t, s, "e1", early, late)
		wantClaim(t, s, 4)
		wantClaim(t, s, 5, "c:early 3")
		wantClaim(t, s, 9, "c:early 3")
		wantClaim(t, s, 10, "c:late 1", "c:early 3")
	}},
	{"of those that have come due, the oldest slot is first though it waited longer", func(t *testing.T, s attache.Store) {
		a, b := delivery("c:a", 2), delivery("c:b", 1)
		a.NotBefore, b.NotBefore = minute(1), minute(2)
		enqueue(t, s, "e1", a, b, delivery("c:c", 3))
		wantClaim(t, s, 3, "c:b 1", "c:a 2", "c:c 3")
	}},
	{"a delivery whose lease has run out is handed out again", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		first := wantClaim(t, s, 0, "c:1 0")
		second := wantClaim(t, s, 1, "c:1 0")
		if err := settle(t, s, attache.Sent, first[0]); !errors.Is(err, attache.ErrLeaseLost) {
			t.Errorf("the first courier settled: %v", err)
		}
		settleAs(t, s, attache.Sent, second...)
		wantClaim(t, s, 10)
	}},
	{"a courier that comes late but was not overtaken may settle", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...)
		wantClaim(t, s, 10)
	}},
	{"what is settled cannot be settled again", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		d := claim(t, s, 0, 1)[0]
		settleAs(t, s, attache.Dead, d)
		for _, state := range []attache.DeliveryState{attache.Sent, attache.Dead, attache.Pending} {
			if err := settle(t, s, state, d); !errors.Is(err, attache.ErrLeaseLost) {
				t.Errorf("%s after dead: %v", state, err)
			}
		}
		unknown := delivery("c:2", 0)
		if err := settle(t, s, attache.Sent, unknown); !errors.Is(err, attache.ErrLeaseLost) {
			t.Errorf("one that never was: %v", err)
		}
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Dead: 1})
	}},
	{"a delivery cannot be settled as claimed, nor as nothing", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		d := claim(t, s, 0, 1)[0]
		for _, state := range []attache.DeliveryState{attache.Claimed, "", "lost"} {
			if err := settle(t, s, state, d); err == nil || errors.Is(err, attache.ErrLeaseLost) {
				t.Errorf("%q: %v", state, err)
			}
		}
		settleAs(t, s, attache.Sent, d)
	}},
	{"a delivery to be tried again waits for its time and keeps what was learned", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		d := claim(t, s, 0, 1)[0]
		d.Attempts, d.NotBefore, d.Problem = 1, minute(20), "timeout"
		d.ChatID, d.EditionID, d.Slot = "c:forged", "e9", noon.Add(time.Second)
		settleAs(t, s, attache.Pending, d)
		wantClaim(t, s, 19)
		again := wantClaim(t, s, 20, "c:1 0")[0]
		if again.Attempts != 1 || again.Problem != "timeout" || again.EditionID != "e1" {
			t.Errorf("got %+v", again)
		}
	}},
	{"what has expired is counted and never handed out", func(t *testing.T, s attache.Store) {
		a, b, c := delivery("c:a", 0), delivery("c:b", 0), delivery("c:c", 0)
		a.Expires, b.Expires, c.Expires = minute(10), minute(30), minute(10)
		c.NotBefore = minute(60)
		enqueue(t, s, "e1", a, b, c, delivery("c:d", 0))
		wantClaim(t, s, 10, "c:b 0", "c:d 0")
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Expired: 2, attache.Claimed: 2})
		wantClaim(t, s, 60, "c:d 0")
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Expired: 3, attache.Claimed: 1})
	}},
	{"what expires in a courier's hands may still be settled", func(t *testing.T, s attache.Store) {
		d := delivery("c:1", 0)
		d.Expires = minute(1).Add(-1)
		enqueue(t, s, "e1", d)
		held := wantClaim(t, s, 0, "c:1 0")
		if _, err := s.Claim(t.Context(), minute(1).Add(-1), minute(5), 10); err != nil {
			t.Fatal(err)
		}
		settleAs(t, s, attache.Sent, held...)
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1})
	}},
	{"a claim expires with its lease", func(t *testing.T, s attache.Store) {
		d := delivery("c:1", 0)
		d.Expires = minute(1)
		enqueue(t, s, "e1", d)
		held := wantClaim(t, s, 0, "c:1 0")
		wantClaim(t, s, 1)
		if err := settle(t, s, attache.Sent, held[0]); !errors.Is(err, attache.ErrLeaseLost) {
			t.Errorf("settled after it expired: %v", err)
		}
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Expired: 1})
	}},
	{"what a clock that was ahead let expire is handed out once it went back", func(t *testing.T, s attache.Store) {
		a, b, c, late := delivery("c:a", 0), delivery("c:b", 0), delivery("c:c", 0), delivery("c:d", 0)
		a.Expires, b.Expires, c.Expires, late.Expires = minute(300), minute(300), minute(5), minute(300)
		enqueue(t, s, "e1", a, b, c)
		settleAs(t, s, attache.Sent, claim(t, s, 0, 1)...) // a
		wantClaim(t, s, 9000)
		enqueue(t, s, "e1", late)
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1, attache.Expired: 2, attache.Pending: 1})
		wantClaim(t, s, 10, "c:b 0", "c:d 0")
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1, attache.Expired: 1, attache.Claimed: 2})
	}},
	{"what a clock that was ahead has tried again much later is tried once it went back", func(t *testing.T, s attache.Store) {
		ahead := delivery("c:b", 9500)
		ahead.NotBefore = ahead.Slot
		enqueue(t, s, "e1", delivery("c:a", 0), ahead)
		d := claim(t, s, 9000, 1)[0]
		d.Attempts, d.NotBefore = 1, minute(9001)
		settleAs(t, s, attache.Pending, d)
		again := wantClaim(t, s, 10, "c:a 0")[0]
		if again.Attempts != 1 {
			t.Errorf("%d attempts", again.Attempts)
		}
	}},
	{"a clock that goes back hands nothing out too early", func(t *testing.T, s attache.Store) {
		d := delivery("c:1", 0)
		d.NotBefore = minute(10)
		enqueue(t, s, "e1", d, delivery("c:0", 0))
		claim(t, s, 10, 1) // wakes both, takes one
		wantClaim(t, s, 5)
		wantClaim(t, s, 11, "c:0 0", "c:1 0")
	}},
	{"a lease that is over before it begins is refused", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		if _, err := s.Claim(t.Context(), noon, noon, 1); err == nil {
			t.Error("it was taken")
		}
		wantClaim(t, s, 0, "c:1 0")
	}},
	{"couriers at work together never get the same delivery", func(t *testing.T, s attache.Store) {
		const chats, couriers = 300, 8
		var all []attache.Delivery
		for n := range chats {
			all = append(all, delivery(fmt.Sprint("c:", n), 0))
		}
		enqueue(t, s, "e1", all...)
		var mu sync.Mutex
		sent := map[string]int{}
		var work sync.WaitGroup
		for range couriers {
			work.Go(func() {
				for {
					got, err := s.Claim(t.Context(), noon, minute(5), 7)
					if err != nil || len(got) == 0 {
						if err != nil {
							t.Error(err)
						}
						return
					}
					for _, d := range got {
						mu.Lock()
						sent[d.ID]++
						mu.Unlock()
						d.State, d.Settled = attache.Sent, noon
						if err := s.Settle(t.Context(), d); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		work.Wait()
		for id, n := range sent {
			if n != 1 {
				t.Errorf("%s was handed out %d times", id, n)
			}
		}
		if len(sent) != chats {
			t.Errorf("%d of %d were handed out", len(sent), chats)
		}
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: chats})
	}},
	{"of couriers that settle one delivery at once, one succeeds", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0))
		d := claim(t, s, 0, 1)[0]
		errs := make(chan error, 16)
		for range cap(errs) {
			go func() { errs <- settle(t, s, attache.Sent, d) }()
		}
		won := 0
		for range cap(errs) {
			switch err := <-errs; {
			case err == nil:
				won++
			case !errors.Is(err, attache.ErrLeaseLost):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d succeeded", won)
		}
	}},
	{"what was settled long ago is forgotten, with its edition", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:2", 0))
		enqueue(t, s, "e2", delivery("c:1", 1))
		settleAs(t, s, attache.Sent, claim(t, s, 0, 2)...)
		later := 31 * 24 * 60
		enqueue(t, s, "e3", delivery("c:3", 31*24))
		got := wantClaim(t, s, later, "c:1 1", "c:3 744")
		settleAs(t, s, attache.Sent, got...)
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 2})
		for id, kept := range map[string]bool{"e1": false, "e2": true, "e3": true} {
			if _, err := s.Edition(t.Context(), id); (err == nil) != kept || err != nil && !errors.Is(err, attache.ErrNotFound) {
				t.Errorf("edition %s: %v", id, err)
			}
		}
	}},
	{"a delivery that was settled without a time counts from now", func(t *testing.T, s attache.Store) {
		enqueue(t, s, "e1", delivery("c:1", 0), delivery("c:2", 0))
		d := claim(t, s, 0, 1)[0]
		d.State = attache.Sent
		if err := s.Settle(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		wantClaim(t, s, 1, "c:2 0") // forgets what is old
		wantCounts(t, s, map[attache.DeliveryState]int{attache.Sent: 1, attache.Claimed: 1})
	}},
	{"a broadcast to ten thousand chats is enqueued and handed out whole", func(t *testing.T, s attache.Store) {
		const chats = 10_000
		all := make([]attache.Delivery, 0, chats)
		for n := range chats {
			all = append(all, delivery(fmt.Sprintf("c:%05d", n), 0))
		}
		if n := enqueue(t, s, "e1", all...); n != chats {
			t.Errorf("%d were new", n)
		}
		if n := enqueue(t, s, "e1", all...); n != 0 {
			t.Errorf("the second time %d were new", n)
		}
		got := claim(t, s, 0, chats+1)
		if len(got) != chats || !strings.HasSuffix(got[chats-1].ChatID, "09999") {
			t.Errorf("%d were handed out", len(got))
		}
	}},
}
