package origin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"attache/extract/labels"
)

// standardLead is the first sentence of an article, which stands for its headline.
var standardLead = regexp.MustCompile(`^(.{20,200}?[^A-Z\d][.!?])\s+[A-ZÄÖÜ"„]`)

// row gives a line of a file, counted from 1.
func row(data, number string) (string, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", fmt.Errorf("line %q: %w", number, err)
	}
	lines := strings.Split(data, "\n")
	if n < 1 || n > len(lines) {
		return "", fmt.Errorf("line %d of %d", n, len(lines))
	}
	return lines[n-1], nil
}

// unquoted takes the marks of a table's field off.
func unquoted(s, mark string) string {
	if len(s) > 1 && strings.HasPrefix(s, mark) && strings.HasSuffix(s, mark) {
		return strings.ReplaceAll(s[1:len(s)-1], mark+mark, mark)
	}
	return s
}

// standard reads a line of the German corpus of derStandard: a category and the article, whose quotation marks were lost.
func standard(data, number string) (labels.Text, error) {
	line, err := row(data, number)
	if err != nil {
		return labels.Text{}, err
	}
	_, text, _ := strings.Cut(line, ";")
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "'") {
		text = unquoted(text, "'")
	} else {
		text = unquoted(text, `"`)
	}
	m := standardLead.FindStringSubmatchIndex(text)
	if m == nil {
		return labels.Text{}, fmt.Errorf("line %s has no first sentence", number)
	}
	_, width := utf8.DecodeLastRuneInString(text[:m[1]])
	return labels.Text{Title: text[m[2]:m[3]], Body: text[m[1]-width:]}, nil
}

// masakhane reads a line of the French table of BBC Afrique: category, headline, text, address.
func masakhane(data, number string) (labels.Text, error) {
	line, err := row(data, number)
	if err != nil {
		return labels.Text{}, err
	}
	fields := strings.Split(line, "\t")
	if len(fields) < 3 {
		return labels.Text{}, fmt.Errorf("line %s has %d fields", number, len(fields))
	}
	title, text := unquoted(strings.TrimSpace(fields[1]), `"`), unquoted(strings.TrimSpace(fields[2]), `"`)
	text = strings.TrimSpace(blanks.ReplaceAllString(text, " "))
	return labels.Text{Title: title, Body: newlines.ReplaceAllString(text, "\n\n")}, nil
}
