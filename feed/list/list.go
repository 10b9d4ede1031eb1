package list

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	words "attache/internal/text"
)

// ErrNone is returned for a page in which no list of dated entries was found.
var ErrNone = errors.New("the page is no list of dated entries that repeats a structure")

// ErrSelector is returned for a selector that cannot be read, or that nothing matches.
var ErrSelector = errors.New("the selector finds no entries in the page")

// Entry is one report that a page lists.
type Entry struct {
	Title    string
	URL      string    // absolute
	At       time.Time // zero where the page tells none
	Zoneless bool      // At names no zone: it is the page's own time
	Text     string    // what stands with it, "" where nothing does
	Whole    bool      // Text is all of it: there is no page to read
}

// Options are what is known of a page before it is read.
type Options struct {
	Base     *url.URL  // its address
	Now      time.Time // for dates without a year
	Lang     string    // ISO 639-1, "" where unknown
	Selector string    // CSS, of what holds one entry; "" lets the structure decide
	Shape    string    // where entries stood before; "" where unknown
}

// Result is a page read as a list.
type Result struct {
	Title   string
	Lang    string
	Shape   string  // where its entries stand: the same as long as the page's structure is
	Entries []Entry // in the page's order, each address once
}

// The bounds of a list.
const (
	leastItems = 3   // a structure repeats from then on
	fewItems   = 2   // of a page whose structure is known
	maxItems   = 300 // that are taken
)

// Read reads a page as a list: as the selector says, as a channel of Telegram, or
// as the structure that repeats with a title, a link and a date, and that is
// neither a menu nor a list of something else. ErrNone, ErrSelector.
func Read(doc *html.Node, o Options) (Result, error) {
	r := reader{Options: o}
	r.look(doc)
	if o.Selector != "" {
		return r.selected(doc)
	}
	if res, ok := r.telegram(doc); ok {
		return res, nil
	}
	groups := r.groups(doc)
	best := choose(groups, o.Shape)
	if best == nil {
		return Result{}, ErrNone
	}
	res := r.result(best.key)
	for _, it := range best.items {
		res.Entries = append(res.Entries, it.Entry)
	}
	res.Entries = res.Entries[:min(len(res.Entries), maxItems)]
	return res, nil
}

// reader holds what reading one page needs.
type reader struct {
	Options
	title string
	links map[*html.Node]*span // what the elements hold
}

func (r *reader) result(shape string) Result {
	return Result{Title: r.title, Lang: r.Lang, Shape: shape}
}

// look reads what the page tells of itself.
func (r *reader) look(doc *html.Node) {
	for n := range doc.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.DataAtom == atom.Html && r.Lang == "":
			lang, _, _ := strings.Cut(strings.ToLower(attr(n, "lang")), "-")
			if len(lang) == 2 {
				r.Lang = lang
			}
		case n.DataAtom == atom.Title && r.title == "":
			r.title = words.OneLine(text(n))
		case n.DataAtom == atom.Base:
			if r.Base != nil {
				if u, err := r.Base.Parse(attr(n, "href")); err == nil && attr(n, "href") != "" {
					r.Base = u
				}
			}
		}
	}
}

// selected reads the elements that a selector names.
func (r *reader) selected(doc *html.Node) (Result, error) {
	sel, err := cascadia.ParseGroup(r.Selector)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrSelector, err)
	}
	res := r.result("selector")
	seen := map[string]bool{}
	for _, n := range cascadia.QueryAll(doc, sel) {
		it, ok := r.itemOf([]*html.Node{n}, nil)
		if !ok || seen[it.URL] || len(res.Entries) >= maxItems {
			continue
		}
		seen[it.URL] = true
		res.Entries = append(res.Entries, it.Entry)
	}
	if len(res.Entries) == 0 {
		return Result{}, ErrSelector
	}
	return res, nil
}

// CheckSelector tells whether a CSS selector can be read.
func CheckSelector(selector string) error {
	_, err := cascadia.ParseGroup(selector)
	return err
}

// choose gives the group that is the page's list; where the structure is known
// it stays the same as long as there is something in it.
func choose(groups []*group, shape string) *group {
	if shape != "" {
		for _, g := range groups {
			if g.key == shape && len(g.items) >= fewItems {
				return g
			}
		}
	}
	groups = slices.DeleteFunc(groups, func(g *group) bool { return len(g.items) < leastItems || g.score < leastScore })
	if len(groups) == 0 {
		return nil
	}
	return slices.MaxFunc(groups, func(a, b *group) int {
		switch {
		case a.score > b.score:
			return 1
		case a.score < b.score:
			return -1
		}
		return strings.Compare(b.key, a.key)
	})
}
