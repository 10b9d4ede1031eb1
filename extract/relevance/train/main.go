// Command train learns how much each measure of a text says about whether it is
// diplomacy.
//
//	go run ./extract/relevance/train [-o FILE] extract/testdata/cases.tsv ../shared/data/wire/a1.jsonl …
//
// It reads labelled texts: tab-separated cases (language, + or -, …, text), and
// JSON Lines of {"id", "event", "lang", "title", "body", "diplomacy"}, and background
// news of {"id", "text"}, which counts as no diplomacy. It prints
// the F1 of five-fold cross-validation, reports of one event in one fold, and
// writes the weights learned from all of it. The same data gives the same weights.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/extract/relevance"
	"attache/extract/text"
)

type sample struct {
	features  []float64
	diplomacy bool
	fold      int
	source    string
	weight    float64 // whole articles count more than cases of two lines: they are what is read
}

const (
	folds   = 5
	article = 2 // the weight of an article
	// background is the weight of a text of the background: news that is hardly
	// ever diplomacy, as the feeds bring it.
	background = 0.3
)

func main() {
	out := flag.String("o", "extract/relevance/data/weights.tsv", "write the weights here")
	flag.Parse()
	if err := run(flag.Args(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(paths []string, out string) error {
	var samples []sample
	for _, p := range paths {
		s, err := load(p)
		if err != nil {
			return err
		}
		samples = append(samples, s...)
	}
	if len(samples) == 0 {
		return fmt.Errorf("no labelled texts; name the files to learn from")
	}
	validate(samples)
	w := learn(samples)
	head := "# Learned by extract/relevance/train from testdata/cases.tsv and the fictional wire written for this project, and ECB+ news taken as no diplomacy.\n"
	return os.WriteFile(out, []byte(head+w.String()), 0o644) //nolint:gosec // a data file of the repository
}

func validate(samples []sample) {
	type count struct{ tp, fp, fn, tn int }
	all := map[string]*count{}
	for fold := range folds {
		train := slices.DeleteFunc(slices.Clone(samples), func(s sample) bool { return s.fold == fold })
		w := learn(train)
		for _, s := range samples {
			if s.fold != fold {
				continue
			}
			c := all[s.source]
			if c == nil {
				c = &count{}
				all[s.source] = c
			}
			switch said := w.Score(s.features) > 0; {
			case said && s.diplomacy:
				c.tp++
			case said:
				c.fp++
			case s.diplomacy:
				c.fn++
			default:
				c.tn++
			}
		}
	}
	for _, source := range slices.Sorted(func(yield func(string) bool) {
		for k := range all {
			if !yield(k) {
				return
			}
		}
	}) {
		c := all[source]
		fmt.Printf("five folds, %s: F1 %.3f (right %d, wrongly relevant %d, missed %d of %d)\n",
			source, 2*float64(c.tp)/float64(2*c.tp+c.fp+c.fn), c.tp+c.tn, c.fp, c.fn, c.tp+c.fp+c.fn+c.tn)
	}
}

// learn fits a logistic regression with L2 by gradient descent. A word of
// diplomacy never speaks against it, a word of another field never for it.
func learn(samples []sample) relevance.Weights {
	n := len(relevance.Names)
	w := make(relevance.Weights, n)
	square := make([]float64, n)
	for range 3000 {
		g := make([]float64, n)
		for _, s := range samples {
			d := 1 / (1 + math.Exp(-w.Score(s.features)))
			if s.diplomacy {
				d--
			}
			for i, x := range s.features {
				g[i] += s.weight * d * x
			}
		}
		for i := range w {
			if i > 0 {
				g[i] += 0.35 * w[i]
			}
			square[i] += g[i] * g[i]
			w[i] -= 0.3 * g[i] / (math.Sqrt(square[i]) + 1e-9)
			w[i] = signed(relevance.Names[i], w[i])
		}
	}
	return w
}

func signed(name string, w float64) float64 {
	first, _, _ := strings.Cut(name, " ")
	switch {
	case name == "bias":
		return w
	case name == "no diplomatic word", len(first) > 2 && first == strings.ToUpper(first) && first != "DIPLO" && first != "TALK" && first != "STATE":
		return min(w, 0)
	}
	return max(w, 0)
}

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
		line := in.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] != '{' {
			f := strings.Split(line, "\t")
			title, body, _ := strings.Cut(f[len(f)-1], " | ")
			out = append(out, measure(f[0], title, body, title, f[1] == "+", path))
			continue
		}
		var r struct {
			ID, Event, Lang, Title, Body, Text string
			Diplomacy                          bool
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if r.Text != "" { // other news: accidents, crime, sports, business
			s := measure("en", "", r.Text, r.ID, false, path)
			s.weight = background
			out = append(out, s)
			continue
		}
		group := r.Event
		if group == "" {
			group = r.ID
		}
		s := measure(r.Lang, r.Title, r.Body, group, r.Diplomacy, path)
		s.weight = article
		out = append(out, s)
	}
	return out, in.Err()
}

func measure(lang, title, body, group string, diplomacy bool, source string) sample {
	part := func(s string) actor.Part {
		d := text.New(s, lang)
		return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
	}
	t, b := part(title), part(body)
	h := fnv.New32a()
	_, _ = h.Write([]byte(group))
	v := relevance.Measure(t, b, event.Read(t, b, nil))
	return sample{v.Features(), diplomacy, int(h.Sum32()>>8) % folds, source, 1}
}
