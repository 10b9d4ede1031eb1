package slot

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"attache"
)

func TestReadingAStoredScheduleIsNotAcceptingOne(t *testing.T) {
	const often = "0,30 7 * * *"
	if _, err := Parse(often, "UTC"); !errors.Is(err, ErrSchedule) {
		t.Fatalf("it was accepted: %v", err)
	}
	var b Book
	s, err := b.Schedule(often, "UTC")
	if err != nil || s.Next(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)).Minute() != 30 {
		t.Errorf("a schedule of before the rule is not read: %v", err)
	}
	for _, bad := range []stored{{"whenever", "UTC"}, {"07:00", "Atlantis"}} {
		for range 2 {
			if _, err := b.Schedule(bad.spec, bad.zone); err == nil {
				t.Errorf("%v was read", bad)
			}
		}
	}
}

func TestABookReadsEachScheduleOnceAndIsBounded(t *testing.T) {
	var b Book
	read := func() {
		if _, err := b.Schedule("mon-fri 07:30,18:00", "Europe/Berlin"); err != nil {
			t.Error(err)
		}
		if b.Zone("Asia/Tokyo").String() != "Asia/Tokyo" || b.Zone("Atlantis") != time.UTC || b.Zone("") != time.UTC {
			t.Error("a zone is another")
		}
	}
	read()
	if n := testing.AllocsPerRun(100, read); n > 0 {
		t.Errorf("%v allocations for what was read before", n)
	}
	for i := range bookPages + 10 {
		if _, err := b.Schedule(fmt.Sprintf("%02d:%02d", i/60%24, i%60), fmt.Sprintf("UTC%+d", i/1440)); err != nil {
			t.Fatal(err)
		}
		b.Zone(fmt.Sprint(i))
	}
	if len(b.schedules) > bookPages || len(b.zones) > bookPages {
		t.Errorf("%d schedules and %d zones are kept", len(b.schedules), len(b.zones))
	}
}

func BenchmarkDue(b *testing.B) {
	now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	c := attache.Chat{State: attache.ChatActive, NextSlot: now.Add(-time.Hour), LastSlot: now.Add(-48 * time.Hour)}
	var book Book
	b.ReportAllocs()
	for b.Loop() {
		s, err := book.Schedule("mon-fri 07:30,18:00", "Europe/Berlin")
		if err != nil {
			b.Fatal(err)
		}
		Due(&s, &c, now)
	}
}
