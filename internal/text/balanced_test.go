package text

import "testing"

func TestBalanced(t *testing.T) {
	for s, want := range map[string]bool{
		"":                         true,
		"They met.":                true,
		"“We met,” she said.":      true,
		"“We met, she said.":       false,
		"We met,” she said.":       false,
		"„Wir kamen“, sagte sie.":  true,
		"„Wir kamen”, sagte sie.":  true,
		"„Wir kamen, sagte sie.":   false,
		"«Мы «встретились» там».":  true, // inner ones may be the same
		"«Мы встретились.":         false,
		"»Wir kamen«, sagte sie.":  true,
		"“It’s ‘late’,” she said.": true,
		"\"We met,\" she said.":    true,
		"\"We met, she said.":      false,
		"He (the envoy) left.":     true,
		"He (the envoy left.":      false,
		"He the envoy) left.":      true, // r) is how lists begin
		"He the ENVOY) left.":      false,
		"a) one, b) two":           true,
		"「好」他说":                    true,
		"「好他说":                     false,
		"他说『好」":                    false,
		"（好)":                      true,
	} {
		if got := Balanced(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
