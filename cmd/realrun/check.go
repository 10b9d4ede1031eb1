package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// check compares what is stored with what was served.
func check(ctx context.Context, p *process, s *served) error {
	stored, articles, err := export(ctx, p)
	if err != nil {
		return err
	}
	entries, feeds := 0, 0
	var lost []string
	for _, source := range s.sources {
		expected := s.documents[source.URL].expected(source)
		if len(expected) > 0 {
			feeds++
		}
		for _, keys := range expected {
			entries++
			if !known(stored, keys) {
				lost = append(lost, source.URL+" "+strings.Join(keys, " "))
			}
		}
	}
	fmt.Printf("%d documents, %d feeds with entries, %d entries, %d articles stored, %d lost, peak memory %d MB\n",
		len(s.sources), feeds, entries, articles, len(lost), p.peak()>>20)
	switch log := p.log.String(); {
	case strings.Contains(log, "panic"):
		return fmt.Errorf("the log speaks of a panic:\n%s", log[max(0, strings.Index(log, "panic")-500):])
	case len(lost) > 0:
		return fmt.Errorf("articles were lost:\n%s", strings.Join(lost[:min(len(lost), 20)], "\n"))
	case p.peak() > maxMemory:
		return fmt.Errorf("the binary took %d MB, more than %d", p.peak()>>20, maxMemory>>20)
	}
	return nil
}

// export gives every key of every stored article, and how many there are.
func export(ctx context.Context, p *process) (keys map[string]bool, articles int, err error) {
	out, err := p.attache(ctx, "export").Output()
	if err != nil {
		return nil, 0, fmt.Errorf("attache export: %w", err)
	}
	keys = map[string]bool{}
	for line := range bytes.Lines(out) {
		var record struct {
			Type string   `json:"type"`
			Keys []string `json:"keys"`
		}
		if err := json.Unmarshal(line, &record); err != nil {
			return nil, 0, fmt.Errorf("attache export: %w", err)
		}
		if record.Type != "article" {
			continue
		}
		articles++
		for _, key := range record.Keys {
			keys[key] = true
		}
	}
	return keys, articles, nil
}

// known tells whether an entry is stored: under its id at its source where it
// has one, since many entries of these collections share one address.
func known(stored map[string]bool, keys []string) bool {
	for _, key := range keys {
		if strings.HasPrefix(key, "guid:") {
			return stored[key]
		}
	}
	return slices.ContainsFunc(keys, func(key string) bool { return stored[key] })
}
