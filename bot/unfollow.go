package bot

import (
	"context"
	"slices"

	"attache"
)

// unfollow takes countries, bodies and words off what a chat follows, or all
// of it.
func (b *Bot) unfollow(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.following(r.chat)}, nil
	}
	if everything(r.text) {
		return b.refilter(ctx, r, func(f *attache.Filter) error {
			*f = attache.Filter{}
			return nil
		})
	}
	codes, words := wishes(r.args)
	typed := func(have string) bool { // also a word that is a country's name
		like := func(w string) bool { return folded(w) == folded(have) }
		return slices.ContainsFunc(words, like) || like(phrase(r.args))
	}
	return b.refilter(ctx, r, func(f *attache.Filter) error {
		before := len(f.Actors) + len(f.Words)
		f.Actors = slices.DeleteFunc(f.Actors, func(code string) bool {
			return slices.Contains(codes, code) || slices.Contains(texts(r.args), code)
		})
		f.Words = slices.DeleteFunc(f.Words, typed)
		if len(f.Actors)+len(f.Words) == before {
			return advise(textNotFollowed)
		}
		return nil
	})
}
