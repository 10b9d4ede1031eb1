// Package digest turns articles into stories, stories into tracks and
// editions, and a chat's schedule into slots.
//
// Articles enter with their Reading (extraction's result) and leave assigned
// to a story by a Clusterer, which streams: it holds a sliding window in
// memory and never asks the store. BuildStory and BuildTrack fold articles
// into what the store keeps; Compile reads it back and composes an Edition,
// chosen and ordered but not rendered. ParseSchedule and Due say when.
//
// Everything is extractive: each sentence of an edition occurs word for word
// in an article. Nothing here reads the clock; the caller passes the time.
package digest
