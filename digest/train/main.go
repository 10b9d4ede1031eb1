// Command train learns the merge-or-new decision of package cluster, and
// measures it.
package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"attache/digest/cluster"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("train: ")
	if len(os.Args) < 2 {
		log.Fatal("usage: go run ./digest/train DATA [READINGS.jsonl...]")
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		log.Fatal(err)
	}
}

func run(dir string, readings []string) error {
	if os.Getenv("ONLY") != "" {
		for _, name := range []string{"dev", "a1", "a2"} {
			list, err := load(filepath.Join(dir, map[string]string{"dev": "clusters/dev.jsonl", "a1": "wire/a1.jsonl", "a2": "wire/a2.jsonl"}[name]), readings)
			if err != nil {
				return err
			}
			report(name, list, nil)
		}
		return nil
	}
	if len(readings) == 1 && readings[0] == "background" {
		b, err := background(dir)
		if err != nil {
			return err
		}
		fmt.Println(len(b), "bytes")
		return os.WriteFile("digest/cluster/background.bin", b, 0o644)
	}
	at := map[string][]labelled{}
	for name, path := range map[string]string{"train": "clusters/train.jsonl", "dev": "clusters/dev.jsonl", "a1": "wire/a1.jsonl", "a2": "wire/a2.jsonl"} {
		list, err := load(filepath.Join(dir, path), readings)
		if err != nil {
			return err
		}
		at[name] = list
	}
	if os.Getenv("SWEEP") != "" {
		return sweep(at)
	}
	var joins, bonds []example
	for _, name := range []string{"train", "a1", "a2"} {
		j, b := examples(at[name])
		joins, bonds = append(joins, j...), append(bonds, b...)
	}
	m := &cluster.Model{Join: boost(joins, tuned()), Bond: boost(bonds, tuned())}
	if err := os.WriteFile("digest/cluster/model.txt", []byte(provenance+m.String()), 0o644); err != nil {
		return err
	}
	fmt.Println("learned from all but dev")
	for _, name := range []string{"train", "dev", "a1", "a2"} {
		report(name, at[name], m)
	}
	return nil
}

// sweep measures settings by cross-validation over halves of the events.
func sweep(at map[string][]labelled) error {
	type set struct{ joins, bonds []example }
	var halves [2]set
	var all set
	for fold := range 2 {
		for _, name := range []string{"train", "a1", "a2"} {
			j, b := examples(part(at[name], fold))
			halves[fold].joins, halves[fold].bonds = append(halves[fold].joins, j...), append(halves[fold].bonds, b...)
		}
		all.joins, all.bonds = append(all.joins, halves[fold].joins...), append(all.bonds, halves[fold].bonds...)
	}
	for line := range strings.Lines(os.Getenv("SWEEP")) {
		s := defaults
		var o cluster.Options
		first := 0.0
		if n, err := fmt.Sscan(line, &s.trees, &s.depth, &s.rate, &s.l2, &s.minHess, &o.MergeAt, &o.CutAt, &o.FuseAt, &first); n < 9 {
			log.Fatal(line, err)
		}
		learn := func(e set) *cluster.Model {
			joins := slices.Clone(e.joins)
			for i := range joins {
				if joins[i].first {
					joins[i].weight = first
				}
			}
			return &cluster.Model{Join: boost(joins, s), Bond: boost(e.bonds, s)}
		}
		sum := map[string]float64{}
		add := func(name string, list []labelled, m *cluster.Model, share float64) {
			for seed := range uint64(3) {
				order := list
				if seed > 0 {
					order = shuffled(list, seed)
				}
				now, final, _ := assign(order, m, o)
				_, _, f := score(list, final)
				_, _, g := score(list, now)
				key := name
				if seed > 0 {
					key += " shuffled"
					f, g = f/2, g/2
				}
				sum[key] += f * share
				sum[key+" at once"] += g * share
			}
		}
		for fold := range 2 {
			m := learn(halves[fold])
			add("train", part(at["train"], 1-fold), m, 0.5)
			add("a1", only(at["a1"], 1-fold), m, 0.5)
			add("a2", only(at["a2"], 1-fold), m, 0.5)
		}
		add("dev", at["dev"], learn(all), 1)
		fmt.Println(strings.TrimSpace(line))
		for _, name := range []string{"train", "dev", "a1", "a2"} {
			fmt.Printf("   %-6s in order %.3f (at once %.3f) shuffled %.3f (at once %.3f)\n", name, sum[name], sum[name+" at once"], sum[name+" shuffled"], sum[name+" shuffled at once"])
		}
	}
	return nil
}

// half tells the events of one half from those of the other.
func half(a *labelled) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.TrimSuffix(strings.TrimSuffix(a.gold, "ecb"), "plus"))) // a topic's two events together
	return int(h.Sum32() >> 3 & 1)
}

// part are the articles of half the events.
func part(list []labelled, fold int) []labelled {
	return slices.DeleteFunc(slices.Clone(list), func(a labelled) bool { return half(&a) != fold })
}

// only are all articles, those of half the events scored.
func only(list []labelled, fold int) []labelled {
	out := slices.Clone(list)
	for i := range out {
		out[i].scored = out[i].scored && half(&out[i]) == fold
	}
	return out
}

const provenance = `# Boosted trees, learned by go run ./digest/train from ECB+ (clusters/train.jsonl; annotation
# CC BY 3.0, A. Cybulska and P. Vossen) and the fictional wire. No text is in here.
`

func tuned() settings {
	s := defaults
	if v := os.Getenv("BOOST"); v != "" {
		if err := json.Unmarshal([]byte(v), &struct {
			Trees, Depth  *int
			Rate, L2, Min *float64
		}{&s.trees, &s.depth, &s.rate, &s.l2, &s.minHess}); err != nil {
			log.Fatal(err)
		}
	}
	return s
}

const orders = 10

// examples replays articles in several orders, each put into its gold story:
// what joins, and which groups are one.
func examples(list []labelled) (joins, bonds []example) {
	gold := map[string]string{}
	for i := range list {
		gold[list[i].ID] = list[i].gold
	}
	for seed := range uint64(orders) {
		order := list
		if seed > 0 {
			order = shuffled(list, seed+100)
		}
		c := cluster.New(cluster.Options{})
		seen := map[string]bool{}
		for i, a := range order {
			w := 1.0
			if !seen[a.gold] {
				w = firstWeight()
			}
			seen[a.gold] = true
			var others []string
			for _, e := range c.Candidates(a.Article) {
				x := example{x: e.Features, weight: w, first: w != 1}
				if e.StoryID == a.gold {
					x.y = 1
				} else if len(others) < 2 {
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

func report(name string, list []labelled, m *cluster.Model) {
	var o cluster.Options
	if v := os.Getenv("AT"); v != "" {
		fmt.Sscan(v, &o.MergeAt, &o.CutAt, &o.FuseAt)
	}
	var sums [2]float64
	for seed := range uint64(5) {
		order := list
		if seed > 0 {
			order = shuffled(list, seed)
		}
		now, final, moves := assign(order, m, o)
		for k, got := range []map[string]string{now, final} {
			p, r, f := score(list, got)
			if seed == 0 {
				stories := map[string]bool{}
				for _, s := range got {
					stories[s] = true
				}
				fmt.Printf("  %-6s %s P %.3f R %.3f F1 %.3f, %d stories, %d moves\n", name, []string{"at once", "in the end"}[k], p, r, f, len(stories), moves)
				if os.Getenv("ERRORS") != "" && k == 1 {
					confusions(order, got)
				}
			} else {
				sums[k] += f / 4
			}
		}
	}
	fmt.Printf("         shuffled: at once %.3f, in the end %.3f\n", sums[0], sums[1])
}

func assign(list []labelled, m *cluster.Model, o cluster.Options) (now, final map[string]string, moves int) {
	o.Model = m
	c := cluster.New(o)
	now, final = map[string]string{}, map[string]string{}
	track := map[string]string{}
	for _, a := range list {
		got := c.Add(a.Article)
		track[a.ID] = got.TrackID
		now[a.ID], final[a.ID] = got.StoryID, got.StoryID
		for _, move := range got.Moved {
			final[move.ArticleID] = move.To
			moves++
		}
	}
	if os.Getenv("TRACKS") != "" {
		var tracked []labelled
		for _, a := range list {
			if a.track != "" && track[a.ID] != "" {
				a.gold = a.track
				tracked = append(tracked, a)
			}
		}
		p, r, f := score(tracked, track)
		fmt.Printf("         tracks: %d articles, P %.3f R %.3f F1 %.3f\n", len(tracked), p, r, f)
		if os.Getenv("ERRORS") != "" {
			confusions(tracked, track)
		}
	}
	return now, final, moves
}

func firstWeight() float64 {
	if v := os.Getenv("FIRST"); v != "" {
		w, _ := strconv.ParseFloat(v, 64)
		return w
	}
	return 4
}
