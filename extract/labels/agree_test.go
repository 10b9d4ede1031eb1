package labels_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"attache/extract/labels"
)

func TestTheReadmeGivesTheAgreementOfTheTwoReadings(t *testing.T) {
	second, err := labels.Again()
	if err != nil {
		t.Fatal(err)
	}
	a := labels.Agree(all(t), second)
	if a.Articles != len(second) || a.Articles < 40 {
		t.Errorf("%d of %d second readings have a first one", a.Articles, len(second))
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	share := func(n, of int) string { return strings.TrimPrefix(fmt.Sprintf("%.3f", float64(n)/float64(of)), "0") }
	for _, line := range []string{
		fmt.Sprintf("precision %s, recall %s (%d in the first reading, %d in the second)",
			share(a.Both, a.Second), share(a.Both, a.First), a.First, a.Second),
		fmt.Sprintf("precision %s, recall %s |", share(a.Words, a.Second), share(a.Words, a.First)),
		fmt.Sprintf("F1 %s (%d both, %d only in the first reading, %d only in the second)",
			share(2*a.Relevant, 2*a.Relevant+a.OnlyFirst+a.OnlyNext), a.Relevant, a.OnlyFirst, a.OnlyNext),
		fmt.Sprintf("%s (%d of %d); the same codes %d of %d", share(a.Events, a.Relevant), a.Events, a.Relevant, a.Codes, a.Relevant),
		fmt.Sprintf("%d of %d: a moderator", a.SameTurns, a.Turns),
	} {
		if !strings.Contains(string(readme), line) {
			t.Errorf("the README has not: %s", line)
		}
	}
}

func TestASpeakerAgreesByAnyRightAnswer(t *testing.T) {
	quote := func(from, to int, names ...string) labels.Label {
		return labels.Label{ID: "x", Quotes: []labels.Quote{{At: [][2]int{{from, to}}, Voice: labels.Voice{Speaker: names[0], Also: names[1:]}}}}
	}
	for _, c := range []struct {
		second      labels.Label
		words, both int
	}{
		{quote(0, 100, "ministry"), 1, 1},
		{quote(0, 85, "Ministry"), 1, 1},
		{quote(0, 70, "ministry"), 0, 0},
		{quote(0, 100, "Orest Halaiko"), 1, 0},
	} {
		a := labels.Agree([]labels.Label{quote(0, 100, "spokesman", "ministry")}, []labels.Label{c.second})
		if a.Words != c.words || a.Both != c.both {
			t.Errorf("%+v: %+v", c.second.Quotes, a)
		}
	}
}
