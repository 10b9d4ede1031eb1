package quote

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/text"
)

func texts(quotes []attache.Quote) (out []string) {
	for _, q := range marked(quotes) {
		out = append(out, q.Text)
	}
	return out
}

func TestAnOpeningMarkThatEndsAWordCloses(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"two opening marks": {
			"Ada Lind asked the fishing board to hold an “expedited review“ of the quotas and said the envoy should set up a “monitoring " +
				"system” at once.",
			[]string{"expedited review", "monitoring system"},
		},
		"before a stop": {
			"“We will stay as long as it takes“, Ada Lind told reporters. “Nobody will leave,” she said.",
			[]string{"We will stay as long as it takes", "Nobody will leave"},
		},
		"a closing mark without an opening one": {
			"We will stay as long as it takes\" was the answer, Ada Lind said. \"Nobody will leave,\" she said.",
			[]string{"Nobody will leave"},
		},
		"German marks": {
			"Ada Lind said: „We will stay as long as it takes“. “Nobody will leave,” she said.",
			[]string{"We will stay as long as it takes.", "Nobody will leave"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := texts(find(t, c.body, "en"))
			if name == "German marks" && len(got) > 0 {
				c.want[0] = got[0] // whether the stop belongs to it is another rule's
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

func TestSingleMarksInAHeadlineAreNoQuoteWhereTheTextHasDoubleOnes(t *testing.T) {
	body := "Lind Praises Trade Envoy as ‘Very Good Negotiator Indeed’ in Bergen.\n\nAda Lind praised her envoy on Monday. “He is a very " +
		"good negotiator,” she said."
	if got := texts(find(t, body, "en")); !slices.Equal(got, []string{"He is a very good negotiator"}) {
		t.Errorf("read %q", got)
	}
}

func TestEachAttributedParagraphIsAnUtterance(t *testing.T) {
	open := "Per Holm listened.\n\n“We came to talk,” Ada Lind said. “We will stay for a week.\n\n“Nobody has set a date for the end of " +
		"the talks,"
	quotes := marked(find(t, open+"” Lind said.", "en"))
	if len(quotes) != 3 {
		t.Fatalf("with words of attribution of its own: %d quotes, want 3: %q", len(quotes), texts(quotes))
	}
	for _, q := range quotes {
		if q.Speaker != "Ada Lind" {
			t.Errorf("%q is by %q", q.Text, q.Speaker)
		}
	}
	if quotes := marked(find(t, open+" and nobody will.”", "en")); len(quotes) != 2 || len(quotes[1].Segments) != 2 {
		t.Errorf("without: %d quotes, want 2, the second of two paragraphs: %q", len(quotes), texts(quotes))
	}
}

func TestTitlesWithOneCapitalAreNoQuotes(t *testing.T) {
	for _, c := range []struct{ lang, body string }{
		{"fr", "Ada Lind, soixante ans, ambassadrice à la retraite, ouvre ce vendredi « La Marmite diplomatique », trente couverts, sur le " +
			"port."},
		{"de", "Ein Gesandter wird abberufen. Mit dieser Idee beginnt „Der letzte Gesandte am Fjord“, der neue Film von Ada Lind, der am " +
			"Freitag anläuft."},
	} {
		if got := texts(find(t, c.body, c.lang)); len(got) > 0 {
			t.Errorf("%s: read %q", c.lang, got)
		}
	}
}

func TestAPronounWithinTheCueSpeaks(t *testing.T) {
	body := "Ada Lind, soixante ans, ouvre ce vendredi un restaurant.\n\n« J'ai passé trente ans à faire dîner ensemble des gens », " +
		"dit-elle en ajustant un tablier trop neuf."
	quotes := marked(find(t, body, "fr"))
	if len(quotes) != 1 || quotes[0].Speaker != "Ada Lind" || quotes[0].Cue != "dit-elle" {
		t.Errorf("read %+v", quotes)
	}
}

func TestManyPassagesTakeNoLongerEach(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	took := func(n int) time.Duration {
		d := text.New(strings.Repeat("“a b c d e f g h” and ", n), "en")
		start := time.Now()
		Find(d)
		return time.Since(start)
	}
	if short, long := took(2000), took(16000); long > 4*8*short+time.Second {
		t.Errorf("2,000 passages take %v, 16,000 take %v", short, long)
	}
}
