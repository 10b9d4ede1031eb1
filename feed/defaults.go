package feed

import (
	_ "embed" // the list
	"strings"

	"attache"
)

//go:embed defaults.tsv
var defaultList string

// Defaults are the sources a new installation begins with. Their addresses
// come from knowledge, not from a visit: each is unverified until it gave
// articles, and one that does not answer is paused in silence.
func Defaults() []attache.Source {
	var out []attache.Source
	for line := range strings.Lines(defaultList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		out = append(out, attache.Source{
			ID: attache.SourceID(f[4]), URL: f[4], Name: f[3], Kind: attache.SourceKind(f[0]), Country: f[1], Lang: f[2],
		})
	}
	return out
}
