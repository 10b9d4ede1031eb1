package feed

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/temoto/robotstxt"

	"attache/feed/fetch"
)

// ErrRobots is returned for a page that its site does not want robots to read.
var ErrRobots = errors.New("robots.txt does not permit it")

const (
	robotsAgent = "attache"
	robotsKept  = 24 * time.Hour
	robotsRetry = time.Hour // while a site's rules cannot be read, its pages are left alone
	robotsSites = 2000
	robotsBytes = 500 << 10 // what RFC 9309 asks a reader to read at least
)

// robots remembers the rules of sites.
type robots struct {
	client  *fetch.Client
	now     func() time.Time
	mu      sync.Mutex
	sites   map[string]rules
	reading map[string]chan struct{} // closed when the rules have been read
}

type rules struct {
	group *robotstxt.Group // nil: everything is permitted, unless closed
	maps  []string         // the sitemaps it names
	close bool
	until time.Time
}

func newRobots(client *fetch.Client, now func() time.Time) *robots {
	return &robots{client: client, now: now, sites: make(map[string]rules), reading: make(map[string]chan struct{})}
}

// sitemaps are those that the site of an address names, news first.
func (r *robots) sitemaps(ctx context.Context, link string, m fetch.Manner) []string {
	u, err := url.Parse(link)
	if err != nil {
		return nil
	}
	known, err := r.site(ctx, u, m)
	if err != nil {
		return nil
	}
	var news, others []string
	for _, m := range known.maps {
		if m = resolved(u, m); m != "" && namesNews(m) {
			news = append(news, m)
		} else if m != "" {
			others = append(others, m)
		}
	}
	return append(news, others...)
}

// allow returns nil where the site's rules permit the page, or ErrRobots.
func (r *robots) allow(ctx context.Context, link string, m fetch.Manner) error {
	u, err := url.Parse(link)
	if err != nil {
		return fetch.ErrBadAddress
	}
	known, err := r.site(ctx, u, m)
	if err != nil {
		return err
	}
	if known.close || known.group != nil && !known.group.Test(u.RequestURI()) {
		return ErrRobots
	}
	return nil
}

// site gives the rules of an address's site, read anew when they are old. Those
// who ask while they are read wait for them.
func (r *robots) site(ctx context.Context, u *url.URL, m fetch.Manner) (rules, error) {
	site := u.Scheme + "://" + u.Host
	for {
		r.mu.Lock()
		known, ok := r.sites[site]
		if ok && r.now().Before(known.until) {
			r.mu.Unlock()
			return known, nil
		}
		reading, ok := r.reading[site]
		if !ok {
			reading = make(chan struct{})
			r.reading[site] = reading
			r.mu.Unlock()
			return r.readOnce(ctx, site, m, reading)
		}
		r.mu.Unlock()
		select {
		case <-reading:
		case <-ctx.Done():
			return rules{}, context.Cause(ctx)
		}
	}
}

// readOnce reads a site's rules for all who wait on the channel.
func (r *robots) readOnce(ctx context.Context, site string, m fetch.Manner, reading chan struct{}) (rules, error) {
	known, err := r.read(ctx, site, m)
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.reading, site)
	close(reading)
	if err != nil {
		return rules{}, err
	}
	if len(r.sites) >= robotsSites {
		clear(r.sites)
	}
	r.sites[site] = known
	return known, nil
}

// read fetches a site's rules. Without rules everything is permitted; while
// the server fails, nothing is (RFC 9309, 2.3.1).
func (r *robots) read(ctx context.Context, site string, m fetch.Manner) (rules, error) {
	resp, err := r.client.Get(ctx, fetch.Request{URL: site + "/robots.txt", Accept: "text/plain, */*;q=0.1", Manner: m})
	var status *fetch.StatusError
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return rules{}, context.Cause(ctx)
	case errors.Is(err, fetch.ErrGone), errors.As(err, &status) && status.Status < http.StatusInternalServerError &&
		status.Status != http.StatusTooManyRequests:
		return rules{until: r.now().Add(robotsKept)}, nil
	default:
		return rules{close: true, until: r.now().Add(robotsRetry)}, nil
	}
	defer resp.Release()
	group, maps := parseRobots(resp.Body)
	return rules{group: group, maps: maps, until: r.now().Add(robotsKept)}, nil
}

// parseRobots reads the rules that apply to us (nil permits everything) and
// the sitemaps that are named.
func parseRobots(body []byte) (*robotstxt.Group, []string) {
	text := strings.ToValidUTF8(string(body[:min(len(body), robotsBytes)]), "")
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return nil, nil // a web page in place of rules
	}
	data, err := robotstxt.FromString(text)
	if err != nil || data == nil {
		return nil, nil
	}
	return data.FindGroup(robotsAgent), data.Sitemaps
}
