package relevance

import (
	"slices"
	"testing"

	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/extract/text"
)

func judge(title, body string) Verdict {
	part := func(s string) actor.Part {
		d := text.New(s, "en")
		return actor.Part{Doc: d, Folds: lexicon.Folds(d), Mentions: actor.Scan(d)}
	}
	t, b := part(title), part(body)
	return Judge(t, b, event.Read(t, b, nil))
}

func TestEvidenceIsInTheText(t *testing.T) {
	v := judge("Poland expels Belarusian diplomats", "Warsaw declared two members of the embassy personae non gratae.")
	if !v.Relevant || !slices.Contains(v.Evidence, "personae non gratae") {
		t.Errorf("%+v", v)
	}
}

func TestNothingIsNoDiplomacy(t *testing.T) {
	if v := judge("", ""); v.Relevant || v.Diplomacy < 0 || v.Diplomacy > 0.5 {
		t.Errorf("%+v", v)
	}
}

func TestWeightsReadBackAsWritten(t *testing.T) {
	w := make(Weights, len(Names))
	w[0], w[3] = -1.5, 0.25
	back, err := ReadWeights("# comment\n" + w.String())
	if err != nil || !slices.Equal(w, back) {
		t.Errorf("%v %v", back, err)
	}
	if _, err := ReadWeights("no such feature\t1"); err == nil {
		t.Error("an unknown feature is no error")
	}
}

func TestEveryListNamesOnlyFields(t *testing.T) {
	for _, lang := range languages {
		for _, label := range listOf(lang).Labels {
			if !slices.Contains(fields[:], label) {
				t.Errorf("%s: %s is no field", lang, label)
			}
		}
	}
}
