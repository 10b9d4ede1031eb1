package cluster

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"attache"
)

// How much of a text decides which story it tells: the lead does.
const (
	titleTokens = 40
	bodyTokens  = 260
	leadTokens  = 60
	docTerms    = 120 // heaviest terms kept of a document
)

// weighted is a term with its weight.
type weighted struct {
	term   term
	weight float32
}

// vector is terms in ascending order, with the length of its part of each kind.
type vector struct {
	terms []weighted
	norm  [kinds]float32
}

// counted is a word with a number before it.
type counted struct{ word, number term }

// document is an article as the clusterer sees it.
type document struct {
	id      string
	lang    string
	at      time.Time
	vec     vector // the whole text
	title   vector // its title, or its first words
	codes   []string
	event   attache.Event
	simhash uint64
	sketch  []uint32
	numbers []counted // the first number before a word
	days    uint8     // weekdays named, as bits
}

// analyst turns articles into documents; it owns buffers, so it is not for
// concurrent use.
type analyst struct {
	r    reader
	df   *frequencies
	acc  map[term]float32
	left []term
}

// document reads an article. learn also counts its terms for later weights.
// Until the next one, n.left has the terms that weigh too little to be kept.
func (n *analyst) document(a *attache.Article, learn bool) *document {
	d := &document{id: a.ID, lang: a.Lang, at: a.When(), event: a.Event, codes: codesOf(a)}
	n.r.lang, n.r.out = a.Lang, n.r.out[:0]
	n.r.read(a.Title, titleTokens)
	title := len(n.r.out)
	n.r.read(a.Body, title+bodyTokens)
	if len(n.r.out) == title {
		n.r.read(a.Summary, title+bodyTokens)
	}
	tokens := n.r.out
	d.simhash, d.sketch = fingerprint(tokens[title:])
	n.sum(d, tokens)
	if learn {
		n.df.count(a.Lang, maps.Keys(n.acc))
	}
	for i, c := range d.codes {
		n.acc[hashTerm(kindActor, []byte(c))] = float32(2 / (1 + 0.5*float64(i)))
	}
	d.vec = n.take(a.Lang, docTerms)
	n.left = n.left[:0]
	for t := range n.acc {
		if t.kind() <= kindNumber && !d.vec.has(t) {
			n.left = append(n.left, t)
		}
	}
	if title == 0 {
		title = min(len(tokens), titleTokens/2)
	}
	n.sum(d, tokens[:title])
	d.title = n.take(a.Lang, titleTokens)
	return d
}

// sum adds up term frequencies, the lead's heavier.
func (n *analyst) sum(d *document, tokens []token) {
	clear(n.acc)
	for i, t := range tokens {
		w := float32(1)
		if i < leadTokens {
			w = 1.5
		}
		d.days |= t.day
		if t.stop {
			continue
		}
		n.acc[t.stem] += w
		if t.entity != 0 {
			e := w
			if t.initial {
				e *= 0.5
			}
			n.acc[t.entity] += e
			if i > 0 && tokens[i-1].entity != 0 && !t.initial {
				n.acc[term((uint64(tokens[i-1].entity)*31+uint64(t.entity))&^7|kindName)] += w
			}
		}
		if t.stem.kind() == kindNumber {
			n.count(d, tokens, i, w)
		}
	}
}

// count pairs a number with the words that it may count.
func (n *analyst) count(d *document, tokens []token, i int, w float32) {
	for _, next := range tokens[i+1 : min(i+3, len(tokens))] {
		if next.stop || next.initial || next.stem.kind() != kindWord {
			return
		}
		n.acc[term((uint64(tokens[i].stem)*31+uint64(next.stem))&^7|kindPair)] += w
		if !slices.ContainsFunc(d.numbers, func(c counted) bool { return c.word == next.stem }) && len(d.numbers) < docTerms {
			d.numbers = append(d.numbers, counted{next.stem, tokens[i].stem})
		}
	}
}

// take weighs what was summed up and keeps the heaviest terms.
func (n *analyst) take(lang string, limit int) vector {
	v := vector{terms: make([]weighted, 0, len(n.acc))}
	for t, tf := range n.acc {
		w := float32(math.Log1p(float64(tf)))
		if t.kind() != kindActor {
			w *= n.df.idf(lang, t)
		}
		v.terms = append(v.terms, weighted{t, w})
	}
	slices.SortFunc(v.terms, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	v.trim(limit)
	return v
}

// trim keeps the heaviest of the terms, which are in ascending order, and
// measures them.
func (v *vector) trim(limit int) {
	if len(v.terms) > limit {
		weights := make([]float32, len(v.terms))
		for i, t := range v.terms {
			weights[i] = t.weight
		}
		least := nth(weights, len(weights)-limit)
		v.terms = slices.DeleteFunc(v.terms, func(t weighted) bool { return t.weight < least })
		v.terms = slices.Clip(v.terms[:min(len(v.terms), limit)])
	}
	v.measure()
}

// nth gives the value that would stand at k were the list sorted, which it
// changes the order of.
func nth(list []float32, k int) float32 {
	for lo, hi := 0, len(list)-1; lo < hi; {
		pivot := list[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for list[i] < pivot {
				i++
			}
			for list[j] > pivot {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return list[k]
		}
	}
	return list[k]
}

func (v *vector) measure() {
	var sum [kinds]float64
	for _, t := range v.terms {
		sum[t.term.kind()] += float64(t.weight) * float64(t.weight)
	}
	for k := range sum {
		v.norm[k] = float32(math.Sqrt(sum[k]))
	}
}

// dot multiplies two vectors, each kind on its own.
func dot(a, b *vector) (sum [kinds]float32) {
	x, y := a.terms, b.terms
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].term < y[j].term:
			i++
		case x[i].term > y[j].term:
			j++
		default:
			sum[x[i].term.kind()] += x[i].weight * y[j].weight
			i++
			j++
		}
	}
	return sum
}

// cosines are the cosines of two vectors, of each kind; 0 where one has none.
func cosines(a, b *vector) (c [kinds]float32) {
	c = dot(a, b)
	for k := range c {
		if n := a.norm[k] * b.norm[k]; n > 0 {
			c[k] /= n
		}
	}
	return c
}

// add adds another vector to it.
func (v *vector) add(o *vector, limit int) {
	if len(v.terms) == 0 && len(o.terms) <= limit {
		*v = *o // vectors are never changed in place
		return
	}
	out := make([]weighted, 0, len(v.terms)+len(o.terms))
	i, j := 0, 0
	for i < len(v.terms) || j < len(o.terms) {
		switch {
		case j == len(o.terms) || i < len(v.terms) && v.terms[i].term < o.terms[j].term:
			out = append(out, v.terms[i])
			i++
		case i == len(v.terms) || v.terms[i].term > o.terms[j].term:
			out = append(out, o.terms[j])
			j++
		default:
			out = append(out, weighted{v.terms[i].term, v.terms[i].weight + o.terms[j].weight})
			i++
			j++
		}
	}
	v.terms = out
	v.trim(limit)
}

// codesOf are the countries and bodies of an article: those of its event
// first, then the most mentioned.
func codesOf(a *attache.Article) []string {
	var codes []string
	add := func(c string) {
		if c = strings.TrimSpace(c); c != "" && len(codes) < 8 && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	for _, c := range a.Event.Source {
		add(c)
	}
	for _, c := range a.Event.Target {
		add(c)
	}
	for i := range a.Actors {
		add(a.Actors[i].Code)
	}
	return codes
}

// has finds a term.
func (v *vector) has(t term) bool {
	_, ok := slices.BinarySearchFunc(v.terms, t, func(w weighted, t term) int { return cmp.Compare(w.term, t) })
	return ok
}
