package when

import "strings"

// monthNames are the beginnings of the names of the months, the longest that
// tell them apart in all the languages together.
var monthNames = [12]string{
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

var months = func() map[string]int {
	m := make(map[string]int)
	for i, list := range monthNames {
		for name := range strings.FieldsSeq(list) {
			if _, taken := m[name]; !taken {
				m[name] = i + 1
			}
		}
	}
	return m
}()

// month gives the number of the month that a word in lower case names, or 0.
func month(w string) int {
	r := []rune(strings.TrimRight(w, "."))
	for n := len(r); n >= 2; n-- {
		if m := months[string(r[:n])]; m > 0 && (n >= 3 || n == len(r)) {
			return m
		}
	}
	return 0
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

func weekday(w string) bool { return weekdays[w] }

// filler are words that stand between the parts of a date.
var filler = map[string]bool{
	"at": true, "on": true, "of": true, "the": true, "de": true, "del": true, "à": true, "um": true, "uhr": true, "den": true,
	"der": true, "г": true, "года": true, "в": true, "року": true, "le": true, "a": true, "las": true, "-": true, "|": true, "/": true,
	"·": true, "•": true, "hrs": true, "le-": true, "o'clock": true, "el": true, "час": true, "ч": true, "р": true,
}
