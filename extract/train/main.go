// Command train learns what decides about whole articles: the weights of relevance and of their events.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
)

func main() {
	labels := flag.String("labels", "", "labels of texts that are elsewhere: id, tab, N or an event type")
	texts := flag.String("texts", "", "folder of those texts")
	decay := flag.Float64("decay", 3, "")
	langs := flag.Bool("langs", false, "leave out languages, not outlets")
	errs := flag.Bool("errors", false, "")
	final := flag.Bool("apart", false, "")
	out := flag.String("o", "", "write the weights of relevance here")
	score := flag.String("score", "", "")
	flag.Parse()
	samples, err := load(flag.Args(), *labels, *texts)
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
	var use []*sample
	var held []*sample
	for i := range samples {
		if samples[i].apart() {
			held = append(held, &samples[i])
		} else {
			use = append(use, &samples[i])
		}
	}
	fmt.Println(len(use), len(held))
	if *eventsOut != "" {
		m := learnEvents(slices.DeleteFunc(slices.Clone(use), func(s *sample) bool { return s.event == "" || typeIndex(s.event) < 0 }), *epochs, *erate, *edecay)
		if err := os.WriteFile(*eventsOut, m.quantized().Bytes(), 0o644); err != nil {
			panic(err)
		}
		right, n := 0, 0
		for _, s := range held {
			if s.event != "" && typeIndex(s.event) >= 0 && s.press {
				n++
				if s.sense.WithArticles(m.quantized()).Type == s.event {
					right++
				}
			}
		}
		fmt.Printf("apart, press: %d of %d\n", right, n)
	}
	if *events {
		crossEvents(use, *epochs, *erate, *edecay, *errs)
		return
	}
	use = slices.DeleteFunc(use, func(s *sample) bool { return s.sentence })
	p := crossRelevance(use, *decay, *langs)
	summary(use, p)
	th := threshold(use, p)
	printRelevance(use, p, th, *errs)
	if *out != "" {
		w := learnRelevance(use, *decay)
		w.Threshold = th
		if err := os.WriteFile(*out, []byte(w.Text()), 0o644); err != nil {
			panic(err)
		}
	}
	if *score != "" {
		more, err := read(*score, nil)
		if err != nil {
			panic(err)
		}
		w := learnRelevance(use, *decay)
		for i := range more {
			fmt.Printf("P %s %.3f\n", more[i].id, w.Probability(more[i].relevance))
		}
	}
	if *final {
		w := learn(use, *decay)
		q := map[*sample]float64{}
		for _, s := range held {
			q[s] = w(s)
		}
		fmt.Println("kept apart")
		printRelevance(held, q, th, false)
	}
}

func crossRelevance(samples []*sample, decay float64, langs bool) map[*sample]float64 {
	p := map[*sample]float64{}
	const folds = 8
	keys := []string{"de", "fr", "es", "ru", "uk", "zh", "ar", "en"}
	for fold := range folds {
		out := func(s *sample) bool {
			if langs {
				return s.lang == keys[fold] 
			}
			return foldOf(s, folds) == fold
		}
		train := slices.DeleteFunc(slices.Clone(samples), out)
		w := learn(train, decay)
		for _, s := range samples {
			if out(s) {
				p[s] = w(s)
			}
		}
	}
	return p
}

// threshold is the highest that keeps .95 of what is diplomacy in press and wires.
func threshold(samples []*sample, p map[*sample]float64) float64 {
	var pos []float64
	for _, s := range samples {
		if s.diplomacy && s.press && !s.chat {
			pos = append(pos, p[s])
		}
	}
	slices.Sort(pos)
	return min(pos[len(pos)*5/100], 0.5)
}

func printRelevance(samples []*sample, p map[*sample]float64, th float64, errors bool) {
	type count struct{ tp, fp, fn, n int }
	all := map[string]*count{}
	for _, s := range samples {
		keys := []string{"set " + s.set}
		if s.set == "train" || s.set == "pool" || len(s.set)>4 && s.set[:4] == "gold" {
			if s.press {
				keys = append(keys, "press", "press "+s.lang)
			} else {
				keys = append(keys, "official")
			}
		} else {
			keys = append(keys, "other "+s.lang)
		}
		for _, k := range keys {
			c := all[k]
			if c == nil {
				c = &count{}
				all[k] = c
			}
			c.n++
			said := p[s] >= th
			switch {
			case said && s.diplomacy:
				c.tp++
			case said:
				c.fp++
			case s.diplomacy:
				c.fn++
			}
		}
		if errors && !s.chat && (p[s] >= th) != s.diplomacy {
			fmt.Printf("   %s %s %v %.2f\n", s.set, s.id, s.diplomacy, p[s])
		}
	}
	fmt.Printf("threshold %.3f\n", th)
	var keys []string
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		c := all[k]
		fmt.Printf("%-14s n %4d pos %3d P %.3f R %.3f F1 %.3f\n", k, c.n, c.tp+c.fn, div(c.tp, c.tp+c.fp), div(c.tp, c.tp+c.fn), div(2*c.tp, 2*c.tp+c.fp+c.fn))
	}
}

func div(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func learn(train []*sample, decay float64) func(*sample) float64 {
	w := learnRelevance(train, decay)
	if *trees == 0 {
		return func(s *sample) float64 { return w.Probability(s.relevance) }
	}
	var x [][]float64
	var y, wt, z []float64
	for _, s := range train {
		x = append(x, s.relevance)
		v := 0.0
		if s.diplomacy {
			v = 1
		}
		y = append(y, v)
		wt = append(wt, s.weight)
		z = append(z, *start*w.Score(s.relevance))
	}
	f := boost(x, y, wt, z, *trees, *depth, *rate, 4, *minH, 0.6, 0.3)
	return func(s *sample) float64 {
		a := *start*w.Score(s.relevance) + f.score(s.relevance)
		b := w.Score(s.relevance)
		return 1 / (1 + math.Exp(-((1-*mix)*a + *mix*b)))
	}
}

var trees = flag.Int("trees", 0, "")
var depth = flag.Int("depth", 3, "")
var rate = flag.Float64("rate", 0.06, "")
var minH = flag.Float64("minh", 3, "")
var start = flag.Float64("start", 0, "")
var mix = flag.Float64("mix", 0.4, "")

var events = flag.Bool("events", false, "")
var epochs = flag.Int("epochs", 30, "")
var erate = flag.Float64("erate", 0.08, "")
var edecay = flag.Float64("edecay", 0.001, "")

// foldOf keeps a wire, and an outlet, in one fold.
func foldOf(s *sample, folds int) int {
	switch s.set {
	case "a1", "a2":
		return 0
	case "b1":
		return 1
	case "b2":
		return 2
	case "b3":
		return 3
	}
	return int(hash(s.group(), uint32(folds)))
}

var eventsOut = flag.String("events-o", "", "")
