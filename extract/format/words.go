package format

import (
	"embed"
	"strings"
	"sync"
	"unicode/utf8"

	"attache/internal/text"
)

//go:embed lang/*.txt
var files embed.FS

// words are what tells one language's formats: a data file each.
//
// Keys of the files: "question", "answer" and "staff" are labels of turns; "never"
// what stands before a colon and is no speaker; "courtesy" and "office" what stands
// before a name; "near" words inside of a role; "stop" capitals that are no part of a
// name; "with" what stands before the one who interviews; "attributed", "statement",
// "delivered", "joint" and "byline" how a text names whose it is; "epilogue" how it speaks of the
// interview at its end; "delegate" with what a paragraph of a meeting's
// record begins and "represents" what its speaker is called; "official" words in the names of
// outlets that speak for a state; "first" the first person, "subject" those of its words that act; "by.*" what a sentence does, by
// polarity; "rank" what tells the rank of somebody
// without a name; "zone" the time zones behind a time; "surname" and "behind" the characters
// that begin Chinese names and that follow them; "courtesies" what an empty turn is made of; "house" the
// short names of offices in brackets behind a label, each followed by its full one.
// A word with "~" takes any ending, one with "*" any beginning; "_" joins a phrase.
type words struct {
	lang     string
	traits   text.Traits
	question set
	answer   set
	staff    set
	relay    set
	rank     set
	never    set
	courtesy set
	office   set
	near     set
	stop     set
	with     set
	first    set
	subject  set
	polite   set
	byline   set
	zone     set
	surname  set
	official set
	behind   set

	attributed, statement, delivered, joint, epilogue, delegate []string
	represents                                                  string // "representative of"
	acts                                                        map[string][]string
	houses                                                      map[string]string
}

// set is a set of folded words, some known by their beginning or end only.
type set struct {
	all   map[string]bool
	stems []string
	ends  []string

	plural bool // also with an -s
}

func (s *set) add(w string) {
	if s.all == nil {
		s.all = map[string]bool{}
	}
	w = strings.ReplaceAll(text.Fold(w), "_", " ")
	switch {
	case strings.HasSuffix(w, "~"):
		s.stems = append(s.stems, w[:len(w)-1])
	case strings.HasPrefix(w, "*"):
		s.ends = append(s.ends, w[1:])
	default:
		s.all[w] = true
	}
}

// has says whether a folded word or phrase is in the set.
func (s *set) has(w string) bool {
	if w == "" {
		return false
	}
	if s.all[w] {
		return true
	}
	if s.plural && strings.HasSuffix(w, "s") && s.all[w[:len(w)-1]] {
		return true
	}
	for _, stem := range s.stems {
		if strings.HasPrefix(w, stem) && len(w)-len(stem) <= 2*maxEnding {
			return true
		}
	}
	for _, end := range s.ends {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// maxEnding is the longest ending of an inflected word, in letters.
const maxEnding = 4

// close says whether a word of the set is meant, misspelt by a letter or two.
func (s *set) close(w string) bool {
	n := utf8.RuneCountInString(w)
	if n < 6 {
		return false
	}
	for have := range s.all {
		m := utf8.RuneCountInString(have)
		if m >= 6 && m-n <= 1 && n-m <= 1 && distance(w, have) <= 1 {
			return true
		}
	}
	return false
}

var languages = []string{"en", "de", "fr", "es", "ru", "uk", "ar", "zh"}

var lexicons = sync.OnceValue(func() map[string]*words {
	all := map[string]*words{}
	for _, lang := range languages {
		data, err := files.ReadFile("lang/" + lang + ".txt")
		if err != nil {
			panic(err) // a file that is part of the program
		}
		all[lang] = parse(lang, string(data))
	}
	return all
})

// wordsOf gives the words of a language; those of English for one without a file.
func wordsOf(lang string) *words {
	if w := lexicons()[lang]; w != nil {
		return w
	}
	return lexicons()["en"]
}

func parse(lang, data string) *words {
	w := &words{lang: lang, traits: text.TraitsOf(lang), acts: map[string][]string{}, houses: map[string]string{}}
	sets := map[string]*set{
		"question": &w.question, "answer": &w.answer, "staff": &w.staff, "relay": &w.relay, "rank": &w.rank,
		"never": &w.never, "courtesy": &w.courtesy,
		"office": &w.office, "near": &w.near, "stop": &w.stop, "with": &w.with, "first": &w.first,
		"subject": &w.subject, "courtesies": &w.polite, "byline": &w.byline,
		"zone": &w.zone, "surname": &w.surname, "official": &w.official, "behind": &w.behind,
	}
	w.office.plural = w.traits.Has(text.PluralS)
	lists := map[string]*[]string{
		"attributed": &w.attributed, "statement": &w.statement, "delivered": &w.delivered, "joint": &w.joint,
		"epilogue": &w.epilogue, "delegate": &w.delegate,
	}
	for line := range strings.Lines(data) {
		key, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		if key == "represents" {
			w.represents = strings.TrimSpace(list)
			continue
		}
		if key == "house" {
			short, full, _ := strings.Cut(strings.TrimSpace(list), " ")
			w.houses[short] = full
			continue
		}
		for item := range strings.FieldsSeq(list) {
			if s := sets[key]; s != nil {
				s.add(item)
				continue
			}
			phrase := strings.ReplaceAll(text.Fold(item), "_", " ")
			if mood, ok := strings.CutPrefix(key, "by."); ok {
				w.acts[mood] = append(w.acts[mood], phrase)
				continue
			}
			l := lists[key]
			if l == nil {
				panic("lang/" + lang + ".txt: unknown key " + key) // a file that is part of the program
			}
			*l = append(*l, phrase)
		}
	}
	return w
}

// titled says whether a folded word stands before names: an office or a courtesy.
func (w *words) titled(word string) bool { return w.office.has(word) || w.courtesy.has(word) }

// distance is the number of letters to change, drop, add or swap between two words,
// 3 where it is more than 2.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > 2 || len(y)-len(x) > 2 || len(x) > 40 {
		return 3
	}
	var rows [3][]int // the one before the last, the last, this one
	for k := range rows {
		rows[k] = make([]int, len(y)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := range x {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
		row := rows[2]
		row[0] = i + 1
		for j := range y {
			cost := rows[1][j]
			if x[i] != y[j] {
				cost++
			}
			row[j+1] = min(cost, row[j]+1, rows[1][j+1]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], rows[0][j-1]+1)
			}
		}
	}
	return min(rows[2][len(y)], 3)
}
