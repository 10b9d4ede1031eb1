package agenda

import (
	"strings"
	"testing"
	"time"

	"attache/extract/lexicon"
	"attache/internal/text"
)

// TestTheDayThatASentenceAnnounces: published on Tuesday, 10 March 2026.
func TestTheDayThatASentenceAnnounces(t *testing.T) {
	for _, c := range []struct{ lang, text, day string }{ // ! a deadline
		{"en", "They will meet on Wednesday.", "2026-03-11"},
		{"en", "They will meet on Monday.", "2026-03-16"},
		{"en", "They will meet on Tuesday.", ""},
		{"en", "They will meet next Tuesday.", "2026-03-17"},
		{"en", "A meeting next Thursday is planned.", "2026-03-12"},
		{"en", "Talks next Thursday.", "2026-03-12"},
		{"en", "They will meet on Thursday, March 19.", "2026-03-19"},
		{"en", "They will meet on Thursday, 19 March.", "2026-03-19"},
		{"en", "They will meet on Thursday at 9.", "2026-03-12"},
		{"en", "They will meet on 12 March.", "2026-03-12"},
		{"en", "They will meet on 12th of March.", "2026-03-12"},
		{"en", "They will meet on the 12 of March.", "2026-03-12"},
		{"en", "They will meet on 12 and 13 March.", "2026-03-12"},
		{"en", "They will meet on 12 – 13 March.", "2026-03-12"},
		{"en", "They will meet on 10 March.", ""},
		{"en", "They will meet on 11 March.", "2026-03-11"},
		{"en", "They will meet on 9 March.", ""},
		{"en", "They will meet on 24 January.", ""},
		{"en", "They will meet on 23 January.", "2027-01-23"},
		{"en", "They will meet on 12 April 2027.", "2027-04-12"},
		{"en", "They will meet on 14 April 2027.", "2027-04-14"},
		{"en", "They will meet on 15 April 2027.", ""},
		{"en", "They will meet on March 12, 2027.", "2027-03-12"},
		{"en", "They will meet on 12 March 2025.", ""},
		{"en", "They will meet on 31 April.", ""},
		{"en", "They will meet on 32 March.", ""},
		{"en", "They will meet on 31 March.", "2026-03-31"},
		{"en", "They will meet on March 5th.", ""},
		{"en", "They will meet on April 5th.", "2026-04-05"},
		{"en", "They will meet on march 28.", ""},
		{"en", "They will meet in March.", ""},
		{"en", "They will meet on 12.", ""},
		{"en", "They will meet at 12 tables.", ""},
		{"en", "They will meet tomorrow.", "2026-03-11"},
		{"en", "The ministry must reply to the meeting by Friday.", "2026-03-13!"},
		{"en", "They will meet, and by 12 April sign.", "2026-04-12!"},
		{"en", "They will meet before all of that on Friday.", "2026-03-13"},
		{"en", "On Friday the ministers will meet.", "2026-03-13"},
		{"en", "The ministry said on Friday it will meet them.", ""},
		{"en", "On 20 March the ministers will meet.", "2026-03-20"},
		{"en", "They will meet one two three four five six seven eight nine ten eleven twelve on Friday.", "2026-03-13"},
		{"en", "They will one two three four five six seven eight nine ten eleven twelve thirteen meet on Friday.", ""},
		{"en", "They will eat on Friday.", ""},
		{"ru", "Они встретятся завтра, встреча состоится в Вене.", "2026-03-11"},
		{"ru", "Встреча состоится 12 и 13 апреля.", "2026-04-12"},
		{"uk", "Зустріч відбудеться 12 та 13 квітня.", "2026-04-12"},
		{"uk", "Зустріч відбудеться завтра.", "2026-03-11"},
		{"fr", "Le sommet se tiendra les 12 et 13 avril.", "2026-04-12"},
		{"fr", "Le sommet se tiendra demain.", "2026-03-11"},
		{"es", "La reunión se celebrará el 12 y 13 de abril.", "2026-04-13"},
		{"es", "La reunión se celebrará el 12 de abril de 2027.", "2027-04-12"},
		{"es", "La reunión se celebrará mañana.", ""},
		{"de", "Das Treffen wird am 12. April stattfinden.", "2026-04-12"},
		{"de", "Das Treffen wird am 12. und 13. April stattfinden.", "2026-04-13"},
		{"de", "Das Treffen wird morgen stattfinden.", ""},
		{"zh", "双方将于12日举行会谈。", "2026-03-12"},
		{"zh", "双方将于9日举行会谈。", ""},
		{"zh", "双方将于12月1日举行会谈。", "2026-12-01"},
		{"zh", "双方将于12月举行会谈。", ""},
		{"xx", "They will meet on Friday.", ""},
	} {
		got := ""
		d := text.New(c.text, c.lang)
		for _, a := range Find(d, lexicon.Folds(d), published) {
			if a.What != c.text || a.Span != [2]int{0, len([]rune(c.text))} {
				t.Errorf("%s: %+v", c.text, a)
			}
			got += a.Day.Format(time.DateOnly)
			if a.Deadline {
				got += "!"
			}
		}
		if got != c.day {
			t.Errorf("%s: %q, want %q", c.text, got, c.day)
		}
	}
}

func TestATextAnnouncesATwelveOfAppointmentsAtMost(t *testing.T) {
	const one = "They will meet on Friday. "
	for n, want := range map[int]int{1: 1, 3: 3, 12: 12, 13: 12} {
		if got := len(find("en", strings.Repeat(one, n))); got != want {
			t.Errorf("of %d sentences %d announce", n, got)
		}
	}
	d := text.New(one, "en")
	if got := Find(d, lexicon.Folds(d), time.Time{}); len(got) > 0 {
		t.Errorf("without a day of publication: %+v", got)
	}
	if got := len(find("en", strings.Repeat("and ", 245)+"will meet on 12 April.")); got != 1 {
		t.Errorf("a sentence of 250 words announces %d", got)
	}
	if got := len(find("en", strings.Repeat("and ", 249)+"will meet on 12 April.")); got != 0 {
		t.Errorf("a sentence of more announces %d", got)
	}
}

func TestADayOfTheMonthIsANumberUpToThirtyOne(t *testing.T) {
	for in, want := range map[string]int{
		"1": 1, "05": 5, "31": 31, "32": 0, "0": 0, "5th": 5, "1st": 1, "2nd": 2, "3rd": 3, "5.": 5, "123": 0,
		"x": 0, "": 0, "5o": 5,
	} {
		if got := number(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
