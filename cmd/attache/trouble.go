package main

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// troubles are what operators were told and what is not over yet: each is told
// once when it begins, and once when it is over.
type troubles struct {
	mu   sync.Mutex
	open map[string]string // what about: in what words
}

// begin tells whether a trouble is new.
func (t *troubles) begin(about, words string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.open == nil {
		t.open = map[string]string{}
	}
	_, known := t.open[about]
	t.open[about] = words
	return !known
}

// over tells whether there was such a trouble.
func (t *troubles) over(about string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, known := t.open[about]
	delete(t.open, about)
	return known
}

// has tells whether there is such a trouble.
func (t *troubles) has(about string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, known := t.open[about]
	return known
}

// list are the troubles there are, in words.
func (t *troubles) list() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []string
	for _, about := range slices.Sorted(maps.Keys(t.open)) {
		list = append(list, t.open[about])
	}
	return list
}

// trouble tells operators of something once, until it is over.
func (l *live) trouble(ctx context.Context, about, words string) {
	if l.troubles.begin(about, words) {
		l.app.notify(ctx, words)
	}
}

// calm tells operators that something they were told of is over.
func (l *live) calm(ctx context.Context, about, words string) {
	if l.troubles.over(about) {
		l.app.notify(ctx, words)
	}
}
