package bot

import (
	"fmt"
	"strings"
	"testing"

	"attache"
)

// whyOf is what the button or the words after /why answer.
func whyOf(t *testing.T, w *world, what string) string {
	t.Helper()
	doc, err := w.Answer(t.Context(), attache.Chat{TimeZone: "UTC"}, "/why "+what)
	if err != nil {
		t.Fatal(err)
	}
	return plainText(doc)
}

func TestTheButtonOfADigestExplainsItsStoriesUnderItsOwnHeadlines(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	e := sampleEdition()
	if _, err := w.store.Enqueue(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	button := Layout(e, attache.Chat{}).Buttons[1][0]
	if button.Command != "/why #"+e.ID {
		t.Fatalf("the button says %q", button.Command)
	}
	got := whyOf(t, w, "#"+e.ID)
	for _, want := range []string{"Ministers meet over fishing grounds", "fisheries minister, talks, share", "*3* independent outlets", "Envoy rejects the plan", "one outlet so far: [The Courier]"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "<b>") {
		t.Errorf("a story has another headline than in the digest:\n%s", got)
	}
}

func TestTheButtonOfADigestOnDemandExplainsItToo(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	doc, err := w.Answer(t.Context(), attache.Chat{TimeZone: "UTC"}, "/digest")
	if err != nil {
		t.Fatal(err)
	}
	what, ok := strings.CutPrefix(doc.Buttons[1][0].Command, "/why")
	if !ok {
		t.Fatalf("the button says %q", doc.Buttons[1][0].Command)
	}
	if got := whyOf(t, w, what); !strings.Contains(got, "Ministers meet over fishing grounds") {
		t.Errorf("/why%s answers\n%s", what, got)
	}
}

func TestReportsThatRepeatOthersAreNoIndependentOutlets(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	s := w.store.stories["s1"]
	for i, id := range s.ArticleIDs {
		a := w.store.articles[id]
		r := reportOf(a)
		if i == 2 {
			r.CopyOf = "a1"
		}
		s.Reports = append(s.Reports, r)
	}
	s.Outlets = s.Outlets[:2]
	w.store.stories["s1"] = s
	if got, want := whyOf(t, w, "#s1"), "*2* independent outlets: 1 official, 1 wire. 1 more report repeats one of these."; !strings.Contains(got, want) {
		t.Errorf("%q is missing in\n%s", want, got)
	}
}

func TestAnArticleThatIsNoDiplomacyGivesNoEvidence(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	a := w.store.articles["a1"]
	a.Relevant = false
	w.store.articles["a1"] = a
	if got := whyOf(t, w, "#s1"); strings.Contains(got, "talks, share") || !strings.Contains(got, "by who deals with whom") {
		t.Errorf("it says\n%s", got)
	}
}

func TestAStoryThatFewCanExplainIsSaidToBeTooOld(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for id := range w.store.articles {
		delete(w.store.articles, id)
	}
	for _, what := range []string{"#s1", "#none", "#", "#" + strings.Repeat("x", 300)} {
		if got := whyOf(t, w, what); !strings.Contains(got, "too old") {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestAButtonToTheReasonsAlwaysFits(t *testing.T) {
	for _, id := range []string{"", "e0123456789abcdef", strings.Repeat("x", 57), strings.Repeat("x", 58), strings.Repeat("ж", 200)} {
		if b := whyButton(id); len(b.Command) > 64 || !strings.HasPrefix(b.Command, "/why") {
			t.Errorf("%d bytes: %s", len(b.Command), fmt.Sprint(b))
		}
	}
}
