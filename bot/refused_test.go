package bot

import (
	"strings"
	"testing"

	"attache"
)

// What is to be left out is left out of every answer, and the answer's title says so.
func TestAnAnswerLeavesOutWhatIsRefused(t *testing.T) {
	const fishing, plan, summit = "Ministers meet over fishing grounds", "rejects</b> the plan", "Summit in Geneva"
	for _, c := range []struct{ text, title, has, hasNot string }{
		{"/latest not Norway", "Latest · not Norway", plan, fishing},
		{"/latest -fishing", "Latest · not fishing", plan, fishing},
		{"/latest without Switzerland 1", "Latest · not Switzerland", plan, summit},
		{"/latest Norway not Iceland", "Nothing found for `Norway not Iceland`", "", fishing},
		{"/latest not Norway, EU", "Latest about EU not Norway", plan, fishing},
		{"/latest not Norway since yesterday", "Latest · not Norway, since yesterday", plan, fishing},
		{"everything except Norway", "Latest · not Norway", plan, fishing},
		{"/latest ohne Norwegen", "Latest · not Norwegen", plan, fishing},
		{"/latest sans la Norvège", "Latest · not Norvège", plan, fishing},
		{"/latest sin Noruega", "Latest · not Noruega", plan, fishing},
		{"/latest кроме Норвегии", "Latest · not Норвегии", plan, fishing},
		{"/latest без Норвегії", "Latest · not Норвегії", plan, fishing},
		{"/latest بدون النرويج", "Latest · not النرويج", plan, fishing},
		{"/latest 除了挪威", "Latest · not 挪威", plan, fishing},
		{"/latest 不要 挪威", "Latest · not 挪威", plan, fishing},
		{"is there no news about Norway?", "Latest about Norway", fishing, plan},
		{"/quotes not Norway", "Quotes · not Norway", "Not like this.", "We will share"},
		{"/quotes not Lind", "Quotes · not Lind", "Not like this.", "We will share"},
		{"/quotes -catch", "Quotes · not catch", "Not like this.", "We will share"},
		{"/quotes not rejected", "Quotes · not rejected", "We will share", "Not like this."},
		{"/quotes not about fishing", "Quotes · not fishing", "Not like this.", "We will share"},
		{"/quotes Lind not Norway", "No quotes of `Lind not Norway`", "", "We will share"},
		{"/asked not Norway", "No question about `not Norway`", "", ""},
		{"/why not Norway", "Why you see this · not Norway", plan, fishing},
		{"/why not", "Why you see this", fishing, ""},
		{"/track not Norway", "Tracks · not Norway", "Switzerland", "Iceland"},
	} {
		w := newWorld(t)
		w.fillWorld()
		w.Handle(t.Context(), private(c.text))
		got := plainText(attache.Document{Blocks: lastDoc(w).Blocks})
		if !strings.Contains(got, c.title) || !strings.Contains(got, c.has) || c.hasNot != "" && strings.Contains(got, c.hasNot) {
			t.Errorf("%s: want %q with %q and without %q:\n%s", c.text, c.title, c.has, c.hasNot, got)
		}
	}
}

func TestWhatIsSentFromAnyChatLeavesOutWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	in := private("not Norway")
	in.Kind, in.PressID = attache.IncomingInline, "q1"
	w.Handle(t.Context(), in)
	all := ""
	for _, e := range w.stage.all() {
		all += e.text + "\n"
	}
	if !strings.Contains(all, "Ana Duarte") || !strings.Contains(all, "the plan") || strings.Contains(all, "Lind") ||
		strings.Contains(all, "fishing") {
		t.Error(all)
	}
}

// The next page goes on with leaving out.
func TestEveryPageLeavesOutWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	for i := range 20 {
		id := itoa(i)
		code := []string{"NOR", "ISL"}[i%2]
		w.publish(attache.Article{
			ID: "x" + id, StoryID: "s" + id, Outlet: "The Courier", Title: "Title " + id, Published: ago(float64(i)),
			Reading: attache.Reading{Lang: "en", Actors: []attache.Actor{countryActor(code, code)}},
		})
	}
	text, seen := "/latest not Norway 4", 0
	for range 6 {
		in := private(text)
		if strings.HasPrefix(text, "/page") {
			in = press(text)
		}
		w.Handle(t.Context(), in)
		doc := lastDoc(w)
		for i := range 20 {
			if strings.Contains(plainText(doc), "[Title "+itoa(i)+"]") {
				if seen++; i%2 == 0 {
					t.Errorf("Title %d is of Norway", i)
				}
			}
		}
		if text = older(doc); text == "" {
			break
		}
	}
	if seen != 10 {
		t.Errorf("%d of 10 were shown", seen)
	}
}

// A number that is no count of what there is says so, or is looked for.
func TestAHugeNumberIsNotDroppedInSilence(t *testing.T) {
	for _, text := range []string{
		"/quotes 99999999999999999999", "/quotes Lind 99999999999999999999", "/quotes about fishing 99999999999999999999",
		"/track 99999999999999999999",
		"/track fishing 99999999999999999999", "/asked 99999999999999999999", "/asked Norway 99999999999999999999", "/why 99999999999999999999",
		"/why fishing 99999999999999999999", "/why fishing 50", "/track 50", "/quotes 50", "/latest fishing 99999999999999999999", "/asked 50",
	} {
		w := newWorld(t)
		w.fillWorld()
		w.Handle(t.Context(), private(text))
		got := plainText(attache.Document{Blocks: lastDoc(w).Blocks})
		if !strings.Contains(strings.ToLower(got), "at most") && !strings.Contains(got, "9999999") {
			t.Errorf("%s: the number is not spoken of:\n%s", text, got)
		}
	}
}
