package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
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

// quoteSearch is whose quotes about what somebody asks for.
type quoteSearch struct {
	person   []string
	words    []string         // of the subject
	polarity attache.Polarity // only those
	count    int
}

// quotes lists what was said, word for word: by a person, about a subject,
// of one polarity ("/quotes Lind rejected about fisheries 3").
func (b *Bot) quotes(ctx context.Context, r request, from place) (list, error) {
	s, err := b.quoteSearch(ctx, r.args)
	if err != nil {
		return list{}, err
	}
	found, more, err := b.utterances(ctx, s, from)
	l := list{title: s.title(), more: more}
	limits := b.Channels.Limits(r.chat.ID)
	for _, q := range found {
		when := clock(q.Published, b.Now(), b.zone(r.chat))
		l.entries = append(l.entries, entry{key: q.key(), at: q.Published, blocks: quoteWithin(q, when, roomForQuote(limits))})
	}
	l.none = func(ctx context.Context) (reply, error) { return b.nobodySaid(ctx, s, limits) }
	return l, err
}

// roomForQuote is how long a quote may be where it stands alone, in code
// points: its speaker and its source need a quarter of a message at most.
func roomForQuote(l attache.Limits) int {
	if l.Text == 0 {
		return longestQuote
	}
	return min(longestQuote, l.Text*3/4)
}

// quoteSearch reads what stands after /quotes.
func (b *Bot) quoteSearch(ctx context.Context, args []word) (s quoteSearch, err error) {
	n, words := takeCount(args, usualQuotes)
	s.count = n
	about := slices.IndexFunc(words, func(w word) bool { return !w.quoted && strings.EqualFold(w.text, "about") })
	if about >= 0 && about+1 < len(words) {
		words, s.words = words[:about], limit(texts(words[about+1:]))
	}
	if s.polarity, words, err = b.takePolarity(ctx, words); err != nil {
		return s, err
	}
	s.person = limit(texts(words))
	return s, nil
}

// title says whose quotes about what these are.
func (s quoteSearch) title() []attache.Inline {
	person, words := plain(strings.Join(s.person, " ")), plain(strings.Join(s.words, " "))
	title := fill(textQuotes)
	switch {
	case len(s.person) > 0 && len(s.words) > 0:
		title = fill(textQuotesBoth, person, words)
	case len(s.person) > 0:
		title = fill(textQuotesOf, person)
	case len(s.words) > 0:
		title = fill(textQuotesAbout, words)
	}
	return dotted(title, one(polarityName(s.polarity)))
}

// utterances gathers quotes that may be shown behind a place, newest first;
// one that several outlets print alike is shown once. more tells whether
// others follow.
func (b *Bot) utterances(ctx context.Context, s quoteSearch, from place) (list []said, more bool, err error) {
	q := attache.QuoteQuery{
		Speaker: strings.Join(s.person, " "), About: strings.Join(s.words, " "), Polarity: s.polarity, Until: from.until, Limit: 2 * s.count,
	}
	seen := from.shown()
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Quotes(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, quote := range batch {
			scanned++
			u := said{Quote: quote}
			if !quote.Showable() || seen[u.key()] {
				continue
			}
			if len(list) == s.count {
				return list, true, nil
			}
			seen[u.key()] = true
			if u, err = b.source(ctx, quote); err != nil {
				return nil, false, err
			}
			list = append(list, u)
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
	return said{Quote: inContext(q, a), lang: a.Lang, kind: a.OutletKind}, nil
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
	} else if name := q.kind.Name(); name != "" {
		where = append(where, plain(" ("+name+")"))
	}
	words := wordsOf(q.Quote)
	if utf8.RuneCountInString(words) > most { // whole or not at all
		about := one(fmt.Sprintf(textLongStatement, len(strings.Fields(words))))
		return []attache.Block{note(dotted(who, about, where, one(when))...)}
	}
	return []attache.Block{
		block(attache.Verbatim, plain(inWords(q.Quote, q.lang))),
		tight(note(dotted(who, where, one(when))...)),
	}
}

// named tells a name from a description, such as "unnamed diplomat".
func named(speaker string) bool { return attache.Named(speaker) }

// grouped lets blocks stand or fall together.
func grouped(group, drop int, blocks ...attache.Block) []attache.Block {
	for i := range blocks {
		blocks[i].Group, blocks[i].Drop = group, drop
	}
	return blocks
}

// nobodySaid says that there is no such quote and whose there are.
func (b *Bot) nobodySaid(ctx context.Context, s quoteSearch, limits attache.Limits) (reply, error) {
	spans := fill(textNoQuotes)
	switch {
	case len(s.person) > 0:
		spans = fill(textNoQuotesOf, code(strings.Join(s.person, " ")))
	case len(s.words) > 0:
		spans = fill(textNoQuotesFor, code(strings.Join(s.words, " ")))
	}
	doc := attache.Document{Blocks: []attache.Block{para(spans...)}}
	if s.polarity != "" {
		doc = nothingThat(s)
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
	if len(names) > 0 && len(s.person)+len(s.words)+len(s.polarity) > 0 {
		doc.Blocks = append(doc.Blocks, para(fill(textQuotedLately, plain(strings.Join(names, ", ")))...))
		doc.Buttons = choices("/quotes ", names, limits)
	}
	return reply{doc: doc}, nil
}
