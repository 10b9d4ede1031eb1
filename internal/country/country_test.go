package country_test

import (
	"testing"

	"attache/internal/country"
)

func TestCountriesHaveNamesInEightLanguagesAndAFlag(t *testing.T) {
	for lang, want := range map[string]string{
		"": "Norway", "en": "Norway", "de": "Norwegen", "fr": "Norvège", "es": "Noruega", "ru": "Норвегия",
		"uk": "Норвегія", "ar": "النرويج", "zh": "挪威", "xx-no-language": "Norway",
	} {
		if got := country.Name("NOR", lang); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
	if got := country.Flag("NOR"); got != "🇳🇴" {
		t.Errorf("flag %q", got)
	}
}

func TestBodiesHaveNamesAndOnlyTwoHaveFlags(t *testing.T) {
	if got := country.Name("IAEA", "de"); got != "International Atomic Energy Agency" {
		t.Errorf("%q", got)
	}
	if country.Flag("IAEA") != "" || country.Flag("EU") != "🇪🇺" || country.IsCountry("EU") || !country.IsCountry("NOR") {
		t.Error("flags or kinds are wrong")
	}
}

func TestAnUnknownCodeStaysItself(t *testing.T) {
	if got := country.Name("QQQ", "en"); got != "QQQ" || country.Known("QQQ") {
		t.Errorf("%q", got)
	}
}

func TestEveryPartyHasAName(t *testing.T) {
	n := 0
	country.All(func(code, name string) {
		n++
		if name == "" {
			t.Errorf("%s has no name", code)
		}
	})
	if n < 290 {
		t.Errorf("%d parties", n)
	}
}
