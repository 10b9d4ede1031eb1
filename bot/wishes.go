package bot

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// wish is what somebody wants to follow, and what not.
type wish struct {
	codes, words       []string // countries and bodies; words of headlines
	notCodes, notWords []string // the same, to be left out
	langs              []string
	typed              []string // of words, those that stood between marks: meant as they are
}

func (w *wish) empty() bool {
	return len(w.codes)+len(w.words)+len(w.notCodes)+len(w.notWords)+len(w.langs) == 0
}

// refusing words say that what follows them is to be left out, in eight languages.
var refusing = wordSet("not no without except excluding minus but nicht ohne kein keine sauf sans pas excepto sin menos не кроме без " +
	"крім окрім ليس الا بدون 不要 除了")

// languageNames are the languages that reports may be followed in.
var languageNames = map[string]string{
	"english": "en", "russian": "ru", "ukrainian": "uk", "french": "fr", "spanish": "es", "german": "de", "arabic": "ar", "chinese": "zh",
}

// wishes reads what somebody wants to follow. Where there are commas, the words
// between two of them are a phrase; else each stands alone, but for phrases between
// marks. Behind "not", "without" and their like, up to the next comma, and behind
// a minus, stands what is to be left out.
func wishes(args []word) wish {
	var w wish
	parts := atCommas(args)
	for _, part := range parts {
		part = w.languages(part)
		wanted, refused := apart(part)
		w.add(wanted, len(parts) > 1, false)
		w.add(refused, len(parts) > 1 && len(refused) > 1, true)
	}
	return w
}

// languages takes "in French" out of words.
func (w *wish) languages(part []word) []word {
	for i := 0; i+1 < len(part); i++ {
		lang := languageNames[folded(part[i+1].text)]
		if folded(part[i].text) == "in" && lang != "" {
			w.langs = appendNew(w.langs, lang)
			part = slices.Delete(slices.Clone(part), i, i+2)
			i--
		}
	}
	return part
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// apart tells what is wanted from what is refused.
func apart(part []word) (wanted, refused []word) {
	refuse := false
	for i := 0; i < len(part); i++ {
		p := part[i]
		if !p.quoted && refusing[folded(p.text)] {
			refuse = true
			continue
		}
		if rest := strings.TrimLeft(p.text, "-−–!"); rest != p.text && rest != "" && !p.quoted { // a country's name may go on
			p.text = rest
			n, _ := leadingParty(append([]word{p}, part[i+1:]...))
			refused = append(refused, p)
			for ; n > 1; n-- {
				i++
				refused = append(refused, part[i])
			}
			continue
		}
		if refuse {
			refused = append(refused, p)
		} else {
			wanted = append(wanted, p)
		}
	}
	return wanted, refused
}

// add adds what words name; as is set, those that are no country's are one phrase.
func (w *wish) add(part []word, as, refused bool) {
	named, rest := partiesIn(part)
	if as {
		marked := !slices.ContainsFunc(rest, func(r word) bool { return !r.quoted })
		rest = []word{{text: phrase(rest), quoted: marked && len(rest) > 0}}
	}
	codes, words := &w.codes, &w.words
	if refused {
		codes, words = &w.notCodes, &w.notWords
	}
	for _, code := range named {
		*codes = appendNew(*codes, code)
	}
	for _, r := range rest {
		if r.quoted || !slices.Contains(linking, folded(r.text)) {
			before := len(*words)
			*words = appendWish(*words, r.text)
			if r.quoted && len(*words) > before {
				w.typed = append(w.typed, (*words)[before])
			}
		}
	}
}

// appendWish adds a word to follow unless it is there, or too short: it would
// be found in everything.
func appendWish(words []string, text string) []string {
	text = strings.Map(func(r rune) rune {
		if closing[r] != "" || strings.ContainsRune("”»›」』", r) { // buttons put it between marks
			return -1
		}
		return r
	}, text)
	text = strings.TrimSpace(tame(strings.Trim(text, ",;.!? "), longestFollowed))
	least := 3
	if text != "" && text[0] >= utf8.RuneSelf { // a Chinese word may have two
		least = 2
	}
	if utf8.RuneCountInString(text) < least || slices.Contains(words, text) {
		return words
	}
	return append(words, text)
}

// atCommas cuts words where one ends in a comma or a semicolon.
func atCommas(args []word) [][]word {
	var parts [][]word
	var part []word
	for _, w := range args {
		text := strings.TrimRight(w.text, ",;，、；")
		ends := text != w.text && !w.quoted
		if !w.quoted {
			w.text = text
		}
		if w.text != "" {
			part = append(part, w)
		}
		if ends && len(part) > 0 {
			parts, part = append(parts, part), nil
		}
	}
	if len(part) > 0 {
		parts = append(parts, part)
	}
	return parts
}

// phrase joins words, without those that only link it to others.
func phrase(words []word) string {
	list := texts(words)
	for len(list) > 0 && slices.Contains(linking, folded(list[0])) {
		list = list[1:]
	}
	for len(list) > 0 && slices.Contains(linking, folded(list[len(list)-1])) {
		list = list[:len(list)-1]
	}
	return strings.Join(list, " ")
}
