package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/relevance"
	"attache/extract/text"
)

// sample is a labelled text, measured.
type sample struct {
	id, lang, outlet string
	set              string // the file it comes from, without folder and ending
	press            bool   // no ministry speaks itself
	diplomacy        bool
	event            attache.EventType // empty where not labelled
	codes            []string          // of the labelled source and target
	weight           float64           // how much it counts in learning: whole articles more than cases of two lines
	chat             bool              // trains only: no news at all
	sentence         bool              // says what a sentence's event is, nothing of relevance

	relevance []float64
	article   []event.Feature
	sense     *event.Sense
}

// record is a line of labelled articles, of a wire or of real news; with "text" a short text of the background.
type record struct {
	ID, Lang, Title, Body, Text, Event, Outlet, Country, Published string
	Kind                                                    string `json:"outlet_kind"`
	Diplomacy                                               *bool
	Type                                                    string `json:"event_type"`
	Source, Target                                          codes
}

// codes are those of countries and bodies; sentences have names in words there, which are nothing.
type codes []string

func (c *codes) UnmarshalJSON(b []byte) error {
	var list []string
	if json.Unmarshal(b, &list) == nil {
		*c = list
	}
	return nil
}

// How much a text counts in learning.
const (
	articleWeight    = 1
	caseWeight       = 0.3
	backgroundWeight = 0.15 // short news that is hardly ever diplomacy
	chatWeight       = 0.1
	sentenceWeight   = 0.3
)

// load reads every file: articles (.jsonl), cases (.tsv), and labels for texts that are elsewhere (-labels FILE with -texts FOLDER).
func load(paths []string, labels, texts string) ([]sample, error) {
	var out []sample
	for _, p := range paths {
		s, err := read(p, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	if labels == "" {
		return out, nil
	}
	type label = string
	known := map[string]label{}
	if err := lines(labels, func(line string) error {
		id, l, _ := strings.Cut(line, "\t")
		known[id] = l
		return nil
	}); err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(texts, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		s, err := read(p, known)
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	return out, nil
}

func lines(path string, visit func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 4<<20)
	for in.Scan() {
		if line := in.Text(); line != "" && line[0] != '#' {
			if err := visit(line); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return in.Err()
}

// read reads a file; with labels, only the texts that have one.
func read(path string, labels map[string]string) ([]sample, error) {
	set := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var out []sample
	return out, lines(path, func(line string) error {
		if line[0] != '{' {
			out = append(out, caseOf(line, set))
			return nil
		}
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		s := sample{id: r.ID, lang: r.Lang, outlet: r.Outlet, set: set, press: r.Kind != "official", weight: articleWeight}
		switch label, ok := labels[r.ID]; {
		case labels != nil && !ok:
			return nil
		case labels != nil:
			s.set = "pool"
			s.diplomacy = label != "N"
			if s.diplomacy {
				s.event = attache.EventType(label)
			}
			if r.Lang == "uk" || r.Lang == "ru" {
				s.chat, s.weight = true, chatWeight
			}
		case r.Text != "" && slices.Contains(event.Types, attache.EventType(r.Event)):
			r.Lang, r.Body = "en", r.Text
			s.lang, s.sentence, s.event, s.weight = "en", true, attache.EventType(r.Event), sentenceWeight
		case r.Text != "":
			r.Lang, r.Body = "en", r.Text
			s.lang, s.weight, s.chat = "en", backgroundWeight, true
		case r.Diplomacy == nil:
		default:
			s.diplomacy = *r.Diplomacy
			if s.diplomacy {
				s.event, s.codes = attache.EventType(r.Type), append(r.Source, r.Target...)
			}
		}
		measure(&s, r.Title, r.Body, r.Country, r.Published)
		out = append(out, s)
		return nil
	})
}

// caseOf reads a line of testdata/cases.tsv.
func caseOf(line, set string) sample {
	f := strings.Split(line, "\t")
	title, body, _ := strings.Cut(f[len(f)-1], " | ")
	s := sample{id: title, lang: f[0], outlet: title, set: set, diplomacy: f[1] == "+", weight: caseWeight, chat: true}
	if s.diplomacy && len(f) > 2 && f[2] != "-" {
		s.event = attache.EventType(f[2])
	}
	measure(&s, title, body, "", "")
	return s
}

func measure(s *sample, title, body, country, published string) {
	at, _ := time.Parse(time.RFC3339, published)
	b := text.New(body, s.lang)
	f := actor.Find(actor.Input{Title: text.New(title, b.Lang), Body: b, Published: at, Country: country})
	s.sense = event.Read(f.Title, f.Body, f.Actors)
	s.relevance = relevance.Measure(f.Title, f.Body, s.sense).Features()
	s.article = s.sense.Measures()
}

// hash spreads names over n folds.
func hash(name string, n uint32) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return (h.Sum32() ^ h.Sum32()>>13) % n
}

// group is what must not stand on both sides of a fold: an outlet, a wire. An agency or a ministry that is the only one of its
// kind is split by article.
func (s *sample) group() string {
	switch {
	case s.outlet == "EFE" || s.outlet == "U.S. Department of State" || len(s.outlet) <= 2:
		return s.id
	case strings.HasPrefix(s.set, "a") && len(s.set) == 2, strings.HasPrefix(s.set, "b") && len(s.set) == 2:
		return s.set
	}
	return s.outlet
}

// apart says whether a text belongs to the fifth of outlets that nobody looks at before the end of a round.
func (s *sample) apart() bool {
	real := s.set == "train" || strings.HasPrefix(s.set, "gold")
	return real && hash("apart "+s.group(), 5) == 0
}
