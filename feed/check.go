package feed

import (
	"context"
	"time"

	"attache"
)

// Report says what a source gives now, for `attache sources check`.
type Report struct {
	Source   attache.Source // with its state of polling brought up to date
	Format   string         // "" where it does not work
	Title    string         // of the feed
	Entries  int
	Newest   time.Time // publication of the newest entry; zero where unknown
	FullText int       // of its entries, how many carry their full text
	Address  string    // what is polled, where that is not the source's own address
	Hub      string
	Problem  string // why it does not work, for people; "" where it does
	Took     time.Duration
}

// Check asks a source what it gives now, without validators, and fetches no
// pages. It stores nothing; Report.Source holds what a caller may store.
func (p *Poller) Check(ctx context.Context, src attache.Source) Report {
	start := p.cfg.Now()
	src.Polling.ETag, src.Polling.LastModified = "", ""
	src.Polling.Checked = start.UTC()
	rep := Report{}
	f, resp, err := p.get(ctx, &src, true)
	rep.Took = p.cfg.Now().Sub(start)
	if err != nil {
		rep.Problem = withoutSecrets(problem(err), src)
		src.Polling.Problem = rep.Problem
		rep.Source = src
		return rep
	}
	p.succeeded(&src, f, resp, len(f.Entries) > 0)
	src.Polling.Next = time.Time{} // a check is no poll: the articles are still to come
	rep.Source, rep.Format, rep.Title, rep.Entries, rep.Hub = src, f.Format, f.Title, len(f.Entries), f.Hub
	if src.Polling.MovedTo != src.URL {
		rep.Address = src.Polling.MovedTo
	}
	for _, e := range f.Entries {
		a := Article(src, f, e, start)
		if !onlySummary(a.Body) {
			rep.FullText++
		}
		if a.Published.After(rep.Newest) {
			rep.Newest = a.Published
		}
	}
	if rep.Entries == 0 {
		rep.Problem = "the feed has no entries"
	}
	return rep
}
