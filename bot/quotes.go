package bot

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"attache"
	words "attache/internal/text"
)

const (
	usualQuotes = 5
	// longestQuote is how many code points of a quote a message has room for.
	longestQuote = 2500
)

// said is a quote with what its article tells of it.
type said struct {
	attache.Quote
	lang  string
	kind  attache.SourceKind
	title string
	asked string // the question that it answers
}

// quoteSearch is whose quotes about what somebody asks for.
type quoteSearch struct {
	asked    asked            // who
	about    asked            // the subject
	polarity attache.Polarity // only those
	asks     bool             // only what answers a question
	of       string           // whose they are, as typed
	subject  string           // what they are about
	query    attache.QuoteQuery
}

// quotes lists what was said, word for word: by a person, a role, a country, a
// body; else about it; of one polarity ("/quotes Lind rejected about fisheries 3").
// What was said of one story stands together.
func (b *Bot) quotes(ctx context.Context, r request, from place) (list, error) {
	s, err := b.quoteSearch(ctx, r, false)
	if err != nil {
		return list{}, err
	}
	return b.quoteList(ctx, r, s, from)
}

// quoteList is a page of what a search for quotes finds.
func (b *Bot) quoteList(ctx context.Context, r request, s quoteSearch, from place) (list, error) {
	found, more, err := b.utterances(ctx, s, from)
	if err != nil {
		return list{}, err
	}
	l := list{title: s.title(r.to), more: more, quotes: true}
	if s.asked.capped {
		l.opening = []attache.Block{r.to.capped(more)}
	}
	limits := b.Channels.Limits(r.chat.ID)
	story := ""
	for _, q := range byStory(found) {
		var blocks []attache.Block
		if of := cmp.Or(q.StoryID, q.ArticleID); of != story || of == "" {
			story = of
			head, err := b.headlineOf(ctx, q)
			if err != nil {
				return l, err
			}
			blocks = append(blocks, head...)
		}
		if q.asked != "" {
			blocks = append(blocks, tight(para(italic(r.to.text(textQuestion)+" "), plain(words.OneLine(q.asked)))))
		}
		said := quoteWithin(r.to, q, r.to.clock(q.Published, b.Now(), b.zone(r.chat)), roomForQuote(limits))
		said[0].Tight = len(blocks) > 0
		l.entries = append(l.entries, entry{key: q.key(), at: q.Published, blocks: append(blocks, said...), quote: &q.Quote})
	}
	l.buttons = b.quotePictures(r, found)
	l.none = func(ctx context.Context) (reply, error) { return b.nobodySaid(ctx, r, s, limits) }
	return l, nil
}

// headlineOf is the headline of a quote's story, else its own article's.
func (b *Bot) headlineOf(ctx context.Context, q said) ([]attache.Block, error) {
	if q.StoryID != "" {
		c, err := b.coverageOf(ctx, q.StoryID)
		if err == nil {
			return []attache.Block{para(headline(c.head.Title, c.head.URL))}, nil
		}
		if !errors.Is(err, attache.ErrNotFound) {
			return nil, err
		}
	}
	if q.title == "" {
		return nil, nil
	}
	return []attache.Block{para(headline(q.title, q.URL))}, nil
}

// byStory puts quotes of one story together, where the first of them stands.
func byStory(quotes []said) []said {
	place := map[string]int{}
	of := func(q said) string { return cmp.Or(q.StoryID, q.ArticleID, q.ID) }
	for i, q := range quotes {
		if _, ok := place[of(q)]; !ok {
			place[of(q)] = i
		}
	}
	quotes = slices.Clone(quotes)
	slices.SortStableFunc(quotes, func(a, b said) int { return place[of(a)] - place[of(b)] })
	return quotes
}

// roomForQuote is how long a quote may be where it stands alone, in code
// points: its speaker and its source need a quarter of a message at most.
func roomForQuote(l attache.Limits) int {
	if l.Text == 0 {
		return longestQuote
	}
	return min(longestQuote, l.Text*3/4)
}

// aboutWords begin what quotes are to be about.
var aboutWords = wordSet("about on regarding concerning sur über uber sobre про о об обо щодо عن 关于")

// quoteSearch reads what stands after /quotes, and finds the reading that has
// quotes: by whom it names; else about it.
func (b *Bot) quoteSearch(ctx context.Context, r request, asks bool) (s quoteSearch, err error) {
	s.asks = asks
	frame, rest, err := b.frame(r.to, r.args, usualQuotes, b.zone(r.chat))
	if err != nil {
		return s, err
	}
	who, subject := rest, []word(nil)
	about := slices.IndexFunc(rest, func(w word) bool { return !w.quoted && aboutWords[folded(w.text)] })
	if about >= 0 && about+1 < len(rest) {
		who, subject = rest[:about], rest[about+1:]
	}
	if !s.asks {
		if s.polarity, who, err = b.takePolarity(ctx, who); err != nil {
			return s, err
		}
	}
	if s.asked, err = readWords(who); err != nil {
		return s, err
	}
	if s.about, err = readWords(subject); err != nil {
		return s, err
	}
	s.asked.n, s.asked.capped, s.asked.out = frame.n, frame.capped, frame.out
	s.asked.since, s.asked.until, s.asked.when = frame.since, frame.until, frame.when
	return s, b.readQuotes(ctx, &s)
}

// readQuotes chooses the query: the first reading that finds something, and else
// the first.
func (b *Bot) readQuotes(ctx context.Context, s *quoteSearch) error {
	base := attache.QuoteQuery{Polarity: s.polarity, Since: s.asked.since, Until: s.asked.until}
	base.Actors, base.About = s.about.codes, strings.Join(s.about.words, " ")
	s.of, s.subject = s.asked.typed, s.about.typed
	type reading struct {
		query       attache.QuoteQuery
		of, subject string
	}
	var readings []reading
	add := func(of, subject string, edit func(*attache.QuoteQuery)) {
		q := base
		q.Actors = slices.Clone(q.Actors)
		edit(&q)
		readings = append(readings, reading{q, of, subject})
	}
	words, typed := strings.Join(s.asked.words, " "), s.asked.typed
	switch codes := s.asked.codes; {
	case typed == "":
		add("", s.subject, func(*attache.QuoteQuery) {})
	case len(codes) > 0:
		add(typed, s.subject, func(q *attache.QuoteQuery) {
			q.For, q.Speaker, q.Actors = codes[0], words, append(q.Actors, codes[1:]...)
		})
		add(typed, s.subject, func(q *attache.QuoteQuery) { q.Speaker = typed })
	default:
		add(typed, s.subject, func(q *attache.QuoteQuery) { q.Speaker = typed })
	}
	if typed != "" && s.subject == "" { // nobody of that name: about it
		add("", typed, func(q *attache.QuoteQuery) { q.Actors, q.About = append(q.Actors, s.asked.codes...), words })
		add("", typed, func(q *attache.QuoteQuery) { q.About = typed })
	}
	if len(s.about.codes) > 0 {
		add(typed, s.subject, func(q *attache.QuoteQuery) { q.Actors, q.About, q.Speaker = nil, s.about.typed, typed })
	}
	for i, r := range readings {
		ok, err := b.said(ctx, r.query, s)
		if err != nil {
			return err
		}
		if ok || i == 0 {
			s.query, s.of, s.subject = r.query, r.of, r.subject
		}
		if ok {
			return nil
		}
	}
	return nil
}

// said tells whether a query finds a quote that may be shown.
func (b *Bot) said(ctx context.Context, q attache.QuoteQuery, s *quoteSearch) (bool, error) {
	q.Limit = 20
	for range 4 {
		page, cursor, err := b.Store.Quotes(ctx, q)
		if err != nil {
			return false, err
		}
		for i := range page {
			if !s.shows(&page[i]) {
				continue
			}
			if s.asked.out.none() {
				return true, nil
			}
			if _, wanted, err := b.source(ctx, page[i], &s.asked.out); err != nil || wanted {
				return wanted, err
			}
		}
		if cursor == "" {
			return false, nil
		}
		q.After = cursor
	}
	return false, nil
}

// shows tells whether a quote is one that is asked for and may be shown. A
// fragment does not show what its speaker did with it: of the sentence that
// somebody rejected, it may be what was rejected or what was said to that.
func (s *quoteSearch) shows(q *attache.Quote) bool {
	return q.Showable() && (s.polarity == "" || q.Kind == attache.Direct) && (!s.asks || q.Question != nil)
}

// title says whose quotes about what these are.
func (s quoteSearch) title(to speaker) []attache.Inline {
	who, about := plain(s.of), plain(s.subject)
	title := to.fill(textQuotes)
	switch {
	case s.of != "" && s.subject != "":
		title = to.fill(textQuotesBoth, who, about)
	case s.of != "":
		title = to.fill(textQuotesOf, who)
	case s.subject != "":
		title = to.fill(textQuotesAbout, about)
	}
	return to.dotted(title, one(polarityName(to, s.polarity)), one(s.asked.out.title(to)), one(s.asked.when))
}

// utterances gathers quotes that may be shown behind a place, newest first;
// one that several outlets print alike is shown once. more tells whether
// others follow.
func (b *Bot) utterances(ctx context.Context, s quoteSearch, from place) (list []said, more bool, err error) {
	q := s.query
	if !from.until.IsZero() && (q.Until.IsZero() || from.until.Before(q.Until)) {
		q.Until = from.until
	}
	q.Limit = 2 * s.asked.n
	seen := from.shown()
	for scanned := 0; scanned < mostScanned; {
		batch, cursor, err := b.Store.Quotes(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, quote := range batch {
			scanned++
			u := said{Quote: quote}
			if !s.shows(&quote) || seen[u.key()] {
				continue
			}
			if len(list) == s.asked.n && s.asked.out.none() {
				return list, true, nil
			}
			seen[u.key()] = true
			u, wanted, err := b.source(ctx, quote, &s.asked.out)
			if err != nil {
				return nil, false, err
			}
			if !wanted {
				continue
			}
			if len(list) == s.asked.n {
				return list, true, nil
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

// source reads what a quote's article tells of its outlet, and whether the quote is
// wanted or to be left out.
func (b *Bot) source(ctx context.Context, q attache.Quote, out *refusal) (u said, wanted bool, err error) {
	a, err := b.Store.Article(ctx, q.ArticleID)
	if errors.Is(err, attache.ErrNotFound) {
		return said{Quote: q}, !b.leavesOutQuote(out, &q, &a), nil
	}
	if err != nil || b.leavesOutQuote(out, &q, &a) {
		return said{}, false, err
	}
	if q.Outlet == "" {
		q.Outlet = outletOf(a)
	}
	u = said{Quote: inContext(q, a), lang: a.Lang, kind: a.OutletKind, title: a.Title}
	if q.Question != nil {
		u.asked = spanOf(a.Body, *q.Question)
	}
	return u, true, nil
}

// spanOf is a stretch of a text, by code points; "" where it has no such stretch.
func spanOf(body string, at attache.Span) string {
	runes := []rune(body)
	if at[0] < 0 || at[1] > len(runes) || at[0] >= at[1] {
		return ""
	}
	return string(runes[at[0]:at[1]])
}

// quoteBlocks shows a quote: the words, then who said them and where.
func quoteBlocks(to speaker, q said, when string) []attache.Block {
	return quoteWithin(to, q, when, longestQuote)
}

// quoteWithin shows a quote of at most so many code points; a longer one is
// named, with the link that leads to it.
func quoteWithin(to speaker, q said, when string, most int) []attache.Block {
	who := []attache.Inline{bold(to.speaker(q.Speaker))}
	if role := to.role(roleShown(q.Role, q.lang)); role != "" {
		who = append(who, plain(", "+role))
	}
	outlet := q.Outlet
	if outlet == "" {
		outlet = host(q.URL)
	}
	where := []attache.Inline{link(words.OneLine(outlet), q.URL)}
	if outlet == "" {
		where = nil
	} else if name := to.kind(q.kind); name != "" {
		where = append(where, plain(" ("+name+")"))
	}
	words := wordsOf(q.Quote)
	if utf8.RuneCountInString(words) > most { // whole or not at all
		about := one(to.text(textLongStatement, len(strings.Fields(words))))
		return []attache.Block{note(to.signature(who, about, where, one(when))...)}
	}
	return []attache.Block{
		block(attache.Verbatim, plain(inWords(q.Quote, q.lang))),
		tight(note(to.signature(who, where, one(when))...)),
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
func (b *Bot) nobodySaid(ctx context.Context, r request, s quoteSearch, limits attache.Limits) (reply, error) {
	spans, out := r.to.fill(textNoQuotes), s.asked.out.title(r.to)
	switch with := func(typed string) attache.Inline { return code(strings.TrimSpace(typed + " " + out)) }; {
	case s.asks:
		spans = r.to.fill(textNoAnswersYet)
		if what := cmp.Or(s.asked.typed, s.about.typed); what+out != "" {
			spans = r.to.fill(textNoAnswers, with(what))
		}
	case s.asked.typed != "":
		spans = r.to.fill(textNoQuotesOf, with(s.asked.typed))
	case s.about.typed+out != "":
		spans = r.to.fill(textNoQuotesFor, with(s.about.typed))
	}
	doc := attache.Document{Blocks: []attache.Block{para(spans...)}}
	if s.polarity != "" {
		doc = nothingThat(r.to, s)
	}
	if s.asked.capped {
		doc.Blocks = append(doc.Blocks, tight(r.to.capped(false)))
	}
	command := "/" + r.row.name + " "
	meant, err := b.meant(ctx, append(slices.Clone(s.asked.words), s.about.words...))
	if err != nil {
		return reply{}, err
	}
	if len(meant) > 0 {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textMeant, plain(r.to.either(meant)))...))
		doc.Buttons = choices(command, meant, limits)
		return reply{doc: doc}, nil
	}
	recent, _, err := b.Store.Quotes(ctx, attache.QuoteQuery{Limit: 40})
	if err != nil {
		return reply{}, err
	}
	var names []string
	for _, q := range recent {
		if name := words.OneLine(q.Speaker); q.Showable() && named(name) && !slices.Contains(names, name) && len(names) < 5 {
			names = append(names, name)
		}
	}
	if len(names) > 0 && s.asked.typed+s.about.typed+string(s.polarity) != "" {
		doc.Blocks = append(doc.Blocks, para(r.to.fill(textQuotedLately, plain(r.to.listed(names)))...))
		doc.Buttons = choices(command, names, limits)
	}
	return reply{doc: doc}, nil
}
