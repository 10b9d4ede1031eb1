package agenda

import (
	"testing"
	"time"

	"attache/extract/lexicon"
	"attache/internal/text"
)

// published is a Tuesday.
var published = time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)

func TestDaysToComeAreResolvedAgainstPublication(t *testing.T) {
	for _, c := range []struct{ lang, text, day string }{
		{"en", "The two ministers will meet on Thursday in Vienna.", "2026-03-12"},
		{"en", "Technical experts are to meet again on 21 April.", "2026-04-21"},
		{"en", "The summit is scheduled for March 28, officials said.", "2026-03-28"},
		{"en", "They agreed to meet again next Tuesday in Addis Ababa.", "2026-03-17"},
		{"en", "The delegations will hold talks tomorrow.", "2026-03-11"},
		{"en", "A treaty will be signed on 12 January, the ministry said.", "2027-01-12"},
		{"ru", "Переговоры состоятся в четверг в Женеве.", "2026-03-12"},
		{"ru", "Следующая встреча пройдет 14 апреля.", "2026-04-14"},
		{"uk", "Наступний раунд переговорів відбудеться у п'ятницю.", "2026-03-13"},
		{"fr", "Les délégations se réuniront vendredi à Oran.", "2026-03-13"},
		{"fr", "Un sommet aura lieu le 2 avril.", "2026-04-02"},
		{"es", "La reunión se celebrará el 12 de marzo en Bridgetown.", "2026-03-12"},
		{"de", "Die Minister werden sich am Freitag zu Gesprächen treffen.", "2026-03-13"},
		{"ar", "ستعقد جولة مفاوضات يوم الخميس المقبل.", "2026-03-12"},
		{"zh", "双方将于4月2日举行会谈。", "2026-04-02"},
	} {
		got := find(c.lang, c.text)
		if len(got) != 1 || got[0].Day.Format(time.DateOnly) != c.day || got[0].What != c.text {
			t.Errorf("%s: %+v, want %s", c.text, got, c.day)
		}
	}
}

func TestWhatIsPastOrNotAnnouncedIsNoAppointment(t *testing.T) {
	for _, s := range []string{
		"The ministers met on Monday.",
		"Iran threatened on Monday to end voluntary arrangements.",
		"The minister said on Wednesday that talks would resume.",
		"Storm warnings run to Thursday.",
		"The treaty was signed on 4 March 1996.",
		"He was born on 12 May.",
		"A delegation led by the deputy director started talks here on Tuesday with officials of Iran.",
		"They arrived by different doors, but for nine hours on Tuesday the negotiators sat in the same corridor of the council.",
	} {
		if got := find("en", s); len(got) != 0 {
			t.Errorf("%s: %+v", s, got)
		}
	}
}

func TestADeadlineIsMarked(t *testing.T) {
	got := find("en", "The diplomats must leave the country by Thursday.")
	if len(got) != 1 || !got[0].Deadline {
		t.Errorf("%+v", got)
	}
	got = find("en", "The ministers will meet on Thursday.")
	if len(got) != 1 || got[0].Deadline {
		t.Errorf("%+v", got)
	}
}

func TestWithoutPublicationThereIsNoAgenda(t *testing.T) {
	d := text.New("The ministers will meet on Thursday.", "en")
	if got := Find(d, lexicon.Folds(d), time.Time{}); got != nil {
		t.Errorf("%+v", got)
	}
}

func find(lang, s string) []found {
	d := text.New(s, lang)
	var out []found
	for _, a := range Find(d, lexicon.Folds(d), published) {
		out = append(out, found{a.Day, a.What, a.Deadline})
	}
	return out
}

type found struct {
	Day      time.Time
	What     string
	Deadline bool
}
