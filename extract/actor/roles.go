package actor

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"attache/internal/text"
)

// roleWords are the words of office of one language.
type roleWords struct {
	heads, mods, stems map[string]bool
	ends               []string
	offices            []string // parts of words that only offices of a state have
	only               []only
	lacks              map[string][]string // by state, words of offices that it does not have
	foreign            []string            // words of offices that are as often another's than the outlet's country's
}

// only are offices that one state alone calls so.
type only struct {
	code            string
	phrases, unless []string
}

// holder gives the state that alone has the office of a role, "" where many have it.
func (r *roleWords) holder(role string) string {
	role = " " + strings.ToLower(role) + " "
	has := func(phrase string) bool { return strings.Contains(role, " "+phrase+" ") }
	for _, o := range r.only {
		if slices.ContainsFunc(o.phrases, has) && !slices.ContainsFunc(o.unless, has) {
			return o.code
		}
	}
	return ""
}

// at says whether a role without a country is that of the outlet's country.
func (r *roleWords) at(home, role string) bool {
	role = " " + strings.ToLower(role) + " "
	has := func(word string) bool {
		if strings.HasPrefix(word, "-") { // an ending
			return strings.Contains(role, word+" ")
		}
		return strings.Contains(role, " "+strings.ReplaceAll(word, "-", " ")+" ")
	}
	return !slices.ContainsFunc(r.foreign, has) && !slices.ContainsFunc(r.lacks[home], has)
}

func onlyOf(fields []string) only {
	o := only{code: fields[0]}
	into := &o.phrases
	for _, w := range fields[1:] {
		if w == "unless" {
			into = &o.unless
			continue
		}
		*into = append(*into, strings.ReplaceAll(w, "-", " "))
	}
	return o
}

var roles = sync.OnceValue(func() map[string]*roleWords {
	all := map[string]*roleWords{}
	for line := range lines("roles.txt") {
		f := strings.Fields(line)
		r := all[f[0]]
		if r == nil {
			r = &roleWords{heads: map[string]bool{}, mods: map[string]bool{}, stems: map[string]bool{}}
			all[f[0]] = r
		}
		switch f[1] {
		case "only":
			r.only = append(r.only, onlyOf(f[2:]))
			continue
		case "lacks":
			r.lacks = map[string][]string{f[2]: f[3:]}
			continue
		case "foreign":
			r.foreign = f[2:]
			continue
		}
		for _, w := range f[2:] {
			switch {
			case f[1] == "office":
				r.offices = append(r.offices, text.Fold(w))
			case f[1] == "mod":
				r.mods[text.Fold(w)] = true
			case strings.HasPrefix(w, "*"):
				r.ends = append(r.ends, text.Fold(w[1:]))
			case strings.HasSuffix(w, "~"):
				r.stems[text.Fold(w[:len(w)-1])] = true
			default:
				r.heads[text.Fold(w)] = true
			}
		}
	}
	return all
})

// isHead says whether a word names an office.
func isHead(lang, lower string) bool {
	r := roles()[lang]
	if r == nil {
		return false
	}
	w := text.Fold(lower)
	if r.heads[w] || text.TraitsOf(lang).Has(text.PluralS) && r.heads[strings.TrimSuffix(w, "s")] {
		return true
	}
	for _, e := range r.ends {
		if strings.HasSuffix(w, e) || strings.HasSuffix(w, e+"s") || strings.HasSuffix(w, e+"en") {
			return true
		}
	}
	if len(r.stems) == 0 {
		return false
	}
	for n, end := 0, len(w); end > 5 && n < 5; n++ {
		if r.stems[w[:end]] {
			return true
		}
		_, size := utf8.DecodeLastRuneInString(w[:end])
		end -= size
	}
	return false
}

// isMod says whether a word may stand beside the head of a role.
func isMod(lang, lower string) bool {
	r := roles()[lang]
	return r != nil && r.mods[text.Fold(lower)]
}

// serves says whether a role is an office of a state or a body.
func serves(lang, role string) bool {
	r := roles()[lang]
	if r == nil {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(role)) {
		w = text.Fold(w)
		for _, office := range r.offices {
			if strings.Contains(w, office) {
				return true
			}
		}
	}
	return false
}

func isRole(lang, lower string) bool { return isHead(lang, lower) || isMod(lang, lower) }
