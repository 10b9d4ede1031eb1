package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextIsFoldedToWhatPeopleType(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Élysée Palace", "elysee palace"},
		{"ŁUCZAK, Ørsted; Straße", "luczak orsted strasse"},
		{"Пётр Песков", "петр песков"},
		{"Чайка и Йошкар", "чайка и йошкар"},
		{"U.S. and U.K. talks", "us and uk talks"},
		{"e.g. done. A.", "eg done a"},
		{"Macron's l’Iran", "macron s l iran"},
		{"G7, COVID-19", "g7 covid 19"},
		{"أحمد الصُّباح", "احمد الصباح"},
		{"علی خامنه\u200cای", "علي خامنهاي"},
		{"مـــحمد", "محمد"},
		{"٢٠٢٦ ۱۲", "2026 12"},
		{"Ελλάδας", "ελλαδασ"},
		{"İstanbul ISPARTA ılık", "istanbul isparta ilik"},
		{"한국 외교부", "한국 외교부"},
		{"हिन्दी", "हिन्दी"},
		{"ﬁnal Ｔｏｋｙｏ", "final tokyo"},
		{"שָׁלוֹם", "שלום"},
		{"", ""},
		{"…?!", ""},
		{"\xff\xfe", ""},
	} {
		if got := strings.Join(Query(0, c.text), " "); got != c.want {
			t.Errorf("%q became %q, not %q", c.text, got, c.want)
		}
	}
}

func TestTextWithoutSpacesBecomesPairs(t *testing.T) {
	for _, c := range []struct{ text, index, query string }{
		{"外交部", "外交 交部 外 交 部", "外交 交部"},
		{"王", "王", "王"},
		{"王毅said", "王毅 王 毅 said", "王毅 said"},
		{"がか", "がか が か", "がか"},
	} {
		if got := strings.Join(Terms(0, c.text), " "); got != c.index {
			t.Errorf("%q is indexed as %q, not %q", c.text, got, c.index)
		}
		if got := strings.Join(Query(0, c.text), " "); got != c.query {
			t.Errorf("%q is asked as %q, not %q", c.text, got, c.query)
		}
	}
}

func TestAFormOfAWordAnswersAnother(t *testing.T) {
	for _, c := range []struct {
		lang, text, asked string
		found             bool
	}{
		{"en", "Sides swap 172 prisoners", "prisoner swaps", true},
		{"en", "Denmark expels three diplomats", "expel", true},
		{"ru", "Обмен пленными", "пленных", true},
		{"uk", "Відбувся обмін полоненими", "полонених", true},
		{"ar", "انتهاء المحادثات", "محادثات", true},
		{"zh", "外交部长会谈", "会谈", true},
		{"it", "Colloqui a Roma", "colloqui", true},
		{"it", "Colloqui a Roma", "colloquio", false}, // no stems in it
		{"en", "Denmark expels three diplomats", "experts", false},
	} {
		have := map[string]bool{}
		for _, t := range Stems(0, c.lang, c.text) {
			have[t] = true
		}
		found := true
		for _, forms := range Forms(0, c.asked) {
			found = found && slices.ContainsFunc(forms, func(f string) bool { return have[f] })
		}
		if found != c.found {
			t.Errorf("%s: %q answered by %q: %v", c.lang, c.asked, c.text, found)
		}
	}
}

func TestWordsThatTellNothingAreLeftOut(t *testing.T) {
	if got := strings.Join(Told(0, "en", "The talks of the two sides were about prisoners"), " "); got != "en~talk en~two en~side en~prison" {
		t.Errorf("got %q", got)
	}
}

func TestTermsAreDistinctAndBounded(t *testing.T) {
	if got := Terms(3, "a b a", "c b d e"); strings.Join(got, " ") != "a b c" {
		t.Errorf("got %q", got)
	}
	long := strings.Repeat("я", 100)
	index, query := Terms(0, long), Query(0, long)
	if len(index) != 1 || len(index[0]) > maxTerm || index[0] != query[0] {
		t.Errorf("got %q and %q", index, query)
	}
}

// FuzzTerms: every text gives valid, bounded, already folded terms, and what
// is asked with an indexed text's own words is found.
func FuzzTerms(f *testing.F) {
	for _, seed := range []string{
		"Élysée U.S. 外交部", "مـــحمد", "a.b.c..", "\xff", "한국ไทยが", "İ", "ǅ", "e\u0301\u200d",
		"a" + strings.Repeat("0", 60),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"en", "ru", "ar", ""} {
			stems := map[string]bool{}
			for _, term := range Stems(0, lang, text) {
				stems[term] = true
			}
			for _, forms := range Forms(0, text) {
				if !slices.ContainsFunc(forms, func(f string) bool { return stems[f] }) {
					t.Errorf("%q is asked for but not indexed in %q", forms, lang)
				}
			}
		}
		index := map[string]bool{}
		for _, term := range Terms(0, text) {
			if !utf8.ValidString(term) || len(term) > maxTerm || term == "" || strings.Contains(term, "\x00") {
				t.Errorf("term %q", term)
			}
			index[term] = true
		}
		for _, term := range Query(0, text) {
			if !index[term] {
				t.Errorf("%q is asked for but not indexed", term)
			}
		}
	})
}
