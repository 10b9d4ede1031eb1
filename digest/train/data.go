package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"attache"
)

// labelled is an article with its gold story.
type labelled struct {
	attache.Article
	gold, track string
	scored      bool // counts in the figures
	real        bool // real news, of which nobody said what is about one event
}

// record is a line of clusters/*.jsonl or wire/*.jsonl.
type record struct {
	ID        string           `json:"id"`
	Story     string           `json:"story"`
	Event     *string          `json:"event"`
	Text      string           `json:"text"`
	Title     string           `json:"title"`
	Body      string           `json:"body"`
	Lang      string           `json:"lang"`
	Outlet    string           `json:"outlet"`
	Kind      string           `json:"outlet_kind"`
	URL       string           `json:"url"`
	Published string           `json:"published"`
	Diplomacy bool             `json:"diplomacy"`
	Type      string           `json:"event_type"`
	Source    []string         `json:"source"`
	Target    []string         `json:"target"`
	Track     string           `json:"track"`
	Reading   *attache.Reading `json:"-"` // what extraction found, instead of the gold actors
}

// load reads articles in the order of their publication, or of the file, with
// what extraction read in them where a file of readings tells.
func load(path string, readings []string) ([]labelled, error) {
	read, err := loadReadings(readings)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		r.Reading = read[r.ID]
		list = append(list, r.article())
	}
	slices.SortStableFunc(list, func(a, b labelled) int { return a.Published.Compare(b.Published) })
	return list, lines.Err()
}

// loadReadings reads what attache inspect article printed.
func loadReadings(paths []string) (map[string]*attache.Reading, error) {
	m := map[string]*attache.Reading{}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		for lines := json.NewDecoder(f); ; {
			var r struct {
				ID string `json:"id"`
				attache.Reading
			}
			if err := lines.Decode(&r); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			m[r.ID] = &r.Reading
		}
	}
	return m, nil
}

func (r *record) article() labelled {
	l := labelled{gold: r.Story, scored: true, track: r.Track}
	l.ID, l.Title, l.Body, l.Lang = r.ID, r.Title, r.Body, r.Lang
	l.Outlet, l.OutletKind, l.URL = r.Outlet, attache.SourceKind(r.Kind), r.URL
	l.Published, _ = time.Parse(time.RFC3339, r.Published) // real articles have other forms, and get other times
	if r.Text != "" {
		l.Body, l.Lang = r.Text, "en"
	}
	if r.Body != "" {
		l.gold, l.scored = "alone "+r.ID, r.Diplomacy
		if r.Event != nil {
			l.gold = *r.Event
		}
	}
	l.Relevant = r.Diplomacy
	l.Event = attache.Event{Type: attache.EventType(r.Type), Source: r.Source, Target: r.Target}
	if r.Reading != nil {
		lang := l.Lang
		l.Reading = *r.Reading
		l.Lang = lang
	}
	return l
}

// shuffled gives the articles in another order, the same for the same seed.
func shuffled(list []labelled, seed uint64) []labelled {
	out := slices.Clone(list)
	rand.New(rand.NewPCG(seed, 7)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// score is B-cubed precision, recall and F1 over the scored articles.
func score(list []labelled, story map[string]string) (p, r, f float64) {
	gold, pred := map[string]float64{}, map[string]float64{}
	both := map[[2]string]float64{}
	n := 0.0
	for i := range list {
		if a := &list[i]; a.scored {
			n++
			gold[a.gold]++
			pred[story[a.ID]]++
			both[[2]string{a.gold, story[a.ID]}]++
		}
	}
	for k, c := range both {
		r += c * c / gold[k[0]] / n
		p += c * c / pred[k[1]] / n
	}
	return p, r, 2 * p * r / (p + r)
}
