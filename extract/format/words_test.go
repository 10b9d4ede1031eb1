package format

import (
	"strings"
	"testing"
)

func TestSpellingsAreLettersApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"lind", "lind", 0},
		{"lind", "lund", 1},
		{"lind", "lin", 1},
		{"lin", "lind", 1},
		{"lind", "ilnd", 1},
		{"lind", "lidn", 1},
		{"lind", "land", 1},
		{"lind", "lundt", 2},
		{"lind", "nild", 2},
		{"lind", "", 3},
		{"lind", "abcd", 3},
		{"ab", "abcd", 2},
		{"ab", "abcde", 3},
		{"abcde", "ab", 3},
		{"abcd", "ab", 2},
		{"", "", 0},
		{"é", "e", 1},
		{"abc", "cab", 2},
		{strings.Repeat("a", 40), strings.Repeat("a", 40), 0},
		{strings.Repeat("a", 41), strings.Repeat("a", 41), 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestLinesThatWereRunTogetherAreCut(t *testing.T) {
	for in, want := range map[string]string{
		"Assistant SecretaryBureau of Trade": "Assistant Secretary", "McDonald": "McDonald", "Minister": "Minister", "LeBlanc": "LeBlanc",
		"The McDonald": "The McDonald", "Minister of TradeOffice": "Minister of Trade",
		"Minister (acting)Office": "Minister (acting)", "Minister (acting) Office": "Minister (acting) Office", "": "", "USAid": "USAid",
		"of abcD": "of abcD", "x abcdE": "x abcd",
	} {
		if got := unstick(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhatEndsALabel(t *testing.T) {
	w := wordsOf("en")
	for _, c := range []struct {
		in, label, speech string
		kind              sign
	}{
		{"MR LIND: Yes", "MR LIND", " Yes", colon},
		{"记者：是", "记者", "是", colon},
		{"MR LIND (on: x): Yes", "MR LIND (on: x)", " Yes", colon},
		{"Lind [on: x]: Yes", "Lind [on: x]", " Yes", colon},
		{"Lind（a：b）：c", "Lind（a：b）", "c", colon},
		{"Lind - Yes", "Lind ", " Yes", dash},
		{"Lind – Yes", "Lind ", " Yes", dash},
		{"Lind-Holt: Yes", "Lind-Holt", " Yes", colon},
		{"- Yes", "", "- Yes", none},
		{"a b c d e f - Yes", "", "a b c d e f - Yes", none},
		{"Q. Yes", "Q", " Yes", dot},
		{"Q.Yes", "", "Q.Yes", none},
		{"Lind. Yes", "", "Lind. Yes", none},
		{"Ministro.- No", "Ministro", " No", colon},
		{"Who? Lind: Yes", "", "Who? Lind: Yes", none},
		{"No! Lind: Yes", "", "No! Lind: Yes", none},
		{"No; Lind: Yes", "", "No; Lind: Yes", none},
		{"谁？王：是", "", "谁？王：是", none},
		{"不。王：是", "", "不。王：是", none},
		{"不，王：是", "", "不，王：是", none},
		{"no end at all", "", "no end at all", none},
		{"", "", "", none},
	} {
		end, speech, kind := w.separator(c.in)
		if c.in[:end] != c.label || c.in[speech:] != c.speech || kind != c.kind {
			t.Errorf("%q: %q and %q (%d), want %q and %q (%d)", c.in, c.in[:end], c.in[speech:], kind, c.label, c.speech, c.kind)
		}
	}
}

func TestAStageDirectionStandsInBracketsAtAnEnd(t *testing.T) {
	for in, want := range map[string]int{
		"(Laughter.) Yes": 11, "(x). Yes": 4, "(x): Yes": 4, "Yes (x)": 0, "(x": 0, "": 0, "()": 2, "(" + strings.Repeat("x", 159) + ")": 161,
		"(" + strings.Repeat("x", 160) + ")": 0,
	} {
		if got := direction(in, '(', ')'); got != want {
			t.Errorf("%q begins with %d bytes of one, want %d", in, got, want)
		}
	}
	if got := direction("[x] y", '[', ']'); got != 3 {
		t.Errorf("%d", got)
	}
	for in, want := range map[string]int{"Yes (x)": 3, "Yes (x).": 4, "Yes [x]": 3, "Yes（x）": 7, "Yes": 0, "": 0, "Yes x)": 0} {
		if got := directionBefore(in); got != want {
			t.Errorf("%q ends with %d bytes of one, want %d", in, got, want)
		}
	}
}

func TestAnOutletIsAnOfficeByItsName(t *testing.T) {
	for outlet, want := range map[string]bool{
		"Ministry of Foreign Affairs of Norvia": true, "Embassy of Norvia": true, "The Marrow Post": false, "": false, "Auswärtiges Amt": true,
		"外交部": true, "Ministère des Affaires étrangères": true,
	} {
		if Official(outlet) != want {
			t.Errorf("%q: %v", outlet, !want)
		}
	}
}
