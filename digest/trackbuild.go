package digest

import "attache"

// BuildTrack folds a story into its track as it was stored, or a zero Track.
func BuildTrack(existing attache.Track, s attache.Story, articles ...attache.Article) attache.Track {
	return existing
}
