package bot

import (
	"errors"
	"testing"

	"attache"
)

// pressIn is a press of somebody in a group that speaks German.
func pressIn(user, lang, command string) attache.Incoming {
	in := press(command)
	in.ChatID, in.ChatKind, in.ChatTitle, in.UserID, in.UserLang = "t:-5", attache.Group, "Desk", user, lang
	return in
}

func TestAPopUpSpeaksTheLanguageOfWhoPressed(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for id, chat := range map[string]attache.Chat{
		"t:-5": {Kind: attache.Group, State: attache.ChatActive, Schedule: "07:00", TimeZone: "UTC", Speaks: "de", Lang: "de"},
		"t:9":  {Kind: attache.Private, State: attache.ChatActive, Schedule: "07:00", TimeZone: "UTC", Speaks: "fr", Lang: "ru"},
	} {
		chat.ID = id
		w.store.put(chat)
	}
	w.stage.admins["t:9"], w.stage.admins["es-boss"] = true, true
	old := pressIn("member", "uk", "/latest")
	old.Old = true
	inChannel := pressIn("t:9", "ru", "/latest")
	inChannel.ChatID, inChannel.ChatKind = "t:-100900", attache.Channel
	for _, c := range []struct {
		rule string
		in   attache.Incoming
		want string
	}{
		{"a refusal, in the language of the presser's client", pressIn("member", "ru", "/schedule 12:00"), speaks("ru").text(textNotPermitted)},
		{"a refusal, where the client speaks none of ours", pressIn("member", "pt", "/schedule 12:00"), speaks("de").text(textNotPermitted)},
		{"a refusal, where the client says nothing", pressIn("member", "", "/schedule 12:00"), speaks("de").text(textNotPermitted)},
		{"what was chosen in the presser's own chat beats the client", pressIn("t:9", "ru", "/schedule 12:00"), speaks("fr").text(textSaved)},
		{"what was saved", pressIn("es-boss", "es", "/alerts 3"), speaks("es").text(textSaved)},
		{"an old button", old, speaks("uk").text(textOldButton)},
		{"advice", pressIn("es-boss", "es", "/length tall"), spanned(speaks("es").fill(textLengthHow))},
		{"a channel", inChannel, speaks("fr").text(textPressInChannel)},
	} {
		before := len(w.stage.all())
		w.Handle(t.Context(), c.in)
		var said []string
		for _, e := range w.stage.all()[before:] {
			if e.what == "press" {
				said = append(said, e.text)
			}
		}
		if len(said) != 1 || said[0] != c.want {
			t.Errorf("%s: %q, want %q", c.rule, said, c.want)
		}
	}
}

func TestWhatAGroupReadsStaysInItsLanguage(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:-5", Kind: attache.Group, State: attache.ChatActive, Schedule: "07:00", TimeZone: "UTC", Speaks: "de"})
	in := pressIn("member", "ru", "")
	in.Kind, in.PressID = attache.IncomingMessage, ""
	w.apologize(t.Context(), in, errors.New("the store is gone"))
	events := w.stage.all()
	if len(events) != 1 || events[0].what != "send" || plainText(events[0].doc) != plainText(speaks("de").say(textTrouble)) {
		t.Errorf("sent %v", events)
	}
}
