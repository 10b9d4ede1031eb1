package web

import (
	"slices"
	"strings"
	"unicode"

	"attache"
	"attache/internal/text"
)

// Bounds of what is shown of an official account: a readout is compared, not copied.
const (
	mostSentences = 6
	longestShown  = 400 // bytes
)

// readouts are the official accounts of a story, one a side, each sentence
// marked where it names what no other side's account names. A single account
// is no comparison, and gives none.
func (s *Site) readouts(articles []attache.Article) []readout {
	var out []readout
	var words []map[string]bool
	seen := map[string]bool{}
	for i := range articles {
		a := &articles[i]
		if a.OutletKind != attache.Official || a.CopyOf != "" || !attache.IsLink(a.URL) || seen[a.Country] || a.Country == "" {
			continue
		}
		seen[a.Country] = true
		r := readout{Code: a.Country, Outlet: a.Outlet, URL: a.URL, Lang: a.Lang}
		for _, sentence := range limit(short(a.Body, a.Lang), mostSentences) {
			r.Sentences = append(r.Sentences, told{Text: sentence})
		}
		out, words = append(out, r), append(words, telling(a.Body))
	}
	if len(out) < 2 {
		return nil
	}
	for i := range out {
		for j := range out[i].Sentences {
			out[i].Sentences[j].Only = onlyHere(out[i].Sentences[j].Text, i, words)
		}
	}
	return out
}

// short are the sentences of a body that are short enough to be shown whole.
func short(body, lang string) []string {
	return slices.DeleteFunc(text.Whole(body, lang), func(s string) bool { return len(s) > longestShown })
}

// telling are the words that tell one account from another: names and numbers.
func telling(text string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if first := []rune(w)[0]; unicode.IsDigit(first) || unicode.IsUpper(first) && len(w) > 3 {
			m[strings.ToLower(w)] = true
		}
	}
	return m
}

// onlyHere says whether a sentence names something that no other account names.
func onlyHere(sentence string, side int, words []map[string]bool) bool {
	for w := range telling(sentence) {
		elsewhere := false
		for i := range words {
			elsewhere = elsewhere || i != side && words[i][w]
		}
		if !elsewhere {
			return true
		}
	}
	return false
}

// within says whether words stand in others, but for case and signs.
func within(part, whole string) bool {
	plain := func(s string) string {
		return strings.ToLower(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
				return r
			}
			return -1
		}, s))
	}
	return strings.Contains(plain(whole), plain(part))
}
