package feed

import (
	"regexp"
	"strings"
	"time"

	"attache"
	"attache/feed/address"
	"attache/feed/clean"
	plain "attache/internal/text"
)

// oldest is the earliest date an article may claim; older ones are mistakes.
var oldest = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)

// Article makes an article of a source's entry, as of now: clean plain text,
// canonical address, the identities it has where it stands alone. It has no body
// but what the feed gives.
func Article(src attache.Source, f Feed, e Entry, now time.Time) attache.Article {
	a := attache.Article{
		SourceID: src.ID, Outlet: src.Name, OutletKind: src.Kind, Country: src.Country, URL: address.Canonical(e.URL),
		Title: plain.OneLine(e.words("title", e.Title)), Author: bounded(person(e.Author), attache.MaxTitle), Fetched: now.UTC(),
		Published: clamp(e.Published, now), Updated: clamp(e.Updated, now),
	}
	if a.Outlet == "" {
		a.Outlet = clean.Line(f.Title)
	}
	summary, content := e.words("summary", e.Summary), e.words("content", e.Content)
	a.Body = bounded(clean.Tails(longer(content, summary)), attache.MaxBody)
	a.Summary = shortSummary(clean.Tails(summary))
	if len(a.URL) > attache.MaxURL {
		a.URL = ""
	}
	a.Title = bounded(a.Title, attache.MaxTitle)
	a.Lang = tongueOf(src, f, e, a.Title+"\n"+a.Body)
	if a.Title == "" {
		a.Title = firstWords(a.Body)
	}
	if a.Published.IsZero() {
		a.Published = a.Updated
	}
	a.Keys = speakerOf(src).urlKeys(e.URL)
	if e.ID != "" {
		a.Keys = append(a.Keys, speakerOf(src).guidKey(e.ID))
	}
	if len(a.Keys) == 0 {
		a.Keys = []string{"text:" + src.ID + ":" + attache.TextHash(a.Title, a.Body)}
	}
	a.ID = attache.ArticleID(a.Keys[0])
	a.Hash = attache.TextHash(a.Title, a.Body)
	return a
}

// clamp gives a believable publication time, or zero: none in the future, none
// before there were feeds.
func clamp(t, now time.Time) time.Time {
	switch {
	case t.IsZero() || t.Before(oldest):
		return time.Time{}
	case t.After(now):
		return now.UTC()
	}
	return t.UTC()
}

var (
	nameFirst  = regexp.MustCompile(`^([^(<]+?)\s*[(<]\s*[^()<>\s]+@[^()<>\s]+\s*[)>]$`)
	emailFirst = regexp.MustCompile(`^[^()<>\s]+@[^()<>\s]+\s*[(<]\s*([^()<>]+?)\s*[)>]$`)
)

// person gives an author's name without the mail address beside it. An address
// alone names nobody.
func person(author string) string {
	author = plain.OneLine(clean.Text(author))
	for _, form := range []*regexp.Regexp{nameFirst, emailFirst} {
		if m := form.FindStringSubmatch(author); m != nil {
			return m[1]
		}
	}
	if strings.Contains(author, "@") && !strings.Contains(author, " ") {
		return ""
	}
	return author
}

// language gives the first declared language as ISO 639-1.
func language(tags ...string) string {
	for _, tag := range tags {
		primary, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
		if len(primary) == 2 {
			return primary
		}
	}
	return ""
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// bounded cuts a text to so many bytes: after a paragraph, or where none ends
// within its last quarter, after a word.
func bounded(s string, most int) string {
	if len(s) <= most {
		return s
	}
	cut := strings.ToValidUTF8(s[:most], "")
	for _, end := range []string{"\n\n", " "} {
		if i := strings.LastIndex(cut, end); i > most*3/4 {
			return strings.TrimSpace(cut[:i])
		}
	}
	return cut
}

// maxSummary is how many code points of a description are kept: some feeds put
// the whole text there.
const maxSummary = 1000

func shortSummary(s string) string {
	r := []rune(s)
	if len(r) <= maxSummary {
		return s
	}
	cut := string(r[:maxSummary])
	if i := strings.LastIndexAny(cut, " \n"); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimSpace(cut) + "…"
}

// firstWords makes a title for an entry without one: its text's beginning.
func firstWords(body string) string {
	line, _, _ := strings.Cut(body, "\n")
	r := []rune(line)
	if len(r) <= 100 {
		return line
	}
	cut := string(r[:100])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
