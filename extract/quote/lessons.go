package quote

import (
	"hash/fnv"
	"math"
	"slices"
)

// Learned is what Learn gives: the weights, and each article as weights read it
// that had not seen it nor its group.
type Learned struct {
	Model *Model
	Held  []*Model // of each fold
	Fold  []int    // of each article
}

// FoldOf gives the fold of a group: a hash of its name, so that it stays where it is
// when others join.
func FoldOf(group string, folds int) int {
	h := fnv.New32a()
	h.Write([]byte(group))
	return int(h.Sum32()>>8) % folds
}

// lesson is a passage as weights that had not seen it judged it.
type lesson struct {
	features [][]uint32 // in each form of its article
	right    bool
	fold     int
	lang     string
	weight   float64
	score    float64 // of trust, by what other folds teach
}

// Learn learns weights from articles. It is deterministic.
func Learn(gold []Gold, folds int) *Learned {
	out := &Learned{Fold: make([]int, len(gold))}
	studies := make([]*study, len(gold))
	for i := range gold {
		studies[i] = newStudy(&gold[i])
		out.Fold[i] = FoldOf(gold[i].Group, folds)
	}
	var lessons []lesson
	var held []*learner
	for fold := range folds {
		var rest, own []*study
		for i, s := range studies {
			if out.Fold[i] == fold {
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
			if s.learnsNames() {
				s.rebuild(m)
			}
			s.forget(m)
			lessons = append(lessons, s.lessons(m, fold)...)
		}
	}
	rate := newRating(lessons, folds)
	for fold, l := range held {
		out.Held = append(out.Held, rate.into(l, fold))
	}
	l := newLearner()
	l.base(studies)
	out.Model = rate.into(l, -1)
	return out
}

// base learns all decisions but the last one.
func (l *learner) base(studies []*study) {
	l.names(studies)
	// What is said around a passage is told as it will be: by what was learned
	// from other texts.
	for half := range 2 {
		aux := newLearner()
		aux.reports(every(studies, 1-half))
		aux.meanings(every(studies, 1-half))
		m := aux.model()
		for _, s := range every(studies, half) {
			s.forget(m)
			s.predict(m)
		}
	}
	l.meanings(studies)
	l.speakers(studies)
	// What is a quote depends on how well a speaker is found, on texts that the
	// ranking has not seen: each half is described by what the other half teaches.
	var quotes []example
	for half := range 2 {
		aux := newLearner()
		aux.speakers(every(studies, 1-half))
		m := aux.model()
		for _, s := range every(studies, half) {
			for _, in := range s.modes() {
				quotes = append(quotes, s.quotes(in, m)...)
			}
		}
	}
	l.count(quotes)
	l.fit(quotes, 10, 0.02)
	l.reports(studies)
}

// names learns where names without capitals begin and end, and reads the articles
// again: each by what the other half teaches.
func (l *learner) names(studies []*study) {
	var some []*study
	for _, s := range studies {
		if s.learnsNames() {
			some = append(some, s)
		}
	}
	learn := func(l *learner, some []*study) {
		var list []example
		for _, s := range some {
			list = append(list, s.nameExamples()...)
		}
		l.count(list)
		l.fit(list, 12, 0.05)
	}
	for part := range 4 {
		aux := newLearner()
		var rest []*study
		for i := range some {
			if i%4 != part {
				rest = append(rest, some[i])
			}
		}
		learn(aux, rest)
		m := aux.model()
		for i := part; i < len(some); i += 4 {
			some[i].rebuild(m)
		}
	}
	learn(l, some)
}

// meanings learns whom pronouns and roles mean.
func (l *learner) meanings(studies []*study) {
	var list []example
	for _, s := range studies {
		if !s.gold.Spans {
			list = append(list, s.meanings()...)
		}
	}
	l.count(list)
	l.fit(list, 12, 0.05)
}

// lessons reads an article with weights that have not seen it.
func (s *study) lessons(m *Model, fold int) (out []lesson) {
	var modes []form
	if modes = s.modes(); len(modes) > 1 && s.gold.Spans {
		modes = modes[:1] // names in other languages are not like those that have no labels
	}
	for n, in := range modes {
		r := s.reader(in, m)
		if s.gold.Spans {
			r.domain = 1
		}
		s.frame(r.reports())
		l := last{-1, -1, -1}
		for k := range s.passages {
			v := r.judge(k, l)
			if v.quoted && v.link.mention >= 0 && v.who.name != "" && s.learned(k) {
				r.begin(decideTrust)
				r.describeTrust(k, l, &v)
				x := lesson{right: len(s.right[k]) > 0 && s.names(v.link.mention, s.right[k]), fold: fold, lang: s.doc.Lang, weight: 1}
				x.features = [][]uint32{slices.Clone(r.f.list())}
				if n > 0 {
					x.lang = ""
				}
				if s.gold.Spans {
					x.lang = "" // tells nothing of how sure a name is
				}
				out = append(out, x)
			}
			l = r.follow(k, v, l)
		}
		r.domain = 0
		r.release()
	}
	return out
}

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
		var list []example
		for i := range lessons {
			if x := &lessons[i]; x.fold != fold {
				for _, f := range x.features {
					list = append(list, example{candidates: [][]uint32{f}, right: []bool{x.right}})
				}
			}
		}
		l.count(list)
		l.fit(list, 12, 0.03)
		r.fits = append(r.fits, l)
		for i := range lessons {
			if x := &lessons[i]; x.fold == fold {
				x.score = float64(l.sum(x.features[0]))
			}
		}
	}
	return r
}

// into adds to what a fold has learned its rating, and gives the weights; fold -1
// is all.
func (r *rating) into(l *learner, fold int) *Model {
	from := r.fits[len(r.fits)-1]
	if fold >= 0 {
		from = r.fits[fold]
	}
	for i, w := range from.w {
		if w != 0 {
			l.w[i] += w
		}
	}
	m := l.model()
	m.calibration, m.signature = r.calibrate(fold), Signature()
	return m
}

// calibrate fits probabilities to the scores that lessons had from others, those of
// a fold left out: by Newton's method, each language's own part held small by a
// prior (Platt 1999; as many pseudo-observations as languages need to be told apart).
func (r *rating) calibrate(without int) calibration {
	const prior = 2.0 // of the square of a language's part
	c := calibration{slope: 1, langs: map[string]float64{}}
	for range 60 {
		var g, h [2]float64
		var cross float64
		gl, hl := map[string]float64{}, map[string]float64{}
		for i := range r.lessons {
			x := &r.lessons[i]
			if x.fold == without || x.lang == "" {
				continue
			}
			p := 1 / (1 + math.Exp(-(c.slope*x.score + c.bias + c.langs[x.lang])))
			d, w := -p, p*(1-p)
			if x.right {
				d++
			}
			g[0], g[1] = g[0]+d*x.score, g[1]+d
			h[0], h[1] = h[0]+w*x.score*x.score, h[1]+w
			cross += w * x.score
			gl[x.lang] += d
			hl[x.lang] += w
		}
		det := (h[0]+1e-6)*(h[1]+1e-6) - cross*cross
		if det <= 1e-9 {
			break
		}
		c.slope += 0.7 * (g[0]*h[1] - g[1]*cross) / det
		c.bias += 0.7 * (g[1]*h[0] - g[0]*cross) / det
		for _, lang := range sortedKeys(gl) {
			c.langs[lang] += 0.5 * (gl[lang] - prior*c.langs[lang]) / (hl[lang] + prior)
		}
	}
	return c
}

func sortedKeys(m map[string]float64) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
