package charset

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// A single-byte label cannot be wrong by its bytes: every byte means something
// in every such encoding. What tells is what comes of it: letters of one script
// in a word, small ones behind great ones, and as frequent as they are in texts.

// The families of single-byte encodings, each with one script beside Latin.
var (
	cyrillic = []string{"windows-1251", "koi8-r", "koi8-u", "ibm866", "iso-8859-5", "macintosh-cyrillic"}
	others   = []string{"windows-1253", "iso-8859-7", "windows-1255", "windows-1256", "iso-8859-6", "windows-874"}
	latin    = []string{"windows-1252", "windows-1250", "iso-8859-2", "windows-1254", "windows-1257", "windows-1258", "iso-8859-15"}
)

const (
	doubtSample  = 32 << 10
	doubtLetters = 20   // letters beyond ASCII that a text needs for its script to be doubted
	doubtWords   = 6    // of them for its words to be counted
	latinShare   = 0.45 // of the letters of words with such letters, that may be beyond ASCII in Latin text
)

// doubted gives the label that a text in a single-byte encoding should have:
// the one it has, where nothing speaks clearly for another one.
func doubted(data []byte, name string) string {
	if !slices.Contains(cyrillic, name) && !slices.Contains(latin, name) && !slices.Contains(others, name) &&
		!strings.HasPrefix(name, "iso-8859") {
		return name
	}
	sample := highLines(data)
	if wide := doubleByte(sample, name); wide != "" {
		return wide
	}
	letters := countHigh(sample)
	if highShare(sample) < latinShare {
		if letters >= doubtWords && (slices.Contains(latin, name) || strings.HasPrefix(name, "iso-8859")) {
			return bestLatin(sample, name)
		}
		return name
	}
	if letters < doubtLetters {
		return name
	}
	if slices.Contains(cyrillic, name) {
		return bestOf(sample, name, cyrillic)
	}
	if slices.Contains(latin, name) || strings.HasPrefix(name, "iso-8859") && !slices.Contains(others, name) {
		return bestOf(sample, name, slices.Concat(cyrillic, others))
	}
	return name
}

// wide are the encodings whose characters are two bytes and more, with the first bytes
// of their common characters: the standards have those in rows of their own, apart from
// the rare ones.
var wide = []struct {
	name   string
	common [2]byte
}{
	{"euc-kr", [2]byte{0xB0, 0xC8}}, // before those whose rows hold its own
	{"gb18030", [2]byte{0xB0, 0xD7}},
	{"big5", [2]byte{0xA4, 0xC6}},
	{"euc-jp", [2]byte{0xA4, 0xCF}},
	{"shift_jis", [2]byte{0x82, 0x97}},
}

// wideShare is the part of characters beyond ASCII that a text in such an encoding has
// in its scripts, commonLeast that of common ones: the rest is punctuation and names.
const (
	wideShare   = 0.8
	commonLeast = 0.6
)

// doubleByte gives the encoding of several bytes a character that a text under a
// single-byte label is rather in; "" where it is none: all of it has to have a meaning
// in that, and be of its scripts, and not look like a text as it is labelled.
func doubleByte(sample []byte, label string) string {
	if countHigh(sample) < doubtLetters {
		return ""
	}
	best, top := "", commonLeast
	for _, w := range wide {
		share := commonShare(sample, w.common)
		if share <= top {
			continue
		}
		if enc, _ := lookup(w.name); enc != nil && wideScript(string(decode(sample, enc))) >= wideShare {
			best, top = w.name, share
		}
	}
	if best != "" && naturalness(sample, label) >= naturalEnough {
		return ""
	}
	return best
}

// commonShare is the part of a text's characters of two bytes whose first byte is one
// of common characters.
func commonShare(sample []byte, common [2]byte) float64 {
	n, all := 0, 0
	for i := 0; i+1 < len(sample); i++ {
		if sample[i] < 0x80 {
			continue
		}
		if all++; sample[i] >= common[0] && sample[i] <= common[1] {
			n++
		}
		i++
	}
	return float64(n) / float64(max(all, 1))
}

// naturalEnough is what a text in its own single-byte encoding reaches easily.
const naturalEnough = 0.55

// wideScript is the share of Han, Kana and Hangul in what a text has beyond ASCII; 0
// where a character has no meaning.
func wideScript(text string) float64 {
	own, all := 0, 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError:
			return 0
		default:
			all++
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) && (r < 0xFF66 || r > 0xFF9F) {
				own++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(own) / float64(all)
}

// highLines keeps the lines with bytes beyond ASCII: markup tells nothing.
func highLines(data []byte) []byte {
	data = data[:min(len(data), 4*doubtSample)]
	var out []byte
	for _, part := range bytes.FieldsFunc(data, func(r rune) bool { return r == '\n' || r == '<' || r == '>' }) {
		if countHigh(part) > 0 {
			out = append(append(out, part...), '\n')
		}
		if len(out) > doubtSample {
			break
		}
	}
	return out
}

func countHigh(data []byte) int {
	n := 0
	for _, b := range data {
		if b >= 0xA0 {
			n++
		}
	}
	return n
}

// highShare is the part of letters beyond ASCII in words that have any.
func highShare(data []byte) float64 {
	high, all := 0, 0
	for _, w := range bytes.FieldsFunc(data, func(rune) bool { return false }) {
		for _, word := range splitWords(w) {
			h := countHigh(word)
			if h > 0 && len(word) > 1 {
				high, all = high+h, all+len(word)
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(high) / float64(all)
}

func splitWords(data []byte) [][]byte {
	var out [][]byte
	start := -1
	for i, b := range data {
		letter := b >= 0x80 || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		switch {
		case letter && start < 0:
			start = i
		case !letter && start >= 0:
			out, start = append(out, data[start:i]), -1
		}
	}
	if start >= 0 {
		out = append(out, data[start:])
	}
	return out
}

// bestOf gives the encoding whose text looks most like one; the label keeps its
// place unless another is clearly better.
func bestOf(sample []byte, label string, candidates []string) string {
	best, top := label, naturalness(sample, label)+0.15
	for _, c := range candidates {
		if c == label {
			continue
		}
		if s := naturalness(sample, c); s > top {
			best, top = c, s
		}
	}
	return best
}

// frequent are the letters that make up most of a text in its language.
var frequent = map[string]string{
	"Cyrillic": "оеаинтсрвлкмдпуяыьгзбчй", "Greek": "αοιετσνηυρπκμλςάίόέ", "Hebrew": "יוהלאתרבמשנחעסדקפכ", "Arabic": "اليمنوترهبدعفسكةقحأ",
	"Thai": "านรอกเงมยลวดทสตะปบคห",
}

// rare are letters that hardly stand in a text, but that wrong readings are full of.
const rare = "ѓѕќџљњћђјєїіґўҐЄЇІЂЃЉЊЌЋЏ"

// naturalness of a text in an encoding: for each letter beyond ASCII, whether it
// is frequent, and stands in a word as letters do.
func naturalness(sample []byte, name string) float64 {
	enc, _ := lookup(name)
	if enc == nil {
		if name != "macintosh-cyrillic" {
			return -1
		}
		if enc, _ = charset.Lookup("x-mac-cyrillic"); enc == nil {
			return -1
		}
	}
	text := string(decode(sample, enc))
	score, n, great := 0.0, 0, 0
	var before rune
	for _, r := range text {
		if r < utf8.RuneSelf {
			before = r
			continue
		}
		n++
		script := scriptOf(r)
		small := unicode.ToLower(r)
		switch {
		case r == utf8.RuneError || script == "" && !unicode.IsPunct(r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r):
			score--
		case r >= 0x2500 && r < 0x25A0: // frames of tables, in the middle of words
			score--
		case script == "Latin":
			score -= 0.3
		case script == "":
			score -= 0.1
		case strings.ContainsRune(frequent[script], small):
			score++
		case strings.ContainsRune(rare, r):
			score -= 0.3
		default:
			score += 0.3
		}
		if unicode.IsUpper(r) {
			great++
		}
		if unicode.IsUpper(r) && unicode.IsLower(before) { // "нИНИСТР": a great letter behind a small one
			score--
		}
		before = r
	}
	if n == 0 {
		return 0
	}
	return (score - float64(great)/2) / float64(n)
}

func scriptOf(r rune) string {
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		return "Cyrillic"
	case unicode.Is(unicode.Greek, r):
		return "Greek"
	case unicode.Is(unicode.Hebrew, r):
		return "Hebrew"
	case unicode.Is(unicode.Arabic, r):
		return "Arabic"
	case unicode.Is(unicode.Thai, r):
		return "Thai"
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	}
	return ""
}

// telling are frequent words with letters beyond ASCII, of languages in Latin
// letters: the encoding in which most of them appear is the text's.
var telling = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(`że się będzie są który która które także również może można został została między więc był był przez współpracy państwa prezydent
		při před řekl řekla další více země mezi příští příměří území států čtvrtek středu úterý neděli včera měsíce společně někteří číny ještě čtěte zahraničí že při není která který jejich aby však ještě než který vláda ministr také může bylo mezi sú bude ktorý ktorá ktoré medzi však
		és hogy után között miniszter külügyminiszter új több szerint magyar azért két első miatt ülés
		și în pentru că după această între către președintele miniștri țării să fără către
		bakanı türkiye'ye cumhurbaşkanı başbakan ilişkiler karşı şekilde sırasında ayrıca arasında olduğu olarak görüşmede toplantı yapılan kadar şöyle devam anlaşma barış ateşkes iş birliği dışişleri için değil büyük dışişleri bakanı görüştü çok olduğunu söyledi başkanı ülke türkiye ile görüşme açıklama şu bugün değerlendirdi kişi
		što također više između će već štampe koji će biti vrlo još među je će
		är och för från även också når över två på för att där sedan försvar på én også når være får også på både år
		ä für über können würde während später außenminister präsident große können müssen daß für
		é à où être été après année à même très aussi à très où près états ministère président étrangères
		también más años español según así día qué según mañana aún más está han según así
		não são também até são mais são além relações nações ação está então
		ir už kad ši šalies ministras užsienio iš bus nėra dėl taip pat šį metų
		ja ir kā šī gadā valsts uz par arī tās lai ministrs latvijā būs vēl tā šo`) {
		if strings.ContainsFunc(w, func(r rune) bool { return r >= utf8.RuneSelf }) {
			m[w] = true
		}
	}
	return m
}()

// signsInWords counts the words of a text with a sign or a control character at or among
// their letters, as a wrong reading has them: "przyby³".
func signsInWords(sample []byte, name string) int {
	enc, _ := lookup(name)
	n := 0
	for w := range strings.FieldsSeq(string(decode(sample, enc))) {
		letters, signs := 0, 0
		for _, r := range strings.TrimFunc(w, func(r rune) bool { return unicode.IsPunct(r) && r != '¿' && r != '¡' }) {
			switch {
			case unicode.IsLetter(r):
				letters++
			case strings.ContainsRune("¹³¿¡¼½¾¶±", r), r >= 0x80 && r < 0xA0:
				signs++
			}
		}
		if signs > 0 && letters >= leastWord {
			n++
		}
	}
	return n
}

// leastWord is how many letters a word with a sign has at least: "m³" is one as it is.
const leastWord = 4

// bestLatin chooses among the encodings of Latin letters by words.
func bestLatin(sample []byte, label string) string {
	count := func(name string) int {
		enc, _ := lookup(name)
		if enc == nil {
			return 0
		}
		n := 0
		for _, w := range strings.FieldsFunc(strings.ToLower(string(decode(sample, enc))), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if telling[w] {
				n++
			}
		}
		return n - signsInWords(sample, name)
	}
	best, top := label, count(label)+2
	for _, c := range latin {
		if n := count(c); c != label && n > top {
			best, top = c, n
		}
	}
	return best
}
