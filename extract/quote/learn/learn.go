package learn

import (
	"maps"
	"slices"

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
	fold  int
	times int     // it is learned from
	score float64 // of trust, by what other folds teach
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
				times := weighty
				if s.Gold.Spans || s.Gold.Fiction {
					times = 1
				}
				lessons = append(lessons, lesson{Lesson: x, fold: part, times: times})
			}
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

// shownFrom is the probability from which a speaker is shown, whichever the language.
// On parts that were held out, .83 of what is shown is right with it; what ships has learned
// from more than they had, and is right more often than it believes.
const shownFrom = 0.57

// rating is the last decision while it is learned: of each fold without its
// lessons, and of all.
type rating struct {
	lessons []lesson
	folds   int
	fits    []*learner // of each fold, and of all
}

func newRating(lessons []lesson, folds int) *rating {
	r := &rating{lessons: lessons, folds: folds}
	for fold := range folds + 1 {
		l := newLearner()
		var list []quote.Example
		for i := range lessons {
			if x := &lessons[i]; x.fold != fold {
				for range x.times {
					list = append(list, quote.Example{Candidates: [][]uint32{x.Features}, Right: []bool{x.Right}})
				}
			}
		}
		l.count(list)
		l.fit(list, 12, 0.03)
		r.fits = append(r.fits, l)
		for i := range lessons {
			if x := &lessons[i]; x.fold == fold {
				x.score = float64(l.sum(x.Features))
			}
		}
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
	for i, w := range from.w {
		if w != 0 {
			l.w[i] += w
		}
	}
	return quote.NewModel(l.w, l.cues, r.calibrate(fold))
}

// calibrate fits probabilities to the scores that lessons had from others, those of
// a fold left out: by Newton's method, each language's own part held small by a
// prior (Platt 1999; as many pseudo-observations as languages need to be told apart).
func (r *rating) calibrate(without int) quote.Calibration {
	const prior = 2.0 // of the square of a language's part
	c := quote.Calibration{Slope: 1, Least: shownFrom, Langs: map[string]float64{}}
	for range 60 {
		var g, h [2]float64
		var cross float64
		gl, hl := map[string]float64{}, map[string]float64{}
		for i := range r.lessons {
			x := &r.lessons[i]
			if x.fold == without || x.Lang == "" {
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
	return c
}
