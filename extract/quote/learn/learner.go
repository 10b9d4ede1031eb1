// Package learn makes the weights of package quote: decisions and their features come
// from there, what fits weights to them stands here, and neither a clock nor chance.
package learn

import (
	"math"
	mathbits "math/bits"
	"math/rand"
	"slices"

	"attache/extract/quote"
)

// learner holds weights while they are learned (Adagrad on the log-likelihood).
type learner struct {
	w, g []float32
	seen []uint8  // times a feature was met, up to 255
	cues []uint32 // see Model
}

func newLearner() *learner {
	return &learner{w: make([]float32, quote.Places), g: make([]float32, quote.Places), seen: make([]uint8, quote.Places)}
}

// reports learns to read reported speech: which words are cues, whose they are,
// and how far what was said reaches.
func (l *learner) reports(studies []*quote.Pupil) {
	often := l.vocabulary(studies)
	m := l.model()
	var cues, sources, spans []quote.Example
	for _, s := range studies {
		if !s.Annotated() {
			continue
		}
		for _, in := range s.Forms() {
			c, o, p := s.Reports(in, m, often)
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
func (l *learner) vocabulary(studies []*quote.Pupil) map[uint32]float64 {
	as, all := map[uint32]int{}, map[uint32]int{}
	for _, s := range studies {
		s.CountCues(as, all)
	}
	idle := quote.Idle()
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

// every gives every other Pupil, from the first or the second on.
func every(list []*quote.Pupil, from int) (out []*quote.Pupil) {
	for i := from; i < len(list); i += 2 {
		out = append(out, list[i])
	}
	return out
}

func (l *learner) speakers(studies []*quote.Pupil) {
	var list []quote.Example
	for _, s := range studies {
		for _, in := range s.Forms() {
			own := s.Speakers(in)
			list = append(list, own...)
			for n := 1; n < weighty && !s.Gold.Spans; n++ {
				list = append(list, own...)
			}
		}
	}
	l.count(list)
	l.fit(list, 8, 0.05)
}

func (l *learner) count(list []quote.Example) {
	for i := range list {
		for _, c := range list[i].Candidates {
			for _, f := range c {
				if l.seen[f] < 255 {
					l.seen[f]++
				}
			}
		}
	}
}

// fit makes passes over the examples in an order drawn from a fixed seed. An
// Example of one candidate is a yes-or-no question.
func (l *learner) fit(list []quote.Example, passes int, rate float32) {
	order := rand.New(rand.NewSource(1)).Perm(len(list))
	used := usedBy(list)
	start, sum := make([]float32, len(used)), make([]float32, len(used))
	for k, i := range used {
		start[k] = l.w[i]
	}
	for range passes {
		for _, i := range order {
			if e := &list[i]; len(e.Candidates) == 1 {
				l.binary(e, rate)
			} else {
				l.choice(e, rate)
			}
		}
		for k, i := range used {
			sum[k] += l.w[i]
		}
	}
	for k, i := range used { // what other decisions learned stays as it is
		if l.w[i] != start[k] {
			l.w[i] = sum[k] / float32(passes)
		}
	}
}

// usedBy gives the places of the features that examples have, sorted.
func usedBy(list []quote.Example) []uint32 {
	var met [quote.Places/64 + 1]uint64
	n := 0
	for i := range list {
		for _, c := range list[i].Candidates {
			for _, f := range c {
				n += int(1 &^ (met[f/64] >> (f % 64)))
				met[f/64] |= 1 << (f % 64)
			}
		}
	}
	out := make([]uint32, 0, n)
	for w, bits := range met {
		for ; bits != 0; bits &= bits - 1 {
			out = append(out, uint32(w*64+mathbits.TrailingZeros64(bits)))
		}
	}
	return out
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

func (l *learner) binary(e *quote.Example, rate float32) {
	want := float32(0)
	if e.Right[0] {
		want = 1
	}
	l.step(e.Candidates[0], want-logistic(l.sum(e.Candidates[0])), rate)
}

// worth gives how right a right candidate is.
func worth(e *quote.Example, i int) float64 {
	if e.Gain == nil {
		return 1
	}
	return float64(e.Gain[i])
}

// choice raises the share of the right candidates against the others.
func (l *learner) choice(e *quote.Example, rate float32) {
	p := make([]float64, len(e.Candidates))
	best := math.Inf(-1)
	for i, c := range e.Candidates {
		p[i] = float64(l.sum(c))
		if e.Prior != nil {
			p[i] += float64(e.Prior[i])
		}
		best = max(best, p[i])
	}
	all, good := 0.0, 0.0
	for i := range p {
		p[i] = math.Exp(p[i] - best)
		all += p[i]
		if e.Right[i] {
			good += p[i] * worth(e, i)
		}
	}
	if good == 0 {
		return
	}
	for i, c := range e.Candidates {
		d := -p[i] / all
		if e.Right[i] {
			d += p[i] * worth(e, i) / good
		}
		if d > 1e-3 || d < -1e-3 {
			l.step(c, float32(d), rate)
		}
	}
}

// logistic gives the probability of a score.
func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// model gives the weights as package quote reads with them.
func (l *learner) model() *quote.Model { return quote.NewModel(l.w, l.cues, nil, quote.Calibration{}) }
