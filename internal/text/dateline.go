package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// AfterDateline gives the byte offset at which a text begins after "CITY, March 2 (Agency) - ".
func AfterDateline(body string) int {
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
	if i := strings.Index(head, " | "); i > 0 && utf8.RuneCountInString(head[:i]) <= 40 { // no sentence has that
		return i + len(" | ")
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
