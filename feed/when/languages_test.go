package when

import (
	"testing"
	"time"
)

const thatDay = "2026-11-26T10:30:00Z"

func TestDatesInTheLanguagesOfTheWorldAreRead(t *testing.T) {
	for _, text := range []string{
		"2026年11月26日10:30", "2026年11月26日 上午10:30", "2026年11月26日10时30分", "令和8年11月26日 10時30分", "民國115年11月26日 10:30", "2026년 11월 26일 오전 10:30",
		"26 novembre 2026 à 10h30", "26 novembre 2026 10 h 30", "jeudi 26 novembre 2026 - 10:30", "26. 11. 2026 10:30", "2026. 11. 26. 10:30",
		"26 Kasım 2026 Perşembe 10:30",
		"26 Nov 2026 10.30", "26. studenoga 2026. 10:30", "1795689000", "1795689000000", "2026-11-26T10:30:00 00:00",
		"2026-11-26T13:30:00+03:00[Europe/Moscow]",
		"1405/09/05 10:30", "Nov 26, 2026, 5:30 AM ET", "2026-11-26 19:30:00 Asia/Tokyo", "۵ آذر ۱۴۰۵ ۱۰:۳۰", "26 พฤศจิกายน 2569 10:30",
		"26 พ.ย. 2569 10:30",
		"26 de noviembre de 2026, 10:30", "26 de novembro de 2026 às 10:30", "26 novembre 2026 ore 10:30", "26. November 2026, 10.30 Uhr",
		"Donnerstag, 26. November 2026 um 10:30",
		"26 november 2026 om 10:30", "26 november 2026 kl. 10.30", "26. november 2026 kl. 10:30", "26. marraskuuta 2026 klo 10.30",
		"26 listopada 2026, godz. 10:30",
		"26. listopadu 2026 v 10:30", "26. novembra 2026 o 10:30", "26 noiembrie 2026, ora 10:30", "2026. november 26., 10:30",
		"2026. november 26. csütörtök 10:30", "26 Νοεμβρίου 2026, 10:30",
		"26 ноември 2026 г. 10:30", "26 ноября 2026 года в 10:30", "26 листопада 2026 року о 10:30", "26 лістапада 2026, 10:30",
		"26. новембар 2026. 10:30", "26 қараша 2026 10:30",
		"26 نوفمبر 2026 10:30", "26 تشرين الثاني 2026 10:30", "26 نوامبر 2026 10:30", "26 בנובמבר 2026 10:30", "26 November 2026 pukul 10.30",
		"26 tháng 11, 2026 10:30",
		"26 नवंबर 2026 10:30", "26 نومبر 2026 10:30", "26 noyabr 2026 10:30", "26 ნოემბერი 2026 10:30", "26 նոյեմբերի 2026 10:30",
		"26 nëntor 2026 10:30", "26 de novembro de 2026 às 10h30", "26 de novembre de 2026 10h30", "2026. gada 26. novembris 10:30",
		"২৬ নভেম্বর ২০২৬ ১০:৩০", "२६ नवंबर २०२६ १०:३०", "26 lapkričio 2026 10:30", "26 Novemba 2026 10:30",
	} {
		if at, ok := Parse(text); !ok || at.Format(time.RFC3339) != thatDay {
			t.Errorf("%q is %v, %t", text, at, ok)
		}
	}
}

func TestANameThatIsTwoMonthsIsReadInItsLanguage(t *testing.T) {
	for lang, want := range map[string]time.Month{"hr": time.October, "pl": time.November, "cs": time.November, "": time.November} {
		if at, _, ok := ParseIn("26 listopad 2026", lang); !ok || at.Month() != want {
			t.Errorf("in %q it is %v, %t", lang, at, ok)
		}
	}
}

func TestADateTellsWhetherItNamesAZone(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-11-26 10:30": true, "26 November 2026": true, "Thu, 26 Nov 2026 10:30:00 +0100": false, "2026-11-26T10:30:00Z": false,
		"26.11.2026 10:30":           true,
		"Thu, 26 Nov 2026 10:30 GMT": false, "2026-11-26 10:30 Asia/Tokyo": false, "Nov 26, 2026 10:30 AM ET": false, "1795689000": false,
	} {
		if _, zoneless, ok := ParseLocal(text); !ok || zoneless != want {
			t.Errorf("%q: %t, %t", text, zoneless, ok)
		}
	}
}

func TestADateInAnAddressIsADay(t *testing.T) {
	for link, want := range map[string]string{
		"https://m.example/2026/11/26/talks": "2026-11-26", "https://m.example/news/20261126-talks": "2026-11-26",
		"https://m.example/en/2026-11-26":           "2026-11-26",
		"https://m.example/press/26-11-2026/1.html": "2026-11-26", "https://m.example/2026/11/talks": "", "https://m.example/20261399": "",
		"https://m.example/12026112":      "",
		"https://m.example/?d=2026/11/26": "", "https://2026-11-26.example/": "", "https://m.example/a_20261126_3.html": "2026-11-26",
	} {
		got := ""
		if at, ok := InAddress(link); ok {
			got = at.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", link, got, want)
		}
	}
}
