package digest

import (
	"reflect"
	"strings"
	"testing"
)

func TestLeadBeginsAfterTheDateline(t *testing.T) {
	const lead = "The delegations met for two days and left without an agreement."
	for _, dateline := range []string{
		"", "VIENNA, March 2 (Meridian) - ", "KYIV/ABU DHABI, March 5 (Meridian) — ", "TEHRAN, Mar. 02 (ANA) – ", "BRUSSELS: ",
		"МОСКВА, 5 марта. /Новый вестник/. ", "PARÍS.– ", "Caracas, 4 de marzo.- ", "أبوظبي – ", "本报北京3月4日电 ", "(Meridian) - ",
	} {
		if got := leadSentences(dateline+lead+"\n\nMore follows.", "", "", 1); len(got) != 1 || got[0] != lead {
			t.Errorf("after %q: %q", dateline, got)
		}
	}
	for _, text := range []string{
		"The two sides - who had not met for years - sat down in silence.", "Talks ended: nobody was surprised by that in the capital.",
	} {
		if got := leadSentences(text, "", "", 1); len(got) != 1 || got[0] != text {
			t.Errorf("%q was cut to %q", text, got)
		}
	}
}

func TestLeadLeavesOutWhatIsAroundTheArticle(t *testing.T) {
	body := "By Our Correspondent\n\nRead more: https://example.org/other\n\nSign up to our newsletter for more of this every single " +
		"day.\n\n" +
		"Envoys meet in Meren for border talks.\n\n" + strings.Repeat("This sentence goes on and on ", 30) +
		"until it ends.\n\nThe envoys agreed to meet again in a week.\n\nMNR/END"
	got := leadSentences(body, "Envoys meet in Meren for border talks", "en", 3)
	if want := []string{"The envoys agreed to meet again in a week."}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func FuzzLead(f *testing.F) {
	for _, s := range []string{"They met. “We came. We saw,” she said.", "双方会谈。", "\"\"\"...?!«»", "A. B. C.\n\n\xff. X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, s := range leadSentences(body, "", "", 2) {
			if !strings.Contains(body, s) {
				t.Fatalf("%q is not in %q", s, body)
			}
		}
	})
}
