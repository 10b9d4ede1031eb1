package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"attache"
)

// What is old leaves the store by itself, by age and by size. Stories go whole, the
// oldest first; those of a negotiation that goes on stay, and so do deliveries with
// their editions (30 days), and proofs of delivery but by their own age. It goes on in
// small transactions: nobody who writes waits long.

// retentionConfig says what may go; zero values: nothing does.
type retentionConfig struct {
	Age    string `yaml:"age"`    // of reports, such as 400d
	Size   string `yaml:"size"`   // of what the store holds, such as 5GB
	Proofs string `yaml:"proofs"` // age of proofs of delivery
}

const (
	retentionNote  = "retention.last"
	retentionEvery = time.Hour
	// leastAge is the age below which nothing goes: what is in memory, what editions on
	// their way cite, and what sources still list is younger.
	leastAge = 45 * 24 * time.Hour
	leastFit = 50 * 1000 * 1000 // bytes; less is a slip of the pen

	retentionTrouble = "retention"
)

// sizeStep is by how much the oldest that stays becomes younger, where it is the size
// that decides.
const sizeStep = 7 * 24 * time.Hour

func (c *retentionConfig) problems() []problem {
	_, age := parseAge(c.Age)
	_, size := parseSize(c.Size)
	_, proofs := parseAge(c.Proofs)
	return []problem{{"$.retention.age", age}, {"$.retention.size", size}, {"$.retention.proofs", proofs}}
}

// words say what is kept; "" where everything is.
func (c *retentionConfig) words() string {
	var parts []string
	for _, p := range [][2]string{{"reports of the last ", c.Age}, {"at most ", c.Size}, {"proofs of the last ", c.Proofs}} {
		if p[1] != "" {
			parts = append(parts, p[0]+p[1])
		}
	}
	return strings.Join(parts, ", ")
}

// parseAge reads days, such as 400d, or hours; "" is none.
func parseAge(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	age, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n float64
		n, err = strconv.ParseFloat(days, 64)
		age = time.Duration(n * float64(24*time.Hour))
	}
	if err != nil || age < leastAge || age > 100*365*24*time.Hour {
		return 0, fmt.Errorf("%q is no usable age; write days, such as 400d, at least %d", text, leastAge/(24*time.Hour))
	}
	return age, nil
}

// parseSize reads bytes, such as 5GB or 800MB; "" is none.
func parseSize(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	number := strings.TrimRight(strings.ToUpper(strings.ReplaceAll(text, " ", "")), "B")
	unit := map[string]float64{"K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "KI": 1 << 10, "MI": 1 << 20, "GI": 1 << 30, "TI": 1 << 40}
	for _, n := range []int{2, 1} {
		if at := len(number) - n; at > 0 && unit[number[at:]] > 0 {
			v, err := strconv.ParseFloat(number[:at], 64)
			if size := v * unit[number[at:]]; err == nil && size >= leastFit && size < 1e18 {
				return int64(size), nil
			}
			break
		}
	}
	return 0, fmt.Errorf("%q is no usable size; write it as 5GB or 800MB, at least 50MB", text)
}

// retained is what retention did last, for status.
type retained struct {
	At       time.Time `json:"at"`
	Stories  int       `json:"stories"`
	Articles int       `json:"articles"`
	Links    int       `json:"links,omitempty"`
	Before   time.Time `json:"before,omitzero"` // what is older went
}

// lastRetained is what retention did last; nil: nothing yet.
func (h *app) lastRetained(ctx context.Context) (*retained, error) {
	note, err := h.store.Note(ctx, retentionNote)
	if errors.Is(err, attache.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var last retained
	if json.Unmarshal(note, &last) != nil {
		return nil, nil //nolint:nilerr // a note that cannot be read: the next run writes it anew
	}
	return &last, nil
}

// keepTo takes away what the configuration lets go.
func (h *app) keepTo(ctx context.Context, now time.Time) error {
	c := h.settings().Retention
	store, ok := h.store.(attache.Retention)
	if !ok || c == (retentionConfig{}) {
		return nil
	}
	age, _ := parseAge(c.Age) // both were validated
	proofs, _ := parseAge(c.Proofs)
	now, err := h.believed(ctx, now)
	if err != nil {
		return err
	}
	run := retained{At: now.UTC()}
	if age > 0 {
		run.Before = now.Add(-age).UTC()
		err = h.pruneTo(ctx, store, run.Before, &run, func() (bool, error) { return true, nil })
	}
	if err == nil {
		err = h.pruneToSize(ctx, store, now, &run)
	}
	for more := proofs > 0; more && err == nil; {
		var n int
		n, err = store.PruneProofs(ctx, now.Add(-proofs))
		run.Links += n
		more = n > 0
	}
	if err != nil || run.Stories+run.Links == 0 {
		return err
	}
	if h.live != nil {
		h.live.pipeline.told()
	}
	h.log.Info("what was too old left the store", "stories", run.Stories, "reports", run.Articles, "proofs", run.Links, "before", run.Before)
	note, err := json.Marshal(run)
	if err != nil {
		return err
	}
	return h.store.SetNote(ctx, retentionNote, note)
}

// aheadOfNews is how far the clock is believed to be ahead of the newest report.
const aheadOfNews = 7 * 24 * time.Hour

// believed is the time that ages are reckoned by: the clock's, but never much later than
// the newest report. A clock that is ahead by years must not empty the store; one whose
// sources are silent for long keeps what it has.
func (h *app) believed(ctx context.Context, now time.Time) (time.Time, error) {
	page, _, err := h.store.Articles(ctx, attache.ArticleQuery{All: true, Limit: 1})
	if err != nil || len(page) == 0 {
		return now, err
	}
	if latest := page[0].Published.Add(aheadOfNews); latest.Before(now) {
		return latest, nil
	}
	return now, nil
}

// pruneTo takes away what is older, in steps, as long as it is wanted.
func (h *app) pruneTo(ctx context.Context, store attache.Retention, before time.Time, run *retained, wanted func() (bool, error)) error {
	for from := ""; ; {
		if more, err := wanted(); err != nil || !more {
			return err
		}
		done, err := store.Prune(ctx, before, from)
		if err != nil {
			return err
		}
		run.Stories += done.Stories
		run.Articles += done.Articles
		if from = done.Next; from == "" {
			return nil
		}
	}
}

// pruneToSize takes away the oldest until what the store holds is within its size.
// Operators are told once where that cannot be reached.
func (h *app) pruneToSize(ctx context.Context, store attache.Retention, now time.Time, run *retained) error {
	most, _ := parseSize(h.settings().Retention.Size) // it was validated
	u, ok := h.store.(attache.Upkeep)
	if most == 0 || !ok {
		return nil
	}
	var held int64
	over := func() (bool, error) {
		bytes, free, err := u.Size(ctx)
		held = bytes - free
		return held > most, err
	}
	limit, before := now.Add(-leastAge), time.Time{}
	for more := true; more; {
		var err error
		if more, err = over(); err != nil {
			return err
		}
		if !more {
			break
		}
		if !before.Before(limit) {
			h.tellSize(ctx, held, most)
			return nil
		}
		if before, err = nextStep(ctx, store, before, limit); err != nil {
			return err
		}
		run.Before = before.UTC()
		if err := h.pruneTo(ctx, store, before, run, over); err != nil {
			return err
		}
	}
	if h.live != nil {
		h.live.calm(ctx, retentionTrouble, "The store is within retention.size again.")
	}
	return nil
}

// nextStep is the time before which the next reports go: years in which none was
// published are passed over at once.
func nextStep(ctx context.Context, store attache.Retention, before, limit time.Time) (time.Time, error) {
	oldest, err := store.Oldest(ctx, before)
	if err != nil || oldest.IsZero() || oldest.Add(sizeStep).After(limit) {
		return limit, err
	}
	return oldest.Add(sizeStep), nil
}

func (h *app) tellSize(ctx context.Context, held, most int64) {
	if h.live == nil {
		return
	}
	h.live.trouble(ctx, retentionTrouble,
		fmt.Sprintf("The store holds %s, more than retention.size (%s), and nothing more may go: what is left is younger than "+
			"%d days or belongs to negotiations that go on. Raise retention.size.", bytesOf(held), bytesOf(most), leastAge/(24*time.Hour)))
}
