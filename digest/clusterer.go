package digest

import "attache/digest/cluster"

// Clusterer puts a stream of articles into stories; see package cluster.
type Clusterer = cluster.Clusterer

// Options tune a Clusterer.
type Options = cluster.Options

// Assignment is where an article belongs.
type Assignment = cluster.Assignment

// NewClusterer returns an empty Clusterer.
func NewClusterer(o Options) *Clusterer { return cluster.New(o) }
