package digest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
)

// What an edition tells and how: a rule a table.

func TestNothingIsSaidTwice(t *testing.T) {
	const text = "The delegations met for two days in the harbour of Osk and left without an agreement."
	for _, c := range []struct {
		said, then string
		want       bool
	}{
		{text, text, true},
		{text, strings.ToUpper(text), true},
		{text, "Officials said the delegations met for two days in the harbour, and nobody was surprised.", true}, // eight in a row
		{text, "Officials said delegations met for two days in the town, and nobody was surprised.", false},
		{text, "without an agreement", true}, // a few words, all of them
		{text, "without any agreement", false},
		{text, "", true},
		{text, "…", true},
		{"", text, false},
		{"代表团在港口会谈了两天没有达成任何协议", "代表团在港口会谈了两天", true},
		{"代表团在港口会谈了两天没有达成任何协议", "代表团在首都会谈了三天", false},
		{"one two three four five six seven eight", "one two three four five six seven eight", true},
		{"one two three four five six seven", "one two three four five six seven eight", false},
	} {
		var h heard
		h.add(c.said)
		if got := h.has(c.then); got != c.want {
			t.Errorf("after %q, %q: %v", c.said, c.then, got)
		}
		if other := h.clone(); other.has(c.then) != c.want {
			t.Errorf("a clone after %q forgets %q", c.said, c.then)
		}
	}
	var h heard
	other := h.clone()
	other.add(text)
	if h.has(text) {
		t.Error("a clone tells the one that it was made of")
	}
}

func TestSentencesThatAreMostlySomebodysWordsAreNoLead(t *testing.T) {
	for s, want := range map[string]bool{ // whether it tells
		"The envoys met.": true,
		"“The text is ready and it will be signed,” she said.":                                                          false,
		"\"The text is ready and it will be signed,\" she said.":                                                        false,
		"«Текст готов и будет подписан», — сказала она.":                                                                false,
		"„Der Text ist fertig und wird unterschrieben“, sagte sie.":                                                     false,
		"She said in the evening that the text was “ready” and could be signed.":                                        true,
		"“It is ready,” said the foreign minister of Nordland in the evening.":                                          true, // a short one
		"“It is ready now,” said the foreign minister of Nordland at night.":                                            true,
		"“The text is ready now,” said the foreign minister of Nordland.":                                               false, // begins with it
		"The minister said of the draft text: “We will not sign it, today or ever, until it is changed.”":               false,
		"「我们已经准备好了」他说":                                                                                                  false,
		"Asked, the foreign minister of Nordland said, “The text is ready now.” Nobody in the room asked him for more.": true,
	} {
		own, spoken := narrated([]string{s})
		if (len(own) == 1) != want || len(own)+len(spoken) != 1 {
			t.Errorf("%q tells: %v (%d of %d within marks)", s, !want, inside(s), utf8.RuneCountInString(s))
		}
	}
}

func TestALongQuoteIsShownInWholeSentences(t *testing.T) {
	one := "We have looked at every line of the text and sent it back."
	long := "It " + strings.Repeat("goes on and ", 40) + "ends."
	for _, c := range []struct{ words, want string }{
		{one, one},
		{one + " " + long, one + " …"},
		{long + " " + one, "… " + one},
		{long, ""},
		{long + " " + one + " " + long, "… " + one + " …"},
		{one + "\n" + one[:30] + " as well.", one + " …"},
		{strings.TrimSpace(strings.Repeat(one+" ", 8)), strings.TrimSpace(strings.Repeat(one+" ", 5)) + " …"},
		{"No. " + strings.Repeat(one+" ", 8), "… " + strings.TrimSpace(strings.Repeat(one+" ", 5)) + " …"}, // not with a scrap first
		{strings.Repeat("x", quoteLong), strings.Repeat("x", quoteLong)},
	} {
		got := excerpt(c.words, "en")
		if got != c.want {
			t.Errorf("of %.60q… %q", c.words, got)
		}
		if inner := strings.TrimSuffix(strings.TrimPrefix(got, "… "), " …"); !strings.Contains(c.words, inner) ||
			utf8.RuneCountInString(inner) > quoteLong {
			t.Errorf("%q is not of %.40q", inner, c.words)
		}
	}
}

func quoted(body, words string, kind attache.QuoteKind) (attache.Article, attache.Quote) {
	before, _, _ := strings.Cut(body, words)
	from := utf8.RuneCountInString(before)
	q := attache.Quote{
		Kind: kind, Text: words, Speaker: "Ada Lind", Confidence: 0.9, Segments: []attache.Span{{from, from + utf8.RuneCountInString(words)}},
	}
	return attache.Article{Body: body, Reading: attache.Reading{Lang: "en", Quotes: []attache.Quote{q}}}, q
}

func TestAFragmentStandsInItsPublishedSentence(t *testing.T) {
	long := strings.Repeat("and it went on ", 40)
	for _, c := range []struct {
		rule, body, words string
		kind              attache.QuoteKind
		context           string
		ok                bool
	}{
		{
			"a fragment in its sentence", "They met. Lind said a pact in May “is worth three in July”, and left.", "is worth three in July",
			attache.Mixed,
			"Lind said a pact in May “is worth three in July”, and left.", true,
		},
		{
			"without the dateline", "OSLO | Lind said a pact in May “is worth three in July”.", "is worth three in July", attache.Mixed,
			"Lind said a pact in May “is worth three in July”.", true,
		},
		{"a whole utterance needs none", "“We will sign it today,” Lind said.", "We will sign it today", attache.Direct, "", true},
		{
			"a fragment whose sentence is too long is left out", "Lind said " + long + "it “is worth three in July”.", "is worth three in July",
			attache.Mixed, "", false,
		},
		{
			"one that reads as a whole stays", "Lind said " + long + ": “We will sign it today in Osk”.", "We will sign it today in Osk",
			attache.Mixed, "", true,
		},
		{"one that is short does not", "Lind said " + long + ": “We will sign”.", "We will sign", attache.Mixed, "", false},
		{
			"a sentence that lost a mark is not shown", "Lind “said that it “is worth three in July”.", "is worth three in July", attache.Mixed, "",
			false,
		},
	} {
		a, q := quoted(c.body, c.words, c.kind)
		got, ok := presented(&readOnce{Article: &a}, q)
		if ok != c.ok || ok && got.Context != c.context {
			t.Errorf("%s: %v, %q", c.rule, ok, got.Context)
		}
		q.Segments = nil // where it stands is found by its words then
		if got, ok := presented(&readOnce{Article: &a}, q); ok != c.ok || ok && got.Context != c.context {
			t.Errorf("%s, without segments: %v, %q", c.rule, ok, got.Context)
		}
	}
}

func TestAJointStatementStandsUnderAllWhoIssueIt(t *testing.T) {
	actors := []attache.Actor{
		{Kind: attache.Country, Code: "FRA", Name: "France"},
		{Kind: attache.Country, Code: "NOR", Name: "Norway"},
		{Kind: attache.Country, Code: "DEU", Name: "Germany"},
		{Kind: attache.Person, Code: "ISL", Name: "Lind"},
		{Kind: attache.Country, Code: "XQZ", Name: "Nowhere"},
	}
	for _, c := range []struct {
		rule, title, body, speaker string
		want                       string
	}{
		{
			"whom the sentence names", "Ministers meet", "“We will not sign it,” France and Norway said in a joint statement.", "unnamed ministers",
			"France and Norway",
		},
		{
			"else whom the title names", "Joint statement of Norway, Germany and France",
			"“We will not sign it,” the ministers said in a joint statement.", "unnamed ministers",
			"Norway, Germany and France",
		},
		{"nobody where only one is named", "Ministers meet", "“We will not sign it,” Norway said in a joint statement.", "unnamed ministers", ""},
		{
			"nobody where it is no joint one", "Joint statement of Norway and France", "“We will not sign it,” the ministers said.",
			"unnamed ministers", "",
		},
		{
			"not where the title is no joint one", "Norway and France meet", "“We will not sign it,” the ministers said in a joint statement.",
			"unnamed ministers", "",
		},
		{
			"none whom nobody knows", "Ministers meet", "“We will not sign it,” Nowhere and Norway said in a joint statement.", "unnamed ministers",
			"",
		},
	} {
		a, q := quoted(c.body, "We will not sign it", attache.Direct)
		a.Title, a.Actors = c.title, actors
		q.ID, q.Speaker, q.Confidence = "a1-1", c.speaker, 0.3
		got := jointly(&readOnce{Article: &a}, q)
		if c.want == "" && got.Speaker != c.speaker || c.want != "" && (got.Speaker != c.want || got.Role != jointRole ||
			got.ID != "" || !got.Showable() ||
			got.Code != "") {
			t.Errorf("%s: %q, %q", c.rule, got.Speaker, got.Role)
		}
		q.Speaker, q.Role, q.Confidence = "Ada Lind", "envoy", 0.9
		if got := jointly(&readOnce{Article: &a}, q); got.Speaker != "Ada Lind" {
			t.Errorf("%s: what one person surely said stands under %q", c.rule, got.Speaker)
		}
		q.Confidence = 0.3
		if got := jointly(&readOnce{Article: &a}, q); got.Speaker != "Ada Lind" {
			t.Errorf("%s: what a person with an office said stands under %q", c.rule, got.Speaker)
		}
		q.Speaker, q.Role, q.Kind = c.speaker, "", attache.Indirect
		if got := jointly(&readOnce{Article: &a}, q); got.Speaker != c.speaker {
			t.Errorf("%s: what is told without marks stands under %q", c.rule, got.Speaker)
		}
	}
}

func TestTheEditionsLanguageIsHeardFirst(t *testing.T) {
	article := func(lang string, quotes ...attache.Quote) attache.Article {
		return attache.Article{ID: lang, Reading: attache.Reading{Lang: lang, Quotes: quotes}}
	}
	english := goodQuote("Ada Lind", "NOR", "We met at the border this morning.")
	russian := goodQuote("Ада Линд", "NOR", "Мы встретились сегодня утром на границе.")
	iceland := goodQuote("Йон Арасон", "ISL", "Договор будет подписан сегодня в Осло.")
	for _, c := range []struct {
		rule     string
		articles []attache.Article
		langs    []string
		want     []string
	}{
		{"the same side once, in English", []attache.Article{article("ru", russian), article("en", english)}, nil, []string{"Ada Lind"}},
		{
			"another side in the original, behind",
			[]attache.Article{article("ru", russian, iceland), article("en", english)},
			nil,
			[]string{"Ada Lind", "Йон Арасон"},
		},
		{"the original where there is nothing else", []attache.Article{article("ru", russian, iceland)}, nil, []string{"Ада Линд", "Йон Арасон"}},
		{
			"the language that a chat asks for",
			[]attache.Article{article("ru", russian), article("en", english)},
			[]string{"ru"},
			[]string{"Ада Линд"},
		},
	} {
		var got []string
		for _, q := range chooseQuotes(c.articles, &heard{}, c.langs) {
			got = append(got, q.Speaker)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
}

func TestQuotesAreOfDifferentSpeakersFirstAndThreeAtMost(t *testing.T) {
	var quotes []attache.Quote
	for i := range 6 {
		quotes = append(quotes, goodQuote("Speaker "+string(rune('A'+i%4)), "",
			fmt.Sprintf("Post number %d of border %d was where we met.", i, i)))
	}
	got := chooseQuotes([]attache.Article{{Reading: attache.Reading{Quotes: quotes}}}, &heard{}, nil)
	if len(got) != quoteCount || got[0].Speaker != "Speaker A" || got[1].Speaker != "Speaker B" || got[2].Speaker != "Speaker C" {
		t.Errorf("%+v", got)
	}
	one := []attache.Quote{quotes[0], quotes[4], goodQuote("Speaker A", "", "Nobody has signed the treaty about the fish.")}
	if got := chooseQuotes([]attache.Article{{Reading: attache.Reading{Quotes: one}}}, &heard{}, nil); len(got) != 2 {
		t.Errorf("of one speaker %d", len(got))
	}
	var said heard
	said.add(quotes[0].Text)
	if got := chooseQuotes([]attache.Article{{Reading: attache.Reading{Quotes: quotes[:1]}}}, &said, nil); len(got) != 0 {
		t.Errorf("told again: %+v", got)
	}
}

func TestTheStoriesOfATrackStandTogetherWhereItsBestOneStands(t *testing.T) {
	store := newArchive()
	store.tracks["k1"] = attache.Track{ID: "k1", Name: "Norway – Iceland: fishing"}
	for _, c := range []struct {
		order string // of items, each with its track; lower case has none
		want  string
	}{
		{"a b c", "[a b c]"},
		{"A1 b A2 c", "A[A1 A2] [b c]"},
		{"b A1 c A2 d", "[b] A[A1 A2] [c d]"},
		{"b A1 c", "[b A1 c]"},
		{"A1 A2", "A[A1 A2]"},
		{"A1 b B1 A2 c B2", "A[A1 A2] [b] B[B1 B2] [c]"},
	} {
		var items []attache.Item
		var chosen []*attache.Story
		for id := range strings.FieldsSeq(c.order) {
			items = append(items, attache.Item{StoryID: id})
			track := map[byte]string{'A': "k1", 'B': "k2"}[id[0]]
			chosen = append(chosen, &attache.Story{ID: id, TrackID: track})
		}
		got, err := sections(context.Background(), unkept{store}, items, chosen)
		if err != nil {
			t.Fatal(err)
		}
		var text []string
		for _, s := range got {
			var ids []string
			for _, it := range s.Items {
				ids = append(ids, it.StoryID)
			}
			name := map[string]string{"k1": "A", "k2": "B", "": ""}[s.TrackID]
			if (s.Title == "Norway – Iceland: fishing") != (name == "A") {
				t.Errorf("%s: a section of %q is called %q", c.order, s.TrackID, s.Title)
			}
			text = append(text, name+"["+strings.Join(ids, " ")+"]")
		}
		if strings.Join(text, " ") != c.want {
			t.Errorf("%s: %s", c.order, text)
		}
	}
}

func TestAnAgendaLineSaysWhoseMatterItIs(t *testing.T) {
	item := attache.Item{
		Headline: "Norway refuses talks", URL: "https://w.example/1", Lang: "en", Actors: []string{"NOR", "ISL", "DNK"},
		Lead: []attache.Sentence{{Text: "They told it already on March 4."}},
	}
	on := func(lang string, what ...string) attache.Article {
		a := attache.Article{Reading: attache.Reading{Lang: lang}}
		for i, w := range what {
			a.Dates = append(a.Dates, attache.Appointment{Day: slotTime.AddDate(0, 0, i), What: w})
		}
		return a
	}
	got := datesOf(&item, []attache.Article{
		on("ru", "Министр выступит в понедельник."),
		on("en", "The minister speaks on Monday.", "Norwegian envoys meet on Friday.", "They told it already on March 4."),
	})
	if len(got) != 2 || got[0].About != item.Headline || got[0].URL != item.URL || !slices.Equal(got[0].Actors, []string{"NOR", "ISL"}) {
		t.Errorf("%+v", got)
	}
	if got[1].About != "" || got[1].URL != "" || len(got[1].Actors) != 2 {
		t.Errorf("a sentence that names a party is explained: %+v", got[1])
	}
	if got := datesOf(&item, []attache.Article{on("ru", "Министр выступит в понедельник.")}); len(got) != 1 {
		t.Errorf("where nothing else is known, another language: %+v", got)
	}
}

func TestWhichSentencesAnnounceTheSameMatter(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Envoys sign the treaty in Meren", "The treaty is signed by envoys, Meren announced", true},
		{"Envoys sign the treaty in Meren", "Envoys leave Meren", false},                                         // two words
		{"Envoys sign treaty in Meren", "Long columns of treaty envoys, lorries, cables, Meren, harbours", true}, // half of the shorter
		{
			"Envoys sign long treaty about harbour fishing cables lorries",
			"Envoys leave about harbour quarrels other people meanwhile started somewhere", false,
		},
	} {
		if got := sharedNames(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, got)
		}
	}
}

func TestTenStoriesUnlessAskedForOthers(t *testing.T) {
	store := busyDay(slotTime, 40) // of which one ends where the window begins
	for _, c := range []struct{ asked, want int }{{0, 10}, {-1, 10}, {3, 3}, {12, 12}} {
		e, err := Compile(context.Background(), store, Request{From: slotTime.AddDate(0, 0, -1), To: slotTime, Max: c.asked})
		if err != nil || e.Stories() != c.want || e.LeftOut != 39-c.want {
			t.Errorf("asked for %d: %d, %d left out, %v", c.asked, e.Stories(), e.LeftOut, err)
		}
	}
}

func TestWhatWasToldIsKnownForTwoWeeksWhateverTheScheduleIs(t *testing.T) {
	e := attache.Edition{To: slotTime}
	had := map[string]attache.Item{}
	for id, days := range map[string]int{"old": 15, "kept": 14, "yesterday": 1} {
		had[id] = attache.Item{StoryID: id, Last: slotTime.AddDate(0, 0, -days).Add(-time.Minute)}
	}
	got := toldBy(&e, []attache.Item{{StoryID: "now", Last: slotTime}, {StoryID: "yesterday", Last: slotTime}}, had)
	if len(got) != 3 || !got["kept"].Equal(had["kept"].Last) || !got["now"].Equal(slotTime) || !got["yesterday"].Equal(slotTime) {
		t.Errorf("%v", got)
	}
}

func TestAStoryIsToldOnceWhenTheScheduleMovesAndAgainOnlyWhereItWentOn(t *testing.T) {
	store := newArchive()
	a := report("a1", "Meridian Wire", attache.Wire, 18, "Norway and Iceland meet about fishing")
	a.Body = "Envoys of Norway and Iceland met about fishing on Monday in the harbour of Osk."
	store.articles[a.ID], store.stories = a, []attache.Story{BuildStory(attache.Story{}, a)}
	previous := attache.Edition{}
	tell := func(from, to time.Time) attache.Edition {
		e, err := Compile(context.Background(), store, Request{From: from, To: to, Previous: previous})
		if err != nil {
			t.Fatal(err)
		}
		previous = e
		return e
	}
	day := 24 * time.Hour
	if e := tell(slotTime.Add(-day), slotTime); e.Stories() != 1 || e.Sections[0].Items[0].Update {
		t.Fatalf("%+v", e.Sections)
	}
	for i := range 4 { // editions of other schedules, whose windows reach back
		to := slotTime.Add(time.Duration(i+1) * time.Hour)
		if e := tell(to.Add(-3*day), to); e.Stories() != 0 {
			t.Errorf("edition %d tells again: %+v", i, e.Sections)
		}
	}
	b := report("a2", "The Harbour Post", attache.Press, 0, "Iceland leaves the fishing talks")
	b.Published = slotTime.Add(5 * time.Hour)
	b.Body = "The envoys of Iceland flew home from Osk in the evening, and nobody said when they come again."
	store.articles[b.ID], store.stories[0] = b, BuildStory(store.stories[0], b)
	e := tell(slotTime.Add(-day), slotTime.Add(6*time.Hour))
	if e.Stories() != 1 || !e.Sections[0].Items[0].Update || e.Sections[0].Items[0].Lead[0].Text != b.Body {
		t.Errorf("what changed is told so: %+v", e.Sections)
	}
}

func TestWhoIsNamedInATitle(t *testing.T) {
	for _, c := range []struct {
		title, lang, code string
		want              bool
	}{
		{"Norway meets Iceland", "en", "NOR", true},
		{"Norwegian envoys meet", "en", "NOR", true},
		{"NATO meets", "en", "NATO", true},
		{"Natural gas", "en", "NATO", false},
		{"Australian envoys meet", "en", "AUT", false},
		{"Austrian envoys meet", "en", "AUT", true},
		{"Envoys of Iraq meet", "en", "IRN", false},
		{"Норвежские послы", "ru", "NOR", true},
		{"النرويج وايسلندا", "ar", "NOR", true},
		{"挪威大使", "zh", "NOR", true},
		{"大使", "zh", "NOR", false},
		{"Oman hosts", "en", "OMN", true},
		{"Woman of the year", "en", "OMN", false},
		{"", "en", "NOR", false},
		{"Envoys meet", "en", "XQZ", false},
	} {
		if got := names(c.title, c.lang, c.code); got != c.want {
			t.Errorf("%q names %s: %v", c.title, c.code, got)
		}
	}
}

func TestAHeadlineThatSaysWhoDidWhatBeatsACatchword(t *testing.T) {
	base := attache.Report{ArticleID: "a", Outlet: "A", Kind: attache.Press, Lang: "en", Relevant: true, Published: slotTime}
	for _, c := range []struct{ better, worse string }{
		{"Norway refuses Iceland's draft for a treaty", "Court yes, flag no: where is the fleet"},
		{"Norway refuses Iceland's draft for a treaty", "Minister refuses a draft for a treaty on fish"},
		{"Norway refuses Iceland's draft for a treaty", "Norway refuses a draft for a treaty on fish"},
		{"Where the fleet is: a court and no flag", "Lind: where the fleet is, a court and no flag"},
	} {
		one, two := base, base
		one.Title, two.ArticleID, two.Outlet, two.Title, two.Published = c.better, "b", "B", c.worse, slotTime.Add(-time.Hour)
		s := attache.Story{Actors: []string{"NOR", "ISL"}, Reports: []attache.Report{two, one}}
		if got := headliner(&s, nil); got.Title != c.better {
			t.Errorf("%q beats %q", got.Title, c.better)
		}
	}
	acts := base
	acts.Title, acts.Event.Act = "Envoys of both countries leave the town", attache.Breakdown
	plain := base
	plain.ArticleID, plain.Outlet, plain.Title, plain.Published = "b", "B", "Envoys of both countries reach the town", slotTime.Add(-time.Hour)
	s := attache.Story{Reports: []attache.Report{plain, acts}}
	if got := headliner(&s, nil); got.ArticleID != "a" {
		t.Errorf("%q beats one whose report says what happened", got.Title)
	}
}

func TestWhatAStoryIsCalledAfter(t *testing.T) {
	for _, c := range []struct {
		rule string
		acts string // of its reports: e expulsion, r recall, s summons, . none; capitals are copies of the first
		want attache.Act
	}{
		{"what most say", "eer", attache.Expulsion},
		{"of equals the first by name", "re", attache.Expulsion},
		{"a third is enough", "e..", attache.Expulsion},
		{"a quarter is not", "e...", ""},
		{"copies do not count", "reEE.", attache.Expulsion},
		{"copies do not count against it", "e.....", ""},
		{"none", "...", ""},
	} {
		s := attache.Story{}
		for i, r := range c.acts {
			report := attache.Report{ArticleID: fmt.Sprint("a", i), Outlet: fmt.Sprint("O", i)}
			report.Event.Act = map[rune]attache.Act{'e': attache.Expulsion, 'E': attache.Expulsion, 'r': attache.Recall}[r]
			if r == 'E' {
				report.CopyOf = "a0"
			}
			s.Reports = append(s.Reports, report)
		}
		if got := actOfStory(&s); got != c.want {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
}
