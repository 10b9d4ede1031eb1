package main

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"attache"
	"attache/digest/desk"
)

// alertDesk is an alerter over a real store in which a story breaks.
type alertDesk struct {
	*desk.Alerter
	store attache.Store
	at    time.Time
}

func newAlertDesk(t *testing.T, outlets int) *alertDesk {
	t.Helper()
	h := testHouse(t, defaultConfig(), &bytes.Buffer{})
	d := &alertDesk{store: h.store, at: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	d.Alerter = &desk.Alerter{Store: h.store, Wake: func() {}, Log: h.log}
	pipeline, err := h.pipeline(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range outlets {
		a := wireReport(fmt.Sprint(i), "Talks resume in Vienna", fmt.Sprintf("VIENNA - The foreign ministers of France and Iran met in Vienna "+
			"on Monday for nuclear talks, outlet number %d reports with words of its own.\n\nA joint statement is expected in %d hours.", i, i+2))
		a.Outlet, a.Published = fmt.Sprintf("Outlet %d", i), d.at.Add(time.Duration(i-outlets)*5*time.Minute)
		if err := pipeline.file(t.Context(), []attache.Article{a}); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d *alertDesk) chat(t *testing.T, id string, alerts attache.Alerts, actors ...string) {
	t.Helper()
	err := d.store.UpdateChat(t.Context(), id, func(c *attache.Chat) error {
		c.State, c.TimeZone, c.Alerts, c.Filter.Actors = attache.ChatActive, "UTC", alerts, actors
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// told gives the chats that are alerted now.
func (d *alertDesk) told(t *testing.T) []string {
	t.Helper()
	if err := d.Look(t.Context(), d.at); err != nil {
		t.Fatal(err)
	}
	due, err := d.store.Claim(t.Context(), d.at, d.at.Add(time.Hour), 100)
	if err != nil {
		t.Fatal(err)
	}
	var chats []string
	for _, delivery := range due {
		edition, err := d.store.Edition(t.Context(), delivery.EditionID)
		if err != nil || !edition.Alert || edition.Stories() != 1 {
			t.Errorf("%s gets %d stories, alert %v, %v", delivery.ChatID, edition.Stories(), edition.Alert, err)
		}
		chats = append(chats, delivery.ChatID)
	}
	slices.Sort(chats)
	return chats
}

func TestABreakingStoryIsToldAtOnceToThoseWhoAskedAndOnlyOnce(t *testing.T) {
	d := newAlertDesk(t, 4)
	d.chat(t, "telegram:follows", attache.Alerts{PerDay: 3}, "IRN")
	d.chat(t, "telegram:elsewhere", attache.Alerts{PerDay: 3}, "BRA")
	d.chat(t, "telegram:never", attache.Alerts{}, "IRN")
	d.chat(t, "telegram:asleep", attache.Alerts{PerDay: 3, QuietFrom: "11:00", QuietUntil: "13:00"}, "IRN")
	if got := d.told(t); !slices.Equal(got, []string{"telegram:follows"}) {
		t.Fatalf("told were %v, want the one that follows it", got)
	}
	d.at = d.at.Add(time.Minute)
	if got := d.told(t); len(got) != 0 {
		t.Errorf("a minute later %v were told again", got)
	}
}

func TestAStoryOfOneOutletDoesNotBreak(t *testing.T) {
	d := newAlertDesk(t, 1)
	d.chat(t, "telegram:follows", attache.Alerts{PerDay: 3}, "IRN")
	if got := d.told(t); len(got) != 0 {
		t.Errorf("%v were told of a story that one outlet has", got)
	}
}
