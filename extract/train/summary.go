package main

import (
	"cmp"
	"fmt"
	"slices"
)

func summary(samples []*sample, p map[*sample]float64) {
	groups := map[string][]*sample{}
	for _, s := range samples {
		if s.chat || !s.press && len(s.set) != 2 {
			continue
		}
		if len(s.set) == 2 {
			groups["wire"] = append(groups["wire"], s)
		} else {
			groups["press"] = append(groups["press"], s)
			if s.lang == "ar" {
				groups["press ar"] = append(groups["press ar"], s)
			} else {
				groups["press not ar"] = append(groups["press not ar"], s)
			}
		}
	}
	for _, k := range []string{"press", "press ar", "press not ar", "wire"} {
		list := groups[k]
		slices.SortFunc(list, func(a, b *sample) int { return cmp.Compare(p[b], p[a]) })
		pos := 0
		for _, s := range list {
			if s.diplomacy {
				pos++
			}
		}
		tp, ap, best, p95 := 0, 0.0, 0.0, 0.0
		for i, s := range list {
			if s.diplomacy {
				tp++
				ap += float64(tp) / float64(i+1)
			}
			best = max(best, 2*float64(tp)/float64(i+1+pos))
			if tp*100 >= 95*pos {
				p95 = max(p95, float64(tp)/float64(i+1))
			}
		}
		fmt.Printf("%-13s n %d pos %d AP %.3f  P@R95 %.3f  best F1 %.3f\n", k, len(list), pos, ap/float64(pos), p95, best)
	}
}
