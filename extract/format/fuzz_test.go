package format_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache/extract/format"
	"attache/internal/text"
)

// FuzzForm holds what a form promises on any text: spans lie in the text and in order,
// turns do not overlap, what is said stands in it.
func FuzzForm(f *testing.F) {
	for _, s := range []string{
		"QUESTION: Will you sign?\n\nMR. LIND: (Laughter.) We will not.\n\n# # #",
		"Frage\n\nHerr Lind?\n\nLind (AA)\n\nNein, das tun wir nicht.",
		"Q - Oui ?\n\nR - Non.\n\nP.- ¿Sí?\n\nMinistro.- No.",
		"记者：为什么？\n\n王文山：没有。",
		"سؤال: لماذا؟\n\nالوزير: لا نعلم.",
		"Ada Lind, Minister\n\nWe condemn this and we call on all to stop it.",
		"Dear all,\n\nWe ask you. We beg you.\n\nAda Lind\n\nForeign Minister",
		"А.Б.Линд: Да.\n\nВопрос: Нет?",
		"10.42 CEST Minister Ada Lind has arrived.",
		"(: [）:\n\n：\n\n\xff\xfe: a\n\nQ:\n\nA:",
	} {
		for _, lang := range []string{"en", "de", "zh"} {
			f.Add("Interview with Minister Ada Lind", s, lang)
		}
	}
	f.Fuzz(func(t *testing.T, title, body, lang string) {
		doc := text.New(body, lang)
		r := format.Read(text.New(title, doc.Lang), doc, []format.Person{{Name: "Ada Lind", Role: "minister"}, {}})
		size := utf8.RuneCountInString(body)
		checkTurns(t, r.Turns, size)
		if r.Voice != nil && (r.Voice.Speaker == "" || len(r.Turns) > 0) {
			t.Fatalf("voice %+v of %d turns", r.Voice, len(r.Turns))
		}
		for _, s := range r.Said {
			if s.Span[0] < 0 || s.Span[1] <= s.Span[0] || s.Span[1] > size {
				t.Fatalf("said %v of %d", s.Span, size)
			}
		}
	})
}

// checkTurns holds that turns follow each other within the text, each around its speech.
func checkTurns(t *testing.T, turns []format.Turn, size int) {
	t.Helper()
	at := 0
	for i, turn := range turns {
		if turn.Whole[0] < at || turn.Whole[1] < turn.Whole[0] || turn.Whole[1] > size {
			t.Fatalf("turn %d is %v after %d of %d", i, turn.Whole, at, size)
		}
		for _, s := range turn.Speech {
			if s[0] < turn.Whole[0] || s[1] <= s[0] || s[1] > turn.Whole[1] {
				t.Fatalf("turn %d: speech %v in %v", i, s, turn.Whole)
			}
		}
		if turn.Question && turn.Speaker != "" || turn.Asked >= i || turn.Sure < 0 || turn.Sure > 1 {
			t.Fatalf("turn %d: %+v", i, turn)
		}
		at = turn.Whole[1]
	}
}

// TestAMegabyteOfAnyShapeIsRead would not end before the deadline of the tests if the cost
// grew with the square of the length.
func TestAMegabyteOfAnyShapeIsRead(t *testing.T) {
	known := make([]format.Person, 0, 20_000)
	for i := range cap(known) {
		known = append(known, format.Person{Name: "Ada " + surnameOf(i), Role: "minister"})
	}
	shapes := map[string]string{
		"labels":     "MR LIND: We will not do it, and we said so.\n\nQUESTION: Why, Ada?\n\n",
		"names":      "Foreign Minister Ada Lind and Minister Bo Berg, ",
		"brackets":   "(((((((((",
		"colons":     "A: B: C: D:\n",
		"new labels": "MR %d: We will, and so.\n\n",
		"surnames":   "Lind Lind Lind Lind ",
		"bylines":    "Ada Lind, Minister\n",
		"han":        "外交部发言人王文山：没有。\n",
		"arabic":     "وزير الخارجية سامي الشوكاني: نعم، لا نعلم.\n",
		"endless":    "Lind, ",
	}
	for name, unit := range shapes {
		t.Run(name, func(t *testing.T) {
			lang := map[string]string{"han": "zh", "arabic": "ar"}[name]
			if lang == "" {
				lang = "en"
			}
			var b strings.Builder
			for i := 0; b.Len() < 1<<20; i++ {
				b.WriteString(strings.ReplaceAll(unit, "%d", surnameOf(i)))
			}
			doc := text.New(b.String(), lang)
			f := format.Read(text.New("Remarks by Minister Ada Lind", lang), doc, known)
			for _, turn := range f.Turns {
				if turn.Whole[1] > b.Len() {
					t.Fatalf("a turn ends at %d of %d", turn.Whole[1], b.Len())
				}
			}
		})
	}
}

// surnameOf is a surname of its own for each number.
func surnameOf(i int) string {
	out := "LI"
	for range 4 {
		out += string(rune('A' + i%26))
		i /= 26
	}
	return out
}
