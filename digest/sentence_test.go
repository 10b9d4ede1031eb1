package digest

import (
	"reflect"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
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
		{"a question", "Will they come? Nobody knows.", []string{"Will they come?", "Nobody knows."}},
	} {
		if got := sentences(c.text); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
}

func TestLeadBeginsAfterTheDateline(t *testing.T) {
	const lead = "The delegations met for two days and left without an agreement."
	for _, dateline := range []string{
		"", "VIENNA, March 2 (Meridian) - ", "KYIV/ABU DHABI, March 5 (Meridian) — ", "TEHRAN, Mar. 02 (ANA) – ", "BRUSSELS: ",
		"МОСКВА, 5 марта. /Новый вестник/. ", "PARÍS.– ", "Caracas, 4 de marzo.- ", "أبوظبي – ", "本报北京3月4日电 ", "(Meridian) - ",
	} {
		if got := leadSentences(dateline+lead+"\n\nMore follows.", "", 1); len(got) != 1 || got[0] != lead {
			t.Errorf("after %q: %q", dateline, got)
		}
	}
	for _, text := range []string{
		"The two sides - who had not met for years - sat down in silence.", "Talks ended: nobody was surprised by that in the capital.",
	} {
		if got := leadSentences(text, "", 1); len(got) != 1 || got[0] != text {
			t.Errorf("%q was cut to %q", text, got)
		}
	}
}

func TestLeadLeavesOutWhatIsAroundTheArticle(t *testing.T) {
	body := "By Our Correspondent\n\nRead more: https://example.org/other\n\nSign up to our newsletter for more of this every single " +
		"day.\n\n" +
		"Envoys meet in Meren for border talks.\n\n" + strings.Repeat("This sentence goes on and on ", 30) +
		"until it ends.\n\nThe envoys agreed to meet again in a week.\n\nMNR/END"
	got := leadSentences(body, "Envoys meet in Meren for border talks", 3)
	if want := []string{"The envoys agreed to meet again in a week."}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"They met. “We came. We saw,” she said.", "双方会谈。", "\"\"\"...?!«»", "A. B. C.\n\n\xff. X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rest := text
		for _, s := range sentences(text) {
			i := strings.Index(rest, s)
			if i < 0 || s == "" {
				t.Fatalf("%q is not in %q in order", s, text)
			}
			rest = rest[i+len(s):]
		}
		leadSentences(text, "", 2)
	})
}
