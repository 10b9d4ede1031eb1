package cluster

import (
	"cmp"
	"math"
	"slices"
	"time"

	"attache"
)

// member is an article of an open story.
type member struct {
	*document
	copyOf string
	story  *story
	seq    int
}

// group is articles taken together: a story, a part of one, or an article on
// its own.
type group struct {
	members     []*member // the newest; copies among them
	own         int       // articles that are not copies
	first, last time.Time
	centroid    vector
	langs       map[string]int
	codes       map[string]float64
	types       map[attache.EventType]int
	roles       map[string]float64 // above 0 where an actor acts, below where it is acted upon
	numbers     []counted          // ascending
	days        [7]int             // articles that name a weekday
	tight       float64            // tightness, where known is true
	known       bool
}

// Bounds of what is held of a story.
const (
	groupTerms   = 200
	groupMembers = 60 // known for updates and copies
	groupCompare = 10 // compared one by one
)

func newGroup() group {
	return group{langs: map[string]int{}, codes: map[string]float64{}, types: map[attache.EventType]int{}, roles: map[string]float64{}}
}

// groupOf takes articles together.
func groupOf(members ...*member) *group {
	g := newGroup()
	for _, m := range members {
		g.add(m)
	}
	return &g
}

// add takes an article in; it returns the oldest where it makes room.
func (g *group) add(m *member) (gone *member) {
	if len(g.members) == groupMembers {
		gone = g.members[0]
		g.members = slices.Delete(g.members, 0, 1)
	}
	g.members = append(g.members, m)
	if m.copyOf != "" {
		return gone
	}
	g.own++
	g.known = false
	g.centroid.add(&m.vec, groupTerms)
	if !m.at.IsZero() {
		if g.first.IsZero() || m.at.Before(g.first) {
			g.first = m.at
		}
		if m.at.After(g.last) {
			g.last = m.at
		}
	}
	g.langs[m.lang]++
	for i, code := range m.codes {
		g.codes[code] += 1 / (1 + 0.5*float64(i))
	}
	for _, code := range m.event.Source {
		g.roles[code]++
	}
	for _, code := range m.event.Target {
		g.roles[code]--
	}
	if m.event.Type != "" {
		g.types[m.event.Type]++
	}
	for _, c := range m.numbers {
		at, ok := slices.BinarySearchFunc(g.numbers, c, compareCounted)
		if !ok && len(g.numbers) < groupTerms {
			g.numbers = slices.Insert(g.numbers, at, c)
		}
	}
	for day := range g.days {
		g.days[day] += int(m.days >> day & 1)
	}
	return gone
}

func compareCounted(a, b counted) int {
	return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.number, b.number))
}

// newest are the latest own articles, at most n.
func (g *group) newest(n int) []*member {
	out := make([]*member, 0, n)
	for i := len(g.members) - 1; i >= 0 && len(out) < n; i-- {
		if g.members[i].copyOf == "" {
			out = append(out, g.members[i])
		}
	}
	return out
}

// alike is how near two articles are, 0 to about 1. The weights are those of
// a regression over pairs of the training articles, rounded.
func alike(a, b *document) float64 {
	return alikeBy(cosines(&a.vec, &b.vec), a.lang != b.lang)
}

func alikeBy(c [kinds]float32, foreign bool) float64 {
	if foreign {
		return float64(1.1*c[kindWord]+2.2*c[kindEntity]+0.4*c[kindNumber]+c[kindName]+0.6*c[kindActor]) / 3
	}
	return float64(2.5*c[kindWord]+0.8*c[kindEntity]+0.6*c[kindNumber]+0.35*c[kindPair]+0.15*c[kindName]+0.1*c[kindActor]) / 3
}

// tightness is the mean nearness within a group, of its newest articles;
// 0 where there are not two.
func (g *group) tightness() float64 {
	if g.known {
		return g.tight
	}
	g.known = true
	m := g.newest(groupCompare)
	sum, n := 0.0, 0
	for i := range m {
		for _, o := range m[:i] {
			sum += alike(m[i].document, o.document)
			n++
		}
	}
	g.tight = sum / float64(max(n, 1))
	return g.tight
}

// halves cuts a group in two: of the parts that form by average link, the one
// that stands apart from the rest most, for its size. Nil where there are not
// three own articles.
func (g *group) halves() (part, rest []*member) {
	m := g.newest(2 * groupCompare)
	if len(m) < 3 {
		return nil, nil
	}
	best, _ := newMatrix(m).halve()
	for i := range m {
		if slices.Contains(best, i) {
			part = append(part, m[i])
		} else {
			rest = append(rest, m[i])
		}
	}
	return part, rest
}

// matrix is how near articles are to each other.
type matrix struct {
	near [][]float64
	all  float64 // sum over ordered pairs
}

func newMatrix(m []*member) *matrix {
	x := &matrix{near: make([][]float64, len(m))}
	for i := range m {
		x.near[i] = make([]float64, len(m))
		for j := range i {
			v := alike(m[i].document, m[j].document)
			x.near[i][j], x.near[j][i] = v, v
			x.all += 2 * v
		}
	}
	return x
}

// halve gives the part that stands apart most, and how far.
func (x *matrix) halve() (best []int, top float64) {
	top = -2
	eachPart(x.near, func(p []int) {
		if v := x.apart(p); v > top {
			best, top = slices.Clone(p), v
		}
	})
	return best, top
}

// eachPart merges the nearest parts until two are left, and shows each part.
func eachPart(near [][]float64, see func([]int)) {
	parts := make([][]int, len(near))
	link := make([][]float64, len(near)) // sums between parts
	for i := range parts {
		parts[i] = []int{i}
		link[i] = slices.Clone(near[i])
		see(parts[i])
	}
	for len(parts) > 2 {
		x, y, best := 0, 1, -1.0
		for i := range parts {
			for j := range i {
				if v := link[i][j] / float64(len(parts[i])*len(parts[j])); v > best {
					x, y, best = j, i, v
				}
			}
		}
		parts[x] = append(parts[x], parts[y]...)
		for k := range link {
			link[x][k] += link[y][k]
		}
		link[x][x] = 0
		parts, link = slices.Delete(parts, y, y+1), slices.Delete(link, y, y+1)
		for k := range link {
			link[k] = slices.Delete(link[k], y, y+1)
			link[k][x] = link[x][k]
		}
		see(parts[x])
	}
}

// apart is how far a part stands from the rest: the nearness within both
// beside that across, more for even cuts.
func (x *matrix) apart(part []int) float64 {
	n, k := float64(len(x.near)), float64(len(part))
	within, touching := 0.0, 0.0
	for _, i := range part {
		for _, v := range x.near[i] {
			touching += v
		}
		for _, j := range part {
			within += x.near[i][j]
		}
	}
	across := touching - within
	other := x.all - within - 2*across
	cross := across / (k * (n - k))
	gain := 0.0
	if k > 1 {
		gain += k * (within/(k*(k-1)) - cross)
	}
	if n-k > 1 {
		gain += (n - k) * (other/((n-k)*(n-k-1)) - cross)
	}
	return gain * math.Sqrt(k*(n-k)) / (n * n)
}
