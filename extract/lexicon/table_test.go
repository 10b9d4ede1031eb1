package lexicon

import (
	"slices"
	"strings"
	"testing"

	"attache/internal/text"
)

func TestWhatAPatternMatches(t *testing.T) {
	for _, c := range []struct{ lang, pattern, text, want string }{ // | between hits
		{"en", "agree* to meet", "They agreed to meet", "agreed to meet"},
		{"en", "agree* to meet", "They agreed not to meet", ""},
		{"en", "turn* _ down", "turn it right all down", "turn it right all down"},
		{"en", "turn* _ down", "turn it right all the down", ""},
		{"en", "turn* * down", "turn it right all down", "turn it right all down"},
		{"en", "turn __ down", "turn a b c d e f down", "turn a b c d e f down"},
		{"en", "turn __ down", "turn a b c d e f g down", ""},
		{"en", "turn __ down", "turn, a. b", ""},
		{"en", "turn __ down", "turn a, b, c, down", "turn a, b, c, down"},
		{"en", "turn __ down", "turn, a b, c, d, down", ""},
		{"en", "a|b* c", "a c", "a c"},
		{"en", "a|bbb* c", "bbbxy c", "bbbxy c"},
		{"en", "a|b* c", "ax c", ""},
		{"en", "x a|b*", "x a, x by, x ax", "x a|x by"},
		{"en", "talk*", "tal talk Talks TALKING atalk", "talk|Talks|TALKING"},
		{"en", "txy*", "txy txyz tx", "txy|txyz"},
		{"en", "Élan", "elan ÉLAN Elans", "elan|ÉLAN"},
		{"en", "the 5th day", "The 5th day", "The 5th day"},
		{"en", "talks", "“Talks” (talks) talks-x", "Talks|talks"},
		{"en", "meet; meet again", "meet again", "meet|meet again"},
		{"en", "-did not meet; meet*", "They did not meet. They met, they meet", "meet"},
		{"en", "-not to meet; to meet again; meet", "not to meet again", ""},
		{"en", "-x y; y z; w x", "w x y z", ""},
		{"en", "-x y; w __ z", "w x y z", "w x y z"},
		{"en", "meet", "me et", ""},
		{"en", "_ meet", "will now meet", "meet"},
		{"ru", "встреч*", "Встреча встречи", "Встреча|встречи"},
		{"ar", "مفاوضات", "المفاوضات", "المفاوضات"},
		{"ar", "المفاوضات", "مفاوضات", "مفاوضات"},
		{"ar", "مفاوضات", "والمفاوضات", "والمفاوضات"},
		{"ar", "مفاوضات", "بمفاوضات", "بمفاوضات"},
		{"ar", "مفاوضات", "للمفاوضات", "للمفاوضات"},
		{"ar", "جولة مفاوضات", "جولة المفاوضات", "جولة المفاوضات"},
		{"ar", "جولة مفاوضات", "جولة ومفاوضات", "جولة ومفاوضات"},
		{"ar", "جولة مفاوض*", "جولة بالمفاوضات", "جولة بالمفاوضات"},
		{"ar", "وزير", "وزير", "وزير"},
		{"en", "مفاوضات", "المفاوضات", ""},
		{"zh", "会谈", "会谈 會談", "会谈|會談"},
		{"zh", "驱逐_官", "驱逐一二三四五六七八官", "驱逐一二三四五六七八官"},
		{"zh", "驱逐_官", "驱逐一二三四五六七八九官", ""},
		{"zh", "会谈|会晤", "会谈", ""}, // characters are matched one by one
	} {
		if got := strings.Join(find(t, c.lang, "A: "+c.pattern, c.text), "|"); got != strings.ReplaceAll("A:"+strings.ReplaceAll(c.want, "|",
			"|A:"), "A:A:", "A:") && got+c.want != "" {
			t.Errorf("%q in %q: %q, want %q", c.pattern, c.text, got, c.want)
		}
	}
}

func TestALineHasALabelAWeightAndPatterns(t *testing.T) {
	l, err := Compile("en", "# comment: x\n\nA: a b;; c ;\n  B9: d\nA3: e\nC1: -f\nD0: g\nE: _\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"A", "B", "C", "D0", "E"}; !slices.Equal(l.Labels, want) {
		t.Errorf("labels %q", l.Labels)
	}
	d := text.New("a b c d e f g", "en")
	var got []Hit
	got = l.Find(d, Folds(d), 0, len(d.Tokens), got)
	want := []Hit{{0, 2, 2, 0, 0, 2}, {0, 2, 1, 1, 2, 3}, {1, 9, 1, 2, 3, 4}, {0, 3, 1, 3, 4, 5}, {3, 2, 1, 5, 6, 7}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for data, want := range map[string]string{"x": "line 1: no label", "A: a\n\n: b": "line 3: no label", "A: a\nb": "line 2: no label"} {
		if _, err := Compile("en", data); err == nil || err.Error() != want {
			t.Errorf("%q: %v", data, err)
		}
	}
	defer func() {
		if p := recover(); p != "extract/lexicon: en: line 1: no label" {
			t.Errorf("%v", p)
		}
	}()
	MustCompile("en", "x")
}

func TestOnlyTheTokensAskedForAreSearchedAndWhatWasFoundStays(t *testing.T) {
	l := MustCompile("en", "A: a; a b; -b c; c; d e")
	d := text.New("a b c d. e a b", "en")
	folds := Folds(d)
	for _, c := range []struct{ first, end, hits int }{
		{0, 2, 2},
		{1, 3, 0},
		{0, 1, 1},
		{2, 3, 1},
		{3, 6, 0},
		{6, 8, 2},
		{0, 8, 3},
		{4, 4, 0},
	} {
		had := []Hit{{Label: 9}}
		got := l.Find(d, folds, c.first, c.end, had)
		if len(got) != c.hits+1 || got[0].Label != 9 {
			t.Errorf("from %d to %d: %v, want %d", c.first, c.end, got, c.hits)
		}
	}
}

func TestFoldsAreOfEachTokenItsOwn(t *testing.T) {
	d := text.New("Élan 5TH “會” X", "en")
	if got := strings.Join(Folds(d), "|"); got != "elan|5th|“|会|”|x" {
		t.Errorf("%q", got)
	}
}

func TestTheArabicArticleGoesFromLongWordsOnly(t *testing.T) {
	for in, want := range map[string]string{
		"المفاوضات": "مفاوضات", "للوفد": "وفد", "الان": "الان", "اليمن": "يمن", "ال": "ال", "وفد": "وفد",
		"كتاب": "كتاب",
	} {
		if got := bare(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
