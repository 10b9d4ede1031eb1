package attache

import (
	"strings"
	"unicode"
)

// The most that an article keeps of what was read in it, whatever its source
// sends: what a transcript of hours has, and no more. A text beyond MaxBody is
// cut at the end of a paragraph.
const (
	MaxQuotes   = 300
	MaxActors   = 200
	MaxMentions = 600 // of all its actors together
	MaxDates    = 50
	MaxBody     = 256 << 10 // bytes
	MaxTitle    = 600       // bytes
	MaxURL      = 2048      // bytes; no browser's and no channel's links are longer
)

// Bound keeps what was read in an article within its bounds: the quotes that
// come first, the actors that are mentioned most. It tells how many quotes,
// actors, mentions and dates were left out.
func (a *Article) Bound() (left int) {
	count := func(n, most int) int { left += max(n-most, 0); return min(n, most) }
	a.Quotes = a.Quotes[:count(len(a.Quotes), MaxQuotes)]
	a.Actors = a.Actors[:count(len(a.Actors), MaxActors)]
	a.Dates = a.Dates[:count(len(a.Dates), MaxDates)]
	room := MaxMentions
	for i := range a.Actors {
		m := &a.Actors[i].Mentions
		*m = (*m)[:count(len(*m), room)]
		room -= len(*m)
	}
	return left
}

// HasLink tells whether people can follow the article to where it was
// published. One that has no such address is nobody's word: it is shown
// without quotes.
func (a *Article) HasLink() bool { return IsLink(a.URL) }

// IsLink tells whether an address is one that people can follow.
func IsLink(address string) bool {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(address, "http://")
	}
	return ok && rest != "" && rest[0] != '/' && len(address) <= MaxURL && !strings.ContainsFunc(address, notInAddress)
}

// notInAddress are the characters that end an address, or that nobody sees in it.
func notInAddress(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"<>`, r)
}
