package bot

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// countryTable has a line for each country: alpha-3, alpha-2, English name.
//
//go:embed countries.txt
var countryTable string

type country struct{ flag, name string }

var countries = sync.OnceValue(func() map[string]country {
	m := make(map[string]country, 256)
	for line := range strings.Lines(countryTable) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) == 3 {
			m[f[0]] = country{flag: flagOf(f[1]), name: f[2]}
		}
	}
	m["EU"] = country{flagOf("EU"), "European Union"}
	m["UN"] = country{flagOf("UN"), "United Nations"}
	return m
})

// flagOf spells two letters as regional indicators, which clients show as a flag.
func flagOf(alpha2 string) string {
	var b strings.Builder
	for _, r := range alpha2 {
		b.WriteRune('🇦' + (r - 'A'))
	}
	return b.String()
}

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
		if c, ok := countries()[code]; ok {
			parts = append(parts, c.flag)
		} else if utf8.RuneCountInString(code) <= 12 {
			parts = append(parts, code)
		}
	}
	return strings.Join(parts, " ")
}

// actorName is a country's or body's name for people.
func actorName(code string) string {
	if c, ok := countries()[code]; ok {
		return c.name
	}
	return code
}
