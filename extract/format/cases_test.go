package format_test

import (
	_ "embed" // the cases
	"fmt"
	"slices"
	"strings"
	"testing"

	"attache/extract/format"
	"attache/internal/text"
)

// cases has blocks: a line of language and title, a line of who is known from
// elsewhere ("Ada Lind, minister; …"; - for nobody), the text ("/" is a line's end),
// and what must come of it, one thing a line.
//
//go:embed testdata/cases.txt
var cases string

// formed reads a text and writes its form.
func formed(lang, title, known, body string) []string {
	var people []format.Person
	for p := range strings.SplitSeq(known, "; ") {
		if name, role, _ := strings.Cut(p, ", "); name != "-" {
			people = append(people, format.Person{Name: name, Role: role})
		}
	}
	body = strings.ReplaceAll(body, " / ", "\n\n")
	runes := []rune(body)
	at := func(s [2]int) string { return string(runes[s[0]:s[1]]) }
	f := format.Read(text.New(title, lang), text.New(body, lang), people)
	var out []string
	for _, turn := range f.Turns {
		kind := "answer"
		if turn.Question {
			kind = "question"
		}
		for on, mark := range map[string]bool{" bare": turn.Unlabelled, " empty": !turn.Says, " signed": turn.Signed} {
			if mark {
				kind += on
			}
		}
		words := strings.Fields(kind)
		slices.Sort(words[1:])
		var speech []string
		for _, s := range turn.Speech {
			speech = append(speech, at(s))
		}
		out = append(out, fmt.Sprintf("%s of %q (%s) by %q, %.2f, to %d: %s", strings.Join(words, " "), turn.Speaker, turn.Role, at(turn.Mention),
			turn.Sure, turn.Asked, strings.Join(speech, "|")))
	}
	if f.Voice != nil {
		out = append(out, fmt.Sprintf("voice of %q (%s)", f.Voice.Speaker, f.Voice.Role))
	}
	for _, s := range f.Said {
		out = append(out, fmt.Sprintf("said %s: %s", s.Polarity, at(s.Span)))
	}
	for _, r := range f.Records {
		out = append(out, fmt.Sprintf("record of %q (%s) by %q", r.Speaker, r.Role, at(r.Head)))
	}
	if f.Joint != "" {
		out = append(out, "joint: "+f.Joint)
	}
	if len(f.Zones) > 0 {
		out = append(out, "zones: "+strings.Join(f.Zones, " "))
	}
	if len(out) == 0 {
		out = append(out, "nothing")
	}
	return out
}

func TestTheFormOfATextIsReadBeforeItsWords(t *testing.T) {
	n := 0
	for block := range strings.SplitSeq(strings.TrimSpace(cases), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) < 4 {
			t.Fatalf("no case: %q", block)
		}
		lang, title, _ := strings.Cut(lines[0], " ")
		if got := formed(lang, title, lines[1], lines[2]); !slices.Equal(got, lines[3:]) {
			t.Errorf("%s\ngot  %s\nwant %s", lines[2], strings.Join(got, "\n     "), strings.Join(lines[3:], "\n     "))
		}
		n++
	}
	if n < 25 {
		t.Errorf("%d cases", n)
	}
}
