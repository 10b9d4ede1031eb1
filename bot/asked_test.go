package bot

import (
	"strings"
	"testing"
	"time"
)

func TestWhatIsAskedForIsRead(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ text, codes, words, when string }{
		{"iran", "IRN", "", ""},
		{"iran talks", "IRN", "talks", ""},
		{"what is the news about Ukraine?", "UKR", "", ""},
		{"What happened in Norway today?", "NOR", "", "today"},
		{"tell us about Iran", "IRN", "", ""},
		{"US Iran", "USA IRN", "", ""},
		{"🇫🇷", "FRA", "", ""},
		{"🇫🇷🇩🇪 talks", "FRA DEU", "talks", ""},
		{"Иран", "IRN", "", ""},
		{"что нового об Украине", "UKR", "", ""},
		{"переговоры с Ираном", "IRN", "переговоры", ""},
		{"Irans Atomprogramm", "IRN", "Atomprogramm", ""},
		{"محادثات بإيران", "IRN", "محادثات", ""},
		{"с Китаем", "CHN", "", ""},
		{"малый бизнес", "", "малый бизнес", ""},
		{"новини про Україну", "UKR", "", ""},
		{"سوريا", "SYR", "", ""},
		{"伊朗", "IRN", "", ""},
		{"关于伊朗的新闻", "IRN", "", ""},
		{"伊朗和中国会谈", "IRN CHN", "会谈", ""},
		{"quoi de neuf en Algérie", "DZA", "", ""},
		{"Was gibt es Neues aus Norwegen?", "NOR", "", ""},
		{"noticias de Venezuela", "VEN", "", ""},
		{"Russian prisoners", "RUS", "prisoners", ""},
		{"fishing since monday", "", "fishing", "since Monday"},
		{"fishing last week", "", "fishing", "the last 7 days"},
		{"fishing 3 days", "", "fishing", "the last 3 days"},
		{"iran 48h", "IRN", "", "the last 48 hours"},
		{"iran 10 Nov", "IRN", "", "10 November 2025"},
		{"iran Nov 10", "IRN", "", "10 November 2025"},
		{"iran 2 March", "IRN", "", "2 March"},
		{"iran 2026-03-02", "IRN", "", "2 March"},
		{"iran 2.3.2026", "IRN", "", "2 March"},
		{"Иран вчера", "IRN", "", "yesterday"},
		{"Iran seit Montag", "IRN", "", "since Monday"},
		{"\"since monday\"", "", "since monday", ""},
		{"#Iran", "IRN", "", ""},
		{"European Union", "EU", "", ""},
		{"Article 5", "", "Article 5", ""},
		{"WHO", "WHO", "", ""},
		{"who", "", "", ""},
	} {
		a, err := w.read(english, splitWords(c.text), 6, time.UTC)
		if err != nil || strings.Join(a.codes, " ") != c.codes || strings.Join(a.words, " ") != c.words || a.when != c.when {
			t.Errorf("%q: %v %v %q, %v", c.text, a.codes, a.words, a.when, err)
		}
	}
}

func TestAMistypedWordIsNearWhatIsStored(t *testing.T) {
	words := map[string]known{
		"mackerel": {shown: "mackerel", count: 2}, "geneva": {shown: "Geneva", count: 1},
		"lind": {shown: "Lind", count: 1},
	}
	for typed, want := range map[string]string{
		"frnace": "France", "Kosvo": "Kosovo", "makcerel": "mackerel", "Genva": "Geneva", "Lnid": "Lind", "xyzzyq": "", "ir": "",
		"Grmany":  "Germany",
		"Франиця": "France", "Ukrane": "Ukraine",
	} {
		got := nearest(typed, words, true)
		if len(got) == 0 && want == "" || len(got) > 0 && got[0] == want {
			continue
		}
		t.Errorf("%q: %q, want %q", typed, got, want)
	}
}

func TestTimesThatStandSideBySideAreASchedule(t *testing.T) {
	for text, want := range map[string]string{
		"07:00 18:00":         "07:00,18:00",
		"7 12 18":             "7,12,18",
		"at 07:00 and 18:00":  "07:00,18:00",
		"mon-fri 07:00 18:00": "mon-fri 07:00,18:00",
		"8 pm":                "8pm",
		"7 am & 8 pm":         "7am,8pm",
		"0730":                "07:30",
		"0730 1800":           "07:30,18:00",
		"30 7 * * 1-5":        "30 7 * * 1-5",
		"weekdays 08:30":      "weekdays 08:30",
		"off":                 "off",
	} {
		if got := oneSpec(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
