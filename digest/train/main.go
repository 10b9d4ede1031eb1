// Command train learns the decisions of package cluster: whether an article
// belongs to a story, and whether two groups of articles are one.
//
//	go run ./digest/train -background DATA      writes background.bin, which the next build embeds
//	go run ./digest/train DATA READINGS...      writes model.txt
//	go run ./digest/train -check DATA READINGS... measures by cross-validation, writes nothing
//
// DATA is the folder with quotes/, events/, clusters/ and wire/. READINGS are
// what attache inspect article prints for clusters/*.jsonl and wire/*.jsonl;
// without them the gold actors are used. It runs from the repository's root
// and is deterministic: the same data give the same bytes.
package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/digest/cluster"
)

const (
	backgroundPath = "digest/cluster/background.bin"
	modelPath      = "digest/cluster/model.txt"
	provenance     = `# Boosted trees, learned by go run ./digest/train from ECB+ (clusters/train.jsonl; annotation
# CC BY 3.0, A. Cybulska and P. Vossen) and the fictional wire. No text is in here.
`
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("train: ")
	words := flag.Bool("background", false, "count the background's document frequencies")
	check := flag.Bool("check", false, "measure by cross-validation, write nothing")
	verbose := flag.Bool("v", false, "list what was mixed and split")
	flag.Parse()
	if flag.NArg() < 1 {
		log.Fatal("usage: go run ./digest/train [-background|-check] [-v] DATA [READINGS.jsonl...]")
	}
	var err error
	if *words {
		err = writeBackground(flag.Arg(0))
	} else {
		err = run(flag.Arg(0), flag.Args()[1:], *check, *verbose)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func writeBackground(dir string) error {
	b, err := background(dir)
	if err != nil {
		return err
	}
	return os.WriteFile(backgroundPath, b, 0o644)
}

// learnt are the sets that are learned from; dev is only measured.
var learnt = []string{"train", "a1", "a2", "b1", "b2", "b3"}

// wires are those of them that are streams of many outlets: one is left out, or mixed with real news.
var wires = []string{"a1", "a2", "b1", "b2", "b3"}

func run(dir string, readings []string, check, verbose bool) error {
	at := map[string][]labelled{}
	for _, name := range append([]string{"dev", "real"}, learnt...) {
		path := "wire/" + name + ".jsonl"
		switch name {
		case "train", "dev":
			path = "clusters/" + name + ".jsonl"
		case "real":
			path = "real/train.jsonl"
		}
		list, err := load(filepath.Join(dir, path), readings)
		if err != nil {
			return err
		}
		at[name] = list
	}
	if check {
		return crossValidate(at, verbose)
	}
	data := learnFrom(at, "", -1)
	m := data.model()
	if err := os.WriteFile(modelPath, []byte(provenance+m.String()), 0o644); err != nil {
		return err
	}
	for _, name := range append(learnt, "dev") {
		report(name, at[name], m, verbose)
	}
	return nil
}

// learnFrom gathers the examples of all sets but one, and of streams in which wires run among the real articles of one half
// (both halves where it is below 0).
func learnFrom(at map[string][]labelled, without string, half int) set {
	var data set
	for _, name := range learnt {
		if name[:1] != without && name != without {
			data.learn(at[name])
		}
	}
	for i, name := range wires {
		if name[:1] != without && name != without {
			data.learn(mixed(at[name], at["real"], uint64(i), half))
		}
	}
	return data
}

// crossValidate leaves out one wire, with one half of the real articles, and measures on both; then one half of ECB+.
func crossValidate(at map[string][]labelled, verbose bool) error {
	for i, name := range []string{"a", "b1", "b2", "b3"} {
		data := learnFrom(at, name, i%2)
		m := data.model()
		fmt.Printf("learned without %s and half of the real articles:\n", name)
		for _, w := range wires {
			if w[:1] == name || w == name {
				report(w, at[w], m, verbose)
				report(w+" among real articles", mixed(at[w], at["real"], 9, 1-i%2), m, verbose)
			}
		}
	}
	for fold := range 2 {
		var data set
		for _, name := range learnt {
			if name == "train" {
				data.learn(part(at[name], fold))
			} else {
				data.learn(at[name])
			}
		}
		fmt.Println("learned from one half of the events of ECB+, measured on the other:")
		report("train", part(at["train"], 1-fold), data.model(), verbose)
	}
	return nil
}

// mixed puts the articles of a wire among real ones of one half, all of them unrelated, in the days of the wire.
func mixed(wire, news []labelled, seed uint64, half int) []labelled {
	out := slices.Clone(wire)
	first, last := wire[0].Published, wire[len(wire)-1].Published
	r := rand.New(rand.NewPCG(seed, 21))
	of := map[string]int{}
	for _, a := range shuffled(news, seed+40) {
		if half >= 0 && int(hash(a.ID)&1) != half || of[a.Lang] > 30 {
			continue
		}
		of[a.Lang]++
		a.Published = first.Add(time.Duration(r.Int64N(int64(last.Sub(first)))))
		a.gold, a.scored, a.real = "alone "+a.ID, true, true
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b labelled) int { return a.Published.Compare(b.Published) })
	return out
}

func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32() >> 3
}

// set are examples of both decisions.
type set struct{ joins, bonds []example }

func (s *set) learn(list []labelled) {
	j, b := examples(list)
	s.joins, s.bonds = append(s.joins, j...), append(s.bonds, b...)
}

func (s *set) model() *cluster.Model {
	return &cluster.Model{Join: boost(s.joins, defaults), Bond: boost(s.bonds, defaults)}
}

// half tells the events of one half from those of the other.
func half(a *labelled) int {
	return int(hash(strings.TrimSuffix(strings.TrimSuffix(a.gold, "ecb"), "plus")) & 1) // a topic's two events together
}

// part are the articles of half the events.
func part(list []labelled, fold int) []labelled {
	return slices.DeleteFunc(slices.Clone(list), func(a labelled) bool { return half(&a) != fold })
}

// How the examples are drawn.
const (
	orders       = 10 // replays, the first in the given order
	crowdedEvery = 5  // of them, one is crowded
	firstWeight  = 3  // of an article that begins its story: a wrong merge there costs the story
)

// examples replays articles in several orders, each put into its gold story:
// what joins, and which groups are one.
func examples(list []labelled) (joins, bonds []example) {
	gold, unsure := map[string]string{}, map[string]string{}
	for i := range list {
		gold[list[i].ID] = list[i].gold
		if list[i].real {
			unsure[list[i].gold] = list[i].Lang
		}
	}
	for seed := range uint64(orders) {
		order := list
		if seed > 0 {
			order = shuffled(list, seed+100)
		}
		if seed%crowdedEvery == crowdedEvery-1 {
			order = crowded(order)
		}
		c := cluster.New(cluster.Options{})
		seen := map[string]bool{}
		for i, a := range order {
			w := 1.0
			if !seen[a.gold] {
				w = firstWeight
			}
			seen[a.gold] = true
			var others []string
			for _, e := range c.Candidates(a.Article) {
				if a.real && unsure[e.StoryID] == a.Lang {
					continue // real articles of one language may well be about one event
				}
				x := example{x: e.Features, weight: w}
				if e.StoryID == a.gold {
					x.y = 1
				} else if len(others) < 2 && (!a.real || unsure[e.StoryID] == "") {
					others = append(others, e.StoryID)
				}
				joins = append(joins, x)
			}
			v := a.Article
			v.StoryID = a.gold
			c.Add(v)
			bonds = append(bonds, groups(c, a.gold, others, gold, i)...)
		}
	}
	return joins, bonds
}

// crowded makes all articles ones about the same two parties, in as many days
// as they took weeks: then only the text tells events apart.
func crowded(list []labelled) []labelled {
	out := slices.Clone(list)
	for i := range out {
		a := &out[i].Article
		if len(a.Event.Source)+len(a.Event.Target) == 0 {
			continue
		}
		a.Event = attache.Event{Type: attache.Consult, Source: []string{"RUS"}, Target: []string{"UKR"}}
		a.Actors = nil
		if !a.Published.IsZero() {
			a.Published = list[0].Published.Add(a.Published.Sub(list[0].Published) / 7)
		}
	}
	return out
}

// groups compares the story with parts of its own, and with others.
func groups(c *cluster.Clusterer, story string, others []string, gold map[string]string, i int) []example {
	var out []example
	add := func(h cluster.Halves, ok bool) {
		if !ok {
			return
		}
		// The share of pairs across that are truly of one story.
		same := 0
		for _, a := range h.A {
			for _, b := range h.B {
				if gold[a] == gold[b] {
					same++
				}
			}
		}
		x := example{x: h.Features, weight: 1}
		switch share := float64(same) / float64(len(h.A)*len(h.B)); {
		case share > 0.6:
			x.y = 1
		case share > 0.3:
			return
		}
		out = append(out, x)
	}
	add(c.Halve(story))
	add(c.Part(story, 2+i%3, i%2))
	for _, o := range others {
		add(c.Halve(story, o))
		add(c.Pair(story, o))
	}
	return out
}

// report measures in the given order and in four others.
func report(name string, list []labelled, m *cluster.Model, verbose bool) {
	var sum float64
	for seed := range uint64(5) {
		order := list
		if seed > 0 {
			order = shuffled(list, seed)
		}
		now, final, tracks := assign(order, m)
		p, r, f := score(list, final)
		if seed > 0 {
			sum += f / 4
			continue
		}
		_, _, atOnce := score(list, now)
		fmt.Printf("  %-6s B-cubed P %.3f R %.3f F1 %.3f (as first assigned %.3f)", name, p, r, f, atOnce)
		apart := map[string]string{}
		for _, a := range list {
			apart[a.ID] = a.ID
		}
		_, _, none := score(list, apart)
		right, all := crossPairs(list, final)
		fmt.Printf(", all apart %.3f, pairs across languages %d of %d right", none, right, all)
		if tracked, ids := byTrack(list, tracks); len(tracked) > 0 {
			_, _, f := score(tracked, ids)
			fmt.Printf(", tracks F1 %.3f", f)
		}
		if verbose {
			fmt.Println()
			confusions(order, final)
		}
	}
	fmt.Printf("; in other orders %.3f\n", sum)
}

// assign streams articles: the story of each as first assigned and in the
// end, and its track.
func assign(list []labelled, m *cluster.Model) (now, final, tracks map[string]string) {
	c := cluster.New(cluster.Options{Model: m})
	now, final, tracks = map[string]string{}, map[string]string{}, map[string]string{}
	for _, a := range list {
		got := c.Add(a.Article)
		now[a.ID], final[a.ID], tracks[a.ID] = got.StoryID, got.StoryID, got.TrackID
		for _, move := range got.Moved {
			final[move.ArticleID], tracks[move.ArticleID] = move.To, move.TrackID
		}
	}
	return now, final, tracks
}

// byTrack are the articles with a gold and a found track, the former as gold.
func byTrack(list []labelled, tracks map[string]string) ([]labelled, map[string]string) {
	var out []labelled
	for _, a := range list {
		if a.track != "" && tracks[a.ID] != "" && a.scored {
			a.gold = a.track
			out = append(out, a)
		}
	}
	return out, tracks
}

// crossPairs counts the pairs of articles in different languages that were put together, and those of them that are right.
func crossPairs(list []labelled, story map[string]string) (right, all int) {
	for i := range list {
		for j := range i {
			a, b := &list[i], &list[j]
			if a.Lang == b.Lang || !a.scored || !b.scored || story[a.ID] != story[b.ID] {
				continue
			}
			all++
			if a.gold == b.gold {
				right++
			}
		}
	}
	return right, all
}
