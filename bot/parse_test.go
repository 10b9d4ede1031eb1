package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCommandsAreTakenApart(t *testing.T) {
	for _, tt := range []struct{ text, name, rest string }{
		{"/latest", "latest", ""},
		{"  /Latest  Iran 5 ", "latest", "Iran 5"},
		{"/latest@attache_bot Iran", "latest", "Iran"},
		{"/latest\nIran", "latest", "Iran"},
		{"/quotes\u00a0Пєсков", "quotes", "Пєсков"},
		{"latest", "", "latest"},
		{"/", "", "/"},
		{"//x", "", "//x"},
		{"/ latest", "latest", ""},
		{"/latest,iran", "latest", "iran"},
		{"/latest🇫🇷", "latest", "🇫🇷"},
		{"/Иран", "", "/Иран"},
		{"", "", ""},
	} {
		if name, rest := parseCommand(tt.text); name != tt.name || rest != tt.rest {
			t.Errorf("%q: %q %q, want %q %q", tt.text, name, rest, tt.name, tt.rest)
		}
	}
}

func TestArgumentsAreWordsAndPhrases(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{`Iran nuclear`, []string{"Iran", "nuclear"}},
		{`"climate summit" 3`, []string{"=climate summit", "3"}},
		{`“Maria Lind” 3`, []string{"=Maria Lind", "3"}},
		{`„Maria Lind“ about fish`, []string{"=Maria Lind", "about", "fish"}},
		{`«Мария Линд»`, []string{"=Мария Линд"}},
		{`「外務省」 5`, []string{"=外務省", "5"}},
		{`"never closed`, []string{"never", "closed"}},
		{`""`, nil},
		{`it's O'Neill`, []string{"it's", "O'Neill"}},
		{"a\u202eb\x00c", []string{"abc"}},
		{strings.Repeat("x", 500), []string{strings.Repeat("x", 100)}},
	} {
		var got []string
		for _, w := range splitWords(tt.text) {
			if w.quoted {
				w.text = "=" + w.text
			}
			got = append(got, w.text)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestACountStandsAnywhereAndIsBounded(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int // 0: refused
		rest int // words that stay
	}{
		{"", 6, 0},
		{"5", 5, 0},
		{"0", 0, 0},
		{"999", 20, 0},
		{"Iran 5", 5, 1},
		{"5 Iran", 5, 1},
		{"2 kosovo", 2, 1},
		{"Iran 3 talks", 3, 2},
		{"top 3 Iran", 3, 1},
		{"last 3", 3, 0},
		{"Iran 50", 20, 1},
		{"resolution 1701", 6, 2},
		{"1701 resolution", 6, 2},
		{"article 5", 6, 2},
		{"article 5 3", 3, 2},
		{`resolution "1701"`, 6, 2},
		{"100000", 20, 0},
		{"-1", 0, 0},
		{"−1", 0, 0},
		{"-", 6, 1},
		{"2-3", 6, 1},
		{"Iran 0", 0, 1},
		{`"7"`, 6, 1},
		{"Iran 3.5", 6, 2},
		{"إيران ٥", 5, 1},
		{"ईरान ५", 5, 1},
		{"12345678901234567890", 20, 0},
	} {
		n, _, rest, err := takeCount(splitWords(tt.text), 6)
		if (err != nil) != (tt.n == 0) || err == nil && (n != tt.n || len(rest) != tt.rest) {
			t.Errorf("%q: %d with %d words left, %v; want %d with %d", tt.text, n, len(rest), err, tt.n, tt.rest)
		}
	}
}

func TestDigitsOfEveryScriptHaveTheirValue(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			continue
		}
		if d := digit(r); d < 0 || d > 9 {
			t.Fatalf("%U is %d", r, d)
		}
		if unicode.Is(unicode.Nd, r-1) && digit(r) != (digit(r-1)+1)%10 {
			t.Errorf("%U is %d after %d", r, digit(r), digit(r-1))
		}
	}
}

func TestForeignTextIsTamed(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"plain", 10, "plain"},
		{"a\tb\nc", 10, "a b c"},
		{"rtl\u202eoverride", 20, "rtloverride"},
		{"nul\x00", 10, "nul"},
		{"bad\xffutf", 10, "badutf"},
		{"日本語日本語", 4, "日本語日"},
		{"👍🏽 ok", 10, "👍🏽 ok"},
	} {
		if got := tame(tt.text, tt.most); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		"/latest Iran 5", "/quotes@bot «Мария Линд» about рыба 3", `/schedule "08:30`, "/start latest_Iran", "//", "/ ", "„“”",
		"/page 1 1", "/timezone \x00\xff", strings.Repeat("“", 2000), "/latest \u202e٥",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, rest := parseCommand(text)
		if strings.ContainsFunc(name, unicode.IsSpace) {
			t.Errorf("%q: a name with a space: %q", text, name)
		}
		words := splitWords(rest)
		for _, w := range words {
			if w.text == "" || !utf8.ValidString(w.text) || utf8.RuneCountInString(w.text) > 100 {
				t.Errorf("%q: a word %q", text, w.text)
			}
		}
		if n, _, left, err := takeCount(words, 6); err == nil && (n < 1 || n > 20 || len(left) > len(words) || len(left) < len(words)-2) {
			t.Errorf("%q: %d and %d of %d words", text, n, len(left), len(words))
		}
		if s, left := takeTime(english, words, noon); len(left) > len(words) || s.since.After(noon) {
			t.Errorf("%q: %+v and %d of %d words", text, s, len(left), len(words))
		}
		unasked(words)
	})
}
