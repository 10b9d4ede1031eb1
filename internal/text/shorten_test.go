package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestATextIsShortenedBetweenWords(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"International Atomic Energy Agency", 22, "International Atomic…"},
		{"International Atomic Energy Agency", 34, "International Atomic Energy Agency"},
		{"one two, three", 9, "one two…"},
		{"Donaudampfschifffahrt", 10, "Donaudamp…"},
		{"中国外交部发言人", 5, "中国外交…"},
		{"a\x9c0bcdef", 4, "a\x9c0…"},
		{"", 3, ""},
	} {
		if got := Shorten(c.text, c.most); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

func TestAHeadEndsBeforeHalfACodePoint(t *testing.T) {
	if got := Head("é中x", 4); got != "é" {
		t.Errorf("got %q", got)
	}
	if got := Head("\xbf\xbf\xbf", 2); got != "" {
		t.Errorf("half a code point is kept: %q", got)
	}
}

func TestOneIsCountedWithoutAPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 stories", 1: "1 story", 2: "2 stories"} {
		if got := Count(n, "story", "stories"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := OneLine(" a \n\t b\u00a0c "); got != "a b c" {
		t.Errorf("%q", got)
	}
}

// FuzzShorten: what is kept is the text's own beginning, and fits.
func FuzzShorten(f *testing.F) {
	f.Add("one two three", 7)
	f.Add("a\x9c中 b", 3)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if most < 1 || most > 1000 {
			t.Skip()
		}
		got := Shorten(s, most)
		if got != s && !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) || utf8.RuneCountInString(got) > most {
			t.Errorf("Shorten(%q, %d) = %q", s, most, got)
		}
		if head := Head(s, most); !strings.HasPrefix(s, head) || len(head) > most {
			t.Errorf("Head(%q, %d) = %q", s, most, head)
		}
	})
}
