package quote

import (
	"testing"

	"attache/internal/text"
)

func TestWhatNoArabicNameHasIsNoPartOfOne(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"رغبة ليندوف", "ليندوف"},
		{"ليندوف جنوب المدينة", "ليندوف"},
		{"ليندوف لها", "ليندوف"},
		{"مصدر حكومي نرفي", ""},
		{"فاطمة ليندوف", "فاطمة ليندوف"},
		{"وزير ليندوف", "ليندوف"},
	} {
		a := newArticle(text.New(c.body, "ar"), nil)
		x := nameSpan{0, 0, len(a.doc.Tokens)}
		if a.is(0, cRole) {
			x.name = 1
		}
		if x = a.trimArabic(x); a.doc.Slice(x.name, x.end) != c.want {
			t.Errorf("%s: the name is %q, want %q", c.body, a.doc.Slice(x.name, x.end), c.want)
		}
	}
}
