package web

import (
	"context"
	"fmt"
	"image/png"
	"net/http"
	"strings"

	"attache"
	"attache/internal/country"
)

// cards draw the pictures that unfold where a page is shared: 1200×630 pixels,
// as Open Graph has them.
type cards struct {
	letters *letters
	general []byte // the archive's own
}

func newCards() (*cards, error) {
	l, err := loadLetters()
	if err != nil {
		return nil, err
	}
	c := &cards{letters: l}
	c.general, err = c.draw(card{
		Words: "Diplomacy, word for word",
		Who:   "Who met whom, what was agreed or refused, and who said exactly what",
	})
	return c, err
}

// card is what a picture says. Its words stand whole or not at all.
type card struct {
	Words  string
	Quoted bool
	Who    string // speaker and role
	Where  string // outlet and date
}

// encoder makes small pictures fast.
var encoder = png.Encoder{CompressionLevel: png.BestSpeed}

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
	return s.sendCard(w, r, card{
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
	return s.sendCard(w, r, card{Words: q.Text, Quoted: true, Who: who, Where: q.Outlet + " · " + q.Published.UTC().Format("2 January 2006")})
}

func (s *Site) quoted(ctx context.Context, id string) (attache.Quote, error) {
	q, _, err := s.findQuote(ctx, id)
	return q, err
}

// sendCard draws a card; the general one where its words cannot be drawn.
func (s *Site) sendCard(w http.ResponseWriter, r *http.Request, c card) error {
	picture, err := s.cards.draw(c)
	if err != nil {
		s.Logger.Debug("a card has words that cannot be drawn", "path", r.URL.Path, "err", err)
		picture = s.cards.general
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	return send(w, r, http.StatusOK, picture)
}

// errNoRoom is that words are too long for a card.
var errNoRoom = fmt.Errorf("the words have no room on a card")
