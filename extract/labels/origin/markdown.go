package origin

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

var (
	frontMatter = regexp.MustCompile(`(?s)^---\n(.*?)\n---\n(.*)`)
	frontField  = regexp.MustCompile(`^(\w+):\s*(.*)`)

	apart    = regexp.MustCompile(`(?s)<figure\b.*?</figure>|<style\b.*?</style>|<script\b.*?</script>|<iframe\b.*?</iframe>|<!--.*?-->`)
	picture  = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	link     = regexp.MustCompile(`\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)`)
	leader   = regexp.MustCompile(`(?m)^(#+|>|\*|-) +`)
	tag      = regexp.MustCompile(`<[^>]+>`)
	blanks   = regexp.MustCompile(`[ \t]+`)
	newlines = regexp.MustCompile(`[\t\n\v\f\r \x1c-\x1f\x{85}\p{Z}]*\n[\t\n\v\f\r \x1c-\x1f\x{85}\p{Z}]*`)
)

// front splits a file into the fields of its front matter and the rest.
func front(text string) (map[string]string, string) {
	m := frontMatter.FindStringSubmatch(text)
	if m == nil {
		return nil, text
	}
	fields := map[string]string{}
	for line := range strings.SplitSeq(m[1], "\n") {
		if f := frontField.FindStringSubmatch(line); f != nil {
			fields[f[1]] = strings.Trim(strings.TrimSpace(f[2]), `"'`)
		}
	}
	return fields, m[2]
}

// plain gives the paragraphs of a Markdown or HTML text without its markup.
func plain(md string) []string {
	md = apart.ReplaceAllString(md, "")
	md = picture.ReplaceAllString(md, "")
	md = link.ReplaceAllString(md, "$1")
	md = leader.ReplaceAllString(md, "")
	md = strings.ReplaceAll(md, "\\\n", "\n\n")
	md = strings.ReplaceAll(html.UnescapeString(tag.ReplaceAllString(md, "")), "\u00a0", " ")
	md = blanks.ReplaceAllString(unstressed(md), " ")
	return strings.Split(strings.TrimSpace(newlines.ReplaceAllString(md, "\n\n")), "\n\n")
}

// unstressed leaves the marks of emphasis out: doubled ones, and stars at a word's beginning or end.
func unstressed(s string) string {
	in := []rune(s)
	var out strings.Builder
	for i := 0; i < len(in); i++ {
		if i+1 < len(in) && in[i] == in[i+1] && (in[i] == '*' || in[i] == '_') {
			i++
			continue
		}
		if in[i] == '*' && star(in, i) || in[i] == '\\' && (i == len(in)-1 || i == len(in)-2 && in[i+1] == '\n') {
			continue
		}
		out.WriteRune(in[i])
	}
	return out.String()
}

func star(in []rune, i int) bool {
	after := i+1 < len(in) && wordy(in[i+1])
	if after {
		return i == 0 || !wordy(in[i-1])
	}
	return i > 0 && !unicode.IsSpace(in[i-1])
}

func wordy(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// without leaves the first paragraph out where it repeats the headline.
func without(title string, paras []string) []string {
	if len(paras) > 0 && paras[0] == title {
		return paras[1:]
	}
	return paras
}
