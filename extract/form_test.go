package extract_test

import (
	"os"
	"strings"
	"testing"

	"attache"
	"attache/extract"
)

// formCase is a text with what must come of its form: see testdata/forms.txt.
type formCase struct {
	rule string
	text attache.Text
	want []string
}

// formCases reads testdata/forms.txt: "# rule", "lang", "title", the body's lines behind
// "|", then what must come: "? words" a question that is nobody's, "> speaker | role | words"
// a quote shown, "voice speaker | role", "none" nothing at all. "*" is anything.
func formCases(t *testing.T) []formCase {
	t.Helper()
	data, err := os.ReadFile("testdata/forms.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []formCase
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		mark, rest, _ := strings.Cut(line, " ")
		if mark == "#" {
			out = append(out, formCase{rule: rest})
			continue
		}
		if line == "" {
			continue
		}
		c := &out[len(out)-1]
		switch mark {
		case "lang":
			c.text.Lang = rest
		case "title":
			c.text.Title = rest
		case "|":
			c.text.Body += rest + "\n"
		default:
			c.want = append(c.want, line)
		}
	}
	return out
}

func TestFormOfATextTellsWhoSpeaks(t *testing.T) {
	for _, c := range formCases(t) {
		t.Run(c.rule, func(t *testing.T) {
			r := extract.Read(c.text)
			shown := shownOf(&r)
			voice, quotes := "", []string(nil)
			for _, w := range c.want {
				switch mark, rest, _ := strings.Cut(w, " "); mark {
				case "?":
					notShown(t, shown, rest)
				case "voice":
					voice = rest
				case ">":
					quotes = append(quotes, rest)
				}
			}
			compareShown(t, shown, quotes)
			got := ""
			if r.Voice != nil {
				got = r.Voice.Speaker + " | " + r.Voice.Role
			}
			if got != voice {
				t.Errorf("voice %q, want %q", got, voice)
			}
		})
	}
}

// shownOf gives the quotes that are shown under a name.
func shownOf(r *attache.Reading) []attache.Quote {
	var out []attache.Quote
	for _, q := range r.Quotes {
		if q.Kind != attache.Indirect && q.Speaker != "" && q.Confidence >= attache.Sure {
			out = append(out, q)
		}
	}
	return out
}

// notShown fails where words of a question are shown.
func notShown(t *testing.T, shown []attache.Quote, question string) {
	t.Helper()
	for i := range shown {
		if strings.Contains(shown[i].Text, question) {
			t.Errorf("the question %q is shown under %q", question, shown[i].Speaker)
		}
	}
}

// compareShown compares quotes with "speaker | role | words".
func compareShown(t *testing.T, shown []attache.Quote, want []string) {
	t.Helper()
	for i := range max(len(shown), len(want)) {
		if i >= len(want) {
			t.Errorf("shown too: %s | %s | %s", shown[i].Speaker, shown[i].Role, shown[i].Text)
			continue
		}
		if i >= len(shown) {
			t.Errorf("missing: %s", want[i])
			continue
		}
		got := [...]string{shown[i].Speaker, shown[i].Role, shown[i].Text}
		for k, f := range strings.SplitN(want[i], " | ", len(got)) {
			if f != "*" && !strings.EqualFold(f, got[k]) {
				t.Errorf("got %s | %s | %s, want %s", got[0], got[1], got[2], want[i])
				break
			}
		}
	}
}
