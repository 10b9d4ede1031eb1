package feed

import (
	"slices"
	"time"

	"attache"
	"attache/internal/text"
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
	lang := text.Detect(fresh) // both are cut alike
	was, is := text.Whole(old, lang), text.Whole(fresh, lang)
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
		out[i] = text.Shorten(s, maxSentence)
	}
	return out
}
