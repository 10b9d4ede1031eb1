package bot

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func TestAlertsAreReadAsPeopleTypeThem(t *testing.T) {
	was := attache.Alerts{PerDay: 2, QuietFrom: "21:00", QuietUntil: "08:00"}
	for text, want := range map[string]attache.Alerts{
		"off":                     {PerDay: 0, QuietFrom: "21:00", QuietUntil: "08:00"},
		"0":                       {PerDay: 0, QuietFrom: "21:00", QuietUntil: "08:00"},
		"none":                    {PerDay: 0, QuietFrom: "21:00", QuietUntil: "08:00"},
		"on":                      {PerDay: 2, QuietFrom: "21:00", QuietUntil: "08:00"},
		"1":                       {PerDay: 1, QuietFrom: "21:00", QuietUntil: "08:00"},
		"10 a day":                {PerDay: 10, QuietFrom: "21:00", QuietUntil: "08:00"},
		"22-07":                   {PerDay: 2, QuietFrom: "22:00", QuietUntil: "07:00"},
		"22–7":                    {PerDay: 2, QuietFrom: "22:00", QuietUntil: "07:00"},
		"22:30 - 6":               {PerDay: 2, QuietFrom: "22:30", QuietUntil: "06:00"},
		"2230-0615":               {PerDay: 2, QuietFrom: "22:30", QuietUntil: "06:15"},
		"24-6":                    {PerDay: 2, QuietFrom: "00:00", QuietUntil: "06:00"},
		"13 to 15":                {PerDay: 2, QuietFrom: "13:00", QuietUntil: "15:00"},
		"quiet hours 23 until 05": {PerDay: 2, QuietFrom: "23:00", QuietUntil: "05:00"},
		"5 a day, quiet 23.30-6":  {PerDay: 5, QuietFrom: "23:30", QuietUntil: "06:00"},
		"22-07 4":                 {PerDay: 4, QuietFrom: "22:00", QuietUntil: "07:00"},
		"quiet off":               {PerDay: 2},
		"no quiet hours":          {PerDay: 2},
		"QUIET HOURS OFF":         {PerDay: 2},
	} {
		got, err := newAlerts(text, was)
		if err != nil || got != want {
			t.Errorf("%q: %+v, want %+v (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{
		"11", "9999", "-3", "often", "22-22", "25-07", "22:60-7", "22-", "-", "24-0", "22-07-09", "3 sometimes",
		"1e3", "<b>",
	} {
		var advice *Advice
		if got, err := newAlerts(text, was); !errors.As(err, &advice) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func TestANewChatGetsNoAlertsUntilItAsks(t *testing.T) {
	w := newWorld(t)
	w.Handle(t.Context(), private("/start"))
	if a := w.store.chat("t:1").Alerts; a != (attache.Alerts{}) {
		t.Errorf("alerts %+v", a)
	}
	w.Handle(t.Context(), private("/alerts on"))
	if a := w.store.chat("t:1").Alerts; a != (attache.Alerts{PerDay: usualAlerts}) {
		t.Errorf("alerts %+v", a)
	}
	if w.store.chat("t:1").State != attache.ChatActive {
		t.Error("the chat lost its subscription")
	}
}

func FuzzNewAlerts(f *testing.F) {
	for _, seed := range []string{"3", "22-07", "5 a day, quiet 23.30-6", "quiet off", "no quiet hours", "٣", "22 – 07 / off", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := newAlerts(text, attache.Alerts{PerDay: 2})
		if err != nil {
			return
		}
		if a.PerDay < 0 || a.PerDay > mostAlerts || (a.QuietFrom == "") != (a.QuietUntil == "") {
			t.Errorf("%q: %+v", text, a)
		}
		for _, clock := range []string{a.QuietFrom, a.QuietUntil} {
			if _, err := time.Parse("15:04", clock); clock != "" && (err != nil || len(clock) != 5) {
				t.Errorf("%q: %q is no time", text, clock)
			}
		}
	})
}

// alertEdition is a sample edition as an alert: its first story is told.
func alertEdition() attache.Edition {
	e := sampleEdition()
	e.Alert, e.Agenda = true, nil
	e.Sections[0].Items[0].Update = false
	return e
}

func TestAnAlertTellsOneStoryUnderBreaking(t *testing.T) {
	doc := Layout(alertEdition(), attache.Chat{}, atTelegram)
	text := plainText(doc)
	want := `# Breaking
*[Ministers meet over fishing grounds](https://meridian-wire.example/a1)*
Ministers of both countries met on Thursday.
They spoke for three hours.
| “The meeting was constructive.”
— *🇳🇴 Norway*, official account · [Foreign Ministry](https://mfa.example/1)
| “The meeting was frank.”
— *🇮🇸 Iceland*, official account · [Government Offices](https://gov.example/1)
| “We will share the catch.”
— *Maria Lind*, fisheries minister · [Meridian Wire](https://meridian-wire.example/a1)
~ 🇳🇴 🇮🇸 · talks · disputed · official: [Foreign Ministry](https://mfa.example/1) · ` +
		`wire: [Meridian Wire](https://meridian-wire.example/a1) · state media: [Novy Vestnik](https://vestnik.example/a3)

~ Told from 9 reports
[Latest: /latest] [Quotes: /quotes] [Alerts: /alerts] 
[Why do I see this?: /why #s1]`
	if text != want {
		t.Errorf("it reads\n%s", text)
	}
	if doc.Silent {
		t.Error("breaking news comes without a sound")
	}
	if got := plainText(LayoutAlert(alertEdition(), attache.Chat{}, atTelegram)); got != text {
		t.Errorf("LayoutAlert reads\n%s", got)
	}
}

func TestAnAlertTooLongKeepsItsHeadlineAndWhoSaidWhat(t *testing.T) {
	full := Layout(alertEdition(), attache.Chat{}, atTelegram)
	for room := 1500; room > 200; room -= 50 {
		doc := squeeze(full, room)
		if text := plainText(doc); !strings.HasPrefix(text, "# Breaking\n*[Ministers meet") {
			t.Fatalf("at %d:\n%s", room, text)
		}
		for i, b := range doc.Blocks {
			if b.Kind == attache.Verbatim && !strings.Contains(plainText(attache.Document{Blocks: doc.Blocks[i : i+1]}), "\n— ") {
				t.Errorf("at %d quoted words stand without who said them", room)
			}
		}
	}
}

func TestAnAlertWithoutAStoryIsNoNoise(t *testing.T) {
	doc := Layout(attache.Edition{Alert: true, From: ago(2), To: noon, Sections: []attache.Section{{Title: "x"}}}, attache.Chat{}, atTelegram)
	if !doc.Silent || strings.Contains(plainText(doc), english.text(textBreaking)) || len(doc.Blocks) == 0 {
		t.Errorf("%+v", doc)
	}
}

func TestTheCourierSetsAlertsAsAlerts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoundOf(t, alertEdition(), 1)
		stop := r.run(t)
		time.Sleep(time.Minute)
		_ = stop()
		all := r.stage.all()
		if len(all) != 1 || !strings.HasPrefix(plainText(all[0].doc), "# Breaking\n") {
			t.Errorf("sent %+v", all)
		}
	})
}

func TestADigestOnDemandIsNotNamedByTheHour(t *testing.T) {
	for hour, name := range map[int]string{6: english.text(textMorning), 16: english.text(textAfternoon), 21: english.text(textEvening)} {
		at := time.Date(2026, 3, 5, hour, 0, 0, 0, time.UTC)
		w := newWorld(t, func(c *Config) { c.Now = func() time.Time { return at } })
		w.Handle(t.Context(), private("/digest"))
		if !strings.HasPrefix(w.texted(), "# The last 24 hours · Thursday, 5 March") {
			t.Errorf("at %d it reads\n%s", hour, w.texted())
		}
		e := sampleEdition()
		e.TimeZone, e.To = "UTC", at
		if text := plainText(Layout(e, attache.Chat{}, atTelegram)); !strings.HasPrefix(text, "# "+name) {
			t.Errorf("the slot of %d reads\n%s", hour, text)
		}
	}
}

func TestAQuietDayForWhatIsFollowedIsSaidSo(t *testing.T) {
	e := attache.Edition{From: ago(24), To: noon, TimeZone: "UTC"}
	text := plainText(attache.Document{Blocks: Layout(e, attache.Chat{Filter: attache.Filter{Actors: []string{"NOR"}}}, atTelegram).Blocks})
	if text != "Nothing about what this chat follows since yesterday 12:00. Enjoy the quiet." {
		t.Errorf("%q", text)
	}
}
