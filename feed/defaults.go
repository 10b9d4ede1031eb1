package feed

import "attache"

// Defaults are the sources a new installation begins with. Their addresses
// come from knowledge, not from a visit: each is unverified until it gave
// articles, and one that does not answer is paused in silence.
func Defaults() []attache.Source { return nil }
