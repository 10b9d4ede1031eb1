package origin

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"attache/extract/labels"
)

var (
	headlineLink = regexp.MustCompile(`^[^\[]*\[[^\]]*\]\s*`)
	torn         = regexp.MustCompile(`(\.\.\.|…)$`)
	hkEnd        = regexp.MustCompile(`\n+---\n`)
	aamcTitle    = regexp.MustCompile(`(?ms)^title:\s*(.*?)^\w+:`)
	spaces       = regexp.MustCompile(`[\s\p{Z}]+`)
	aamcFurnish  = regexp.MustCompile(`^(JPEG|http|par La r|©)`)
	brownBody    = regexp.MustCompile(`(?s)<body>(.*?)</body>`)
)

// trends reads a collection of what was searched for: an excerpt of a German news article a file, torn paragraphs left out.
func trends(text string) labels.Text {
	fields, body := front(text)
	title := headlineLink.ReplaceAllString(fields["title"], "")
	paras := plain(body)
	if len(paras) > 0 && opening(paras[0]) == opening(title) {
		paras = paras[1:]
	}
	paras = slices.DeleteFunc(paras, func(p string) bool { return torn.MatchString(p) || len([]rune(p)) <= 3 })
	return article(html.UnescapeString(title), paras)
}

func opening(s string) string {
	r := []rune(strings.Trim(s, " ."))
	return string(r[:min(25, len(r))])
}

// hkcnews reads an article of the archive of the Hong Kong paper Citizen News, without its appeals.
func hkcnews(text string) labels.Text {
	fields, body := front(text)
	paras := without(fields["title"], plain(body))
	paras = slices.DeleteFunc(paras, func(p string) bool {
		return strings.Contains(p, "請支持《眾新聞》") || strings.HasPrefix(p, "【")
	})
	whole := hkEnd.Split(strings.Join(paras, "\n\n"), 2)[0]
	return labels.Text{Title: fields["title"], Body: strings.TrimSpace(strings.ReplaceAll(whole, "{{}}", ""))}
}

// aamc reads an article of a French-Armenian site; its front matter breaks the headline over lines.
func aamc(text string) labels.Text {
	m := frontMatter.FindStringSubmatch(text)
	if m == nil {
		return labels.Text{}
	}
	title := ""
	if t := aamcTitle.FindStringSubmatch(m[1] + "\nend:"); t != nil {
		title = strings.Trim(strings.TrimSpace(spaces.ReplaceAllString(t[1], " ")), `"'>-| `)
	}
	paras := slices.DeleteFunc(plain(m[2]), func(p string) bool { return p == title || aamcFurnish.MatchString(p) })
	return article(title, paras)
}

// moldova reads an article of the Moldovan press in Russian.
func moldova(text string) labels.Text {
	fields, body := front(text)
	return article(fields["title"], without(fields["title"], plain(body)))
}

// brown reads a text of the Brown corpus of Ukrainian: the first line is the headline.
func brown(text string) labels.Text {
	if m := brownBody.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	var paras []string
	for line := range strings.SplitSeq(text, "\n") {
		if p := strings.TrimSpace(line); p != "" {
			paras = append(paras, p)
		}
	}
	if len(paras) == 0 {
		return labels.Text{}
	}
	return article(paras[0], paras[1:])
}
