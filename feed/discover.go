package feed

import (
	"context"
	"net/url"
	"strings"

	"attache"
	"attache/feed/address"
	"attache/feed/fetch"
)

// discover goes on from a web page to the site's feed.
func (p *Poller) discover(_ context.Context, _ *attache.Source, _ *fetch.Response) (Feed, *fetch.Response, error) {
	return Feed{}, nil, ErrIsPage
}

func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// sameSite tells whether two addresses belong to one site: the same host but
// for "www." and mobile variants, or one below the other.
func sameSite(a, b string) bool {
	ha, hb := host(address.Key(a)), host(address.Key(b))
	return ha != "" && hb != "" && (ha == hb || strings.HasSuffix(ha, "."+hb) || strings.HasSuffix(hb, "."+ha))
}
