package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

func TestSchedulesAreReadInEightLanguages(t *testing.T) {
	for _, tt := range []struct{ lang, typed, want string }{
		{"en", "weekdays at noon", "weekdays 12:00"},
		{"en", "every day at 8 in the evening", "daily 20:00"},
		{"en", "Monday to Friday at 7:30 and 18:00", "mon-fri 07:30,18:00"},
		{"en", "from mon through thu at half", ""},
		{"en", "sat and sun at 10", "sat,sun 10:00"},
		{"en", "whenever", ""},
		{"en", "at 25", ""},
		{"de", "werktags 8 Uhr", "weekdays 08:00"},
		{"de", "aus", "off"},
		{"de", "an", "on"},
		{"de", "jeden Tag um 7.30 und 18 Uhr", "daily 07:30,18:00"},
		{"de", "Montag bis Freitag 8 Uhr 30", "mon-fri 08:30"},
		{"de", "Mo, Mi und Fr um 9", "mon,wed,fri 09:00"},
		{"de", "täglich mittags", "daily 12:00"},
		{"de", "am Wochenende", "weekends"},
		{"fr", "du lundi au vendredi à 8h30", "mon-fri 08:30"},
		{"fr", "tous les jours à midi", "daily 12:00"},
		{"fr", "le week-end à 10 h", "weekends 10:00"},
		{"fr", "lundi, mercredi et vendredi 7 heures du matin", "mon,wed,fri 07:00"},
		{"fr", "jours ouvrables", "weekdays"},
		{"fr", "non", "off"},
		{"es", "de lunes a viernes a las 8 de la mañana", "mon-fri 08:00"},
		{"es", "todos los días a las 8 de la tarde", "daily 20:00"},
		{"es", "los sábados y domingos a veces", ""},
		{"es", "los sábados y domingos al mediodía", "sat,sun 12:00"},
		{"es", "apagar", "off"},
		{"es", "a la una y media de la tarde", "13:30"},
		{"ru", "по будням в 8 утра", "weekdays 08:00"},
		{"ru", "с понедельника по пятницу в 9", "mon-fri 09:00"},
		{"ru", "каждый день в полдень", "daily 12:00"},
		{"ru", "пн-пт 7:30, 18:00", "mon-fri 07:30,18:00"},
		{"ru", "в 3 часа дня", "15:00"},
		{"ru", "ВЫКЛ", "off"},
		{"ru", "по выходным", "weekends"},
		{"ru", "когда-нибудь", ""},
		{"uk", "щодня о 8 вечора", "daily 20:00"},
		{"uk", "по буднях о 7:30 та 18:00", "weekdays 07:30,18:00"},
		{"uk", "з понеділка по п’ятницю о 9 ранку", "mon-fri 09:00"},
		{"uk", "вимк", "off"},
		{"ar", "كل يوم الساعة ٨ صباحا", "daily 08:00"},
		{"ar", "من الاثنين إلى الجمعة ٠٧:٣٠", "mon-fri 07:30"},
		{"ar", "السبت والأحد الساعة 8 مساءً", "sat,sun 20:00"},
		{"ar", "إيقاف", "off"},
		{"ar", "أيام العمل 7:30 و18:00", "weekdays 07:30,18:00"},
		{"zh", "每天早上8点半", "daily 08:30"},
		{"zh", "工作日上午八点", "weekdays 08:00"},
		{"zh", "周一至周五 7：30、18：00", "mon-fri 07:30,18:00"},
		{"zh", "星期一到星期五晚上8点30分", "mon-fri 20:30"},
		{"zh", "周六和周日中午", "sat,sun 12:00"},
		{"zh", "关闭", "off"},
		{"en", "werktags 8 Uhr", "weekdays 08:00"}, // whose client is English may write their own
		{"fr", "weekdays at 8 am", "weekdays 08:00"},
		{"de", "mar 8", "tue 08:00"},
	} {
		if got := argumentIn(tt.lang, tt.typed).schedule(); got != tt.want {
			t.Errorf("%s %q is %q, want %q", tt.lang, tt.typed, got, tt.want)
		}
	}
}

func TestAlertsAreReadInEightLanguages(t *testing.T) {
	set := attache.Alerts{PerDay: 3, QuietFrom: "21:00", QuietUntil: "06:00"}
	for _, tt := range []struct {
		lang, typed string
		want        attache.Alerts
	}{
		{"en", "at most 2 a day, quiet from 10 pm to 7 am", attache.Alerts{PerDay: 2, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{"de", "höchstens 5 am Tag", attache.Alerts{PerDay: 5, QuietFrom: "21:00", QuietUntil: "06:00"}},
		{"de", "Ruhe von 22 Uhr bis 7 Uhr", attache.Alerts{PerDay: 3, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{"de", "Ruhe aus", attache.Alerts{PerDay: 3}},
		{"de", "aus", attache.Alerts{QuietFrom: "21:00", QuietUntil: "06:00"}},
		{"fr", "silence de 22 h à 7 h", attache.Alerts{PerDay: 3, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{
			"es", "1 al día, silencio de las 10 de la noche a las 7 de la mañana",
			attache.Alerts{PerDay: 1, QuietFrom: "22:00", QuietUntil: "07:00"},
		},
		{"ru", "с 22 до 7", attache.Alerts{PerDay: 3, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{"ru", "выкл", attache.Alerts{QuietFrom: "21:00", QuietUntil: "06:00"}},
		{"uk", "тихі години з 22:30 до 7", attache.Alerts{PerDay: 3, QuietFrom: "22:30", QuietUntil: "07:00"}},
		{"ar", "٣ هدوء من 22 إلى 7", attache.Alerts{PerDay: 3, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{"zh", "每天5条，安静时段22点到7点", attache.Alerts{PerDay: 5, QuietFrom: "22:00", QuietUntil: "07:00"}},
		{"zh", "关", attache.Alerts{QuietFrom: "21:00", QuietUntil: "06:00"}},
	} {
		got, err := newAlerts(argumentIn(tt.lang, tt.typed).alerts(), set)
		if err != nil || got != tt.want || argumentIn(tt.lang, tt.typed).alerts() == "" {
			t.Errorf("%s %q is %+v (%v), want %+v; read as %q", tt.lang, tt.typed, got, err, tt.want, argumentIn(tt.lang, tt.typed).alerts())
		}
	}
}

func TestPausesAreReadInEightLanguages(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC) // a Thursday
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		lang, typed string
		want        time.Time // zero: not understood
	}{
		{"en", "3", now.AddDate(0, 0, 3)},
		{"en", "3 days", now.AddDate(0, 0, 3)},
		{"en", "2w", now.AddDate(0, 0, 14)},
		{"en", "for a week", now.AddDate(0, 0, 7)},
		{"en", "until tomorrow", day(3, 6)},
		{"en", "until Monday", day(3, 9)},
		{"en", "until thursday", day(3, 12)},
		{"en", "until 10 March", day(3, 10)},
		{"en", "until 2 March", time.Date(2027, 3, 2, 0, 0, 0, 0, time.UTC)},
		{"en", "a while", time.Time{}},
		{"en", "0 days", time.Time{}},
		{"en", "12 monkeys", time.Time{}},
		{"de", "eine Woche", now.AddDate(0, 0, 7)},
		{"de", "bis Montag", day(3, 9)},
		{"de", "bis morgen", day(3, 6)},
		{"de", "bis 10.03.", day(3, 10)},
		{"de", "drei Tage", now.AddDate(0, 0, 3)},
		{"fr", "jusqu'à lundi", day(3, 9)},
		{"fr", "pendant deux semaines", now.AddDate(0, 0, 14)},
		{"fr", "3 jours", now.AddDate(0, 0, 3)},
		{"es", "hasta mañana", day(3, 6)},
		{"es", "una semana", now.AddDate(0, 0, 7)},
		{"es", "hasta el lunes", day(3, 9)},
		{"ru", "на неделю", now.AddDate(0, 0, 7)},
		{"ru", "до понедельника", day(3, 9)},
		{"ru", "до 10 марта", day(3, 10)},
		{"ru", "3 дня", now.AddDate(0, 0, 3)},
		{"uk", "на два тижні", now.AddDate(0, 0, 14)},
		{"uk", "до завтра", day(3, 6)},
		{"ar", "أسبوع", now.AddDate(0, 0, 7)},
		{"ar", "يومين", now.AddDate(0, 0, 2)},
		{"ar", "٣ أيام", now.AddDate(0, 0, 3)},
		{"ar", "حتى الاثنين", day(3, 9)},
		{"zh", "3天", now.AddDate(0, 0, 3)},
		{"zh", "两个星期", now.AddDate(0, 0, 14)},
		{"zh", "到周一", day(3, 9)},
		{"zh", "明天", day(3, 6)},
	} {
		got, ok := argumentIn(tt.lang, tt.typed).until(speaks(tt.lang), now)
		if ok == tt.want.IsZero() || ok && !got.Equal(tt.want) {
			t.Errorf("%s %q ends %s (%v), want %s", tt.lang, tt.typed, got, ok, tt.want)
		}
	}
}

func TestSwitchesAreReadInEightLanguages(t *testing.T) {
	for lang, typed := range map[string][2]string{
		"en": {"on yes ON", "off no"}, "de": {"an ein ja", "aus nein"}, "fr": {"oui activer", "non arrêt"}, "es": {"sí activar", "no apagar"},
		"ru": {"вкл да", "выкл нет"}, "uk": {"увімк так", "вимк ні"}, "ar": {"تشغيل نعم", "إيقاف لا"}, "zh": {"开 打开", "关 关闭"},
	} {
		for i, words := range typed {
			for w := range strings.FieldsSeq(words) {
				if on, ok := speaks(lang).onOrOff(w); !ok || on != (i == 0) {
					t.Errorf("%s: %q is %v, %v", lang, w, on, ok)
				}
				if on, ok := speaks(homeLang).onOrOff(w); !ok || on != (i == 0) {
					t.Errorf("in an English chat %q is %v, %v", w, on, ok)
				}
			}
		}
	}
	if _, ok := speaks("de").onOrOff("vielleicht"); ok {
		t.Error("whatever is a switch")
	}
}

// TestWhatAWordMeansIsNotItsOpposite: a phrase that is on in one language and off in
// another would switch by the luck of the language.
func TestWhatAWordMeansIsNotItsOpposite(t *testing.T) {
	means := map[string][]string{}
	for _, lang := range languageOrder {
		if len(argumentPhrases()[lang]) < 20 {
			t.Errorf("%s has %d phrases", lang, len(argumentPhrases()[lang]))
		}
		for phrase, list := range argumentPhrases()[lang] {
			means[phrase] = append(means[phrase], list...)
		}
	}
	for phrase, list := range means {
		for _, pair := range [][2]string{{"on", "off"}, {"yes", "off"}, {"am", "pm"}, {"noon", "midnight"}, {"weekdays", "weekends"}} {
			if slices.Contains(list, pair[0]) && slices.Contains(list, pair[1]) {
				t.Errorf("%q means %s and %s", phrase, pair[0], pair[1])
			}
		}
		var days []string
		for _, m := range list {
			if slices.Contains(dayMeanings, m) && !slices.Contains(days, m) {
				days = append(days, m)
			}
		}
		if len(days) > 1 {
			t.Errorf("%q means %v", phrase, days)
		}
	}
}

func TestALinkTakesNothingAwayInAnyLanguage(t *testing.T) {
	w := newWorld(t)
	for _, payload := range []string{"schedule_off", "schedule_never", "schedule_aus", "alerts_0", "pause_3", "follow_all", "follow_tout"} {
		if w.linked(payload) != nil {
			t.Errorf("%s is done", payload)
		}
	}
	if w.linked("follow_Iran") == nil {
		t.Error("a link to follow does nothing")
	}
}

func FuzzArguments(f *testing.F) {
	for _, s := range []string{"по будням в 8 утра", "每天早上8点半", "السبت والأحد", "2w", "until 10 March", "22-07"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"en", "ar"} {
			a := argumentIn(lang, s)
			if got := a.schedule(); len(got) > 4000 {
				t.Errorf("%q is %d bytes", s, len(got))
			}
			a.alerts()
			if at, ok := a.until(speaks(lang), now); ok && !at.After(now) {
				t.Errorf("%q ends at %s, before now", s, at)
			}
		}
	})
}
