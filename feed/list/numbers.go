package list

import (
	"strings"
	"time"
)

// settleNumbers decides, for dates in numbers alone, whether the month or the day
// comes first: the whole list tells.
func (g *group) settleNumbers() {
	dayFirst, monthFirst, open := 0, 0, 0
	for _, it := range g.items {
		a, b := firstNumbers(it.written)
		switch {
		case it.written == "" || strings.Contains(it.written[:min(3, len(it.written))], "."):
		case a > 12:
			dayFirst++
		case b > 12:
			monthFirst++
		case a != b:
			open++
		}
	}
	if open == 0 || dayFirst > 0 || monthFirst == 0 && !g.straighter() {
		return
	}
	for i := range g.items {
		g.items[i].At = swapped(g.items[i])
	}
}

// straighter tells whether the dates run more evenly with the month first.
func (g *group) straighter() bool {
	bends := func(at func(item) time.Time) int {
		n := 0
		for i := 1; i < len(g.items); i++ {
			if at(g.items[i]).After(at(g.items[i-1])) {
				n++
			}
		}
		return min(n, len(g.items)-1-n)
	}
	return bends(swapped) < bends(func(it item) time.Time { return it.At })
}

func swapped(it item) time.Time {
	a, b := firstNumbers(it.written)
	t := it.At
	if it.written == "" || strings.Contains(it.written, ".") || a > 12 || b > 12 || t.Day() > 12 {
		return t
	}
	return time.Date(t.Year(), time.Month(t.Day()), int(t.Month()), t.Hour(), t.Minute(), t.Second(), 0, t.Location())
}

func firstNumbers(s string) (a, b int) {
	parts := numbers.FindAllString(s, 2)
	if len(parts) < 2 {
		return 0, 0
	}
	return number(parts[0]), number(parts[1])
}

func number(s string) int {
	n := 0
	for _, r := range s[:min(len(s), 4)] {
		n = n*10 + int(r-'0')
	}
	return n
}
