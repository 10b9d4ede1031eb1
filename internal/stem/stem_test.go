package stem

import (
	"slices"
	"testing"
	"unicode/utf8"

	"attache/internal/fold"
)

func TestFormsOfAWordHaveOneStem(t *testing.T) {
	for _, c := range []struct{ lang, a, b string }{
		{"en", "prisoner", "prisoners"},
		{"en", "expel", "expels"},
		{"en", "sanction", "sanctions"},
		{"en", "crossing", "crossings"},
		{"fr", "sanction", "sanctions"},
		{"fr", "accord", "accords"},
		{"es", "reunión", "reuniones"},
		{"es", "acuerdo", "acuerdos"},
		{"de", "Gespräch", "Gespräche"},
		{"de", "Verhandlung", "Verhandlungen"},
		{"ru", "переговоры", "переговоров"},
		{"ru", "пленный", "пленных"},
		{"uk", "переговори", "переговорів"},
		{"uk", "санкція", "санкції"},
		{"uk", "полонені", "полонених"},
		{"ar", "محادثات", "المحادثات"},
	} {
		a, b := Of(fold.String(c.a), c.lang), Of(fold.String(c.b), c.lang)
		if a != b {
			t.Errorf("%s: %s is cut to %s, %s to %s", c.lang, c.a, a, c.b, b)
		}
		if !Akin(fold.String(c.a), fold.String(c.b)) {
			t.Errorf("%s and %s are not akin", c.a, c.b)
		}
	}
}

func TestWordsOfOneActAreAFamily(t *testing.T) {
	for _, c := range [][2]string{{"expulsion", "expels"}, {"released", "frees"}, {"swap", "exchanges"}, {"talks", "negotiation"}} {
		if !slices.Contains(Family(c[0]), Of(c[1], "en")) {
			t.Errorf("%s and %s are no family: %v", c[0], c[1], Family(c[0]))
		}
	}
	if got := Family("fishing"); got != nil {
		t.Errorf("fishing has the family %v", got)
	}
}

func TestOtherWordsKeepTheirOwnStems(t *testing.T) {
	for _, c := range [][2]string{{"iran", "iraq"}, {"norway", "norman"}, {"мир", "море"}, {"secretary", "secret"}, {"g7", "g20"}} {
		if Akin(c[0], c[1]) {
			t.Errorf("%s and %s are akin", c[0], c[1])
		}
	}
}

func TestAWordOfAnotherScriptOrLanguageStaysWhole(t *testing.T) {
	for _, c := range [][2]string{{"prisoners", "ru"}, {"пленных", "en"}, {"外交部", "zh"}, {"prisoners", ""}, {"g20s", "xx"}, {"", "en"}} {
		if got := Of(c[0], c[1]); got != c[0] {
			t.Errorf("%q in %q became %q", c[0], c[1], got)
		}
	}
}

func TestStopWordsAreThoseOfEightLanguages(t *testing.T) {
	for _, w := range []string{"the", "les", "und", "для", "من", "para"} {
		if !Stop(fold.String(w)) {
			t.Errorf("%q is no stop word", w)
		}
	}
	for _, w := range []string{"iran", "talks", "мир", "nato"} {
		if Stop(w) {
			t.Errorf("%q is a stop word", w)
		}
	}
}

// FuzzOf: no word breaks an algorithm, and what comes out is text.
func FuzzOf(f *testing.F) {
	for _, seed := range []string{"prisoners", "переговорами", "المحادثات", "ies", "ss", "\xff", "e\u0301"} {
		for _, lang := range []string{"en", "ru", "ar", "uk", "de", "fr", "es"} {
			f.Add(seed, lang)
		}
	}
	f.Fuzz(func(t *testing.T, word, lang string) {
		folded := fold.String(word) // which makes bytes that are no text longer
		if got := Of(folded, lang); !utf8.ValidString(got) && utf8.ValidString(word) || len(got) > 2*len(folded)+8 {
			t.Errorf("%q in %q became %q", word, lang, got)
		}
	})
}
