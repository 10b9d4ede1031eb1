package web

import (
	"container/list"
	"context"
	"net/http"
	"strings"
	"sync"

	"attache"
	"attache/internal/country"
	"attache/internal/picture"
)

// cards keeps pictures that unfold where a page is shared, by what they say: the same
// words are the same picture, whatever becomes of the page. It is bounded by bytes; what
// was asked for longest ago leaves first.
type cards struct {
	general []byte // the archive's own

	mu     sync.Mutex
	drawn  map[picture.Card]*list.Element // of drawnCard
	recent *list.List
	bytes  int
}

type drawnCard struct {
	card picture.Card
	png  []byte
}

// cardBytes is how much the cards that are kept may take.
const cardBytes = 8 << 20

func newCards() (*cards, error) {
	c := &cards{drawn: map[picture.Card]*list.Element{}, recent: list.New()}
	var err error
	c.general, err = picture.Card{
		Words: "Diplomacy, word for word",
		Who:   "Who met whom, what was agreed or refused, and who said exactly what",
	}.Draw()
	return c, err
}

// draw gives a card as PNG.
func (c *cards) draw(k picture.Card) ([]byte, error) {
	c.mu.Lock()
	if at := c.drawn[k]; at != nil {
		c.recent.MoveToFront(at)
		c.mu.Unlock()
		return at.Value.(drawnCard).png, nil
	}
	c.mu.Unlock()
	png, err := k.Draw()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drawn[k] == nil {
		c.drawn[k] = c.recent.PushFront(drawnCard{k, png})
		c.bytes += len(png)
	}
	for c.bytes > cardBytes {
		oldest := c.recent.Remove(c.recent.Back()).(drawnCard)
		delete(c.drawn, oldest.card)
		c.bytes -= len(oldest.png)
	}
	return png, nil
}

func (s *Site) storyCard(w http.ResponseWriter, r *http.Request) error {
	id, ok := strings.CutSuffix(r.PathValue("file"), ".png")
	if !ok {
		return attache.ErrNotFound
	}
	story, err := s.Store.Story(r.Context(), id)
	if err != nil {
		return err
	}
	parties := make([]string, 0, 3)
	for _, code := range limit(story.Actors, 3) {
		parties = append(parties, country.Name(code, "en"))
	}
	return s.sendCard(w, r, picture.Card{
		Words: story.Headline, Who: strings.Join(parties, ", "),
		Where: count(len(story.Outlets), "outlet", "outlets") + " · " + story.Last.UTC().Format("2 January 2006"),
	})
}

func (s *Site) quoteCard(w http.ResponseWriter, r *http.Request) error {
	id, ok := strings.CutSuffix(r.PathValue("file"), ".png")
	if !ok {
		return attache.ErrNotFound
	}
	q, err := s.quoted(r.Context(), id)
	if err != nil {
		return err
	}
	who := q.Speaker
	if q.Role != "" {
		who += ", " + q.Role
	}
	return s.sendCard(w, r, picture.Card{
		Words: q.Text, Quoted: true, Who: who, Where: q.Outlet + " · " + q.Published.UTC().Format("2 January 2006"),
	})
}

func (s *Site) quoted(ctx context.Context, id string) (attache.Quote, error) {
	q, _, err := s.findQuote(ctx, id)
	return q, err
}

// sendCard draws a card; the general one where its words cannot be drawn.
func (s *Site) sendCard(w http.ResponseWriter, r *http.Request, k picture.Card) error {
	png, err := s.cards.draw(k)
	if err != nil {
		s.Logger.Debug("a card has words that cannot be drawn", "path", r.URL.Path, "err", err)
		png = s.cards.general
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return send(w, r, http.StatusOK, png)
}
