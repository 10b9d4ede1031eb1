//go:build race

package desk

// under is of how many zones a test takes one: with the race detector on, a sample is
// enough, for each chat stands by itself.
const under = 5
