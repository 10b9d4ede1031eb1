package quote

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"attache/internal/text"
)

//go:embed lang/*.txt
var langFiles embed.FS

// languages names the data file of each language; to add a language is to add
// its file and its row.
var languages = map[string]string{
	"en": "lang/en.txt", "ru": "lang/ru.txt", "uk": "lang/uk.txt", "fr": "lang/fr.txt",
	"es": "lang/es.txt", "de": "lang/de.txt", "ar": "lang/ar.txt", "zh": "lang/zh.txt",
}

// class is a set of word classes.
type class uint64

const (
	cSay  class = 1 << iota // a verb of saying
	cNoun                   // a noun of saying: statement, remarks
	cPer                    // "according to"
	cThat
	cHe
	cShe
	cIt
	cThey
	cWho
	cI
	cYou
	cPoss
	cDet
	cMr
	cMs
	cTitle
	cRole
	cGroup
	cBody
	cPart // a particle inside names: de, bin
	cNotName
	cStop
	cScare // stands before a title or a word that is only so called
	cPlace
	cFirst // a given name
	cInner // inside a phrase; the phrase's classes are at its first word
	cNot   // turns a cue round: did not, refused to
	cSurname
	cAux
	cOf // joins a role to what it is of
	cPerPrep
	cPerNoun
	cPerAfter // zufolge
	cWeak     // a cue that is no verb of saying: wants, sees, suggests
	cOrg      // in a name: not a person
	cPast     // a verb in the past tense that does not end as most do: met, saw
	cConj     // a word before which what was said may end: and, while
	cPrep     // a preposition that no speaker stands behind: in, from
)

const cPronoun = cHe | cShe | cIt | cThey | cWho | cI | cYou

// Gender and number, as far as words tell.
const (
	male uint8 = 1 << iota
	female
	plural
	neuter
)

// entry is what the lexicon knows of a word.
type entry struct {
	class    class
	gender   uint8
	polarity uint8
	words    uint8 // of a phrase; 0 and 1 for a word
}

type phrase struct {
	rest []string
	entry
}

// lexicon is a language's data file.
type lexicon struct {
	lang        string
	traits      text.Traits
	words       map[string]entry
	phrases     map[string][]phrase // by first word, longest first
	suffixes    []suffix
	stems       map[string]bool            // of places, where names have cases
	given       map[string]string          // nominative of given names by stem
	nouns       map[string]noun            // roles and bodies by stem, where nouns have cases
	nominatives map[string]bool            // of these
	met, leads  sieve                      // words that are in words, that begin a phrase
	verbs       map[string]verbStem        // of verbs of saying, by their beginning
	lists       map[string]map[string]bool // by name: see list
}

// sieve tells of most words that they are not in a map, without looking there.
type sieve [1 << 10]uint64

func (s *sieve) put(h uint32)      { s[h>>22] |= 1 << (h >> 16 & 63) }
func (s *sieve) has(h uint32) bool { return s[h>>22]&(1<<(h>>16&63)) != 0 }

type suffix struct {
	end string
	entry
}

var keys = map[string]class{
	"say": cSay, "noun": cNoun, "per": cPer, "that": cThat, "he": cHe, "she": cShe, "it": cIt, "they": cThey, "who": cWho,
	"i": cI, "you": cYou, "poss": cPoss | cDet, "det": cDet, "mr": cMr, "ms": cMs, "title": cTitle, "role": cRole, "group": cGroup,
	"body": cBody, "part": cPart, "notname": cNotName, "stop": cStop, "scare": cScare, "place": cPlace, "first": cFirst,
	"firstm": cFirst, "firstf": cFirst, "not": cNot, "surname": cSurname, "aux": cAux, "of": cOf, "perprep": cPerPrep, "pernoun": cPerNoun,
	"perafter": cPerAfter, "prep": cPrep, "conj": cConj, "past": cPast, "org": cOrg, "weak": cWeak,
}

var genders = map[string]uint8{
	"he": male, "she": female, "they": plural, "it": neuter, "mr": male, "ms": female, "firstm": male, "firstf": female, "group": plural,
}

var marks = map[string]uint8{"m": male, "f": female, "p": plural, "n": neuter}

// lexicons reads each language's file when it is asked for first.
var lexicons = func() map[string]func() *lexicon {
	all := make(map[string]func() *lexicon, len(languages))
	for lang, file := range languages {
		all[lang] = sync.OnceValue(func() *lexicon {
			raw, err := langFiles.ReadFile(file)
			if err != nil {
				panic("quote: the data file of language " + lang + " is not embedded: " + err.Error())
			}
			return parseLexicon(lang, string(raw))
		})
	}
	return all
}()

// lexiconOf gives a language's lexicon; English for a language that has none.
func lexiconOf(lang string) *lexicon {
	if read, ok := lexicons[lang]; ok {
		return read()
	}
	return lexicons["en"]()
}

// parseLexicon reads a data file: lines "key: words", # comments. A word may
// end in :m :f :p (gender, number); "_" joins a phrase; "+" and "*" add the
// regular forms of a verb (see inflect); a leading "-" makes it a word ending.
func parseLexicon(lang, raw string) *lexicon {
	l := &lexicon{
		lang: lang, traits: text.TraitsOf(lang), words: map[string]entry{}, phrases: map[string][]phrase{}, stems: map[string]bool{},
		given: map[string]string{},
		lists: map[string]map[string]bool{}, nouns: map[string]noun{}, nominatives: map[string]bool{},
	}
	for line := range strings.Lines(raw) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		key, list, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, mood, _ := strings.Cut(strings.TrimSpace(key), ".")
		if key == "list" {
			l.note(mood, list)
			continue
		}
		e := entry{class: keys[key], gender: genders[key], polarity: polarityIndex(mood)}
		for w := range strings.FieldsSeq(list) {
			l.add(w, e)
		}
	}
	l.stemVerbs()
	l.neighbours()
	return l
}

// latin are the languages that share an alphabet, and so the given names of their news.
var latin = []string{"en", "de", "fr", "es"}

// neighbours adds the given names that other languages of the same alphabet have; a word
// that means something else in this language stays what it is.
func (l *lexicon) neighbours() {
	if !slices.Contains(latin, l.lang) {
		return
	}
	for _, lang := range latin {
		raw, err := langFiles.ReadFile(languages[lang])
		if err != nil {
			panic("quote: the data file of language " + lang + " is not embedded: " + err.Error())
		}
		for line := range strings.Lines(string(raw)) {
			key, list, ok := strings.Cut(line, ":")
			if !ok || lang == l.lang || keys[strings.TrimSpace(key)] != cFirst {
				continue
			}
			for w := range strings.FieldsSeq(list) {
				if _, known := l.words[w]; !known && !strings.ContainsAny(w, "_:*+-") {
					l.put(w, entry{class: cFirst, gender: genders[strings.TrimSpace(key)]})
				}
			}
		}
	}
}

// note adds words to a list.
func (l *lexicon) note(name, words string) {
	if l.lists[name] == nil {
		l.lists[name] = map[string]bool{}
	}
	for w := range strings.FieldsSeq(words) {
		l.lists[name][w] = true
	}
}

// has says whether a list of the language has a word in lower case.
func (l *lexicon) has(list, w string) bool { return l.lists[list][w] }

// trait says whether the language has a trait: speech behind dashes (dashes), words of
// attribution behind a dash without marks (trails), verbs without a subject (silent).
func (l *lexicon) trait(name string) bool { return l.lists["trait"][name] }

func (l *lexicon) add(w string, e entry) {
	if at := strings.LastIndexByte(w, ':'); at > 0 {
		e.gender |= marks[w[at+1:]]
		w = w[:at]
	}
	if end, ok := strings.CutPrefix(w, "-"); ok {
		l.suffixes = append(l.suffixes, suffix{end, e})
		return
	}
	if l.traits.Has(text.Han) {
		w = strings.Join(strings.Split(w, ""), "_")
	}
	for i, form := range inflect(w) {
		if l.traits.Has(text.Declines) && strings.HasSuffix(w, "*") {
			e.gender = []uint8{male, female, neuter, plural}[i]
		}
		l.put(form, e)
	}
	if e.class&(cRole|cGroup|cBody) != 0 && l.traits.Has(text.Declines) && !strings.ContainsAny(w, "_*") {
		l.addNoun(w, e)
	}
	if lower := w; e.class == cFirst && l.traits.Has(text.Declines) {
		if other, ok := l.given[stemOf(w)]; ok && other != w {
			w = "" // two names share the stem: Эмиль, Эмилия
		}
		l.given[stemOf(lower)] = w
	}
	if e.class == cPlace && l.traits.Has(text.Declines) && !strings.Contains(w, "_") {
		l.stems[stemOf(w)] = true
	}
}

func (l *lexicon) put(w string, e entry) {
	parts := strings.Split(w, "_")
	if len(parts) == 1 {
		old := l.words[w]
		old.class |= e.class
		old.gender |= e.gender
		if e.polarity > 0 {
			old.polarity = e.polarity
		}
		l.words[w] = old
		l.met.put(hash(w))
		return
	}
	e.words = uint8(len(parts))
	l.phrases[parts[0]] = append(l.phrases[parts[0]], phrase{parts[1:], e})
	l.leads.put(hash(parts[0]))
	list := l.phrases[parts[0]]
	for i := len(list) - 1; i > 0 && len(list[i].rest) > len(list[i-1].rest); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
}

// find gives what is known of a word by itself or by its ending; h is its hash.
func (l *lexicon) find(w string, h uint32) entry {
	if l.met.has(h) {
		if e, ok := l.words[w]; ok {
			return e
		}
	}
	if l.traits.Has(text.Inverts) {
		if verb, pronoun, ok := inverted(w); ok {
			e, p := l.words[verb], l.words[pronoun]
			return entry{class: e.class&(cSay|cAux|cWeak) | p.class, gender: p.gender, polarity: e.polarity}
		}
	}
	for i := range l.suffixes {
		if s := &l.suffixes[i]; strings.HasSuffix(w, s.end) {
			return s.entry
		}
	}
	return entry{}
}

// inverted cuts a French verb with its subject behind it: dit-il, a-t-elle.
func inverted(w string) (verb, pronoun string, ok bool) {
	last := strings.LastIndexByte(w, '-')
	if last < 1 {
		return "", "", false
	}
	switch w[last+1:] {
	case "il", "elle", "ils", "elles", "on":
		return strings.TrimSuffix(w[:last], "-t"), w[last+1:], true
	}
	return "", "", false
}

// inflect gives the forms of a word of the data file: "add+" is English (adds,
// added, adding); "заявил*" the Russian past (заявила, заявило, заявили),
// "заявив*" the Ukrainian (заявила …), "déclaré*" the French participle.
func inflect(w string) []string {
	if base, ok := strings.CutSuffix(w, "+"); ok {
		return english(base)
	}
	base, ok := strings.CutSuffix(w, "*")
	if !ok {
		return []string{w}
	}
	ends := []string{"", "e", "s", "es"}
	switch {
	case strings.HasSuffix(base, "лся"):
		base, ends = strings.TrimSuffix(base, "ся"), []string{"ся", "ась", "ось", "ись"}
	case strings.HasSuffix(base, "вся"):
		base, ends = strings.TrimSuffix(base, "вся"), []string{"вся", "лася", "лося", "лися"}
	case strings.HasSuffix(base, "л"):
		ends = []string{"", "а", "о", "и"}
	case strings.HasSuffix(base, "в"):
		base, ends = strings.TrimSuffix(base, "в"), []string{"в", "ла", "ло", "ли"}
	}
	out := make([]string, 0, len(ends))
	for _, e := range ends {
		out = append(out, base+e)
	}
	return out
}

func english(base string) []string {
	vowel := func(i int) bool { return i >= 0 && strings.IndexByte("aeiou", base[i]) >= 0 }
	n := len(base)
	switch {
	case strings.HasSuffix(base, "e"):
		return []string{base, base + "s", base + "d", base[:n-1] + "ing"}
	case strings.HasSuffix(base, "y") && !vowel(n-2):
		return []string{base, base[:n-1] + "ies", base[:n-1] + "ied", base + "ing"}
	case strings.HasSuffix(base, "ss"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"):
		return []string{base, base + "es", base + "ed", base + "ing"}
	case !vowel(n-1) && vowel(n-2) && !vowel(n-3) && n <= 4 && base[n-1] != 'w' && base[n-1] != 'y':
		return []string{base, base + "s", base + base[n-1:] + "ed", base + base[n-1:] + "ing"}
	}
	return []string{base, base + "s", base + "ed", base + "ing"}
}
