package text

import (
	"strings"
	"unicode"
)

// sample is the number of bytes that Detect reads at most.
const sample = 4096

// Detect guesses a text's language by its script, its letters and its
// commonest words. It tells en, ru, uk, fr, es, de, ar and zh well; of others
// (be bg sr fa ur he el ja ko hi th it pt nl pl tr) it makes its best guess. It is empty where
// there are no letters.
func Detect(s string) string {
	if len(s) > sample {
		s = s[:sample]
	}
	var n scripts
	n.count(s)
	switch most := max(n.latin, n.cyrillic, n.arabic, n.han+n.kana, n.hangul, n.other); {
	case most == 0:
		return ""
	case n.kana*8 > n.han && n.kana > 2 && n.han+n.kana >= n.latin/4:
		return "ja"
	// A Han character says as much as a word of three or four letters.
	case n.han*3 >= n.latin && n.han > 0 && n.han >= n.cyrillic/3 && n.han >= n.hangul:
		return "zh"
	case most == n.latin:
		return byWords(s)
	case most == n.cyrillic:
		return n.slavic(s)
	case most == n.arabic:
		return n.semitic()
	case most == n.hangul:
		return "ko"
	}
	return n.rest
}

// scripts counts letters by script, and letters that tell neighbours apart.
type scripts struct {
	latin, cyrillic, arabic, han, kana, hangul, other int
	ukrainian, russian, belarusian, serbian           int
	persian, urdu                                     int
	rest                                              string
}

func (n *scripts) count(s string) {
	for _, r := range s {
		switch {
		case r < 128:
			if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
				n.latin++
			}
		case r < 0x250:
			if unicode.IsLetter(r) {
				n.latin++
			}
		case r >= 0x400 && r < 0x530:
			n.cyrillic++
			switch unicode.ToLower(r) {
			case 'ї', 'є', 'ґ':
				n.ukrainian += 3
			case 'і':
				n.ukrainian++
			case 'ы', 'э', 'ё', 'ъ':
				n.russian++
			case 'ў':
				n.belarusian += 4
			case 'ђ', 'ј', 'љ', 'њ', 'ћ', 'џ':
				n.serbian += 2
			}
		case r >= 0x600 && r < 0x700 || r >= 0xFB50 && r < 0xFE00:
			n.arabic++
			switch r {
			case 'پ', 'چ', 'ژ', 'گ', 'ی', 'ک':
				n.persian++
			case 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ':
				n.urdu += 2
			}
		case r >= 0x3040 && r < 0x3100:
			n.kana++
		case r >= 0xAC00 && r < 0xD7A4:
			n.hangul++
		case unicode.Is(unicode.Han, r):
			n.han++
		case unicode.IsLetter(r):
			n.other++
			n.rest = scriptLang(r)
		}
	}
}

func scriptLang(r rune) string {
	switch {
	case unicode.Is(unicode.Greek, r):
		return "el"
	case unicode.Is(unicode.Hebrew, r):
		return "he"
	case unicode.Is(unicode.Devanagari, r):
		return "hi"
	case unicode.Is(unicode.Thai, r):
		return "th"
	case unicode.Is(unicode.Georgian, r):
		return "ka"
	case unicode.Is(unicode.Armenian, r):
		return "hy"
	}
	return ""
}

func (n *scripts) slavic(s string) string {
	switch {
	case n.belarusian > 0 && n.belarusian+n.ukrainian > n.russian:
		return "be"
	case n.serbian > n.russian && n.serbian > n.ukrainian:
		return "sr"
	case n.ukrainian > n.russian:
		return "uk"
	case n.russian*60 < n.cyrillic && words(s)["bg"] > words(s)["ru"]:
		return "bg"
	}
	return "ru"
}

func (n *scripts) semitic() string {
	switch {
	case n.urdu*20 > n.arabic:
		return "ur"
	case n.persian*25 > n.arabic:
		return "fa"
	}
	return "ar"
}

// byWords guesses the language of Latin letters; English when no common word tells.
func byWords(s string) string {
	best, most := "en", 0
	votes := words(s)
	for _, lang := range []string{"en", "fr", "es", "de", "it", "pt", "nl", "pl", "tr"} {
		if votes[lang] > most {
			best, most = lang, votes[lang]
		}
	}
	return best
}

// words counts common words by language.
func words(s string) map[string]int {
	votes := map[string]int{}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > 12 {
			continue
		}
		for _, lang := range common[strings.ToLower(w)] {
			votes[lang]++
		}
	}
	return votes
}

var common = func() map[string][]string {
	m := map[string][]string{}
	for lang, list := range map[string]string{
		"en": "the of and to in that is was for with on as by he said has have from are at an it be this which not will who his they were " +
			"but their would been about",
		"fr": "le la les des et en du une un que qui dans pour sur est au par pas plus ce se son ont été avec il aux a de sont cette mais " +
			"selon leur",
		"es": "el la los las de que y en del un una por con para se su al es lo como más fue ha pero este sobre sus según entre también",
		"de": "der die das und den von zu mit des im ist nicht ein eine dem für auf sich auch es an werden aus er hat dass sie nach wird bei " +
			"einer um am sind noch wie",
		"it": "il di che la e in un una per del della è sono con non si gli le alla dei nel ha da anche più dal",
		"pt": "o de que e do da em um uma para com não os as no na se por mais dos foi ao das são pelo também",
		"nl": "de het een van en in is dat op te zijn voor met niet aan er die om ook door naar bij heeft werd",
		"pl": "w i na z do się że nie jest to o od po za przez jak ale dla oraz był są",
		"tr": "ve bir bu için da de ile olarak olan çok daha gibi kadar ancak sonra",
		"ru": "и в не на что он с по как это из от за был его для о к но так же все",
		"bg": "и на да се е за от че са по не ще като със това при които беше през след бъде",
	} {
		for w := range strings.FieldsSeq(list) {
			m[w] = append(m[w], lang)
		}
	}
	return m
}()
