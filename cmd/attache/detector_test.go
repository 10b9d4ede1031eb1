package main

import "testing"

// withoutDetector leaves a test to the gate's run without the race detector: it has
// many processes, pages or texts one after the other, and nothing side by side that
// shorter tests of the same code have not.
func withoutDetector(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("long and one thing after the other; the gate runs it without the race detector")
	}
}
