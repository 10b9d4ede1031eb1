package feed

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache"
	"attache/feed/fetch"
)

// The maps that are looked into until one has news of late.
const (
	maxFollowed = 3
	freshMap    = 4 * 24 * time.Hour
	maxDeep     = 1 // lists of lists: the standard has none, some sites do
)

// follow goes on from a list of sitemaps to the one with the newest news: named
// so, changed last, or with the largest number in its name. deep is how many lists
// led here.
func (p *Poller) follow(ctx context.Context, src attache.Source, index Feed, deep int) (Feed, error) {
	list := slices.Clone(index.Entries)
	slices.Reverse(list) // the last listed is often the newest
	slices.SortStableFunc(list, func(a, b Entry) int {
		if na, nb := namesNews(a.URL), namesNews(b.URL); na != nb {
			if na {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Updated.Compare(a.Updated), slices.Compare(numbersOf(b.URL), numbersOf(a.URL)))
	})
	if len(list) == 0 {
		return index, nil
	}
	var best Feed
	var failed error
	for _, m := range list[:min(len(list), maxFollowed)] {
		f, err := p.followOne(ctx, src, m.URL, deep)
		switch {
		case err != nil && failed == nil:
			failed = err
		case err == nil && (best.Format == "" || f.newestDate().After(best.newestDate())):
			best = f
		}
		if ctx.Err() != nil || best.Format != "" && p.cfg.Now().Sub(best.newestDate()) < freshMap {
			break
		}
	}
	if best.Format == "" {
		return Feed{}, failed
	}
	return best, nil
}

func (p *Poller) followOne(ctx context.Context, src attache.Source, at string, deep int) (Feed, error) {
	resp, err := p.client.Get(ctx, fetch.Request{URL: at, Accept: accept, Manner: mannerFor(src, at)})
	if err != nil {
		return Feed{}, err
	}
	defer resp.Release()
	f, err := ParseResponse(resp)
	if err != nil || f.Format != "sitemapindex" {
		return f, err
	}
	if deep >= maxDeep {
		return Feed{}, fmt.Errorf("%w: lists of sitemaps in lists of sitemaps", ErrNotFeed)
	}
	return p.follow(ctx, src, f, deep+1)
}

// numbersOf are the numbers in an address, the year before the month.
func numbersOf(link string) []int {
	var out []int
	for _, s := range numbersIn.FindAllString(link, 8) {
		if n, err := strconv.Atoi(s); err == nil {
			out = append(out, n)
		}
	}
	return out
}

var numbersIn = regexp.MustCompile(`\d{1,9}`)

func namesNews(link string) bool { return strings.Contains(strings.ToLower(link), "news") }

// titled tells whether most entries have a title.
func (f Feed) titled() bool {
	n := 0
	for _, e := range f.Entries {
		if e.Title != "" {
			n++
		}
	}
	return n > 0 && n*2 >= len(f.Entries)
}
