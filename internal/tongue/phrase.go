package tongue

import (
	"fmt"
	"slices"
	"strings"
)

// number is where {n} stands.
const number = -2

// places are the names of a message's places, each once, in order; n is among them.
func places(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return names
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		text = after
	}
}

// parse reads a message. order are its places as the home language names them.
func parse(text string, order []string) (Phrase, error) {
	order = slices.DeleteFunc(slices.Clone(order), func(name string) bool { return name == "n" })
	var p Phrase
	for i, stretch := range strings.Split(text, "`") {
		if i%2 == 1 {
			if stretch == "" || strings.Contains(stretch, "{") {
				return nil, fmt.Errorf("%q: nothing is shown as typed, or a value within", text)
			}
			p = append(p, Part{Text: stretch, Value: -1, Typed: true})
			continue
		}
		for stretch != "" {
			plain, rest, found := strings.Cut(stretch, "{")
			if plain != "" {
				p = append(p, Part{Text: plain, Value: -1})
			}
			if !found {
				break
			}
			name, after, closed := strings.Cut(rest, "}")
			at := slices.Index(order, name)
			switch {
			case closed && name == "n":
				at = number
			case !closed || at < 0:
				return nil, fmt.Errorf("%q: {%s is no place of the message", text, name)
			}
			p = append(p, Part{Value: at})
			stretch = after
		}
	}
	if strings.Count(text, "`")%2 == 1 {
		return nil, fmt.Errorf("%q: a ` is not closed", text)
	}
	return p, nil
}
