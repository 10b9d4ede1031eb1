package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts a text into its sentences, each a stretch of it word for word.
func Sentences(text string) []string { return sentences(text) }

// sentences cuts a text into its sentences, each a stretch of the text word
// for word. A line's end ends a sentence; what stands within quotation marks
// is not cut.
func sentences(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		out = append(out, lineSentences(strings.TrimSpace(line))...)
	}
	return out
}

func lineSentences(line string) []string {
	var out []string
	start, depth, straight := 0, 0, false
	for i, r := range line {
		switch r {
		case '“', '«', '„', '「', '『':
			depth++
		case '”', '»', '」', '』':
			depth = max(depth-1, 0)
		case '"':
			straight = !straight
		}
		if !isTerminator(r) {
			continue
		}
		end := closers(line, i+utf8.RuneLen(r))
		inside := depth > 0 || straight
		if end > i+utf8.RuneLen(r) {
			inside = false // a closing mark follows at once
		}
		if end > start && !inside && endsHere(line[start:i], r, line[end:]) {
			out = append(out, strings.TrimSpace(line[start:end]))
			start = end
		}
	}
	if rest := strings.TrimSpace(line[start:]); rest != "" {
		out = append(out, rest)
	}
	return out
}

func isTerminator(r rune) bool { return strings.ContainsRune(".!?…。！？؟", r) }

// closers is where the closing marks after a terminator end.
func closers(line string, i int) int {
	for i < len(line) {
		r, n := utf8.DecodeRuneInString(line[i:])
		if !strings.ContainsRune("”»」』\"')’.!?…。！？", r) {
			break
		}
		i += n
	}
	return i
}

// endsHere says whether a sentence ends between a terminator and what follows.
func endsHere(before string, terminator rune, after string) bool {
	if after == "" || strings.ContainsRune("。！？", terminator) {
		return true
	}
	trimmed := strings.TrimLeft(after, " \u00a0\u202f")
	if len(trimmed) == len(after) || trimmed == "" {
		return false
	}
	next, _ := utf8.DecodeRuneInString(trimmed)
	if unicode.IsLower(next) {
		return false
	}
	if terminator != '.' {
		return true
	}
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return unicode.IsSpace(r) || r == '(' })+1:]
	return !isAbbreviation(word)
}

// abbreviations end with a full stop that ends no sentence.
var abbreviations = strings.Fields("mr mrs ms dr prof gen col lt sgt maj capt adm sen rep gov pres st no nos vs jr sr hon rev etc " +
	"approx dept est inc ltd co corp " +
	"jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun art pp vol fig " +
	"m mme mlle mm av env cf sr sra dr dra ud uds ee gral " +
	"bzw ca etwa hr fr nr usw zb evtl ggf " +
	"г гг т д п ул им руб млн млрд тыс стр см напр др пр просп обл р м грн")

func isAbbreviation(word string) bool {
	word = strings.ToLower(strings.Trim(word, "\"'“”«»„‘’[]"))
	if n := utf8.RuneCountInString(word); n == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r)
	}
	if strings.Contains(word, ".") { // U.S, т.е, z.B
		parts := strings.Split(word, ".")
		return !slices.ContainsFunc(parts, func(p string) bool { return utf8.RuneCountInString(p) > 2 })
	}
	return slices.Contains(abbreviations, word)
}

// Limits of a lead sentence, in code points.
const (
	shortestLead = 30
	longestLead  = 420
)

// leadSentences are the first sentences of a text that stand on their own:
// none of the dateline, of what is around the article, or of the headline.
func leadSentences(body, title string, n int) []string {
	var out []string
	for _, s := range sentences(body[afterDateline(body):]) {
		if len(out) == n {
			break
		}
		if usable(s) && !sameWords(s, title) {
			out = append(out, s)
		}
	}
	return out
}

// afterDateline is where the text begins after "CITY, March 2 (Agency) - ".
func afterDateline(body string) int {
	head := body
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	if i := strings.Index(head, "电 "); i > 0 && i < 60 { // 本报北京3月4日电
		return i + len("电 ")
	}
	for _, dash := range []string{".- ", ".– ", ".— ", ".-- "} {
		if i := strings.Index(head, dash); i > 0 && i < 60 {
			return i + len(dash)
		}
	}
	for _, dash := range []string{" - ", " – ", " — ", " -- ", ": "} {
		i := strings.Index(head, dash)
		if i > 0 && utf8.RuneCountInString(head[:i]) <= 70 && isDateline(head[:i]) {
			return i + len(dash)
		}
	}
	if i := strings.Index(head, "/. "); i > 0 && i < 140 && isDateline(head[:i]) { // МОСКВА, 5 марта. /Агентство/.
		return i + len("/. ")
	}
	return 0
}

// isDateline: it begins with a place in capitals, or names an agency in
// brackets, or a Chinese agency's day.
func isDateline(s string) bool {
	if strings.HasSuffix(s, ")") || strings.HasSuffix(s, "）") {
		return strings.ContainsAny(s, "(（")
	}
	first := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '.' })
	if r, _ := utf8.DecodeRuneInString(s); unicode.Is(unicode.Arabic, r) {
		return len(first) <= 2 // a script without capitals
	}
	if len(first) == 0 || utf8.RuneCountInString(first[0]) < 3 {
		return false
	}
	return strings.ToUpper(first[0]) == first[0] && strings.ToLower(first[0]) != first[0]
}

// around are words of what stands around an article.
var around = []string{
	"http", "www.", "©", "copyright", "all rights reserved", "read more", "sign up", "subscribe", "newsletter", "follow us", "click here",
	"photo:",
	"image:", "advertisement", "reporting by", "editing by", "this story", "читайте также", "подпис", "lire aussi", "abonnez",
	"lea también", "suscr",
	"lesen sie auch", "mehr zum thema", "اقرأ أيضا", "相关阅读", "责任编辑",
}

// usable says whether a sentence may lead: a whole one, of a fair length, not
// of the page's furniture.
func usable(s string) bool {
	n := utf8.RuneCountInString(s)
	short := shortestLead
	if r, _ := utf8.DecodeRuneInString(s); unicode.Is(unicode.Han, r) {
		short = 12
	}
	if n < short || n > longestLead {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”»」』’)"))
	if !isTerminator(last) {
		return false
	}
	low := strings.ToLower(s)
	return !slices.ContainsFunc(around, func(w string) bool { return strings.Contains(low, w) })
}

// sameWords says whether a sentence says no more than a title.
func sameWords(s, title string) bool {
	a, b := titleWords(s), titleWords(title)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	shared := 0
	for w := range a {
		if b[w] {
			shared++
		}
	}
	return shared*10 >= len(a)*8
}
