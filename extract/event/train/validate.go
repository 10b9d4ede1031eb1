package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"slices"

	"attache/extract/actor"
	"attache/extract/event"
)

const folds = 5

// four are the classes that the types fall into: cooperation and conflict, in
// words and in deeds.
var four = map[string]int{
	"AGREE": 0, "CONSULT": 0, "SUPPORT": 0, "COOPERATE": 1, "AID": 1, "YIELD": 1,
	"REQUEST": 2, "ACCUSE": 2, "REJECT": 2, "THREATEN": 2,
	"PROTEST": 3, "SANCTION": 3, "MOBILIZE": 3, "COERCE": 3, "ASSAULT": 3,
}

// foldOf keeps sentences with the same text together.
func foldOf(s *sample) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.Text))
	return int(h.Sum32()>>8) % folds
}

// validate prints what the model reaches on sentences that it has not seen.
func validate(samples []sample, path string) error {
	var gold, said []int
	var scored []*sample
	for fold := range folds {
		var train []sample
		for i := range samples {
			if samples[i].Extra || foldOf(&samples[i]) != fold {
				train = append(train, samples[i])
			}
		}
		m := learn(train)
		for i := range samples {
			if s := &samples[i]; !s.Extra && foldOf(s) == fold {
				gold = append(gold, s.label)
				said = append(said, labelOf(string(event.Read(actor.Part{Doc: empty}, s.part, nil).With(m).Type)))
				scored = append(scored, s)
			}
		}
	}
	printScores(gold, said)
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	for i, s := range scored {
		name := "STATEMENT"
		if said[i] >= 0 {
			name = string(event.Labels[said[i]])
		}
		if err := e.Encode(map[string]any{"id": s.ID, "event": map[string]string{"type": name}}); err != nil {
			return err
		}
	}
	return f.Close()
}

func printScores(gold, said []int) {
	right := 0
	g4, s4 := make([]int, len(gold)), make([]int, len(gold))
	for i := range gold {
		if gold[i] == said[i] {
			right++
		}
		g4[i], s4[i] = four[string(event.Labels[gold[i]])], -1
		if said[i] >= 0 {
			s4[i] = four[string(event.Labels[said[i]])]
		}
	}
	fmt.Printf("five folds: %d sentences, accuracy %.3f, macro F1 %.3f; four classes: macro F1 %.3f\n",
		len(gold), float64(right)/float64(len(gold)), macro(gold, said, classes), macro(g4, s4, 4))
	for k := range classes {
		fmt.Printf("  %-10s F1 %.3f\n", event.Labels[k], f1(gold, said, k))
	}
}

func macro(gold, said []int, classes int) float64 {
	sum, n := 0.0, 0
	for k := range classes {
		if slices.Contains(gold, k) {
			sum += f1(gold, said, k)
			n++
		}
	}
	return sum / float64(n)
}

func f1(gold, said []int, k int) float64 {
	tp, fp, fn := 0, 0, 0
	for i := range gold {
		switch {
		case gold[i] == k && said[i] == k:
			tp++
		case gold[i] == k:
			fn++
		case said[i] == k:
			fp++
		}
	}
	if tp == 0 {
		return 0
	}
	return float64(2*tp) / float64(2*tp+fp+fn)
}
