package bot

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"attache"
	"attache/internal/country"
)

// newsworthyWithin is how far back what is offered to be followed was in the news,
// and mostWeighed how many stories are looked at for it.
const (
	newsworthyWithin = 7 * 24 * time.Hour
	mostWeighed      = 300
)

// newsworthy is who was in the news, and when that was looked up.
type newsworthy struct {
	mu    sync.Mutex
	at    time.Time
	codes []string
}

// inTheNews are the countries and bodies that the latest stories are about, the
// most frequent first; the longer ago, the better than none. They are looked up as
// seldom as the words of the lexicon.
func (b *Bot) inTheNews(ctx context.Context, most int) ([]string, error) {
	n := &b.newsworthy
	n.mu.Lock()
	defer n.mu.Unlock()
	if now := b.Now(); n.codes == nil || now.Sub(n.at) >= lexiconAge || now.Before(n.at) {
		codes, err := b.lookUpNews(ctx)
		if err != nil {
			return nil, err
		}
		n.codes, n.at = codes, now
	}
	return slices.Clone(n.codes[:min(len(n.codes), most)]), nil
}

func (b *Bot) lookUpNews(ctx context.Context) ([]string, error) {
	stories, _, err := b.Store.Stories(ctx, attache.StoryQuery{Since: b.Now().Add(-newsworthyWithin), Relevant: true, Limit: mostWeighed})
	if err == nil && len(stories) == 0 {
		stories, _, err = b.Store.Stories(ctx, attache.StoryQuery{Relevant: true, Limit: mostWeighed})
	}
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var codes []string
	for _, s := range stories {
		for _, code := range s.Actors[:min(len(s.Actors), 4)] {
			if !country.Known(code) {
				continue
			}
			if counts[code] == 0 {
				codes = append(codes, code)
			}
			counts[code]++
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return codes, nil
}
