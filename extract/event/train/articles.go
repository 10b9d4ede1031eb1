package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"slices"

	"attache"
	"attache/extract/actor"
	"attache/extract/event"
	"attache/internal/text"
)

// report is a labelled article of a wire: its title, its body, and the story it belongs to.
type report struct {
	ID        string
	Event     string
	Lang      string
	Title     string
	Body      string
	EventType string `json:"event_type"`

	title, body actor.Part
}

// readReports reads the English articles of a wire that have an event.
func readReports(path string) ([]report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var out []report
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var r report
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if r.Lang == "en" && r.EventType != "" {
			r.title, r.body = cut(r.Title), cut(r.Body)
			out = append(out, r)
		}
	}
	return out, in.Err()
}

// samples are the title and the first two sentences of an article, each a
// labelled sentence.
func (r *report) samples() []sample {
	var out []sample
	add := func(p actor.Part, s text.Range) {
		out = append(out, sample{
			Text: r.Event, Event: r.EventType, Extra: true, label: labelOf(r.EventType),
			features: event.Features(p, s), part: p,
		})
	}
	add(r.title, text.Range{First: 0, End: int32(len(r.title.Doc.Tokens))})
	for i, s := range r.body.Doc.Sentences {
		if i < 2 && s.End-s.First > 5 {
			add(r.body, s)
		}
	}
	return out
}

func (r *report) fold() int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Event))
	return int(h.Sum32()>>8) % folds
}

// validateReports prints how often the event of an article is right when the
// model has seen no article of its story.
func validateReports(samples []sample, reports []report) {
	right, without := 0, 0
	bare := learn(samples)
	for fold := range folds {
		train := slices.Clip(samples)
		for i := range reports {
			if reports[i].fold() != fold {
				train = append(train, reports[i].samples()...)
			}
		}
		m := learn(train)
		for i := range reports {
			if r := &reports[i]; r.fold() == fold {
				right += hit(m, r)
				without += hit(bare, r)
			}
		}
	}
	fmt.Printf("articles: %d, event right %.3f with other stories to learn from, %.3f without\n",
		len(reports), float64(right)/float64(len(reports)), float64(without)/float64(len(reports)))
}

func hit(m *event.Model, r *report) int {
	if event.Read(r.title, r.body, nil).With(m).Type == attache.EventType(r.EventType) {
		return 1
	}
	return 0
}
