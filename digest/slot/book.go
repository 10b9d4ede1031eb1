package slot

import (
	"sync"
	"time"
)

// Book reads stored schedules and zones. Many chats share few of them, so each is
// read once. The zero value is ready, and may be used concurrently.
type Book struct {
	mu        sync.Mutex
	schedules map[stored]Schedule
	zones     map[string]*time.Location
	now       time.Time // around which slots are
	slots     map[stored]Slots
}

// stored is a schedule as a chat has it.
type stored struct{ spec, zone string }

// bookPages bounds what a Book keeps; beyond that it begins anew.
const bookPages = 4096

// Schedule reads a chat's schedule. It was accepted when it was set: whether it
// comes too often is not asked again. Errors wrap ErrSchedule or ErrZone.
func (b *Book) Schedule(spec, zone string) (Schedule, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := stored{spec, zone}
	if s, ok := b.schedules[key]; ok {
		return s, nil
	}
	s, err := read(spec, zone)
	if err != nil {
		return Schedule{}, err
	}
	if b.schedules == nil || len(b.schedules) >= bookPages {
		b.schedules = map[stored]Schedule{}
	}
	b.schedules[key] = s
	return s, nil
}

// Around gives the slots of a chat's schedule around a moment. At one moment many
// chats are looked at: each schedule's are told once. Errors are those of Schedule.
func (b *Book) Around(spec, zone string, now time.Time) (Slots, error) {
	schedule, err := b.Schedule(spec, zone)
	if err != nil {
		return Slots{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.slots == nil || !b.now.Equal(now) || len(b.slots) >= bookPages {
		b.now, b.slots = now, map[stored]Slots{}
	}
	key := stored{spec, zone}
	slots, known := b.slots[key]
	if !known {
		slots = schedule.Around(now)
		b.slots[key] = slots
	}
	return slots, nil
}

// Zone reads a chat's time zone; UTC where it has none, or one that is not known.
func (b *Book) Zone(name string) *time.Location {
	b.mu.Lock()
	defer b.mu.Unlock()
	if loc, ok := b.zones[name]; ok {
		return loc
	}
	_, loc, err := ParseZone(name)
	if err != nil {
		loc = time.UTC
	}
	if b.zones == nil || len(b.zones) >= bookPages {
		b.zones = map[string]*time.Location{}
	}
	b.zones[name] = loc
	return loc
}
