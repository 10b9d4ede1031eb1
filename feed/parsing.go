package feed

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"attache"
	"attache/feed/fetch"
)

// The memory that pages may take while they are read, all together.
const (
	parsingBudget = 96 << 20
	parsingFactor = 6       // times a page's bytes, at most, that its tree and its copies take
	parsingLeast  = 2 << 20 // of any page
	markedFrom    = 256 << 10
	maxMarked     = 50
)

// inHandNote is where the addresses of the pages in hand are noted.
const inHandNote = "pages-in-hand"

// parsing reads pages under one budget of memory, and notes those that are
// large or foreign before it reads them: what was in hand when the process died
// is not tried again at once.
type parsing struct {
	budget *semaphore.Weighted
	notes  attache.Notebook // nil: nothing is noted
	pdf    PDFReader
	now    func() time.Time

	mu     sync.Mutex
	loaded bool
	inHand map[string]time.Time
	avoid  map[string]time.Time // those of the process before, until when
}

// PDFReader reads the text of a PDF, bounded in time and memory.
type PDFReader func(ctx context.Context, data []byte) (string, error)

func newParsing(notes attache.Notebook, pdf PDFReader, now func() time.Time) *parsing {
	return &parsing{
		budget: semaphore.NewWeighted(parsingBudget), notes: notes, pdf: pdf, now: now,
		inHand: map[string]time.Time{}, avoid: map[string]time.Time{},
	}
}

// avoidFor is how long a page is left alone that was in hand when the process died.
const avoidFor = 12 * time.Hour

// read reads a page that was fetched.
func (p *parsing) read(ctx context.Context, link string, resp *fetch.Response) (PageText, error) {
	weight := min(int64(len(resp.Body))*parsingFactor+parsingLeast, parsingBudget)
	if err := p.budget.Acquire(ctx, weight); err != nil {
		return PageText{}, err
	}
	defer p.budget.Release(weight)
	kind, _, err := sniff(resp.Body[:min(len(resp.Body), 64<<10)], resp.Header.Get("Content-Type"))
	if err != nil {
		return PageText{}, errors.Join(ErrNoText, err)
	}
	if kind == docPDF || len(resp.Body) >= markedFrom {
		if err := p.begin(ctx, link); err != nil {
			return PageText{}, err
		}
		defer p.end(ctx, link)
	}
	if kind == docPDF {
		return p.readPDF(ctx, resp.Body)
	}
	return Page(resp.Body, resp.URL, resp.Header.Get("Content-Type"))
}

func (p *parsing) readPDF(ctx context.Context, data []byte) (PageText, error) {
	if p.pdf == nil {
		return PageText{}, ErrIsPDF
	}
	text, err := p.pdf(ctx, data)
	if err != nil {
		return PageText{}, errors.Join(ErrIsPDF, err)
	}
	return PageText{Text: text}, nil
}

// begin notes a page before it is read, or refuses one that was in hand when
// the process died.
func (p *parsing) begin(ctx context.Context, link string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.load(ctx); err != nil {
		return err
	}
	if until, avoided := p.avoid[link]; avoided && p.now().Before(until) {
		return errInHand
	}
	p.inHand[link] = p.now().UTC()
	return p.store(ctx)
}

func (p *parsing) end(ctx context.Context, link string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.inHand, link)
	delete(p.avoid, link)
	_ = p.store(context.WithoutCancel(ctx)) // a note that stays only makes one page wait
}

// load takes up what the process before had in hand.
func (p *parsing) load(ctx context.Context) error {
	if p.loaded || p.notes == nil {
		return nil
	}
	raw, err := p.notes.Note(ctx, inHandNote)
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return err
	}
	p.loaded = true
	var left map[string]time.Time
	if json.Unmarshal(raw, &left) != nil {
		return nil //nolint:nilerr // damaged: nothing is known
	}
	for link, at := range left {
		p.avoid[link] = at.Add(avoidFor)
	}
	return nil
}

// store writes what is in hand, and what was and is still to be avoided.
func (p *parsing) store(ctx context.Context) error {
	if p.notes == nil {
		return nil
	}
	all := make(map[string]time.Time, len(p.inHand)+len(p.avoid))
	for link, until := range p.avoid {
		if p.now().Before(until) {
			all[link] = until.Add(-avoidFor)
		}
	}
	maps.Copy(all, p.inHand)
	if len(all) > maxMarked {
		links := make([]string, 0, len(all))
		for link := range all {
			links = append(links, link)
		}
		slices.SortFunc(links, func(a, b string) int { return all[b].Compare(all[a]) })
		for _, link := range links[maxMarked:] {
			delete(all, link)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return p.notes.SetNote(ctx, inHandNote, raw)
}
