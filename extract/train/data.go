package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"attache"
	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/labels"
	"attache/extract/labels/origin"
	"attache/extract/piece"
	"attache/extract/relevance"
	"attache/internal/text"
)

// sample is a labelled text, measured.
type sample struct {
	id, lang, outlet string
	set              string // the file it comes from, without folder and ending
	press            bool   // no ministry speaks itself
	diplomacy        bool
	event            attache.EventType // empty where not labelled
	weight           float64           // how much it counts in learning
	extra            bool              // trains only: a case of two lines, or no news at all

	relevance []float64
	pieces    []piece.Piece
	article   []event.Feature
}

// record is a line of labelled articles, of a wire or of real news; with "text" a short text of the background.
type record struct {
	ID, Lang, Title, Body, Text, Outlet, Country, Published string
	Kind                                                    string `json:"outlet_kind"`
	Diplomacy                                               bool
	Type                                                    attache.EventType `json:"event_type"`
}

// How much a text counts in learning: whole articles are what is read.
const (
	articleWeight    = 1
	caseWeight       = 1
	drillWeight      = 0.1
	backgroundWeight = 0.15 // short news that is hardly ever diplomacy
	chatWeight       = 0.1  // letters and comments,
	chatLength       = 600  // bytes; longer ones are read as articles are
)

// load reads files of articles and of cases, and texts in folders and clones with their labels.
func load(paths []string, lists string, clones fs.FS) ([]sample, error) {
	var out []sample
	for _, p := range paths {
		s, err := read(p, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	for pair := range strings.SplitSeq(lists, ",") {
		if pair == "" {
			continue
		}
		s, err := labelled(pair, &origin.Reader{Clones: clones})
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	return out, nil
}

// label is what a reader said about a text that is elsewhere.
type label struct {
	event, outlet string
	from          labels.Origin // empty where the text is one of a folder
}

// labelled reads FILE=FOLDER: the texts of the folder that have a label, and those that the clones have where the label says.
func labelled(pair string, clones *origin.Reader) ([]sample, error) {
	file, folder, ok := strings.Cut(pair, "=")
	if !ok {
		return nil, fmt.Errorf("-labels %s: write FILE=FOLDER", pair)
	}
	var out []sample
	set := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	known := map[string]label{}
	if err := eachLine(file, func(line string) error {
		f := append(strings.Split(line, "\t"), "", "", "", "")
		known[f[0]] = label{f[1], f[2], labels.Origin{Repository: f[3], Path: f[4]}}
		if f[3] == "" {
			return nil
		}
		text, err := clones.Text(known[f[0]].from)
		if err != nil {
			return err
		}
		r := record{ID: f[0], Lang: f[0][:2], Outlet: f[2], Title: text.Title, Body: text.Body, Kind: "press"}
		out = append(out, known[f[0]].sample(&r, set))
		return nil
	}); err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		s, err := read(p, known)
		if err != nil {
			return nil, err
		}
		for i := range s {
			s[i].set = set
		}
		out = append(out, s...)
	}
	return out, nil
}

// sample measures a text that has this label.
func (l label) sample(r *record, set string) sample {
	r.Diplomacy, r.Type = l.event != "N", attache.EventType(l.event)
	return sampleOf(r, set)
}

func eachLine(path string, visit func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 8<<20)
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
func read(path string, known map[string]label) ([]sample, error) {
	set := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var out []sample
	return out, eachLine(path, func(line string) error {
		if line[0] != '{' {
			out = append(out, caseOf(line, set))
			return nil
		}
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return err
		}
		if known == nil {
			out = append(out, sampleOf(&r, set))
		} else if l, ok := known[r.ID]; ok {
			out = append(out, l.sample(&r, set))
		}
		return nil
	})
}

func sampleOf(r *record, set string) sample {
	s := sample{
		id: r.ID, lang: r.Lang, outlet: r.Outlet, set: set, press: r.Kind != "official", diplomacy: r.Diplomacy, weight: articleWeight,
	}
	if r.Diplomacy {
		s.event = r.Type
	}
	switch {
	case r.Text != "":
		r.Body, s.lang, s.weight, s.extra = r.Text, "en", backgroundWeight, true
	case !r.Diplomacy && len(r.Body) < chatLength && (strings.HasPrefix(r.Outlet, "social_") || strings.HasPrefix(r.Outlet, "test_")):
		s.weight, s.extra = chatWeight, true
	}
	s.measure(r.Title, r.Body, r.Country, r.Published)
	return s
}

// caseOf reads a line of testdata/cases.tsv.
func caseOf(line, set string) sample {
	f := strings.Split(line, "\t")
	title, body, _ := strings.Cut(f[len(f)-1], " | ")
	s := sample{id: title, lang: f[0], outlet: title, set: set, diplomacy: f[1] == "+", weight: caseWeight, extra: true}
	if s.diplomacy && len(f) > 2 {
		s.event = attache.EventType(f[2])
	}
	s.measure(title, body, "", "")
	return s
}

func (s *sample) measure(title, body, country, published string) {
	at, _ := time.Parse(time.RFC3339, published) // decides only who held which office
	b := text.New(body, s.lang)
	f := actor.Find(actor.Input{Title: text.New(title, b.Lang), Body: b, Published: at, Country: country})
	sense := event.Read(f.Title, f.Body, f.Actors)
	v := relevance.Measure(f.Title, f.Body, sense)
	s.relevance, s.pieces = v.Features(), v.Pieces()
	s.article = sense.Measures()
}

// relevanceWeight is what a text counts in learning relevance. Of the drills nearly all are diplomacy, which news is not.
func (s *sample) relevanceWeight() float64 {
	if s.set == "drills" && s.diplomacy {
		return drillWeight * s.weight
	}
	return s.weight
}

// wire says whether a text is of a fictional wire.
func (s *sample) wire() bool { return len(s.set) == 2 }

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
	case s.wire():
		return s.set
	case s.outlet == "EFE" || s.outlet == "U.S. Department of State" || len(s.outlet) <= 2:
		return s.id
	}
	return s.outlet
}

// fold keeps an outlet, and a wire, in one fold.
func (s *sample) fold(folds int) int {
	switch s.set {
	case "a1", "a2":
		return 0
	case "b1", "b2", "b3":
		return int(s.set[1] - '0')
	}
	return int(hash(s.group(), uint32(folds)))
}

// apart says whether a text belongs to the fifth of real outlets that nobody looks at before the end of a round.
func (s *sample) apart() bool {
	return (s.set == "train" || s.set == "labels" || s.set == "labels-news" || strings.HasPrefix(s.set, "gold")) && hash("apart "+s.group(), 5) == 0
}
