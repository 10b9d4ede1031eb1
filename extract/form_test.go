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
			var shown []attache.Quote
			for _, q := range r.Quotes {
				if q.Kind != attache.Indirect && q.Speaker != "" && q.Confidence >= attache.Sure {
					shown = append(shown, q)
				}
			}
			voice, k := "", 0
			for _, w := range c.want {
				mark, rest, _ := strings.Cut(w, " ")
				switch mark {
				case "?":
					for _, q := range shown {
						if strings.Contains(q.Text, rest) {
							t.Errorf("the question %q is shown under %q", rest, q.Speaker)
						}
					}
				case "voice":
					voice = rest
				case ">":
					if k >= len(shown) {
						t.Errorf("missing: %s", rest)
						continue
					}
					f := strings.SplitN(rest, " | ", 3)
					got := [...]string{shown[k].Speaker, shown[k].Role, shown[k].Text}
					for i, want := range f {
						if want != "*" && !strings.EqualFold(want, got[i]) {
							t.Errorf("got %s | %s | %s, want %s", got[0], got[1], got[2], rest)
							break
						}
					}
					k++
				}
			}
			for ; k < len(shown); k++ {
				t.Errorf("shown too: %s | %s | %s", shown[k].Speaker, shown[k].Role, shown[k].Text)
			}
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
