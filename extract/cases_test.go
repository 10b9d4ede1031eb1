package extract

import (
	"os"
	"strings"
	"testing"

	"attache"
)

// labelled is a line of testdata/cases.tsv.
type labelled struct {
	lang, title, body string
	diplomacy         bool
	event             attache.EventType
	codes, traps      []string
}

func cases(t testing.TB) []labelled {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 6 {
			t.Fatalf("not six fields: %s", line)
		}
		split := func(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == ',' }) }
		title, body, _ := strings.Cut(f[5], " | ")
		out = append(out, labelled{f[0], title, body, f[1] == "+", attache.EventType(f[2]), split(f[3]), split(f[4])})
	}
	return out
}

func (c *labelled) read() attache.Reading {
	return Read(attache.Text{Title: c.title, Body: c.body, Lang: c.lang})
}

// share counts how often a rule holds and says where it does not.
type share struct{ right, all int }

func (s *share) add(ok bool) {
	s.all++
	if ok {
		s.right++
	}
}

func (s *share) value() float64 { return float64(s.right) / float64(max(s.all, 1)) }

func TestDiplomacyIsToldFromWhatBorrowsItsWords(t *testing.T) {
	var s share
	for _, c := range cases(t) {
		r := c.read()
		s.add(r.Relevant == c.diplomacy)
		if r.Relevant != c.diplomacy {
			t.Logf("%s relevant %v (%.2f): %s %q", c.lang, r.Relevant, r.Diplomacy, c.title, r.Evidence)
		}
	}
	if s.value() < 0.95 {
		t.Errorf("right for %d of %d", s.right, s.all)
	}
}

func TestEventsOfShortReports(t *testing.T) {
	var s share
	for _, c := range cases(t) {
		if !c.diplomacy {
			continue
		}
		r := c.read()
		s.add(r.Event.Type == c.event)
		if r.Event.Type != c.event {
			t.Logf("%s %s, want %s: %s", c.lang, r.Event.Type, c.event, c.title)
		}
	}
	if s.value() < 0.9 {
		t.Errorf("right for %d of %d", s.right, s.all)
	}
}

func TestActorsAreFoundAndTrapsAreNot(t *testing.T) {
	var s share
	for _, c := range cases(t) {
		r := c.read()
		have := map[string]bool{}
		for _, a := range r.Actors {
			have[a.Code] = true
		}
		for _, code := range c.codes {
			s.add(have[code])
			if !have[code] {
				t.Logf("%s: no %s: %s", c.lang, code, c.title)
			}
		}
		for _, code := range c.traps {
			s.add(!have[code])
			if have[code] {
				t.Logf("%s: %s: %s", c.lang, code, c.title)
			}
		}
	}
	if s.value() < 0.97 {
		t.Errorf("right for %d of %d", s.right, s.all)
	}
}
