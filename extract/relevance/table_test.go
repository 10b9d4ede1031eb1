package relevance

import (
	"math"
	"slices"
	"strings"
	"testing"

	"attache/extract/actor"
	"attache/extract/concept"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/internal/text"
)

func partOf(lang, s string) actor.Part {
	d := text.New(s, lang)
	return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
}

func measure(title, body string) *Vector {
	t, b := partOf("en", title), partOf("en", body)
	return Measure(t, b, event.Read(t, b, nil))
}

func TestTheShapeOfATextIsItsParties(t *testing.T) {
	const filler = "So it is and so it was and so it will be. "
	far := strings.Repeat(filler, 8)
	for _, c := range []struct {
		rule, title, body string
		want              map[string]float64
	}{
		{"nobody", "", "So.", map[string]float64{"no party": 1, "parties": 0, "share of the party named most": 0, "length": math.Log1p(0.02)}},
		{"one in the lead", "", "Iran left.", map[string]float64{
			"one party in head": 1, "two parties in head": 0, "more parties in head": 0, "parties": math.Log1p(1), "no party": 0,
			"share of the party named most": 1,
			"party in title":                0, "party first in lead": 1, "party first in title": 0,
		}},
		{"two in the title", "Iran and Oman", "So.", map[string]float64{
			"one party in head": 0, "two parties in head": 1, "party in title": 1, "two parties in title": 1, "party first in title": 1,
			"party first in lead":           0,
			"share of the party named most": 0.5,
		}},
		{"one in the title", "Iran", "So.", map[string]float64{"party in title": 1, "two parties in title": 0}},
		{"three", "", "Iran, Oman and Qatar.", map[string]float64{"two parties in head": 0, "more parties in head": 1, "parties": math.Log1p(3)}},
		{"a body", "", "Iran and the IAEA.", map[string]float64{"bodies": math.Log1p(1), "bodies in head": 1, "two parties in head": 1}},
		{"a body far on", "", far + "The IAEA.", map[string]float64{"bodies": math.Log1p(1), "one party in head": 0, "parties": math.Log1p(1)}},
		{"a place", "", "They met in Oslo.", map[string]float64{"places": math.Log1p(1), "parties": 0, "no party": 1}},
		{
			"sentences of two", "", "Iran met Oman. Iran met Qatar. Iran left.",
			map[string]float64{"sentences of two parties": math.Log1p(2.0 * 300 / 311), "share of the party named most": 0.6},
		},
		{"behind four words a party is not first", "", "So it is and so Iran left.", map[string]float64{"party first in lead": 0}},
		{"within them it is", "", "So it is and Iran left.", map[string]float64{"party first in lead": 1}},
	} {
		v := measure(c.title, c.body)
		for name, want := range c.want {
			if got := v.shape[slices.Index(shapes, name)]; math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", c.rule, name, got, want)
			}
		}
	}
}

func TestConceptsCountByTheirPlace(t *testing.T) {
	talks := concept.Of("TALKS")
	const filler = "So it is and so it was and so it will be. "
	far := strings.Repeat(filler, 8)
	for _, c := range []struct {
		rule, title, body          string
		inTitle, inHead, inBetween float64
		somewhere                  bool
	}{
		{"in the title", "Talks", "So.", 1, 1, 0, true},
		{"in the lead", "", "Talks.", 0, 1, 0, true},
		{"far on", "", far + "Talks.", 0, 0, 0, true},
		{"beside two parties", "", "Iran and Oman hold talks.", 0, 1, math.Log1p(1), true},
		{"beside one", "", "Iran holds talks.", 0, 1, 0, true},
		{"beside two, far on", "", far + "Iran and Oman hold talks.", 0, 0, math.Log1p(0.3), true},
		{"nowhere", "", "So.", 0, 0, 0, false},
	} {
		v := measure(c.title, c.body)
		if v.title[talks] != c.inTitle || v.head[talks] != c.inHead || math.Abs(v.between[talks]-c.inBetween) > 1e-9 ||
			(v.whole[talks] > 0) != c.somewhere {
			t.Errorf("%s: title %v, head %v, between %v, in all %v", c.rule, v.title[talks], v.head[talks], v.between[talks], v.whole[talks])
		}
	}
	once, twice := measure("", "Talks.").whole[talks], measure("", "Talks, talks.").whole[talks]
	if want := math.Log1p(4 * 120 / 121.0); math.Abs(once-want) > 1e-9 {
		t.Errorf("once: %v, want %v", once, want)
	}
	if want := math.Log1p(4 * 1.2 * 120 / 122.0); math.Abs(twice-want) > 1e-9 {
		t.Errorf("the same words again: %v, want %v", twice, want)
	}
	deep := "So. " + strings.Repeat("so ", 58) + "so. So " + strings.Repeat("so ", 699) + "talks"
	if v := measure("", deep); v.whole[talks] != 0 {
		t.Errorf("behind seven hundred words: %v", v.whole[talks])
	}
}

func TestTheLeadIsSixtyWordsAndTheSentenceTheyEndIn(t *testing.T) {
	for _, c := range []struct {
		lang, body string
		want       int
	}{
		{"en", "", 0},
		{"en", "So it is.", 4},
		{"en", strings.Repeat("One two three four five six seven eight nine. ", 9), 60},
		{"en", strings.Repeat("One two. ", 9), 21},
		{"en", strings.Repeat("so ", 300), 250},
		{"zh", strings.Repeat("一二三四五六七八九十一二三四五六七八九。", 8), 100},
	} {
		if got := leadEnd(text.New(c.body, c.lang)); got != c.want {
			t.Errorf("%.40s: %d, want %d", c.body, got, c.want)
		}
	}
	if deepest != 700 || fewWords != 90 {
		t.Errorf("%d, %d", deepest, fewWords)
	}
}

func TestAVerdictIsAProbabilityAndItsThreshold(t *testing.T) {
	w := Weights{Threshold: 0.6, Short: 0.4, Weight: make([]float64, len(Names()))}
	short, long := partOf("en", strings.Repeat("so ", 89)), partOf("en", strings.Repeat("so ", 90))
	none := partOf("en", "")
	if p := w.Probability(measure("", "So.").Features(), nil); p != 0.5 {
		t.Errorf("nothing weighs anything: %v", p)
	}
	for name, c := range map[string]struct {
		body actor.Part
		want bool
	}{"short": {short, true}, "long": {long, false}} {
		if v := With(w, none, c.body, event.Read(none, c.body, nil)); v.Relevant != c.want || v.Diplomacy != 0.5 {
			t.Errorf("%s: %+v", name, v)
		}
	}
	w.Short = 0.5
	if v := With(w, none, short, event.Read(none, short, nil)); !v.Relevant {
		t.Error("what reaches the threshold is not relevant")
	}
	w.Weight[0] = 1
	if p := w.Probability(measure("", "So.").Features(), nil); math.Abs(p-0.731058) > 1e-5 {
		t.Errorf("log odds of one: %v", p)
	}
	w.Weight[0] = 1.23456
	if v := With(w, none, short, event.Read(none, short, nil)); v.Diplomacy != 0.775 {
		t.Errorf("to three places: %v", v.Diplomacy)
	}
}

func TestEvidenceIsTheStrongestWordsAtMostSix(t *testing.T) {
	n := len(concept.Names())
	w := Weights{Weight: make([]float64, len(Names()))}
	at := func(zone int, name string) int { return 1 + len(shapes) + zone*n + int(concept.Of(name)) }
	w.Weight[at(1, "TALKS")], w.Weight[at(2, "TREATY")], w.Weight[at(0, "SANCTION")], w.Weight[at(1, "EXPEL")] = 1, 2, 5, -1
	t1, b := partOf("en", ""), partOf("en", "Talks on the treaty, sanctions, expulsion.")
	if got := With(w, t1, b, event.Read(t1, b, nil)).Evidence; !slices.Equal(got, []string{"treaty", "talks"}) {
		t.Errorf("%q", got)
	}
	t1 = partOf("en", "Sanctions, talks")
	if got := With(w, t1, b, event.Read(t1, b, nil)).Evidence; !slices.Equal(got, []string{"sanctions", "treaty", "talks"}) {
		t.Errorf("with a title: %q", got)
	}
}

func TestEveryFeatureHasItsNameAndItsPlace(t *testing.T) {
	n := len(concept.Names())
	names := Names()
	phrases := event.PhraseNames()
	if len(names) != 1+len(shapes)+4*n+len(phrases) || names[0] != "bias" || names[1] != shapes[0] ||
		names[1+len(shapes)] != "title "+concept.Names()[0] ||
		names[len(names)-1] != phrases[len(phrases)-1] || names[1+len(shapes)+4*n-1] != "between "+concept.Names()[n-1] ||
		names[1+len(shapes)+n] != "head "+concept.Names()[0] ||
		names[1+len(shapes)+2*n] != "all "+concept.Names()[0] {
		t.Errorf("%d names", len(names))
	}
	if v := measure("Talks", "So."); len(v.Features()) != len(names) || v.Features()[0] != 1 || len(v.shape) != len(shapes) ||
		v.Features()[1+len(shapes)+int(concept.Of("TALKS"))] != 1 {
		t.Error("features are not in the order of their names")
	}
	w := Weights{Threshold: 0.4, Short: 0.45, Weight: make([]float64, len(names))}
	w.Weight[1], w.Weight[2] = 0.0005, 0.0004
	if got := w.Text(); strings.Contains(got, shapes[1]+"\t") || !strings.Contains(got, shapes[0]+"\t0.001\n") &&
		!strings.Contains(got, shapes[0]+"\t0.000\n") {
		t.Errorf("%s", got)
	}
	back, _, err := ReadWeights("")
	if err != nil || back.Threshold != 0.5 || back.Short != 0.5 {
		t.Errorf("without a line: %+v, %v", back.Threshold, err)
	}
}
