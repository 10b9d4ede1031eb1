package tongue

import (
	"strings"
	"testing"
	"testing/fstest"
)

// messages makes files of texts, by language.
func messages(texts map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for lang, text := range texts {
		files[lang+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

const english = `
greeting: "Hello {name}, {count} wait: /latest"
days: "Mon|Tue"
how: "Write ` + "`/alerts 3`" + ` now."
stories:
  one: "{n} story of {who}"
  other: "{n} stories of {who}"
`

func load1(t *testing.T, texts map[string]string) *Catalog {
	t.Helper()
	c, err := Load(messages(texts), "en")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestValuesStandWhereALanguagePutsThem(t *testing.T) {
	c := load1(t, map[string]string{"en": english, "de": `greeting: "Es warten {count}, {name}: /latest"`})
	for lang, want := range map[string]string{
		"en": "Hello Ann, two wait: /latest", "de": "Es warten two, Ann: /latest", "de-at": "Es warten two, Ann: /latest",
		"xx": "Hello Ann, two wait: /latest", "": "Hello Ann, two wait: /latest",
	} {
		if got := c.In(lang).Phrase("greeting").String("Ann", "two"); got != want {
			t.Errorf("%q: %q, want %q", lang, got, want)
		}
	}
	if got := c.In("de").Phrase("how").String(); got != "Write `/alerts 3` now." { // of the home language
		t.Error(got)
	}
	if got := c.In("en").Phrase("greeting").String("Ann"); got != "Hello Ann,  wait: /latest" {
		t.Errorf("a value that is not given: %q", got)
	}
	if got := c.In("en").Phrase("nothing").String(); got != "nothing" {
		t.Errorf("a message that is not there: %q", got)
	}
}

func TestANumberChoosesThePluralFormOfTheLanguage(t *testing.T) {
	c := load1(t, map[string]string{"en": english, "ru": `
stories:
  one: "{n} история: {who}"
  few: "{n} истории: {who}"
  many: "{n} историй: {who}"
  other: "{n} истории: {who}"
`, "fr": "greeting: x"})
	for _, tt := range []struct {
		lang string
		n    int
		want string
	}{
		{"en", 1, "1 story of X"},
		{"en", 0, "0 stories of X"},
		{"en", 21, "21 stories of X"},
		{"ru", 1, "1 история: X"},
		{"ru", 3, "3 истории: X"},
		{"ru", 11, "11 историй: X"},
		{"ru", 21, "21 история: X"},
		{"fr", 2, "2 stories of X"}, // by the rules of the home language, whose text it is
		{"fr", 0, "0 stories of X"},
	} {
		if got := c.In(tt.lang).Count("stories", tt.n).String("X"); got != tt.want {
			t.Errorf("%s %d: %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestAFileThatCannotBeSpokenIsRefused(t *testing.T) {
	for name, texts := range map[string]map[string]string{
		"no home language":     {"de": "a: b"},
		"a value too many":     {"en": english, "de": `greeting: "{nobody}"`},
		"a mark left open":     {"en": "a: 'write ` here'"},
		"a value as typed":     {"en": "a: 'write `{x}` here'"},
		"a place left open":    {"en": "a: 'write {x here'"},
		"no messages but text": {"en": "hello"},
	} {
		if c, err := Load(messages(texts), "en"); err == nil {
			t.Errorf("%s: %v", name, c.Langs())
		}
	}
}

func TestWhatDiffersBetweenLanguagesIsFound(t *testing.T) {
	if err := Check(messages(map[string]string{"en": english}), "en"); err != nil {
		t.Fatal(err)
	}
	const whole = `
greeting: "{name}, {count}: /latest"
days: "пн|вт"
how: "Напишите ` + "`/alerts 3`" + `"
stories:
  one: "{n} история: {who}"
  few: "{n} истории: {who}"
  many: "{n} историй: {who}"
  other: "{n} истории: {who}"
`
	if err := Check(messages(map[string]string{"en": english, "ru": whole}), "en"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ was, is, want string }{
		{`greeting: "{name}, {count}: /latest"`, "", "greeting is missing"},
		{`days:`, "nights: x\ndays:", "nights is no message"},
		{"{name}, ", "", "values"},
		{"/latest", "/news", "commands"},
		{"`/alerts 3`", "`/alerts 5`", "typed"},
		{"пн|вт", "пн", "1 items"},
		{`few: "{n} истории: {who}"`, "", "form few"},
		{`one: "{n} история`, `one: "история`, "does not say {n}"}, // 1, but 21 as well
		{`few:`, `two: "{n} {who}"` + "\n  few:", "no form two"},
		{`how: "Напишите`, `how: " Напишите`, "space"},
	} {
		if !strings.Contains(whole, tt.was) {
			t.Fatal(tt.was)
		}
		err := Check(messages(map[string]string{"en": english, "ru": strings.Replace(whole, tt.was, tt.is, 1)}), "en")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q for %q: %v, want %s", tt.is, tt.was, err, tt.want)
		}
	}
}
