package actor

import (
	_ "embed" // the cases
	"fmt"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/internal/text"
)

// cases has two lines a case: language and text ("Title || Body" where there is a
// title, "@CODE " before it is the outlet's country), and what must come of it:
// the countries and bodies in their order, with * where one is only a place, then
// each person with role and code, and how often he is mentioned.
//
//go:embed testdata/cases.txt
var cases string

// told reads a text and writes what was found.
func told(lang, s string) string {
	in := Input{Published: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)}
	if country, rest, ok := strings.Cut(s, " "); ok && strings.HasPrefix(country, "@") {
		in.Country, s = country[1:], rest
	}
	title, body, ok := strings.Cut(s, " || ")
	if !ok {
		title, body = "", s
	}
	in.Title, in.Body = text.New(title, lang), text.New(strings.ReplaceAll(body, " / ", "\n"), lang)
	f := Find(in)
	var out []string
	for _, part := range []Part{f.Title, f.Body} {
		for _, m := range part.Mentions {
			place := ""
			if m.Place {
				place = "*"
			}
			out = append(out, m.Code+place)
		}
	}
	for _, a := range f.Actors {
		if a.Kind == attache.Person {
			out = append(out, fmt.Sprintf("%s (%s, %s) %d", a.Name, a.Role, a.Code, len(a.Mentions)))
		}
	}
	return strings.Join(out, "; ")
}

func TestWhoIsFoundInATextAndWithWhichRole(t *testing.T) {
	n := 0
	for block := range strings.SplitSeq(strings.TrimSpace(cases), "\n\n") {
		in, want, ok := strings.Cut(block, "\n=")
		lang, s, _ := strings.Cut(in, " ")
		if !ok {
			t.Fatalf("no case: %q", block)
		}
		if got := told(lang, s); got != strings.TrimSpace(want) {
			t.Errorf("%s:\ngot  %s\nwant %s", s, got, want)
		}
		n++
	}
	if n < 90 {
		t.Errorf("%d cases", n)
	}
}
