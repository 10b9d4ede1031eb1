package when

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Found is a date in a text.
type Found struct {
	At         time.Time
	Zoneless   bool
	Clock      bool   // it tells a time of day
	Start, End int    // in bytes of Text
	Text       string // what was searched: the text with ASCII digits, without marks that hide
}

const (
	maxSearched = 600 // bytes of a text that are searched
	maxWindow   = 9   // words that a date has at most
)

var (
	yearToken = regexp.MustCompile(`(?:^|\D)(?:1[34]\d\d|19\d\d|20\d\d|25\d\d)(?:\D|$)`)
	shortDate = regexp.MustCompile(`^\d{1,2}[./-]\d{1,2}[./-]\d{2}$`)
	ownShape  = regexp.MustCompile(`(?:(?:令和|平成|中華民國|民國)\s*)?(?:\d{1,4})\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,` +
		`2}\s*[日일号]?(?:\s*[(（]?[一二三四五六日月火水木金土]?[)）]?\s*\d{1,2}[:：]\d\d)?`)
)

// Find gives the first date in a text, in a language where that is known. Of a
// date without a year it takes the latest day of that name that is not after
// now; words for today and yesterday count from now.
func Find(text, lang string, now time.Time) (f Found, ok bool) {
	if len(text) > maxSearched {
		text = strings.ToValidUTF8(text[:maxSearched], "")
	}
	plain := digits(text)
	defer func() { f.Text = plain }()
	if at := ownShape.FindStringIndex(plain); at != nil {
		if t, zoneless, ok := read(plain[at[0]:at[1]], lang); ok {
			return Found{At: t, Zoneless: zoneless, Clock: strings.ContainsAny(plain[at[0]:at[1]], ":："), Start: at[0], End: at[1]}, true
		}
	}
	words := tokens(plain)
	for i, w := range words {
		token := plain[w[0]:w[1]]
		if !yearToken.MatchString(token) && !shortDate.MatchString(strings.Trim(token, ".,;|()")) {
			continue
		}
		if f, ok := around(plain, words, i, lang); ok {
			return f, true
		}
	}
	if f, ok := withoutYear(plain, words, lang, now); ok {
		return f, true
	}
	return spoken(plain, words, now)
}

func tokens(s string) [][2]int {
	var out [][2]int
	start := -1
	for i, r := range s {
		switch {
		case unicode.IsSpace(r) && start >= 0:
			out, start = append(out, [2]int{start, i}), -1
		case !unicode.IsSpace(r) && start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, [2]int{start, len(s)})
	}
	return out
}

// around reads the longest date that has the word at i in it; where several are
// as long, the one that begins first.
func around(s string, words [][2]int, i int, lang string) (Found, bool) {
	for size := maxWindow; size >= 1; size-- {
		for from := max(i-size+1, 0); from <= i && from+size <= len(words); from++ {
			start, end := words[from][0], words[from+size-1][1]
			part := s[start:end]
			trimmed := strings.Trim(part, " ,;:|–—-()[]•·")
			if !dateLike(trimmed) {
				continue
			}
			if t, zoneless, ok := read(trimmed, lang); ok {
				trimmed = tightened(trimmed, lang, t, zoneless)
				lead := strings.Index(part, trimmed)
				return Found{At: t, Zoneless: zoneless, Clock: hasClock(trimmed), Start: start + lead, End: start + lead + len(trimmed)}, true
			}
		}
	}
	return Found{}, false
}

// tightened takes the words off a date's ends that it says the same without.
func tightened(s, lang string, t time.Time, zoneless bool) string {
	same := func(s string) bool {
		other, local, ok := read(s, lang)
		return ok && other.Equal(t) && local == zoneless
	}
	for {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !same(s[:i]) {
			break
		}
		s = strings.TrimRight(s[:i], " ,;:|–—-(")
	}
	for {
		i := strings.IndexByte(s, ' ')
		if i < 0 || !same(s[i+1:]) {
			return s
		}
		s = strings.TrimLeft(s[i+1:], " ,;:|–—-)")
	}
}

var clockShape = regexp.MustCompile(`\d{1,2}[:.h]\d\d`)

func hasClock(s string) bool { return strings.Contains(s, ":") && clockShape.MatchString(s) }

// dateLike tells whether a stretch of words can be nothing but a date: it has a
// day beside the year, and begins and ends as one does.
func dateLike(s string) bool {
	groups := 0
	in := false
	for _, r := range s {
		if d := r >= '0' && r <= '9'; d != in {
			in = d
			if d {
				groups++
			}
		}
	}
	if groups < 2 && len(s) != 8 || len(s) < 8 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return (unicode.IsLetter(first) || unicode.IsDigit(first) || unicode.IsMark(first)) && !strings.ContainsRune("“”«»\"?!", last)
}

// withoutYear reads "26 Nov" and "November 26".
func withoutYear(s string, words [][2]int, lang string, now time.Time) (Found, bool) {
	if now.IsZero() {
		return Found{}, false
	}
	clean := func(i int) string { return strings.Trim(strings.ToLower(s[words[i][0]:words[i][1]]), ".,;:|()") }
	for i := 0; i+1 < len(words); i++ {
		for _, pair := range [2][2]int{{i, i + 1}, {i + 1, i}} {
			day, m := dayOf(clean(pair[0])), month(clean(pair[1]), lang)
			if day == 0 || m == 0 || isNumber(clean(pair[1])) {
				continue
			}
			t := time.Date(now.Year(), time.Month(m), day, 0, 0, 0, 0, time.UTC)
			if t.After(now.AddDate(0, 0, 2)) {
				t = t.AddDate(-1, 0, 0)
			}
			if t.Day() == day {
				return Found{At: t, Zoneless: true, Start: words[i][0], End: words[i+1][1]}, true
			}
		}
	}
	return Found{}, false
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func dayOf(s string) int {
	s = strings.TrimRight(s, "stndrhe.ºª")
	if len(s) == 0 || len(s) > 2 {
		return 0
	}
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	if n > 31 {
		return 0
	}
	return n
}

// days are the words for today (0) and yesterday (-1).
var days = map[string]int{
	"today": 0, "yesterday": -1, "heute": 0, "gestern": -1, "aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "hoy": 0, "ayer": -1, "hoje": 0,
	"ontem": -1,
	"oggi":  0, "ieri": -1, "сегодня": 0, "вчера": -1, "сьогодні": 0, "вчора": -1, "dziś": 0, "dzisiaj": 0, "wczoraj": -1, "bugün": 0,
	"dün":     -1,
	"vandaag": 0, "gisteren": -1, "dnes": 0, "včera": -1, "اليوم": 0, "أمس": -1, "امروز": 0, "دیروز": -1, "今天": 0, "昨天": -1, "今日": 0, "昨日": -1,
	"오늘": 0, "어제": -1,
}

var clockOnly = regexp.MustCompile(`^(\d{1,2})[:.](\d\d)$`)

// spoken reads "Today, 10:30", in a text that is little else.
func spoken(s string, words [][2]int, now time.Time) (Found, bool) {
	if now.IsZero() || len(words) == 0 || len(words) > 5 {
		return Found{}, false
	}
	offset, ok := days[strings.Trim(strings.ToLower(s[words[0][0]:words[0][1]]), ",.:")]
	if !ok {
		return Found{}, false
	}
	t := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, offset)
	f := Found{At: t, Zoneless: true, Start: words[0][0], End: words[0][1]}
	for _, w := range words[1:] {
		if m := clockOnly.FindStringSubmatch(s[w[0]:w[1]]); m != nil {
			f.At = t.Add(time.Duration(atoi(m[1]))*time.Hour + time.Duration(atoi(m[2]))*time.Minute)
			f.Clock, f.End = true, w[1]
		}
	}
	return f, true
}
