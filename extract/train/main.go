// Command train learns what decides about whole articles: whether they are diplomacy, and what happens in them.
//
//	go run ./extract/train [-labels FILE=FOLDER,…] [-clones FOLDER] [-check|-languages] [-apart] FILES…
//
// FILES are labelled articles (JSON Lines: "lang", "title", "body", "outlet", "outlet_kind", "diplomacy", "event_type"; or "text" alone:
// short news that is hardly ever diplomacy) and cases as in extract/testdata. -labels names labels, id and N or an event type, for
// texts in a folder; where a label says in which repository its text is, it is read out of the clones. Without a flag it writes the weights into extract/relevance/data and extract/event, learned from everything.
// -check prints what eight folds reach, a whole outlet or wire in one fold; -languages leaves out a whole language each time;
// -apart learns from four fifths of the real outlets and measures on the fifth that is kept apart. The same data give the same bytes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"

	"attache/extract/relevance"
)

const (
	relevancePath = "extract/relevance/data/weights.tsv"
	treesPath     = "extract/relevance/data/trees.bin"
	piecesPath    = "extract/relevance/data/pieces.bin"
	eventPath     = "extract/event/articles.bin"
	// chosen is from which probability on an article is relevant: in eight folds 94 to 95 in a hundred of what is diplomacy in the press
	// lie above it, and nearly all of ministries'.
	chosen = 0.26
	// chosenShort is that for texts of a few lines.
	chosenShort = 0.36
)

type options struct {
	labels, clones          string
	check, languages, apart bool
	errors, events          bool
}

func main() {
	var o options
	flag.StringVar(&o.labels, "labels", "", "labels of texts that are elsewhere: FILE=FOLDER, several apart by commas")
	flag.StringVar(&o.clones, "clones", "", "folder of clones, each named owner+name, for labels that say where their text is")
	flag.BoolVar(&o.check, "check", false, "print what eight folds by outlet and wire reach")
	flag.BoolVar(&o.languages, "languages", false, "print what is reached in a language that nothing was learned from")
	flag.BoolVar(&o.apart, "apart", false, "print what is reached on the outlets that are kept apart")
	flag.BoolVar(&o.events, "events", false, "measure events alone, which is quicker")
	flag.BoolVar(&o.errors, "errors", false, "list what was wrong, of the texts that are not kept apart")
	flag.Parse()
	if err := run(o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(o options, paths []string) error {
	all, err := load(paths, o.labels, os.DirFS(o.clones))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("no labelled texts; name the files to learn from")
	}
	use, kept := split(all)
	switch {
	case o.check || o.languages:
		measureFolds(use, o)
		return nil
	case o.apart:
		w, m := learnRelevance(use), learnEvents(use)
		t := table{}
		for _, s := range kept {
			t.relevance(s, w.Probability(s.relevance, s.pieces))
			t.event(s, m)
		}
		t.print()
		return nil
	}
	everything := slices.Concat(use, kept)
	w := learnRelevance(everything)
	w.Threshold, w.Short = chosen, chosenShort
	text := "# Learned by extract/train; see docs/understanding.md.\n" + w.Text()
	if err := os.WriteFile(relevancePath, []byte(text), 0o644); err != nil { //nolint:gosec // a data file of the repository
		return err
	}
	if err := os.WriteFile(treesPath, w.TreeBytes(), 0o644); err != nil { //nolint:gosec // a data file of the repository
		return err
	}
	if err := os.WriteFile(piecesPath, w.PieceBytes(), 0o644); err != nil { //nolint:gosec // a data file of the repository
		return err
	}
	return os.WriteFile(eventPath, learnEvents(everything).quantized().Bytes(), 0o644) //nolint:gosec // a data file of the repository
}

// split gives what may be looked at, and the fifth of real outlets that is kept apart.
func split(all []sample) (use, kept []*sample) {
	for i := range all {
		if all[i].apart() {
			kept = append(kept, &all[i])
		} else {
			use = append(use, &all[i])
		}
	}
	return use, kept
}

var languages = []string{"de", "fr", "es", "ru", "uk", "zh", "ar", "en"}

// measureFolds learns eight times without one fold, and measures on that.
func measureFolds(samples []*sample, o options) {
	t := table{}
	for fold := range len(languages) {
		out := func(s *sample) bool {
			if o.languages {
				return s.lang == languages[fold]
			}
			return s.fold(len(languages)) == fold
		}
		train := slices.DeleteFunc(slices.Clone(samples), out)
		var w relevance.Weights
		if !o.events {
			w = learnRelevance(train)
		}
		m := learnEvents(train)
		for _, s := range samples {
			if !out(s) {
				continue
			}
			said := t.event(s, m)
			p := 0.0
			if !o.events {
				p = w.Probability(s.relevance, s.pieces)
			}
			t.relevance(s, p)
			if o.errors && !s.extra {
				if !o.events && p >= chosen != s.diplomacy {
					fmt.Printf("relevance %s %s: %.2f, gold %v\n", s.set, s.id, p, s.diplomacy)
				}
				if s.event != "" && said != s.event {
					fmt.Printf("event %s %s: %s, gold %s\n", s.set, s.id, said, s.event)
				}
			}
		}
	}
	t.print()
}
