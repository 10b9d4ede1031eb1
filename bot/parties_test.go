package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache/internal/country"
)

func TestPartiesAreTakenOutOfWhatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"Iran":                           "IRN |",
		"iran france":                    "IRN FRA |",
		"Iran, France and the EU":        "IRN FRA EU | and the", // what links is dropped by whoever keeps the words
		"South Korea":                    "KOR |",
		"south sudan sudan":              "SSD SDN |",
		"Guinea-Bissau":                  "GNB |",
		"Antigua and Barbuda":            "ATG |",
		"cote d'ivoire":                  "CIV |",
		"Côte d’Ivoire":                  "CIV |",
		"turkiye":                        "TUR |",
		"U.S.":                           "USA |",
		"St. Lucia":                      "LCA |",
		"IRN FR":                         "IRN FRA |",
		"irn":                            "IRN |",
		"can per are":                    "| can per are",
		"CAN":                            "CAN |",
		"fr":                             "| fr",
		"🇮🇷":                             "IRN |",
		"🇮🇷🇫🇷, grain":                    "IRN FRA | grain",
		"NATO asean AU":                  "NATO ASEAN AU |",
		"who WHO":                        "WHO | who",
		"Iran's":                         "IRN |",
		"\"Jordan\" Jordan":              "JOR | Jordan",
		"grain exports":                  "| grain exports",
		"Iran Iran":                      "IRN |",
		"AND OR":                         "| AND OR",
		"🇽🇽":                             "| 🇽🇽",
		"\U0001F1EE":                     "| \U0001F1EE",
		"United":                         "| United",
		"the United Kingdom, the Gambia": "GBR GMB |",
	} {
		codes, rest := partiesIn(splitWords(text))
		if got := strings.TrimSpace(strings.Join(codes, " ") + " | " + strings.Join(texts(rest), " ")); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestEveryCountryIsFoundByNameCodeAndFlag(t *testing.T) {
	country.All(func(code, name string) {
		if country.Flag(code) == "" {
			return // bodies go by their abbreviation
		}
		for _, text := range []string{name, strings.ToUpper(name), code, country.Flag(code)} {
			codes, rest := partiesIn(splitWords(text))
			if (len(codes) != 1 || codes[0] != code || len(rest) != 0) && text != "AND" {
				t.Errorf("%q: %v and %v", text, codes, rest)
			}
		}
	})
}

func TestCountriesAreFoundByTheirNamesInEightLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"Иран": "IRN", "سوريا": "SYR", "伊朗": "IRN", "Allemagne": "DEU", "Norwegen": "NOR", "Україна": "UKR", "Alemania": "DEU",
		"Норвегія, Ісландія": "NOR ISL", "island": "", "Vereinigte Staaten": "USA",
	} {
		if codes, _ := partiesIn(splitWords(text)); strings.Join(codes, " ") != want {
			t.Errorf("%q: %v, want %q", text, codes, want)
		}
	}
}

func FuzzPartiesIn(f *testing.F) {
	for _, seed := range []string{"Iran, France", "🇮🇷🇫🇷", "\U0001F1EE\xf0\x9f", "\xf0\x9f\x87", "St. Lucia's ’", "\"South Korea\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		codes, rest := partiesIn(splitWords(text))
		for _, w := range append(codes, texts(rest)...) {
			if w == "" || !utf8.ValidString(w) {
				t.Errorf("%q gives %q", text, w)
			}
		}
	})
}
