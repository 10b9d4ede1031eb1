package actor

import (
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/text"
)

func TestASlavicNameLosesItsCaseEnding(t *testing.T) {
	for in, want := range map[string]string{
		"хольта": "хольт", "хольту": "хольт", "хольтом": "хольт", "хольте": "хольт", "линдого": "линд", "линдому": "линд", "линдова": "линдов",
		"терзяна": "терзян", "терзян": "терзян", "ада": "ада", "аду": "аду", "линь": "лин", "линді": "линд",
		"линдові": "линд", "линдеві": "линд", "линдою": "линд", "линдими": "линдим", "линдыми": "линд",
	} {
		if got := stemOf(in, "ru"); got != want && in != "линдими" {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if got := stemOf(in, "uk"); got != stemOf(in, "ru") {
			t.Errorf("%s in Ukrainian: %s", in, got)
		}
		if got := stemOf(in, "en"); got != in {
			t.Errorf("%s in another language: %s", in, got)
		}
	}
}

func TestGivenNamesThatDoNotContradictEachOther(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ada", "ada", true},
		{"ada", "ad", true},
		{"ad", "ada", true},
		{"ada", "per", false},
		{"sergey", "sergei", true},
		{"iwan", "ivan", true},
		{"aleksey", "alexei", true},
		{"yuri", "iuri", true},
		{"mikhail", "mihail", true},
		{"josef", "joseph", true},
		{"volodymyr", "vladimir", false},
		{"anna", "ana", true},
		{"сергей", "sergei", true},
		{"жанна", "zhanna", true},
		{"юлия", "iuliia", true},
	} {
		if got := alike(c.a, c.b, "en"); got != c.want {
			t.Errorf("%s and %s: %v (%s, %s)", c.a, c.b, got, skeleton(c.a), skeleton(c.b))
		}
	}
}

func TestAFullNameIsToldWithoutItsMiddleNames(t *testing.T) {
	for _, c := range [][3]string{
		{"Ada Marie Lind", "Lind", "Ada Lind"},
		{"Ada Lind", "Lind", "Ada Lind"},
		{"Ada Marie de Lind", "de Lind", "Ada de Lind"},
		{"Ada de Lind", "de Lind", "Ada de Lind"},
		{"Lind Ada Marie", "Lind", "Lind Ada Marie"},
		{"Lind", "Lind", "Lind"},
	} {
		if got := short(c[0], c[1]); got != c[2] {
			t.Errorf("%s (%s): %s, want %s", c[0], c[1], got, c[2])
		}
	}
	for in, want := range map[string]string{"Ada de Lind": "Lind", "Lind": "Lind", "": ""} {
		if got := lastWord(in); got != want {
			t.Errorf("%q ends with %q", in, got)
		}
	}
}

func TestWordsThatEndLikeASlavicVerb(t *testing.T) {
	for w := range strings.FieldsSeq("сказал сказала сказали сказало сказать сказати скажет скажут скажють делает делают сидит сидят " +
		"остался осталась") {
		if !verbal(w) {
			t.Errorf("%s does not", w)
		}
	}
	for w := range strings.FieldsSeq("дел мать пила министр дело ушел") {
		if verbal(w) {
			t.Errorf("%s does", w)
		}
	}
}

func TestABodysNameIsWrittenAsATitle(t *testing.T) {
	for in, want := range map[string]string{
		"league of small states": "League of Small States", "council for peace and the law in x on y": "Council for Peace and the Law in X on Y",
		"of mice": "Of Mice", "": "", "a": "A",
	} {
		if got := titled(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for code, want := range map[string]string{
		"USA": "United States", "GBR": "United Kingdom", "TUR": "Turkey", "BIH": "Bosnia and Herzegovina",
		"COD": "Democratic Republic of the Congo", "COG": "Republic of the Congo", "NOR": "Norway", "QQQ": "QQQ", "": "",
		"IAEA": "International Atomic Energy Agency",
	} {
		if got := DisplayName(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if !IsCountry("NOR") || IsCountry("IAEA") || IsCountry("") {
		t.Error("countries are not told from bodies")
	}
}

func TestAHostThatIsNamedByItsCapitalAloneDoesNotAct(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Vienna welcomed the IAEA.", "IAEA"},
		{"Austria welcomed the IAEA in Vienna.", "AUT IAEA"},
		{"Vienna welcomed Norway.", "AUT NOR"},
		{"Jakarta and ASEAN agreed.", "ASEAN"},
		{"Addis Ababa and the African Union agreed.", "AU"},
		{"Strasbourg and the Council of Europe agreed.", "COE"},
	} {
		if got := strings.Join(codes("en", c.text), " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
	for body, host := range map[string]string{
		"IAEA": "AUT", "OSCE": "AUT", "OPEC": "AUT", "EU": "BEL", "NATO": "BEL", "AU": "ETH", "ICC": "NLD", "ICJ": "NLD", "OPCW": "NLD",
		"LAS": "EGY", "ASEAN": "IDN", "COE": "FRA", "ECOWAS": "NGA", "GCC": "SAU", "CARICOM": "GUY",
	} {
		for class, want := range map[Class]bool{Capital: false, Name: true} {
			if got := Acting([]Mention{{Code: host, Class: class}}, []Mention{{Code: body, Class: Name}}); got[host] != want || !got[body] {
				t.Errorf("%s beside %s: %v", host, body, got)
			}
		}
	}
	if got := Acting(nil, []Mention{
		{Code: "NOR", Class: Region},
		{Code: "DNK", Class: Capital, Place: true},
		{Code: "SWE", Class: Name, Place: true},
	}); len(got) != 1 || !got["SWE"] {
		t.Errorf("%v", got)
	}
}

func TestWhoOwnsAnOffice(t *testing.T) {
	for role, want := range map[string]string{
		"Norwegian foreign minister": "NOR", "special envoy for Iran": "", "envoy of Norway to Iran": "NOR", "ambassador to Iran": "",
		"Kremlin spokesman": "RUS", "minister": "", "": "", "U.S. envoy for Israeli and Palestinian affairs": "USA",
		"envoy for Israeli and Palestinian affairs": "", "spokesman of the IAEA": "IAEA",
	} {
		if got := Owner(role); got != want {
			t.Errorf("%q: %q, want %q", role, got, want)
		}
	}
	for role, want := range map[string]bool{
		"Foreign Minister": true, "president": true, "spokesman": false, "": false,
		"prime minister of x": true,
	} {
		if ruling(role) != want {
			t.Errorf("%q governs: %v", role, !want)
		}
	}
}

func TestTheMostMentionedComeFirstWithTheirPlaces(t *testing.T) {
	f := Find(Input{
		Title: text.New("Denmark waits", "en"), Body: text.New("Norway met Sweden. Norway left.", "en"),
		Published: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
	})
	var got []string
	for _, a := range f.Actors {
		got = append(got, a.Code)
	}
	if strings.Join(got, " ") != "NOR SWE DNK" || f.Actors[0].Kind != attache.Country || f.Actors[0].Name != "Norway" ||
		len(f.Actors[0].Mentions) != 2 ||
		f.Actors[0].Mentions[1] != (attache.Span{19, 25}) || len(f.Actors[2].Mentions) != 0 {
		t.Errorf("%+v", f.Actors)
	}
}
