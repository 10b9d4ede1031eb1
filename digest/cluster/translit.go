package cluster

import "unicode/utf8"

// skeleton appends a name's consonants in coarse classes, so that spellings
// of one name in Latin, Cyrillic and Arabic script meet: Zaporizhzhia,
// Zaporijjia and Запорожье are all S P R S. A leading vowel is kept as A.
func skeleton(dst, w []byte, lang string) []byte {
	start := len(dst)
	for i := 0; i < len(w); {
		var class string
		var n int
		if w[i] < utf8.RuneSelf {
			class, n = latinClass(w, i, lang)
		} else {
			r, size := utf8.DecodeRune(w[i:])
			class, n = scriptClass(r, w[i+size:]), size
			if class == "S" && r == 'д' {
				n += 2 // дж is one sound
			}
		}
		if class == "" && i == 0 {
			class = "A"
		}
		for _, c := range []byte(class) {
			if c == 'A' && len(dst) > start || len(dst) > start && dst[len(dst)-1] == c {
				continue
			}
			dst = append(dst, c)
		}
		i += n
	}
	return dst
}

// latinDigraphs are letters that sound as one.
var latinDigraphs = []struct{ letters, class string }{
	{"tch", "S"},
	{"sch", "S"},
	{"dzh", "S"},
	{"sh", "S"},
	{"zh", "S"},
	{"kh", ""},
	{"ph", "F"},
	{"th", "T"},
	{"ts", "S"},
	{"tz", "S"},
	{"dj", "S"},
	{"dz", "S"},
	{"ck", "K"},
	{"gh", "K"},
	{"qu", "K"},
	{"ch", "S"},
}

var latinClasses = [26]string{
	'b' - 'a': "P", 'p' - 'a': "P", 'f' - 'a': "F", 'v' - 'a': "F", 'c' - 'a': "K", 'k' - 'a': "K", 'q' - 'a': "K", 'g' - 'a': "K",
	'x' - 'a': "KS", 'j' - 'a': "S", 's' - 'a': "S", 'z' - 'a': "S", 'd' - 'a': "T", 't' - 'a': "T", 'm' - 'a': "M", 'n' - 'a': "N",
	'l' - 'a': "L", 'r' - 'a': "R",
}

func latinClass(w []byte, i int, lang string) (class string, n int) {
	for _, d := range latinDigraphs {
		if i+1 == len(w) || w[i+1] != d.letters[1] {
			continue
		}
		if len(w)-i >= len(d.letters) && string(w[i:i+len(d.letters)]) == d.letters {
			if lang == "de" && d.letters == "ch" {
				return "", 2
			}
			return d.class, len(d.letters)
		}
	}
	c := w[i]
	soft := i+1 < len(w) && (w[i+1] == 'e' || w[i+1] == 'i' || w[i+1] == 'y')
	switch {
	case c < 'a' || c > 'z':
		return "", 1
	case c == 'c' && soft:
		return "S", 1
	case c == 'j' && lang == "es":
		return "", 1
	case c == 'j' && lang == "de":
		return "", 1
	case c == 'w' && lang == "de":
		return "F", 1
	}
	return latinClasses[c-'a'], 1
}

// scriptClasses are the classes of Cyrillic and Arabic letters.
var scriptClasses = map[rune]string{
	'б': "P", 'п': "P", 'в': "F", 'ф': "F", 'г': "K", 'к': "K", 'ж': "S", 'з': "S", 'с': "S", 'ш': "S", 'щ': "S", 'ч': "S",
	'ц': "S", 'д': "T", 'т': "T", 'м': "M", 'н': "N", 'л': "L", 'р': "R",
	'ب': "P", 'پ': "P", 'ف': "F", 'ڤ': "F", 'ت': "T", 'ط': "T", 'د': "T", 'ض': "T", 'ذ': "T", 'ث': "T", 'ظ': "T", 'س': "S", 'ش': "S",
	'ص': "S", 'ز': "S", 'ج': "S", 'چ': "S", 'ژ': "S", 'ق': "K", 'ك': "K", 'غ': "K", 'گ': "K", 'ک': "K", 'ل': "L", 'م': "M",
	'ن': "N", 'ر': "R",
}

func scriptClass(r rune, rest []byte) string {
	if r == 'д' && len(rest) > 1 && string(rest[:2]) == "ж" {
		return "S"
	}
	return scriptClasses[r]
}
