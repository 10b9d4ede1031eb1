package learn

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"attache/extract/forest"
	"attache/extract/forest/grow"
	"attache/extract/quote"
)

// Learned is what Learn gives: of each part of the articles the weights that had not
// seen it.
type Learned struct {
	Held    []*quote.Model
	studies []*quote.Pupil
	rate    *rating
}

// Model gives the weights that all articles teach.
func (l *Learned) Model() *quote.Model {
	all := newLearner()
	all.base(l.studies)
	return l.rate.into(all, -1)
}

// weighty is how many times what is learned from news with names is learned: there
// is less of it than of texts that know no names.
const weighty = 3

// lesson is what a fold's weights made of a passage that they had not seen.
type lesson struct {
	quote.Lesson
	fold, article int
	weight        float64
	score         float64 // of trust, by what other folds teach
	top           bool    // the passage's most trusted one
}

// Learn learns weights from articles; fold says into which part of them each belongs.
// It is deterministic. What the last decision learns of how sure it may be comes from
// weights that are learned from all parts but one and read that one. They learn from
// every thin-th of the articles without names alone, what is given learns from all.
func Learn(gold []quote.Gold, fold []int, thin int) *Learned {
	out, folds := &Learned{}, slices.Max(fold)+1
	studies := make([]*quote.Pupil, len(gold))
	for i := range gold {
		studies[i] = quote.NewPupil(&gold[i])
	}
	var lessons []lesson
	var held []*learner
	var seen []*quote.Pupil
	for part := range folds {
		var rest, own []*quote.Pupil
		for i, s := range studies {
			if s.Gold.Spans && i%thin > 0 {
				continue
			}
			if fold[i] == part {
				own = append(own, s)
			} else {
				rest = append(rest, s)
			}
		}
		l := newLearner()
		l.base(rest)
		held = append(held, l)
		m := l.model()
		for _, s := range own {
			if s.LearnsNames() {
				s.Rebuild(m)
			}
			s.Forget(m)
			for _, x := range s.Lessons(m) {
				weight := 1.0
				if !s.Gold.Fiction {
					weight = weighty
				}
				lessons = append(lessons, lesson{Lesson: x, fold: part, article: len(seen), weight: weight})
			}
			seen = append(seen, s)
		}
	}
	rate := newRating(lessons, folds)
	for part, l := range held {
		out.Held = append(out.Held, rate.into(l, part))
	}
	out.studies, out.rate = studies, rate
	return out
}

// base learns all decisions but the last one.
func (l *learner) base(studies []*quote.Pupil) {
	l.names(studies)
	// What is said around a passage is told as it will be: by what was learned
	// from other texts.
	for half := range 2 {
		aux := newLearner()
		aux.reports(every(studies, 1-half))
		aux.meanings(every(studies, 1-half))
		m := aux.model()
		for _, s := range every(studies, half) {
			s.Forget(m)
			s.Predict(m)
		}
	}
	l.meanings(studies)
	l.speakers(studies)
	// What is a quote depends on how well a speaker is found, on texts that the
	// ranking has not seen: each half is described by what the other half teaches.
	var quotes []quote.Example
	for half := range 2 {
		aux := newLearner()
		aux.speakers(every(studies, 1-half))
		m := aux.model()
		for _, s := range every(studies, half) {
			for _, in := range s.Forms() {
				own := s.Quotes(in, m)
				quotes = append(quotes, own...)
				for n := 1; n < weighty && !s.Gold.Spans && !s.Gold.Fiction; n++ {
					quotes = append(quotes, own...)
				}
			}
		}
	}
	l.count(quotes)
	l.fit(quotes, 10, 0.02)
	l.reports(studies)
}

// names learns where names without capitals begin and end, and reads the articles
// again: each by what the other half teaches.
func (l *learner) names(studies []*quote.Pupil) {
	var some []*quote.Pupil
	for _, s := range studies {
		if s.LearnsNames() {
			some = append(some, s)
		}
	}
	learn := func(l *learner, some []*quote.Pupil) {
		var list []quote.Example
		for _, s := range some {
			list = append(list, s.Names()...)
		}
		l.count(list)
		l.fit(list, 12, 0.05)
	}
	for part := range 4 {
		aux := newLearner()
		var rest []*quote.Pupil
		for i := range some {
			if i%4 != part {
				rest = append(rest, some[i])
			}
		}
		learn(aux, rest)
		m := aux.model()
		for i := part; i < len(some); i += 4 {
			some[i].Rebuild(m)
		}
	}
	learn(l, some)
}

// meanings learns whom pronouns and roles mean.
func (l *learner) meanings(studies []*quote.Pupil) {
	var list []quote.Example
	for _, s := range studies {
		if !s.Gold.Spans {
			list = append(list, s.Meanings()...)
		}
	}
	l.count(list)
	l.fit(list, 12, 0.05)
}

// shownRight is the share of what is shown that is to be right, in articles that neither
// weights nor trust have seen: a wrong speaker is worse than none.
const shownRight = 0.94

// rating is the last decision while it is learned: of each fold without its
// lessons, and of all.
type rating struct {
	lessons []lesson
	fits    []forest.Forest // of each fold, and of all
}

func newRating(lessons []lesson, folds int) *rating {
	r := &rating{lessons: lessons}
	for fold := range folds + 1 {
		var rows []grow.Row
		for i := range lessons {
			if x := &lessons[i]; x.fold != fold {
				rows = append(rows, grow.Row{X: x.X, Right: x.Right, Weight: x.weight})
			}
		}
		f := grow.Forest(rows)
		r.fits = append(r.fits, f)
		for i := range lessons {
			if x := &lessons[i]; x.fold == fold {
				x.score = f.Score(x.X)
			}
		}
	}
	best := map[[2]int]int{}
	for i := range lessons {
		key := [2]int{lessons[i].article, lessons[i].Passage}
		if k, ok := best[key]; !ok || lessons[i].score > lessons[k].score {
			best[key] = i
		}
	}
	for _, i := range best {
		lessons[i].top = true
	}
	return r
}

// into adds to what a fold has learned its rating, and gives the weights; fold -1
// is all.
func (r *rating) into(l *learner, fold int) *quote.Model {
	from := r.fits[len(r.fits)-1]
	if fold >= 0 {
		from = r.fits[fold]
	}
	return quote.NewModel(l.w, l.cues, from, r.calibrate(fold))
}

// calibrate fits probabilities to the scores that lessons had from others, those of
// a fold left out: by Newton's method, each language's own part held small by a
// prior (Platt 1999; as many pseudo-observations as languages need to be told apart).
func (r *rating) calibrate(without int) quote.Calibration {
	const prior = 2.0 // of the square of a language's part
	c := quote.Calibration{Slope: 1, Langs: map[string]float64{}}
	for range 60 {
		var g, h [2]float64
		var cross float64
		gl, hl := map[string]float64{}, map[string]float64{}
		for i := range r.lessons {
			x := &r.lessons[i]
			if x.fold == without || x.Lang == "" || !x.top {
				continue
			}
			p := c.Probability(x.Lang, x.score)
			d, w := -p, p*(1-p)
			if x.Right {
				d++
			}
			g[0], g[1] = g[0]+d*x.score, g[1]+d
			h[0], h[1] = h[0]+w*x.score*x.score, h[1]+w
			cross += w * x.score
			gl[x.Lang] += d
			hl[x.Lang] += w
		}
		det := (h[0]+1e-6)*(h[1]+1e-6) - cross*cross
		if det <= 1e-9 {
			break
		}
		c.Slope += 0.7 * (g[0]*h[1] - g[1]*cross) / det
		c.Bias += 0.7 * (g[1]*h[0] - g[0]*cross) / det
		for _, lang := range slices.Sorted(maps.Keys(gl)) {
			c.Langs[lang] += 0.5 * (gl[lang] - prior*c.Langs[lang]) / (hl[lang] + prior)
		}
	}
	c.Least = r.least(&c, without)
	r.hold(&c, without)
	return c
}

// hold lowers the probabilities of a language of which less than its share is right from the least one shown on: until
// it is within slack, and where there are enough of them to tell.
func (r *rating) hold(c *quote.Calibration, without int) {
	const enough, slack = 10, 0.02
	logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
	for _, lang := range slices.Sorted(maps.Keys(c.Langs)) {
		var list []lesson
		for i := range r.lessons {
			if x := &r.lessons[i]; x.fold != without && x.Lang == lang && x.top && c.Probability(lang, x.score) >= c.Least {
				list = append(list, *x)
			}
		}
		slices.SortStableFunc(list, func(a, b lesson) int { return cmp.Compare(b.score, a.score) })
		right, kept, whole := 0, 0, 0
		for i := range list {
			if list[i].Right {
				right++
			}
			if float64(right) >= (shownRight-slack)*float64(i+1) {
				kept = i + 1
			}
			whole = right
		}
		if len(list) < enough || float64(whole) >= (shownRight-2*slack)*float64(len(list)) {
			continue
		}
		c.Langs[lang] -= logit(c.Probability(lang, list[max(0, kept-1)].score)) - logit(c.Least)
	}
}

// least gives the lowest probability from which on shownRight of what is shown is right.
func (r *rating) least(c *quote.Calibration, without int) float64 {
	type shown struct {
		p     float64
		right bool
	}
	var list []shown
	for i := range r.lessons {
		if x := &r.lessons[i]; x.fold != without && x.Lang != "" && x.top {
			list = append(list, shown{c.Probability(x.Lang, x.score), x.Right})
		}
	}
	slices.SortStableFunc(list, func(a, b shown) int { return cmp.Compare(b.p, a.p) })
	least, right := 0.99, 0
	for i, x := range list {
		if x.right {
			right++
		}
		if float64(right) >= shownRight*float64(i+1) {
			least = x.p
		}
	}
	return max(least, 0.5)
}
