package quote

import (
	"testing"

	"attache/internal/text"
)

func TestANumberIsNoPartOfWhoIsUnnamed(t *testing.T) {
	for _, c := range []struct{ body, lang, words, want string }{
		{"Talks went on. Three envoys said it was over.", "en", "Three envoys", "unnamed envoys"},
		{"Two senior officials said it was over.", "en", "Two senior officials", "unnamed senior officials"},
		{"The talks with 12 diplomats ended.", "en", "12 diplomats", "unnamed diplomats"},
		{"Another source said it was over.", "en", "Another source", "unnamed source"},
		{"Drei Diplomaten sagten es.", "de", "Drei Diplomaten", "unnamed Diplomaten"},
		{"Tres funcionarios dijeron algo.", "es", "Tres funcionarios", "unnamed funcionarios"},
	} {
		a := newArticle(text.New(c.body, c.lang), nil)
		m := mention{sort: several, first: -1}
		for i := range a.doc.Tokens {
			for k := i; k < len(a.doc.Tokens); k++ {
				if m.first < 0 && a.doc.Slice(i, k+1) == c.words {
					m.first, m.end, m.tail, m.stop, m.name = i, k+1, k+1, k+1, k
				}
			}
		}
		if got := a.description(&m); got != c.want {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
}
