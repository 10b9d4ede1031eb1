package bot

import (
	"testing"
	"time"

	"attache"
	"attache/internal/zone"
)

func TestTimesReadAsPeopleSayThem(t *testing.T) {
	berlin := zone.Of("Europe/Berlin")
	now := time.Date(2026, 3, 29, 9, 0, 0, 0, berlin) // the day clocks go forward
	for _, tt := range []struct {
		at   time.Time
		past string
		next string
	}{
		{now.Add(-time.Hour), "08:00", ""},
		{now.Add(-9 * time.Hour), "yesterday 23:00", ""},
		{now.Add(-24 * time.Hour), "yesterday 08:00", ""},
		{now.AddDate(0, 0, -3), "Thu 09:00", ""},
		{now.AddDate(0, 0, -7), "22 March", ""},
		{now.AddDate(-1, 0, 0), "29 March 2025", ""},
		{time.Time{}, "", ""},
		{now.Add(time.Hour), "", "today at 10:00"},
		{now.Add(22 * time.Hour), "", "tomorrow at 07:00"},
		{now.AddDate(0, 0, 3), "", "Wednesday at 09:00"},
		{now.AddDate(0, 0, 9), "", "Tuesday, 7 April at 09:00"},
		{now.AddDate(1, 0, 0), "", "Monday, 29 March 2027 at 09:00"},
	} {
		if tt.next == "" {
			if got := english.clock(tt.at.UTC(), now.UTC(), berlin); got != tt.past {
				t.Errorf("%s was %q, want %q", tt.at, got, tt.past)
			}
		} else if got := english.comingUp(tt.at.UTC(), now.UTC(), berlin); got != tt.next {
			t.Errorf("%s will be %q, want %q", tt.at, got, tt.next)
		}
	}
}

func TestZonesHaveTheirPeoplesSign(t *testing.T) {
	for name, want := range map[string]string{
		"Etc/GMT-3": "UTC+3", "Etc/GMT+5": "UTC-5", "Etc/GMT": "Etc/GMT", "America/New_York": "America/New York", "UTC": "UTC",
	} {
		if got := zoneName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestActorsAreShownOnceAndBounded(t *testing.T) {
	got := flags([]string{"NOR", "", "NATO", "NOR", "EU", "A body with a very long name", "XKX", "ISL", "SWE"}, 5)
	if want := "🇳🇴 NATO 🇪🇺 🇽🇰 🇮🇸"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestOutletsAreLabelledByKindAndCounted(t *testing.T) {
	links := []attache.Link{
		{Outlet: "P1", Kind: attache.Press},
		{Outlet: "S", Kind: attache.StateMedia},
		{Outlet: "W", Kind: attache.Wire},
		{Outlet: "P2", Kind: attache.Press},
		{Outlet: "O", Kind: attache.Official},
		{Outlet: "U"},
	}
	for most, want := range map[int]string{
		9: "official: O · wire: W · press: P1, P2 · U · state media: S",
		5: "official: O · wire: W · press: P1, P2 · U and 1 other",
		1: "official: O and 5 others",
	} {
		if got := plainText(attache.Document{Blocks: []attache.Block{para(english.outlets(links, most)...)}}); got != want {
			t.Errorf("%d: %q, want %q", most, got, want)
		}
	}
	if english.outlets(nil, 3) != nil {
		t.Error("no outlets are something")
	}
}
