package text

import (
	"reflect"
	"strings"
	"testing"
)

func TestWhatEndsASentence(t *testing.T) {
	for _, c := range []struct{ rule, lang, body string }{ // | where one ends
		{"stops", "en", "They met.| Did they?| Yes!| So…| Fine"},
		{"the wide ones need no blank", "zh", "会谈。|结束！|为何？|好｡|完"},
		{"Arabic ones", "ar", "هل انتهى؟| نعم۔| حسنا"},
		{"several at once", "en", "What?!| No...| Well"},
		{"closing brackets and marks go with it", "en", "(They met.)| [So.]| {So.}| “So.”| 'So.'| \"So.\"| Fine"},
		{"an opening mark does not", "en", "They met.| “So.”| Fine"},
		{"nor one that opens in one language and closes in another", "de", "„Wir.“| So.| “Und.| ”So"},
		{"unless a blank follows", "en", "Met.«| So"},
		{"French closes behind a blank", "fr", "« Fini. »| Il part.| « Non ! »| Il"},
		{"a comma goes on", "en", "“Go!”, she said"},
		{"a small letter goes on", "en", "“Go!” she said.| He left"},
		{"a number does not", "en", "They met.| 30 came"},
		{"no blank: a capital goes on", "en", "They met.Fine"},
		{"no blank: a word that begins sentences does not", "en", "They met.|The end"},
		{"no blank: in small letters it does", "en", "They met.the end"},
		{"a decimal", "en", "It is 3.5 now"},
		{"initials", "en", "J. R. Orr spoke.| J. spoke"},
		{"not I", "en", "Better than I.| Nobody knew"},
		{"titles", "en", "Dr. Lind met Gen. Vale and Mr. Orr"},
		{"months before a number", "en", "On Mar. 3 they met.| In Mar.| They left"},
		{"a company", "en", "Orr Inc. Lind came.| Orr Inc.| The end"},
		{"an acronym", "en", "The U.S. Senate met.| He left the U.S.| The end"},
		{"an acronym at the end", "en", "He left the U.S."},
		{"an acronym goes on in small letters", "en", "the U.S. envoy"},
		{"an acronym in marks", "en", "He left “the U.S.”| Fine"},
		{"a stop with a blank before it is none of an abbreviation's", "en", "He met Mr .| Lind"},
		{"a colon is none", "en", "He said: Go; now"},
		{"a percent sign goes on", "en", "About 3. % of it"},
		{"Russian", "ru", "В 2025 г. Москве.| Им. Ленина.| Ст. 5 права.| Так и др.| Он ушёл"},
		{"German", "de", "Ca. 5 Mio. Euro.| Bzw. Dr. Lenz.| Nr. 5.| Die Nr.| So"},
		{"German ordinals", "de", "Am 12. April beginnt die 3. Runde.| Er ist 12.| Die Runde endet 2026.| So"},
		{"they are German alone", "en", "He is 12.| April came"},
		{"Spanish", "es", "La Sra. Lind y el Dr. Orr.| EE. UU. Norte"},
		{"Ukrainian", "uk", "У 2025 р. Києві.| Вул. Садова.| Так"},
	} {
		want := strings.Split(c.body, "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		if got := sentences(New(strings.ReplaceAll(c.body, "|", ""), c.lang)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.rule, got, want)
		}
	}
}

func TestEachTokenKnowsItsSentence(t *testing.T) {
	d := New("They met (so.) Fine.” End\nNext. The U.S.", "en")
	for i, s := range d.Sentences {
		for k := s.First; k < s.End; k++ {
			if d.Tokens[k].Sentence != int32(i) {
				t.Errorf("%q is of sentence %d, want %d", d.Word(int(k)), d.Tokens[k].Sentence, i)
			}
		}
	}
}

func TestAbbreviationsGoByTheStricterRuleOfTwoLists(t *testing.T) {
	for word, want := range map[string]rule{
		"mr": always, "dr": always, "usw": always, "т.е": always, "вул": always, "nov": beforeNumber, "núm": beforeNumber, "нояб": beforeNumber,
		"ltd": maybe, "млрд": maybe, "mio": maybe, "st": always, "тыс": always, "п": beforeNumber, "пр": maybe, "word": never, "": never,
	} {
		if got := abbreviations[word]; got != want {
			t.Errorf("%q: %d, want %d", word, got, want)
		}
	}
	if got := rules(map[rule]string{always: "x y", maybe: "x z", beforeNumber: "z x"}); !reflect.DeepEqual(got,
		map[string]rule{"x": always, "y": always, "z": beforeNumber}) {
		t.Errorf("%v", got)
	}
	for _, w := range []string{"the", "three", "laut", "früher", "так", "раніше", "el", "les"} {
		if starters[w] == (w == "früher") {
			t.Errorf("%q begins sentences: %v", w, starters[w])
		}
	}
}

func TestWhatStandsInMarksIsShownWhole(t *testing.T) {
	for _, c := range []struct{ rule, lang, body string }{
		{"English", "en", "“We came. We saw,” she said.| Then."},
		{"straight ones", "en", "\"We came. We saw,\" she said.| Then."},
		{"French", "fr", "«Venus. Vus», dit-elle.| Fin."},
		{"German", "de", "„Da. Dort“, sagte er.| Ende.| »Da. Dort«, sagte er.| Ende."},
		{"Japanese and Chinese", "zh", "「来了。走了」他说。|完。|『来了。走了』他说。|完。"},
		{"within each other", "de", "„Er sagte: »Da. Dort.« Dann ging. Er“, so sie.| Ende."},
		{"a mark that closes what nobody opened", "en", "Done.”| Then.| So.| “They went. All.”| End.| Fine."},
		{"a mark that was closed twice", "en", "“They went.””| So.| “They came. All,” she said.| Fine."},
	} {
		want := strings.Split(c.body, "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		if got := Whole(strings.ReplaceAll(c.body, "|", ""), c.lang); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.rule, got, want)
		}
	}
}

func TestWhereATextIsShortened(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"ab cdefg", 6, "ab cd…"},    // half of what was cut would be lost
		{"abc defg", 7, "abc de…"},   // exactly half
		{"abcd efg", 7, "abcd…"},     // more than half
		{"abcd –,:; x", 10, "abcd…"}, // and no sign at its end
		{"ééééé", 5, "ééééé"},
		{"éééééé", 5, "éééé…"},
		{"ab", 1, "…"},
		{"ab", 0, "…"},
	} {
		if got := Shorten(c.text, c.most); got != c.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
	for most, want := range map[int]string{0: "", 1: "", 2: "é", 3: "é", 4: "é", 5: "é中", 6: "é中x", 7: "é中x"} {
		if got := Head("é中x", most); got != want {
			t.Errorf("the first %d bytes: %q, want %q", most, got, want)
		}
	}
}
