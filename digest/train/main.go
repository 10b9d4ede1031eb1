// Command train learns the merge-or-new decision of package cluster, and
// measures it.
package main

import (
	"fmt"
	"os"

	"attache/digest/cluster"
)

func main() {
	for _, path := range os.Args[1:] {
		list, err := load(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		report(path, list)
	}
}

func report(name string, list []labelled) {
	for seed := range uint64(4) {
		order := list
		if seed > 0 {
			order = shuffled(list, seed)
		}
		c := cluster.New(cluster.Options{})
		got := map[string]string{}
		for _, a := range order {
			got[a.ID] = c.Add(a.Article).StoryID
		}
		p, r, f := score(list, got)
		stories := map[string]bool{}
		for _, s := range got {
			stories[s] = true
		}
		fmt.Printf("%s order %d: P %.3f R %.3f F1 %.3f, %d stories\n", name, seed, p, r, f, len(stories))
	}
}
