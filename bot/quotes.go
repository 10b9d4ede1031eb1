package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
)

const (
	usualQuotes = 5
	// longestQuote is how many code points of a quote a message has room for.
	longestQuote = 2500
)

// said is a quote with what its article tells of the outlet.
type said struct {
	attache.Quote
	lang string
	kind attache.SourceKind
}

// quotes lists what was said, word for word: by a person, about a subject,
// of one polarity ("/quotes Lind rejected about fisheries 3").
func (b *Bot) quotes(ctx context.Context, r request) (reply, error) {
	n, words := takeCount(r.args, usualQuotes)
	v := view{Kind: "quotes", Count: n, Starts: []pageStart{{}}}
	about := slices.IndexFunc(words, func(w word) bool { return !w.quoted && strings.EqualFold(w.text, "about") })
	if about >= 0 && about+1 < len(words) {
		words, v.Words = words[:about], limit(texts(words[about+1:]))
	}
	var err error
	if v.Polarity, words, err = b.takePolarity(ctx, words); err != nil {
		return reply{}, err
	}
	v.Person = limit(texts(words))
	return b.quotesPage(ctx, r, v, 0)
}

// quotesPage is one page of such a list.
func (b *Bot) quotesPage(ctx context.Context, r request, v view, page int) (reply, error) {
	list, more, err := b.utterances(ctx, v, v.Starts[page].Until, v.seen(page))
	if err != nil {
		return reply{}, err
	}
	if len(list) == 0 {
		if page > 0 {
			return b.turned(ctx, r, v, page)
		}
		return b.nobodySaid(ctx, v)
	}
	sheet := sheet{blocks: []attache.Block{heading(quotesTitle(v)...)}}
	next := &pageStart{}
	for i, q := range list {
		when := clock(q.Published, b.Now(), b.zone(r.chat))
		if !sheet.add(grouped(i+1, 1, quoteBlocks(q, when)...)) {
			more = true
			break
		}
		next.Until, next.Seen = q.Published.Add(time.Nanosecond), append(next.Seen, q.key())
	}
	if !more || len(next.Seen) == 0 {
		next = nil
	}
	doc := attache.Document{Blocks: sheet.blocks}
	doc.Buttons, err = b.pager(ctx, r, v, page, next)
	return reply{doc: doc}, err
}

// quotesTitle says whose quotes about what these are.
func quotesTitle(v view) []attache.Inline {
	person, words := plain(strings.Join(v.Person, " ")), plain(strings.Join(v.Words, " "))
	title := fill(textQuotes)
	switch {
	case len(v.Person) > 0 && len(v.Words) > 0:
		title = fill(textQuotesBoth, person, words)
	case len(v.Person) > 0:
		title = fill(textQuotesOf, person)
	case len(v.Words) > 0:
		title = fill(textQuotesAbout, words)
	}
	return dotted(title, one(polarityName(v.Polarity)))
}

// utterances gathers quotes that may be shown, newest first, and none of
// those seen; one that several outlets print alike is shown once. more tells
// whether others follow.
func (b *Bot) utterances(ctx context.Context, v view, until time.Time, seen map[string]bool) (list []said, more bool, err error) {
	q := attache.QuoteQuery{Speaker: strings.Join(v.Person, " "), About: strings.Join(v.Words, " "), Polarity: v.Polarity, Until: until, Limit: 2 * v.Count}
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Quotes(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, quote := range batch {
			scanned++
			s := said{Quote: quote}
			if !quote.Showable() || seen[s.key()] {
				continue
			}
			if len(list) == v.Count {
				return list, true, nil
			}
			seen[s.key()] = true
			if s, err = b.source(ctx, quote); err != nil {
				return nil, false, err
			}
			list = append(list, s)
		}
		if cursor == "" {
			return list, false, nil
		}
		q.After = cursor
	}
	return list, len(list) > 0, nil
}

// key tells quotes apart: the same words of the same person are the same
// wherever they are printed.
func (s said) key() string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s.Speaker + "\x00" + s.Text)) // a hash takes everything
	return strconv.FormatUint(h.Sum64(), 36)
}

// source reads what a quote's article tells of its outlet.
func (b *Bot) source(ctx context.Context, q attache.Quote) (said, error) {
	a, err := b.Store.Article(ctx, q.ArticleID)
	if errors.Is(err, attache.ErrNotFound) {
		return said{Quote: q}, nil
	}
	if err != nil {
		return said{}, err
	}
	if q.Outlet == "" {
		q.Outlet = outletOf(a)
	}
	return said{Quote: q, lang: a.Lang, kind: a.OutletKind}, nil
}

// quoteBlocks shows a quote: the words, then who said them and where.
func quoteBlocks(q said, when string) []attache.Block { return quoteWithin(q, when, longestQuote) }

// quoteWithin shows a quote of at most so many code points; a longer one is
// named, with the link that leads to it.
func quoteWithin(q said, when string, most int) []attache.Block {
	who := []attache.Inline{plain("— "), bold(oneLine(q.Speaker))}
	if role := roleShown(q.Role, q.lang); role != "" {
		who = append(who, plain(", "+role))
	}
	outlet := q.Outlet
	if outlet == "" {
		outlet = host(q.URL)
	}
	where := []attache.Inline{link(oneLine(outlet), q.URL)}
	if outlet == "" {
		where = nil
	} else if name := kindName(q.kind); name != "" {
		where = append(where, plain(" ("+name+")"))
	}
	words := strings.TrimSpace(q.Text)
	if utf8.RuneCountInString(words) > most { // whole or not at all
		about := one(fmt.Sprintf(textLongStatement, len(strings.Fields(words))))
		return []attache.Block{note(dotted(who, about, where, one(when))...)}
	}
	return []attache.Block{
		block(attache.Verbatim, plain(inMarks(words, q.lang))),
		tight(note(dotted(who, where, one(when))...)),
	}
}

// named tells a name from a description, such as "unnamed diplomat".
func named(speaker string) bool {
	first, _ := utf8.DecodeRuneInString(speaker)
	return !unicode.IsLower(first)
}

// grouped lets blocks stand or fall together.
func grouped(group, drop int, blocks ...attache.Block) []attache.Block {
	for i := range blocks {
		blocks[i].Group, blocks[i].Drop = group, drop
	}
	return blocks
}

// nobodySaid says that there is no such quote and whose there are.
func (b *Bot) nobodySaid(ctx context.Context, v view) (reply, error) {
	spans := fill(textNoQuotes)
	switch {
	case len(v.Person) > 0:
		spans = fill(textNoQuotesOf, code(strings.Join(v.Person, " ")))
	case len(v.Words) > 0:
		spans = fill(textNoQuotesFor, code(strings.Join(v.Words, " ")))
	}
	doc := attache.Document{Blocks: []attache.Block{para(spans...)}}
	if v.Polarity != "" {
		doc = nothingThat(v)
	}
	recent, _, err := b.Store.Quotes(ctx, attache.QuoteQuery{Limit: 40})
	if err != nil {
		return reply{}, err
	}
	var names []string
	for _, q := range recent {
		if name := oneLine(q.Speaker); q.Showable() && named(name) && !slices.Contains(names, name) && len(names) < 5 {
			names = append(names, name)
		}
	}
	if len(names) > 0 && len(v.Person)+len(v.Words)+len(v.Polarity) > 0 {
		doc.Blocks = append(doc.Blocks, para(fill(textQuotedLately, plain(strings.Join(names, ", ")))...))
		doc.Buttons = choices("/quotes ", names)
	}
	return reply{doc: doc}, nil
}
