package digest

import (
	"slices"
	"strings"
	"testing"
)

func TestRunsAreAllWordsInARowBetweenSpaces(t *testing.T) {
	for _, text := range []string{
		"", "one two", "a b c d e f g h", "a b c d e f g h i jj kkk", "Über die Straße gingen sie – zu zweit, zu dritt, zu viert!",
		"两国外长在北京会谈并签署协议",
	} {
		words := spoken(text)
		var want []string
		for i := 0; i+runLength <= len(words); i++ {
			want = append(want, " "+strings.Join(words[i:i+runLength], " ")+" ")
		}
		if got := slices.Collect(runsOf(joined(words), words)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWordsAreThoseOfLettersAndEachCharacterOfAScriptWithoutSpaces(t *testing.T) {
	for _, c := range []struct {
		text, want string
		most       int
	}{
		{"", "", 9},
		{"…!", "", 9},
		{"One, two–three 4th", "one two three 4th", 9},
		{"One, two–three 4th", "one two", 2},
		{"One, two", "", 0},
		{"会谈G7 in北京", "会 谈 g7 in 北 京", 9},
		{"会谈G7 in北京", "会 谈 g7", 3},
		{"かな カナ", "か な カ ナ", 9},
		{"tail", "tail", 1},
	} {
		if got := strings.Join(firstSpoken(c.text, c.most), " "); got != c.want {
			t.Errorf("%q, %d: %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
