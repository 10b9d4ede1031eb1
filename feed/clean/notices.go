package clean

import (
	_ "embed" // the phrases
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed notices.txt
var noticeList string

// phrases are the lines of a section of notices.txt.
func phrases(section string) []string {
	var out []string
	in := false
	for line := range strings.Lines(noticeList) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			in = line == "["+section+"]"
		case in:
			out = append(out, line)
		}
	}
	return out
}

var (
	noticePhrases  = phrases("notice")
	announcements  = asSet(phrases("announce"))
	counterPhrases = asSet(phrases("counter"))
)

func asSet(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

// notices tells whether a sentence or a paragraph is of consent, a check for
// bots, a log-in, a paywall, or a page that is not there.
func notices(text string) bool {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	for _, p := range noticePhrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// Notice tells whether a text is such a notice rather than a report: half of
// its letters stand in paragraphs that are.
func Notice(text string) bool {
	own, all := 0, 0
	for p := range strings.SplitSeq(text, "\n\n") {
		n := utf8.RuneCountInString(p)
		all += n
		if notices(p) {
			own += n
		}
	}
	return all > 0 && own*2 >= all
}

// WithoutNotices drops the paragraphs at the end of a text that are notices, and
// those that follow the first of them there: what stands behind a paywall's
// notice is its offer. What is left may be nothing.
func WithoutNotices(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		rest := strings.Join(paragraphs[i:], "\n\n")
		if utf8.RuneCountInString(p) <= maxNotice && notices(p) && Notice(rest) {
			return strings.Join(paragraphs[:i], "\n\n")
		}
	}
	return text
}

// maxNotice is how many code points a notice has at most in one paragraph.
const maxNotice = 700

// Announces tells whether a heading is that of other news than the page's own.
func Announces(heading string) bool {
	heading = strings.ToLower(strings.TrimFunc(heading, func(r rune) bool { return !unicode.IsLetter(r) }))
	return announcements[strings.Join(strings.Fields(strings.ReplaceAll(heading, "’", "'")), " ")]
}

// Counter tells whether a text only counts its readers: "Views: 1,234".
func Counter(text string) bool {
	digits := strings.IndexFunc(text, unicode.IsDigit)
	if digits < 0 {
		return false
	}
	words := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r == ' ' || unicode.Is(unicode.Mn, r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, text)
	return counterPhrases[strings.Join(strings.Fields(words), " ")]
}
