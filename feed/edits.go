package feed

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
)

// The bounds of what is kept of an outlet's changes.
const (
	maxEdits        = 8   // of an article, the latest
	maxEditSentence = 12  // that went, and that came, with one change
	maxSentence     = 600 // code points; a longer one is cut and ends so: …
)

// edited tells what of a text an outlet changed: the sentences that went and
// those that came. False where nothing went, for a text that only grew was
// completed or continued; and where hardly anything stayed, for that is another
// reading of the page, or another page.
func edited(old, fresh string, at time.Time) (attache.Edit, bool) {
	was, is := sentences(old), sentences(fresh)
	e := attache.Edit{At: at.UTC()}
	gone, came := missing(was, is), missing(is, was)
	if len(gone) == 0 || len(gone)*2 > len(was) && len(was) > 1 || len(was) == 1 && len(came) > 1 {
		return e, false
	}
	e.Gone, e.Came = gone[:min(len(gone), maxEditSentence)], came[:min(len(came), maxEditSentence)]
	return e, true
}

// missing are the sentences of a text that another has not, whatever their
// spaces and punctuation are.
func missing(of, in []string) []string {
	have := make(map[string]bool, len(in))
	for _, s := range in {
		have[keyForm(s)] = true
	}
	var out []string
	for _, s := range of {
		if k := keyForm(s); k != "" && !have[k] && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for i, s := range out {
		if utf8.RuneCountInString(s) > maxSentence {
			out[i] = string([]rune(s)[:maxSentence]) + "…"
		}
	}
	return out
}

// sentences cuts a text where a sentence ends: at a line's end, and after a
// mark that ends one and what closes it, before a space and anything but a
// small letter. An abbreviation may cut too much; both texts are cut alike.
func sentences(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		r := []rune(line)
		start := 0
		for i := range r {
			if !strings.ContainsRune(".!?。！？…", r[i]) {
				continue
			}
			end := i + 1
			for end < len(r) && strings.ContainsRune(".!?…\"”’»)」』", r[end]) {
				end++
			}
			wide := strings.ContainsRune("。！？", r[i])
			if end < len(r) && !wide && (!unicode.IsSpace(r[end]) || end+1 < len(r) && unicode.IsLower(r[end+1])) || end <= start {
				continue
			}
			out = addSentence(out, string(r[start:end]))
			start = end
		}
		out = addSentence(out, string(r[start:]))
	}
	return out
}

func addSentence(list []string, s string) []string {
	if s = strings.TrimSpace(s); s != "" {
		list = append(list, s)
	}
	return list
}
