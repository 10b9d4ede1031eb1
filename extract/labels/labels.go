// Package labels holds what a careful reader said about real news: for each article whether it is diplomacy, what the main actor does to
// whom, and of every marked stretch whether it is a quotation and whose. Enters: the JSON Lines of articles/, and the texts they belong to
// (which are not here: most may not be passed on; origin reads them where they are to be had). Leaves: gold articles for learning
// and measuring.
//
// Offsets count code points of the text (not bytes), end exclusive.
package labels

import (
	"bufio"
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed articles/*.jsonl again.jsonl
var articles embed.FS

// Voice is who speaks: Speaker at the fullest that the article gives, Also other right answers, Role as the article gives it.
// "unnamed: …" describes a speaker without a name, "nobody" one who cannot be told from the article.
type Voice struct {
	Speaker string   `json:"speaker"`
	Also    []string `json:"also,omitempty"`
	Role    string   `json:"role,omitempty"`
}

// Quote is a quotation: the stretches of the text that hold the words, in order, without their marks.
type Quote struct {
	At [][2]int `json:"at"`
	Voice
}

// Turn is a label before the colon of a transcript's turns, and who stands behind it; Question: an asker, nobody's statement.
type Turn struct {
	Label    string `json:"label"`
	Question bool   `json:"question,omitempty"`
	Voice
}

// Label is what a reader said about one article.
type Label struct {
	ID        string   `json:"id"`
	Outlet    string   `json:"outlet"`
	Lang      string   `json:"lang"`
	URL       string   `json:"url,omitempty"`
	Published string   `json:"published,omitempty"`
	Origin    Origin   `json:"from"`
	Sum       string   `json:"sum"` // of the text: first 16 hexadecimal digits of SHA-256
	Diplomacy bool     `json:"diplomacy"`
	Event     string   `json:"event,omitempty"` // what the main actor does, of Events
	Source    []string `json:"source,omitempty"`
	Target    []string `json:"target,omitempty"`
	Quotes    []Quote  `json:"quotes"`
	Scare     [][2]int `json:"scare"` // marked stretches that are nobody's words here: names, titles, terms, irony
	Turns     []Turn   `json:"turns,omitempty"`
	Signed    *Voice   `json:"signed,omitempty"`  // who made the whole text as a statement of their own
	Damaged   bool     `json:"damaged,omitempty"` // marks were lost on the way; counts for relevance and event alone
	Held      bool     `json:"held,omitempty"`    // of the fifth kept apart by outlet: for measuring, never for learning
}

// Origin is where a text is to be had: a public repository ("owner/name") or the set of unlabelled texts ("pool"),
// and a path in it, after # the part of the file (a line, a document).
type Origin struct {
	Repository string `json:"repository"`
	Path       string `json:"path"`
}

// Events are the kinds of acts, from what is said to what is done.
var Events = []string{
	"STATEMENT", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
	"SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}

// All gives every label, by language and name. An error names the file and the line.
func All() ([]Label, error) {
	names, err := fs.Glob(articles, "articles/*.jsonl")
	if err != nil {
		return nil, err
	}
	var all []Label
	for _, name := range names {
		some, err := read(name)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b Label) int { return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// Again gives the second, blind reading of some of the articles: for agreement, not for use as labels.
func Again() ([]Label, error) { return read("again.jsonl") }

func read(name string) ([]Label, error) {
	data, err := articles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []Label
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var l Label
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		all = append(all, l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}
