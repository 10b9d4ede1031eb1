package learn

import (
	"fmt"

	"attache"
	"attache/extract/quote"
)

// Figures counts how a model reads annotated articles.
type Figures struct {
	Gold, Found, Right int // stretches between marks that are quotes, given, both
	Sourced, Speaker   int // of Right: with a source in the gold, with the right mention
	Reported, Given    int // reported speech in the gold, given
	Matched            int // both: half of the joined words shared, and the mention is the source
}

// Evaluate reads articles with a model and compares.
func Evaluate(m *quote.Model, gold []quote.Gold) Figures {
	var f Figures
	for i := range gold {
		s := quote.NewPupil(&gold[i])
		quotes := m.Find(gold[i].Doc)
		f.countQuotes(s, quotes)
		if s.Annotated() {
			f.countReports(s, quotes)
		}
	}
	return f
}

// Add adds the counts of another fold.
func (f *Figures) Add(g Figures) {
	f.Gold, f.Found, f.Right = f.Gold+g.Gold, f.Found+g.Found, f.Right+g.Right
	f.Sourced, f.Speaker = f.Sourced+g.Sourced, f.Speaker+g.Speaker
	f.Reported, f.Given, f.Matched = f.Reported+g.Reported, f.Given+g.Given, f.Matched+g.Matched
}

// String words the figures.
func (f Figures) String() string {
	ratio := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	joint := f.Right - f.Sourced + f.Speaker
	return fmt.Sprintf("quotes: %d in the gold, %d given, P %.3f R %.3f F1 %.3f; right mention %.3f of %d; joint F1 %.3f\n"+
		"reported speech: %d in the gold, %d given, P %.3f R %.3f F1 %.3f",
		f.Gold, f.Found, ratio(f.Right, f.Found), ratio(f.Right, f.Gold), ratio(2*f.Right, f.Found+f.Gold),
		ratio(f.Speaker, f.Sourced), f.Sourced, ratio(2*joint, f.Found+f.Gold),
		f.Reported, f.Given, ratio(f.Matched, f.Given), ratio(f.Matched, f.Reported), ratio(2*f.Matched, f.Given+f.Reported))
}

func (f *Figures) countQuotes(s *quote.Pupil, quotes []attache.Quote) {
	said := map[int]*attache.Quote{} // by where a segment begins
	for i := range quotes {
		if quotes[i].Kind == attache.Indirect {
			continue
		}
		for _, x := range quotes[i].Segments {
			said[x[0]] = &quotes[i]
		}
	}
	f.Found += len(said)
	for _, x := range s.Stretches() {
		if len(x.Attributions) == 0 {
			continue
		}
		f.Gold++
		q := said[x.Start]
		if q == nil {
			continue
		}
		f.Right++
		if sourced, hit := fromSource(q, x.Attributions); sourced {
			f.Sourced++
			if hit {
				f.Speaker++
			}
		}
	}
}

// fromSource says whether attributions have a source, and whether a quote's
// mention or speaker is one of them.
func fromSource(q *attache.Quote, at []*quote.Attribution) (sourced, hit bool) {
	for _, x := range at {
		sourced = sourced || len(x.Source) > 0 || x.Speaker != ""
		hit = hit || x.Speaker != "" && x.Names(q.Speaker)
		for _, s := range x.Source {
			hit = hit || q.Mention != nil && overlap(*q.Mention, s) > 0
		}
	}
	return sourced, hit
}

func overlap(a, b attache.Span) int { return min(a[1], b[1]) - max(a[0], b[0]) }

func (f *Figures) countReports(s *quote.Pupil, quotes []attache.Quote) {
	gold := s.Reported()
	f.Reported += len(gold)
	taken := map[*quote.Attribution]bool{}
	for i := range quotes {
		q := &quotes[i]
		if q.Kind != attache.Indirect {
			continue
		}
		f.Given++
		for _, g := range gold {
			if _, hit := fromSource(q, []*quote.Attribution{g}); !taken[g] && hit && shares(q.Segments, g.Content) {
				taken[g] = true
				f.Matched++
				break
			}
		}
	}
}

// shares says whether two lists of spans share half of their joined length.
func shares(a, b []attache.Span) bool {
	both, all := 0, 0
	for _, x := range a {
		all += x[1] - x[0]
		for _, y := range b {
			both += max(0, overlap(x, y))
		}
	}
	for _, y := range b {
		all += y[1] - y[0]
	}
	return 2*both >= all-both
}
