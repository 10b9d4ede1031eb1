package event

import (
	"strings"

	"attache/extract/actor"
	"attache/internal/text"
)

// Buckets is the size of the feature space: features are hashed into it.
const Buckets = 1 << 15

// Feature is a hashed property of a sentence and its strength.
type Feature struct {
	Bucket uint32
	Value  float32
}

// Features measures a sentence for the linear model: its words, their
// neighbours and order with names made alike, the trigger phrases in it and what
// they stand under, and its verbs by position. English only.
func Features(p actor.Part, r text.Range) []Feature {
	e := &extractor{p: p, r: r, out: make([]Feature, 0, 256)}
	e.words()
	e.verbs()
	e.phrases()
	return e.out
}

type extractor struct {
	p     actor.Part
	r     text.Range
	terms []string // the sentence's words, stemmed, names and numbers made alike
	out   []Feature
	seen  [Buckets / 64]uint64
}

// hash folds parts of a feature's name into a bucket.
func hash(kind byte, parts ...string) uint32 {
	h := uint32(2166136261)
	h = (h ^ uint32(kind)) * 16777619
	for _, s := range parts {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
		h = (h ^ '|') * 16777619
	}
	return (h ^ h>>15 ^ h>>21) % Buckets
}

func (e *extractor) add(value float32, kind byte, parts ...string) {
	b := hash(kind, parts...)
	if e.seen[b/64]&(1<<(b%64)) != 0 {
		return
	}
	e.seen[b/64] |= 1 << (b % 64)
	e.out = append(e.out, Feature{b, value})
}

// words adds the words of the sentence, pairs, and triples.
func (e *extractor) words() {
	e.terms = abstract(e.p, e.r)
	t := e.terms
	for i, w := range t {
		if w == "#" || w == "," {
			continue
		}
		if !isCommon(w) {
			e.add(1, 'w', w)
			if len(w) > 5 {
				e.add(0.5, 'p', w[:5])
			}
		}
		if i+1 < len(t) {
			e.add(0.8, 'b', w, t[i+1])
		}
		if i+2 < len(t) {
			e.add(0.5, 's', w, t[i+2])
			e.add(0.7, 't', w, t[i+1], t[i+2])
		}
		if i+3 < len(t) && !isCommon(w) && !isCommon(t[i+3]) {
			e.add(0.4, 'k', w, t[i+3])
		}
	}
	if len(t) > 0 {
		e.add(0.5, 'l', t[len(t)-1])
	}
}

// abstract gives the words of a sentence with countries as @, other names as
// ^ (runs as one), numbers as #.
func abstract(p actor.Part, r text.Range) []string {
	var out []string
	k := 0
	for i := r.First; i < r.End; i++ {
		for k < len(p.Mentions) && p.Mentions[k].End <= i {
			k++
		}
		t := &p.Doc.Tokens[i]
		var word string
		switch {
		case k < len(p.Mentions) && p.Mentions[k].First <= i:
			word = "@"
		case t.Kind == text.Number:
			word = "#"
		case t.Kind != text.Word:
			if p.Doc.Word(int(i)) != "," {
				continue
			}
			word = ","
		case t.Is(text.Upper) && i > r.First && !t.Is(text.Clitic):
			word = "^" // names differ from sentence to sentence; offices in them do not
			if w := stemmed(p.Folds[i]); isOffice(w) {
				word = w
			}
		case t.Is(text.Clitic):
			continue
		default:
			word = stemmed(p.Folds[i])
		}
		if n := len(out); n > 0 && out[n-1] == word && (word == "@" || word == "^" || word == "#") {
			continue
		}
		out = append(out, word)
	}
	return out
}

// verbs adds the first verbs by their order, with what stands around them.
func (e *extractor) verbs() {
	n := 0
	t := e.terms
	raw := e.rawVerbs()
	for i, w := range t {
		if !raw[w] || isCommon(w) {
			continue
		}
		n++
		if n > 3 {
			break
		}
		order := string(rune('0' + n))
		e.add(0.8, 'v', order, w)
		if i+1 < len(t) {
			e.add(0.5, 'n', order, w, t[i+1])
		}
		for j := i + 1; j < len(t) && j < i+8; j++ {
			if t[j] == "@" || t[j] == "^" {
				e.add(0.5, 'o', w, t[j])
				break
			}
		}
		if i > 0 {
			e.add(0.5, 'a', w, t[i-1])
		}
		for j := i + 1; j < len(t) && j < i+7; j++ {
			if !isCommon(t[j]) && len(t[j]) > 2 {
				e.add(0.5, 'c', w, t[j])
			}
		}
	}
}

// rawVerbs guesses which stems of the sentence are verbs: by form, or by the
// auxiliary before them.
func (e *extractor) rawVerbs() map[string]bool {
	m := map[string]bool{}
	for i := e.r.First; i < e.r.End; i++ {
		t := &e.p.Doc.Tokens[i]
		if t.Kind != text.Word || t.Is(text.Upper) && i > e.r.First {
			continue
		}
		w := e.p.Folds[i]
		prev := ""
		if i > e.r.First {
			prev = e.p.Folds[i-1]
		}
		if strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing") || english().irregular[w] != "" || isAuxiliary(prev) {
			m[stemmed(w)] = true
		}
	}
	return m
}

// phrases adds the trigger phrases: each one, its type, what it stands under,
// and the shares of the types.
func (e *extractor) phrases() {
	var t tally
	l := listOf("en")
	t.add(l, kindsOf(l), e.p, e.r, 1, false)
	sum := float64(0.5)
	for _, v := range t.total {
		sum += v
	}
	best := 0
	for k, v := range t.total {
		if v > t.total[best] {
			best = k
		}
		if v > 0 {
			e.add(float32(3*v/sum), 'L', string(Types[k]))
		}
	}
	if t.total[best] > 0 {
		e.add(1.5, 'B', string(Types[best]))
	} else {
		e.add(1, 'B', "none")
	}
	for i, h := range t.hits {
		id := string(rune(h.Pattern))
		e.add(1, 'P', id)
		if i == 0 {
			e.add(1, 'F', string(Types[h.kind]))
		}
		for j := range t.hits {
			o := &t.hits[j]
			if i == j || o.Weight < 3 || h.Weight < 3 || o.First >= h.First {
				continue
			}
			e.add(0.6, 'O', string(Types[o.kind]), string(Types[h.kind]))
			if h.First-o.End < 5 {
				e.add(0.8, 'N', string(Types[o.kind]), string(Types[h.kind]))
			}
		}
	}
}
