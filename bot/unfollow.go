package bot

import (
	"context"
	"slices"
	"strings"

	"attache"
)

// unfollow takes countries, bodies, words and outlets off what a chat follows or
// leaves out, or all of it. "#ID" is a track.
func (b *Bot) unfollow(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return b.followReply(ctx, r, r.chat, nil)
	}
	if everything(r.text) {
		return b.refilter(ctx, r, func(f *attache.Filter) error {
			*f = attache.Filter{}
			return nil
		}, nil)
	}
	w := wishes(r.args)
	codes, words := slices.Concat(w.codes, w.notCodes), slices.Concat(w.words, w.notWords)
	typed := func(have string) bool { // also a word that is a country's name
		like := func(s string) bool { return folded(s) == folded(have) }
		return slices.ContainsFunc(words, like) || like(phrase(r.args)) || like(strings.TrimLeft(r.text, "-−–"))
	}
	return b.refilter(ctx, r, func(f *attache.Filter) error {
		before := sizeOf(f)
		coded := func(code string) bool { return slices.Contains(codes, code) || slices.Contains(texts(r.args), code) }
		f.Actors, f.NotActors = slices.DeleteFunc(f.Actors, coded), slices.DeleteFunc(f.NotActors, coded)
		f.Words, f.NotWords, f.Muted = slices.DeleteFunc(f.Words, typed), slices.DeleteFunc(f.NotWords, typed), slices.DeleteFunc(f.Muted, typed)
		f.Langs = slices.DeleteFunc(f.Langs, func(lang string) bool { return slices.Contains(w.langs, lang) || lang == r.text })
		f.Tracks = slices.DeleteFunc(f.Tracks, func(id string) bool { return "#"+id == r.text })
		switch folded(r.text) { // what buttons say where a filter of both finds nothing
		case "countries":
			f.Actors = nil
		case "words":
			f.Words = nil
		}
		if sizeOf(f) == before {
			return advise(textNotFollowed)
		}
		return nil
	}, nil)
}

func sizeOf(f *attache.Filter) int {
	n := 0
	for _, field := range fieldsOf(f) {
		n += len(*field)
	}
	return n
}

// mute leaves out an outlet's own stories, or headlines with words.
func (b *Bot) mute(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{}, advise(textMuteWhat)
	}
	outlet, err := b.outletNamed(ctx, r.text)
	if err != nil {
		return reply{}, err
	}
	w := wishes(r.args)
	w = wish{notCodes: append(w.codes, w.notCodes...), notWords: append(w.words, w.notWords...)}
	if outlet == "" && w.empty() {
		return reply{}, advise(textMuteWhat)
	}
	return b.refilter(ctx, r, func(f *attache.Filter) error {
		if outlet != "" {
			f.Muted = appendNew(f.Muted, outlet)
			return nil
		}
		return w.narrow(f)
	}, nil)
}

// outletNamed is the outlet of that name among those that reported of late, "" for
// none.
func (b *Bot) outletNamed(ctx context.Context, name string) (string, error) {
	articles, _, err := b.Store.Articles(ctx, attache.ArticleQuery{Words: []string{name}, Brief: true, Limit: 100})
	for _, a := range articles {
		if folded(outletOf(a)) == folded(strings.Trim(name, `"“”„«»`)) {
			return outletOf(a), nil
		}
	}
	return "", err
}
