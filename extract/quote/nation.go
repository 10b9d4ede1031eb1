package quote

import (
	"strings"
	"sync"

	"attache/internal/text"
)

// nation is a country as English names it.
type nation struct {
	name, adjective string
}

// atlas knows countries by what texts call them, in lower case.
type atlas struct {
	nations  []nation
	words    map[string]int // names and adjectives
	capitals map[string]int
}

// world reads lang/nations.txt: lines of name, adjective, capitals, other names.
var world = sync.OnceValue(func() *atlas {
	raw, err := langFiles.ReadFile("lang/nations.txt")
	if err != nil {
		panic("quote: the list of countries is not embedded: " + err.Error())
	}
	w := &atlas{words: map[string]int{}, capitals: map[string]int{}}
	for line := range strings.Lines(string(raw)) {
		part := strings.Split(strings.TrimSpace(line), "|")
		if strings.HasPrefix(line, "#") || len(part) < 2 {
			continue
		}
		n := len(w.nations)
		w.nations = append(w.nations, nation{part[0], part[1]})
		w.words[strings.ToLower(part[0])] = n
		w.words[strings.ToLower(part[1])] = n
		for k, list := range part[2:] {
			for x := range strings.SplitSeq(list, ",") {
				x = strings.ToLower(strings.TrimSpace(x))
				if x == "" {
					continue
				}
				if k == 0 {
					w.capitals[x] = n
				} else {
					w.words[x] = n
				}
			}
		}
	}
	return w
})

// country gives the country that the words at i name, or whose adjective they
// are, and how many tokens they are; -1 when they name none.
func (a *article) country(i int) (n, width int) { return a.lookUp(i, world().words) }

// capitalOf gives the country whose capital stands at i.
func (a *article) capitalOf(i int) (n, width int) { return a.lookUp(i, world().capitals) }

func (a *article) lookUp(i int, in map[string]int) (n, width int) {
	if !a.doc.Has(text.FixedOrder) || !a.isWord(i) || !a.token(i).Is(text.Upper) {
		return -1, 0
	}
	for w := 3; w > 0; w-- {
		if i+w > len(a.doc.Tokens) || !a.isWord(i+w-1) || a.token(i+w-1).Sentence != a.token(i).Sentence {
			continue
		}
		words := make([]string, 0, 3)
		for k := i; k < i+w; k++ {
			words = append(words, a.lower(k))
		}
		if n, ok := in[strings.Join(words, " ")]; ok {
			return n, w
		}
	}
	return -1, 0
}

// countryIn gives the country named in a stretch of tokens, -1 when there is none.
func (a *article) countryIn(from, to int) int {
	for i := max(0, from); i < min(to, len(a.doc.Tokens)); i++ {
		if n, _ := a.country(i); n >= 0 {
			return n
		}
	}
	return -1
}

// home gives the country that a report is from, as its dateline says: "OSLO,
// March 5 —"; -1 when it has none or is written where others meet.
func (a *article) home() int {
	first := a.opening()
	for i := first; i < min(first+4, len(a.doc.Tokens)); i++ {
		if a.token(i).Paragraph > a.token(first).Paragraph {
			break
		}
		n, w := a.capitalOf(i)
		if n < 0 {
			n, w = a.country(i)
		}
		if n < 0 {
			continue
		}
		switch world().nations[n].name {
		case "Austria", "Belgium":
			return -1 // Vienna and Brussels are the seats of bodies of many countries
		}
		for k := i + w; k < min(i+w+10, len(a.doc.Tokens)); k++ {
			switch a.sign(k) {
			case "—", "–", "-", "--", ":":
				return n
			}
		}
		return -1
	}
	return -1
}

// opening gives the token with which the report itself begins: behind a first paragraph
// that ends in no stop, which is a headline.
func (a *article) opening() int {
	if len(a.doc.Paragraphs) < 2 {
		return 0
	}
	p := a.doc.Paragraphs[0]
	if p.End-p.First > 0 && p.End-p.First < 30 && a.sign(int(p.End)-1) == "" {
		return int(p.End)
	}
	return 0
}
