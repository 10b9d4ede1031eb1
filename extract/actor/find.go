// Package actor finds the parties of a text: countries by name, demonym,
// capital, seat of government and metonym, international bodies, and persons
// with role and country. What enters is a text cut by package text, what leaves
// are actors with their mentions. It is pure and linear in the length of the text.
//
// Countries and bodies come from gazetteers in data (one file a language, and
// files that extract/actor/build makes from open data); persons from their
// names' neighbourhood in the article, and from the list of chiefs, valid at the
// article's date. A city, a club, a paper or a person named like a country is
// not that country: data/traps.txt and judge.go hold what was learned about it.
package actor

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
	"attache/extract/lexicon"
	"attache/internal/text"
)

// Input is a text to read: its title and body, when it was published, and who
// is remembered from earlier articles.
type Input struct {
	Title, Body *text.Doc
	Published   time.Time
	Country     string // of the outlet: whose minister "the foreign minister" is when nothing else tells
	// Known tells whether a full name was that of a person in office at a time; it may be nil.
	Known func(name string, at time.Time) bool
}

// Part is a title or a body: cut, folded, and with its countries and bodies. It
// is what the packages that judge a text read.
type Part struct {
	Doc      *text.Doc
	Folds    []string // lexicon.Folds of Doc
	Mentions []Mention
}

// Found is what Find found.
type Found struct {
	Title, Body Part // with their countries and bodies, in the order of the text
	Actors      []attache.Actor
}

// Find reads the parties of a text.
func Find(in Input) Found {
	body := newScan(in.Body, lexicon.Folds(in.Body), nil)
	title := newScan(in.Title, lexicon.Folds(in.Title), in.Body)
	f := Found{
		Title: Part{in.Title, title.folds, title.found},
		Body:  Part{in.Body, body.folds, body.found},
	}
	f.Actors = f.parties(in.Body)
	f.Actors = append(f.Actors, gather(&in, body, title)...)
	slices.SortStableFunc(f.Actors, func(a, b attache.Actor) int {
		return cmp.Compare(len(b.Mentions), len(a.Mentions))
	})
	return f
}

// hosts are the countries where bodies sit: Vienna stands for the agency there.
var hosts = map[string]string{
	"IAEA": "AUT", "OSCE": "AUT", "OPEC": "AUT", "EU": "BEL", "NATO": "BEL", "AU": "ETH", "ICC": "NLD", "ICJ": "NLD", "OPCW": "NLD",
	"LAS": "EGY", "ASEAN": "IDN", "COE": "FRA", "ECOWAS": "NGA", "GCC": "SAU", "CARICOM": "GUY",
}

// Acting gives the codes of the parties that act in a text: those named other
// than as a place. A country named only by its capital, where a body sits that
// is named too, is only the host.
func Acting(title, body []Mention) map[string]bool {
	acting, named, bodies := map[string]bool{}, map[string]bool{}, []string{}
	for _, list := range [][]Mention{title, body} {
		for _, m := range list {
			if m.Class == Region || m.Place && m.Class == Capital {
				continue
			}
			if !acting[m.Code] && hosts[m.Code] != "" {
				bodies = append(bodies, m.Code)
			}
			acting[m.Code] = true
			named[m.Code] = named[m.Code] || m.Class != Capital
		}
	}
	for _, b := range bodies {
		if host := hosts[b]; !named[host] {
			delete(acting, host)
		}
	}
	return acting
}

// parties gives the countries and bodies as actors, without the mere places.
func (f *Found) parties(body *text.Doc) []attache.Actor {
	index := map[string]int{}
	var out []attache.Actor
	acting := Acting(f.Title.Mentions, f.Body.Mentions)
	add := func(m Mention) *attache.Actor {
		i, ok := index[m.Code]
		if !ok {
			i = len(out)
			index[m.Code] = i
			kind := attache.Organization
			if names().country[m.Code] {
				kind = attache.Country
			}
			out = append(out, attache.Actor{Name: DisplayName(m.Code), Kind: kind, Code: m.Code})
		}
		return &out[i]
	}
	for _, m := range f.Body.Mentions {
		if acting[m.Code] && m.Class != Region {
			a := add(m)
			a.Mentions = append(a.Mentions, body.Span(int(m.Start), int(m.Stop)))
		}
	}
	for _, m := range f.Title.Mentions {
		if acting[m.Code] && m.Class != Region {
			add(m)
		}
	}
	return out
}

type nameTable struct {
	display map[string]string
	country map[string]bool
}

var names = sync.OnceValue(func() *nameTable {
	t := &nameTable{display: map[string]string{}, country: map[string]bool{}}
	for line := range lines("countries.tsv") {
		f := strings.Split(line, "\t")
		t.country[f[0]] = true
		if _, ok := t.display[f[0]]; !ok && f[2] == "name" && f[1] == "en" {
			t.display[f[0]] = f[3]
		}
	}
	t.display["USA"], t.display["GBR"], t.display["TUR"], t.display["BIH"] = "United States", "United Kingdom", "Turkey",
		"Bosnia and Herzegovina"
	t.display["COD"], t.display["COG"] = "Democratic Republic of the Congo", "Republic of the Congo"
	for line := range lines("en.txt") {
		code, rest, _ := strings.Cut(line, " ")
		if t.display[code] != "" {
			continue
		}
		first, _, _ := strings.Cut(rest, ";")
		best := ""
		for item := range strings.SplitSeq(first, ",") {
			item = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(item), "!"))
			if strings.Contains(item, " ") && !strings.Contains(item, ".") && best == "" {
				best = item
			}
		}
		if best == "" {
			best = code
		}
		t.display[code] = titled(best)
	}
	return t
})

func titled(s string) string {
	w := strings.Fields(s)
	for i := range w {
		if i > 0 && (w[i] == "of" || w[i] == "and" || w[i] == "for" || w[i] == "in" || w[i] == "the" || w[i] == "on") {
			continue
		}
		w[i] = strings.ToUpper(w[i][:1]) + w[i][1:]
	}
	return strings.Join(w, " ")
}

// DisplayName is the English name of a country or body; the code itself when unknown.
func DisplayName(code string) string {
	if n := names().display[code]; n != "" {
		return n
	}
	return code
}

// IsCountry says whether a code is a country's.
func IsCountry(code string) bool { return names().country[code] }
