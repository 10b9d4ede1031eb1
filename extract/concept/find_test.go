package concept

import (
	"slices"
	"testing"

	"attache/extract/lexicon"
	"attache/internal/text"
)

func TestAConceptIsFoundWithItsPlace(t *testing.T) {
	for _, lang := range []string{"en", "xx"} { // another language is read with the English words
		d := text.New("The ambassador was expelled", lang)
		hits := Find(d, lexicon.Folds(d), 0, len(d.Tokens), []Hit{{First: 9}})
		if len(hits) < 3 || hits[0].First != 9 || hits[1].Concept != Of("ENVOY") || hits[1].First != 1 || hits[1].End != 2 {
			t.Errorf("%s: %+v", lang, hits)
		}
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Concept == Of("EXPEL") && h.First == 3 && h.End == 4 }) {
			t.Errorf("%s: %+v", lang, hits)
		}
		if hits := Find(d, lexicon.Folds(d), 2, 3, nil); len(hits) != 0 {
			t.Errorf("%s: %+v", lang, hits)
		}
	}
	if i := Of(Names()[5]); i != 5 {
		t.Errorf("the fifth is %d", i)
	}
	if Checksum() == 0 {
		t.Error("the words have no sum")
	}
	defer func() {
		if recover() == nil {
			t.Error("a concept that is none is no mistake")
		}
	}()
	Of("NO SUCH CONCEPT")
}
