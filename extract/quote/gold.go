package quote

import (
	"regexp"
	"slices"
	"strings"

	"attache"
	"attache/internal/text"
)

// Gold is an article with the attributions that people have marked in it.
type Gold struct {
	ID           string
	Doc          *text.Doc
	Group        string // articles of one group are never on both sides of a fold
	Fiction      bool   // made up for this project, and easier than news
	Spans        bool   // attributions say where their sources stand, and know no names
	From         int    // code points before it are the title, in which nothing is labelled
	Singles      bool   // stretches between single marks are labelled too
	Attributions []Attribution
}

// Attribution is one thing said: spans of code points.
type Attribution struct {
	Source, Cue, Content []attache.Span
	Speaker              string   // full name where it is known
	Also                 []string // other right names
}

// Names says whether a name is one of the attribution's: the same words in any
// order, or two words and more of a longer form; of those who are not named, a
// word of the description.
func (x *Attribution) Names(name string) bool {
	if x.Speaker == "" || x.Speaker == "nobody" {
		return false
	}
	return sameSpeaker(name, x.Speaker) || slices.ContainsFunc(x.Also, func(s string) bool { return sameSpeaker(name, s) })
}

var (
	notWord = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	small   = func() map[string]bool {
		m := map[string]bool{}
		for w := range strings.FieldsSeq("of the a an and for de la le les du des l d el los las y der die das dem den für und von et в во " +
			"на и с s unnamed") {
			m[w] = true
		}
		return m
	}()
)

// speakerWords gives the telling words of a name, folded and sorted.
func speakerWords(s string) (out []string) {
	for w := range strings.FieldsSeq(notWord.ReplaceAllString(text.Fold(s), " ")) {
		if !small[w] {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

func sameSpeaker(name, gold string) bool {
	hidden := strings.HasPrefix(gold, "unnamed")
	if hidden != strings.HasPrefix(name, "unnamed") {
		return false
	}
	x, y := speakerWords(name), speakerWords(gold)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if hidden {
		return slices.ContainsFunc(x, func(w string) bool {
			return slices.ContainsFunc(y, func(v string) bool { return w == v || len(w) > 6 && commonPrefix(w, v) >= max(len(w), len(v))-4 })
		})
	}
	return slices.Equal(x, y) || len(x) > 1 && len(y) > 1 && (within2(x, y) || within2(y, x))
}

// within2 says whether all of x are in y.
func within2(x, y []string) bool {
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
	}
	return true
}
