package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestALabelIsReadWhereverItStands(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "text/xml": "", "text/xml; charset=KOI8-R": "koi8-r", "text/xml; charset=\"koi8-r\"": "koi8-r",
		"text/xml; charset='koi8-r'":   "koi8-r",
		"text/xml; charset =koi8-r; q": "koi8-r", "text/xml;; charset=koi8-r;x": "koi8-r", ";charset koi8-r": "", "charset": "",
	} {
		if got := fromHeader(in); got != want {
			t.Errorf("the header %q says %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		`<?xml version="1.0" encoding="KOI8-R"?>`: "koi8-r", "\n <?xml encoding = ' koi8-r'?>": "koi8-r", `<?XML ENCODING="a"?>`: "a",
		`x<?xml encoding="a"?>`:                 "",
		`<?xml version="1.0"?><a encoding="b">`: "", `<html><meta charset=koi8-r>`: "koi8-r",
		`<!DOCTYPE HTML><meta http-equiv=x content="text/html; charset=KOI8-R">`: "koi8-r",
		`<HTML><META CHARSET = "koi8-r">`:                                        "koi8-r", `<meta charset=koi8-r>`: "", `<html>`: "",
		`<html>` + strings.Repeat(" ", 8000) + `<meta charset="a">`: "a",
		`<html>` + strings.Repeat(" ", 8180) + `<meta charset="a">`: "", strings.Repeat(" ", 1024) + `<html><meta charset="a">`: "",
		strings.Repeat(" ", 900) + `<?xml encoding="a"?>`: "a", strings.Repeat(" ", 1010) + `<?xml encoding="a"?>`: "",
	} {
		if got := declared([]byte(in)); got != want {
			t.Errorf("%.60q declares %q, want %q", in, got, want)
		}
	}
}

func TestALabelHasItsEncoding(t *testing.T) {
	for label, want := range map[string]string{
		"us-ascii": "windows-1252", "ascii": "windows-1252", "utf8mb4": "utf-8", "u8": "utf-8", "utf_8": "utf-8", "utf8": "utf-8",
		"unicode": "utf-16", "u16": "utf-16",
		"utf16": "utf-16", "utf_16": "utf-16", "ucs-2": "utf-16", "csunicode": "utf-16", "iso-10646-ucs-2": "utf-16", "u32": "utf-32",
		"utf32":  "utf-32",
		"utf_32": "utf-32", "ucs-4": "utf-32", "csucs4": "utf-32", "iso-10646-ucs-4": "utf-32", "x-sjis": "shift_jis", "cp932": "shift_jis",
		"ms932": "shift_jis", "cp936": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "gb2312": "gb18030",
		"cp949": "euc-kr",
		"cp950": "big5", "cp1251": "windows-1251", "win-1251": "windows-1251", "koi8": "koi8-r", "tis620": "windows-874",
		"iso-8859-1": "windows-1252",
		"latin1":     "windows-1252", "utf-16le": "utf-16le", "utf-16be": "utf-16be", "utf-32le": "utf-32le", "utf-32be": "utf-32be",
		"ibm037": "ibm037",
		"bogus":  "", "": "", "replacement": "", "x-user-defined": "", "iso-2022-kr": "",
	} {
		enc, name := lookup(label)
		wide := strings.HasPrefix(want, "utf-16") || strings.HasPrefix(want, "utf-32")
		if name != want || (enc != nil) != (want != "" && !wide) {
			t.Errorf("%q is %q (%v), want %q", label, name, enc, want)
		}
	}
}

func TestAMarkOrTheZerosTellAWideEncoding(t *testing.T) {
	for in, want := range map[string]string{
		"\xef\xbb\xbfa": "utf-8 3", "\x00\x00\xfe\xff": "utf-32be 4", "\xff\xfe\x00\x00": "utf-32le 4", "\xfe\xffa": "utf-16be 2",
		"\xff\xfea": "utf-16le 2", "abc": " 0", "": " 0",
	} {
		_, name, skip := byMark([]byte(in))
		if got := name + " " + string(rune('0'+skip)); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"\x00\x00\x00<": "utf-32be", "<\x00\x00\x00": "utf-32le", "\x00<\x00a": "utf-16be", "<\x00a\x00": "utf-16le", "<\x00\x00": "", "<abc": "",
		"\x00\x00\x00\x00": "",
		"\x00a\x00\x00":    "", "a\x00\x00b": "", "\x00ab\x00": "", "ab\x00c": "", "abc\x00": "", "\x00abc": "", "\x00\x00ab": "",
		"\x4c\x6f\xa7\x94": "ibm037",
	} {
		if _, name := byShape([]byte(in)); name != want {
			t.Errorf("%q is %q, want %q", in, name, want)
		}
	}
	ebcdic, err := charmap.CodePage037.NewEncoder().String(`<?xml version="1.0"?><a>text</a>`)
	if err != nil {
		t.Fatal(err)
	}
	if got, name := ToUTF8([]byte(ebcdic), ""); name != "ibm037" || string(got) != `<?xml version="1.0"?><a>text</a>` {
		t.Errorf("%s: %q", name, got)
	}
}

func TestALabelIsBelievedUnlessTheTextContradictsIt(t *testing.T) {
	for _, c := range []struct {
		text, header, want, name string
	}{
		{"plain", "text/xml; charset=koi8-r", "plain", "koi8-r"},
		{"plain", "", "plain", "utf-8"},
		{"\u00e9\u00e9\u00e9", "text/xml; charset=windows-1252", "ééé", "utf-8"},
		{"\u00e9\u00e9", "text/xml; charset=windows-1252", "Ã©Ã©", "windows-1252"},
		{"caf\xe9", "text/xml; charset=utf-8", "café", "windows-1252"},
		{"caf\xe9", "text/xml; charset=utf-16", "café", "windows-1252"},
		{"caf\xe9", "text/xml; charset=bogus", "café", "windows-1252"},
		{"\xff\xff\xff", "text/xml; charset=euc-kr", "ÿÿÿ", "windows-1252"},
		{"", "text/xml; charset=koi8-r", "", "koi8-r"},
	} {
		got, name := ToUTF8([]byte(c.text), c.header)
		if name != c.name && c.name != "windows-1252" || string(got) != c.want && c.name != "windows-1252" {
			t.Errorf("%q with %q is %q as %s, want %q as %s", c.text, c.header, got, name, c.want, c.name)
		}
		if c.name == "windows-1252" && strings.Contains(c.header, "1252") && (string(got) != c.want || name != c.name) {
			t.Errorf("%q with %q is %q as %s", c.text, c.header, got, name)
		}
	}
}

func TestNineTenthsOfUTF8AreUTF8WithDamage(t *testing.T) {
	for good, want := range map[int]bool{9: false, 10: true} {
		if got := mostlyUTF8([]byte(strings.Repeat("é", good) + "abc\xff")); got != want {
			t.Errorf("%d characters and one that is none: %v", good, got)
		}
	}
	if mostlyUTF8([]byte("abc")) || !mostlyUTF8([]byte("é")) || !mostlyUTF8([]byte("\ufffd")) {
		t.Error("a text without damage")
	}
	for in, want := range map[string]bool{"": false, "éé": false, "ééé": true, "aéaéaé": true, "abc": false} {
		if multibyte([]byte(in)) != want {
			t.Errorf("%q has more than two characters beyond ASCII: %v", in, !want)
		}
	}
	for in, want := range map[string]bool{"": true, "a\x7f": true, "a\x80": false} {
		if ascii([]byte(in)) != want {
			t.Errorf("%q is ASCII: %v", in, !want)
		}
	}
}

func TestOnlyLinesWithLettersBeyondASCIITell(t *testing.T) {
	if got := string(highLines([]byte("abc\nd\xa0\n<e\xe9>\x9f\nf"))); got != "d\xa0\ne\xe9\n" {
		t.Errorf("%q", got)
	}
	if n := len(highLines([]byte(strings.Repeat("\xe9\n", 40000)))); n < doubtSample || n > doubtSample+4 {
		t.Errorf("%d bytes are looked at", n)
	}
	if n := len(highLines([]byte(strings.Repeat("a", 4*doubtSample-1) + "\xe9\xe9"))); n != 4*doubtSample+1 {
		t.Errorf("of a long line %d bytes are looked at", n)
	}
	for in, want := range map[string]int{"": 0, "a\x9f": 0, "\xa0\xff": 2} {
		if got := countHigh([]byte(in)); got != want {
			t.Errorf("%q has %d", in, got)
		}
	}
	for in, want := range map[string]float64{
		"": 0, "abc": 0, "\xe9": 0, "ab\xe9\xe9": 0.5, "ab\xe9\xe9 xyz \xe9": 0.5,
		"a\xe9 \xe9\xe9": 0.75,
	} {
		if got := highShare([]byte(in)); got != want {
			t.Errorf("of %q %v are beyond ASCII, want %v", in, got, want)
		}
	}
	var words []string
	for _, w := range splitWords([]byte("aZ\x80-zA[\xe9{`@b")) {
		words = append(words, string(w))
	}
	if got := strings.Join(words, "|"); got != "aZ\x80|zA|\xe9|b" {
		t.Errorf("%q", got)
	}
}

// TestALanguageReadsNaturallyInItsOwnEncodingAlone gives each text to each
// encoding that is told from others by letters.
func TestALanguageReadsNaturallyInItsOwnEncodingAlone(t *testing.T) {
	for lang, own := range map[string]string{
		"ru": "windows-1251", "bg": "koi8-r", "el": "windows-1253", "he": "windows-1255",
		"ar": "windows-1256",
	} {
		sample := encoded(t, strings.ReplaceAll(texts[lang], "،", ""), own)
		best := naturalness(sample, own)
		if best < 0.7 {
			t.Errorf("%s in %s: %v", lang, own, best)
		}
		for _, other := range append(append(append([]string{}, cyrillic...), others...), latin...) {
			if got := naturalness(sample, other); other != own && got > best {
				t.Errorf("%s in %s reads as %s: %.2f, not %.2f", lang, own, other, got, best)
			}
		}
		for _, wrong := range []string{"windows-1252", "iso-8859-1", "iso-8859-15"} {
			if got := doubted(sample, wrong); got != own {
				t.Errorf("%s in %s, called %s, is %s", lang, own, wrong, got)
			}
		}
		if got := doubted(sample, own); got != own {
			t.Errorf("%s in %s, called that, is %s", lang, own, got)
		}
	}
	if got := naturalness([]byte("abc"), "koi8-r"); got != 0 {
		t.Errorf("a text without letters beyond ASCII: %v", got)
	}
	if got := naturalness([]byte("\xe9"), "bogus"); got != -1 {
		t.Errorf("an encoding that is none: %v", got)
	}
	if got := doubted([]byte("\xcf\xf0\xe8"), "windows-1252"); got != "windows-1252" {
		t.Errorf("three letters are doubted: %s", got)
	}
	if got := doubted(encoded(t, texts["ru"], "windows-1251"), "euc-kr"); got != "euc-kr" {
		t.Errorf("an encoding that no letters tell is doubted: %s", got)
	}
}

func TestAScriptIsToldByItsLetters(t *testing.T) {
	for r, want := range map[rune]string{
		'я': "Cyrillic", 'λ': "Greek", 'ש': "Hebrew", 'م': "Arabic", 'ท': "Thai", 'é': "Latin", '中': "",
		'—': "",
	} {
		if got := scriptOf(r); got != want {
			t.Errorf("%c: %q", r, got)
		}
	}
}
