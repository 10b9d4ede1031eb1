package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	words "attache/internal/text"
)

// maxText bounds what is read of a message, in bytes; nobody types more.
const maxText = 1024

// word is a word somebody typed; a phrase between marks is one word.
type word struct {
	text   string
	quoted bool
}

// parseCommand takes "/latest@bot Iran 5" apart. name is lower case and ""
// where the text is no command; rest is what stood after it, trimmed. What is
// meant for another bot never comes here: a channel knows its own name.
func parseCommand(text string) (name, rest string) {
	name, rest = cutCommand(text)
	return strings.ToLower(name), rest
}

// cutCommand is parseCommand with the name as typed. A name ends at what Telegram
// takes for none of a command; a space may stand before it.
func cutCommand(text string) (name, rest string) {
	text = strings.TrimSpace(words.Head(text, maxText))
	head, ok := strings.CutPrefix(text, "/")
	if !ok {
		if head, ok = strings.CutPrefix(text, "／"); !ok {
			return "", text
		}
	}
	head = strings.TrimSpace(head)
	inName := func(r rune) bool { return r == '_' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	end := strings.IndexFunc(head, func(r rune) bool { return !inName(r) })
	if end < 0 {
		end = len(head)
	}
	name, rest = head[:end], head[end:]
	if name == "" {
		return "", text
	}
	if bot, named := strings.CutPrefix(rest, "@"); named {
		if end = strings.IndexFunc(bot, func(r rune) bool { return !inName(r) }); end < 0 {
			end = len(bot)
		}
		rest = bot[end:]
	}
	return name, strings.TrimSpace(strings.TrimLeft(rest, " ,:="))
}

// closing maps opening marks to those that close them.
var closing = map[rune]string{
	'"': `"`, '“': `”“"`, '„': `“”"`, '«': `»`, '‹': `›`, '「': `」`, '『': `』`,
}

// splitWords cuts text at white space and keeps phrases between marks whole.
// A mark that is never closed is left out.
func splitWords(text string) []word {
	var words []word
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		first, size := utf8.DecodeRuneInString(text)
		if ends := closing[first]; ends != "" {
			text = text[size:]
			if i := strings.IndexAny(text, ends); i >= 0 {
				_, size = utf8.DecodeRuneInString(text[i:])
				words = appendWord(words, text[:i], true)
				text = text[i+size:]
			}
			continue
		}
		i := strings.IndexFunc(text, unicode.IsSpace)
		if i < 0 {
			i = len(text)
		}
		words = appendWord(words, text[:i], false)
		text = text[i:]
	}
	return words
}

func appendWord(words []word, text string, quoted bool) []word {
	if text = strings.Join(strings.Fields(tame(text, 100)), " "); text == "" {
		return words
	}
	return append(words, word{text: text, quoted: quoted})
}

// texts is what the words say, a phrase's words one by one.
func texts(words []word) []string {
	var list []string
	for _, w := range words {
		list = append(list, strings.Fields(w.text)...)
	}
	return list
}

// mostWanted is what larger numbers are read as.
const mostWanted = 100_000

// keycaps takes off what makes a key of a digit: 3️⃣.
var keycaps = strings.NewReplacer("\ufe0f", "", "\u20e3", "")

// wanted reads a whole number of any length and sign, in any script's digits,
// as how many are wanted; one below 0 as 0.
func wanted(s string) (int, bool) {
	digits := strings.TrimLeft(keycaps.Replace(s), "-−")
	if digits == "" || strings.ContainsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) }) {
		return 0, false
	}
	n := 0
	for _, r := range digits {
		n = min(n*10+digit(r), mostWanted)
	}
	if strings.ContainsAny(s, "-−") {
		n = 0
	}
	return n, true
}

// number reads a short decimal number in any script's digits.
func number(s string) (int, bool) {
	if s == "" || utf8.RuneCountInString(s) > 4 {
		return 0, false
	}
	n := 0
	for _, r := range s {
		if !unicode.IsDigit(r) {
			return 0, false
		}
		n = n*10 + digit(r)
	}
	return n, true
}

// digit is a decimal digit's value: every script's ten stand in a row that
// begins where a digit has no digit before it, in steps of ten.
func digit(r rune) int {
	for _, r16 := range unicode.Nd.R16 {
		if lo := rune(r16.Lo); r >= lo && r <= rune(r16.Hi) {
			return int(r-lo) % 10
		}
	}
	for _, r32 := range unicode.Nd.R32 {
		if lo := rune(r32.Lo); r >= lo && r <= rune(r32.Hi) {
			return int(r-lo) % 10
		}
	}
	return 0
}

// tame makes foreign text fit to be shown: no control or direction-changing
// characters, at most so many code points.
func tame(s string, most int) string {
	s = strings.ToValidUTF8(words.Head(s, 4*most+8), "")
	n := 0
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			r = ' '
		}
		if unicode.Is(unicode.C, r) || n >= most {
			return -1
		}
		n++
		return r
	}, s)
}
