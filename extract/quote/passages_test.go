package quote

import (
	"slices"
	"testing"

	"attache/internal/text"
)

// passagesOf gives the words of the passages of a text.
func passagesOf(body, lang string) (out []string) {
	a := newArticle(text.New(body, lang), &Model{weights: &unlearned, scale: 1})
	for i := range a.passages {
		p := &a.passages[i]
		if len(p.parts) == 0 {
			out = append(out, body[p.start:p.stop])
		}
		for _, x := range p.parts {
			out = append(out, body[x[0]:x[1]])
		}
	}
	return out
}

func TestMarksArePairedAsReadersPairThem(t *testing.T) {
	for _, c := range []struct {
		name, lang, body string
		want             []string
	}{
		{
			"the same marks inside", "de", `"Wenn "Ein Land" fällt, hat das Folgen", sagte Moos.`,
			[]string{`Wenn "Ein Land" fällt, hat das Folgen`},
		},
		{"two pairs are two", "en", `It was "cold" and "wet", Lind said.`, []string{"cold", "wet"}},
		{"blanks on both sides", "en", `" They came . " Lind said . " They left . "`, []string{"They came .", "They left ."}},
		{"over paragraphs without new marks", "ru", "Линд сказала: «Раз.\n\nДва.\n\nТри», и ушла.", []string{"Раз.", "Два.", "Три"}},
		{
			"over paragraphs, with a name inside", "ru", "Линд: «Раз.\n\nФирма \"Колос\" тоже.\n\nТри», и ушла.",
			[]string{"Раз.", "Фирма \"Колос\" тоже.", "Три"},
		},
		{"over paragraphs with marks", "en", "Lind said: “One.\n\n“Two,” she said.", []string{"One.", "Two"}},
		{"a mark that nothing closes goes nowhere", "en", "Lind said: “One.\n\nTwo came later. It was late.", []string{"One."}},
		{"attribution inside", "ru", "«Раз, два, три, — сказала Линд, — четыре, пять».", []string{"Раз, два, три", "четыре, пять"}},
		{
			"a dash and words of attribution alone", "ru", "Так было. Мы готовы ко всему давно, - сказала Линд.",
			[]string{"Мы готовы ко всему давно"},
		},
		{"words in marks before the dash stay one", "ru", "«Мы готовы», — сказала Линд.", []string{"Мы готовы"}},
		{"German low and high", "de", "„Wir „alle“ kommen“, sagte Lind.", []string{"Wir „alle“ kommen"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := passagesOf(c.body, c.lang); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAVerbIsKnownByItsBeginning(t *testing.T) {
	l := lexiconOf("es")
	if l.verbOf("afirmara").class&cSay == 0 {
		t.Error("afirmara is no verb of saying")
	}
	if l.verbOf("comprara").class != 0 {
		t.Error("comprara is one")
	}
}

func TestAnotherNameBeforeAGivenNameIsNoPartOfIt(t *testing.T) {
	for body, want := range map[string]string{
		"Ведущий инженер Varonis Александр Веткин отметил это.": "Александр Веткин",
		"Об этом сказал Веткин Александр Иванович.":             "Веткин Александр Иванович",
	} {
		a := newArticle(text.New(body, "ru"), &Model{weights: &unlearned, scale: 1})
		found := false
		for i := range a.mentions {
			m := &a.mentions[i]
			found = found || a.doc.Slice(m.name, m.stop) == want
		}
		if !found {
			t.Errorf("%s: no name is %q", body, want)
		}
	}
}
