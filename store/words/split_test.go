package words

import (
	"strings"
	"testing"
)

func TestWordsEndAtWhatIsNeitherLetterNorDigit(t *testing.T) {
	for _, c := range []struct{ text, index, query string }{
		{"a b", "a b", "a b"},
		{"u.s. u.k", "us uk", "us uk"},
		{"a.b.c.", "abc", "abc"},
		{"ab.c", "ab c", "ab c"},
		{"a.bc", "a bc", "a bc"},
		{".a", "a", "a"},
		{"a.1", "a 1", "a 1"},
		{"1.5", "1 5", "1 5"},
		{"a..b", "a b", "a b"},
		{"王 毅", "王 毅", "王 毅"},
		{"王said毅", "王 said 毅", "王 said 毅"},
		{"王毅外", "王毅 毅外 王 毅 外", "王毅 毅外"},
		{"ไทย", "ไท ทย ไ ท ย", "ไท ทย"},
		{"ລາວ", "ລາ າວ ລ າ ວ", "ລາ າວ"},
		{"ខ្មែរ x", "", ""},
		{"한국", "한국", "한국"},
		{"x\xffy", "x y", "x y"},
		{"to to TO", "to", "to"},
	} {
		if c.index == "" { // only that it is cut into pairs
			if got := Query(0, c.text); len(got) < 3 {
				t.Errorf("%q is asked as %q", c.text, got)
			}
			continue
		}
		if got := strings.Join(Terms(0, c.text), " "); got != c.index {
			t.Errorf("%q is indexed as %q, want %q", c.text, got, c.index)
		}
		if got := strings.Join(Query(0, c.text), " "); got != c.query {
			t.Errorf("%q is asked as %q, want %q", c.text, got, c.query)
		}
	}
}

func TestATermIsAtMostFortyEightBytesOfWholeLetters(t *testing.T) {
	for in, want := range map[string]string{
		strings.Repeat("a", 48):       strings.Repeat("a", 48),
		strings.Repeat("a", 49):       strings.Repeat("a", 48),
		strings.Repeat("я", 25):       strings.Repeat("я", 24),
		"a" + strings.Repeat("я", 30): "a" + strings.Repeat("я", 23),
	} {
		if got := Terms(0, in); len(got) != 1 || got[0] != want {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestALimitOfTermsIsReachedAndNotPassed(t *testing.T) {
	for limit, want := range map[int]string{
		0: "a b c 王毅 王 毅", 1: "a", 2: "a b", 3: "a b c", 5: "a b c 王毅 王", 6: "a b c 王毅 王 毅",
		9: "a b c 王毅 王 毅",
	} {
		if got := strings.Join(Terms(limit, "a b", "a c 王毅"), " "); got != want {
			t.Errorf("%d: %q, want %q", limit, got, want)
		}
	}
	if got := strings.Join(Query(2, "a", "b", "c"), " "); got != "a b" {
		t.Errorf("asked %q", got)
	}
}
