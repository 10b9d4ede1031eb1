package when

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jalaali/go-jalaali"
)

// What is written in a shape of its own is brought into one that the readers of
// this package know; only what they did not read comes here.

var shapes = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`\[([A-Za-z_]+/[A-Za-z_/+-]+)\]`), " $1"},                                 // 2026-11-26T10:30+03:00[Europe/Moscow]
	{regexp.MustCompile(`(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:?\d\d)$`), "$1+$2"},               // a plus that was decoded as a blank
	{regexp.MustCompile(`(\d{1,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?`), "$1-$2-$3 "}, //
	{regexp.MustCompile(`(\d{1,4})\s*оны\s*(\d{1,2})\s*(?:-р|дугаар|дүгээр)?\s*сарын\s*(\d{1,2})`), "$1-$2-$3 "},
	{regexp.MustCompile(`(?i)(\d{4})\.?\s*gada\s*(\d{1,2})\.?\s*`), "$2 $1 "}, // 2026. gada 26. novembris
	{regexp.MustCompile(`(?i)(?:ngày\s*)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})`), "$3-$2-$1 "},
	{regexp.MustCompile(`(\d{1,2})\s*[時时시]\s*(\d{1,2})\s*[分분](?:\s*\d{1,2}\s*[秒초])?`), " $1:$2 "},
	{regexp.MustCompile(`(\d{1,2})\s*[時时시](?:[^\d]|$)`), " $1:00 "},
	{regexp.MustCompile(`(?:上午|午前|오전|凌晨|早上)\s*(\d{1,2}:\d\d)`), " $1 am "},
	{regexp.MustCompile(`(?:下午|午後|오후|晚上|中午)\s*(\d{1,2}:\d\d)`), " $1 pm "},
	{regexp.MustCompile(`\b(\d{4})\.\s*(\d{1,2})\.\s*(\d{1,2})\.?`), "$1-$2-$3 "},                                 // 2026. 11. 26.
	{regexp.MustCompile(`\b(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\b\.?`), "$3-$2-$1 "},                         // 26. 11. 2026
	{regexp.MustCompile(`\b(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})\b`), "$1/$2/$3"},                               //
	{regexp.MustCompile(`\b(\d{1,2})\s*-\s*(\d{1,2})\s*-\s*(\d{4})\b`), "$1-$2-$3"},                               //
	{regexp.MustCompile(`(?i)\b(\d{1,2})\s*(?:h|u|ч|г)\s*(\d\d)\b(?:\s*min)?`), "$1:$2"},                          // 10h30
	{regexp.MustCompile(`(?i)\b(\d{1,2})\s*h(?:rs?|eures)?\b`), "$1:00"},                                          //
	{regexp.MustCompile(`(\d{4}\.?,?|\d{4}.{0,20}\s\pL+\.?)\s+(\d{1,2})\.(\d\d)(?:\.\d\d)?(\s|$)`), "$1 $2:$3$4"}, // 2026 10.30
	{regexp.MustCompile(`(\d{4})\s*ж\.`), "$1 "},
	{regexp.MustCompile(`(\d)(?:er|ère|ste|de|e|º|ª|-го|-е|-й|-ші|-nci|st|nd|rd|th)(\s|$|,)`), "$1$2"},
	{regexp.MustCompile(`(\d{4})(?:г|р|ж)\.?(\s|,|$)`), "$1$2"},
}

// halves are the words for morning and evening behind a clock in Arabic and Persian.
// They are read before anything else: other words behind a clock say nothing.
var halves = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`(\d{1,2}(?::\d\d)+)\s*(?:صباحا|صباحاً|ص|ق\.ظ)(?:\s|$)`), "$1 am "},
	{regexp.MustCompile(`(\d{1,2}(?::\d\d)+)\s*(?:مساء|مساءً|م|ب\.ظ)(?:\s|$)`), "$1 pm "},
}

// halved writes the words for the halves of a day as am and pm.
func halved(s string) string {
	if !strings.ContainsAny(s, "صمظ") {
		return s
	}
	for _, half := range halves {
		s = half.from.ReplaceAllString(s, half.to)
	}
	return strings.TrimSpace(s)
}

// reshaped brings a text into a known shape.
func reshaped(s string) string {
	lower := strings.ToLower(s)
	for _, m := range named().multi {
		if strings.Contains(lower, m[0]) {
			lower = replaceWords(lower, m[0], m[1])
			s = lower
		}
	}
	s = eras(s)
	for _, shape := range shapes {
		s = shape.from.ReplaceAllString(s, shape.to)
	}
	return strings.Join(strings.Fields(s), " ")
}

// replaceWords replaces words where they stand whole: "de nov" is none of "de novembro".
func replaceWords(s, old, with string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, old)
		if !found {
			return b.String() + s
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(after)
		b.WriteString(before)
		if unicode.IsLetter(last) || unicode.IsLetter(next) || unicode.Is(unicode.Mn, next) {
			b.WriteString(old)
		} else {
			b.WriteString(with)
		}
		s = after
	}
}

var (
	eraYear = regexp.MustCompile(`(令和|平成|中華民國|民國|民国)\s*(元|\d{1,3})\s*年`)
	rocYear = regexp.MustCompile(`^\s*(\d{3})(\s*年|[./-])(\s*\d{1,2}\s*[月./-])`)
)

// eras writes the years of Japan's and of Taiwan's era as those of ours.
func eras(s string) string {
	s = eraYear.ReplaceAllStringFunc(s, func(m string) string {
		parts := eraYear.FindStringSubmatch(m)
		n, err := strconv.Atoi(parts[2])
		if err != nil {
			n = 1
		}
		base := map[string]int{"令和": 2018, "平成": 1988}[parts[1]]
		if base == 0 {
			base = 1911
		}
		return strconv.Itoa(base+n) + "年"
	})
	if m := rocYear.FindStringSubmatch(s); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 90 && n < 200 {
			s = strings.Replace(s, m[1], strconv.Itoa(1911+n), 1)
		}
	}
	return s
}

// epoch reads seconds or milliseconds since 1970.
func epoch(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	millis := n
	if len(s) == 10 {
		millis = n * 1000
	}
	if millis < 600_000_000_000 || millis > 4_000_000_000_000 { // rather YYYYMMDDHH, or no time at all
		return time.Time{}, false
	}
	return time.UnixMilli(millis), true
}

// The years by which another calendar shows itself.
const (
	jalaliFrom, jalaliTo     = 1350, 1499
	buddhistFrom, buddhistTo = 2500, 2643
)

// gregorian gives the day of our calendar for one of another that its year shows.
func gregorian(year, month, day int) (int, int, int, bool) {
	switch {
	case year >= jalaliFrom && year <= jalaliTo:
		y, m, d, err := jalaali.ToGregorian(year, jalaali.Month(month), day)
		return y, int(m), d, err == nil
	case year >= buddhistFrom && year <= buddhistTo:
		return year - 543, month, day, true
	}
	return year, month, day, true
}

var (
	pathDate = regexp.MustCompile(`(?:^|[/_=-])((?:19|20)\d\d)(?:[/_-](\d\d?)[/_-](\d\d?)|(\d\d)(\d\d))(?:[/_.-]|$)`)
	dateName = regexp.MustCompile(`(?:^|[/_=-])(\d\d?)[-_.](\d\d?)[-_.]((?:19|20)\d\d)(?:[/_.-]|$)`)
)

// InAddress gives the day that an address names: /2026/11/26/, 20261126,
// 26-11-2026. A year and a month are none.
func InAddress(link string) (time.Time, bool) {
	path, _, _ := strings.Cut(link, "?")
	if _, after, found := strings.Cut(path, "://"); found {
		_, path, _ = strings.Cut(after, "/")
		path = "/" + path
	}
	y, m, d := 0, 0, 0
	if p := pathDate.FindStringSubmatch(path); p != nil {
		y, m, d = atoi(p[1]), atoi(p[2]+p[4]), atoi(p[3]+p[5])
	} else if p := dateName.FindStringSubmatch(path); p != nil {
		y, m, d = atoi(p[3]), atoi(p[2]), atoi(p[1])
	}
	if y < 1995 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return time.Time{}, false
	}
	return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), true
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
