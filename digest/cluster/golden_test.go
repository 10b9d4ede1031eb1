package cluster

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

var anew = flag.Bool("update", false, "write the golden file anew")

// TestTheReadingOfTextsIsTheOneTheWeightsWereLearnedWith holds every feature of every
// decision over the sample wire: trees that were learned with one reading of texts decide
// nothing sensible with another. Whoever changes terms, weights of terms, groups or
// features trains anew (see docs/stories.md) and then writes the file with -update.
func TestTheReadingOfTextsIsTheOneTheWeightsWereLearnedWith(t *testing.T) {
	var got strings.Builder
	c := New(Options{})
	for _, a := range sampleWire(t) {
		tell(&got, c, a)
	}
	brief := dispatch("x1", "en", "Velonia and Ostrava swap 148 prisoners", "", 300, "RUS", "UKR")
	brief.Summary = swapBody[:400] // all there is of it
	tell(&got, c, brief)
	brief.ID, brief.Published = "x2", time.Time{}
	tell(&got, c, brief)
	tellPairs(&got, c)
	c = New(Options{MaxStories: 12, MaxHeld: 30, Window: 36 * time.Hour}) // stories close all the time
	s := newSynthetic()
	for range 90 {
		tell(&got, c, s.article(60))
	}
	tellPairs(&got, c)
	file := filepath.Join("testdata", "stream.golden")
	if *anew {
		if err := os.WriteFile(file, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d of %s\nis   %s\nwant %s", i+1, file, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d lines, want %d", len(a), len(b))
	}
}

// tell writes what an article was compared with, and where it went.
func tell(w *strings.Builder, c *Clusterer, a attache.Article) {
	d := c.analyst.document(&a, false)
	fmt.Fprintf(w, "%s terms %s", a.ID, hashOf(d.vec.terms, d.title.terms, d.numbers, d.days, d.sketch, d.simhash))
	for _, e := range c.Candidates(a) {
		fmt.Fprintf(w, " %s %s", e.StoryID, hashOfFeatures(e.Features))
	}
	to := c.Add(a)
	fmt.Fprintf(w, " → %s %s %s %v %.3f\n", to.StoryID, to.TrackID, to.CopyOf, to.Moved, to.Score)
}

// tellPairs writes how the open stories compare with each other and within.
func tellPairs(w *strings.Builder, c *Clusterer) {
	var ids []string
	for id := range c.stories {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for i, id := range ids {
		s := c.stories[id]
		fmt.Fprintf(w, "%s has %d of %d, tight %.3f", id, s.own, len(s.members), s.tightness())
		if i > 0 {
			if h, ok := c.Pair(ids[i-1], id); ok {
				fmt.Fprintf(w, " %s", hashOfFeatures(h.Features))
			}
			if h, ok := c.Halve(ids[i-1], id); ok {
				fmt.Fprintf(w, " %v %s", h.A, hashOfFeatures(h.Features))
			}
		}
		if h, ok := c.Part(id, 2, 1); ok {
			fmt.Fprintf(w, " %v %v", h.A, h.B)
		}
		fmt.Fprintln(w)
	}
}

// hashOfFeatures tells features apart that differ in their first three digits.
func hashOfFeatures(x Features) string {
	h := fnv.New32a()
	for _, v := range x {
		fmt.Fprintf(h, "%.3g ", v+0) // no negative zero
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

func hashOf(values ...any) string {
	h := fnv.New32a()
	for _, v := range values {
		if list, ok := v.([]weighted); ok {
			for _, t := range list {
				fmt.Fprintf(h, "%d %.3g ", t.term, t.weight)
			}
			continue
		}
		fmt.Fprintf(h, "%v ", v)
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

// sampleWire is the sample wire with the reading that its authors gave it.
func sampleWire(t *testing.T) []attache.Article {
	t.Helper()
	paths, err := filepath.Glob("../../cmd/attache/sample/*.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatal("the sample wire is not there", err)
	}
	var out []attache.Article
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var r struct {
				attache.Article
				Event     *string  `json:"event"`
				Diplomacy bool     `json:"diplomacy"`
				Type      string   `json:"event_type"`
				Source    []string `json:"source"`
				Target    []string `json:"target"`
				Quotes    []any
			}
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			a := r.Article
			a.TrackID, a.StoryID = "", "" // its authors say, the clusterer is to find out
			a.Relevant = r.Diplomacy
			a.Event = attache.Event{Type: attache.EventType(r.Type), Source: r.Source, Target: r.Target}
			out = append(out, a)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortStableFunc(out, func(a, b attache.Article) int { return a.Published.Compare(b.Published) })
	return out
}
