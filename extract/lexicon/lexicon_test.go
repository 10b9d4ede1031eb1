package lexicon

import (
	"slices"
	"testing"

	"attache/internal/text"
)

const sample = `
# a comment
A: talks; agree* to meet; turn* down _ offer
B4: no|non to; ban|bans __ end
X: -did not reject*
C: reject*
`

func find(t *testing.T, lang, list, s string) []string {
	t.Helper()
	l, err := Compile(lang, list)
	if err != nil {
		t.Fatal(err)
	}
	d := text.New(s, lang)
	var out []string
	for _, h := range l.Find(d, Folds(d), 0, len(d.Tokens), nil) {
		out = append(out, l.Labels[h.Label]+":"+d.Slice(int(h.First), int(h.End)))
	}
	return out
}

func TestPatternsMatchWhatTheySay(t *testing.T) {
	for s, want := range map[string][]string{
		"Talks, talks and talking":                   {"A:Talks", "A:talks"},
		"They agreed to meet":                        {"A:agreed to meet"},
		"They turned down a second, better offer":    nil, // a comma counts: four between
		"They turned down the second offer":          {"A:turned down the second offer"},
		"Non to it, no to that":                      {"B:Non to", "B:no to"},
		"The ban will come soon to an end":           {"B:ban will come soon to an end"},
		"It did not reject it":                       nil,
		"It rejected it. It did not. Rejecting ends": {"C:rejected", "C:Rejecting"},
		"They agreed. To meet is nice":               nil, // not across sentences
	} {
		if got := find(t, "en", sample, s); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

func TestArabicIsMatchedWithoutClitics(t *testing.T) {
	got := find(t, "ar", "A: مفاوضات; رفض*", "والمفاوضات بين الطرفين ورفضت الوزارة")
	if len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestChineseIsMatchedByCharacter(t *testing.T) {
	got := find(t, "zh", "A: 会谈; 驱逐_外交官", "双方举行会谈后驱逐两名外交官")
	if !slices.Equal(got, []string{"A:会谈", "A:驱逐两名外交官"}) {
		t.Errorf("%q", got)
	}
}

func TestAListWithoutLabelIsAnError(t *testing.T) {
	if _, err := Compile("en", "talks; meeting"); err == nil {
		t.Error("no error")
	}
}
