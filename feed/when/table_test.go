package when

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestEveryZoneIsItsHoursFromGreenwich(t *testing.T) {
	const table = `z 0 ut 0 utc 0 gmt 0 wet 0 est -5 edt -4 cst -6 cdt -5 mst -7 mdt -6 pst -8 pdt -7 ast -4 adt -3 nst -3.5 ndt -2.5 akst -9
		akdt -8 hst -10 bst 1 ist 5.5 west 1 cet 1 cest 2 met 1 mest 2 mez 1 mesz 2 eet 2 eest 3 msk 3 msd 4 trt 3 sast 2 cat 2 eat 3 wat 1
		gst 4 irst 3.5 irdt 4.5 pkt 5 npt 5.75 ict 7 wib 7 sgt 8 hkt 8 myt 8 pht 8 awst 8 jst 9 kst 9 acst 9.5 acdt 10.5 aest 10 aedt 11
		nzst 12 nzdt 13 brt -3 art -3 clt -4 clst -3 cot -5 pet -5 vet -4 a 1 m 12 n -1 y -12
		+03 3 +3 3 -0330 -3.5 +05:45 5.75 gmt+3 3 utc-2:30 -2.5 est+1 -4 +15:59 15.983333333333333 (msk) 3 [z] 0 GMT. 0`
	f := strings.Fields(table)
	for i := 0; i < len(f); i += 2 {
		var hours float64
		if _, err := fmt.Sscan(f[i+1], &hours); err != nil {
			t.Fatal(err)
		}
		if got, ok := zone(f[i]); !ok || (got-time.Duration(hours*float64(time.Hour))).Abs() > time.Second {
			t.Errorf("%s is %s, %t; want %v hours", f[i], got, ok, hours)
		}
	}
	for s := range strings.FieldsSeq("xyz +16 +3:60 +03:300 gmt3 + - +x utc: 03 +123456") {
		if got, ok := zone(s); ok {
			t.Errorf("%q is %s", s, got)
		}
	}
	if got, ok := zone(" "); !ok || got != 0 {
		t.Errorf("nothing is %s, %t", got, ok)
	}
}

func TestAMonthIsKnownByItsBeginningInAnyLanguage(t *testing.T) {
	for i, names := range []string{
		"january jan jan. янв січ gene styczeń leden ocak كانون-الثاني 一月 1월 ιαν בינואר jänner", "feb. февр лют fév lut únor şub شباط 二月 φεβ",
		"märz mart marca мар бер آذار 三月 μαρτίου", "apr квіт abr avr kwie dub nis نيسان 四月 huhti", "may мая трав mai mag maj kvě أيار 五月 mayo",
		"june июн черв juin giu cze čvn haz حزيران 六月", "july июл лип juil lug čvc tem تموز 七月", "aug авг серп aoû ago sie srp ağu آب 八月",
		"sept сен вер set wrz zář eyl أيلول 九月", "oct окт жов okt ott out paź říj eki 十月", "nov ноя kas نوفمبر 十一月 marras",
		"dec дек груд dez dic déc pro ara 十二月 joulu",
	} {
		for name := range strings.FieldsSeq(names) {
			if got := month(name, ""); got != i+1 {
				t.Errorf("%q is month %d, want %d", name, got, i+1)
			}
		}
	}
	for name := range strings.FieldsSeq("x xyz ja monday ma 5 j") {
		if got := month(name, ""); got != 0 {
			t.Errorf("%q is month %d", name, got)
		}
	}
	for i, name := range strings.Fields("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند") {
		if jalali[name] != i+1 {
			t.Errorf("%s is month %d", name, jalali[name])
		}
	}
}

func TestADayOfTheWeekIsNoMonth(t *testing.T) {
	for w := range strings.FieldsSeq("mon thursday пн середа montag lundi miércoles dom pzt الجمعة 星期四 周一 lør tis") {
		if !weekday(w) {
			t.Errorf("%q is none", w)
		}
	}
	for w := range strings.FieldsSeq("mar may jan x heute") {
		if weekday(w) {
			t.Errorf("%q is one", w)
		}
	}
}

// TestWhatStandsBetweenThePartsOfADate reads a date with each word in the middle.
func TestWhatStandsBetweenThePartsOfADate(t *testing.T) {
	for w := range strings.FieldsSeq(`at on of the de del à um uhr den der г года в року le a las - | / · • hrs le- o'clock el час ч р года, рік god
		godine dne ve v o godz kl klo alle
		ore ora às as saat в- om op й og і ngày năm lúc pukul tanggal الساعة ساعت في م στις ώρα ш พ.ศ ค.ศ เวลา น
		г. года. у о год h hours сәрсенбі ж жылғы жылы yil yilin il წელი թ évi m d`) {
		if at, _, ok := read("5 May 2004 "+w+" 19:48", ""); !ok || at.Format("2006-01-02 15:04") != "2004-05-05 19:48" {
			t.Errorf("with %q it is %v, %t", w, at, ok)
		}
	}
}

func TestDatesAtTheirBounds(t *testing.T) {
	for text, want := range map[string]string{
		"1900": "1900-01-01T00:00:00Z", "2200-12-31": "2200-12-31T00:00:00Z", "1899-12-31": "", "2201-01-01": "",
		"2004-02-29": "2004-02-29T00:00:00Z", "2003-02-29": "", "2003-00-10": "", "2003-10-00": "", "2003-04-31": "", "2003-12-32": "",
		"2004-366": "2004-12-31T00:00:00Z", "2004-367": "", "2004-000": "", "2003-001": "2003-01-01T00:00:00Z",
		"2003-1-2":   "2003-01-02T00:00:00Z",
		"2003.12.31": "2003-12-31T00:00:00Z", "200312": "2003-12-01T00:00:00Z", "2003-12-31,10:14": "2003-12-31T10:14:00Z",
		"2003x": "", "2003-x": "", "2003-12-x": "", "20031": "2003-01-01T00:00:00Z",
		"2003-12-31 9": "2003-12-31T09:00:00Z", "2003-12-31 101455": "2003-12-31T10:14:55Z", "2003-12-31 1014": "2003-12-31T10:14:00Z",
		"2003-12-31T10:14:55,5Z": "2003-12-31T10:14:55.5Z", "2003-12-31T10:14:55.25Z": "2003-12-31T10:14:55.25Z",
		"2003-12-31T23:59:60Z": "2004-01-01T00:00:00Z", "2003-12-31T10:61:00Z": "", "2003-12-31T25:00:00Z": "", "2003-12-31T24:02:00Z": "",
		"2003-12-31 7:48 pm": "2003-12-31T19:48:00Z", "2003-12-31 12:00 pm": "2003-12-31T12:00:00Z",
		"2003-12-31 12:10 am":          "2003-12-31T00:10:00Z",
		"2003-12-31 11:10 a.m. +01:00": "2003-12-31T10:10:00Z", "2003-12-31 1:10 P.M. EST": "2003-12-31T18:10:00Z",
		"2003-12-31 10:14 Wed": "2003-12-31T10:14:00Z", "2003-12-31 10:14 uhr": "2003-12-31T10:14:00Z",
		"2003-12-31 10:14 nonsense":            "2003-12-31T10:14:00Z",
		"2003-12-31 10:14 +0300 Europe/Moscow": "2003-12-31T07:14:00Z", "2003-12-31 10:14:05 Europe/Moscow": "2003-12-31T07:14:05Z",
		"2003-06-30 10:14 ET": "2003-06-30T14:14:00Z", "2003-12-31 10:14 CT": "2003-12-31T16:14:00Z",
		"2003-12-31 10:14 MT": "2003-12-31T17:14:00Z",
		"2003-12-31 10:14 PT": "2003-12-31T18:14:00Z", "2003-12-31 10:14 BJT": "2003-12-31T02:14:00Z",
		"2003-06-30 10:14 CET/CEST":    "2003-06-30T08:14:00Z",
		"May 5 2004 10:14 EasternTime": "2004-05-05T14:14:00Z",
		// in words
		"5 May 1969": "1969-05-05T00:00:00Z", "5 May 70": "1970-05-05T00:00:00Z", "5 May 69": "2069-05-05T00:00:00Z", "0 May 2004": "",
		"32 May 2004": "",
		"31 May 2004": "2004-05-31T00:00:00Z", "5 May": "", "May 2004": "", "5 May June 2004": "", "5 May May 2004": "2004-05-05T00:00:00Z",
		"5 May 2004 0:30 pm": "2004-05-05T12:30:00Z", "5 May 2004 12:00 am": "2004-05-05T00:00:00Z",
		"5 May 2004 12:00 pm": "2004-05-05T12:00:00Z",
		"5 May 2004 11:59 am": "2004-05-05T11:59:00Z", "5 May 2004 7:48pm": "2004-05-05T19:48:00Z", "5 May 2004 7:48am": "2004-05-05T07:48:00Z",
		"5 May 2004 7:48+0100": "2004-05-05T06:48:00Z", "5 May 2004 7:48xyz": "", "5 May 2004 7:48 8:48": "",
		"5 May 2004 1948":            "2004-05-05T19:48:00Z",
		"5 May 2004 19:48 Reykjavik": "2004-05-05T19:48:00Z", "5 May Reykjavik 2004 19:48": "", "19:48 5 May 2004 +0100": "2004-05-05T18:48:00Z",
		"5 May 2004 19:48 +0100 CET": "2004-05-05T18:48:00Z", "5 May 2004 19h": "2004-05-05T19:00:00Z",
		"5 May 2004; (19:48)، GMT": "2004-05-05T19:48:00Z",
		"5th May 2004":             "2004-05-05T00:00:00Z", "2nd May 2004": "2004-05-02T00:00:00Z", "3rd May 2004": "2004-05-03T00:00:00Z",
		"5º mayo 2004": "2004-05-05T00:00:00Z",
		"5 May 04":     "2004-05-05T00:00:00Z", "5 May 100": "", "5 May 1900": "1900-05-05T00:00:00Z",
		"5 January 2004 19:48 Reykjavik": "2004-01-05T19:48:00Z", "5 June 1899": "", "5 May 1800": "",
		// three figures
		"31.12.2004": "2004-12-31T00:00:00Z", "12/31/2004": "2004-12-31T00:00:00Z", "12/12/2004": "2004-12-12T00:00:00Z",
		"11/12/2004": "2004-12-11T00:00:00Z",
		"31-Dec-04":  "2004-12-31T00:00:00Z", "31-Xyz-04": "", "13/13/2004": "", "31.12.99": "1999-12-31T00:00:00Z", "1.2.2004 3.4.2004": "",
		"1/x/y": "",
		// other calendars
		"1405/09/05": "2026-11-26T00:00:00Z", "5 آذر 1405": "2026-11-26T00:00:00Z", "5 آذر 2026": "", "5 May 1405": "",
		"1350/01/01": "1971-03-21T00:00:00Z",
		"1499/12/01": "2121-02-20T00:00:00Z", "5 May 2500": "1957-05-05T00:00:00Z", "5 May 2643": "2100-05-05T00:00:00Z", "5 May 2644": "",
		"2643-05-05": "2100-05-05T00:00:00Z",
		// seconds and milliseconds
		"0600000000": "1989-01-05T10:40:00Z", "0599999999": "", "4000000000": "2096-10-02T07:06:40Z", "4000000001": "",
		"1700000000123": "2023-11-14T22:13:20.123Z",
		"8000000000000": "", "0000000000001": "",
		"170000000": "", "-170000000": "", "17000000001": "",
		// how long a date is
		"200":                                   "",
		"5 May 2004" + strings.Repeat(" ", 200): "2004-05-05T00:00:00Z",
		"5 May" + strings.Repeat(" ", 151) + "2004": "2004-05-05T00:00:00Z", // 160 bytes
		"5 May" + strings.Repeat(" ", 152) + "2004": "",
		"５ May ２００４":                                "2004-05-05T00:00:00Z",
		"5\u00a0May\u20032004":                      "2004-05-05T00:00:00Z",
		"2004\u201305\u201105":                      "2004-05-05T00:00:00Z",
		"\u200f٥/٥/٢٠٠٤\u200e":                      "2004-05-05T00:00:00Z",
		"۵ May ۲۰۰۴":                                "2004-05-05T00:00:00Z",
		// shapes of their own
		"平成元年5月5日": "1989-05-05T00:00:00Z", "令和2年5月5日": "2020-05-05T00:00:00Z", "民国100年5月5日": "2011-05-05T00:00:00Z",
		"115/11/26":  "2026-11-26T00:00:00Z",
		"115年11月26日": "2026-11-26T00:00:00Z", "2026年11月26日 下午3:05": "2026-11-26T15:05:00Z", "2026年11月26日 10時": "2026-11-26T10:00:00Z",
		"ngày 26 tháng 11 năm 2026": "2026-11-26T00:00:00Z", "2026 оны 11 дүгээр сарын 26": "2026-11-26T00:00:00Z",
		"26 نوفمبر 2026 3:05 مساء": "2026-11-26T15:05:00Z",
		"26 نوفمبر 2026 3:05 م":    "2026-11-26T15:05:00Z", "26 نوفمبر 2026 م 3:05": "2026-11-26T03:05:00Z",
		"5 آذر 1405 3:05 ب.ظ": "2026-11-26T15:05:00Z", "5 آذر 1405 12:05 ق.ظ": "2026-11-26T00:05:00Z",
		"26 نوفمبر 2026 3:05 مساءً": "2026-11-26T15:05:00Z", "26 نوفمبر 2026 3:05 ص": "2026-11-26T03:05:00Z",
		"5 / 5 / 2004": "2004-05-05T00:00:00Z", "5 - 5 - 2004": "2004-05-05T00:00:00Z", "5 May 2004г.": "2004-05-05T00:00:00Z",
	} {
		got := ""
		if at, ok := Parse(text); ok {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%.60q is %q, want %q", text, got, want)
		}
	}
}

func TestADateIsFoundInATextWithWhereItStands(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ text, lang, date, at, flags string }{ // flags: z a zone is missing, c a clock
		{"Published: 26 November 2026, 10:30 by Orr", "en", "26 November 2026, 10:30", "2026-11-26T10:30:00Z", "zc"},
		{"26 November 2026 | News", "en", "26 November 2026", "2026-11-26T00:00:00Z", "z"},
		{"News (Thu, 26 Nov 2026 10:30 GMT)", "en", "26 Nov 2026 10:30 GMT", "2026-11-26T10:30:00Z", "c"},
		{"Am 26.11.26 kam", "de", "26.11.26", "2026-11-26T00:00:00Z", "z"},
		{"am (26.11.2026).", "de", "(26.11.2026).", "2026-11-26T00:00:00Z", "z"},
		{"发布时间：2026年11月26日 10:30 来源", "zh", "2026年11月26日 10:30", "2026-11-26T10:30:00Z", "zc"},
		{"2026年11月26日", "zh", "2026年11月26日", "2026-11-26T00:00:00Z", "z"},
		{"In 2026 they met", "en", "", "", ""},
		{"Between 1990 and 2026", "en", "", "", ""},
		{"26 Nov", "en", "26 Nov", "2026-11-26T00:00:00Z", "z"},
		{"November 29th, news", "en", "November 29th,", "2026-11-29T00:00:00Z", "z"},
		{"30 Nov.", "en", "30 Nov.", "2025-11-30T00:00:00Z", "z"},
		{"0 Nov", "en", "", "", ""},
		{"31 Nov", "en", "", "", ""},
		{"32 Nov", "en", "", "", ""},
		{"Today, 10:30", "en", "Today, 10:30", "2026-11-27T10:30:00Z", "zc"},
		{"Yesterday 9.05", "en", "Yesterday 9.05", "2026-11-26T09:05:00Z", "zc"},
		{"Gestern", "de", "Gestern", "2026-11-26T00:00:00Z", "z"},
		{"Today is a very good day", "en", "", "", ""},
		{"Today is a good day", "en", "Today", "2026-11-27T00:00:00Z", "z"},
		{"News of today", "en", "", "", ""},
		{"", "en", "", "", ""},
		{strings.Repeat("x ", 295) + "5/5/2004", "en", "5/5/2004", "2004-05-05T00:00:00Z", "z"},
		{strings.Repeat("x ", 297) + "5/5/2004", "en", "", "", ""},
		{"“26 November 2026”", "en", "", "", ""},
		{"26 November 2026!", "en", "26 November", "2026-11-26T00:00:00Z", "z"},
	} {
		f, ok := Find(c.text, c.lang, now)
		flags := ""
		if f.Zoneless {
			flags += "z"
		}
		if f.Clock {
			flags += "c"
		}
		at := ""
		if ok {
			at = f.At.UTC().Format(time.RFC3339)
		}
		if ok != (c.date != "") || at != c.at || flags != c.flags || ok && f.Text[f.Start:f.End] != c.date {
			t.Errorf("%.60q: %q is %s (%s), want %q, %s (%s)", c.text, f.Text[f.Start:f.End], at, flags, c.date, c.at, c.flags)
		}
	}
	if _, ok := Find("26 Nov", "en", time.Time{}); ok {
		t.Error("a date without a year is found although nobody knows when now is")
	}
	if _, ok := Find("Today", "en", time.Time{}); ok {
		t.Error("today is found although nobody knows when it is")
	}
}

func TestTodayAndYesterdayInTheLanguagesOfTheWires(t *testing.T) {
	now := time.Date(2026, 11, 27, 23, 59, 0, 0, time.UTC)
	for day, words := range map[string]string{
		"2026-11-27": "today heute aujourd'hui aujourd’hui hoy hoje oggi сегодня сьогодні dziś dzisiaj bugün vandaag dnes اليوم امروز 今天 今日 " +
			"오늘 TODAY Today:",
		"2026-11-26": "yesterday gestern hier ayer ontem ieri вчера вчора wczoraj dün gisteren včera أمس دیروز 昨天 昨日 어제",
	} {
		for w := range strings.FieldsSeq(words) {
			if f, ok := Find(w, "", now); !ok || f.At.Format(time.DateOnly) != day || f.Clock || !f.Zoneless {
				t.Errorf("%q is %v, %t", w, f.At, ok)
			}
		}
	}
}

func TestADayIsReadFromAnAddress(t *testing.T) {
	for link, want := range map[string]string{
		"https://paper.example/2026/11/26/a": "2026-11-26", "https://paper.example/a-20261126.html": "2026-11-26",
		"https://paper.example/a/2026-1-2/":    "2026-01-02",
		"https://paper.example/a_2026_11_26_b": "2026-11-26", "https://paper.example/26-11-2026/a": "2026-11-26",
		"https://paper.example/a=26.11.2026": "2026-11-26",
		"/2026/11/26":                        "2026-11-26", "https://paper.example/1995/01/01/": "1995-01-01",
		"https://paper.example/1994/01/01/": "",
		"https://paper.example/2026/13/01/": "", "https://paper.example/2026/00/01/": "", "https://paper.example/2026/11/31/": "",
		"https://paper.example/2026/11/00/": "",
		"https://paper.example/2026/11/":    "", "https://paper.example/a?d=2026/11/26": "", "https://2026-11-26.example/a": "",
		"https://paper.example/120261126/": "",
		"https://paper.example/202611261":  "", "": "",
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
