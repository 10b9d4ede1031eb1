package bot

import (
	"context"
	"strings"

	"attache"
	"attache/internal/stem"
	words "attache/internal/text"
)

// examples are what /start and /help show as things to write: made from what is
// stored, so that each finds something.
type examples struct {
	country, other string // names of countries in the news
	word           string // of a headline, about the first of them if there is one
	speaker        string
}

// examples gives them; those that nothing is stored for are "".
func (b *Bot) examples(ctx context.Context, to speaker) (examples, error) {
	var e examples
	codes, err := b.inTheNews(ctx, 2)
	if err != nil {
		return e, err
	}
	for i, code := range codes {
		if i == 0 {
			e.country = to.actorName(code)
		} else {
			e.other = to.actorName(code)
		}
	}
	if len(codes) > 0 {
		articles, _, err := b.Store.Articles(ctx, attache.ArticleQuery{Actors: codes[:1], Brief: true, Limit: 8})
		if err != nil {
			return e, err
		}
		for _, a := range articles {
			if e.word == "" && (a.Lang == "en" || a.Lang == "") {
				e.word = telling(a.Title)
			}
		}
	}
	quotes, _, err := b.Store.Quotes(ctx, attache.QuoteQuery{Limit: 20})
	for _, q := range quotes {
		if name := strings.Fields(words.OneLine(q.Speaker)); e.speaker == "" && q.Showable() && named(q.Speaker) && len(name) > 0 {
			e.speaker = name[len(name)-1]
		}
	}
	return e, err
}

// telling is a word of a title that is no name and no country, such as "talks":
// the longest in small letters.
func telling(title string) string {
	best := ""
	for w := range strings.FieldsSeq(title) {
		w = strings.Trim(w, `.,:;!?"'“”‘’()`)
		if w != strings.ToLower(w) || strings.ContainsAny(w, "-'’0123456789&") || len(w) < 5 || stem.Stop(folded(w)) || party([]string{w}) != "" {
			continue
		}
		if len(w) > len(best) {
			best = w
		}
	}
	return best
}

// exampleBlocks say what may be written, with what is stored.
func (b *Bot) exampleBlocks(ctx context.Context, to speaker) ([]attache.Block, error) {
	e, err := b.examples(ctx, to)
	if err != nil || e.country == "" {
		return nil, err
	}
	line := para(to.fill(textExampleLatest, code(e.country), code("/latest "+strings.TrimSpace(e.country+" "+e.word)))...)
	blocks := []attache.Block{line}
	if e.speaker != "" {
		blocks = append(blocks, tight(para(to.fill(textExampleQuotes, code("/quotes "+e.speaker), code("/quotes "+e.country))...)))
	}
	return blocks, nil
}

// followExample is what may be followed, with what is stored; "" where nothing is.
func (e examples) followExample() string {
	switch {
	case e.country == "":
		return ""
	case e.other == "":
		return "/follow " + e.country
	}
	return "/follow " + e.country + ", " + e.other
}
