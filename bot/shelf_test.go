package bot

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

// shelf is the real store in a temporary folder, with what a test needs to put
// things there, to look at them, and to have it fail.
type shelf struct {
	*bolt.Store
	t testing.TB

	mu      sync.Mutex
	failure error // what reading and writing return, when set
	burnt   bool  // every article is gone
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	s, err := bolt.Open(t.Context(), filepath.Join(t.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &shelf{Store: s, t: t}
}

// must fails the test where a store does.
func (s *shelf) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// background is for what a test does itself, also after its own context ended.
func background() context.Context { return context.Background() }

func (s *shelf) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = err
}

func (s *shelf) failing() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failure
}

// load puts things there that are not there yet.
func (s *shelf) load(records ...attache.Record) {
	s.t.Helper()
	_, err := s.Load(background(), records...)
	s.must(err)
}

// put stores a chat as it is given.
func (s *shelf) put(chat attache.Chat) {
	s.t.Helper()
	s.must(s.Store.UpdateChat(background(), chat.ID, func(c *attache.Chat) error {
		*c = chat
		return nil
	}))
}

// chat is a chat as it is stored; a zero one where there is none.
func (s *shelf) chat(id string) attache.Chat { return s.chats()[id] }

func (s *shelf) chats() map[string]attache.Chat {
	s.t.Helper()
	all := map[string]attache.Chat{}
	s.must(s.EachChat(background(), func(c attache.Chat) error {
		all[c.ID] = c
		return nil
	}))
	return all
}

// deliveries are all there are, settled or not.
func (s *shelf) deliveries() []attache.Delivery {
	s.t.Helper()
	var all []attache.Delivery
	s.must(s.Dump(background(), func(r attache.Record) error {
		if r.Delivery != nil {
			all = append(all, *r.Delivery)
		}
		return nil
	}))
	return all
}

// article and story are as they are stored, and must be there.
func (s *shelf) article(id string) attache.Article {
	s.t.Helper()
	a, err := s.Store.Article(background(), id)
	s.must(err)
	return a
}

func (s *shelf) story(id string) attache.Story {
	s.t.Helper()
	story, err := s.Story(background(), id)
	s.must(err)
	return story
}

// file stores an article with its story.
func (s *shelf) file(a attache.Article, story attache.Story) {
	s.t.Helper()
	s.must(s.Save(background(), attache.Filing{Article: a, Story: story}))
}

// note is a note as text; "" where there is none.
func (s *shelf) note(key string) string {
	raw, _ := s.Store.Note(background(), key)
	return string(raw)
}

// The store, where it may fail.

func (s *shelf) Articles(ctx context.Context, q attache.ArticleQuery) ([]attache.Article, string, error) {
	if err := s.failing(); err != nil || s.burnt {
		return nil, "", err
	}
	return s.Store.Articles(ctx, q)
}

func (s *shelf) Article(ctx context.Context, id string) (attache.Article, error) {
	if s.burnt {
		return attache.Article{}, attache.ErrNotFound
	}
	return s.Store.Article(ctx, id)
}

func (s *shelf) Quotes(ctx context.Context, q attache.QuoteQuery) ([]attache.Quote, string, error) {
	if err := s.failing(); err != nil {
		return nil, "", err
	}
	return s.Store.Quotes(ctx, q)
}

func (s *shelf) Track(ctx context.Context, id string) (attache.Track, error) {
	if err := s.failing(); err != nil {
		return attache.Track{}, err
	}
	return s.Store.Track(ctx, id)
}

func (s *shelf) Chat(ctx context.Context, id string) (attache.Chat, error) {
	if err := s.failing(); err != nil {
		return attache.Chat{}, err
	}
	return s.Store.Chat(ctx, id)
}

func (s *shelf) UpdateChat(ctx context.Context, id string, change func(*attache.Chat) error) error {
	if err := s.failing(); err != nil {
		return err
	}
	return s.Store.UpdateChat(ctx, id, change)
}

func (s *shelf) Settle(ctx context.Context, d attache.Delivery) error {
	if err := s.failing(); err != nil {
		return err
	}
	return s.Store.Settle(ctx, d)
}

func (s *shelf) Note(ctx context.Context, key string) ([]byte, error) {
	if err := s.failing(); err != nil {
		return nil, err
	}
	return s.Store.Note(ctx, key)
}

func (s *shelf) SetNote(ctx context.Context, key string, value []byte) error {
	if err := s.failing(); err != nil {
		return err
	}
	return s.Store.SetNote(ctx, key, value)
}

func (s *shelf) Claim(ctx context.Context, now, lease time.Time, limit int) ([]attache.Delivery, error) {
	if err := s.failing(); err != nil {
		return nil, err
	}
	return s.Store.Claim(ctx, now, lease, limit)
}
