package digest

import (
	_ "embed" // the table
	"strings"
	"sync"

	"attache"
)

//go:embed topics.txt
var topicsTable string

type topicRow struct {
	name  string
	words []element
}

var topicWords = sync.OnceValue(func() []topicRow {
	var rows []topicRow
	for line := range strings.Lines(topicsTable) {
		if name, words, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			rows = append(rows, topicRow{name, parseElements(words)})
		}
	}
	return rows
})

const (
	topicLead  = 400 // bytes of a text that tell what it is about
	topicLeast = 2   // a title's word weighs two, one of the text one
)

// topicIn is what a report is about: the topic with most words in its title and
// its first lines; "" where they tell none.
func topicIn(title, body string) string {
	head := body
	if len(head) > topicLead {
		head = head[:topicLead]
	}
	t, b := newClause(title), newClause(strings.ToValidUTF8(head, ""))
	best, top := "", topicLeast-1
	for _, row := range topicWords() {
		if n := 2*t.count(row.words) + b.count(row.words); n > top {
			best, top = row.name, n
		}
	}
	return best
}

// topicOf is what the articles that changed a story are about.
func topicOf(articles []attache.Article) string {
	for i := range articles {
		if a := &articles[i]; a.Relevant && a.CopyOf == "" {
			if topic := topicIn(a.Title, textOf(a)); topic != "" {
				return topic
			}
		}
	}
	return ""
}
