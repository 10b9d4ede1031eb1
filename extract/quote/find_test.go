package quote

import (
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

// find reads a text and asserts what holds of every reading: segments stand in
// the body word for word, in order, and Text joins them.
func find(t testing.TB, body, lang string) []attache.Quote {
	t.Helper()
	d := text.New(body, lang)
	quotes := Find(d)
	points := []rune(body)
	for _, q := range quotes {
		parts := make([]string, len(q.Segments))
		last := -1
		for i, s := range q.Segments {
			if s[0] < last || s[1] <= s[0] || s[1] > len(points) {
				t.Fatalf("segment %v of %q is out of order or out of the text", s, q.Text)
			}
			last = s[1]
			from, to := d.Bytes(s)
			parts[i] = body[from:to]
			if utf8.ValidString(body) && string(points[s[0]:s[1]]) != parts[i] {
				t.Fatalf("segment %v reads %q in code points, %q in bytes", s, string(points[s[0]:s[1]]), parts[i])
			}
		}
		if got := strings.Join(parts, " … "); got != q.Text {
			t.Fatalf("text is %q, the body has %q", q.Text, got)
		}
		if q.Confidence < 0 || q.Confidence > 1 {
			t.Fatalf("confidence %v of %q", q.Confidence, q.Text)
		}
		if q.Mention != nil && (q.Mention[0] < 0 || q.Mention[1] > len(points) || q.Mention[1] <= q.Mention[0]) {
			t.Fatalf("mention %v is out of the text", *q.Mention)
		}
	}
	return quotes
}

// marked leaves out reported speech.
func marked(quotes []attache.Quote) (out []attache.Quote) {
	for _, q := range quotes {
		if q.Kind != attache.Indirect {
			out = append(out, q)
		}
	}
	return out
}

func TestEveryStyleOfMarksIsRead(t *testing.T) {
	for _, c := range []struct{ name, lang, body, text, speaker string }{
		{"curly", "en", "“The talks will go on,” said Ada Lind, Norway's minister.", "The talks will go on", "Ada Lind"},
		{"straight", "en", "\"The talks will go on,\" said Ada Lind.", "The talks will go on", "Ada Lind"},
		{"mismatched", "en", "\"The talks will go on,” said Ada Lind.", "The talks will go on", "Ada Lind"},
		{"two apostrophes", "en", "''The talks will go on,'' said Ada Lind.", "The talks will go on", "Ada Lind"},
		{"British", "en", "‘The talks will go on,’ said Ada Lind.", "The talks will go on", "Ada Lind"},
		{"typewriter British", "en", "'The talks won't go on,' said Ada Lind.", "The talks won't go on", "Ada Lind"},
		{"German", "de", "„Die Gespräche gehen weiter“, sagte Ministerin Ada Lind.", "Die Gespräche gehen weiter", "Ada Lind"},
		{"French", "fr", "« Nous avons commencé », a déclaré la ministre Ada Lind.", "Nous avons commencé", "Ada Lind"},
		{
			"French inside", "fr", "« Nous avons commencé, a insisté la ministre Ada Lind, il le faut. »", "Nous avons commencé … il le faut.",
			"Ada Lind",
		},
		{"Spanish", "es", "«Las conversaciones siguen», dijo la ministra Ada Lind.", "Las conversaciones siguen", "Ada Lind"},
		{"Spanish dash", "es", "—Las conversaciones siguen —dijo la ministra Ada Lind.", "Las conversaciones siguen", "Ada Lind"},
		{"Russian", "ru", "«Переговоры продолжатся», — сказала министр Вера Ладова.", "Переговоры продолжатся", "Вера Ладова"},
		{
			"Russian dash", "ru", "— Переговоры продолжатся, — сказала министр Вера Ладова. — Мы готовы.", "Переговоры продолжатся … Мы готовы.",
			"Вера Ладова",
		},
		{"Ukrainian", "uk", "«Переговори триватимуть», — сказала міністерка Віра Ладова.", "Переговори триватимуть", "Віра Ладова"},
		{"Chinese", "zh", "“会谈将继续进行下去。”外交部长王建国说。", "会谈将继续进行下去。", "王建国"},
		{"Chinese corner", "zh", "「會談將繼續進行下去。」王建国说。", "會談將繼續進行下去。", "王建国"},
		{"Arabic", "ar", "وقال وزير الخارجية سامي الحداد: «المحادثات ستستمر في جنيف».", "المحادثات ستستمر في جنيف", "سامي الحداد"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := marked(find(t, c.body, c.lang))
			if len(got) == 0 {
				t.Fatal("nothing found")
			}
			var all []string
			for _, q := range got {
				all = append(all, q.Text)
				if q.Speaker != c.speaker {
					t.Errorf("%q is %q's, want %q's", q.Text, q.Speaker, c.speaker)
				}
			}
			if joined := strings.Join(all, " … "); joined != c.text {
				t.Errorf("got %q, want %q", joined, c.text)
			}
		})
	}
}

func TestAQuoteOfManyParagraphsIsOne(t *testing.T) {
	body := "Ada Lind, the minister, said: “We came to talk.\n\n“We will stay as long as it takes.”"
	got := marked(find(t, body, "en"))
	if len(got) != 1 || len(got[0].Segments) != 2 || got[0].Speaker != "Ada Lind" {
		t.Fatalf("got %+v", got)
	}
}

func TestAQuoteAroundItsAttributionIsOne(t *testing.T) {
	got := marked(find(t, "“We came,” Ada Lind said, “because we were asked to.”", "en"))
	if len(got) != 1 || got[0].Text != "We came … because we were asked to." {
		t.Fatalf("got %+v", got)
	}
}

func TestTitlesAndSoCalledWordsAreNoQuotes(t *testing.T) {
	for _, body := range []string{
		"She wrote a novel titled “The Long Winter of Bergen” and moved to Oslo.",
		"The two states signed a “Treaty on Fisheries” in Bergen in 1994.",
	} {
		if got := marked(find(t, body, "en")); len(got) > 0 {
			t.Errorf("%q: got %+v", body, got)
		}
	}
}

func TestWhoeverIsMeantIsNamedInFull(t *testing.T) {
	lead := "Ada Lind, Norway's foreign minister, met Per Holm, the trade envoy, on Monday. "
	for _, c := range []struct{ body, speaker string }{
		{lead + "“We agreed,” Lind said.", "Ada Lind"},
		{lead + "“We agreed,” she said.", "Ada Lind"},
		{lead + "“We agreed,” the minister said.", "Ada Lind"},
		{lead + "Lind said it was over. “We agreed,” she added.", "Ada Lind"},
		{lead + "“We agreed,” Mr. Holm said.", "Per Holm"},
		{lead + "“We agreed,” said an official who asked not to be named.", "unnamed official"},
	} {
		got := marked(find(t, c.body, "en"))
		if len(got) != 1 || got[0].Speaker != c.speaker {
			t.Errorf("%q: got %+v, want %q", c.body, got, c.speaker)
		}
	}
}

func TestTheCueAndItsPolarityAreTold(t *testing.T) {
	for _, c := range []struct {
		body, cue string
		polarity  attache.Polarity
	}{
		{"“We were not there,” Ada Lind denied on Monday.", "denied", attache.Denied},
		{"Ada Lind warned: “They will answer for this.”", "warned", attache.Warned},
		{"“We are ready,” Ada Lind said.", "said", ""},
	} {
		got := marked(find(t, c.body, "en"))
		if len(got) != 1 || got[0].Cue != c.cue || got[0].Polarity != c.polarity {
			t.Errorf("%q: got %+v", c.body, got)
		}
	}
}

func TestObliqueNamesAreShownInTheNominative(t *testing.T) {
	body := "Встреча с Верой Ладовой прошла в понедельник. «Мы договорились», — сказала Ладова."
	got := marked(find(t, body, "ru"))
	if len(got) != 1 || got[0].Speaker != "Вера Ладова" {
		t.Fatalf("got %+v", got)
	}
}

func TestReportedSpeechIsRead(t *testing.T) {
	got := find(t, "Ada Lind said that the talks would go on for weeks.", "en")
	if len(got) != 1 || got[0].Kind != attache.Indirect || got[0].Speaker != "Ada Lind" ||
		!strings.Contains(got[0].Text, "the talks would go on") {
		t.Fatalf("got %+v", got)
	}
}

// Texts of a few telling words in any order reach what mutated bytes seldom do:
// the edges of a text, where the word that a rule asks for is missing.
func TestNoOrderOfTellingWordsBreaksTheReading(t *testing.T) {
	words := map[string][]string{
		"en": strings.Fields("“ ” \" ' . , : — said saying says that as of for by the her his who it they Ada Lind Lind's Holm Norway " +
			"minister ministry Foreign statement warning claim comments according to and while in close not Mr. told met"),
		"ru": strings.Fields("« » — . , : сказал заявила что по словам его министр Норвегии Ада Линд Линда посол и он она МИД в"),
		"fr": strings.Fields("« » — . , : a dit dit-il déclaré que selon le la ministre de Norvège Ada Lind et il elle l'ambassade à"),
		"de": strings.Fields("„ “ » « . , : sagte erklärte dass laut der die Ministerin Norwegens Ada Lind und er sie Außenministerium in traf"),
		"zh": strings.Split("“ ” 《 》 ： ， 。 说 表示 据 挪威 外长 林 德 他 她 外交部 在 · 的", " "),
		"ar": strings.Fields("« » : ، . قال وقالت إن وزير خارجية النرويج آدا ليند وفق هو هي الوزارة في"),
	}
	for lang, list := range words {
		draw := rand.New(rand.NewSource(1))
		for range 50000 {
			var b strings.Builder
			for range 1 + draw.Intn(9) {
				b.WriteString(list[draw.Intn(len(list))])
				b.WriteString([]string{" ", " ", " ", "", "\n\n"}[draw.Intn(5)])
			}
			find(t, b.String(), lang)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "“", "\"'\"'\"", "— Да, — сказал он. — Нет.", "« A, a-t-il dit, b »", "”“”“", "„a “b” c“", "他说：“好。”", "U.S. “x” said",
		"Ada Lind said “a\n\n“b” she said.", "''a'' `b`", "‘It’s Ada’s,’ he said", "Remarks that “x”", "accused Ada of saying “x”",
		"\xff“\xfe” said \xfd",
	} {
		for _, lang := range []string{"en", "ru", "fr", "de", "zh", "ar"} {
			f.Add(s, lang)
		}
	}
	f.Fuzz(func(t *testing.T, body, lang string) { find(t, body, lang) })
}
