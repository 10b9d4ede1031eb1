// Command train learns the weights of extract/tag from treebanks.
//
//	go run ./extract/tag/train -treebanks ../shared/data/treebanks -out extract/tag/weights
//
// The folder holds LANG-dev.conllu and LANG-test.conllu. With -out it learns
// from both; without, it learns from one half, and prints for the other how
// many tokens get the right part of speech, case and function, and how well
// subjects are found.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"attache/extract/tag"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run() error {
	folder := flag.String("treebanks", "../shared/data/treebanks", "where LANG-dev.conllu and LANG-test.conllu are")
	out := flag.String("out", "", "where to write LANG.bin; empty: measure one half after learning from the other")
	rounds := flag.Int("rounds", 8, "how often all sentences are read")
	flag.Parse()
	for _, lang := range []string{"de", "en", "es", "fr", "ru", "zh"} {
		dev, err := read(*folder, lang, "dev")
		if err != nil {
			return err
		}
		test, err := read(*folder, lang, "test")
		if err != nil {
			return err
		}
		if *out == "" {
			measure(lang, tag.Learn(dev, *rounds), test)
			continue
		}
		b, err := tag.Learn(append(dev, test...), *rounds).Bytes()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(*out, lang+".bin"), b, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d sentences, %d kB\n", lang, len(dev)+len(test), len(b)/1000)
	}
	return nil
}

func read(folder, lang, half string) ([]tag.Example, error) {
	b, err := os.ReadFile(filepath.Join(folder, lang+"-"+half+".conllu"))
	return tag.Treebank(string(b), lang), err
}

func measure(lang string, m *tag.Model, test []tag.Example) {
	var n, pos, nominal, kase, heads, function, found, subjects, right float64
	for _, e := range test {
		got := make([]tag.Tag, len(e.Gold))
		m.Sentence(e.Sentence, got)
		for i, g := range e.Gold {
			n++
			pos += is(got[i].Pos == g.Pos && got[i].Inside == g.Inside)
			nominal += is(g.Case != tag.NoCase)
			kase += is(g.Case != tag.NoCase && got[i].Case == g.Case)
			heads += is(g.Function != tag.Within)
			function += is(g.Function != tag.Within && got[i].Function == g.Function)
			found += is(got[i].Function == tag.Subject)
			subjects += is(g.Function == tag.Subject)
			right += is(g.Function == tag.Subject && got[i].Function == tag.Subject)
		}
	}
	p, r := right/found, right/subjects
	fmt.Printf("%s: part of speech %.3f, case %.3f, function of heads %.3f, subjects P %.3f R %.3f F1 %.3f (%d tokens)\n",
		lang, pos/n, kase/max(nominal, 1), function/heads, p, r, 2*p*r/(p+r), int(n))
}

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
