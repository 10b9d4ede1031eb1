package when

import (
	_ "embed" // the names
	"strconv"
	"strings"
	"sync"
)

//go:embed names.tsv
var nameList string

// month names of one language, and one word for another month in another one
// (Croatian and Polish "listopad").
type monthName struct {
	lang  string
	month int
}

// named are the names of the months by what is written, and those of the days.
var named = sync.OnceValue(func() (n struct {
	months map[string][]monthName
	days   map[string]bool
	multi  [][2]string // names of several words, and as one
},
) {
	n.months, n.days = make(map[string][]monthName), make(map[string]bool)
	for line := range strings.Lines(nameList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		lang, _, _ := strings.Cut(f[0], "-")
		for name := range strings.SplitSeq(f[2], "|") {
			whole := oneWord(name)
			if whole != name {
				n.multi = append(n.multi, [2]string{name, whole})
			}
			if f[1] == "d" {
				n.days[whole] = true
			} else if m, err := strconv.Atoi(f[1]); err == nil {
				n.months[whole] = append(n.months[whole], monthName{lang, m})
			}
		}
	}
	return n
})

// oneWord writes a name of several words as one.
func oneWord(name string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '.' {
			return '_'
		}
		return r
	}, name)
}

// beginnings are the shortest beginnings of the names of the months that tell
// them apart in the languages of the wires together: for abbreviations that no
// list has.
var beginnings = [12]string{
	"jan янв січ ene gen sty led ocak oca يناير كانون-الثاني 一月 1월 ian jän janv jän ιαν", //
	"feb фев лют fev fév lut úno şub sub فبراير شباط 二月 2월 helmi φεβ",
	"mar мар бер mär mar mrz mär már marz مارس آذار 三月 3월 mars mrt mei-eerste maalis μαρ",
	"apr апр кві avr abr kwi dub nis أبريل ابريل نيسان 四月 4월 huhti απρ",
	"may май мая тра mai mag maj kvě mayıs مايو أيار ماي 五月 5월 mei mayo touko μαΐ μάι",
	"jun июн чер juin giu cze čvn haz يونيو حزيران 六月 6월 kesä ιουν",
	"jul июл лип juil lug lip čvc tem يوليو تموز 七月 7월 heinä ιουλ",
	"aug авг сер aoû aou ago sie srp ağu agu أغسطس اغسطس آب 八月 8월 elo αυγ",
	"sep сен вер set wrz zář eyl سبتمبر أيلول 九月 9월 syys σεπ",
	"oct окт жов oct okt ott out paź říj eki أكتوبر اكتوبر 十月 10월 loka οκτ",
	"nov ноя лис nov lis kas نوفمبر 十一月 11월 marras νοε",
	"dec дек гру dez dic déc pro ara ديسمبر 十二月 12월 des joulu δεκ",
}

var begun = func() map[string]int {
	m := make(map[string]int)
	for i, list := range beginnings {
		for name := range strings.FieldsSeq(list) {
			if _, taken := m[name]; !taken {
				m[name] = i + 1
			}
		}
	}
	return m
}()

// jalali are the months of the Persian calendar.
var jalali = func() map[string]int {
	m := make(map[string]int)
	for i, name := range strings.Fields("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند") {
		m[name] = i + 1
	}
	return m
}()

// month gives the number of the month that a word in lower case names in a
// language ("" where unknown), or 0. A name that is two months in two
// languages is the one of more of them.
func month(w, lang string) int {
	w = strings.TrimRight(w, ".")
	for _, form := range []string{w, strings.TrimPrefix(w, "ב"), strings.TrimPrefix(w, "ל")} {
		if m := exact(form, lang); m > 0 {
			return m
		}
	}
	r := []rune(w)
	for n := len(r); n >= 2; n-- {
		if m := begun[string(r[:n])]; m > 0 && (n >= 3 || n == len(r)) {
			return m
		}
	}
	return 0
}

func exact(w, lang string) int {
	var votes [13]int
	best := 0
	for _, n := range named().months[w] {
		if n.lang == lang {
			return n.month
		}
		if votes[n.month]++; votes[n.month] > votes[best] {
			best = n.month
		}
	}
	return best
}

var weekdays = func() map[string]bool {
	m := make(map[string]bool)
	for name := range strings.FieldsSeq(`mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday tues thur thurs
		пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье пон втр срд чтв птн суб вск
		нд понеділок вівторок середа четвер пʼятниця субота неділя mo di mi do fr sa so montag dienstag mittwoch donnerstag
		freitag samstag sonntag die mit don fre sam son lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
		lun mié mie jue vie sáb sab dom lunes martes miércoles jueves viernes sábado domingo gio ter qua qui sex seg
		pon wto śro czw pią sob nie pzt sal çar per cum cmt paz الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
		星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日 man tir ons tor fre lør søn mån tis lör sön`) {
		m[name] = true
	}
	delete(m, "mar") // a month in more languages
	return m
}()

func weekday(w string) bool {
	return weekdays[w] || w != "mar" && named().days[w] && len(named().months[w]) == 0
}

// filler are words that stand between the parts of a date.
var filler = map[string]bool{
	"at": true, "on": true, "of": true, "the": true, "de": true, "del": true, "à": true, "um": true, "uhr": true, "den": true,
	"der": true, "г": true, "года": true, "в": true, "року": true, "le": true, "a": true, "las": true, "-": true, "|": true, "/": true,
	"·": true, "•": true, "hrs": true, "le-": true, "o'clock": true, "el": true, "час": true, "ч": true, "р": true, "года,": true, "рік": true,
	"god": true, "godine": true, "dne": true, "ve": true, "v": true, "o": true, "godz": true, "kl": true, "klo": true, "alle": true,
	"ore": true,
	"ora": true, "às": true, "as": true, "saat": true, "в-": true, "om": true, "op": true, "й": true, "og": true, "і": true, "ngày": true,
	"năm": true, "lúc": true, "pukul": true, "tanggal": true, "الساعة": true, "ساعت": true, "في": true, "م": true, "στις": true, "ώρα": true,
	"ш":   true,
	"พ.ศ": true, "ค.ศ": true, "เวลา": true, "น": true, "г.": true, "года.": true, "у": true, "о": true, "год": true, "h": true, "hours": true,
	"сәрсенбі": true,
	"ж":        true, "жылғы": true, "жылы": true, "yil": true, "yilin": true, "il": true, "წელი": true, "թ": true, "évi": true, "m": true,
	"d": true,
}
