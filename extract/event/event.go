// Package event tells the main event of a text: one of the sixteen types of
// the PLOVER ontology or STATEMENT, with the countries and bodies that act and
// those acted upon. What enters is a text already cut and its mentions; what
// leaves is an attache.Event. It is pure, deterministic, and linear in the text.
//
// Two things decide. Trigger phrases, one data file a language, say what the
// words of the title and the lead mean; negation and intent change it: a demand
// to release is a REQUEST, a promise to release an AGREE. For English a linear
// model over words, phrases and the slots around them, learned by
// extract/event/train, decides together with them.
package event

import (
	"embed"
	"slices"
	"sync"

	"attache"
	"attache/extract/actor"
	"attache/extract/lexicon"
	"attache/internal/text"
)

//go:embed data/*.txt
var files embed.FS

var languages = []string{"en", "ru", "uk", "fr", "es", "de", "ar", "zh"}

var lists = sync.OnceValue(func() map[string]*lexicon.List {
	m := map[string]*lexicon.List{}
	for _, lang := range languages {
		data, err := files.ReadFile("data/" + lang + ".txt")
		if err != nil {
			panic("extract/event: " + err.Error()) // the file is part of the program
		}
		m[lang] = lexicon.MustCompile(lang, string(data))
	}
	return m
})

func listOf(lang string) *lexicon.List {
	if l, ok := lists()[lang]; ok {
		return l
	}
	return lists()["en"]
}

// Types are the event types, in the order of their numbers in the model.
var Types = []attache.EventType{
	attache.Statement, attache.Agree, attache.Consult, attache.Support, attache.Concede, attache.Cooperate, attache.Aid,
	attache.Retreat, attache.Request, attache.Accuse, attache.Reject, attache.Threaten, attache.Protest, attache.Sanction,
	attache.Mobilize, attache.Coerce, attache.Assault,
}

// Sense is what the trigger phrases of a text say.
type Sense struct {
	title, body actor.Part
	people      []attache.Actor
	tally       tally
}

// Read looks for the trigger phrases of a text's title and first sentences. The
// actors of the text, where known, help to tell for whom its persons speak.
func Read(title, body actor.Part, actors []attache.Actor) *Sense {
	return &Sense{title, body, actors, scores(title, body)}
}

// Event tells the main event. The model of articles decides; of a text without a title that is a sentence or two, the phrases
// and, in English, the model of sentences.
func (s *Sense) Event() attache.Event {
	if s.alone() {
		return s.With(standard())
	}
	return s.WithArticles(standardArticles())
}

// alone says whether a text is a sentence or little more.
func (s *Sense) alone() bool { return len(s.title.Doc.Tokens) == 0 && len(s.body.Doc.Tokens) < 120 }

// WithArticles is Event for an article, with another model than the one in the program.
func (s *Sense) WithArticles(m *Articles) attache.Event {
	t := s.tally
	best := m.best(s.Measures())
	e := attache.Event{Type: Types[best]}
	e.Source, e.Target = s.parties(&t, best)
	return e
}

// With tells the event from the phrases and the model of sentences alone.
func (s *Sense) With(m *Model) attache.Event {
	t := s.tally
	if s.body.Doc.Has(text.OwnWeights) {
		t.blend(m, s.title, s.body)
	}
	best := 0
	for i := range t.total {
		if t.total[i] > t.total[best] {
			best = i
		}
	}
	e := attache.Event{Type: Types[best]}
	e.Source, e.Target = s.parties(&t, best)
	return e
}

// tally is what the trigger phrases of a text say.
type tally struct {
	total [17]float64
	firm  float64 // of STATEMENT: a speech, an interview; not that somebody said something
	hits  []hit   // of event types
	// envoys are words for whoever represents a state: in a protest or an
	// expulsion, the one whose envoy it is is acted upon.
	envoys []hit
}

type hit struct {
	lexicon.Hit
	kind  int // index into Types
	title bool
	value float64
}

// intents change what stands behind them: promising, refusing, threatening,
// demanding to do a thing is not doing it.
var intents = map[attache.EventType]bool{attache.Agree: true, attache.Reject: true, attache.Threaten: true, attache.Request: true}

// longest is how many tokens of a sentence are read: longer ones are no prose.
const longest = 250

// weights of the sentences of a body, from the first.
var depth = []float64{2, 1.2, 0.8, 0.5, 0.4, 0.3, 0.2, 0.2}

func scores(title, body actor.Part) tally {
	var t tally
	l := listOf(body.Doc.Lang)
	kinds := kindsOf(l)
	for _, r := range title.Doc.Sentences {
		t.add(l, kinds, title, r, 3, true)
	}
	for i, r := range body.Doc.Sentences {
		if i >= len(depth) {
			break
		}
		t.add(l, kinds, body, r, depth[i], false)
	}
	t.total[0] = t.firm + 0.1 // a text that says nothing else is a statement
	return t
}

func kindsOf(l *lexicon.List) []int {
	out := make([]int, len(l.Labels))
	for i, name := range l.Labels {
		out[i] = slices.Index(Types, attache.EventType(name))
	}
	return out
}

// add counts the phrases of one sentence.
func (t *tally) add(l *lexicon.List, kinds []int, p actor.Part, r text.Range, scale float64, title bool) {
	r.End = min(r.End, r.First+longest)
	found := l.Find(p.Doc, p.Folds, int(r.First), int(r.End), nil)
	for i, h := range found {
		k := kinds[h.Label]
		if k < 0 {
			if l.Labels[h.Label] == "ENVOY" {
				t.envoys = append(t.envoys, hit{Hit: h, title: title})
			}
			continue
		}
		value := scale * float64(h.Weight) * (0.7 + 0.3*float64(h.Terms))
		for j, o := range found {
			if i == j || kinds[o.Label] < 0 {
				continue
			}
			switch {
			case o.First <= h.First && o.End >= h.End && o.Terms > h.Terms:
				value *= 0.25 // a longer phrase says it better
			case intents[Types[kinds[o.Label]]] && o.Weight >= 4 && kinds[o.Label] != k && o.First < h.First && h.First-o.End < 4 &&
				h.First >= o.First:
				value *= 0.35 // refused, promised, demanded: not done
			}
		}
		t.total[k] += value
		if k == 0 && h.Weight > 2 {
			t.firm += value
		}
		t.hits = append(t.hits, hit{h, k, title, value})
	}
}
