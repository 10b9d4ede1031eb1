package telegram

import (
	"strings"
	"testing"
)

func TestWebAddress(t *testing.T) {
	for _, tt := range []struct{ address, want string }{
		{"https://wire.example/a?b=1#c", "https://wire.example/a?b=1#c"},
		{" HTTP://Wire.example ", "http://Wire.example"},
		{"https://wire.example/a b?c d", "https://wire.example/a%20b?c%20d"},
		{"https://wire.example/é", "https://wire.example/%C3%A9"},
		{"https://wire.example/a%2Fb", "https://wire.example/a%2Fb"},
		{"https://посольство.example/", "https://посольство.example/"},
		{"https://wire.example:8443/", "https://wire.example:8443/"},
		{"http://192.0.2.7/", "http://192.0.2.7/"},
		{"https://wire.example:0/", ""},
		{"https://wire.example:/", ""},
		{"https://wire.example:70000/", ""},
		{"https://bank.example@evil.example/", ""},
		{"https://localhost/", ""},
		{"https://example./", ""},
		{"https://.example/", ""},
		{"https://a..b/", ""},
		{"https://[2001:db8::1]/", ""},
		{"https://exa<mple.com/", ""},
		{"https://a%20b.example/", ""},
		{"//wire.example/", ""},
		{"wire.example", ""},
		{"http:wire.example/", ""},
		{"javascript:alert(1)", ""},
		{"ftp://wire.example/", ""},
		{"tg://user?id=5", ""},
		{"https://wire.example/\u202e", "https://wire.example/%E2%80%AE"},
		{"https://wire.example/?\u202e", ""},
		{"https://wire.example/?a\nb", ""},
		{"https://wire.example/?\xff", ""},
		{"https://wire.example/" + strings.Repeat("x", 2048), ""},
		{"", ""},
	} {
		if got, ok := webAddress(tt.address); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: got %q, want %q", tt.address, got, tt.want)
		}
	}
}

func TestCutKeepsToWordsAndOutOfQuotations(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{
		{"peace talks go on", 12, "peace talks"},
		{"peace talks go on", 11, "peace talks"},
		{"peace talks go on", 10, "peace"},
		{"peace  talks", 7, "peace"},
		{"和平会谈继续进行", 4, "和平会谈"},
		{"🕊🕊🕊", 5, "🕊🕊"},
		{"aaaaaaaaaa🇳🇴🇸🇪", 12, "aaaaaaaaaa"},
		{"aaaaaaaaae\u0301e\u0301", 10, "aaaaaaaaa"},
		{"He said “no more talks” then left", 20, "He said"},
		{"He said “no more talks” then left", 29, "He said “no more talks” then"},
		{"He said ‘don’t go’ then left early", 14, "He said"},
		{"He said ‘don’t go’ then left early", 26, "He said ‘don’t go’ then"},
		{"The ‘Abdali talks go on and on", 22, "The ‘Abdali talks go"},
		{"The minister’s talks go on", 21, "The minister’s talks"},
		{"“No end in sight for", 12, ""},
		{"A 5\" pipe and more of it", 12, "A 5"},
	} {
		all := []rune(tt.text)
		if got := string(all[:cut(all, 0, len(all), tt.n)]); got != tt.want {
			t.Errorf("%q to %d: got %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for _, text := range []string{"a", "…", "🕊", "和", "1", "\u200b."} {
		if !visible(text) {
			t.Errorf("%q is invisible", text)
		}
	}
	for _, text := range []string{"", " \n", "\u200b\u200e\ufeff", "\u2800\u3164", "\u0301"} {
		if visible(text) {
			t.Errorf("%q is visible", text)
		}
	}
}
