// Command train learns the weights of package quote.
//
//	go run ./extract/quote/train DATA…             learns from all, prints figures of held-out folds, and writes extract/quote/weights.bin
//	go run ./extract/quote/train -folds DIR DATA…  also writes DIR/predicted.jsonl, each article read by weights that saw neither it nor its
//	                                               outlet, DIR/gold.jsonl, its lines, for ../shared/tools/score-real, and
//	                                               DIR/fates.tsv, where quotations were lost
//	go run ./extract/quote/train -common FILES…    prints how common words are, for lang/common.txt
//	go run ./extract/quote/train -predict DATA…    prints the quotes that the weights in place find
//
// DATA are JSON Lines: articles with attributions (id, text, attributions of
// source, cue and content), or with quotations (id, body, lang, outlet, quotes of
// text, speaker, perhaps span and also). The same files in the same order give the
// same weights.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"

	"attache"
	"attache/extract/quote"
	"attache/extract/quote/learn"
	"attache/internal/text"
)

func main() {
	o := options{}
	flag.StringVar(&o.folds, "folds", "", "write held-out predictions into this folder")
	flag.BoolVar(&o.predict, "predict", false, "print the predictions of the weights in place")
	flag.StringVar(&o.out, "o", "extract/quote/weights.bin", "file to write the weights to; empty: none")
	flag.BoolVar(&o.languages, "languages", false, "hold whole languages out instead of outlets")
	flag.IntVar(&o.n, "n", 5, "number of folds")
	flag.IntVar(&o.thin, "thin", 1, "folds learn from every so many of the articles with attributions")
	flag.BoolVar(&o.common, "common", false, "print how common words are in the files' texts, for lang/common.txt")
	flag.Parse()
	if err := run(&o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type options struct {
	folds     string
	predict   bool
	common    bool
	out       string
	n, thin   int
	languages bool
}

func run(o *options, files []string) error {
	if o.common {
		return common(files)
	}
	var records []record
	for _, f := range files {
		r, err := read(f)
		if err != nil {
			return err
		}
		records = append(records, r...)
	}
	if len(records) == 0 {
		return fmt.Errorf("no articles: name the files to learn from")
	}
	if o.predict {
		return predictAll(os.Stdout, records, nil, nil)
	}
	var taught []record
	for i := range records {
		if records[i].taught() {
			taught = append(taught, records[i])
		}
	}
	all := gold(taught)
	fold := folds(taught, all, o)
	learned := learn.Learn(all, fold, o.thin)
	if o.folds != "" {
		if err := writeFolds(o.folds, taught, learned, fold); err != nil {
			return err
		}
		if err := writeFates(o.folds, all, learned, fold); err != nil {
			return err
		}
	}
	var figures learn.Figures
	for part, m := range learned.Held {
		var held []quote.Gold
		for i := range all {
			if fold[i] == part && all[i].Spans && i%o.thin == 0 {
				held = append(held, all[i])
			}
		}
		figures.Add(learn.Evaluate(m, held))
	}
	fmt.Printf("%d articles in %d folds, each read by what the others taught; of those with attributions:\n%v\n", len(all), len(learned.Held),
		figures)
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, learned.Model().Bytes(), 0o644)
}

// folds gives the part of each article: by a hash of its group's name, so that it stays
// where it is when others join; or by its language.
func folds(records []record, all []quote.Gold, o *options) []int {
	out := make([]int, len(records))
	if !o.languages {
		for i := range all {
			h := fnv.New32a()
			h.Write([]byte(all[i].Group))
			out[i] = int(h.Sum32()>>8) % o.n
		}
		return out
	}
	var langs []string
	for i := range records {
		k := slices.Index(langs, records[i].Lang)
		if k < 0 {
			k = len(langs)
			langs = append(langs, records[i].Lang)
		}
		out[i] = k
	}
	return out
}

// writeFolds writes what held-out weights read, and the gold beside it.
func writeFolds(dir string, records []record, learned *learn.Learned, fold []int) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	p, err := os.Create(filepath.Join(dir, "predicted.jsonl"))
	if err != nil {
		return err
	}
	defer p.Close()
	g, err := os.Create(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		return err
	}
	defer g.Close()
	for i := range records {
		if _, err := fmt.Fprintln(g, records[i].line); err != nil {
			return err
		}
	}
	return predictAll(p, records, learned, fold)
}

// writeFates writes what became of each quotation with a name: language, fold, how far it came, article, place, who said
// it, whom it was given to, and how surely.
func writeFates(dir string, all []quote.Gold, learned *learn.Learned, fold []int) error {
	f, err := os.Create(filepath.Join(dir, "fates.tsv"))
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range all {
		if all[i].Spans || all[i].Fiction {
			continue
		}
		for _, x := range quote.NewPupil(&all[i]).Fates(learned.Held[fold[i]]) {
			fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%d\t%q\t%q\t%.2f\n", all[i].Doc.Lang, fold[i], x.Stage, all[i].ID, x.Start, x.Speaker, x.Got,
				x.Confidence)
		}
	}
	return w.Flush()
}

// prediction is a line as "attache inspect article" prints it.
type prediction struct {
	ID     string          `json:"id"`
	Fold   int             `json:"fold"`
	Quotes []attache.Quote `json:"quotes"`
}

func predictAll(out *os.File, records []record, learned *learn.Learned, fold []int) error {
	w := bufio.NewWriter(out)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i, r := range records {
		p := prediction{ID: r.ID}
		if learned != nil {
			p.Fold = fold[i]
			p.Quotes, _ = learned.Held[p.Fold].ReadTitled(text.New(r.Title, r.Lang), text.New(r.Text, r.Lang))
		} else {
			p.Quotes, _ = quote.ReadTitled(text.New(r.Title, r.Lang), text.New(r.Text, r.Lang))
		}
		if err := e.Encode(p); err != nil {
			return err
		}
	}
	return w.Flush()
}
