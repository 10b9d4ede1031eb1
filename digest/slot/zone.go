package slot

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones must be the same on every machine

	"attache/internal/fold"

	words "attache/internal/text"
)

// ErrZone says that a time zone is not known.
var ErrZone = errors.New("unknown time zone")

//go:embed tznames.txt
var zoneNames string

//go:embed cities.txt
var cityNames string

// zones maps folded names, of zones and of cities, to IANA names.
var zones = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for name := range strings.FieldsSeq(zoneNames) {
		m[zoneKey(name)] = name
		i := strings.LastIndexByte(name, '/')
		if i < 0 || strings.HasPrefix(name, "Etc/") || strings.HasPrefix(name, "US/") {
			continue
		}
		if city := zoneKey(name[i+1:]); m[city] == "" {
			m[city] = name
		}
	}
	for line := range strings.Lines(cityNames) {
		zone, cities, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for city := range strings.SplitSeq(cities, ",") {
			m[zoneKey(city)] = zone
		}
	}
	return m
})

func zoneKey(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("_", " ", "-", " ", ".", "").Replace(fold.String(s))), " ")
}

// oddOffsets are the zones without daylight saving time at offsets that are
// not whole hours, in minutes.
var oddOffsets = map[int]string{
	210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon",
	525: "Australia/Eucla", 570: "Australia/Darwin", -570: "Pacific/Marquesas",
}

// ParseZone understands IANA names in any case ("europe/berlin"), names
// of large cities and capitals ("berlin", "New York") and offsets from UTC
// ("+3", "UTC+02:00"). It returns the IANA name, to be stored, and the
// location. The error wraps ErrZone and says what to type.
func ParseZone(s string) (string, *time.Location, error) {
	text := strings.TrimSpace(s)
	name, ok := parseOffset(text)
	if !ok && len(text) <= 64 {
		name = zones()[zoneKey(text)]
	}
	if name == "" {
		return "", nil, fmt.Errorf("%w %q: type a city (Berlin), a zone (Europe/Berlin) or an offset (UTC+3)", ErrZone, words.Shorten(text, 40))
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return "", nil, fmt.Errorf("%w %q: %w", ErrZone, name, err)
	}
	return name, loc, nil
}

// parseOffset reads "+3", "-03:30", "UTC+2", "GMT-5", "UTC".
func parseOffset(s string) (string, bool) {
	upper := strings.ToUpper(strings.ReplaceAll(s, "−", "-"))
	rest := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(upper, "UTC"), "GMT"))
	if rest == "" && upper != "" || upper == "Z" {
		return "UTC", true
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return "", false
	}
	hours, minutes := rest[1:], "0"
	if h, m, ok := strings.Cut(hours, ":"); ok {
		hours, minutes = h, m
	} else if len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	}
	h, err1 := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if err1 != nil || err2 != nil || h > 14 || m > 59 {
		return "", true
	}
	offset := int(h*60 + m)
	if rest[0] == '-' {
		offset = -offset
	}
	return offsetName(offset), true
}

func offsetName(minutes int) string {
	switch {
	case minutes == 0:
		return "UTC"
	case minutes%60 != 0:
		return oddOffsets[minutes]
	case minutes < -12*60:
		return ""
	}
	return fmt.Sprintf("Etc/GMT%+d", -minutes/60) // POSIX counts westwards
}

// ZoneLabel is a zone's name for people: "Europe/Berlin", and "UTC+3" for
// Etc/GMT-3, whose sign misleads.
func ZoneLabel(name string) string {
	if rest, ok := strings.CutPrefix(name, "Etc/GMT"); ok && rest != "" {
		if n, err := strconv.Atoi(rest); err == nil && n != 0 {
			return fmt.Sprintf("UTC%+d", -n)
		}
	}
	if name == "" {
		return "UTC"
	}
	return name
}
