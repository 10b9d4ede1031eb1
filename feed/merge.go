package feed

import (
	"slices"
	"strings"

	"attache"
)

// Merge brings a stored article up to date with a newly read one of the same
// speaker: the same ID, all keys of both, the earlier title kept in Titles, the
// first publication time. changed tells whether anything a reader sees is
// different; where it is not, merged is old with the new keys. A text that got
// much shorter is a page that was not read well, and does not replace a longer
// one. Where the outlet's other feed carries the same page, its wording is not a
// correction: only a text that was missing is taken from it. What another source
// says of the page is no part of the article at all: merged is old.
func Merge(old, fresh attache.Article) (merged attache.Article, changed bool) {
	merged = old
	other := fresh.SourceID != old.SourceID
	if !SameSpeaker(old, fresh) {
		return merged, false
	}
	merged.Keys = union(old.Keys, fresh.Keys)
	merged.URL, merged.Own = first(old.URL, fresh.URL), old.Own || fresh.Own
	if other {
		merged.Author = first(old.Author, fresh.Author)
		return mergeOther(merged, fresh)
	}
	merged.Author = first(fresh.Author, old.Author)
	if corrected(old, fresh) {
		merged.URL, merged.Own = fresh.URL, fresh.Own
	}
	if len(fresh.Titles) > len(old.Titles) {
		merged.Titles = fresh.Titles // merged before
	}
	if fresh.Title != "" && fresh.Title != old.Title {
		if n := len(merged.Titles); n == 0 || merged.Titles[n-1].Title != old.Title {
			merged.Titles = append(slices.Clip(merged.Titles), attache.TitleChange{Title: old.Title, Until: fresh.Fetched})
		}
		merged.Titles = merged.Titles[max(len(merged.Titles)-maxTitles, 0):]
		merged.Title, changed = fresh.Title, true
	}
	mergedBefore := len(fresh.Edits) > 0 && (len(old.Edits) == 0 || fresh.Edits[len(fresh.Edits)-1].At.After(old.Edits[len(old.Edits)-1].At))
	if mergedBefore {
		merged.Edits = fresh.Edits
	}
	if fresh.Body != "" && fresh.Body != old.Body && !shrunk(old.Body, fresh.Body) {
		completed := onlySummary(old.Body) && len(fresh.Body) > 2*len(old.Body)
		if e, ok := edited(old.Body, fresh.Body, fresh.Fetched); ok && !completed && !mergedBefore {
			merged.Edits = append(slices.Clip(merged.Edits), e)
			merged.Edits = merged.Edits[max(len(merged.Edits)-maxEdits, 0):]
		}
		merged.Body, changed = fresh.Body, true
	}
	if fresh.Summary != "" {
		merged.Summary = fresh.Summary
	}
	if merged.Published.IsZero() {
		merged.Published = fresh.Published
	}
	if fresh.Updated.After(merged.Updated) {
		merged.Updated = fresh.Updated
	}
	if changed {
		merged.Fetched = fresh.Fetched
		merged.Lang = first(fresh.Lang, old.Lang)
		merged.Hash = attache.TextHash(merged.Title, merged.Body)
	}
	return merged, changed
}

// corrected tells whether an outlet gave a known article another address: one
// that is not among those by which it is known.
func corrected(old, fresh attache.Article) bool {
	k := pageKey(fresh.URL)
	return k != "" && !slices.ContainsFunc(old.Keys, func(key string) bool { return strings.HasSuffix(key, ":"+k) }) &&
		slices.ContainsFunc(fresh.Keys, func(key string) bool { return strings.HasSuffix(key, ":"+k) })
}

// maxTitles bounds the history of an outlet that tries its titles on readers.
const maxTitles = 20

// SameSpeaker tells whether two articles with a common identity may be one: they
// are of one source, or share an identity that only the feeds of one outlet have.
func SameSpeaker(a, b attache.Article) bool {
	return a.SourceID == b.SourceID || slices.ContainsFunc(a.Keys, func(k string) bool {
		return strings.HasPrefix(k, outletPrefix) && slices.Contains(b.Keys, k)
	})
}

// mergeOther merges what the outlet's other feed says of the same page.
func mergeOther(merged, fresh attache.Article) (attache.Article, bool) {
	if len(fresh.Body) <= 2*len(merged.Body) || !onlySummary(merged.Body) {
		return merged, false
	}
	merged.Body = fresh.Body
	merged.Lang = first(merged.Lang, fresh.Lang)
	merged.Hash = attache.TextHash(merged.Title, merged.Body)
	return merged, true
}

// shrunk tells whether a text lost so much that it is rather a bad reading
// than a correction.
func shrunk(old, fresh string) bool { return len(fresh)*2 < len(old) }

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, k := range b {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
