package origin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"attache/extract/labels"
)

// The Spanish news agency's texts of a shared task on names come as tokens a line; articles run into one another, each begins at its
// dateline.

var (
	conllDate   = regexp.MustCompile(`\d+ \(?(?:may|mayo|May)\.?,? ?\( ?EFE|\( EFE`)
	conllEmpty  = regexp.MustCompile(`\n\s*\n`)
	conllCloser = regexp.MustCompile(`^[,.;:)?!%…]+$`)
)

// conll puts an article's tokens together again: a sentence a paragraph, joined while a quotation is open, six at most.
func conll(data, number string) (labels.Text, error) {
	want, err := strconv.Atoi(number)
	if err != nil {
		return labels.Text{}, err
	}
	var doc [][]string
	n := 0
	for block := range strings.SplitSeq(conllEmpty.ReplaceAllString(data, "\x00"), "\x00") {
		words := tokens(block)
		if len(words) == 0 || words[0] == "-DOCSTART-" {
			continue
		}
		if len(words) < 40 && conllDate.MatchString(strings.Join(words, " ")) {
			if len(doc) > 0 {
				if n == want {
					break
				}
				n++
			}
			doc = nil
		}
		doc = append(doc, words)
	}
	if n != want {
		return labels.Text{}, fmt.Errorf("no article %d", want)
	}
	return article("", paragraphs(doc)), nil
}

func tokens(block string) []string {
	var words []string
	for line := range strings.SplitSeq(block, "\n") {
		if f := strings.Fields(line); len(f) > 0 {
			words = append(words, f[0])
		}
	}
	return words
}

func paragraphs(doc [][]string) []string {
	var out, open []string
	for _, words := range doc {
		open = append(open, together(words))
		if joined := strings.Join(open, " "); strings.Count(joined, `"`)%2 == 0 || len(open) > 5 {
			out, open = append(out, joined), nil
		}
	}
	if len(open) > 0 {
		out = append(out, strings.Join(open, " "))
	}
	return out
}

func together(words []string) string {
	var out strings.Builder
	last := "" // what the text ends with, where that decides on a blank
	open := false
	for _, w := range words {
		s := out.String()
		switch {
		case w == `"` && !open:
			if s != "" && !strings.HasSuffix(s, " ") && !hasAny(s, "(", "¿", "¡") {
				out.WriteByte(' ')
			}
			open = true
		case w == `"`:
			open = false
		case s == "" || hasAny(s, "(", "¿", "¡") || open && last == `"` || conllCloser.MatchString(w):
		default:
			out.WriteByte(' ')
		}
		out.WriteString(w)
		last = w
	}
	return out.String()
}

func hasAny(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
