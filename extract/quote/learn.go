package quote

import (
	"math"
	"math/rand"
	"slices"
)

// example is one decision with its candidates' features; right are the good ones.
type example struct {
	candidates [][]uint32
	right      []bool
	gain       []float32 // how right; nil: all right ones are equally so
}

// learner holds weights while they are learned (Adagrad on the log-likelihood).
type learner struct {
	w, g []float32
	seen []uint8  // times a feature was met, up to 255
	cues []uint32 // see Model
}

func newLearner() *learner {
	return &learner{w: make([]float32, places), g: make([]float32, places), seen: make([]uint8, places)}
}

// reports learns to read reported speech: which words are cues, whose they are,
// and how far what was said reaches.
func (l *learner) reports(studies []*study) {
	often := l.vocabulary(studies)
	m := l.model()
	var cues, sources, spans []example
	for _, s := range studies {
		if !s.annotated() {
			continue
		}
		for _, in := range s.modes() {
			c, o, p := s.reports(in, m, often)
			cues, sources, spans = append(cues, c...), append(sources, o...), append(spans, p...)
		}
	}
	l.count(cues)
	l.count(sources)
	l.count(spans)
	l.fit(cues, 6, 0.05)
	l.fit(sources, 12, 0.05)
	l.fit(spans, 12, 0.05)
}

// vocabulary learns which words are looked at as cues, and gives the share of
// their places in which they are part of one.
func (l *learner) vocabulary(studies []*study) map[uint32]float64 {
	as, all := map[uint32]int{}, map[uint32]int{}
	for _, s := range studies {
		if s.doc.Lang != "en" || !s.annotated() {
			continue
		}
		for i := range s.note {
			all[s.wordHash(i)]++
		}
		for _, g := range s.told() {
			for _, i := range s.triggers(g) {
				as[s.wordHash(i)]++
			}
		}
	}
	idle := map[uint32]bool{} // function words, which stand in many cues and make none
	for w, e := range lexiconOf("en").words {
		if e.class&(cStop|cAux|cPrep) != 0 && e.class&(cSay|cPer) == 0 {
			idle[hash(w)] = true
		}
	}
	often := map[uint32]float64{}
	for w, n := range as {
		often[w] = float64(n) / float64(all[w]+2)
		if n >= 2 && !idle[w] && n*20 >= all[w] {
			l.cues = append(l.cues, w)
		}
	}
	slices.Sort(l.cues)
	return often
}

// every gives every other study, from the first or the second on.
func every(list []*study, from int) (out []*study) {
	for i := from; i < len(list); i += 2 {
		out = append(out, list[i])
	}
	return out
}

func (l *learner) speakers(studies []*study) {
	var list []example
	for _, s := range studies {
		for _, in := range s.modes() {
			list = append(list, s.speakers(in)...)
		}
	}
	l.count(list)
	l.fit(list, 8, 0.05)
}

func (l *learner) count(list []example) {
	for i := range list {
		for _, c := range list[i].candidates {
			for _, f := range c {
				if l.seen[f] < 255 {
					l.seen[f]++
				}
			}
		}
	}
}

// fit makes passes over the examples in an order drawn from a fixed seed. An
// example of one candidate is a yes-or-no question.
func (l *learner) fit(list []example, passes int, rate float32) {
	order := rand.New(rand.NewSource(1)).Perm(len(list))
	start := slices.Clone(l.w)
	sum := make([]float32, len(l.w))
	for range passes {
		for _, i := range order {
			if e := &list[i]; len(e.candidates) == 1 {
				l.binary(e, rate)
			} else {
				l.choice(e, rate)
			}
		}
		for i, w := range l.w {
			sum[i] += w
		}
	}
	for i := range l.w { // what other decisions learned stays as it is
		if l.w[i] != start[i] {
			l.w[i] = sum[i] / float32(passes)
		}
	}
}

func (l *learner) sum(f []uint32) float32 {
	x := float32(0)
	for _, i := range f {
		x += l.w[i]
	}
	return x
}

func (l *learner) step(f []uint32, gradient, rate float32) {
	const decay = 1e-6
	for _, i := range f {
		if l.seen[i] < 2 {
			continue
		}
		d := gradient - decay*l.w[i]
		l.g[i] += d * d
		l.w[i] += rate * d / (float32(math.Sqrt(float64(l.g[i]))) + 0.1)
	}
}

func (l *learner) binary(e *example, rate float32) {
	want := float32(0)
	if e.right[0] {
		want = 1
	}
	l.step(e.candidates[0], want-float32(logistic(l.sum(e.candidates[0]))), rate)
}

// worth gives how right a right candidate is.
func (e *example) worth(i int) float64 {
	if e.gain == nil {
		return 1
	}
	return float64(e.gain[i])
}

// choice raises the share of the right candidates against the others.
func (l *learner) choice(e *example, rate float32) {
	p := make([]float64, len(e.candidates))
	best := math.Inf(-1)
	for i, c := range e.candidates {
		p[i] = float64(l.sum(c))
		best = max(best, p[i])
	}
	all, good := 0.0, 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - best)
		all += p[i]
		if e.right[i] {
			good += p[i] * e.worth(i)
		}
	}
	if good == 0 {
		return
	}
	for i, c := range e.candidates {
		d := -p[i] / all
		if e.right[i] {
			d += p[i] * e.worth(i) / good
		}
		if d > 1e-3 || d < -1e-3 {
			l.step(c, float32(d), rate)
		}
	}
}

// model rounds the weights to steps of a byte.
func (l *learner) model() *Model {
	most := float32(0)
	for _, w := range l.w {
		most = max(most, max(w, -w))
	}
	m := &Model{weights: new(table), scale: max(most, 1e-6) / 127, cues: l.cues}
	m.scale = min(m.scale, 0.02)
	for i, w := range l.w {
		m.weights[i] = int8(max(-127, min(127, math.Round(float64(w/m.scale)))))
	}
	return m
}
