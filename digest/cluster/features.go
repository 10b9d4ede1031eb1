package cluster

import (
	"math"
	"slices"
)

// What the merge-or-new decision goes by.
const (
	fWord         = iota // cosine with the story's centroid: words
	fEntity              // … names
	fNumber              // … numbers
	fActor               // … actor codes
	fPair                // … counted things
	fName                // … names of two words
	fMaxWord             // with its nearest article
	fMaxEntity           //
	fTitleWord           // the title with the nearest title
	fTitleEntity         //
	fTitleStory          // the title's words with the centroid
	fCover               // share of the document's weight that the story has
	fCovered             // share of the nearest article's weight that the document has
	fMeanWord            // the mean over its articles
	fMeanEntity          //
	fCore                // share of the story's heaviest words that the document has
	fCoreEntity          // … of its heaviest names
	fKnownEntity         // share of the document's heaviest names that the story has
	fMaxName             // like fMaxWord: names of two words
	fMean                // nearness: the mean over pairs of articles
	fNearest             // … to the nearest article
	fTight               // the mean within the larger group, 0 for a single article
	fTightOwn            // … within the smaller one
	fLoose               // fMean beside the tighter of the two; -1 where there is none
	fLooseNearest        // fNearest beside it
	fAgree               // counted things with the same number
	fConflict            // counted things with another number
	fDays                // weekdays named: the same 1, others -1, or none 0
	fCodes               // overlap of the leading actors
	fRoles               // cosine of who acts and who is acted upon: -1 turned round
	fNoCodes             // one of the two has no actors
	fEvent               // 1 the same event type, 0 unknown, -1 another
	fGap                 // log of the hours between, 0 where unknown
	fDated               // both have times
	fForeign             // no article of the story in this language
	fSize                // log of the story's size
	fSizeOwn             // … of the smaller group
	fMargin              // how much nearer than the next candidate
	fBest                // the nearest candidate
	fRare                // how much the rare names weigh that both have
	fRareNames           // how many they are
	fRareNumbers         // rare numbers that both have
	NumFeatures          // how many there are
)

// Features are what the decision goes by.
type Features [NumFeatures]float64

// measure compares a group, often a single article, with a larger one.
// fMargin and fBest are compare's.
func measure(a, b *group) Features {
	var x Features
	c := cosines(&a.centroid, &b.centroid)
	x[fWord], x[fEntity], x[fNumber] = float64(c[kindWord]), float64(c[kindEntity]), float64(c[kindNumber])
	x[fActor], x[fPair], x[fName] = float64(c[kindActor]), float64(c[kindPair]), float64(c[kindName])
	x[fCover] = cover(&a.centroid, &b.centroid)
	measureRare(&x, a, b)
	measureMembers(&x, a, b)
	x[fCore] = heaviestShared(&b.centroid, &a.centroid, kindWord, 10)
	x[fCoreEntity] = heaviestShared(&b.centroid, &a.centroid, kindEntity, 5)
	x[fKnownEntity] = heaviestShared(&a.centroid, &b.centroid, kindEntity, 5)
	x[fAgree], x[fConflict] = counts(a.numbers, b.numbers)
	x[fAgree], x[fConflict] = math.Min(x[fAgree], 4), math.Min(x[fConflict], 4)
	x[fDays] = sameDays(a, b)
	measureCircumstances(&x, a, b)
	return x
}

// rare is the weight from which on a name or a number of an article says something that few others say: about 4 of idf, named once.
const rare = 3.4

// measureRare looks for the names and numbers that are rare and in both: between languages the only evidence. The two articles
// that share most of them count.
func measureRare(x *Features, a, b *group) {
	for _, m := range a.newest(groupCompare) {
		for _, o := range b.newest(groupCompare) {
			weight, names, numbers := sharedRare(&m.vec, &o.vec)
			if names+numbers >= x[fRareNames]+x[fRareNumbers] {
				x[fRare], x[fRareNames], x[fRareNumbers] = max(x[fRare], weight), names, numbers
			}
		}
	}
	x[fRareNames], x[fRareNumbers] = math.Min(x[fRareNames], 8), math.Min(x[fRareNumbers], 5)
}

func sharedRare(a, b *vector) (weight, names, numbers float64) {
	p, q := a.terms, b.terms
	for i, j := 0, 0; i < len(p) && j < len(q); {
		switch {
		case p[i].term < q[j].term:
			i++
			continue
		case p[i].term > q[j].term:
			j++
			continue
		}
		if w := min(p[i].weight, q[j].weight); w > rare {
			switch p[i].term.kind() {
			case kindEntity:
				weight += float64(w - rare)
				names++
			case kindNumber:
				numbers++
			}
		}
		i++
		j++
	}
	return weight, names, numbers
}

// measureMembers compares article by article.
func measureMembers(x *Features, a, b *group) {
	mine, theirs := a.newest(groupCompare), b.newest(groupCompare)
	nearest := 0.0
	for _, m := range mine {
		best := 0.0
		for _, o := range theirs {
			c := cosines(&m.vec, &o.vec)
			w, e := float64(c[kindWord]), float64(c[kindEntity])
			near := alikeBy(c, m.lang != o.lang)
			x[fMeanWord] += w
			x[fMeanEntity] += e
			x[fMean] += near
			best = max(best, near)
			x[fMaxName] = max(x[fMaxName], float64(c[kindName]))
			if w+e > x[fMaxWord]+x[fMaxEntity] {
				x[fMaxWord], x[fMaxEntity] = w, e
				x[fCovered] = cover(&o.vec, &m.vec)
			}
			t := cosines(&m.title, &o.title)
			x[fTitleWord] = max(x[fTitleWord], float64(t[kindWord]))
			x[fTitleEntity] = max(x[fTitleEntity], float64(t[kindEntity]))
		}
		nearest += best
		t := cosines(&m.title, &b.centroid)
		x[fTitleStory] = max(x[fTitleStory], float64(t[kindWord]))
	}
	if n := float64(len(mine) * len(theirs)); n > 0 {
		x[fMeanWord] /= n
		x[fMeanEntity] /= n
		x[fMean] /= n
		x[fNearest] = nearest / float64(len(mine))
	}
	x[fTight] = b.tightness()
	x[fTightOwn] = a.tightness()
	if t := max(x[fTight], x[fTightOwn]); t > 0 {
		x[fLoose] = x[fMean] / t
		x[fLooseNearest] = x[fNearest] / t
	} else {
		x[fLoose], x[fLooseNearest] = -1, -1
	}
}

// measureCircumstances compares actors, event, time and language.
func measureCircumstances(x *Features, a, b *group) {
	x[fCodes] = codeOverlap(a.codes, b.codes)
	x[fRoles] = roleCosine(a.roles, b.roles)
	if len(a.codes) == 0 || len(b.codes) == 0 {
		x[fNoCodes] = 1
	}
	if len(a.types) > 0 && len(b.types) > 0 {
		x[fEvent] = -1
		for t := range a.types {
			if b.types[t] > 0 {
				x[fEvent] = 1
			}
		}
	}
	if !a.last.IsZero() && !b.last.IsZero() {
		gap := max(a.first.Sub(b.last), b.first.Sub(a.last), 0)
		x[fGap] = math.Log1p(gap.Hours())
		x[fDated] = 1
	}
	if foreign(a, b) {
		x[fForeign] = 1
	}
	x[fSize] = math.Log1p(float64(b.own))
	x[fSizeOwn] = math.Log1p(float64(a.own))
}

// foreign says whether two groups share no language.
func foreign(a, b *group) bool {
	for lang := range a.langs {
		if b.langs[lang] > 0 {
			return false
		}
	}
	return true
}

// counts tells of how many words both count the numbers agree, and of how
// many they do not.
func counts(a, b []counted) (agree, conflict float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch word := a[i].word; {
		case word < b[j].word:
			i++
		case word > b[j].word:
			j++
		default:
			same := false
			from := j
			for ; i < len(a) && a[i].word == word; i++ {
				for j = from; j < len(b) && b[j].word == word; j++ {
					same = same || a[i].number == b[j].number
				}
			}
			if same {
				agree++
			} else {
				conflict++
			}
		}
	}
	return agree, conflict
}

// sameDays is the cosine of the weekdays named, turned so that other days
// give -1 and none 0.
func sameDays(a, b *group) float64 {
	dot, x, y := 0, 0, 0
	for i := range a.days {
		dot += a.days[i] * b.days[i]
		x += a.days[i] * a.days[i]
		y += b.days[i] * b.days[i]
	}
	if x == 0 || y == 0 {
		return 0
	}
	return 2*float64(dot)/math.Sqrt(float64(x)*float64(y)) - 1
}

// codeOverlap compares the leading actors of two groups.
func codeOverlap(a, b map[string]float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	mine, theirs := leading(a), leading(b)
	shared := 0
	for _, c := range theirs {
		if slices.Contains(mine, c) {
			shared++
		}
	}
	return float64(shared) / float64(len(mine)+len(theirs)-shared)
}

func roleCosine(a, b map[string]float64) float64 {
	dot, x, y := 0.0, 0.0, 0.0
	for code, v := range a {
		dot += v * b[code]
		x += v * v
	}
	for _, v := range b {
		y += v * v
	}
	if x == 0 || y == 0 {
		return 0
	}
	return dot / math.Sqrt(x*y)
}

// leading are the three heaviest codes.
func leading(codes map[string]float64) []string { return leadingN(codes, 3) }

func leadingN(codes map[string]float64, n int) []string {
	top := make([]string, 0, n+1)
	for c, w := range codes {
		at := len(top)
		for at > 0 && (codes[top[at-1]] < w || codes[top[at-1]] == w && c < top[at-1]) {
			at--
		}
		if at < n {
			top = slices.Insert(top, at, c)
			top = top[:min(len(top), n)]
		}
	}
	return top
}

// cover is how much of a's weight lies in terms that b has too.
func cover(a, b *vector) float64 {
	var shared, all float64
	j := 0
	for _, t := range a.terms {
		if k := t.term.kind(); k > kindNumber {
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

// heaviestShared is the share by weight of a's n heaviest terms of a kind that
// b has too.
func heaviestShared(a, b *vector, kind, n int) float64 {
	var top [10]weighted
	k := 0
	for _, t := range a.terms {
		if t.term.kind() != kind || k == n && t.weight <= top[k-1].weight {
			continue
		}
		i := min(k, n-1)
		k = min(k+1, n)
		for ; i > 0 && top[i-1].weight < t.weight; i-- {
			top[i] = top[i-1]
		}
		top[i] = t
	}
	var shared, all float32
	for _, t := range top[:k] {
		all += t.weight
		if b.has(t.term) {
			shared += t.weight
		}
	}
	if all == 0 {
		return 0
	}
	return float64(shared / all)
}
