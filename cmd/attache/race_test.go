//go:build race

package main

// raced tells that the race detector watches: it multiplies time and memory, so
// tests of load are shorter and their bounds of memory hold elsewhere.
const raced = true
