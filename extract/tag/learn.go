package tag

import "math"

// Example is a sentence with what each of its tokens is.
type Example struct {
	Sentence *Sentence
	Gold     []Tag
}

// learner averages a perceptron's weights over all steps of learning.
type learner struct {
	classes []uint8
	index   map[uint8]uint32
	w, sum  []float32
	step    float32
}

func newLearner(classes []uint8) *learner {
	l := &learner{
		classes: classes, index: map[uint8]uint32{},
		w: make([]float32, 1<<tableBits), sum: make([]float32, 1<<tableBits), step: 1,
	}
	for i, c := range classes {
		l.index[c] = uint32(i)
	}
	return l
}

// learn takes one decision and corrects the weights where it is wrong; it
// returns what was decided.
func (l *learner) learn(features []uint32, gold uint8) uint8 {
	l.step++
	var score [maxClasses]float32
	for _, f := range features {
		for c := range l.classes {
			score[c] += l.w[place(f, uint32(c))]
		}
	}
	at := uint32(0)
	for c := range l.classes {
		if score[c] > score[at] {
			at = uint32(c)
		}
	}
	want := l.index[gold]
	if at != want {
		for _, f := range features {
			l.change(place(f, want), 1)
			l.change(place(f, at), -1)
		}
	}
	return l.classes[at]
}

func (l *learner) change(at uint32, by float32) {
	l.w[at] += by
	l.sum[at] += by * l.step
}

// perceptron gives the averaged weights in 255 steps.
func (l *learner) perceptron() *Perceptron {
	p := &Perceptron{Classes: l.classes, Weights: make([]int8, len(l.w))}
	mean := make([]float32, len(l.w))
	var squares float64
	n := 0
	for i := range l.w {
		mean[i] = l.w[i] - l.sum[i]/l.step
		if mean[i] != 0 {
			squares += float64(mean[i]) * float64(mean[i])
			n++
		}
	}
	if n == 0 {
		return p
	}
	scale := 24 / float32(math.Sqrt(squares/float64(n))) // what is far above the usual weight saturates
	for i, x := range mean {
		p.Weights[i] = int8(min(max(math.Round(float64(x*scale)), -127), 127))
	}
	return p
}

// Learn learns a model from examples in a number of rounds; the same examples
// give the same model. The later stages learn from what the first one tells
// while it learns, mistakes included: cutting the examples into folds for that
// was tried and is worse, as each fold's weights know less than the whole's.
func Learn(examples []Example, rounds int) *Model {
	s := stages{
		pos:      newLearner(classesOf(examples, posClass)),
		kase:     newLearner(classesOf(examples, caseClass)),
		function: newLearner(classesOf(examples, functionClass)),
	}
	for range rounds {
		for _, e := range examples {
			s.learn(e)
		}
	}
	m := &Model{Pos: s.pos.perceptron(), Function: s.function.perceptron()}
	if s.cases() {
		m.Case = s.kase.perceptron()
	}
	return m
}

// stages are what learns the three decisions.
type stages struct{ pos, kase, function *learner }

func (s *stages) cases() bool { return len(s.kase.classes) > 1 }

func (s *stages) learn(e Example) {
	tags := make([]Tag, len(e.Gold))
	r := reader{s: e.Sentence, tags: tags}
	for i, g := range e.Gold {
		c := s.pos.learn(r.posFeatures(i), posClass(g))
		tags[i].Pos, tags[i].Inside = Pos(c&^insideBit), c&insideBit != 0
	}
	r.frame()
	for i, g := range e.Gold {
		if s.cases() && hasCase(tags[i].Pos) {
			tags[i].Case = Case(s.kase.learn(r.caseFeatures(i), caseClass(g)))
		}
	}
	for i, g := range e.Gold {
		if tags[i].Pos == Punct || tags[i].Inside {
			continue
		}
		tags[i].Function = Function(s.function.learn(r.functionFeatures(i), functionClass(g)))
		r.saw(i, tags[i].Function)
	}
}

func posClass(t Tag) uint8 {
	if t.Inside {
		return uint8(t.Pos) | insideBit
	}
	return uint8(t.Pos)
}
func caseClass(t Tag) uint8     { return uint8(t.Case) }
func functionClass(t Tag) uint8 { return uint8(t.Function) }

// classesOf gives the classes that examples have, in order.
func classesOf(examples []Example, class func(Tag) uint8) []uint8 {
	var met [256]bool
	for _, e := range examples {
		for _, g := range e.Gold {
			met[class(g)] = true
		}
	}
	var all []uint8
	for c := range met {
		if met[c] {
			all = append(all, uint8(c))
		}
	}
	return all
}
