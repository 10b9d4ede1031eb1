package bot

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"attache/internal/fold"
)

// What stands behind a command that sets something is read in the chat's language, in
// English, and in the six others: "по будням в 8 утра", "werktags 8 Uhr", "每天早上8点".

//go:embed arguments.txt
var argumentFile string

// argumentPhrases are the phrases of arguments.txt by language and folded form, their
// tokens apart by spaces, with what each may mean.
var argumentPhrases = sync.OnceValue(func() map[string]map[string][]string {
	langs := map[string]map[string][]string{}
	for line := range strings.Lines(argumentFile) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		lang, means, named := strings.Cut(head, " ")
		if !ok || !named || strings.HasPrefix(line, "#") {
			continue
		}
		if langs[lang] == nil {
			langs[lang] = map[string][]string{}
		}
		for phrase := range strings.SplitSeq(list, ",") {
			f := strings.Join(argumentPieces(phrase, nil), " ")
			langs[lang][f] = append(langs[lang][f], means)
		}
	}
	return langs
})

// hanPhrases are the phrases that Chinese is cut into, which writes no spaces.
var hanPhrases = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for phrase := range argumentPhrases()["zh"] {
		known[phrase] = true
	}
	return known
})

// longest are how many tokens a phrase of arguments.txt has at most.
const longestPhrase = 6

// argument is what somebody typed behind a command, in tokens.
type argument struct {
	lang   string
	tokens []string
}

// argumentIn cuts what was typed in a chat of a language into tokens.
func argumentIn(lang, text string) argument {
	a := argument{lang: lang}
	for _, piece := range argumentPieces(tame(text, 200), hanPhrases()) {
		if rest, ok := strings.CutPrefix(piece, "و"); ok && len(argumentPhrases()["ar"][piece]) == 0 && len(argumentPhrases()["ar"][rest]) > 0 {
			a.tokens = append(a.tokens, "و") // an Arabic and stands at its word
			piece = rest
		}
		a.tokens = append(a.tokens, piece)
	}
	return a
}

// argumentMarks brings the marks of several scripts to one form.
var argumentMarks = strings.NewReplacer("–", "-", "—", "-", "−", "-", "〜", "-", "～", "-", "~", "-",
	"、", ",", "،", ",", "؛", ",", ";", ",", "&", ",", "+", ",", "。", " ", "！", " ", "!", " ", "?", " ", "\"", " ", "«", " ", "»", " ", "“",
	" ", "”", " ")

// argumentPieces cuts a text, folded, into words, numbers, clock times and marks; in
// Chinese into the longest words that are known.
func argumentPieces(text string, han map[string]bool) []string {
	var pieces []string
	runes := []rune(argumentMarks.Replace(fold.String(argumentMarks.Replace(text))))
	for i := 0; i < len(runes); {
		r, start := runes[i], i
		switch {
		case unicode.IsDigit(r):
			for i < len(runes) && (unicode.IsDigit(runes[i]) || strings.ContainsRune(":.", runes[i]) && i+1 < len(runes) &&
				unicode.IsDigit(runes[i+1])) {
				i++
			}
		case unicode.Is(unicode.Han, r) && han != nil:
			i++
			for n := min(longestPhrase, len(runes)-start); n > 1; n-- {
				if han[string(runes[start:start+n])] {
					i = start + n
					break
				}
			}
		case unicode.IsLetter(r):
			for i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsMark(runes[i]) || strings.ContainsRune("'.", runes[i])) &&
				(han == nil || !unicode.Is(unicode.Han, runes[i])) {
				i++
			}
		default:
			i++
		}
		if piece := strings.Trim(string(runes[start:i]), ". "); piece != "" {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// take is the longest phrase at a token that means one of these, in the chat's
// language, in English, else in any; n is how many tokens it has, 0 for none.
func (a argument) take(at int, meanings ...string) (means string, n int) {
	langs := append([]string{a.lang, homeLang}, languageOrder...)
	for n = min(longestPhrase, len(a.tokens)-at); n > 0; n-- {
		phrase := strings.Join(a.tokens[at:at+n], " ")
		for _, lang := range langs {
			have := argumentPhrases()[lang][phrase]
			for _, m := range meanings {
				if slices.Contains(have, m) {
					return m, n
				}
			}
		}
	}
	return "", 0
}

// whole is what all of it means of these; "" for none.
func (a argument) whole(meanings ...string) string {
	for _, lang := range append([]string{a.lang, homeLang}, languageOrder...) {
		have := argumentPhrases()[lang][strings.Join(a.tokens, " ")]
		for _, m := range meanings {
			if slices.Contains(have, m) {
				return m
			}
		}
	}
	return ""
}

// mark tells whether a token is one of the marks.
func (a argument) mark(at int, marks string) bool {
	return at < len(a.tokens) && utf8.RuneCountInString(a.tokens[at]) == 1 && strings.Contains(marks, a.tokens[at])
}

// smallNumbers are the numbers that arguments.txt has in words.
var smallNumbers = strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12")

// count reads a whole number, in digits or in a word.
func (a argument) count(at int) (number, n int) {
	if at >= len(a.tokens) {
		return 0, 0
	}
	if v, err := strconv.Atoi(a.tokens[at]); err == nil && len(a.tokens[at]) < 5 {
		return v, 1
	}
	word, n := a.take(at, smallNumbers...)
	number, _ = strconv.Atoi(word) // 0 where there is none
	return number, n
}

// clock reads a time of day at a token: "7:30", "8 h 30", "上午8点半", "8 вечера", "noon".
// n is how many tokens it has, 0 for none; bare: it is a number and nothing else.
func (a argument) clock(at int) (clock string, n int, bare bool) {
	if m, n := a.take(at, "noon", "midnight"); n > 0 {
		return map[string]string{"noon": "12:00", "midnight": "00:00"}[m], n, false
	}
	start := at
	half, skip := a.take(at, "am", "pm")
	at += skip
	var hour int
	minute := -1 // none
	switch h, m, apart := strings.Cut(strings.ReplaceAll(a.at(at), ".", ":"), ":"); {
	case apart:
		var err1, err2 error
		hour, err1 = strconv.Atoi(h)
		if minute, err2 = strconv.Atoi(m); err1 != nil || err2 != nil || len(m) != 2 {
			return "", 0, false
		}
		at++
	case len(h) == 4 && isNumber(h):
		v, _ := strconv.Atoi(h) // four digits
		hour, minute = v/100, v%100
		at++
	default:
		v, n := a.count(at)
		if n == 0 {
			return "", 0, false
		}
		hour = v
		at += n
	}
	bare = minute < 0 && skip == 0
	if _, n := a.take(at, "oclock"); n > 0 {
		at, bare = at+n, false
		minute, at = a.minutes(at, minute)
	}
	if _, n := a.take(at, "half"); n > 0 && minute < 0 {
		minute, at, bare = 30, at+n, false
	}
	if half == "" {
		_, other := a.take(at, "filler") // "5 am Tag" is no 5 am
		if half, n = a.take(at, "am", "pm"); n < other {
			half = ""
		} else if n > 0 {
			at, bare = at+n, false
		}
	}
	if hour == 24 {
		hour = 0
	}
	if minute = max(minute, 0); hour > 23 || minute > 59 {
		return "", 0, false
	}
	switch {
	case half == "pm" && hour < 12:
		hour += 12
	case half == "am" && hour == 12:
		hour = 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), at - start, bare
}

// minutes reads what stands behind an hour: "8 h 30", "8点30分"; not an hour of its own.
func (a argument) minutes(at, minute int) (minutes, next int) {
	text := a.at(at)
	if minute >= 0 || len(text) != 2 || !isNumber(text) {
		return minute, at
	}
	if _, n := a.take(at+1, "oclock"); n > 0 {
		return minute, at
	}
	minute, _ = strconv.Atoi(text) // two digits
	at++
	if _, n := a.take(at, "minutes"); n > 0 {
		at += n
	}
	return minute, at
}

// at is a token, "" behind the last.
func (a argument) at(i int) string {
	if i >= len(a.tokens) {
		return ""
	}
	return a.tokens[i]
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
