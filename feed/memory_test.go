package feed

import (
	"context"
	"slices"
	"sync"

	"attache"
)

// memory is a store of sources and articles in memory.
type memory struct {
	mu       sync.Mutex
	sources  map[string]attache.Source
	articles map[string]attache.Article // by ID
	byKey    map[string]string
	saves    int
}

func newMemory(sources ...attache.Source) *memory {
	m := &memory{sources: map[string]attache.Source{}, articles: map[string]attache.Article{}, byKey: map[string]string{}}
	_ = m.PutSources(context.Background(), sources...)
	return m
}

func (m *memory) ListSources(context.Context) ([]attache.Source, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]attache.Source, 0, len(m.sources))
	for _, s := range m.sources {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b attache.Source) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out, nil
}

func (m *memory) PutSources(_ context.Context, sources ...attache.Source) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range sources {
		m.sources[s.ID] = s
	}
	return nil
}

func (m *memory) RemoveSource(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.sources[id]; !ok {
		return attache.ErrNotFound
	}
	delete(m.sources, id)
	return nil
}

func (m *memory) source(id string) attache.Source {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sources[id]
}

func (m *memory) Find(_ context.Context, keys ...string) (attache.Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		if id, ok := m.byKey[k]; ok {
			return m.articles[id], nil
		}
	}
	return attache.Article{}, attache.ErrNotFound
}

// save is an Emit.
func (m *memory) save(_ context.Context, articles []attache.Article) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saves++
	for _, a := range articles {
		m.articles[a.ID] = a
		for _, k := range a.Keys {
			if _, ok := m.byKey[k]; !ok {
				m.byKey[k] = a.ID
			}
		}
	}
	return nil
}

func (m *memory) all() []attache.Article {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]attache.Article, 0, len(m.articles))
	for _, a := range m.articles {
		out = append(out, a)
	}
	return out
}

func source(url string) attache.Source {
	return attache.Source{ID: attache.SourceID(url), URL: url, Name: "Alborz News Agency", Kind: attache.StateMedia}
}
