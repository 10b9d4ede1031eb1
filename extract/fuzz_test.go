package extract

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache"
	"attache/internal/spent"
	"attache/internal/text"
)

// FuzzRead holds what any bytes must give: no panic, spans within the body, the
// same reading twice.
func FuzzRead(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c.title, c.body, c.lang)
	}
	f.Add("", "", "")
	f.Add("\xff\xfe", "“\xff” said \xc3\x28 Putin, on Thursday", "en")
	f.Add("U.S. U.S. U.S.", strings.Repeat("U.S.-Iran-", 50), "")
	f.Add("中美", "外交部发言人说：“\u200b”4月2日中美将举行会谈", "zh")
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		in := attache.Text{Title: title, Body: body, Lang: lang, Published: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)}
		r := Read(in)
		n := utf8.RuneCountInString(body)
		check := func(s attache.Span) {
			if s[0] < 0 || s[1] < s[0] || s[1] > n {
				t.Fatalf("span %v outside of %d code points", s, n)
			}
		}
		for _, a := range r.Actors {
			for _, m := range a.Mentions {
				check(m)
			}
		}
		for _, q := range r.Quotes {
			for _, s := range q.Segments {
				check(s)
			}
		}
		for _, d := range r.Dates {
			check(d.Span)
		}
		if r.Diplomacy < 0 || r.Diplomacy > 1 {
			t.Fatalf("probability %v", r.Diplomacy)
		}
		if again := Read(in); !reflect.DeepEqual(r, again) {
			t.Fatal("the same text gives another reading")
		}
	})
}

// TestCostGrowsWithTheLength reads texts without sentences, full of names and
// triggers: ten times the text may take some more than ten times the time.
func TestCostGrowsWithTheLength(t *testing.T) {
	for name, unit := range map[string]string{
		"countries": "Iran Iraq Georgia, Chad-Jordan ",
		"names":     "President Ana Bel Cid Dov met ",
		"triggers":  "did not reject talks agreed to lift sanctions ",
		"days":      "will meet on Thursday, 12 March and ",
		"chinese":   "中美会谈制裁大使",
		"arabic":    "والولايات المتحدة ترفض المفاوضات ",
	} {
		cost := func(n int) time.Duration {
			in := attache.Text{Body: strings.Repeat(unit, n), Published: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)}
			best := time.Hour
			for range 3 {
				body := text.New(in.Body, "")
				start := spent.Processor()
				Reader{}.understand(text.New("", body.Lang), body, &in)
				best = min(best, spent.Processor()-start)
			}
			return best
		}
		if short, long := cost(200), cost(4000); long > 60*short+100*time.Millisecond {
			t.Errorf("%s: %v for one, %v for twenty times the text", name, short, long)
		}
	}
}
