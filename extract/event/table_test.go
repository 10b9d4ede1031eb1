package event

import (
	"math"
	"slices"
	"strings"
	"testing"

	"attache"
	"attache/extract/actor"
	"attache/extract/lexicon"
	"attache/internal/text"
)

func TestEnglishWordsLoseTheirEndings(t *testing.T) {
	for in, want := range map[string]string{
		"met": "meet", "withdrew": "withdraw", "said": "say", "expelled": "expel", "cancelled": "cancel", "slammed": "slam", "agreed": "agree",
		"signalled": "signal",
		"parties":   "party", "ties": "ti", "visiting": "visit", "stopping": "stop", "telling": "tell", "passing": "pass", "buzzing": "buzz",
		"making": "mak", "being": "being", "king": "king", "ring": "ring",
		"visited": "visit", "planned": "plan", "passed": "pass", "voted": "vot", "vote": "vot", "red": "red", "need": "need", "shed": "shed",
		"launches": "launch", "pushes": "push", "passes": "pass", "talks": "talk", "pass": "pass", "crisis": "crisis", "status": "status",
		"sides": "sid", "yes": "yes", "does": "do", "": "", "e": "",
	} {
		if got := stemmed(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for lang, want := range map[string]string{"ru": "перего", "en": "переговоры", "zh": "перего"} {
		if got := stemIn(lang, "переговоры"); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := stemIn("ru", "мирами"); got != "мирами" {
		t.Errorf("six letters: %q", got)
	}
}

func TestNamesAreMadeAlike(t *testing.T) {
	for in, want := range map[string]string{
		"Iran and Israel met Ada Lind on 5 March, 2026.": "@ and @ meet ^ on # ^ , #",
		"Foreign Minister Ada Lind left.":                "foreign minister ^ leave",
		"They met President Lind's envoy (twice).":       "they meet president ^ envoy twic",
		"Iran, Iran Iran left 3 5 7.":                    "@ , @ leave #",
		"Ada Lind":                                       "ada ^",
	} {
		p := cut("en", in)
		if got := strings.Join(abstract(p, text.Range{First: 0, End: int32(len(p.Doc.Tokens))}), " "); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// has tells which of some features a sentence has.
func has(p actor.Part, kind byte, parts ...string) float32 {
	for _, f := range Features(p, text.Range{First: 0, End: int32(len(p.Doc.Tokens))}) {
		if f.Bucket == hash(kind, parts...) {
			return f.Value
		}
	}
	return 0
}

func TestWhatIsMeasuredOfASentence(t *testing.T) {
	p := cut("en", "Iran rejected its secret proposals of Oman, it promised Ada five talks")
	for _, c := range []struct {
		kind  byte
		parts string
		want  float32
	}{
		{'w', "reject", 1},
		{'w', "secret", 1},
		{'w', "its", 0},
		{'w', "@", 0},
		{'w', ",", 0},
		{'p', "rejec", 0.5},
		{'p', "secre", 0.5},
		{'p', "talk", 0},
		{'b', "@ reject", 0.8},
		{'b', "reject its", 0.8},
		{'b', "reject secret", 0},
		{'s', "reject secret", 0.5},
		{'s', "@ its", 0.5},
		{'t', "@ reject its", 0.7},
		{'k', "reject proposal", 0.4},
		{'k', "its of", 0},
		{'l', "talk", 0.5},
		{'l', "five", 0},
		{'v', "1 reject", 0.8},
		{'v', "2 promis", 0.8},
		{'n', "1 reject its", 0.5},
		{'o', "reject @", 0.5},
		{'o', "promis ^", 0.5},
		{'a', "reject @", 0.5},
		{'a', "promis it", 0.5},
		{'c', "reject secret", 0.5},
		{'c', "reject proposal", 0.5},
		{'c', "reject its", 0},
		{'c', "promis talk", 0.5},
		{'B', "REJECT", 1.5},
		{'B', "none", 0},
		{'F', "REJECT", 1},
		{'F', "AGREE", 0},
	} {
		if got := has(p, c.kind, strings.Fields(c.parts)...); got != c.want {
			t.Errorf("%c %s: %v, want %v", c.kind, c.parts, got, c.want)
		}
	}
	if got := has(cut("en", "Green tables stand"), 'B', "none"); got != 1 {
		t.Errorf("a sentence without a trigger: %v", got)
	}
	seen := map[uint32]bool{}
	for _, f := range Features(p, text.Range{First: 0, End: int32(len(p.Doc.Tokens))}) {
		if seen[f.Bucket] {
			t.Errorf("%d is measured twice", f.Bucket)
		}
		seen[f.Bucket] = true
	}
	if hash('a', "b", "c") == hash('a', "bc") || hash('a', "b") == hash('b', "b") || hash('w', "reject") >= Buckets {
		t.Error("names run together")
	}
}

// TestTriggersCountByTheirPlace: the title most, then the sentences from the first.
func TestTriggersCountByTheirPlace(t *testing.T) {
	value := func(title, body string) float64 {
		return scores(cut("en", title), cut("en", body)).total[slices.Index(Types, attache.Reject)]
	}
	one := value("", "They rejected it.")
	if one <= 0 {
		t.Fatal("a rejection is none")
	}
	for i, want := range []float64{2, 1.2, 0.8, 0.5, 0.4, 0.3, 0.2, 0.2, 0} {
		if got := value("", strings.Repeat("Green tables stand. ", i)+"They rejected it."); math.Abs(got-one*want/2) > 1e-9 {
			t.Errorf("in sentence %d: %v, want %v", i+1, got, one*want/2)
		}
	}
	if got := value("They rejected it", ""); math.Abs(got-1.5*one) > 1e-9 {
		t.Errorf("in the title: %v, want %v", got, 1.5*one)
	}
	if got := scores(cut("en", ""), cut("en", "Green tables stand.")); math.Abs(got.total[0]-0.1) > 1e-9 || got.firm != 0 {
		t.Errorf("a text that says nothing is a statement: %+v", got)
	}
	if got := value("", strings.Repeat("and ", 250)+"rejected it"); got != 0 {
		t.Errorf("beyond 250 words of a sentence: %v", got)
	}
	list := lexicon.MustCompile("en", "REJECT4: refuse*\nAGREE2: sign; sign the treaty\nREJECT2: sign of\nNONE: x\nENVOY: envoy")
	kinds := kindsOf(list)
	add := func(s string) tally {
		var ta tally
		p := cut("en", s)
		ta.add(list, kinds, p, text.Range{First: 0, End: int32(len(p.Doc.Tokens))}, 1, false)
		return ta
	}
	agree, reject := slices.Index(Types, attache.Agree), slices.Index(Types, attache.Reject)
	for _, c := range []struct {
		rule, text    string
		agree, reject float64
		envoys        int
	}{
		{"a word of weight 2", "they sign", 2, 0, 0},
		{"a word of weight 4", "they refuse", 0, 4, 0},
		{"a longer phrase says it better", "sign the treaty", 2*1.6 + 2*0.25, 0, 0},
		{"refused is not done", "they refuse to sign", 2 * 0.35, 4, 0},
		{"three words between", "refuse a b c sign", 2 * 0.35, 4, 0},
		{"four words between are too many", "refuse a b c d sign", 2, 4, 0},
		{"what stands before is done", "sign and refuse", 2, 4, 0},
		{"what is none counts nothing", "x", 0, 0, 0},
		{"envoys are kept apart", "the envoy", 0, 0, 1},
	} {
		got := add(c.text)
		if math.Abs(got.total[agree]-c.agree) > 1e-9 || math.Abs(got.total[reject]-c.reject) > 1e-9 || len(got.envoys) != c.envoys {
			t.Errorf("%s: agree %v, reject %v, %d envoys", c.rule, got.total[agree], got.total[reject], len(got.envoys))
		}
	}
}

func TestHowStronglyTwoPartiesActOnEachOther(t *testing.T) {
	for _, c := range []struct {
		rule, title, body string
		title1, lead      float64
	}{
		{"two parties and a rejection", "Iran rejects Oman's plan", "", 4.0 / 6, 0},
		{"in the lead", "", "Iran rejects Oman's plan.", 0, 4.0 / 6},
		{"one party", "Iran rejects plan", "Iran rejects Iran's plan.", 0, 0},
		{"in three sentences", "", "A. Green tables stand. Iran rejects Oman's plan.", 0, 4.0 / 6},
		{"not later", "", "Red it is. Green it is. Blue it is. Iran rejects Oman's plan.", 0, 0},
		{"a place is no party", "Iran rejects plan in Oman", "", 0, 0},
		{"nothing happens", "Iran and Oman", "", 0, 0},
	} {
		title, lead := Read(cut("en", c.title), cut("en", c.body), nil).Acts()
		if math.Abs(title-c.title1) > 0.01 || math.Abs(lead-c.lead) > 0.01 {
			t.Errorf("%s: title %.2f, lead %.2f", c.rule, title, lead)
		}
	}
	for e, want := range map[attache.EventType]float64{
		attache.Assault: 0.1, attache.Statement: 0.2, attache.Coerce: 0.5,
		attache.Mobilize: 0.5, attache.Agree: 1, attache.Reject: 1,
	} {
		if got := worth(e); got != want {
			t.Errorf("%s is worth %v", e, got)
		}
	}
}

func TestPartiesByHowMuchAndHowEarlyTheyAreNamed(t *testing.T) {
	for _, c := range []struct{ rule, title, body, want string }{
		{"the title first", "Oman", "Iran it is. So.", "OMN IRN"},
		{"but two of the lead are as much", "Oman", "Iran it is. Iran, Iran it is.", "IRN OMN"},
		{"of equals the first", "", "Iran and Oman.", "IRN OMN"},
		{"twice", "", "Iran and Oman; Oman.", "OMN IRN"},
		{"the lead before the rest", "", "Iran it is. So it is. Oman it is, Oman.", "IRN OMN"},
		{"what is named hardly at all is none", "Iran Iran Iran", strings.Repeat("So it is. ", 7) + "Oman it is.", "IRN"},
		{"six at most", "", "Iran, Oman, Qatar, Egypt, Norway, Sweden, Denmark.", "IRN OMN QAT EGY NOR SWE"},
		{"a place counts less", "", "They met in Oman. Iran it is.", "IRN OMN"},
		{"nobody", "", "So it is.", ""},
	} {
		if got := strings.Join(Read(cut("en", c.title), cut("en", c.body), nil).ranked(), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.rule, got, c.want)
		}
	}
	people := []attache.Actor{
		{Kind: attache.Person, Code: "QAT", Mentions: make([]attache.Span, 9)},
		{Kind: attache.Country, Code: "EGY", Mentions: make([]attache.Span, 9)},
		{Kind: attache.Person},
	}
	if got := strings.Join(Read(cut("en", ""), cut("en", "Iran it is. So. So. Oman it is."), people).ranked(), " "); got != "IRN QAT OMN" {
		t.Errorf("a person counts for whom he speaks: %q", got)
	}
	r := ranking{order: []string{"IAEA"}, weight: map[string]float64{"IAEA": 1}}
	for _, code := range []string{"IRN", "IRN", "OMN", "QAT"} {
		r.place(code)
	}
	if got := strings.Join(r.best(), " "); got != "IAEA IRN OMN" {
		t.Errorf("places count where fewer than two states are named: %q", got)
	}
}

func TestAnArticleIsMeasuredByItsShape(t *testing.T) {
	shape := func(lang, title, body string) string {
		m := measurer{layout: layoutOf(), sense: Read(cut(lang, title), cut(lang, body), nil)}
		m.shapes()
		var out []string
		for _, f := range m.out {
			out = append(out, shapes[f.Bucket])
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct{ rule, lang, title, body, want string }{
		{"nothing", "de", "", "So.", "always, no title, short"},
		{"a title", "de", "So", "So.", "always, short, clauses of title"},
		{"English", "en", "So", "So.", "always, short, English, clauses of title"},
		{"one party", "de", "Iran", "So.", "always, short, one party, parties in title, clauses of title"},
		{"two and a body", "de", "So", "Iran, UNO.", "always, short, two parties, bodies, clauses of title"},
		{"three", "de", "So", "Iran, Oman, Katar.", "always, short, more parties, clauses of title"},
		{"a question", "de", "So", "So?", "always, questions, short, clauses of title"},
		{"two speakers are none", "de", "So", "A B: x\nC D: y", "always, short, clauses of title"},
		{"three speakers", "de", "So", "A B: x\nC D: y\nA B: z", "always, labels of speakers, short, clauses of title"},
		{"questions of reporters", "de", "So", "QUESTION: x\nC D: y\nQUESTION: z", "always, labels of speakers, labels of questions, short, clauses of title"},
		{"small letters are no label", "de", "So", "a b: x\nc d: y\na b: z", "always, short, clauses of title"},
		{"199 words", "de", "So", strings.Repeat("so ", 199), "always, short, clauses of title"},
		{"200 words", "de", "So", strings.Repeat("so ", 200), "always, clauses of title"},
		{"1500 words", "de", "So", strings.Repeat("so ", 1500), "always, clauses of title"},
		{"somebody's words", "de", "Ahlers: so", "So.", "always, short, clauses of title, title is somebody's words"},
		{"a title that asks", "de", "So?", "So.", "always, short, clauses of title, title asks"},
		{"a title that quotes", "de", "„So“ so", "So.", "always, short, clauses of title, title quotes"},
		{"1501 words", "de", "So", strings.Repeat("so ", 1501), "always, long, clauses of title"},
	} {
		if got := shape(c.lang, c.title, c.body); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
	}
}

func TestTheLeadIsTheFirstSentencesThatSaySomething(t *testing.T) {
	eight := "One two three four five six seven. "
	for _, c := range []struct {
		lang, body string
		n          int
		end        int32
	}{
		{"en", eight, 1, 8},
		{"en", "One two three four five six.", 0, 7},
		{"en", strings.Repeat(eight, 5), 3, 24},
		{"en", "Oslo. " + eight, 1, 10},
		{"en", strings.Repeat("So. ", 12) + eight, 1, 32},
		{"en", strings.Repeat("So. ", 13) + eight, 0, 26},
		{"zh", "一二三四五六七八九十一二三四五。", 1, 16},
		{"zh", "一二三四五六七八九十一二三四。", 0, 15},
		{"en", strings.Repeat("so ", 300), 1, 300},
	} {
		got, end := sentences(text.New(c.body, c.lang))
		if len(got) != c.n || end != c.end || c.n > 0 && got[0].End-got[0].First > longest {
			t.Errorf("%.40s: %v, to %d", c.body, got, end)
		}
	}
}

func TestFamiliesOfFeaturesDoNotOverlap(t *testing.T) {
	l := layoutOf()
	order := []int{l.shape, l.concept, l.title, l.total, l.near, l.best, l.odds, l.pair, l.word, l.piece, l.end}
	if !slices.IsSorted(order) || l.shape != 0 || ArticleFeatures() != l.end || l.total-l.title != 17 || l.near-l.total != 17 ||
		l.best-l.near != nearness*17 || len(PhraseNames()) != l.best-l.title ||
		l.odds-l.best != 17 ||
		l.pair-l.odds != 32 || l.piece-l.word != words || l.end-l.piece != pieces || l.word-l.pair != 2*(len(acting)+1)*(len(acting)+1) {
		t.Errorf("%+v", l)
	}
	in := func(title, body string, from, to int) int {
		n := 0
		for _, f := range Read(cut("en", title), cut("en", body), nil).Measures() {
			if at := int(f.Bucket); at >= from && at < to {
				n++
			}
			if int(f.Bucket) >= l.end {
				t.Errorf("%d is beyond the features", f.Bucket)
			}
		}
		return n
	}
	const title, body = "Iran rejects talks", "Iran rejected the talks with Oman on Friday, a spokesman told us."
	for family, r := range map[string][2]int{
		"concepts": {l.concept, l.title}, "of the title": {l.title, l.total}, "of all": {l.total, l.best},
		"decided": {l.best, l.odds}, "odds": {l.odds, l.pair}, "words": {l.word, l.piece}, "pieces": {l.piece, l.end},
	} {
		if in(title, body, r[0], r[1]) == 0 {
			t.Errorf("%s: nothing is measured", family)
		}
	}
	if n := in(title, body, l.best, l.odds); n != 1 {
		t.Errorf("%d types are decided for", n)
	}
	if n := in(title, body, l.odds, l.pair); n != 2*len(Labels) {
		t.Errorf("%d odds", n)
	}
	if n := in("", body, l.word, l.end); n != 0 {
		t.Errorf("%d words of a title that is not there", n)
	}
	if n := in("Red 5 red", body, l.word, l.piece); n != 5 && n != 6 {
		t.Errorf("%d words and pairs of a title of three", n)
	}
}
