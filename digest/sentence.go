package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// isTerminator tells a sign that may end a sentence.
func isTerminator(r rune) bool { return strings.ContainsRune(".!?…。！？؟", r) }

// Limits of a lead sentence, in code points.
const (
	shortestLead = 30
	longestLead  = 420
)

// leadSentences are the first sentences of a text that stand on their own:
// none of the dateline, of what is around the article, or of the headline.
func leadSentences(body, title, lang string, n int) []string {
	var out []string
	for _, s := range text.Whole(body[text.AfterDateline(body):], lang) {
		if len(out) == n {
			break
		}
		if usable(s) && text.Balanced(s) && !sameWords(s, title) {
			out = append(out, s)
		}
	}
	return out
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
