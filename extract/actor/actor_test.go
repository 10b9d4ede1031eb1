package actor

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"attache"
	"attache/internal/text"
)

// codes gives the distinct codes of the parties that act in a text.
func codes(lang, s string) []string {
	var out []string
	for code := range Acting(nil, Scan(text.New(s, lang))) {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

func TestCountriesAreFoundUnderAllTheirNames(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       []string
	}{
		{"en", "The Kremlin and Foggy Bottom traded drafts.", []string{"RUS", "USA"}},
		{"en", "Bankova thanked the Quai d'Orsay, Whitehall and Zhongnanhai.", []string{"CHN", "FRA", "GBR", "UKR"}},
		{"en", "Israeli-Palestinian talks were Qatar-mediated.", []string{"ISR", "PSE", "QAT"}},
		{"en", "U.S. and UK officials told us the WHO would wait.", []string{"GBR", "USA", "WHO"}},
		{"en", "South Sudan and Sudan, Guinea-Bissau and Guinea", []string{"GIN", "GNB", "SDN", "SSD"}},
		{"ru", "Украинские и российские дипломаты, представители Саудовской Аравии", []string{"RUS", "SAU", "UKR"}},
		{"ru", "Переговоры с Ираном и иранскими физиками; Пекину ответил Белый дом", []string{"CHN", "IRN", "USA"}},
		{"uk", "Україна, Росії, польських міністрів і Сполучених Штатів", []string{"POL", "RUS", "UKR", "USA"}},
		{"fr", "L'Algérie et les autorités françaises, l'Union européenne", []string{"DZA", "EU", "FRA"}},
		{"es", "Los Gobiernos argelino y francés; la ONU; Estados Unidos", []string{"DZA", "FRA", "UN", "USA"}},
		{"de", "Der chinesische Minister und die Vereinigten Arabischen Emirate", []string{"ARE", "CHN"}},
		{"ar", "الوفد المصري والولايات المتحدة وروسيا", []string{"EGY", "RUS", "USA"}},
		{"zh", "中美两国外长与俄罗斯代表", []string{"CHN", "RUS", "USA"}},
	} {
		if got := codes(c.lang, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestWhatIsNamedLikeACountryIsNone(t *testing.T) {
	for _, s := range []string{
		"Paris Hilton and Jordan Peterson met Chad Kroeger.",
		"The Washington Post and the New Delhi Times agreed.",
		"Real Madrid and Dynamo Moscow drew.",
		"A fire in Athens, Georgia, was put out.",
		"He ate french fries from fine china and turkey with swiss cheese.",
		"Let us hope that who wins will turkey trot.",
		"The Vienna Convention, the Minsk agreements and the Paris climate accord hold.",
		"Michael Jordan beat Tom Holland on the South China Sea at the Australian Open.",
	} {
		if got := codes("en", s); len(got) != 0 {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestACapitalIsAPlaceWhereSomethingHappens(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"VIENNA, March 2 (Meridian) - Iran threatened to leave.", []string{"IRN"}},
		{"Iran's delegation arrived in Vienna.", []string{"IRN"}},
		{"Tehran warned Vienna's government.", []string{"AUT", "IRN"}},
	} {
		if got := codes("en", c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.text, got, c.want)
		}
	}
}

func TestPersonsHaveTheirFullestNameRoleAndCountry(t *testing.T) {
	at := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ lang, text, name, role, code string }{
		{"en", "Iranian Deputy Foreign Minister Kazem Daneshfar left. Daneshfar smiled.", "Kazem Daneshfar", "deputy foreign minister", "IRN"},
		{"en", "Kazem Daneshfar, Iran's deputy foreign minister, left.", "Kazem Daneshfar", "deputy foreign minister", "IRN"},
		{"en", "The head of the Afghan team, Abdul Samad Haqyar, said no.", "Abdul Samad Haqyar", "head of the Afghan team", "AFG"},
		{"en", "Putin spoke and Russia listened.", "Vladimir Putin", "president", "RUS"},
		{"ru", "Об этом заявил министр иностранных дел Армении Самвел Терзян.", "Самвел Терзян", "министр иностранных дел Армении", "ARM"},
		{
			"fr", "La ministre française de la Défense, Hélène Castaing-Morel, a refusé.", "Hélène Castaing-Morel",
			"ministre française de la défense", "FRA",
		},
		{"es", "La canciller venezolana Yolanda Urdaneta cerró la puerta.", "Yolanda Urdaneta", "canciller venezolana", "VEN"},
		{"de", "Bundeswirtschaftsministerin Ulrike Brandhorst reiste ab.", "Ulrike Brandhorst", "bundeswirtschaftsministerin", ""},
	} {
		f := Find(Input{Title: text.New("", c.lang), Body: text.New(c.text, c.lang), Published: at})
		i := slices.IndexFunc(f.Actors, func(a attache.Actor) bool { return a.Name == c.name })
		if i < 0 {
			t.Errorf("%s: nobody of that name in %+v", c.text, f.Actors)
			continue
		}
		if a := f.Actors[i]; a.Role != c.role || a.Code != c.code || a.Kind != attache.Person {
			t.Errorf("%s: %+v, want role %q of %q", c.text, a, c.role, c.code)
		}
	}
}

func TestAChiefHoldsOfficeOnlySinceHisDay(t *testing.T) {
	for year, want := range map[int]string{2018: "", 2026: "GBR"} {
		f := Find(Input{
			Title: text.New("", "en"), Body: text.New("Starmer called the British cabinet.", "en"),
			Published: time.Date(year, 3, 1, 0, 0, 0, 0, time.UTC),
		})
		got := ""
		for _, a := range f.Actors {
			if a.Kind == attache.Person {
				got = a.Code
			}
		}
		if got != want {
			t.Errorf("%d: %q, want %q", year, got, want)
		}
	}
}

func TestThoseRememberedArePersonsAndKeepNoOfficeOfAnothersWords(t *testing.T) {
	known := func(name string, _ time.Time) bool { return name == "Devika Ramnarine" }
	f := Find(Input{Title: text.New("", "en"), Body: text.New("It was a bad day, Devika Ramnarine said.", "en"), Known: known})
	if len(f.Actors) != 1 || f.Actors[0].Code != "" || f.Actors[0].Role != "" {
		t.Errorf("%+v", f.Actors)
	}
}

func TestGazetteersAreWellFormed(t *testing.T) {
	for lang := range languages {
		for line := range lines(lang + ".txt") {
			if strings.Count(line, ";") > 3 {
				t.Errorf("%s: more than four fields: %s", lang, line)
			}
			for word := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(" ,;", r) }) {
				if i := strings.IndexAny(word, "~^!"); i >= 0 && i != len(word)-1 {
					t.Errorf("%s: a mark inside %q", lang, word)
				}
				latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
				if latin && strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					t.Errorf("%s: two scripts in %q", lang, word)
				}
			}
		}
	}
}
