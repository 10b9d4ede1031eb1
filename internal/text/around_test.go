package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache"
)

func TestAroundGivesTheWholeSentenceOfAFragment(t *testing.T) {
	const body = "They met on Monday. The envoy said a pact in May “is worth three in July”, and left. “We came. We saw. We left,” she " +
		"said. Nobody signed."
	for _, c := range []struct{ part, want string }{
		{"is worth three in July", "The envoy said a pact in May “is worth three in July”, and left."},
		{"We saw.", "“We came. We saw. We left,” she said."},
		{"Monday. The envoy", "They met on Monday. The envoy said a pact in May “is worth three in July”, and left."},
		{"Nobody signed.", "Nobody signed."},
	} {
		i := strings.Index(body, c.part)
		from := utf8.RuneCountInString(body[:i])
		if got := Around(body, "en", attache.Span{from, from + utf8.RuneCountInString(c.part)}); got != c.want {
			t.Errorf("around %q: %q", c.part, got)
		}
	}
	for _, span := range []attache.Span{{-1, 3}, {5, 5}, {9, 4}, {1000, 1010}} {
		if got := Around(body, "en", span); got != "" {
			t.Errorf("around %v: %q", span, got)
		}
	}
}

func FuzzAround(f *testing.F) {
	f.Add("They met. “We came. We saw,” she said.", 11, 20)
	f.Add("双方会谈。“好。”", 0, 3)
	f.Add("\xff. X", 0, 1)
	f.Fuzz(func(t *testing.T, body string, from, to int) {
		if got := Around(body, "", attache.Span{from, to}); !strings.Contains(body, got) {
			t.Fatalf("%q is not in %q", got, body)
		}
	})
}
