package actor

import (
	"maps"
	"strings"
	"sync"
	"unicode/utf8"

	"attache/internal/text"
)

// name is a run of tokens that reads as a person's name.
type name struct {
	first, end int32
	role       string
	code       string
	said       bool // stands beside a word of office or of saying
	titled     bool // stands right behind a title: Mr, President
}

var particles = listed("particles")

var speech = listed("speech")

// notNames are words that no name has, though they may have a capital.
var notNames = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range lines("notnames.txt") {
		maps.Copy(all, words(line))
	}
	return all
})

// linking words may stand inside a role but do not begin one.
var linking = listed("linking")

// people finds the names of persons with their roles. Names come in scripts
// with capitals only; elsewhere persons are found through the quotes.
func (s *scan) people() []name {
	var out []name
	k := 0
	for i := int32(0); int(i) < len(s.d.Tokens); i++ {
		for k < len(s.found) && s.found[k].End <= i {
			k++
		}
		if k < len(s.found) && s.found[k].First <= i {
			i = s.found[k].End - 1
			continue
		}
		limit := int32(len(s.d.Tokens))
		if k < len(s.found) {
			limit = s.found[k].First
		}
		end := s.run(i, limit)
		if end == 0 {
			continue
		}
		n := name{first: i, end: end}
		s.describe(&n)
		out = append(out, n)
		i = end - 1
	}
	return out
}

// run gives the end of the name that starts at token i, 0 when none does.
func (s *scan) run(i, limit int32) int32 {
	if !s.nameWord(i) {
		return 0
	}
	end := i + 1
	for end < limit && end < i+9 {
		t := &s.d.Tokens[end]
		switch {
		case t.Paragraph != s.d.Tokens[i].Paragraph:
			return end
		case s.nameWord(end), s.articled(end):
			end++
		case t.Kind == text.Punct && s.d.Tokens[end-1].Is(text.Initial) && s.d.Word(int(end)) == "." && end+1 < limit && s.nameWord(end+1):
			end += 2
		case t.Kind == text.Word && particles[s.lower(end)] && end+1 < limit && s.nameWord(end+1):
			end += 2
		case t.Kind == text.Word && particles[s.lower(end)] && end+2 < limit && particles[s.lower(end+1)] && s.nameWord(end+2):
			end += 3
		default:
			return end
		}
	}
	return end
}

// articled says whether a token is an Arabic surname with its article: "el-Nashawi".
func (s *scan) articled(i int32) bool {
	t := &s.d.Tokens[i]
	if t.Kind != text.Word {
		return false
	}
	article, rest, ok := strings.Cut(s.d.Word(int(i)), "-")
	return ok && (len(article) == 2 || article == "ash" || article == "esh") && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}

// nameWord says whether a token may be a word of a name.
func (s *scan) nameWord(i int32) bool {
	if !s.upper(i) {
		return false
	}
	t := &s.d.Tokens[i]
	w := s.lower(i)
	if t.Is(text.AllCaps) && utf8.RuneCountInString(w) > 1 && (utf8.RuneCountInString(w) < 5 || t.Paragraph < 2) || t.Is(text.Acronym) ||
		t.Is(text.Clitic) {
		return false
	}
	if s.starts(i) && isRole(s.d.Lang, w) {
		return false
	}
	return !notNames()[w] && !isHead(s.d.Lang, w) && !isMod(s.d.Lang, w)
}

// describe looks for the role of a name in the words before and after it.
func (s *scan) describe(n *name) {
	if speech[s.lower(n.end)] || speech[s.lower(n.first-1)] || s.lower(n.end) == "," && speech[s.lower(n.end+1)] {
		n.said = true
	}
	switch s.lower(n.first - 1) {
	case "mr", "mrs", "ms", "dr", "shri", "herr", "frau", "mme", "m", "señor", "г-н":
		n.said, n.titled = true, true
	}
	n.titled = n.titled || isHead(s.d.Lang, s.lower(n.first-1)) && !s.d.Has(text.CapitalNouns)
	if s.before(n) || s.after(n) {
		n.said = true
	}
}

// mentionAt gives the mention that holds a token.
func (s *scan) mentionAt(i int32) *Mention {
	lo, hi := 0, len(s.found)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.found[mid].End <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.found) && s.found[lo].First <= i {
		return &s.found[lo]
	}
	return nil
}
