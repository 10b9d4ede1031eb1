package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func sentences(d *Doc) []string {
	var out []string
	for _, s := range d.Sentences {
		out = append(out, d.Slice(int(s.First), int(s.End)))
	}
	return out
}

func TestSentencesEndWhereTheyEnd(t *testing.T) {
	for _, c := range []struct {
		lang, body string
		want       []string
	}{
		{"en", "He met Mr. Lind in the U.S. capital. They spoke.", []string{"He met Mr. Lind in the U.S. capital.", "They spoke."}},
		{
			"en", "TEHRAN, Mar. 02 (ANA) – A vote came. J. R. Orr left the U.S. He is gone.",
			[]string{"TEHRAN, Mar. 02 (ANA) – A vote came.", "J. R. Orr left the U.S.", "He is gone."},
		},
		{"en", "“It is over!” she said. “Go.” He went.", []string{"“It is over!” she said.", "“Go.”", "He went."}},
		{"en", "One line\nAnother line", []string{"One line", "Another line"}},
		{
			"ru", "Это было в 2025 г. Москве. Об этом сообщили. Указ подписал И. О. Ладов.",
			[]string{"Это было в 2025 г. Москве.", "Об этом сообщили.", "Указ подписал И. О. Ладов."},
		},
		{"de", "Das gilt z.B. für Dr. Lenz. Er ging.", []string{"Das gilt z.B. für Dr. Lenz.", "Er ging."}},
		{"zh", "他说：“好。”会议结束了。", []string{"他说：“好。”", "会议结束了。"}},
		{"fr", "« C’est fini. » Il part.", []string{"« C’est fini. »", "Il part."}},
	} {
		got := sentences(New(c.body, c.lang))
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestTokensAreWordsAsPeopleSeeThem(t *testing.T) {
	for _, c := range []struct{ lang, body, want string }{
		{"en", "Norway's U.S. envoy didn't go.", "Norway|'s|U.S.|envoy|didn't|go|."},
		{"en", "The 30-year-old paid 1,600.50 at 9:30, F-16", "The|30-year-old|paid|1,600.50|at|9:30|,|F-16"},
		{"fr", "L’Iran dit qu'elle", "L’|Iran|dit|qu'|elle"},
		{"uk", "Дерев'янко", "Дерев'янко"},
		{"en", "Lind (D-N.Y.) left.", "Lind|(|D-N.Y.|)|left|."},
		{"zh", "钱说3月4日", "钱|说|3|月|4|日"},
		{"en", "''Go,'' she said", "''|Go|,|''|she|said"},
	} {
		d := New(c.body, c.lang)
		var got []string
		for i := range d.Tokens {
			got = append(got, d.Word(i))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("got %s, want %s", strings.Join(got, "|"), c.want)
		}
	}
}

func TestLanguageIsGuessed(t *testing.T) {
	for want, body := range map[string]string{
		"en": "The minister said that talks would go on for weeks.",
		"fr": "Le ministre a dit que les discussions vont durer des semaines.",
		"es": "El ministro dijo que las conversaciones seguirán por semanas.",
		"de": "Der Minister sagte, dass die Gespräche noch Wochen dauern.",
		"ru": "Министр заявил, что переговоры продолжатся ещё несколько недель.",
		"uk": "Міністр заявив, що переговори триватимуть ще кілька тижнів.",
		"ar": "قال الوزير إن المحادثات ستستمر لأسابيع.",
		"zh": "部长说，会谈将持续数周。",
		"ja": "大臣は会談が続くと述べた。",
		"fa": "وزیر گفت که گفتگوها ادامه یابد و گزارش شود.",
		"":   "1234 !!",
	} {
		if got := Detect(body); got != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

func TestFoldMakesSpellingsEqual(t *testing.T) {
	for in, want := range map[string]string{"Élan": "elan", "Фёдор": "федор", "plain": "plain", "أحمد": "احمد", "Дерев’янко": "дерев'янко"} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	body := strings.Repeat("Ёж — “да”, 好. \xff\n", 60)
	d := New(body, "ru")
	for i, tok := range d.Tokens {
		s := d.TokenSpan(i, i+1)
		if want := utf8.RuneCountInString(body[:tok.Start]); s[0] != want {
			t.Fatalf("token %d: starts at %d, want %d", i, s[0], want)
		}
		if a, b := d.Bytes(s); a != int(tok.Start) || b != int(tok.End) {
			t.Fatalf("token %d: bytes %d-%d, want %d-%d", i, a, b, tok.Start, tok.End)
		}
		if d.TokenAt(int(tok.Start)) != i {
			t.Fatalf("token %d is not found at its own start", i)
		}
	}
}

func FuzzNew(f *testing.F) {
	for _, s := range []string{"", "Mr. X said: “Go!”", "\xff\xfe'\"", "好。」a", "l'\n'''", "1.2.3-", "U.S.\u2028x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		d := New(body, "")
		at, n := 0, 0
		for i, tok := range d.Tokens {
			if int(tok.Start) < at || tok.End <= tok.Start {
				t.Fatalf("token %d overlaps: %+v", i, tok)
			}
			at = int(tok.End)
			if s := d.Sentences[tok.Sentence]; int32(i) < s.First || int32(i) >= s.End {
				t.Fatalf("token %d is not in its sentence %+v", i, s)
			}
		}
		for _, s := range d.Sentences {
			if int(s.First) != n {
				t.Fatalf("sentences leave a gap at %d", n)
			}
			n = int(s.End)
		}
		if n != len(d.Tokens) {
			t.Fatalf("sentences end at %d of %d", n, len(d.Tokens))
		}
	})
}

func BenchmarkNew(b *testing.B) {
	body := strings.Repeat("The minister, Ada Lind of Norway's ministry, said on Monday that the “new” treaty would be signed. ", 35)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		New(body, "en")
	}
}
