package address

import (
	"net/url"
	"testing"
)

// FuzzKey: whatever an address is, its key is an address, too; and the address
// that is shown is there where the key is.
func FuzzKey(f *testing.F) {
	for _, s := range []string{
		"https://www.Ana.example:443/a/../b//c/index.html?utm_source=x&b=2&a=1#top", "www.ana.example/1;jsessionid=AB.node1?nn=5",
		"https://ana.example/(S(abc))/n.aspx?id=4&amp;amp;x=1", "//ana.example/%2f%2F?sid=0123456789abcdef0", "http://[::1]/x",
	} {
		f.Add(s)
	}
	base, _ := url.Parse("https://ana.example/feed")
	f.Fuzz(func(t *testing.T, raw string) {
		_ = Mend(base, raw)
		key := Key(raw)
		if key != "" && Key(key) == "" {
			t.Errorf("%q has the key %q, which is no address", raw, key)
		}
		if c := Canonical(raw); (c == "") != (key == "") {
			t.Errorf("%q: canonical %q, key %q", raw, c, key)
		}
	})
}
