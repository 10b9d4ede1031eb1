package quote

import (
	"strings"
	"testing"

	"attache"
	"attache/internal/text"
)

// said gives the speaker of the quotation that has some words.
func said(t *testing.T, body, lang, words string) attache.Quote {
	t.Helper()
	for _, q := range marked(find(t, body, lang)) {
		if strings.Contains(q.Text, words) {
			return q
		}
	}
	t.Fatalf("%q is not found as a quotation", words)
	return attache.Quote{}
}

func TestTheSpeakerHasTheFullestName(t *testing.T) {
	for _, c := range []struct{ name, lang, body, words, speaker string }{
		{
			"initial", "en", "The Deputy Prime Minister of the Republic of Norway Ada Lindqvist opened the talks in Bergen.\n\n“We presented " +
				"the maps today,” A. Lindqvist said.",
			"presented", "Ada Lindqvist",
		},
		{
			"honorific", "en", "The round ended well, chief negotiator Yonas Bekalu has said.\n\n“We put our cards on the table,” Ato Yonas " +
				"told journalists.",
			"cards", "Yonas Bekalu",
		},
		{
			"country behind the name", "en", "Deputy Prime Minister Ada Lindqvist of Norway said her government would “do its homework quickly”.",
			"homework", "Ada Lindqvist",
		},
		{
			"role behind an adjective of a country", "en",
			"Two employees must leave.\n\n“They will do it from home,” said the head of Norwegian diplomacy Ada Lindqvist.",
			"from home", "Ada Lindqvist",
		},
		{
			"predicate", "en", "Historian Ada Lindqvist, who was a member of the commission until 2012, was unimpressed. “They have a meeting " +
				"on the very same day.”",
			"very same", "Ada Lindqvist",
		},
		{
			"given name that is a word of bodies", "en",
			"Bill Lindqvist, a pollster, sounded a cautious note. “It will take more than one report,” he said.",
			"one report", "Bill Lindqvist",
		},
		{
			"made the remarks", "en", "OSLO — A senior Norwegian diplomat has warned that the door will “close the same night”.\n\nDeputy " +
				"Foreign Minister Ada Lindqvist made the remarks on Monday.",
			"same night", "Ada Lindqvist",
		},
		{
			"added in the next paragraph", "en",
			"The text was, in the words of the head of its delegation, “finished apart from the number”.\n\n“I do not make jokes, so take it as " +
				"good news,” Ada Lindqvist added.",
			"finished", "Ada Lindqvist",
		},
		{
			"presented to be quoted", "en",
			"In Bergen the ministry's spokesman, Bo Strand, said one did not ask “how far away he lives”.\n\nThat mattered little to Olaf Krog, " +
				"61, who was waiting at the fence. “If it flies, it is my friend,” he said.",
			"flies", "Olaf Krog",
		},
		{
			"French verb with its subject behind it", "fr",
			"Thibault de Morvan, ambassadeur à la retraite, ouvre ce vendredi un restaurant.\n\n« J'ai passé trente ans à faire manger ensemble " +
				"des gens », dit-il en ajustant un tablier trop neuf.",
			"trente ans", "Thibault de Morvan",
		},
		{
			"French minister", "fr", "Bruno Lavoisier a fini par reculer. Le ministre de l'Intérieur a accepté mercredi le compromis.\n\n« " +
				"J'entends les maires quand ils crient », a déclaré le ministre à Mâcon.",
			"maires", "Bruno Lavoisier",
		},
		{
			"hearers between a Slavic cue and its subject", "ru",
			"«Мы ждём ответа до пятницы», — заявил журналистам постпред Норвегии при ООН Олаф Крогов.",
			"ждём", "Олаф Крогов",
		},
		{
			"head of a Ukrainian body", "uk", "«Ми чекаємо на відповідь до п'ятниці», — заявила очільниця МЗС Норвегії Ада Лінд.",
			"чекаємо", "Ада Лінд",
		},
		{
			"Spanish minister by another word", "es",
			"El país no participará en encuentros, informó la canciller Elena Urrutia Briz.\n\n«No aceptamos tutelajes ni convocatorias», " +
				"expresó la ministra.",
			"tutelajes", "Elena Urrutia Briz",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if q := said(t, c.body, c.lang, c.words); q.Speaker != c.speaker {
				t.Errorf("%q is %q's, want %q's", q.Text, q.Speaker, c.speaker)
			}
		})
	}
}

func TestBodiesAreNamedWithTheirCountry(t *testing.T) {
	for _, c := range []struct{ name, body, words, speaker string }{
		{
			"owner", "Norway's foreign ministry said on Sunday that the pardon had been “a sovereign act of goodwill”.", "sovereign",
			"foreign ministry of Norway",
		},
		{
			"owner of another body", "Norway's trade ministry said in a readout that it was “willing to study the concerns”.", "willing",
			"Norwegian trade ministry",
		},
		{"named before", "Norway's foreign ministry summoned the envoy on Monday.\n\n“We will not take lessons,” the ministry said in a " +
			"statement.", "lessons", "foreign ministry of Norway"},
		{"two of a kind", "Norway's foreign ministry summoned the envoy. Sweden's foreign ministry answered on Monday.\n\n“We regret the " +
			"step,” the ministry said.", "regret", "foreign ministry of Sweden"},
		{"statement of the ministry", "Norway's foreign ministry summoned the envoy on Monday.\n\nThe ministry's statement was sharper, " +
			"saying Norway “does not take lessons in arithmetic”.", "arithmetic", "foreign ministry of Norway"},
		{"a ministry statement", "The envoy was summoned to the foreign ministry.\n\nIn its note Oslo conveyed “strong indignation”, " +
			"according to a ministry statement.", "indignation", "foreign ministry"},
		{
			"seat", "The ministry in Oslo announced it on Monday and said the two were engaged in activities “incompatible with their status”.",
			"incompatible", "ministry of Norway",
		},
		{
			"dateline", "OSLO, March 7 (Wire) — Drones hit a depot.\n\nThe army said it had destroyed “a cache of fuel and munitions”.", "cache",
			"Norwegian army",
		},
		{
			"two bodies", "Following the meeting of the State Commissions of Norway and Sweden, a protocol was signed.\n\nIn a joint " +
				"communiqué, the two commissions said that they “will refrain from any works on the shore”.", "refrain",
			"State Commissions of Norway and Sweden",
		},
		{
			"two countries", "Norway and Sweden, in a joint statement of their own, accused the three of “cultivating a crisis”.", "cultivating",
			"Norway and Sweden",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if q := said(t, c.body, "en", c.words); q.Speaker != c.speaker {
				t.Errorf("%q is %q's, want %q's", q.Text, q.Speaker, c.speaker)
			}
		})
	}
}

func TestNobodyIsNamedForWhatIsNot(t *testing.T) {
	for _, c := range []struct{ name, lang, body, words, not string }{
		{"it is no person", "en", "Bo Strand, a student, was hit while he was cutting grass.\n\n“Norway is dismayed,” the ministry said in a " +
			"statement. It demanded that those responsible be “brought to justice without delay”.", "justice", "Bo Strand"},
		{"an unnamed official", "en", "Ada Lindqvist led the host side.\n\nA water official of the host team said the clause was needed. The " +
			"other side, the same official said, prefers “a formula that breathes”.", "breathes", "Ada Lindqvist"},
		{"who is told", "en", "The ministry's spokesman Bo Strand spoke to reporters.\n\nThe Swedish side was told that the section is thus " +
			"“effectively paralysed, including an exhibition”.", "paralysed", "Swedish side"},
		{
			"a plural that begins a sentence", "en",
			"She cautioned that a month was short, Ada Lindqvist said. Pipelines take about that long to refill, and suppliers had “grown tired " +
				"of paying for parking”.", "grown", "Pipelines",
		},
		{"a place in a list", "en", "Deputy Prime Minister Ada Lindqvist has said that the draft is off the table.\n\nHouseholds in Lille, " +
			"Zubin Vik, Hamar and North Bergen will be billed, the regulator confirmed.\n\nThe deputy prime minister is to brief the house on " +
			"Friday. The next round, she said, “depends on the imagination of the others”.", "depends", "Zubin Vik"},
		{
			"another trade", "en", "The show's creator, Ada Lindqvist, spent a winter in the canteen. “They talk about parking,” she " +
				"says.\n\nWhen the Danish envoy slides a page across the table and murmurs " +
				"‘This is our last offer until the next one’, you believe it.",
			"last offer", "Ada Lindqvist",
		},
		{
			"a source", "ru", "Министр Вера Ладова подписала соглашение.\n\n«Карту раскладывали на столе», — вспоминает собеседник издания.",
			"Карту", "Вера Ладова",
		},
		{"whoever speaks for a body", "ru", "Переговоры прошли в Осло. «Документ готов», — сообщил представитель МИД.", "готов", "МИД"},
		{
			"one of a group", "ru", "Документ готовили с осени, по словам одного из участников переговоров, «две цифры оставались в скобках».",
			"цифры", "Документ готовили",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if q := said(t, c.body, c.lang, c.words); q.Speaker == c.not && q.Confidence >= attache.Sure {
				t.Errorf("%q is %q's at %.2f", q.Text, q.Speaker, q.Confidence)
			}
		})
	}
}

func TestSlavicRolesAreKnownInTheirCases(t *testing.T) {
	for _, c := range []struct {
		lang, word string
		class      class
	}{
		{"ru", "дипломата", cRole},
		{"ru", "советнику", cRole},
		{"ru", "экспертов", cGroup},
		{"ru", "участников", cGroup},
		{"ru", "комитетом", cBody},
		{"uk", "дипломата", cRole},
		{"uk", "експертів", cGroup},
		{"uk", "комітетом", cBody},
	} {
		if e := lexiconOf(c.lang).caseOf(c.word); e.class&c.class == 0 {
			t.Errorf("%s %q has class %b, want %b", c.lang, c.word, e.class, c.class)
		}
	}
	for _, w := range []string{"другой", "стола", "говорил"} {
		if e := lexiconOf("ru").find(w, hash(w)); e.class&cRole != 0 {
			t.Errorf("%q is taken for a role", w)
		}
	}
}

func TestCountriesAreKnownByNameAdjectiveAndCapital(t *testing.T) {
	a := &article{doc: text.New("South Sudan met the Emirati side in Port Sudan.", "en")}
	for _, c := range []struct {
		at, width int
		capital   bool
		name      string
	}{{0, 2, false, "South Sudan"}, {4, 1, false, "United Arab Emirates"}, {7, 2, true, "Sudan"}} {
		n, w := a.country(c.at)
		if c.capital {
			n, w = a.capitalOf(c.at)
		}
		if n < 0 || world().nations[n].name != c.name || w != c.width {
			t.Errorf("token %d: country %d of %d words, want %s", c.at, n, w, c.name)
		}
	}
}

func TestOfTwoBodiesOfAKindNoneIsSure(t *testing.T) {
	q := said(t, "The State Commission of Norway and the Commission of Sweden met today.\n\nAccording to the statement of the Commission, "+
		"the parties “exchanged drafts and reaffirmed the basis of the process”.", "en", "exchanged")
	if q.Confidence >= attache.Sure {
		t.Errorf("%q is %q's at %.2f", q.Text, q.Speaker, q.Confidence)
	}
}

func TestTheVerbOfAHeadlineIsNoPartOfAName(t *testing.T) {
	body := "Newspaper: Deport Anna Lind\n\nAnna Lind, the governor, answered on Monday. “I was born here,” Lind said."
	got := marked(find(t, body, "en"))
	if len(got) != 1 || got[0].Speaker != "Anna Lind" {
		t.Fatalf("got %+v", got)
	}
}

func TestWhoActsOnATitledPersonIsNotThatPersonsRole(t *testing.T) {
	for _, verb := range []string{"met", "phoned", "thanked", "fired", "hosted", "congratulated", "briefed"} {
		body := "Foreign Minister Pablo Ortiz " + verb + " Prime Minister Alan Torrey and said the deal was “dead and buried”."
		got := marked(find(t, body, "en"))
		if len(got) != 1 || got[0].Speaker != "Pablo Ortiz" && got[0].Confidence >= attache.Sure || strings.Contains(got[0].Role, verb) {
			t.Errorf("%s: got %+v", verb, got)
		}
	}
}
