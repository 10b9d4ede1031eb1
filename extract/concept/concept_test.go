package concept

import (
	"slices"
	"strings"
	"testing"

	"attache/extract/lexicon"
	"attache/internal/text"
)

func TestEveryLanguageHasEveryConcept(t *testing.T) {
	want := slices.Sorted(slices.Values(Names()))
	for _, lang := range Languages {
		data, err := files.ReadFile("data/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for line := range strings.Lines(string(data)) {
			if label, words, ok := strings.Cut(line, ":"); ok && line[0] != '#' {
				have = append(have, label)
				if strings.TrimSpace(words) == "" {
					t.Errorf("%s: %s has no words", lang, label)
				}
			}
		}
		slices.Sort(have)
		if !slices.Equal(have, want) {
			t.Errorf("%s: %v", lang, have)
		}
	}
}

func TestTheSameThingIsTheSameConceptInEveryLanguage(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"en", "The ambassador was summoned after the expulsion of two diplomats."},
		{"ru", "Посол вызван в МИД после высылки двух дипломатов."},
		{"uk", "Посла викликали до МЗС після висилки двох дипломатів."},
		{"fr", "L'ambassadeur a été convoqué après l'expulsion de deux diplomates."},
		{"es", "El embajador, convocado tras la expulsión de dos diplomáticos."},
		{"de", "Der Botschafter wurde nach der Ausweisung zweier Diplomaten einbestellt."},
		{"ar", "استدعت الوزارة السفير بعد طرد اثنين من الدبلوماسيين"},
		{"zh", "两名外交官被驱逐后大使被召见"},
		{"zh", "兩名外交官被驅逐後大使被召見"},
	} {
		d := text.New(c.text, c.lang)
		found := map[ID]bool{}
		for _, h := range Find(d, lexicon.Folds(d), 0, len(d.Tokens), nil) {
			found[h.Concept] = true
		}
		for _, name := range []string{"ENVOY", "EXPEL"} {
			if !found[Of(name)] {
				t.Errorf("%s: no %s in %s", c.lang, name, c.text)
			}
		}
	}
}
