package main

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"attache/feed"
	"attache/feed/charset"
	"attache/feed/when"
)

// readable gives the document as UTF-8, for reading its comment.
func readable(data []byte) string {
	text, _ := charset.ToUTF8(data, "")
	return string(text)
}

// clause is "path == literal" of an Expect line, a Python expression over the
// result of feedparser. either has the other values that would do.
type clause struct {
	path string
	want []string
	ord  bool // of its only character
	time bool
}

var (
	equal   = regexp.MustCompile(`(ord\()?((?:entries\[\d+\]|feed)(?:\[[^\]]+\]|\.\w+)+)\)?\s*==\s*(.+)$`)
	another = regexp.MustCompile(`^\s*((?:entries\[\d+\]|feed)(?:\[[^\]]+\]|\.\w+)+)\s*==\s*(.+)$`)
)

// clauses gives the comparisons of an Expect line that we understand.
func clauses(expr string) []clause {
	var out []clause
	for _, part := range splitTop(expr, " and ") {
		part = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(part), "("), ")")
		alternatives := splitTop(part, " or ")
		m := equal.FindStringSubmatch(alternatives[0])
		if m == nil || strings.HasPrefix(alternatives[0], "not ") && len(alternatives) == 1 {
			continue
		}
		rest := m[3]
		paths := []string{m[2]}
		for { // a == b == 'x'
			next := another.FindStringSubmatch(rest)
			if next == nil {
				break
			}
			paths, rest = append(paths, next[1]), next[2]
		}
		want, isTime, ok := literal(rest)
		if !ok {
			continue
		}
		wants := []string{want}
		for _, alt := range alternatives[1:] {
			if m := equal.FindStringSubmatch(alt); m != nil {
				if v, _, ok := literal(m[3]); ok {
					wants = append(wants, v)
				}
			}
		}
		for _, p := range paths {
			out = append(out, clause{path: p, want: wants, ord: m[1] != "", time: isTime})
		}
	}
	return out
}

// splitTop splits outside of string literals.
func splitTop(s, sep string) []string {
	var out []string
	start, quote := 0, ""
	for i := 0; i < len(s); i++ {
		switch {
		case quote != "":
			if s[i] == '\\' {
				i++
			} else if strings.HasPrefix(s[i:], quote) {
				i += len(quote) - 1
				quote = ""
			}
		case strings.HasPrefix(s[i:], "'''"):
			quote = "'''"
			i += 2
		case s[i] == '\'' || s[i] == '"':
			quote = s[i : i+1]
		case strings.HasPrefix(s[i:], sep):
			out = append(out, s[start:i])
			start = i + len(sep)
			i = start - 1
		}
	}
	return append(out, s[start:])
}

// literal reads a Python string (or several, added), number or time tuple.
func literal(s string) (value string, isTime, ok bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") {
		return tuple(s)
	}
	if _, err := strconv.Atoi(s); err == nil {
		return s, false, true
	}
	var b strings.Builder
	for _, part := range splitTop(s, " + ") {
		v, ok := pyString(strings.TrimSpace(part))
		if !ok {
			return "", false, false
		}
		b.WriteString(v)
	}
	return b.String(), false, true
}

// tuple reads (2003, 12, 31, 10, 14, 55, 2, 365, 0).
func tuple(s string) (string, bool, bool) {
	var n []int
	for f := range strings.SplitSeq(strings.Trim(s, "() "), ",") {
		v, err := strconv.Atoi(strings.TrimSpace(f))
		if err != nil {
			return "", false, false
		}
		n = append(n, v)
	}
	if len(n) != 9 {
		return "", false, false
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	return t.Format(time.RFC3339), true, true
}

// pyString reads a string literal of Python.
func pyString(s string) (string, bool) {
	s = strings.TrimPrefix(s, "u")
	for _, q := range []string{"'''", "'", `"`} {
		if len(s) < 2*len(q) || !strings.HasPrefix(s, q) || !strings.HasSuffix(s, q) {
			continue
		}
		body := s[len(q) : len(s)-len(q)]
		var b strings.Builder
		for body != "" {
			if strings.HasPrefix(body, `\'`) || strings.HasPrefix(body, `\"`) {
				b.WriteByte(body[1])
				body = body[2:]
				continue
			}
			if strings.HasPrefix(body, `\x`) && len(body) >= 4 { // a code point, not a byte
				n, err := strconv.ParseUint(body[2:4], 16, 8)
				if err != nil {
					return "", false
				}
				b.WriteRune(rune(n)) //nolint:gosec // eight bits
				body = body[4:]
				continue
			}
			r, _, tail, err := strconv.UnquoteChar(body, 0)
			if err != nil {
				return "", false
			}
			b.WriteRune(r)
			body = tail
		}
		return b.String(), true
	}
	return "", false
}

var step = regexp.MustCompile(`\[['"]?([\w:-]+)['"]?\]|\.(\w+)`)

// value finds what we have at a path; known is false for what `inspect feed`
// does not tell.
func (c clause) value(f feed.Feed) (got string, known bool) {
	root, rest, _ := strings.Cut(c.path, "[")
	var steps []string
	for _, m := range step.FindAllStringSubmatch(c.path[len(root):], -1) {
		steps = append(steps, m[1]+m[2])
	}
	if strings.HasPrefix(c.path, "feed.") {
		root = "feed"
		steps = strings.Split(strings.TrimPrefix(c.path, "feed."), ".")
	}
	_ = rest
	if root == "feed" {
		return feedValue(f, strings.Join(steps, "."))
	}
	if len(steps) < 2 {
		return "", false
	}
	i, err := strconv.Atoi(steps[0])
	if err != nil {
		return "", false
	}
	var e feed.Entry
	if i < len(f.Entries) {
		e = f.Entries[i]
	}
	return entryValue(e, strings.Join(steps[1:], "."))
}

func feedValue(f feed.Feed, path string) (string, bool) {
	switch path {
	case "title", "title_detail.value":
		return f.Title, true
	case "link":
		return f.URL, true
	case "language":
		return f.Lang, true
	}
	return "", false
}

func entryValue(e feed.Entry, path string) (string, bool) {
	switch path {
	case "title", "title_detail.value":
		return e.Title, true
	case "link":
		return e.URL, true
	case "id", "guid":
		return e.ID, true
	case "published", "issued", "published_parsed", "issued_parsed":
		return stamp(e.Published), true
	case "updated", "modified", "date", "updated_parsed", "modified_parsed", "date_parsed":
		return stamp(e.Updated), true
	case "author", "author_detail.name":
		return e.Author, true
	case "summary", "description", "summary_detail.value":
		return e.Summary, true
	case "content.0.value":
		return e.Content, true
	}
	return "", false
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// holds compares. Times agree when they are the same moment, an author also
// when the name beside a mail address is the one expected.
func (c clause) holds(got string) bool {
	for _, want := range c.want {
		if c.ord {
			r := []rune(got)
			if len(r) == 1 {
				return strconv.Itoa(int(r[0])) == c.want[0]
			}
			return false
		}
		if got == want {
			return true
		}
		if strings.Contains(c.path, "author_detail") && strings.Contains(got, want) && want != "" {
			return true
		}
		if t, ok := when.Parse(want); ok && got == stamp(t) {
			return true
		}
	}
	return false
}
