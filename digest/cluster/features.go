package cluster

import (
	"math"
	"slices"
	"strings"
)

// What the merge-or-new decision goes by.
const (
	fWord        = iota // cosine with the story's centroid: words
	fEntity             // … names
	fNumber             // … numbers
	fActor              // … actor codes
	fPair               // … counted things
	fMaxWord            // with its nearest article
	fMaxEntity          //
	fTitleWord          // the title with the nearest title
	fTitleEntity        //
	fTitleStory         // the title's words with the centroid
	fCover              // share of the document's weight that the story has
	fCovered            // share of the nearest article's weight that the document has
	fAgree              // counted things with the same number
	fConflict           // counted things with another number
	fCodes              // overlap of the leading actors
	fNoCodes            // one of the two has no actors
	fEvent              // 1 the same event type, 0 unknown, -1 another
	fGap                // log of the hours between, 0 where unknown
	fDated              // both have times
	fForeign            // no article of the story in this language
	fSize               // log of the story's size
	fMargin             // how much nearer than the next candidate
	fBest               // the nearest candidate
	NumFeatures // how many there are
)

// Features are what the decision goes by.
type Features [NumFeatures]float64

// measure compares a document with a story. fMargin and fBest are compare's.
func measure(d *document, s *story) Features {
	var x Features
	c := cosines(&d.vec, &s.centroid)
	x[fWord], x[fEntity], x[fNumber] = float64(c[kindWord]), float64(c[kindEntity]), float64(c[kindNumber])
	x[fActor], x[fPair] = float64(c[kindActor]), float64(c[kindPair])
	t := cosines(&d.title, &s.centroid)
	x[fTitleStory] = float64(t[kindWord])
	x[fCover] = cover(&d.vec, &s.centroid)
	from := max(0, len(s.members)-storyCompare)
	for _, m := range s.members[from:] {
		if m.copyOf != "" {
			continue
		}
		c := cosines(&d.vec, &m.vec)
		if w := float64(c[kindWord]); w+float64(c[kindEntity]) > x[fMaxWord]+x[fMaxEntity] {
			x[fMaxWord], x[fMaxEntity] = w, float64(c[kindEntity])
			x[fCovered] = cover(&m.vec, &d.vec)
		}
		t := cosines(&d.title, &m.title)
		x[fTitleWord] = max(x[fTitleWord], float64(t[kindWord]))
		x[fTitleEntity] = max(x[fTitleEntity], float64(t[kindEntity]))
	}
	for word, n := range d.numbers {
		if o, ok := s.numbers[word]; ok && o == n {
			x[fAgree]++
		} else if ok {
			x[fConflict]++
		}
	}
	x[fAgree], x[fConflict] = math.Min(x[fAgree], 4), math.Min(x[fConflict], 4)
	measureCircumstances(&x, d, s)
	return x
}

// measureCircumstances compares actors, event, time and language.
func measureCircumstances(x *Features, d *document, s *story) {
	x[fCodes] = codeOverlap(d.codes, s.codes)
	if len(d.codes) == 0 || len(s.codes) == 0 {
		x[fNoCodes] = 1
	}
	if d.event.Type != "" && len(s.types) > 0 {
		x[fEvent] = -1
		if s.types[d.event.Type] > 0 {
			x[fEvent] = 1
		}
	}
	if !d.at.IsZero() && !s.last.IsZero() {
		gap := max(d.at.Sub(s.last), s.first.Sub(d.at), 0)
		x[fGap] = math.Log1p(gap.Hours())
		x[fDated] = 1
	}
	if s.langs[d.lang] == 0 {
		x[fForeign] = 1
	}
	x[fSize] = math.Log1p(float64(s.size))
}

// codeOverlap compares the leading actors of a document with a story's.
func codeOverlap(codes []string, story map[string]float64) float64 {
	if len(codes) == 0 || len(story) == 0 {
		return 0
	}
	type counted struct {
		code string
		n    float64
	}
	top := make([]counted, 0, len(story))
	for c, n := range story {
		top = append(top, counted{c, n})
	}
	slices.SortFunc(top, func(a, b counted) int {
		if a.n != b.n {
			if a.n > b.n {
				return -1
			}
			return 1
		}
		return strings.Compare(a.code, b.code)
	})
	mine := codes[:min(len(codes), 3)]
	theirs := top[:min(len(top), 3)]
	shared := 0
	for _, t := range theirs {
		if slices.Contains(mine, t.code) {
			shared++
		}
	}
	return float64(shared) / float64(len(mine)+len(theirs)-shared)
}

// cover is how much of a's weight lies in terms that b has too.
func cover(a, b *vector) float64 {
	var shared, all float64
	j := 0
	for _, t := range a.terms {
		if k := t.term.kind(); k == kindActor || k == kindPair {
			continue
		}
		w := float64(t.weight) * float64(t.weight)
		all += w
		for j < len(b.terms) && b.terms[j].term < t.term {
			j++
		}
		if j < len(b.terms) && b.terms[j].term == t.term {
			shared += w
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

// compare sets how each candidate stands against the others.
func compare(list []candidate) {
	near := func(c *candidate) float64 { return c.x[fWord] + c.x[fEntity] + 0.5*c.x[fActor] }
	best, second := -1, -1
	for i := range list {
		switch n := near(&list[i]); {
		case best < 0 || n > near(&list[best]):
			best, second = i, best
		case second < 0 || n > near(&list[second]):
			second = i
		}
	}
	for i := range list {
		rival := best
		if i == best {
			rival = second
			list[i].x[fBest] = 1
		}
		list[i].x[fMargin] = near(&list[i])
		if rival >= 0 {
			list[i].x[fMargin] -= near(&list[rival])
		}
	}
}
