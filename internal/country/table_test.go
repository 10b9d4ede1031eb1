package country_test

import (
	"testing"

	"attache/internal/country"
)

func TestWhatIsKnownOfACode(t *testing.T) {
	for _, c := range []struct {
		code, en, uk, alpha2, flag string
		known, country             bool
	}{
		{"NOR", "Norway", "Норвегія", "NO", "🇳🇴", true, true},
		{"AFG", "Afghanistan", "Афганістан", "AF", "🇦🇫", true, true},
		{"ZWE", "Zimbabwe", "Зімбабве", "ZW", "🇿🇼", true, true},
		{"EU", "European Union", "Європейський Союз", "EU", "🇪🇺", true, false},
		{"UN", "United Nations", "Організація Об’єднаних Націй", "UN", "🇺🇳", true, false},
		{"IAEA", "International Atomic Energy Agency", "International Atomic Energy Agency", "", "", true, false},
		{"QQQ", "QQQ", "QQQ", "", "", false, false},
		{"", "", "", "", "", false, false},
		{"NO", "NO", "NO", "", "", false, false},
	} {
		if got := country.Name(c.code, "en"); got != c.en || country.Name(c.code, "") != c.en {
			t.Errorf("%s is called %q", c.code, got)
		}
		if got := country.Name(c.code, "uk"); got != c.uk {
			t.Errorf("%s is called %q in Ukrainian", c.code, got)
		}
		if country.Alpha2(c.code) != c.alpha2 || country.Flag(c.code) != c.flag || country.Known(c.code) != c.known ||
			country.IsCountry(c.code) != c.country {
			t.Errorf("%s: %q %q, known %v, a country %v", c.code, country.Alpha2(c.code), country.Flag(c.code), country.Known(c.code),
				country.IsCountry(c.code))
		}
	}
}

func TestWhereALanguageIsNoneTheNameIsEnglish(t *testing.T) {
	for _, lang := range []string{"tlh", "??", "a"} {
		if got := country.Name("NOR", lang); got != "Norway" {
			t.Errorf("%q: %q", lang, got)
		}
	}
	for code, want := range map[string]string{"GTM": "Гватемала", "HUN": "Угорщина", "GRC": "Греція"} {
		if got := country.Name(code, "uk"); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestEveryCodeIsAThreeLetterCountryOrABody(t *testing.T) {
	countries := 0
	country.All(func(code, name string) {
		if country.Name(code, "en") != name || !country.Known(code) {
			t.Errorf("%s is %q and %q", code, name, country.Name(code, "en"))
		}
		if country.IsCountry(code) {
			countries++
			if len(code) != 3 || len(country.Alpha2(code)) != 2 || country.Flag(code) == "" {
				t.Errorf("%s (%s): %q", code, name, country.Alpha2(code))
			}
		}
	})
	if countries < 190 {
		t.Errorf("%d countries", countries)
	}
}
