package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	words "attache/internal/text"
)

const (
	usualExplained = 3
	mostExplained  = 10
	mostEvidence   = 6
	explainedFrom  = 3 // reports of a story looked at for what marks it as diplomacy
)

// why says why stories are shown: those of a digest or an alert, whose button
// says which after #; the newest ones about some words; or without either
// those of the last day's digest.
func (b *Bot) why(ctx context.Context, r request) (reply, error) {
	if id, ok := strings.CutPrefix(r.text, "#"); ok {
		return b.whyThat(ctx, r, id)
	}
	if r.text == "" {
		to := b.Now().UTC()
		e, err := b.Compile(ctx, r.chat, to.Add(-24*time.Hour), to)
		if err != nil {
			return reply{}, err
		}
		return b.whyEdition(ctx, r, e)
	}
	return b.whyWords(ctx, r, r.args)
}

// whyWords explains the newest stories about some words.
func (b *Bot) whyWords(ctx context.Context, r request, args []word) (reply, error) {
	a, err := b.read(r.to, args, usualExplained, b.zone(r.chat))
	if err != nil {
		return reply{}, err
	}
	s, err := b.seek(ctx, r.to, a)
	if err != nil {
		return reply{}, err
	}
	list, _, err := b.newest(ctx, s.query, &a.out, min(a.n, mostExplained), place{})
	if err != nil {
		return reply{}, err
	}
	if !s.found || len(list) == 0 {
		return b.nothingAbout(ctx, r, "/why ", a, b.Channels.Limits(r.chat.ID))
	}
	rep, err := b.explained(ctx, r, list)
	if err != nil {
		return rep, err
	}
	rep.doc.Blocks[0] = heading(r.to.dotted(r.to.fill(textWhy), one(a.out.title(r.to)))...)
	if a.n > mostExplained || a.capped {
		rep.doc.Blocks = append(rep.doc.Blocks, tight(note(r.to.fill(textWhyCapped, plain(itoa(mostExplained)))...)))
	}
	if len(s.missing) > 0 {
		left, err := b.without(ctx, r.to, s.missing)
		rep.doc.Blocks = slices.Insert(rep.doc.Blocks, 1, left...)
		return rep, err
	}
	return rep, nil
}

// whyThat explains what a button stood below: a story, or an edition. What is
// neither is a hashtag where somebody typed it, and stands for its words.
func (b *Bot) whyThat(ctx context.Context, r request, id string) (reply, error) {
	c, err := b.coverageOf(ctx, id)
	if err == nil {
		return b.explained(ctx, r, []coverage{c})
	}
	if !errors.Is(err, attache.ErrNotFound) {
		return reply{}, err
	}
	e, err := b.Store.Edition(ctx, id)
	if errors.Is(err, attache.ErrNotFound) {
		if words := splitWords(strings.ReplaceAll(id, "#", " ")); len(words) > 0 && !r.pressed() {
			return b.whyWords(ctx, r, words)
		}
		return reply{doc: r.to.say(textWhyGone)}, nil
	}
	if err != nil {
		return reply{}, err
	}
	return b.whyEdition(ctx, r, e)
}

// whyEdition explains the first stories of an edition, under the headlines that
// they have there.
func (b *Bot) whyEdition(ctx context.Context, r request, e attache.Edition) (reply, error) {
	var list []coverage
	for _, s := range e.Sections {
		for _, item := range s.Items {
			if len(list) == mostExplained {
				break // the others would be read for nothing
			}
			c, err := b.coverageOf(ctx, item.StoryID)
			if errors.Is(err, attache.ErrNotFound) { // it has become part of another
				continue
			}
			if err != nil {
				return reply{}, err
			}
			if at := slices.IndexFunc(c.reports, func(r attache.Report) bool { return r.URL == item.URL && r.Title == item.Headline }); at >= 0 {
				c.head = c.reports[at]
			}
			c.head.Title, c.head.URL = item.Headline, item.URL
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return reply{doc: r.to.say(textWhyGone)}, nil
	}
	return b.explained(ctx, r, list)
}

// coverageOf reads a story by its ID as a list would show it.
func (b *Bot) coverageOf(ctx context.Context, id string) (coverage, error) {
	s, err := b.Store.Story(ctx, id)
	if err != nil {
		return coverage{}, err
	}
	for _, article := range slices.Backward(s.ArticleIDs) {
		a, err := b.Store.Article(ctx, article)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return coverage{}, err
		}
		c, err := b.gather(ctx, a)
		c.id = id
		return c, err
	}
	return coverage{}, fmt.Errorf("articles of story %s: %w", id, attache.ErrNotFound)
}

// explained sets the reasons of stories; those that find no room leave from
// the last one up.
func (b *Bot) explained(ctx context.Context, r request, list []coverage) (reply, error) {
	doc := attache.Document{Blocks: []attache.Block{heading(plain(r.to.text(textWhy)))}}
	for i, c := range list[:min(len(list), mostExplained)] {
		title := []attache.Inline{headline(c.head.Title, c.head.URL)}
		if len(list) > 1 {
			title = append([]attache.Inline{bold(fmt.Sprintf("%d. ", i+1))}, title...)
		}
		blocks := []attache.Block{para(title...)}
		evidence, err := b.evidence(ctx, r.to, c)
		if err != nil {
			return reply{}, err
		}
		edits, err := b.editsOf(ctx, r.to, c, b.zone(r.chat))
		if err != nil {
			return reply{}, err
		}
		for _, reason := range append([][]attache.Inline{evidence, b.followedBecause(r.to, c.story, r.chat), carriedBy(r.to, c)}, edits...) {
			if len(reason) > 0 {
				blocks = append(blocks, tight(para(reason...)))
			}
		}
		drop := dropHeadline
		if i == 0 {
			drop = 0
		}
		doc.Blocks = append(doc.Blocks, grouped(i+1, drop, blocks...)...)
	}
	how := r.to.fill(textWhyHow)
	if !filtered(r.chat.Filter) {
		how = together(r.to.fill(textWhyAll), how)
	}
	doc.Blocks = append(doc.Blocks, note(how...))
	doc.Buttons = append(b.wrongButtons(r.to, r.chat, list),
		[]attache.Button{r.to.button(textButtonFollow, "/follow"), r.to.button(textButtonLatest, "/latest")})
	return reply{doc: doc}, nil
}

// evidence says what marks a story as diplomacy: the words that its headline's
// report was judged by, else those of another one.
func (b *Bot) evidence(ctx context.Context, to speaker, c coverage) ([]attache.Inline, error) {
	ids := []string{c.head.ArticleID}
	for _, r := range c.reports {
		if !slices.Contains(ids, r.ArticleID) && len(ids) < explainedFrom {
			ids = append(ids, r.ArticleID)
		}
	}
	for _, id := range ids {
		a, err := b.Store.Article(ctx, id)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(a.Evidence) == 0 || !a.Relevant {
			continue
		}
		words := tame(words.OneLine(strings.Join(a.Evidence[:min(len(a.Evidence), mostEvidence)], ", ")), 200)
		return to.fill(textWhyWords, link(outletOf(a), a.URL), italic(words)), nil
	}
	var sides []string
	for _, code := range c.story.Actors[:min(len(c.story.Actors), 5)] {
		sides = append(sides, to.side(code))
	}
	if len(sides) == 0 {
		return to.fill(textWhyRead), nil
	}
	return to.fill(textWhyActors, plain(to.listed(sides))), nil
}

// mostEdits is how many changes of texts are told of a story.
const mostEdits = 3

// editsOf says what the story's outlets changed in their texts afterwards, the
// headline's first.
func (b *Bot) editsOf(ctx context.Context, to speaker, c coverage, zone *time.Location) ([][]attache.Inline, error) {
	ids := []string{c.head.ArticleID}
	for _, r := range c.reports {
		if !slices.Contains(ids, r.ArticleID) && len(ids) < 2*explainedFrom {
			ids = append(ids, r.ArticleID)
		}
	}
	var out [][]attache.Inline
	for _, id := range ids {
		a, err := b.Store.Article(ctx, id)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, r := range a.Revisions(time.Time{}) {
			r.Outlet = outletOf(a)
			if len(out) < mostEdits && utf8.RuneCountInString(r.Gone)+utf8.RuneCountInString(r.Came) <= longestDetail {
				out = append(out, append(to.revised(r), plain(to.text(textComma)+to.clock(r.At, b.Now(), zone))))
			}
		}
	}
	return out, nil
}

// followedBecause says what of a story a chat follows; nothing where it
// follows everything.
func (b *Bot) followedBecause(to speaker, s attache.Story, chat attache.Chat) []attache.Inline {
	if !filtered(chat.Filter) {
		return nil // said once for all of them
	}
	m, ok := b.Match(s, chat.Filter)
	if !ok {
		return to.fill(textWhyNot)
	}
	var parties []string
	for _, code := range m.Actors {
		parties = append(parties, to.side(code))
	}
	var hits [][]attache.Inline
	add := func(text key, names []string) {
		if len(names) > 0 {
			hits = append(hits, to.fill(text, bold(strings.Join(names, ", "))))
		}
	}
	add(textWhyParty, parties)
	add(textWhyHeadline, m.Words)
	add(textWhyLang, to.langNames(m.Langs))
	if m.Track {
		hits = append(hits, to.fill(textWhyTrack))
	}
	if len(hits) == 0 {
		return nil
	}
	what := hits[0]
	for _, hit := range hits[1:] {
		what = to.fill(textBoth, what, hit)
	}
	return to.fill(textWhyFollowed, what)
}

// carriedBy counts the independent outlets of a story, by kind.
func carriedBy(to speaker, c coverage) []attache.Inline {
	links := c.links()
	if len(links) == 0 {
		return nil
	}
	n := max(len(c.story.Outlets), 1)
	if n == 1 {
		who := []attache.Inline{link(words.OneLine(links[0].Outlet), links[0].URL)}
		if kind := to.kind(links[0].Kind); kind != "" {
			who = append(who, plain(" ("+kind+")"))
		}
		return to.fill(textWhyOne, who)
	}
	var counts []string
	left := n
	for _, k := range kindOrder {
		of := 0
		for _, l := range links {
			if l.Kind == k && slices.Contains(c.story.Outlets, l.Outlet) {
				of++
			}
		}
		if name := to.kind(k); of > 0 && name != "" {
			counts, left = append(counts, to.text(textOfKind, of, name)), left-of
		}
	}
	if left > 0 && len(counts) > 0 {
		counts = append(counts, to.text(textOtherKinds, left))
	}
	spans := to.fill(textWhyOutlets, n, bold(fmt.Sprint(n)))
	if len(counts) > 0 {
		spans = append(spans, plain(": "+to.listed(counts)))
	}
	if copies := len(c.story.ArticleIDs) - independentReports(c); copies > 0 {
		return append(spans, plain(". "+to.text(textWhyCopies, copies)+"."))
	}
	return append(spans, plain("."))
}

// independentReports counts the reports that republish no other.
func independentReports(c coverage) int {
	copies := 0
	for _, r := range c.story.Reports {
		if r.CopyOf != "" {
			copies++
		}
	}
	return len(c.story.ArticleIDs) - copies
}

// whyButton leads to the reasons of an edition's stories, or of the one that
// an alert tells.
func whyButton(to speaker, id string, limits attache.Limits) attache.Button {
	if command := "/why #" + id; id != "" && limits.HoldsCommand(command) {
		return to.button(textButtonWhy, command)
	}
	return to.button(textButtonWhy, "/why")
}
