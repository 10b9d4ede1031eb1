package event

import (
	"bytes"
	"slices"
	"testing"

	"attache"
	"attache/extract/actor"
	"attache/extract/lexicon"
	"attache/internal/text"
)

func cut(lang, s string) actor.Part {
	d := text.New(s, lang)
	return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
}

func read(lang, title, body string) attache.Event {
	return Read(cut(lang, title), cut(lang, body), nil).Event()
}

func TestNegationAndIntentChangeTheType(t *testing.T) {
	for _, c := range []struct {
		body string
		want attache.EventType
	}{
		{"Iran rejected the American proposal on Monday.", attache.Reject},
		{"Iran demanded that Israel release the two detainees.", attache.Request},
		{"Iran released the two detainees on Monday.", attache.Retreat},
		{"Iran agreed to release the two detainees.", attache.Agree},
		{"Iran refused to release the two detainees.", attache.Reject},
		{"Iran threatened to close its border with Iraq.", attache.Threaten},
		{"The Russian president will meet his Turkish counterpart in Ankara next week.", attache.Agree},
		{"The Russian president met his Turkish counterpart in Ankara for talks.", attache.Consult},
		{"Rebels shelled a Syrian army position, killing nine soldiers.", attache.Assault},
		{"Turkish police arrested forty demonstrators in Ankara.", attache.Coerce},
		{"Japan provided $3 million in humanitarian assistance to Yemen.", attache.Aid},
	} {
		if got := read("en", "", c.body).Type; got != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}

func TestWhoDidNotRejectDidNotReject(t *testing.T) {
	e := read("en", "Moscow did not reject American peace plan, spokesman says",
		"The Russian president did not reject the plan, his spokesman said after talks with the American envoy in Moscow.")
	if e.Type == attache.Reject {
		t.Errorf("%+v", e)
	}
}

func TestTheOneBeforeTheTriggerActs(t *testing.T) {
	for _, c := range []struct{ lang, title, body, source, target string }{
		{"en", "Poland expels three Belarusian diplomats", "Warsaw gave them 72 hours.", "POL", "BLR"},
		{"en", "Manila lodges protest with Beijing", "The Philippines summoned China's ambassador.", "PHL", "CHN"},
		{
			"en", "Indian envoy summoned over killing at border",
			"The Bangladeshi foreign ministry handed the Indian high commissioner a note of protest.", "BGD", "IND",
		},
		{"ru", "Латвия высылает двух российских дипломатов", "Рига объявила их персонами нон грата.", "LVA", "RUS"},
		{"es", "Ecuador expulsa a dos diplomáticos venezolanos", "Quito les dio 72 horas.", "ECU", "VEN"},
	} {
		e := read(c.lang, c.title, c.body)
		if !slices.Contains(e.Source, c.source) || !slices.Contains(e.Target, c.target) || slices.Contains(e.Target, c.source) {
			t.Errorf("%s: %+v, want %s to %s", c.title, e, c.source, c.target)
		}
	}
}

func TestAGroupIsItsMembers(t *testing.T) {
	e := read("en", "E3 urges Iran to admit inspectors", "The E3 called on Iran to admit inspectors without precondition.")
	if !slices.Equal(e.Source, []string{"GBR", "FRA", "DEU"}) || !slices.Equal(e.Target, []string{"IRN"}) {
		t.Errorf("%+v", e)
	}
}

func TestWeightsReadBackAsWritten(t *testing.T) {
	m := &Model{Scale: 0.5, Weights: make([]int8, Buckets*len(Labels))}
	m.Weights[7], m.Weights[len(m.Weights)-1] = -3, 9
	back, err := ReadModel(m.Bytes())
	if err != nil || back.Scale != m.Scale || !slices.Equal(back.Weights, m.Weights) {
		t.Errorf("%v", err)
	}
	if !bytes.Equal(m.Bytes(), m.Bytes()) {
		t.Error("the same model gives other bytes")
	}
	for _, bad := range [][]byte{nil, []byte("x"), m.Bytes()[:40]} {
		if _, err := ReadModel(bad); err == nil {
			t.Errorf("%d bytes are read as weights", len(bad))
		}
	}
}

func TestEveryListNamesOnlyEventTypes(t *testing.T) {
	for _, lang := range languages {
		for _, label := range listOf(lang).Labels {
			if label != "NONE" && label != "ENVOY" && !slices.Contains(Types, attache.EventType(label)) {
				t.Errorf("%s: %s is no event type", lang, label)
			}
		}
	}
}

func TestWeightsOfArticlesAreAsOldAsTheWords(t *testing.T) {
	if standardArticles().words != wordsSum() {
		t.Error("weights are older than the words: run make train")
	}
}

func TestWeightsOfArticlesReadBackAsWritten(t *testing.T) {
	m := &Articles{Scale: 0.5, Weights: make([]int8, ArticleFeatures()*len(Types))}
	m.Weights[5], m.Weights[len(m.Weights)-1] = -3, 9
	back, err := ReadArticles(m.Bytes())
	if err != nil || back.Scale != m.Scale || !slices.Equal(back.Weights, m.Weights) {
		t.Errorf("%v", err)
	}
	if _, err := ReadArticles([]byte("no weights")); err == nil {
		t.Error("no error")
	}
}
