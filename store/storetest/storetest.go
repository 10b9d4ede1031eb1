// Package storetest is the contract of a store: every backend passes Run.
package storetest

import (
	"testing"

	"attache"
)

// rule is one sentence of the contract and how it is shown.
type rule struct {
	name string
	test func(t *testing.T, s attache.Store)
}

// Run shows that the stores which open makes keep the contract. Each rule gets
// an empty store of its own, which open closes at the test's end.
func Run(t *testing.T, open func(t *testing.T) attache.Store) {
	t.Helper()
	for _, part := range []struct {
		name  string
		rules []rule
	}{
		{"ingest", ingestRules},
		{"identity", identityRules},
		{"articles", articleRules},
		{"quotes", quoteRules},
		{"stories", storyRules},
		{"keepers", keeperRules},
		{"corrections", correctionRules},
		{"traces", traceRules},
		{"chats", chatRules},
		{"outbox", outboxRules},
		{"model", modelRules},
	} {
		t.Run(part.name, func(t *testing.T) {
			for _, r := range part.rules {
				t.Run(r.name, func(t *testing.T) {
					t.Parallel()
					r.test(t, open(t))
				})
			}
		})
	}
	t.Run("transfer", func(t *testing.T) {
		for _, r := range transferRules {
			t.Run(r.name, func(t *testing.T) {
				t.Parallel()
				r.test(t, open(t), open(t))
			})
		}
	})
}
