//go:build race

package quote

// under is how many of the shared texts a test skips for each that it reads: with the
// race detector on, a sample is enough, for each text is read by itself.
const under = 15
