package bot

import (
	"strings"
	"unicode/utf8"

	"attache/internal/country"
)

// flags shows at most most actors: countries as flags, bodies by their
// abbreviation, each once.
func flags(codes []string, most int) string {
	var parts []string
	seen := map[string]bool{}
	for _, code := range codes {
		if code == "" || seen[code] || len(parts) == most {
			continue
		}
		seen[code] = true
		if flag := country.Flag(code); flag != "" {
			parts = append(parts, flag)
		} else if utf8.RuneCountInString(code) <= 12 {
			parts = append(parts, code)
		}
	}
	return strings.Join(parts, " ")
}

// actorName is a country's or body's name for people. Bodies without a flag are
// known by their abbreviation.
func (s speaker) actorName(code string) string {
	if country.Flag(code) == "" {
		return code
	}
	return country.Name(code, s.Lang())
}
