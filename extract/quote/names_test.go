package quote

import (
	"slices"
	"testing"

	"attache/internal/text"
)

// Where a name begins and ends, whatever the weights are. All persons are invented.
func TestANameHasItsWordsAndNoOthers(t *testing.T) {
	for _, c := range []struct{ lang, body, name string }{
		{"fr", "« Ce budget aide », s'est félicité le ministre de l'Economie Bruno Le Marrec sur son compte.", "Bruno Le Marrec"},
		{"fr", "Marine Le Goffec a dit non.", "Marine Le Goffec"},
		{"fr", "« Nous avançons », a expliqué à l'AFP Pierre Gonsalvez.", "Pierre Gonsalvez"},
		{"de", "Clara Voss zur Schließung der Grenze: „Nein.“", "Clara Voss"},
		{"de", "Ursula von der Heiden sagte, es sei genug.", "Ursula von der Heiden"},
		{"en", "Bruno Le Marrec said no.", "Bruno Le Marrec"},
		{"uk", "Президент Франції Еміль Моро заявив, що є ознаки злочинів.", "Еміль Моро"},
	} {
		a := newArticle(text.New(c.body, c.lang), nil)
		var names []string
		for i := range a.people {
			names = append(names, a.fullName(int32(i)))
		}
		if !slices.Contains(names, c.name) {
			t.Errorf("%q: %q, want %q", c.body, names, c.name)
		}
	}
}

func TestWhatStandsInTwoParagraphsIsNotOneSpeaker(t *testing.T) {
	a := newArticle(text.New("Remarks in Joint Press Conference\n\nTHE PRESIDENT: Welcome to all of you.", "en"), nil)
	for i := range a.mentions {
		if m := &a.mentions[i]; a.token(m.first).Paragraph != a.token(m.end-1).Paragraph {
			t.Errorf("%q", a.doc.Slice(m.first, m.end))
		}
	}
}

func TestAPronounMayMeanSomebodyWithoutAName(t *testing.T) {
	body := "Relations between Chancellor Kurt Clarksen and Premier Jana Majers are good, a spokesman for her office said. “Relations are " +
		"good,” he said."
	a := newArticle(text.New(body, "en"), nil)
	for i := range a.mentions {
		if m := &a.mentions[i]; m.sort == pronoun && a.lower(m.name) == "he" {
			k := a.nameless(int32(i))
			if k < 0 || a.lower(a.mentions[k].name) != "spokesman" {
				t.Errorf("he is mention %d", k)
			}
			return
		}
	}
	t.Error("no pronoun is found")
}

func TestTheTitleNamesWhomTheTextMeans(t *testing.T) {
	title, body := text.New("Außenministerin Baerland mahnt Norwien zur Zurückhaltung", "de"),
		text.New("Sie warnte: „Das nützt niemandem.“", "de")
	d, before := Titled(title, body)
	if before != len([]rune(title.Body))+2 || d.Body[len(title.Body)+2:] != body.Body {
		t.Errorf("%d, %q", before, d.Body)
	}
	quotes, _ := ReadTitled(title, body)
	for _, q := range quotes {
		for _, s := range q.Segments {
			from, to := body.Bytes(s)
			if body.Body[from:to] != q.Text {
				t.Errorf("%q at %v", q.Text, s)
			}
		}
		if q.Mention != nil && q.Mention[0] < 0 {
			t.Errorf("a mention before the body: %v", *q.Mention)
		}
	}
	if len(quotes) == 0 {
		t.Error("no quote at all")
	}
	if _, n := Titled(text.New("Norvian Envoy Leaves Talks in Bergen", "en"), text.New("She left.", "en")); n != 0 {
		t.Error("a headline in capitals is read as a sentence")
	}
}
