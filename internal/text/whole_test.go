package text_test

import (
	"reflect"
	"strings"
	"testing"

	"attache/internal/text"
)

func TestWholeSentencesAreCutWhereTheyEnd(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		want       []string
	}{
		{"a full stop ends one", "They met. They left.", []string{"They met.", "They left."}},
		{
			"abbreviations do not", "Mr. Osric met the U.S. envoy, Gen. Vale, on Mar. 3. He left.",
			[]string{"Mr. Osric met the U.S. envoy, Gen. Vale, on Mar. 3.", "He left."},
		},
		{"nor do initials", "J. K. Alder spoke.", []string{"J. K. Alder spoke."}},
		{"nor decimals", "It rose 3.5 percent. Then it fell.", []string{"It rose 3.5 percent.", "Then it fell."}},
		{"a quotation is not cut", "“We came. We saw,” she said. Then she left.", []string{"“We came. We saw,” she said.", "Then she left."}},
		{"it may end within marks", "He said: “We will not go.” Nobody asked why.", []string{"He said: “We will not go.”", "Nobody asked why."}},
		{"a line ends one", "A heading\nThe text goes on.", []string{"A heading", "The text goes on."}},
		{"Chinese needs no space", "双方会谈。气氛良好！", []string{"双方会谈。", "气氛良好！"}},
		{"Russian abbreviations", "В 2026 г. начались переговоры. Они идут.", []string{"В 2026 г. начались переговоры.", "Они идут."}},
		{
			"a question within a quotation ends nothing", "“I asked, ‘Where’s the fleet?’ Nobody knew,” he said. He left.",
			[]string{"“I asked, ‘Where’s the fleet?’ Nobody knew,” he said.", "He left."},
		},
		{
			"German marks close where others open", "„Wir kommen. Wir bleiben“, sagte der Minister. Dann ging er.",
			[]string{"„Wir kommen. Wir bleiben“, sagte der Minister.", "Dann ging er."},
		},
		{"a quotation that never closes ends with its line", "“We came. We saw.\nThey left.", []string{"“We came. We saw.", "They left."}},
		{"a question", "Will they come? Nobody knows.", []string{"Will they come?", "Nobody knows."}},
	} {
		if got := text.Whole(c.text, ""); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
}

func FuzzWhole(f *testing.F) {
	for _, s := range []string{"They met. “We came. We saw,” she said.", "双方会谈。", "\"\"\"...?!«»", "A. B. C.\n\n\xff. X"} {
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, body, lang string) {
		rest := body
		for _, s := range text.Whole(body, lang) {
			i := strings.Index(rest, s)
			if i < 0 || s == "" {
				t.Fatalf("%q is not in %q in order", s, body)
			}
			rest = rest[i+len(s):]
		}
	})
}
