// Package country names countries and international bodies by their codes: ISO
// 3166 alpha-3 for countries, the usual abbreviation for bodies. It is a ground
// floor: every room may use it, and it uses none. Names in other languages than
// English are those of the Unicode CLDR.
package country

import (
	"cmp"
	_ "embed" // the table
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// table has a line for each country: alpha-3, alpha-2, English name.
//
//go:embed countries.txt
var table string

// bodies have a line each: abbreviation, tab, English name.
//
//go:embed bodies.txt
var bodies string

type party struct{ alpha2, name string }

var parties = sync.OnceValue(func() map[string]party {
	m := make(map[string]party, 320)
	for line := range strings.Lines(table) {
		if f := strings.SplitN(strings.TrimSpace(line), " ", 3); len(f) == 3 {
			m[f[0]] = party{f[1], f[2]}
		}
	}
	for line := range strings.Lines(bodies) {
		if code, name, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			m[code] = party{"", name}
		}
	}
	for _, code := range []string{"EU", "UN"} { // they have flags
		m[code] = party{code, m[code].name}
	}
	return m
})

// Known says whether a code is that of a country or body in the table.
func Known(code string) bool { _, ok := parties()[code]; return ok }

// IsCountry says whether a code is that of a country.
func IsCountry(code string) bool {
	p, ok := parties()[code]
	return ok && p.alpha2 != "" && p.alpha2 != code
}

// Name gives a country's or body's name in a language (ISO 639-1); English where
// there is none in it, the code itself where it is unknown.
func Name(code, lang string) string {
	p, ok := parties()[code]
	if !ok {
		return code
	}
	if lang == "" || lang == "en" || p.alpha2 == "" {
		return p.name
	}
	names := regions(lang)
	if names == nil {
		return p.name
	}
	region, err := language.ParseRegion(p.alpha2)
	if err != nil {
		return p.name
	}
	name := names.Name(region)
	if strings.HasPrefix(lang, "uk") {
		// The tables' release still writes ґ, which the names of states have not.
		name = strings.NewReplacer("ґ", "г", "Ґ", "Г").Replace(name)
	}
	return cmp.Or(name, p.name)
}

// regions gives the names of the regions in a language; nil where CLDR has none.
func regions(lang string) display.Namer {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil
	}
	return display.Regions(tag)
}

// Alpha2 gives the two letters of a country, "" where it has none.
func Alpha2(code string) string { return parties()[code].alpha2 }

// Flag spells a country's two letters as regional indicators, which clients
// show as a flag; "" for what has none.
func Flag(code string) string {
	var b strings.Builder
	for _, r := range parties()[code].alpha2 {
		b.WriteRune('🇦' + (r - 'A'))
	}
	return b.String()
}

// All visits every country and body, in no order.
func All(visit func(code, name string)) {
	for code, p := range parties() {
		visit(code, p.name)
	}
}

// demonyms have a line for each country: alpha-3, tab, what is of it is called in
// English, between commas. From the CIA World Factbook, which is in the public
// domain (CC0).
//
//go:embed demonyms.txt
var demonyms string

// Demonyms visits what is of a country, in English and lower case: "norwegian".
func Demonyms(visit func(code, word string)) {
	for line := range strings.Lines(demonyms) {
		code, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		for w := range strings.SplitSeq(words, ", ") {
			visit(code, w)
		}
	}
}
