// Package cluster puts a stream of articles into stories: one event as many
// outlets of many languages report it.
//
// An article becomes vectors of stems, names, numbers and actors. An inverted
// index over the open stories gives candidates, a learned model decides
// between merging with the best of them and beginning a new story, and texts
// that republish another are found by SimHash and confirmed by shingles.
// Everything held is bounded: by a window of time, a number of stories, and
// caps on what is kept of each.
package cluster
