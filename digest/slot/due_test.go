package slot

import (
	"testing"
	"time"

	"attache"
)

func TestAChatThatIsPausedForLongIsTriedOnceAWeek(t *testing.T) {
	last := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	for state, want := range map[attache.ChatState][2]int{
		attache.ChatActive: {28, 84},
		attache.ChatPaused: {28, 12},
	} {
		chat := attache.Chat{State: state, Schedule: "07:00", TimeZone: "Europe/Berlin", LastSlot: last}
		var tries [2]int // within four weeks, in the twelve after them
		s := mustSchedule(t, chat.Schedule, chat.TimeZone)
		chat.NextSlot = s.Next(last)
		for chat.NextSlot.Sub(last) <= 16*week {
			slot, due, next := Due(&s, &chat, chat.NextSlot)
			if next.Sub(chat.NextSlot) > 25*time.Hour {
				t.Fatalf("the next slot after %s is %s: a chat that is taken up again would wait", chat.NextSlot, next)
			}
			if due && !slot.Expires.Equal(next) {
				t.Errorf("%s is tried until %s", slot.At, slot.Expires)
			}
			if due && chat.NextSlot.Sub(last) <= longPaused {
				tries[0]++
			} else if due {
				tries[1]++
			}
			chat.NextSlot = next
		}
		if tries != want {
			t.Errorf("%s: %d tries, want %d", state, tries, want)
		}
	}
}
