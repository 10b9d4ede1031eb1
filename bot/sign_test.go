package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"attache"
	"attache/internal/country"
)

func TestEveryCountryHasATagOfItsOwnInASCII(t *testing.T) {
	shape, seen := regexp.MustCompile(`^#[A-Z][A-Za-z0-9]+$`), map[string]string{}
	country.All(func(code, _ string) {
		if !country.IsCountry(code) {
			return
		}
		tag := hashtag(country.Name(code, homeLang))
		if !shape.MatchString(tag) || seen[tag] != "" {
			t.Errorf("%s has the tag %q, as has %q", code, tag, seen[tag])
		}
		seen[tag] = code
	})
	if len(seen) < 190 {
		t.Errorf("%d countries", len(seen))
	}
	for name, want := range map[string]string{
		"Norway": "#Norway", "Côte d’Ivoire": "#CoteDIvoire", "Bosnia & Herzegovina": "#BosniaHerzegovina", "Åland Islands": "#AlandIslands",
		"DR Congo": "#DRCongo", "Türkiye": "#Turkiye",
	} {
		if got := hashtag(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestOnlyAChannelsPostsAreTaggedAndSigned(t *testing.T) {
	alert, quiet := sampleEdition(), attache.Edition{To: noon}
	alert.Alert = true
	const line = "Fish & <b>chips</b> daily"
	for _, kind := range []attache.ChatKind{attache.Private, attache.Group, attache.Channel} {
		for length := range 3 {
			for name, e := range map[string]attache.Edition{"digest": sampleEdition(), "alert": alert, "quiet day": quiet} {
				chat := attache.Chat{Kind: kind, Footer: line, Hashtags: true, Length: lengths[length].length}
				doc := Layout(e, chat, atTelegram)
				text := plainText(attache.Document{Blocks: doc.Blocks})
				if strings.HasSuffix(strings.TrimSpace(text), line) != (kind == attache.Channel) {
					t.Errorf("%s in a %s:\n%s", name, kind, text)
				}
				if got := strings.Count(text, "#Norway #Iceland\n"); got != map[bool]int{true: 1}[kind == attache.Channel && name != "quiet day"] {
					t.Errorf("%s in a %s has the tags %d times:\n%s", name, kind, got, text)
				}
				if strings.Contains(text, "#NATO") || strings.Contains(text, "#Europe") {
					t.Errorf("a body is no country:\n%s", text)
				}
			}
		}
	}
	plainly := Layout(sampleEdition(), attache.Chat{Kind: attache.Channel}, atTelegram)
	if text := plainText(plainly); strings.Contains(text, "#Norway") {
		t.Errorf("tagged though nobody wanted that:\n%s", text)
	}
}

func TestTagsAreFewAndLeaveBeforeTheFooter(t *testing.T) {
	e := longEdition(4, 3)
	country.All(func(code, _ string) { e.Sections[0].Items[0].Actors = append(e.Sections[0].Items[0].Actors, code) })
	doc := Layout(e, attache.Chat{Kind: attache.Channel, Footer: "Fish daily", Hashtags: true}, atTelegram)
	if got := len(tagsOf(e)); got != mostTags {
		t.Errorf("%d tags", got)
	}
	if text := plainText(squeeze(doc, 300)); strings.Contains(text, "#Norway") || !strings.Contains(text, "Fish daily") {
		t.Errorf("%s", text)
	}
}

func TestChannelsOfOneBroadcastHaveTheirOwnFooterAndTags(t *testing.T) {
	r, laid := laying(t)
	r.subscribe(t, "t:1", noon)
	for range 2 {
		for _, chat := range []attache.Chat{
			{Kind: attache.Channel},
			{Kind: attache.Channel, Footer: "Fish daily"},
			{Kind: attache.Channel, Footer: "Tea weekly"},
			{Kind: attache.Channel, Footer: "Tea weekly", Hashtags: true},
			{Kind: attache.Private, Footer: "Fish daily", Hashtags: true},
			{Kind: attache.Private},
		} {
			chat.ID = "t:9"
			text, signs := r.gets(t, chat), chat.Kind == attache.Channel
			for _, line := range []string{"Fish daily", "Tea weekly"} {
				if got := strings.Contains(text, line); got != (signs && chat.Footer == line) {
					t.Errorf("%+v has %q: %v", chat, line, got)
				}
			}
			if got := strings.Contains(text, "#Norway"); got != (signs && chat.Hashtags) {
				t.Errorf("%+v is tagged: %v", chat, got)
			}
		}
	}
	if len(*laid) != 5 { // what only channels have makes no difference elsewhere
		t.Errorf("%d layouts", len(*laid))
	}
}

func TestAFooterIsSetFromTheAdministratorsPrivateChatAlone(t *testing.T) {
	w := newWorld(t)
	w.store.put(attache.Chat{ID: "t:1", Kind: attache.Private, State: attache.ChatActive})
	w.store.put(attache.Chat{ID: "t:-100900", Kind: attache.Channel, Title: "Fish News", Manager: "t:1", State: attache.ChatActive})
	kept := func() string {
		return fmt.Sprintf("%s|%v", w.store.chat("t:-100900").Footer, w.store.chat("t:-100900").Hashtags)
	}
	long := strings.Repeat("ж", mostFooter)
	for _, step := range []struct{ says, kept string }{
		{"/channel footer Read  us\n<b>daily</b>: @FishNews", "Read us <b>daily</b>: @FishNews|false"},
		{"/channel hashtags on", "Read us <b>daily</b>: @FishNews|true"},
		{"/channel footer " + long, long + "|true"},
		{"/channel footer " + long + "ж", long + "|true"},
		{"/channel footer", long + "|true"},
		{"/channel hashtags maybe", long + "|true"},
		{"/channel hashtags off", long + "|false"},
		{"/channel footer off", "|false"},
	} {
		if w.Handle(t.Context(), private(step.says)); kept() != step.kept {
			t.Errorf("%s: kept %q\n%s", step.says, kept(), w.texted())
		}
	}
	w.Handle(t.Context(), private("/channel settings"))
	w.Handle(t.Context(), press(w.settingsButton(t, textButtonHashtags)))
	if kept() != "|true" {
		t.Errorf("the button: %s", kept())
	}
	for _, says := range []string{"/footer Mine", "/hashtags on"} {
		if w.Handle(t.Context(), private(says)); w.store.chat("t:1").Footer != "" || w.store.chat("t:1").Hashtags {
			t.Errorf("%s: a private chat has %+v", says, w.store.chat("t:1"))
		}
		in := private(says)
		in.ChatID, in.ChatKind, in.UserID = "t:-100900", attache.Channel, ""
		w.Handle(t.Context(), in)
	}
	w.stage.admins = map[string]bool{}
	w.Handle(t.Context(), private("/channel footer Theirs"))
	if kept() != "|true" {
		t.Errorf("in the channel, or by who administers nothing: %s", kept())
	}
	for _, e := range w.stage.all() {
		if e.chat == "t:-100900" {
			t.Errorf("in the channel: %v", e)
		}
	}
}
