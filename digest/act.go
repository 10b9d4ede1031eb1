package digest

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"

	"attache"
)

//go:embed acts.txt
var actsTable string

// actTable is acts.txt.
type actTable struct {
	patterns []actPattern
	hedges   []element
	after    []element
}

type actPattern struct {
	act   attache.Act
	words []element
}

var actWords = sync.OnceValue(func() actTable {
	var t actTable
	for line := range strings.Lines(actsTable) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case !ok || name == "#":
		case name == "hedge":
			t.hedges = append(t.hedges, parseElements(rest)...)
		case name == "after":
			t.after = append(t.after, parseElements(rest)...)
		default:
			t.patterns = append(t.patterns, actPattern{attache.Act(name), parseElements(rest)})
		}
	}
	return t
})

// actIn is what the title of a report, or its first sentence, says that happened;
// "" where neither does. What is only wished, feared or denied did not happen.
func actIn(title, first string) attache.Act {
	if act, told := actOf(title); told {
		return act
	}
	act, _ := actOf(first)
	return act
}

// actOf reads one sentence. It is told even where the act did not happen: then
// nothing else in the report makes it happen.
func actOf(sentence string) (act attache.Act, told bool) {
	t := actWords()
	c := mainClause(sentence, t.after)
	if len(c.words) == 0 {
		return "", false
	}
	for i := range t.patterns {
		at := c.find(t.patterns[i].words)
		if at == nil {
			continue
		}
		if c.hedged(t.hedges, at) {
			return "", true
		}
		return t.patterns[i].act, true
	}
	return "", false
}

// mainClause is a sentence without the clause that tells what was before.
func mainClause(sentence string, after []element) clause {
	c := newClause(sentence)
	begins := func(w string) bool {
		return slices.ContainsFunc(after, func(e element) bool { return !e[0].han && e[0].is(w) })
	}
	if len(c.words) > 0 && begins(c.words[0]) {
		_, rest, ok := strings.Cut(sentence, ",")
		if !ok {
			return clause{}
		}
		c = newClause(rest)
	}
	if i := slices.IndexFunc(c.words, begins); i > 0 {
		c.words = c.words[:i]
	}
	return c
}

// hedged says whether a word before the last of those at makes of it something
// that has not happened.
func (c *clause) hedged(hedges []element, at []int) bool {
	last := slices.Max(at)
	for i, w := range c.words[:min(last+1, len(c.words))] {
		if slices.Contains(at, i) {
			continue
		}
		if slices.ContainsFunc(hedges, func(e element) bool { return !e[0].han && e[0].is(w) }) {
			return true
		}
	}
	return slices.ContainsFunc(hedges, func(e element) bool { return e[0].han && strings.Contains(c.text, e[0].text) })
}

// withAct is a report with what its words say that happened.
func withAct(r attache.Report, a *attache.Article) attache.Report {
	if r.Event.Act != "" {
		return r
	}
	first := ""
	if lead := leadSentences(textOf(a), a.Title, a.Lang, 1); len(lead) > 0 {
		first = lead[0]
	}
	r.Event.Act = actIn(a.Title, first)
	return r
}

// textOf is what there is of an article's text.
func textOf(a *attache.Article) string {
	if a.Body != "" {
		return a.Body
	}
	return a.Summary
}

// actOfStory is what most of the reports that say it say that happened: a third
// of all at least.
func actOfStory(s *attache.Story) attache.Act {
	votes := map[attache.Act]int{}
	own := 0
	for i := range s.Reports {
		if r := &s.Reports[i]; !s.Repeats(r) {
			own++
			votes[r.Event.Act]++
		}
	}
	delete(votes, "")
	best := attache.Act("")
	for act, n := range votes {
		if m := votes[best]; n > m || n == m && act < best {
			best = act
		}
	}
	if votes[best]*3 < own {
		return ""
	}
	return best
}
