// Package stem cuts words to what their forms share, so that who asks for a
// prisoner finds prisoners: with the snowball algorithms for Arabic, English,
// French, German, Russian and Spanish, and with the endings of Ukrainian, which
// has none among them. Words come and go folded (see package fold). It is a
// ground floor: every room may use it.
package stem

import (
	_ "embed" // the words
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"

	"attache/internal/fold"
)

// algorithms are those of snowball, by ISO 639-1 language.
var algorithms = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fr": french.Stem, "ru": russian.Stem,
}

// latin, cyrillic and arab are the languages that a script's word may be of.
var (
	latin    = []string{"en", "fr", "es", "de"}
	cyrillic = []string{"ru", "uk"}
	arab     = []string{"ar"}
)

// Has says whether a language has stems.
func Has(lang string) bool { return lang == "uk" || algorithms[lang] != nil }

// Langs are the languages with stems that a folded word may be of, by its
// script; none where it has digits or is of another script.
func Langs(word string) []string {
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case r >= 'a' && r <= 'z':
		return latin
	case r >= 0x400 && r < 0x530:
		return cyrillic
	case r >= 0x600 && r < 0x700:
		return arab
	}
	return nil
}

// longest is the longest word that is cut, in bytes: longer ones are no words.
const longest = 64

// Of gives a folded word's stem in a language; the word itself where the language
// has none, or the word is not of its script.
func Of(word, lang string) string {
	if len(word) > longest || !ofScript(word, lang) {
		return word
	}
	if lang == "uk" {
		return ukrainian(word)
	}
	algorithm := algorithms[lang]
	if algorithm == nil {
		return word
	}
	if lang == "ar" {
		word = unprefixed(word)
	}
	env := snowballstem.NewEnv(word)
	algorithm(env)
	if s := fold.String(env.Current()); s != "" {
		return s
	}
	return word
}

// articles are what stands before an Arabic noun with its article; the algorithm
// takes some of them off some forms only.
var articles = strings.Fields("وال بال كال فال لل ال")

func unprefixed(word string) string {
	const least = 6 // bytes: three letters
	for _, p := range articles {
		if s, ok := strings.CutPrefix(word, p); ok && len(s) >= least {
			return s
		}
	}
	return word
}

func ofScript(word, lang string) bool {
	return slices.Contains(Langs(word), lang)
}

// endings are those of Ukrainian nouns, adjectives and verbs, folded, the longer
// before the shorter.
var endings = strings.Fields("уватися юватися уються юються ування ювання ається яється аннями еннями остями ували ювали увала ювала " +
	"ання " +
	"ення ість ості істю ують юють аються иться яться уваль ього ьому ього ими іми ого ому еві ові ами ями ала яла али яли ила или " +
	"ати яти ити іти ать ять уть ють іше ців " +
	"ах ях ам ям ою ею ів їв ей ой ом ем им ім их іх ий ій ої еї ую юю ає яє ав яв ив " +
	"а я о е є у ю и і ї й ь")

// ukrainian cuts the longest ending that leaves three letters. A stem's last i
// that is an o in open syllables (двір, двору) stays as it is.
func ukrainian(word string) string {
	const least = 6 // bytes: three letters
	for _, e := range endings {
		if s, ok := strings.CutSuffix(word, e); ok && len(s) >= least {
			return s
		}
	}
	return word
}

// stopText has a line of words for each language, below one with a # and its code.
//
//go:embed stopwords.txt
var stopText string

var stops = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(stopText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[fold.String(w)] = true
		}
	}
	return m
})

//go:embed families.txt
var familyText string

var families = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(familyText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var stems []string
		for w := range strings.FieldsSeq(line) {
			if s := Of(w, "en"); !slices.Contains(stems, s) {
				stems = append(stems, s)
			}
		}
		for _, s := range stems {
			m[s] = append(m[s], stems...)
		}
	}
	return m
})

// Family gives the English stems that name the same act as a folded word does, such
// as that of expel for expulsion: its own among them; none where it has no family.
func Family(word string) []string { return families()[Of(word, "en")] }

// Stop says whether a folded word tells nothing by itself, in any of the eight
// languages that news is read in.
func Stop(word string) bool { return stops()[word] }

// Akin says whether two folded words are forms of one, in some language.
func Akin(a, b string) bool {
	if a == b {
		return true
	}
	for _, lang := range Langs(a) {
		if Of(a, lang) == Of(b, lang) {
			return true
		}
	}
	return false
}
