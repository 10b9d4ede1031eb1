package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

func TestAgesAndSizesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "400d": 400 * 24 * time.Hour, "45d": leastAge, "10000h": 10000 * time.Hour} {
		if got, err := parseAge(text); err != nil || got != want {
			t.Errorf("%q is %s, %v", text, got, err)
		}
	}
	for text, want := range map[string]int64{"": 0, "5GB": 5e9, "1.5 gb": 15e8, "800MB": 8e8, "1GiB": 1 << 30, "2T": 2e12} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"1d", "-400d", "NaNd", "400", "d", "1e99d", "ten"} {
		if got, err := parseAge(text); err == nil {
			t.Errorf("age %q is %s", text, got)
		}
	}
	for _, text := range []string{"5", "5B", "GB", "-5GB", "NaNGB", "1KB", "1e99TB", "5XB"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("size %q is %d", text, got)
		}
	}
}

// aged is a store with a story a day, the oldest so many days before a time.
func aged(t *testing.T, c config, now time.Time, days int, body string) *app {
	t.Helper()
	h := testHouse(t, c, new(bytes.Buffer))
	h.live = &live{app: h, pipeline: h.newPipeline()}
	h.live.config.Store(&h.config)
	var batch []attache.Filing
	for day := range days {
		a := wireReport(fmt.Sprint(day), fmt.Sprint("Talks, day ", day), body)
		a.Published = now.Add(-time.Duration(days-day) * 24 * time.Hour)
		story := attache.Story{ID: fmt.Sprint("s", day), ArticleIDs: []string{a.ID}, First: a.Published, Last: a.Published, Relevant: true}
		batch = append(batch, attache.Filing{Article: a, Story: story})
	}
	if err := h.store.Save(t.Context(), batch...); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestWhatIsOlderThanItsAgeGoesAndStatusTellsSo(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := defaultConfig()
	c.Retention.Age = "100d"
	h := aged(t, c, now, 300, "The envoys met.")
	if err := h.keepTo(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if left := len(places(t, h.store)); left != 100 {
		t.Errorf("%d reports are left, want 100", left)
	}
	st, err := h.state(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lines := fmt.Sprint(st.lines(now))
	if !strings.Contains(lines, "reports of the last 100d; last took away 200 reports and 0 proofs on 2026-03-01 12:00:00 UTC") {
		t.Error(lines)
	}
	if err := h.keepTo(t.Context(), now.Add(-48*time.Hour)); err != nil { // the clock went back
		t.Fatal(err)
	}
	news := wireReport("news", "Talks, a month later", "The envoys met.")
	news.Published = now.Add(30 * 24 * time.Hour)
	if err := h.store.Save(t.Context(), attache.Filing{Article: news}); err != nil {
		t.Fatal(err)
	}
	if err := h.keepTo(t.Context(), now.Add(30*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if left := len(places(t, h.store)); left != 71 {
		t.Errorf("a month later %d reports are left, want 70 and the new one", left)
	}
}

func TestAClockThatIsAheadByYearsDoesNotEmptyTheStore(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := defaultConfig()
	c.Retention.Age, c.Retention.Proofs = "100d", "100d"
	h := aged(t, c, now, 60, "The envoys met.")
	if err := h.keepTo(t.Context(), now.AddDate(4, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if left := len(places(t, h.store)); left != 60 {
		t.Errorf("%d reports are left, want all 60", left)
	}
}

func TestWithoutRetentionNothingGoes(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := aged(t, defaultConfig(), now, 50, "The envoys met.")
	if err := h.keepTo(t.Context(), now.AddDate(50, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if left := len(places(t, h.store)); left != 50 {
		t.Errorf("%d reports are left, want all 50", left)
	}
}

func TestTheOldestGoUntilTheStoreFitsItsSizeAndYoungOnesStay(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := defaultConfig()
	c.Retention.Size = "50MB"
	h := aged(t, c, now, 300, "The envoys met.")
	sized := &sizedStore{Store: h.store.(*bolt.Store), perReport: 1_000_000}
	h.store = sized
	if err := h.keepTo(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if left := len(places(t, sized.Store)); left < 45 || left > 50 {
		t.Errorf("%d reports of 1 MB are left, want 50 MB or a week less", left)
	}
	if told := h.live.troubles.list(); len(told) != 0 {
		t.Error(told)
	}
	sized.perReport = 2_000_000 // 45 days do not fit
	for range 2 {
		if err := h.keepTo(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	if left := len(places(t, sized.Store)); left != 45 {
		t.Errorf("%d reports are left, want those of 45 days", left)
	}
	if told := h.live.troubles.list(); len(told) != 1 || !strings.Contains(told[0], "nothing more may go") {
		t.Error(told)
	}
}

// A report with a date of long ago that may not go, and a store without any, are looked
// at in a few steps: each is a transaction that others wait for.
func TestYearsWithoutReportsArePassedOverAtOnce(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, reports := range map[string]int{"none": 0, "one of long ago that goes on": 1} {
		c := defaultConfig()
		c.Retention.Size = "50MB"
		h := aged(t, c, now, 0, "")
		kept := &steppedStore{sizedStore: sizedStore{Store: h.store.(*bolt.Store), perReport: 1}}
		h.store = kept
		if reports > 0 {
			a := attache.Article{ID: "a1", Keys: []string{"url:a1"}, Title: "Talks", Published: now.AddDate(-40, 0, 0), StoryID: "s1"}
			st := attache.Story{ID: "s1", ArticleIDs: []string{"a1"}, First: a.Published, Last: now}
			if err := h.store.Save(t.Context(), attache.Filing{Article: a, Story: st}); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.keepTo(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if kept.steps > 5 {
			t.Errorf("%s: %d steps", name, kept.steps)
		}
	}
}

// steppedStore is one that is always too large, and counts steps of pruning.
type steppedStore struct {
	sizedStore
	steps int
}

func (s *steppedStore) Size(context.Context) (bytes, free int64, err error) { return 1 << 40, 0, nil }

func (s *steppedStore) Prune(ctx context.Context, before time.Time, from string) (attache.Pruned, error) {
	s.steps++
	return s.Store.Prune(ctx, before, from)
}

// sizedStore is a store whose size is what its reports are said to have.
type sizedStore struct {
	*bolt.Store
	perReport int64
}

func (s *sizedStore) Size(ctx context.Context) (bytes, free int64, err error) {
	page, _, err := s.Articles(ctx, attache.ArticleQuery{All: true, Limit: 1000})
	return int64(len(page))*s.perReport + 1000, 1000, err
}
