package relevance

import (
	"slices"
	"testing"

	"attache/extract/actor"
	"attache/extract/event"
	"attache/extract/lexicon"
	"attache/internal/text"
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
	w := Weights{Threshold: 0.4, Short: 0.45, Weight: make([]float64, len(Names()))}
	w.Weight[0], w.Weight[3] = -1.5, 0.25
	back, words, err := ReadWeights("# comment\n" + w.Text())
	if err != nil || words != event.Checksum() {
		t.Errorf("%x %v", words, err)
	}
	if !slices.Equal(w.Weight, back.Weight) || back.Threshold != w.Threshold || back.Short != w.Short {
		t.Errorf("%v %x %v", back, words, err)
	}
	for _, bad := range []string{"no such feature\t1", "bias\tmuch", "words\tnone"} {
		if _, _, err := ReadWeights(bad); err == nil {
			t.Errorf("%q is no error", bad)
		}
	}
}

func TestWeightsAreAsOldAsTheWords(t *testing.T) {
	standard()
	if learnedWith != event.Checksum() || grownWith != event.Checksum() {
		t.Error("weights are older than the words: run make train")
	}
}
