package origin

import (
	"testing"
	"unicode/utf8"
)

func FuzzReaders(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: \"*a*\"\n---\n[x](http://y.example) **z** <b>&amp;</b> \\\n", "International;'Ostria will reden. Er ''kommt''.'",
		"a\tb\t\"c\"\"d\"\te",
		"<d><doc id=\"1\" domain=\"news\"><src><p><seg>а\"я</seg></p></src></doc></d>", "A A B\n( ( O\nEFE E O\n\n\" \" O\n", "'", "\"",
		"<body>\n</body>", ";000000000000000000\xd90a! A",
	} {
		f.Add(seed, "1")
	}
	f.Fuzz(func(t *testing.T, data, part string) {
		for name, read := range press {
			if got := read(data); utf8.ValidString(data) && !utf8.ValidString(got.Title+got.Body) {
				t.Errorf("%s: %q became %q", name, data, got)
			}
		}
		for name, read := range parts {
			if got, err := read(data, part); err == nil && utf8.ValidString(data) && !utf8.ValidString(got.Title+got.Body) {
				t.Errorf("%s: %q became %q", name, data, got)
			}
		}
		_, _ = sentences(data, part)
	})
}
