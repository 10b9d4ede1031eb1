// Package zone gives time zones by their names, each read once: reading one takes
// longer than composing a digest, and there are a few hundred.
package zone

import (
	"sync"
	"time"
)

var read sync.Map // of name to *time.Location

// Of is the first of these names that is a time zone (IANA); UTC where none is.
func Of(names ...string) *time.Location {
	for _, name := range names {
		if name == "" {
			continue
		}
		if known, ok := read.Load(name); ok {
			return known.(*time.Location)
		}
		if fresh, err := time.LoadLocation(name); err == nil {
			read.Store(name, fresh)
			return fresh
		}
	}
	return time.UTC
}
