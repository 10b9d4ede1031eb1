package event

import (
	_ "embed" // the lists
	"strings"
	"sync"
)

//go:embed data/english.words
var englishFile string

// englishWords are the lists of data/english.words.
type englishWords struct {
	lists     map[string]map[string]bool
	irregular map[string]string // of verbs: the stem
}

var english = sync.OnceValue(func() *englishWords {
	e := &englishWords{lists: map[string]map[string]bool{}, irregular: map[string]string{}}
	for line := range strings.Lines(englishFile) {
		name, words, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		if e.lists[name] == nil {
			e.lists[name] = map[string]bool{}
		}
		for w := range strings.FieldsSeq(words) {
			if from, to, ok := strings.Cut(w, ":"); ok {
				e.irregular[from] = to
			} else {
				e.lists[name][w] = true
			}
		}
	}
	return e
})

func isCommon(w string) bool    { return english().lists["common"][w] }
func isAuxiliary(w string) bool { return english().lists["auxiliary"][w] }
func isOffice(w string) bool    { return english().lists["office"][w] }

// stemmed takes the commonest endings off an English word.
func stemmed(w string) string {
	if s, ok := english().irregular[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 5 && strings.HasSuffix(w, "ing"):
		return undouble(w[:n-3])
	case n > 4 && strings.HasSuffix(w, "ed"):
		return undouble(w[:n-2])
	case n > 4 && (strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "sses")):
		return w[:n-2]
	case n > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return strings.TrimSuffix(w[:n-1], "e")
	}
	return strings.TrimSuffix(w, "e")
}

// undouble turns stopp into stop and e-less stems alike.
func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("lsz", rune(w[n-1])) {
		return w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}
