// Package concept finds what a text speaks of: some eighty concepts, the same in every language, such as meeting, treaty,
// embassy, election, match. What enters is a text cut by package text, what leaves are hits of concepts. The words stand in
// data, one file a language with the same concepts; what is learned over concepts in one language holds in the others.
package concept

import (
	"embed"
	"hash/crc32"
	"slices"
	"sync"

	"attache/extract/lexicon"
	"attache/internal/text"
)

//go:embed data/*.txt
var files embed.FS

// Languages are those with a file of concepts; a text in another language is read with the English one.
var Languages = []string{"en", "ru", "uk", "fr", "es", "de", "ar", "zh"}

// ID is a concept's number: its index in Names.
type ID uint8

// Hit is a concept found in a text.
type Hit struct {
	Concept    ID
	Pattern    uint16 // number of the phrase in the language's file
	First, End int32  // tokens
}

// words are the phrases of a language and the concepts of its labels.
type words struct {
	list *lexicon.List
	ids  []ID
}

type table struct {
	names []string
	words map[string]*words
	sum   uint32
}

var standard = sync.OnceValue(func() *table {
	t := &table{words: map[string]*words{}}
	for _, lang := range Languages {
		data, err := files.ReadFile("data/" + lang + ".txt")
		if err != nil {
			panic("extract/concept: " + err.Error()) // the file is part of the program
		}
		t.sum = crc32.Update(t.sum, crc32.IEEETable, data)
		w := &words{list: lexicon.MustCompile(lang, string(data))}
		if t.names == nil {
			t.names = slices.Clone(w.list.Labels)
		}
		for _, label := range w.list.Labels {
			i := slices.Index(t.names, label)
			if i < 0 {
				panic("extract/concept: " + lang + ": no such concept in English: " + label) // a test reads every file
			}
			w.ids = append(w.ids, ID(i))
		}
		t.words[lang] = w
	}
	return t
})

// Names gives the concepts in the order of their numbers.
func Names() []string { return standard().names }

// Checksum changes with the files of words: what was learned with other words is older than the program.
func Checksum() uint32 { return standard().sum }

// Of gives the number of a concept. An unknown name is a mistake in the program.
func Of(name string) ID {
	i := slices.Index(Names(), name)
	if i < 0 {
		panic("extract/concept: no such concept: " + name)
	}
	return ID(i)
}

// Find appends the concepts among the tokens from first up to, not including, end, in the order of the text. folds are the
// text's lexicon.Folds.
func Find(d *text.Doc, folds []string, first, end int, into []Hit) []Hit {
	t := standard()
	w, ok := t.words[d.Lang]
	if !ok {
		w = t.words["en"]
	}
	for _, h := range w.list.Find(d, folds, first, end, nil) {
		into = append(into, Hit{Concept: w.ids[h.Label], Pattern: h.Pattern, First: h.First, End: h.End})
	}
	return into
}
