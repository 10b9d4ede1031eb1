package cluster

import "slices"

// How alike two titles are that differ in their names alone.
const (
	sisterShared  = 3 // words that both have, at least
	sisterDiffers = 3 // words that only one has, at most
)

// sisters says whether two groups have reports that tell the same of somebody
// else: "Minister receives the ambassador of Norway" and "… of Kenya" on one day are
// two events, however alike their words.
func sisters(a, b *group) bool {
	for _, m := range a.newest(groupCompare) {
		for _, o := range b.newest(groupCompare) {
			if m.sister(o.document) {
				return true
			}
		}
	}
	return false
}

// sister says whether two titles have the same words but for names, of countries or
// bodies that the other does not name.
func (d *document) sister(o *document) bool {
	if d.lang != o.lang || !names(d.codes, o.codes) || !names(o.codes, d.codes) {
		return false
	}
	shared, mine, theirs := 0, [kinds]int{}, [kinds]int{}
	x, y := d.title.terms, o.title.terms
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case j == len(y) || i < len(x) && x[i].term < y[j].term:
			mine[x[i].term.kind()]++
			i++
		case i == len(x) || x[i].term > y[j].term:
			theirs[y[j].term.kind()]++
			j++
		default:
			if x[i].term.kind() == kindWord {
				shared++
			}
			i++
			j++
		}
	}
	other := func(n [kinds]int) bool {
		return n[kindWord] > 0 && n[kindWord] <= sisterDiffers && n[kindNumber] == 0 && n[kindEntity] >= n[kindWord]
	}
	return shared >= sisterShared && shared >= mine[kindWord]+theirs[kindWord] && other(mine) && other(theirs)
}

// names says whether codes have one that others have not.
func names(codes, others []string) bool {
	return slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(others, c) })
}
