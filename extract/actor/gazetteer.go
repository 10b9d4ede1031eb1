package actor

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"attache/internal/text"
)

//go:embed data/*.txt data/*.tsv
var files embed.FS

// Class says how a phrase names a party.
type Class uint8

// The classes of mentions, from the weakest.
const (
	Trap    Class = iota // names something else: a club, a paper, a treaty
	Region               // a city or a region: tells where, never who
	Capital              // a capital: a metonym, or only a place
	People               // a demonym or an adjective: "Russian"
	Name                 // the country or body itself
	Seat                 // a seat of government that stands for it: "the Kremlin"
)

// Languages that have gazetteer files of their own, and the inflection of their
// words. A text in another language is read with the English names.
var languages = map[string]*inflection{
	"en": {},
	"ru": {endings: cyrillicEndings, derived: russianDerived},
	"uk": {endings: ukrainianEndings, derived: ukrainianDerived},
	"fr": {elides: true, endings: set("s e es ne nes te tes")},
	"es": {endings: set("o a os as s es")},
	"de": {endings: set("e en er es em n s in innen ns"), genitive: true},
	"ar": {nisba: true},
	"zh": {ideographs: true},
}

// phrase is where a path of words through a gazetteer ends.
type phrase struct {
	code    string
	class   Class
	capital bool // stands for itself only with a capital letter
	upper   bool // only in capitals: US, UN, WHO
}

// gazetteer finds the phrases of one language.
type gazetteer struct {
	infl        *inflection
	words       map[string]int32 // folded words and stems to symbols
	stems       map[string]stem
	first       [1 << 12]bool // hashes of the first letters of stems
	next        map[uint64]int32
	ends        []phrase // by node; code "" and class Name where no phrase ends
	final       []bool
	symbolCount int32
	han         map[rune][]hanPhrase
}

// stem has a symbol for its case forms, and one for what is derived from it (0: nothing is).
type stem struct{ symbol, derived int32 }

type hanPhrase struct {
	text string
	phrase
}

var gazetteers = sync.OnceValue(func() map[string]*gazetteer {
	all := map[string]*gazetteer{}
	for lang, infl := range languages {
		all[lang] = load(lang, infl)
	}
	return all
})

// gazetteerOf gives the gazetteer of a language, English where there is none.
func gazetteerOf(lang string) *gazetteer {
	all := gazetteers()
	if g, ok := all[lang]; ok {
		return g
	}
	return all["en"]
}

func load(lang string, infl *inflection) *gazetteer {
	g := &gazetteer{
		infl: infl, words: map[string]int32{}, stems: map[string]stem{},
		next: map[uint64]int32{}, ends: make([]phrase, 1), final: make([]bool, 1), han: map[rune][]hanPhrase{},
	}
	for line := range lines("traps.txt") {
		g.add(line, phrase{class: Trap})
	}
	for line := range lines(lang + ".txt") {
		g.addLine(lang, line)
	}
	for line := range lines("countries.tsv") {
		f := strings.Split(line, "\t")
		if len(f) != 4 || f[1] != lang {
			continue
		}
		p := phrase{code: f[0], class: Name, capital: true}
		switch f[2] {
		case "people":
			p.class = People
		case "capital":
			p.class = Capital
		}
		g.add(f[3], p)
	}
	for line := range lines("places.txt") {
		code, rest, _ := strings.Cut(line, " ")
		for item := range strings.SplitSeq(rest, ",") {
			g.add(strings.TrimSpace(item), phrase{code: code, class: Region, capital: true})
		}
	}
	if lang != "en" && !infl.ideographs {
		g.addAcronyms()
	}
	return g
}

// addLine reads "CODE names; demonyms; capitals; seats".
func (g *gazetteer) addLine(lang, line string) {
	code, rest, _ := strings.Cut(line, " ")
	classes := []Class{Name, People, Capital, Seat}
	for i, field := range strings.Split(rest, ";") {
		for item := range strings.SplitSeq(field, ",") {
			item = strings.TrimSpace(item)
			if item == "" || i >= len(classes) {
				continue
			}
			g.add(item, phrase{code: code, class: classes[i], capital: classes[i] != People || text.TraitsOf(lang).Has(text.CapitalPeoples)})
		}
	}
}

// addAcronyms adds the short names of bodies that all languages share.
func (g *gazetteer) addAcronyms() {
	for s := range strings.FieldsSeq("NATO OSCE IAEA ASEAN BRICS OPEC UNESCO UNICEF UNHCR G7 G20 USA") {
		g.add(strings.ToLower(s)+"!", phrase{code: s, class: Name, capital: true})
	}
}

// add puts a phrase in; the first of two equal ones stays.
func (g *gazetteer) add(text string, p phrase) {
	text, p.upper = strings.CutSuffix(text, "!")
	if g.infl.ideographs {
		g.addHan(text, p)
		return
	}
	if strings.HasSuffix(text, "^") { // what is derived from a name is an adjective
		d := p
		d.class, d.capital = People, false
		g.path(text[:len(text)-1]+"&", d)
		text = text[:len(text)-1] + "~"
	}
	g.path(text, p)
}

func (g *gazetteer) path(text string, p phrase) {
	node := int32(0)
	for word := range strings.FieldsSeq(text) {
		for _, part := range g.infl.parts(word) {
			node = g.step(node, g.symbol(part))
		}
	}
	if node == 0 || g.final[node] && g.ends[node].class != Trap {
		return
	}
	if !g.final[node] || p.class == Trap {
		g.ends[node], g.final[node] = p, true
	}
}

func (g *gazetteer) step(node, symbol int32) int32 {
	key := uint64(node)<<32 | uint64(uint32(symbol))
	if to, ok := g.next[key]; ok {
		return to
	}
	to := int32(len(g.ends))
	g.next[key] = to
	g.ends, g.final = append(g.ends, phrase{}), append(g.final, false)
	return to
}

// symbol gives the number of a word or a stem of the data files; of word& that
// of what is derived from the stem.
func (g *gazetteer) symbol(word string) int32 {
	bare := strings.TrimRight(word, "~&")
	key := text.Fold(bare)
	if g.infl.nisba {
		key = bareArabic(key)
	}
	if bare == word {
		if s, ok := g.words[key]; ok {
			return s
		}
		g.symbolCount++
		g.words[key] = g.symbolCount
		return g.symbolCount
	}
	s := g.stems[key]
	at := &s.symbol
	if strings.HasSuffix(word, "&") {
		at = &s.derived
	}
	if *at == 0 {
		g.symbolCount++
		*at = g.symbolCount
		g.stems[key] = s
		g.first[prefixHash(key)] = true
	}
	return *at
}

func (g *gazetteer) addHan(text string, p phrase) {
	r, _ := utf8.DecodeRuneInString(text)
	list := g.han[r]
	if slices.ContainsFunc(list, func(h hanPhrase) bool { return h.text == text }) {
		return
	}
	at := slices.IndexFunc(list, func(h hanPhrase) bool { return len(h.text) < len(text) })
	if at < 0 {
		at = len(list)
	}
	g.han[r] = slices.Insert(list, at, hanPhrase{text, p})
}

// lines gives the lines of a data file that are no comments.
func lines(name string) func(func(string) bool) {
	data, err := files.ReadFile("data/" + name)
	if err != nil {
		panic("extract/actor: " + err.Error()) // the file is part of the program
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(data)) {
			line = strings.TrimRight(line, "\r\n ")
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}

// listed gives a list of words of data/words.txt.
func listed(name string) map[string]bool {
	for line := range lines("words.txt") {
		if list, rest, _ := strings.Cut(line, " "); list == name {
			return words(rest)
		}
	}
	panic("extract/actor: no list of words: " + name) // the file is part of the program
}
