package bot

import (
	"context"
	"fmt"
	"slices"
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
	w.store.load(attache.Record{Edition: &e})
	button := Layout(e, attache.Chat{}, atTelegram).Buttons[1][0]
	if button.Command != "/why #"+e.ID {
		t.Fatalf("the button says %q", button.Command)
	}
	got := whyOf(t, w, "#"+e.ID)
	for _, want := range []string{
		"Ministers meet over fishing grounds", "fisheries minister, talks, share", "*3* independent outlets",
		"Envoy rejects the plan", "one outlet so far: [The Courier]",
	} {
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
	s := w.store.story("s1")
	for i, id := range s.ArticleIDs {
		a := w.store.article(id)
		r := reportOf(a)
		if i == 2 {
			r.CopyOf = "a1"
		}
		s.Reports = append(s.Reports, r)
	}
	s.Outlets = s.Outlets[:2]
	w.store.file(w.store.article("a1"), s)
	if got, want := whyOf(t, w, "#s1"),
		"*2* independent outlets: 1 official, 1 wire. 1 more report repeats one of these."; !strings.Contains(got, want) {
		t.Errorf("%q is missing in\n%s", want, got)
	}
}

func TestAnArticleThatIsNoDiplomacyGivesNoEvidence(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	a := w.store.article("a1")
	a.Relevant = false
	w.store.file(a, w.store.story("s1"))
	if got := whyOf(t, w, "#s1"); strings.Contains(got, "talks, share") || !strings.Contains(got, "by who deals with whom") {
		t.Errorf("it says\n%s", got)
	}
}

// pressed is what a button answers.
func pressed(t *testing.T, w *world, command string) string {
	t.Helper()
	w.Handle(t.Context(), press(command))
	for _, e := range slices.Backward(w.stage.all()) {
		if e.what != "press" {
			return plainText(e.doc)
		}
	}
	return ""
}

func TestAStoryThatFewCanExplainIsSaidToBeTooOld(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	w.store.burnt = true
	for _, what := range []string{"#s1", "#none", "#", "#" + strings.Repeat("x", 300)} {
		if got := pressed(t, w, "/why "+what); !strings.Contains(got, "too old") {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestAHashtagThatSomebodyTypesStandsForItsWords(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for _, what := range []string{"#fishing", "#Fishing 1", "#fishing #grounds"} {
		if got := whyOf(t, w, what); strings.Contains(got, "too old") || !strings.Contains(got, "fishing") {
			t.Errorf("%s: %s", what, got)
		}
	}
	if got := whyOf(t, w, "#Narnia"); strings.Contains(got, "too old") || !strings.Contains(got, "Narnia") {
		t.Errorf("nothing is about it: %s", got)
	}
	if got := pressed(t, w, "/why #fishing"); !strings.Contains(got, "too old") {
		t.Errorf("a button: %s", got)
	}
}

func TestOnlyTheStoriesThatAreExplainedAreReadAgain(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	counted := &countingStories{Store: w.Store}
	w.Store = counted
	reads := func(stories int) int {
		e := attache.Edition{Sections: []attache.Section{{}, {}}}
		for i := range stories {
			e.Sections[i%2].Items = append(e.Sections[i%2].Items, attache.Item{StoryID: "s1", Headline: "One"})
		}
		counted.n = 0
		if _, err := w.whyEdition(t.Context(), request{to: english, chat: attache.Chat{TimeZone: "UTC"}}, e); err != nil {
			t.Fatal(err)
		}
		return counted.n
	}
	if all, more := reads(mostExplained), reads(3*mostExplained); all == 0 || more != all {
		t.Errorf("%d reads for as many as are explained, %d for three times as many", all, more)
	}
}

// countingStories counts the stories that are read by ID.
type countingStories struct {
	Store
	n int
}

func (c *countingStories) Story(ctx context.Context, id string) (attache.Story, error) {
	c.n++
	return c.Store.Story(ctx, id)
}

func TestAButtonToTheReasonsAlwaysFits(t *testing.T) {
	for _, id := range []string{"", "e0123456789abcdef", strings.Repeat("x", 57), strings.Repeat("x", 58), strings.Repeat("ж", 200)} {
		if b := whyButton(english, id, atTelegram); len(b.Command) > 64 || !strings.HasPrefix(b.Command, "/why") {
			t.Errorf("%d bytes: %s", len(b.Command), fmt.Sprint(b))
		}
	}
}
