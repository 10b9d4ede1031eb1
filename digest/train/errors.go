package main

import (
	"fmt"
	"slices"
	"strings"
)

// confusions prints the predicted stories that hold more than one gold story,
// and the gold stories that fell apart.
func confusions(list []labelled, got map[string]string) {
	inside := map[string]map[string][]string{}
	across := map[string]map[string]int{}
	for i := range list {
		a := &list[i]
		p := got[a.ID]
		if inside[p] == nil {
			inside[p] = map[string][]string{}
		}
		inside[p][a.gold] = append(inside[p][a.gold], a.ID)
		if across[a.gold] == nil {
			across[a.gold] = map[string]int{}
		}
		across[a.gold][p]++
	}
	var lines []string
	for p, golds := range inside {
		if len(golds) > 1 {
			var parts []string
			for g, ids := range golds {
				part := fmt.Sprintf("%s×%d", g, len(ids))
				if len(ids) < 4 {
					part += fmt.Sprint(ids)
				}
				parts = append(parts, part)
			}
			slices.Sort(parts)
			lines = append(lines, "mixed "+p[:4]+" "+strings.Join(parts, " "))
		}
	}
	for g, ps := range across {
		if len(ps) > 1 {
			var parts []string
			for p, n := range ps {
				parts = append(parts, fmt.Sprintf("%s×%d", p[:4], n))
			}
			slices.Sort(parts)
			lines = append(lines, "split "+g+" "+strings.Join(parts, " "))
		}
	}
	slices.Sort(lines)
	fmt.Println("   ", strings.Join(lines, "\n    "))
}
