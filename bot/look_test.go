package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func TestTheLengthOfDigestsIsChosenInTheSettingsAndKept(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	if w.Handle(t.Context(), private("/settings")); !strings.Contains(w.texted(), "[✓ Full:") {
		t.Errorf("at first:\n%s", w.texted())
	}
	for _, step := range []struct {
		command string
		kept    attache.Length
		marked  string
	}{
		{"/settings length headlines", attache.HeadlinesOnly, "Headlines"},
		{"/settings length short", attache.ShortLength, "Short"},
		{"/settings length full", attache.FullLength, "Full"},
	} {
		before := len(w.stage.all())
		w.Handle(t.Context(), press(step.command))
		got := w.stage.all()[before:]
		if len(got) != 2 || got[0].what != "edit" || strings.Count(plainText(got[0].doc), "✓ "+step.marked+":") != 1 ||
			w.store.chat("t:1").Length != step.kept {
			t.Errorf("%s: kept %q, %v", step.command, w.store.chat("t:1").Length, got)
		}
	}
	w.Handle(t.Context(), private("/length tiny"))
	if chat := w.store.chat("t:1"); chat.Length != attache.FullLength || !strings.Contains(w.texted(), "/length headlines") {
		t.Errorf("%q, and\n%s", chat.Length, w.texted())
	}
}

func TestHowDigestsLookIsTheAdministratorsOfAGroupToChoose(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:-5", Kind: attache.Group, State: attache.ChatActive})
	for _, user := range []string{"member", "boss"} {
		in := press("/settings length short")
		in.ChatID, in.ChatKind, in.UserID = "t:-5", attache.Group, user
		w.Handle(t.Context(), in)
		direct := in
		direct.Kind, direct.PressID, direct.Text = attache.IncomingMessage, "", "/length short"
		w.Handle(t.Context(), direct)
		if got := w.store.chat("t:-5").Length == attache.ShortLength; got != (user == "boss") {
			t.Errorf("%s changed it: %v", user, got)
		}
	}
}

func TestChoosingALengthSubscribesNobody(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/length short"))
	if chat := w.store.chat("t:1"); chat.State != attache.ChatStopped || chat.Length != attache.ShortLength {
		t.Errorf("%+v", chat)
	}
}

func TestADigestOnDemandIsAsLongAsTheChatWants(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", State: attache.ChatActive, Length: attache.HeadlinesOnly})
	w.Handle(t.Context(), private("/digest"))
	if text := w.texted(); !strings.Contains(text, "Ministers meet") || strings.Contains(text, "share the catch") {
		t.Errorf("%s", text)
	}
}

func TestTwoChatsOfOneBroadcastGetTheirOwnLengths(t *testing.T) {
	r, laid := laying(t)
	r.subscribe(t, "t:1", noon)
	for range 2 {
		for length, want := range map[attache.Length][2]bool{
			attache.FullLength: {true, true}, attache.ShortLength: {true, false}, attache.HeadlinesOnly: {false, false},
		} {
			text := r.gets(t, attache.Chat{ID: "t:1", Length: length})
			if got := [2]bool{strings.Contains(text, "share the catch"), strings.Contains(text, "was frank")}; got != want {
				t.Errorf("%q: %v\n%s", length, got, text)
			}
		}
	}
	if len(*laid) != 3 {
		t.Errorf("%d layouts", len(*laid))
	}
}

func TestTheCourierSendsEachChatItsOwnLength(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRound(t, 0)
		for i := range 12 {
			id := fmt.Sprint("t:", i)
			r.subscribe(t, id, time.Now())
			r.store.put(attache.Chat{ID: id, Kind: attache.Private, State: attache.ChatActive, Length: lengths[i%3].length})
		}
		stop := r.run(t)
		time.Sleep(time.Minute)
		r.store.must(stop())
		r.onceEach(t, 12)
		for _, e := range r.stage.all() {
			text, of := plainText(e.doc), r.store.chat(e.chat).Length
			if strings.Contains(text, "share the catch") != (of != attache.HeadlinesOnly) ||
				strings.Contains(text, "was frank") != (of == attache.FullLength) {
				t.Errorf("a chat that wants %q got:\n%s", of, text)
			}
		}
	})
}

func TestALinkPreviewIsSwitchedInTheSettingsAndBack(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	w.Handle(t.Context(), private("/digest"))
	w.Handle(t.Context(), private("/settings"))
	for _, on := range []bool{true, false} {
		w.Handle(t.Context(), press("/settings preview "+map[bool]string{true: "on", false: "off"}[on]))
		if got := w.store.chat("t:1").Preview; got != on {
			t.Errorf("%v is kept", got)
		}
		back := map[bool]string{true: "[✓ Link preview: /settings preview off]", false: "[Link preview: /settings preview on]"}[on]
		if all := w.stage.all(); !strings.Contains(plainText(all[len(all)-2].doc), back) {
			t.Errorf("no %s in\n%s", back, w.texted())
		}
		before := len(w.stage.all())
		w.Handle(t.Context(), private("/digest"))
		doc, want := w.stage.all()[before].doc, ""
		if on {
			want = "https://meridian-wire.example/a1"
		}
		if doc.Preview != want {
			t.Errorf("%v shows %q", on, doc.Preview)
		}
	}
	w.Handle(t.Context(), private("/preview perhaps"))
	if !strings.Contains(w.texted(), "/preview off") || w.store.chat("t:1").Preview {
		t.Errorf("%s", w.texted())
	}
}

func TestTwoChatsOfOneBroadcastHaveTheirOwnLinkPreview(t *testing.T) {
	r, _ := laying(t)
	r.subscribe(t, "t:1", noon)
	for range 2 {
		for on, want := range map[bool]string{true: "https://meridian-wire.example/a1", false: ""} {
			doc, err := r.document(t.Context(), r.edition.ID, attache.Chat{ID: "t:1", Preview: on})
			if err != nil || doc.Preview != want {
				t.Errorf("%v shows %q, %v", on, doc.Preview, err)
			}
		}
	}
}

func TestAnAlertShowsThePageOfItsStoryWhereTheChatWantsThat(t *testing.T) {
	for on, want := range map[bool]string{true: "https://meridian-wire.example/a1", false: ""} {
		if got := LayoutAlert(sampleEdition(), attache.Chat{Preview: on}, atTelegram).Preview; got != want {
			t.Errorf("%v shows %q", on, got)
		}
	}
	if got := Layout(attache.Edition{To: noon}, attache.Chat{Preview: true}, atTelegram).Preview; got != "" {
		t.Errorf("a quiet day shows %q", got)
	}
}

func TestHowDigestsLookIsMovedToAnotherStore(t *testing.T) {
	from, to := newShelf(t), newShelf(t)
	from.put(attache.Chat{
		ID: "t:1", State: attache.ChatActive, Length: attache.ShortLength, Preview: true, Footer: "Fish daily", Hashtags: true,
	})
	from.must(from.Dump(t.Context(), func(r attache.Record) error {
		if r.Chat == nil {
			return errors.New("there is only a chat")
		}
		to.load(r)
		return nil
	}))
	if got, want := to.chat("t:1"), from.chat("t:1"); got.Length != want.Length || got.Preview != want.Preview ||
		got.Footer != want.Footer || got.Hashtags != want.Hashtags || want.Length != attache.ShortLength {
		t.Errorf("%+v", got)
	}
}

// settingsButton is what the button of a label gives of the last message.
func (w *world) settingsButton(t *testing.T, label key) string {
	t.Helper()
	all := w.stage.all()
	for _, a := range slices.Backward(all) {
		for _, row := range a.doc.Buttons {
			for _, b := range row {
				if b.Label == english.text(label) {
					return b.Command
				}
			}
		}
	}
	t.Fatalf("no button %q in\n%s", english.text(label), w.texted())
	return ""
}

func TestTheSettingsShowADigestAsTheChatGetsIt(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", State: attache.ChatActive, Length: attache.HeadlinesOnly})
	w.Handle(t.Context(), private("/settings"))
	before := len(w.stage.all())
	w.Handle(t.Context(), press(w.settingsButton(t, textButtonShowNow)))
	got := w.stage.all()[before:]
	if len(got) != 2 || got[0].what != "send" || got[0].chat != "t:1" || got[0].doc.Quotes != 0 ||
		!strings.Contains(plainText(got[0].doc), "Ministers meet") {
		t.Errorf("%v", got)
	}
}

func TestAChannelsDigestIsShownToItsAdministratorAloneAsTheChannelGetsIt(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", Kind: attache.Private, State: attache.ChatActive})
	w.store.put(attache.Chat{
		ID: "t:-100900", Kind: attache.Channel, Title: "Fish News", Manager: "t:1", State: attache.ChatActive, Length: attache.ShortLength,
	})
	w.Handle(t.Context(), private("/channel settings"))
	command := w.settingsButton(t, textButtonShowNow)
	before := len(w.stage.all())
	w.Handle(t.Context(), press(command))
	for _, e := range w.stage.all() {
		if e.chat == "t:-100900" {
			t.Errorf("in the channel: %v", e)
		}
	}
	if text := plainText(w.stage.all()[before].doc); !strings.Contains(text, "Fish News") || !strings.Contains(text, "share the catch") ||
		strings.Contains(text, "was frank") {
		t.Errorf("%s gives\n%s", command, text)
	}
	w.stage.admins = map[string]bool{}
	before = len(w.stage.all())
	w.Handle(t.Context(), press(command))
	for _, e := range w.stage.all()[before:] {
		if strings.Contains(plainText(e.doc), "share the catch") {
			t.Errorf("who administers nothing is shown\n%s", plainText(e.doc))
		}
	}
}
