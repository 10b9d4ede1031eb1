package digest

import (
	"attache"
	"attache/digest/cluster"
)

// Clusterer puts a stream of articles into stories; see package cluster.
type Clusterer = cluster.Clusterer

// Options tune a Clusterer.
type Options = cluster.Options

// Assignment is where an article belongs.
type Assignment = cluster.Assignment

// NewClusterer returns an empty Clusterer.
func NewClusterer(o Options) *Clusterer { return cluster.New(o) }

// Recollection is an article as its trace tells it.
type Recollection = cluster.Recollection

// ErrTrace says that a trace was not made by this program.
var ErrTrace = cluster.ErrTrace

// ReadTrace reads what Assignment.Trace was, for Clusterer.Recall.
func ReadTrace(stored attache.Article, trace []byte) (Recollection, error) {
	return cluster.ReadTrace(stored, trace)
}
