package quote

import (
	"strings"
	"testing"

	"attache/internal/text"
)

// sample is an article of about 600 words with three times the quotations that
// news has.
var sample = strings.Repeat(`OSLO, March 5 — Ada Lind, Norway's foreign minister, said on Monday that talks with the fishing states would go on for weeks.

“We came to talk, and we will stay as long as it takes,” Lind told reporters in Bergen, adding that a “narrow” path was open. Per Holm, the trade envoy, denied that a deadline had been set.

“Nobody has set one,” he said. “Nobody will.” The ministry later called the report “pure invention”, according to two officials who asked not to be named because they were not allowed to speak in public.

The states have met four times since January. Their next round, in a novel titled “The Long Winter”, would look like this, a diplomat joked, and the envoy laughed. Critics accuse the government of moving too slowly on quotas.

`, 5)

func BenchmarkFind(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	b.ReportAllocs()
	Find(text.New(sample, "en"))
	for b.Loop() {
		Find(text.New(sample, "en"))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkNews reads news as it is, 840 articles with nine quotations in 600
// words on average, and tells how many articles of 600 words that would be.
func BenchmarkNews(b *testing.B) {
	type news struct{ body, lang string }
	var all []news
	words := 0
	for _, a := range articles(b, sharedFile(b, "quotes/train.jsonl")) {
		all = append(all, news{a.Text, "en"})
		words += len(strings.Fields(a.Text))
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, a := range all {
			Find(text.New(a.body, a.lang))
		}
		n += words
	}
	b.ReportMetric(float64(n)/600/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkTokens is the share of BenchmarkFind that cutting the text takes.
func BenchmarkTokens(b *testing.B) {
	b.SetBytes(int64(len(sample)))
	b.ReportAllocs()
	for b.Loop() {
		text.New(sample, "en")
	}
}

// A text eight times as long takes about eight times the steps, whatever its marks are.
func TestWorkGrowsWithLengthAlone(t *testing.T) {
	for name, unit := range map[string]string{
		"straight marks": "\"", "opening marks": "“", "closing marks": "”", "low marks": "„", "guillemets": "«", "apostrophes": " '",
		"words in marks": "“a” said ",
		"open lines":     "“a\n", "names": "Ada Lind, ", "she said": "she said ", "dashes": "— a, — said ", "reports": "Lind said that ",
		"bodies":       "Ministry of Norway ",
		"open reports": "Lind said: \"", "brackets": "「『", "roles": "The minister said. ", "lines of marks": "\"a\n\nb\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			steps := func(n int) int {
				_, a := standard().read(text.New(strings.Repeat(unit, n/len(unit)), "en"))
				return a.effort + len(a.mentions) + len(a.passages)
			}
			short, long := steps(1<<13), steps(1<<16)
			if long > 12*short+1000 {
				t.Errorf("8 KiB take %d steps, 64 KiB take %d", short, long)
			}
		})
	}
}
