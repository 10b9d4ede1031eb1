// Command train learns the linear model of event types and says how good it is.
//
//	go run ./extract/event/train [-o FILE] [-cv FILE] [-wire FILES] DATA…
//
// DATA is one or more files of labelled sentences: JSON Lines of {"id", "text",
// "event"}, or cases as in extract/testdata. The first file is validated on; the
// others only train. -wire names labelled articles, comma-separated, to learn
// from and to validate on by story. It prints accuracy and macro F1 from five-fold cross-validation
// (sentences with the same text stay in one fold), writes the predictions of
// the folds to -cv for an outside scorer, and the weights learned from all of it
// to -o. The same data gives the same weights.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"attache"
	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/internal/text"
)

// sample is a labelled sentence, measured.
type sample struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Event string `json:"event"`
	Extra bool   `json:"extra"` // trains always, is never scored

	label    int
	features []event.Feature
	part     actor.Part
}

func main() {
	out := flag.String("o", "extract/event/weights.bin", "write the weights here")
	cv := flag.String("cv", "", "write the cross-validated predictions here")
	wire := flag.String("wire", "", "learn from these labelled articles too, and validate on them")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: train [-o FILE] [-cv FILE] DATA…")
		os.Exit(2)
	}
	if err := run(flag.Args(), *out, *cv, *wire); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(paths []string, out, cv, wire string) error {
	var samples []sample
	for i, path := range paths {
		s, err := load(path)
		if err != nil {
			return err
		}
		for k := range s {
			s[k].Extra = i > 0
		}
		samples = append(samples, s...)
	}
	samples, err := withReports(samples, wire)
	if err != nil {
		return err
	}
	if err := validate(samples, cv); err != nil {
		return err
	}
	m := learn(samples)
	b := m.Bytes()
	if err := os.WriteFile(out, b, 0o644); err != nil { //nolint:gosec // a data file of the repository
		return err
	}
	fmt.Printf("%d sentences, %d bytes of weights in %s\n", len(samples), len(b), out)
	return nil
}

// withReports adds the articles of the wire files to what is learned from.
func withReports(samples []sample, wire string) ([]sample, error) {
	if wire == "" {
		return samples, nil
	}
	var reports []report
	for path := range strings.SplitSeq(wire, ",") {
		r, err := readReports(path)
		if err != nil {
			return nil, err
		}
		reports = append(reports, r...)
	}
	validateReports(samples, reports)
	for i := range reports {
		samples = append(samples, reports[i].samples()...)
	}
	return samples, nil
}

// load reads and measures labelled sentences.
func load(path string) ([]sample, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []sample
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		s, err := parse(in.Text())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		s.label = labelOf(s.Event)
		if s.label < 0 {
			continue
		}
		s.part = cut(s.Text)
		s.features = event.Features(s.part, text.Range{First: 0, End: int32(len(s.part.Doc.Tokens))})
		out = append(out, s)
	}
	return out, in.Err()
}

// parse reads a JSON line, or a tab-separated case of testdata/cases.tsv (English ones).
func parse(line string) (sample, error) {
	var s sample
	if strings.HasPrefix(line, "{") {
		return s, json.Unmarshal([]byte(line), &s)
	}
	f := strings.Split(line, "\t")
	if len(f) == 6 && f[0] == "en" {
		_, s.Text, _ = strings.Cut(f[5], " | ")
		s.Event = f[2]
	}
	return s, nil
}

var empty = text.New("", "en")

func cut(s string) actor.Part {
	d := text.New(s, "en")
	return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
}

func labelOf(name string) int {
	if name == string(attache.Concede) || name == string(attache.Retreat) {
		name = "YIELD"
	}
	for i, l := range event.Labels {
		if string(l) == name {
			return i
		}
	}
	return -1
}
