package feed

import (
	_ "embed" // the list
	"strings"

	"attache"
)

//go:embed defaults.tsv
var defaultList string

// Listed is a source of the built-in list with what is known about it.
type Listed struct {
	attache.Source
	Form     string // feed, sitemap, list or site
	Standing string // official, state-run, public or private: the criterion stands in docs/sources.md
	Seen     string // when its address was seen to work, "-": nobody is known to have
	Remark   string
}

// Off tells whether it is off until somebody asks for it.
func (l Listed) Off() bool { return strings.HasPrefix(l.Remark, "off:") }

// List is the whole built-in list, in its order.
func List() []Listed { return ParseList(defaultList) }

// ParseList reads a list as defaults.tsv is written; other lines are left out.
func ParseList(text string) []Listed {
	var out []Listed
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) < 8 || strings.HasPrefix(line, "#") {
			continue
		}
		l := Listed{
			Source: attache.Source{
				ID: attache.SourceID(f[4]), URL: f[4], Name: f[3], Kind: attache.SourceKind(f[0]), Country: f[1], Lang: f[2],
				Origin: attache.FromDefault,
			},
			Form: f[5], Standing: f[6], Seen: f[7],
		}
		if len(f) > 8 {
			l.Remark = f[8]
		}
		out = append(out, l)
	}
	return out
}

// Defaults are the sources a new installation begins with: the built-in list
// without what is off. Each is unverified until it gave articles, and one that
// does not answer is paused in silence.
func Defaults() []attache.Source {
	var out []attache.Source
	for _, l := range List() {
		if !l.Off() {
			out = append(out, l.Source)
		}
	}
	return out
}

// Known gives what the built-in list tells of an address.
func Known(link string) (Listed, bool) {
	for _, l := range List() {
		if SourceKey(l.URL) == SourceKey(link) {
			return l, true
		}
	}
	return Listed{}, false
}
