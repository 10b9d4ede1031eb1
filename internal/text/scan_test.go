package text

import (
	"fmt"
	"strings"
	"testing"

	"attache"
)

// spelled writes a text's tokens as kind, flags and word: wUs|The.
func spelled(d *Doc) string {
	var out []string
	for i := range d.Tokens {
		s := string("wnpm"[d.Tokens[i].Kind])
		for j, f := range []Flag{Upper, AllCaps, Spaced, Acronym, Clitic, Ideograph, Initial} {
			if d.Tokens[i].Is(f) {
				s += string("UAsacdI"[j])
			}
		}
		out = append(out, s+"|"+d.Word(i))
	}
	return strings.Join(out, " ")
}

func TestATokenHasItsKindAndItsShape(t *testing.T) {
	for _, c := range []struct{ lang, body, want string }{
		{"en", "The UN met", "wUs|The wUAs|UN ws|met"},
		{"en", "A a", "wUsI|A ws|a"},
		{"en", "Zz zZ Az", "wUs|Zz ws|zZ wUs|Az"},
		{"en", "U.S. U.S.A. z.B. a.m", "wUAsa|U.S. wUAsa|U.S.A. wsa|z.B. ws|a p|. w|m"},
		{"en", "e.g. Ph.D. Ph.D.x U.Sx abc.d.", "wsa|e.g. wUsa|Ph.D. wUs|Ph p|. wUI|D p|. w|x wUsI|U p|. wU|Sx ws|abc p|. w|d p|."},
		{"en", "é.ü. х.ы.", "wsa|é.ü. wsa|х.ы."},
		{"en", "F-16 COVID-19 self-made x- -x", "wUsI|F-16 wUAs|COVID-19 ws|self-made ws|x p|- ps|- w|x"},
		{"en", "self‑made", "ws|self‑made"},
		{"en", "D-N.Y. D-N.Y ab-N.Y. D-N.", "wUAs|D-N.Y. wUAs|D-N p|. wUI|Y ws|ab-N.Y. wUAs|D-N p|."},
		{"en", "Norway's Norway’S dogs' it's-x", "wUs|Norway wc|'s wUs|Norway wcI|’S ws|dogs m|' ws|it wc|'s p|- w|x"},
		{"en", "don't l'Iran 's3 x's3", "ws|don't ws|l'Iran ms|' w|s3 ws|x's3"},
		{"fr", "l'Iran qu’il L'ONU aujourd'hui", "wsc|l' wU|Iran wsc|qu’ w|il wUscI|L' wUA|ONU ws|aujourd'hui"},
		{
			"it", "dell'Iran all'alba un'ora nell'arte dall'alto sull'isola quell'uomo",
			"wsc|dell' wU|Iran wsc|all' w|alba wsc|un' w|ora wsc|nell' w|arte " +
				"wsc|dall' w|alto wsc|sull' w|isola wsc|quell' w|uomo",
		},
		{
			"fr", "d'or j'ai m'a n'a s'il t'a c'est jusqu'à lorsqu'il puisqu'on quoiqu'il",
			"wsc|d' w|or wsc|j' w|ai wsc|m' w|a wsc|n' w|a wsc|s' w|il wsc|t' w|a " +
				"wsc|c' w|est wsc|jusqu' w|à wsc|lorsqu' w|il wsc|puisqu' w|on wsc|quoiqu' w|il",
		},
		{"de", "l'Iran", "ws|l'Iran"},
		{
			"en", "1,600.50 9:30 3/4 5th 30-year-old 2-3 7. 8, 1..2 4-",
			"ns|1,600.50 ns|9:30 ns|3/4 ns|5th ns|30-year-old ns|2-3 ns|7 p|. ns|8 p|, ns|1 p|. p|. n|2 ns|4 p|-",
		},
		{"en", "5‑fach 3月 ٣ x٣", "ns|5‑fach ns|3 wd|月 ns|٣ ws|x٣"},
		{"zh", "王abc王 がカ・", "wsd|王 w|abc wd|王 wsd|が wd|カ p|・"},
		{"en", "a-王 a'王", "ws|a p|- wd|王 ws|a m|' wd|王"},
		{"en", "``x'' '' ' \" «y»", "ms|`` w|x m|'' ms|'' ms|' ms|\" ms|« w|y m|»"},
		{"en", "\"\" '' `'", "ms|\" m|\" ms|'' ms|` m|'"},
		{"en", "a\u200bb\u00a0c\ufeffd\u202ae\u2060f\u00adg", "ws|a ws|b ws|c ws|d ws|e ws|f ws|g"},
		{"en", "a\u200ab\u200fc\u2029d\u2069e\u2010f", "ws|a ws|b ws|c ws|d ws|e p|‐ w|f"},
		{"en", "a\x01b\x1fc\td", "ws|a ws|b ws|c ws|d"},
		{"en", "Ёж ЕС «Да»", "wUs|Ёж wUAs|ЕС ms|« wU|Да m|»"},
		{"en", "O’Neil ʼx rock‘n", "wUs|O’Neil ws|ʼx ws|rock‘n"},
		{"en", "\xffa \ufffd", "ps|\xff w|a ps|\ufffd"},
		{"en", "zed [z] {A} @Z", "ws|zed ps|[ w|z p|] ps|{ wUI|A p|} ps|@ wUI|Z"},
		{"hi", "हिन्दी", "ws|हिन्दी"},
	} {
		if got := spelled(New(c.body, c.lang)); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.body, got, c.want)
		}
	}
}

func TestATokenInLowerCaseHasTheTypewritersApostrophe(t *testing.T) {
	for in, want := range map[string]string{
		"DON’T": "don't", "Donʼt": "don't", "Don‘t": "don't", "ÉLAN": "élan", "élan": "élan", "Zürich": "zürich", "AZ": "az", "3RD": "3rd",
		"rock’n": "rock'n",
	} {
		if d := New(in, "en"); len(d.Tokens) != 1 || d.Lower(0) != want || d.Fold(0) != Fold(want) {
			t.Errorf("%q: %q, folded %q", in, d.Lower(0), d.Fold(0))
		}
	}
	d := New("Ab cd EF gh ÉI", "en")
	for i, want := range []string{"ab", "cd", "ef", "gh", "éi"} {
		if d.Lower(i) != want {
			t.Errorf("token %d is %q", i, d.Lower(i))
		}
	}
}

func TestEverySignThatCanQuoteIsAMark(t *testing.T) {
	for _, r := range "\"'`“”„‟«»‹›‘’‚‛「」『』＂″〝〞〟﹁﹂" {
		if !IsMark(r) {
			t.Errorf("%c is none", r)
		}
	}
	for _, r := range "a1.,;()<>-–—…´" {
		if IsMark(r) {
			t.Errorf("%c is one", r)
		}
	}
	for _, r := range "'’ʼ‘" {
		if !Apostrophe(r) {
			t.Errorf("%c is no apostrophe", r)
		}
	}
	if Apostrophe('"') || Apostrophe('`') {
		t.Error("a mark is an apostrophe")
	}
}

func TestALineIsAParagraphAndAnEmptyOneIsNone(t *testing.T) {
	d := New("One two.\n\n \r\nThree\u2028Four\u2029Five\fSix\n", "en")
	var got []string
	for i, p := range d.Paragraphs {
		got = append(got, d.Slice(int(p.First), int(p.End)))
		if d.Tokens[p.First].Paragraph != int32(i) || !d.Tokens[p.First].Is(Spaced) {
			t.Errorf("paragraph %d begins with %+v", i, d.Tokens[p.First])
		}
	}
	if strings.Join(got, "|") != "One two.|Three|Four|Five|Six" {
		t.Errorf("%q", got)
	}
	if d.Slice(2, 2) != "" || d.Slice(3, 2) != "" || d.Slice(1, 2) != "two" {
		t.Error("an empty stretch of tokens is not empty")
	}
}

func TestBytesAndCodePointsAreEachOthersWithinTheText(t *testing.T) {
	body := strings.Repeat("é中x", 100) // 6 bytes and 3 code points each
	d := New(body, "en")
	for _, c := range []struct{ start, end, from, to int }{
		{0, 6, 0, 3}, {6, 12, 3, 6}, {126, 132, 63, 66}, {127 - 1, 128 + 4, 63, 66}, {594, 600, 297, 300}, {-5, 700, 0, 300}, {132, 138, 66, 69},
	} {
		if got, want := d.Span(c.start, c.end), (attache.Span{c.from, c.to}); got != want {
			t.Errorf("bytes %d to %d are %v, want %v", c.start, c.end, got, want)
		}
	}
	for _, c := range [][4]int{
		{0, 3, 0, 6},
		{64, 66, 128, 132},
		{299, 300, 599, 600},
		{300, 400, 600, 600},
		{-1, 0, 0, 0},
		{63, 64, 126, 128},
	} {
		if a, b := d.Bytes(attache.Span{c[0], c[1]}); a != c[2] || b != c[3] {
			t.Errorf("code points %d to %d are bytes %d to %d, want %d to %d", c[0], c[1], a, b, c[2], c[3])
		}
	}
	if n := len(d.points); n < 600/(stride+6) {
		t.Errorf("%d checkpoints", n)
	}
	e := New("ab cd", "en")
	for at, want := range map[int]int{0: 0, 1: 0, 2: 1, 3: 1, 4: 1, 5: 2, 99: 2} {
		if got := e.TokenAt(at); got != want {
			t.Errorf("at byte %d is token %d, want %d", at, got, want)
		}
	}
	if e.TokenSpan(0, 2) != (attache.Span{0, 5}) {
		t.Errorf("%v", e.TokenSpan(0, 2))
	}
}

func TestALongTextHasACheckpointEveryHundredTwentyEightBytes(t *testing.T) {
	d := New(strings.Repeat("é ", 300), "en") // a token of 2 bytes, a blank
	for i, c := range d.points {
		if int(c.byte) < i*stride || c.byte >= int32((i+1)*stride+8) || d.point(int(c.byte)) != int(c.point) ||
			int(c.point) != (int(c.byte)/3)*2+min(int(c.byte)%3, 2)/2 {
			t.Errorf("checkpoint %d: %+v", i, c)
		}
	}
	if len(d.points) < 6 {
		t.Errorf("%d checkpoints", len(d.points))
	}
}

func TestALanguageThatIsNotGivenIsGuessed(t *testing.T) {
	if d := New("Der Minister und die Regierung", ""); d.Lang != "de" {
		t.Errorf("%q", d.Lang)
	}
	if d := New("Der Minister und die Regierung", "nl"); d.Lang != "nl" {
		t.Errorf("%q", d.Lang)
	}
}

func TestSentencesEndAfterFourHundredTokensInAnyCase(t *testing.T) {
	for n, want := range map[int]string{400: "400", 401: "401", 402: "401 1", 803: "401 401 1"} {
		var got []string
		for _, s := range New(strings.Repeat("a ", n), "en").Sentences {
			got = append(got, fmt.Sprint(s.End-s.First))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d tokens: sentences of %v, want %s", n, got, want)
		}
	}
}
