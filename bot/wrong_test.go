package bot

import (
	"strings"
	"testing"

	"attache"
)

// pressedAs is a press by somebody in their own chat.
func pressedAs(user, command string) attache.Incoming {
	in := press(command)
	in.ChatID, in.UserID = user, user
	return in
}

// buttonOf is the command of the first button whose label has a text.
func buttonOf(t *testing.T, doc attache.Document, label string) string {
	t.Helper()
	for _, row := range doc.Buttons {
		for _, b := range row {
			if strings.Contains(b.Label, label) {
				return b.Command
			}
		}
	}
	t.Fatalf("no button %q in\n%s", label, plainText(doc))
	return ""
}

func (w *world) corrections() []attache.Correction {
	var all []attache.Correction
	w.store.must(w.store.EachCorrection(background(), func(c attache.Correction) error {
		all = append(all, c)
		return nil
	}))
	return all
}

// lastHint is what the last press was answered with.
func (w *world) lastHint() string {
	all := w.stage.all()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].what == "press" {
			return all[i].text
		}
	}
	return ""
}

func TestAReaderSaysThatASpeakerIsWrongOnce(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Shown = &Tally{Notes: c.Store} })
	w.fillWorld()
	w.Handle(t.Context(), private("/quotes Lind"))
	w.Handle(t.Context(), press(buttonOf(t, lastDoc(w), "wrong speaker")))
	vote := buttonOf(t, lastDoc(w), "Maria Lind")
	if len(vote) > 64 {
		t.Errorf("%q is longer than a button holds", vote)
	}
	for i, want := range []key{textWrongNoted, textWrongAgain, textWrongNoted} {
		w.Handle(t.Context(), pressedAs([]string{"t:1", "t:1", "t:2"}[i], vote))
		if got := w.lastHint(); got != english.text(want) {
			t.Errorf("press %d: %q", i, got)
		}
	}
	all := w.corrections()
	if len(all) != 1 || len(all[0].Voices) != 2 || all[0].Speaker != "Maria Lind" || all[0].Text != "We will share the catch." {
		t.Fatalf("%+v", all)
	}
	for _, v := range all[0].Voices {
		if strings.Contains(v, "t:1") || strings.Contains(v, "t:2") || len(v) != 16 {
			t.Errorf("a voice tells whose it is: %q", v)
		}
	}
	w.Handle(t.Context(), private("/about"))
	if got := w.texted(); !strings.Contains(got, "shown quotes 1 time and said 2 times") {
		t.Error(got)
	}
}

// The secret stays with the store: after a restart a voice is the same.
func TestAVoiceIsTheSameAfterARestart(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	again := newWorld(t, func(c *Config) { c.Store = w.store })
	again.store = w.store
	for _, b := range []*world{w, again} {
		b.Handle(t.Context(), press("/wrong topic s1"))
	}
	if all := w.corrections(); len(all) != 1 || len(all[0].Voices) != 1 || again.lastHint() != english.text(textWrongAgain) {
		t.Errorf("%+v, %q", all, again.lastHint())
	}
}

func TestAStoryCanBeSaidNotToBeOneOrNoDiplomacy(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	w.Handle(t.Context(), private("/why fishing"))
	w.Handle(t.Context(), press(buttonOf(t, lastDoc(w), "Something wrong")))
	menu := lastDoc(w)
	w.Handle(t.Context(), press(buttonOf(t, menu, english.text(textButtonNotOneStory))))
	w.Handle(t.Context(), press(buttonOf(t, menu, english.text(textButtonNotDiplomacy))))
	w.Handle(t.Context(), press(buttonOf(t, menu, "Олег Ветров")))
	kinds := map[attache.CorrectionKind]attache.Correction{}
	for _, c := range w.corrections() {
		kinds[c.Kind] = c
	}
	if len(kinds) != 3 || len(kinds[attache.NotOneStory].Reports) != 3 || kinds[attache.NotDiplomacy].ArticleID != "a1" {
		t.Errorf("%+v", kinds)
	}
	w.Handle(t.Context(), press("/wrong in s2")) // of one report
	for _, row := range lastDoc(w).Buttons {
		for _, b := range row {
			if b.Label == english.text(textButtonNotOneStory) {
				t.Error("a story of one report is offered as several")
			}
		}
	}
}

// What a button says is looked up again: what is forged, old or another's changes nothing.
func TestForgedCorrectionsCountForNothing(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	a := w.store.article("a1")
	guess := a.Quotes[1]
	for _, command := range []string{
		"/wrong", "/wrong speaker", "/wrong speaker a1", "/wrong speaker a1 0000000000000000", "/wrong speaker none " + a.Quotes[0].Key(),
		"/wrong speaker a1 " + guess.Key(), "/wrong story s2", "/wrong story none", "/wrong topic none", "/wrong taste s1",
		"/wrong list 99 0", "/wrong list 1 -1", "/wrong list x", "/wrong in none", "/wrong speaker a1:speaker: x", "/wrong topic \x00",
	} {
		w.Handle(t.Context(), press(command))
		if all := w.corrections(); len(all) != 0 {
			t.Fatalf("%s: %+v", command, all)
		}
	}
	in := press("/wrong topic s1")
	in.ChatID, in.ChatKind, in.UserID = "t:-5", attache.Group, "t:-5" // an administrator who is not named
	w.Handle(t.Context(), in)
	in.UserID = ""
	w.Handle(t.Context(), in)
	in.ChatKind, in.ChatID, in.UserID = attache.Channel, "t:-100900", "t:3"
	w.Handle(t.Context(), in)
	if all := w.corrections(); len(all) != 0 {
		t.Fatalf("%+v", all)
	}
}

func TestAChatSaysOnlySoMuchADay(t *testing.T) {
	w := newWorld(t)
	for i := range mostCorrected + 3 {
		id := itoa(i)
		w.publish(attache.Article{ID: "x" + id, StoryID: "s" + id, Outlet: "The Courier", Title: "Title " + id, Published: ago(float64(i))})
		w.Handle(t.Context(), press("/wrong topic s"+id))
	}
	if n := len(w.corrections()); n != mostCorrected || w.lastHint() != english.text(textWrongMost) {
		t.Errorf("%d, %q", n, w.lastHint())
	}
	w.Handle(t.Context(), pressedAs("t:2", "/wrong topic s32"))
	if n := len(w.corrections()); n != mostCorrected+1 {
		t.Error("another chat may not say anything")
	}
}

// Below a channel's posts buttons only lead to a reader's own chat.
func TestInAChannelCorrectionsAreALinkAway(t *testing.T) {
	w := newWorld(t)
	doc := w.Channels.forReaders(Layout(sampleEdition(), attache.Chat{ID: "t:-100900", Kind: attache.Channel}, atTelegram), attache.Chat{
		ID: "t:-100900", Kind: attache.Channel,
	})
	for _, row := range doc.Buttons {
		for _, b := range row {
			if b.Command != "" || b.URL == "" {
				t.Errorf("%+v acts in a channel", b)
			}
		}
	}
	if !strings.Contains(plainText(doc), "Why do I see this?: https://t.test/bot?start=") {
		t.Error(plainText(doc))
	}
}

func TestWhatWasShownOutlivesARestart(t *testing.T) {
	w := newWorld(t)
	tally := &Tally{Notes: w.store}
	tally.Add(3)
	w.store.must(tally.Flush(t.Context()))
	tally.Add(2)
	if n, err := tally.Total(t.Context()); n != 5 || err != nil {
		t.Error(n, err)
	}
	w.store.must(tally.Flush(t.Context()))
	if n, err := (&Tally{Notes: w.store}).Total(t.Context()); n != 5 || err != nil {
		t.Error(n, err)
	}
}
