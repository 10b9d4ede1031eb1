package main

import (
	"bufio"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"attache/extract/quote"
	"attache/internal/text"
)

// In how many texts a word is of each kind of common, from the rarest: what is in fewer may be a name.
var commonFrom = map[string][]int{"ar": {6, 15, 50}, "zh": {4, 10, 30}}

// sheet is how many lines of a file of sentences count as one text.
const sheet = 10

// common prints how common the words of languages without capitals are in all texts of files: JSON Lines with a
// body, labelled or not, or, in a .txt, Chinese sentences.
func common(files []string) error {
	in := map[string]map[string]int{"ar": {}, "zh": {}}
	count := func(lang, body string) {
		met := map[string]bool{}
		for _, w := range quote.Commons(text.New(body, lang)) {
			met[w] = true
		}
		for w := range met {
			in[lang][w]++
		}
	}
	for _, f := range files {
		if filepath.Ext(f) == ".txt" {
			raw, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			for lines := range slices.Chunk(strings.Split(string(raw), "\n"), sheet) {
				count("zh", strings.Join(lines, "\n\n"))
			}
			continue
		}
		records, err := read(f)
		if err != nil {
			return err
		}
		for i := range records {
			if in[records[i].Lang] != nil {
				count(records[i].Lang, records[i].Text)
			}
		}
	}
	return printCommons(in)
}

// printCommons prints counts of texts by language and word, a line for up to 40 words that are as common.
func printCommons(in map[string]map[string]int) error {
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(w, "# how common words are (Arabic) and pairs of characters (Chinese): made by train -common")
	for _, lang := range slices.Sorted(maps.Keys(in)) {
		for kind := range commonFrom[lang] {
			var list []string
			for word, n := range in[lang] {
				if commonKind(lang, n) == kind+1 {
					list = append(list, word)
				}
			}
			slices.Sort(list)
			for line := range slices.Chunk(list, 40) {
				fmt.Fprintf(w, "%s %d %s\n", lang, kind+1, strings.Join(line, " "))
			}
		}
	}
	return w.Flush()
}

func commonKind(lang string, n int) int {
	k, found := slices.BinarySearchFunc(commonFrom[lang], n, cmp.Compare)
	if found {
		k++
	}
	return k
}
