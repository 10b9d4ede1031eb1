package feed

import (
	"errors"

	"attache"
	"attache/feed/fetch"
)

// errNoList is returned for a page that is no list of dated entries.
var errNoList = errors.New("the page is no list of dated entries that repeats a structure")

// listOf reads a page as a list.
func (p *Poller) listOf(src attache.Source, page *fetch.Response) (Feed, *attache.ListMemory, error) {
	return Feed{}, nil, errNoList
}
