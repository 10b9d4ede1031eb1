package feed

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RadhiFadlillah/whatlanggo"

	"attache"

	plain "attache/internal/text"
)

// Feeds and pages name a language that their system was installed with. A text
// tells better: its script at once, its words where there are enough of them.

const (
	tongueLetters = 60   // a text needs them for its words to tell
	tongueSample  = 3000 // bytes that are looked at
	tongueSure    = 0.9  // whatlanggo's confidence at which words beat a label
	otherScript   = 0.6  // share of letters of a script that the label's language is not written in
)

// tongueOf chooses the language of an entry: the one the operator gave for the
// source beats every guess; one that only stands in a list of defaults is a
// label like the feed's.
func tongueOf(src attache.Source, f Feed, e Entry, text string) string {
	if src.Lang != "" && src.Origin != attache.FromDefault {
		return language(src.Lang)
	}
	return tongue(text, language(e.Lang, src.Lang, f.Lang))
}

// tongue gives a text's language, ISO 639-1: the label where script and words do
// not speak against it; "" where they do and do not tell another.
func tongue(text, label string) string {
	if len(text) > tongueSample {
		text = strings.ToValidUTF8(text[:tongueSample], "")
	}
	script, letters, part := mainScript(text)
	if letters < 10 {
		return label
	}
	fits := scripts[label] == "" && script == "Latin" || scripts[label] == script || label == "sr" &&
		(script == "Latin" || script == "Cyrillic") ||
		label == "uz" || label == "az" || label == "kk" || label == "mn" || label == "ja" && script == "Han"
	if label != "" && (fits || part < otherScript) {
		if letters < tongueLetters {
			return label
		}
		if other := byLetters(text, label); other != "" {
			return other
		}
		if guess := byWords(text); guess != "" && guess != label && !near(guess, label) && scripts[guess] == scripts[label] {
			return guess
		}
		return label
	}
	if only := onlyOf[script]; only != "" {
		return only
	}
	if letters < tongueLetters/2 {
		return ""
	}
	return byWords(text)
}

// byLetters gives the neighbour of a label's language that a text has the letters
// of; "" where it has none that tell.
func byLetters(text, label string) string {
	switch guess := plain.Detect(text); {
	case guess == label:
	case slices.Contains(easternSlavic, label) && (guess == "uk" || guess == "be"):
		return guess
	case (label == "uk" || label == "be") && guess == "ru" && strings.ContainsAny(text, "ыэёъ") && !strings.ContainsAny(text, "іїєў"):
		return guess
	case label == "ar" && (guess == "fa" || guess == "ur"), label == "fa" && guess == "ur":
		return guess
	case (label == "fa" || label == "ur") && guess == "ar" && strings.Count(text, "ة") > 1:
		return guess
	}
	return ""
}

// easternSlavic are languages whose letters tell them apart.
var easternSlavic = []string{"ru", "uk", "be", "bg"}

// byWords guesses a language by its letters' sequences; "" where it is not sure.
func byWords(text string) string {
	info := whatlanggo.Detect(text)
	if info.Confidence < tongueSure {
		return ""
	}
	return info.Lang.Iso6391()
}

// near are languages whose texts are taken for each other's.
var nearGroups = []string{
	"da nb nn no sv", "hr bs sr sl mk bg", "cs sk", "id ms jv", "pt gl es ca", "ru uk be bg", "fa ar ur ps",
	"hi mr ne", "az tr tk uz", "fr ca it", "de nl af lb", "zh ja",
}

func near(a, b string) bool {
	for _, g := range nearGroups {
		if strings.Contains(" "+g+" ", " "+a+" ") && strings.Contains(" "+g+" ", " "+b+" ") {
			return true
		}
	}
	return false
}

// scripts are those of languages that are not written in Latin letters.
var scripts = map[string]string{
	"ru": "Cyrillic", "uk": "Cyrillic", "be": "Cyrillic", "bg": "Cyrillic", "mk": "Cyrillic", "sr": "Cyrillic", "kk": "Cyrillic",
	"ky": "Cyrillic",
	"tg": "Cyrillic", "mn": "Cyrillic", "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "ps": "Arabic", "ku": "Arabic", "he": "Hebrew",
	"yi": "Hebrew",
	"el": "Greek", "hy": "Armenian", "ka": "Georgian", "zh": "Han", "ja": "Kana", "ko": "Hangul", "th": "Thai", "lo": "Lao", "km": "Khmer",
	"my": "Myanmar", "hi": "Devanagari", "mr": "Devanagari", "ne": "Devanagari", "bn": "Bengali", "ta": "Tamil", "te": "Telugu",
	"kn": "Kannada",
	"ml": "Malayalam", "gu": "Gujarati", "pa": "Gurmukhi", "si": "Sinhala", "am": "Ethiopic", "ti": "Ethiopic",
}

// onlyOf are the languages of scripts that one language alone is written in.
var onlyOf = map[string]string{
	"Greek": "el", "Armenian": "hy", "Georgian": "ka", "Han": "zh", "Kana": "ja", "Hangul": "ko", "Thai": "th", "Lao": "lo", "Khmer": "km",
	"Myanmar": "my", "Bengali": "bn", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Gujarati": "gu", "Gurmukhi": "pa",
	"Sinhala": "si", "Hebrew": "he",
}

var scriptTables = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin},
	{"Cyrillic", unicode.Cyrillic},
	{"Arabic", unicode.Arabic},
	{"Han", unicode.Han},
	{"Kana", unicode.Hiragana},
	{"Kana", unicode.Katakana},
	{"Hangul", unicode.Hangul},
	{"Greek", unicode.Greek},
	{"Hebrew", unicode.Hebrew},
	{"Devanagari", unicode.Devanagari},
	{"Armenian", unicode.Armenian},
	{"Georgian", unicode.Georgian},
	{"Thai", unicode.Thai},
	{"Lao", unicode.Lao},
	{"Khmer", unicode.Khmer},
	{"Myanmar", unicode.Myanmar},
	{"Bengali", unicode.Bengali},
	{"Tamil", unicode.Tamil},
	{"Telugu", unicode.Telugu},
	{"Kannada", unicode.Kannada},
	{"Malayalam", unicode.Malayalam},
	{"Gujarati", unicode.Gujarati},
	{"Gurmukhi", unicode.Gurmukhi},
	{"Sinhala", unicode.Sinhala},
	{"Ethiopic", unicode.Ethiopic},
}

// mainScript gives the script of most of a text's letters, how many letters
// there are, and the script's share. A tenth of kana makes a text Japanese.
func mainScript(text string) (script string, letters int, part float64) {
	counts := make(map[string]int)
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < utf8.RuneSelf {
			counts["Latin"]++
			continue
		}
		for _, s := range scriptTables {
			if unicode.Is(s.table, r) {
				counts[s.name]++
				break
			}
		}
	}
	if letters == 0 {
		return "", 0, 0
	}
	if k := counts["Kana"]; k*10 > letters {
		counts["Kana"] += counts["Han"]
	}
	for name, n := range counts {
		if n > counts[script] || n == counts[script] && name < script {
			script = name
		}
	}
	return script, letters, float64(counts[script]) / float64(letters)
}
