package bot

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
)

func TestMenusAndProfilesFitInEveryLanguage(t *testing.T) {
	w := newWorld(t)
	for _, lang := range tongues().Langs() {
		menu := w.Menus(lang)
		if menu.Lang != lang || len(menu.Private) < 20 {
			t.Errorf("%s: %q, %d commands", lang, menu.Lang, len(menu.Private))
		}
		for _, item := range menu.Private {
			if n := utf8.RuneCountInString(item.Description); n < 3 || n > 256 {
				t.Errorf("%s: %s has %d characters", lang, item.Name, n)
			}
		}
		if n := utf8.RuneCountInString(menu.About); n < 20 || n > 120 {
			t.Errorf("%s: the profile has %d characters", lang, n)
		}
		if n := utf8.RuneCountInString(menu.Description); n < 50 || n > 512 {
			t.Errorf("%s: the description has %d characters", lang, n)
		}
	}
}

func TestTextsFitWhereTheyStandInEveryLanguage(t *testing.T) {
	keys, _ := keysInCode(t)
	for _, lang := range tongues().Langs() {
		s := speaks(lang)
		for name, k := range keys {
			most := 1200
			switch {
			case strings.HasPrefix(name, "textButton"):
				most = 32 // a phone shows about so much of a button that has a row alone
			case key(k) == textNotPermitted || key(k) == textSlowDown || key(k) == textOldButton || key(k) == textPressInChannel ||
				key(k) == textSaved:
				most = 200 // shown over the chat
			}
			if n := utf8.RuneCountInString(s.text(key(k))); n > most {
				t.Errorf("%s: %s has %d characters, more than %d: %s", lang, name, n, most, s.text(key(k)))
			}
		}
	}
}

func TestTimesReadAsALanguageWritesThem(t *testing.T) {
	now := time.Date(2026, 3, 29, 9, 0, 0, 0, time.UTC) // a Sunday
	at := func(days, hours int) time.Time { return now.AddDate(0, 0, days).Add(time.Duration(hours) * time.Hour) }
	for lang, want := range map[string][]string{
		"en": {
			"08:00", "yesterday 09:00", "Tue 09:00", "1 February", "today at 18:00", "Tuesday at 09:00", "Thursday, 9 April at 09:00",
			"since Tuesday",
		},
		"ru": {
			"08:00", "вчера 09:00", "вт 09:00", "1 февраля", "сегодня в 18:00", "во вторник в 09:00", "четверг, 9 апреля, в 09:00",
			"со вторника",
		},
		"uk": {
			"08:00", "учора 09:00", "вт 09:00", "1 лютого", "сьогодні о 18:00", "у вівторок о 09:00", "четвер, 9 квітня, о 09:00",
			"з вівторка",
		},
		"fr": {"08:00", "hier 09:00", "mar. 09:00", "1 février", "aujourd'hui à 18:00", "mardi à 09:00", "jeudi 9 avril à 09:00", "depuis mardi"},
		"es": {
			"08:00", "ayer 09:00", "mar 09:00", "1 de febrero", "hoy a las 18:00", "el martes a las 09:00",
			"el jueves, 9 de abril, a las 09:00", "desde el martes",
		},
		"de": {
			"08:00", "gestern 09:00", "Di 09:00", "1. Februar", "heute um 18:00", "am Dienstag um 09:00", "am Donnerstag, 9. April, um 09:00",
			"seit Dienstag",
		},
		"ar": {
			"08:00", "أمس 09:00", "الثلاثاء 09:00", "1 فبراير", "اليوم في 18:00", "الثلاثاء في 09:00", "الخميس، 9 أبريل، في 09:00",
			"منذ الثلاثاء",
		},
		"zh": {"08:00", "昨天 09:00", "周二 09:00", "2月1日", "今天 18:00", "星期二 09:00", "4月9日星期四 09:00", "星期二起"},
	} {
		s := speaks(lang)
		got := []string{
			s.clock(at(0, -1), now, time.UTC), s.clock(at(-1, 0), now, time.UTC), s.clock(at(-5, 0), now, time.UTC),
			s.clock(at(-56, 0), now, time.UTC),
			s.comingUp(at(0, 9), now, time.UTC), s.comingUp(at(2, 0), now, time.UTC), s.comingUp(at(11, 0), now, time.UTC),
			s.sinceDay(at(-5, 0), now),
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", lang, got[i], want[i])
			}
		}
	}
}

func TestTheDomainsTermsAreSaidInEveryLanguage(t *testing.T) {
	for _, lang := range tongues().Langs() {
		s := speaks(lang)
		say := func(id, english string) {
			got := s.text(key(id))
			if got == id || got == "" || lang == homeLang && got != english {
				t.Errorf("%s: %q is %q", lang, id, got)
			}
		}
		for _, k := range []attache.SourceKind{attache.Official, attache.Wire, attache.Press, attache.StateMedia} {
			say(string(kindKey(k)), k.Name())
		}
		for _, a := range attache.Acts() {
			say(string(actKey(a)), a.Name())
		}
		for _, e := range attache.EventTypes() {
			if e != attache.Retreat && e != attache.Sanction {
				say(string(eventKey(e)), e.Name())
			}
		}
	}
}

func TestATracksTitleReadsInTheChatsLanguage(t *testing.T) {
	for _, tt := range []struct{ lang, title, want string }{
		{"en", "Norway – Iceland: fishing", "Norway – Iceland: fishing"},
		{"de", "Norway – Iceland: fishing", "Norwegen – Island: Fischerei"},
		{"ru", "Armenia – Azerbaijan: peace talks", "Армения – Азербайджан: мирные переговоры"},
		{"fr", "NATO – Georgia", "NATO – Géorgie"},
		{"es", "Nuclear programme", "programa nuclear"},
		{"uk", "The Alba circle: something else", "The Alba circle: something else"},
	} {
		if got := speaks(tt.lang).title(tt.title); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func TestNamesKeepTheirSideInTextsFromRightToLeft(t *testing.T) {
	s := speaks("ar")
	line := s.text(textButtonSetUp, "Daily Brief")
	if !strings.Contains(line, isolate+"Daily Brief"+pop) {
		t.Errorf("%q", line)
	}
	if line := s.text(textSeeHelp); !strings.Contains(line, isolate+"/help"+pop) {
		t.Errorf("%q", line)
	}
	if line := s.text(textButtonSetUp, "الموجز"); strings.Contains(line, isolate) {
		t.Errorf("%q has a name that needs no marks", line)
	}
	for _, span := range s.fill(textScheduleHow) {
		if span.Style == attache.Code && strings.ContainsAny(span.Text, isolate+pop) {
			t.Errorf("%q would be copied with marks", span.Text)
		}
	}
	if line := speaks("ru").text(textButtonSetUp, "Daily Brief"); strings.Contains(line, isolate) {
		t.Errorf("%q", line)
	}
}

func TestALanguageIsChosenByItsNameInAnyOfThem(t *testing.T) {
	for typed, want := range map[string]string{
		"de": "de", "Deutsch": "de", "German": "de", "allemand": "de", "немецкий": "de", "العربية": "ar", "中文": "zh", "français": "fr",
		"FRANCAIS":   "fr",
		"українська": "uk", "auto": auto, "default": auto, "klingon": "", "": "",
	} {
		if got := languageNamed(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
