package extract

import (
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/text"
)

// report is a fictional article of about 600 words.
var report = strings.Repeat(`VIENNA, March 2 (Meridian) - Iran threatened on Monday to end a set of voluntary arrangements with U.N. inspectors if the agency's board passes a resolution against it this week, raising the temperature as diplomats gathered in the Austrian capital.

"A resolution is a padlock, and they will be standing on the outside of it," Deputy Foreign Minister Kazem Daneshfar told a state-run news agency, referring to Britain, France and Germany.

The three have circulated a draft but have not said whether they will put it to a vote at the International Atomic Energy Agency's 35-nation board. Two diplomats said it had been softened over the weekend, and that talks with Tehran would go on.

IAEA Director General Ingrid Hallvorsen told reporters she had seen the remarks. "I have a team with their bags packed for Tehran," she said at a news conference. What the agency needs above all, she added, was entry to a tunnel complex near Isfahan where it believes that part of Iran's stock was stored before last year's strikes.

`, 4)

// BenchmarkUnderstanding measures actors, event and relevance of a text already
// cut: what this package adds to cutting and to the quotes.
func BenchmarkUnderstanding(b *testing.B) {
	body := text.New(report, "en")
	title := text.New("Iran warns it will curb IAEA inspectors if board censures it", "en")
	b.ReportAllocs()
	b.ReportMetric(float64(len(strings.Fields(report))), "words")
	in := attache.Text{Published: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	for b.Loop() {
		_ = Reader{}.understand(title, body, &in)
	}
}

// BenchmarkLanguages measures the same for texts of about 4,000 letters in
// scripts that are looked up in other ways.
func BenchmarkLanguages(b *testing.B) {
	for _, lang := range []string{"en", "ru", "fr", "ar", "zh"} {
		var s strings.Builder
		for s.Len() < 4000 {
			for _, c := range cases(b) {
				if c.lang == lang && s.Len() < 4000*len("я")/len("a") {
					s.WriteString(c.body + "\n\n")
				}
			}
		}
		body, title := text.New(s.String(), lang), text.New("", lang)
		in := attache.Text{Published: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
		b.Run(lang, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(s.Len()))
			for b.Loop() {
				_ = Reader{}.understand(title, body, &in)
			}
		})
	}
}
