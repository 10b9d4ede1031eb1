package zone

import (
	"testing"
	"time"
)

func TestTheFirstNameThatIsAZoneCounts(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"Europe/Berlin", "Asia/Tokyo"}, "Europe/Berlin"},
		{[]string{"", "Atlantis", "Asia/Tokyo"}, "Asia/Tokyo"},
		{[]string{"Atlantis"}, "UTC"},
		{[]string{"../etc/passwd", ""}, "UTC"},
		{nil, "UTC"},
	} {
		for range 2 { // read, and kept
			if got := Of(c.names...); got.String() != c.want {
				t.Errorf("%q: %s, want %s", c.names, got, c.want)
			}
		}
	}
	if at := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).In(Of("Asia/Tokyo")); at.Hour() != 21 {
		t.Errorf("noon is %s in Tokyo", at)
	}
	if first, again := Of("Asia/Tokyo"), Of("Asia/Tokyo"); first != again {
		t.Error("it was read twice")
	}
}
