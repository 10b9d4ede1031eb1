package tag_test

import (
	"testing"

	"attache/extract/tag"
	"attache/internal/text"
)

// Who acts in a sentence: what the tagger calls its subject, and the part of
// speech of another word.
func TestSubjectsAndVerbsOfPlainSentences(t *testing.T) {
	for _, c := range []struct{ lang, body, subject, verb string }{
		{"en", "The minister rejected the proposal on Monday.", "minister", "rejected"},
		{"en", "On Monday the envoys signed an agreement in the capital.", "envoys", "signed"},
		{"de", "Der Minister lehnte den Vorschlag am Montag ab.", "Minister", "lehnte"},
		{"de", "Am Montag sprach der Präsident mit den Journalisten.", "Präsident", "sprach"},
		{"fr", "Le ministre a rejeté la proposition.", "ministre", "rejeté"},
		{"es", "El ministro rechazó la propuesta.", "ministro", "rechazó"},
		{"ru", "Министр сказал об этом в понедельник.", "Министр", "сказал"},
	} {
		d := text.New(c.body, c.lang)
		tags := tag.Doc(d)
		for i, g := range tags {
			switch d.Word(i) {
			case c.subject:
				if g.Function != tag.Subject {
					t.Errorf("%s: %q is no subject: %+v", c.body, c.subject, g)
				}
			case c.verb:
				if g.Pos != tag.Verb {
					t.Errorf("%s: %q is no verb: %+v", c.body, c.verb, g)
				}
			default:
				if g.Function == tag.Subject {
					t.Errorf("%s: %q is a subject", c.body, d.Word(i))
				}
			}
		}
	}
}

func TestGermanAndRussianShowCase(t *testing.T) {
	for _, c := range []struct {
		lang, body, word string
		want             tag.Case
	}{
		{"de", "Er sprach mit dem Botschafter.", "Botschafter", tag.Dative},
		{"ru", "Он говорил с министром иностранных дел.", "министром", tag.Instrumental},
		{"ru", "Встреча прошла в столице.", "столице", tag.Locative},
	} {
		d := text.New(c.body, c.lang)
		for i, g := range tag.Doc(d) {
			if d.Word(i) == c.word && g.Case != c.want {
				t.Errorf("%s: %s has case %d, want %d", c.body, c.word, g.Case, c.want)
			}
		}
	}
}

func TestALanguageWithoutWeightsHasNoTags(t *testing.T) {
	if tags := tag.Doc(text.New("Міністр відповів.", "uk")); tags != nil || tag.Knows("uk") {
		t.Errorf("got %v", tags)
	}
}

func TestEachTokenHasATagAndTheSameTextTheSameOnes(t *testing.T) {
	d := text.New("Orrin Vale left.\n\nNobody knew why; “it is over”, he said – twice.", "en")
	a, b := tag.Doc(d), tag.Doc(d)
	if len(a) != len(d.Tokens) {
		t.Fatalf("%d tags for %d tokens", len(a), len(d.Tokens))
	}
	for i := range a {
		if a[i] != b[i] || a[i].Pos == tag.Unknown {
			t.Errorf("%q: %+v and %+v", d.Word(i), a[i], b[i])
		}
	}
}

func TestWordsOfChineseAreCut(t *testing.T) {
	d := text.New("外交部发言人说。", "zh")
	inside := 0
	for _, g := range tag.Doc(d) {
		if g.Inside {
			inside++
		}
	}
	if inside < 3 {
		t.Errorf("only %d characters go on with a word", inside)
	}
}

func TestWeightsOfOtherFeaturesAreRefused(t *testing.T) {
	examples := tag.Treebank(miniature, "en")
	b, err := tag.Learn(examples, 3).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tag.ReadModel(b); err != nil {
		t.Fatal(err)
	}
	b[5] ^= 1
	if _, err := tag.ReadModel(b); err == nil {
		t.Error("weights with another checksum are read")
	}
	if _, err := tag.ReadModel(b[:3]); err == nil {
		t.Error("three bytes are read")
	}
}

const miniature = `# text = Envoys met.
1	Envoys	envoy	NOUN	_	Number=Plur	2	nsubj	_	_
2	met	meet	VERB	_	_	0	root	_	_
3	.	.	PUNCT	_	_	2	punct	_	_

# text = He can't stay.
1	He	he	PRON	_	Case=Nom	4	nsubj	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	_	_	4	aux	_	_
3	n't	not	PART	_	_	4	advmod	_	_
4	stay	stay	VERB	_	_	0	root	_	_
5	.	.	PUNCT	_	_	4	punct	_	_
`

func TestTreebanksAreCutAsTextsAre(t *testing.T) {
	e := tag.Treebank(miniature, "en")
	if len(e) != 2 {
		t.Fatalf("%d sentences", len(e))
	}
	if g := e[0].Gold; g[0].Function != tag.Subject || g[1].Pos != tag.Verb || g[2].Pos != tag.Punct {
		t.Errorf("%+v", g)
	}
	if g := e[1].Gold; len(g) != 4 || g[1].Pos != tag.Aux || g[0].Case != tag.Nominative {
		t.Errorf("%+v", g)
	}
}

func FuzzDoc(f *testing.F) {
	f.Add("Le ministre a dit «non».", "fr")
	f.Add("外交部\xff发言人", "zh")
	f.Fuzz(func(t *testing.T, body, lang string) {
		d := text.New(body, lang)
		if tags := tag.Doc(d); tags != nil && len(tags) != len(d.Tokens) {
			t.Fatal(len(tags), len(d.Tokens))
		}
	})
}
