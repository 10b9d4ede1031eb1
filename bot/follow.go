package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"attache"
)

// What a filter may hold.
const (
	mostFollowed    = 30 // countries and bodies, and as many words
	longestFollowed = 40 // code points of a word or phrase
)

// follow narrows a chat's digest to countries, bodies and words, or shows
// what it is narrowed to.
func (b *Bot) follow(ctx context.Context, r request) (reply, error) {
	if r.text == "" {
		return reply{doc: b.following(r.chat)}, nil
	}
	if everything(r.text) {
		return b.unfollow(ctx, r)
	}
	codes, words := wishes(r.args)
	if len(codes)+len(words) == 0 {
		return reply{}, advise(textFollowWhat)
	}
	return b.refilter(ctx, r, func(f *attache.Filter) error {
		for _, code := range codes {
			if !slices.Contains(f.Actors, code) {
				f.Actors = append(f.Actors, code)
			}
		}
		for _, w := range words {
			if !slices.ContainsFunc(f.Words, func(have string) bool { return folded(have) == folded(w) }) {
				f.Words = append(f.Words, w)
			}
		}
		if len(f.Actors) > mostFollowed || len(f.Words) > mostFollowed {
			return advise(textFollowMost)
		}
		return nil
	})
}

// refilter stores what edit makes of the chat's filter and shows it. The next
// digest stays due when it is: one that is late just now must still come.
func (b *Bot) refilter(ctx context.Context, r request, edit func(*attache.Filter) error) (reply, error) {
	chat, err := b.amend(ctx, r, func(c *attache.Chat) error {
		c.Filter.Actors, c.Filter.Words = slices.Clone(c.Filter.Actors), slices.Clone(c.Filter.Words)
		if c.State == "" {
			c.State = attache.ChatStopped
		}
		return edit(&c.Filter)
	})
	if err != nil {
		return reply{}, err
	}
	return reply{doc: b.following(chat), edit: true, hint: textSaved}, nil
}

// everything tells the words that mean no narrowing.
func everything(text string) bool {
	switch folded(text) {
	case "all", "everything", "off", "none":
		return true
	}
	return false
}

// wishes is what somebody wants to follow: codes of countries and bodies, and
// words. Where there are commas, the words between two of them are a phrase;
// else each stands alone, but for phrases between marks.
func wishes(args []word) (codes, words []string) {
	parts := atCommas(args)
	for _, part := range parts {
		named, rest := partiesIn(part)
		for _, code := range named {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		if len(parts) > 1 {
			rest = []word{{text: phrase(rest)}}
		}
		for _, w := range rest {
			if w.quoted || !slices.Contains(linking, folded(w.text)) {
				words = appendWish(words, w.text)
			}
		}
	}
	return codes, words
}

// ReadFilter is what a text wants to follow, as after /follow: countries and bodies,
// words, and phrases between commas. The zero Filter for "everything".
func ReadFilter(text string) attache.Filter {
	if everything(text) {
		return attache.Filter{}
	}
	codes, words := wishes(splitWords(text))
	return attache.Filter{Actors: codes, Words: words}
}

// appendWish adds a word to follow unless it is there, or too short: it would
// be found in everything.
func appendWish(words []string, text string) []string {
	text = strings.Map(func(r rune) rune {
		if closing[r] != "" || strings.ContainsRune("”»›」』", r) { // buttons put it between marks
			return -1
		}
		return r
	}, text)
	text = strings.TrimSpace(tame(strings.Trim(text, ",;.!? "), longestFollowed))
	least := 3
	if text != "" && text[0] >= utf8.RuneSelf { // a Chinese word may have two
		least = 2
	}
	if utf8.RuneCountInString(text) < least || slices.Contains(words, text) {
		return words
	}
	return append(words, text)
}

// atCommas cuts words where one ends in a comma or a semicolon.
func atCommas(args []word) [][]word {
	var parts [][]word
	var part []word
	for _, w := range args {
		text := strings.TrimRight(w.text, ",;，、；")
		ends := text != w.text && !w.quoted
		if !w.quoted {
			w.text = text
		}
		if w.text != "" {
			part = append(part, w)
		}
		if ends && len(part) > 0 {
			parts, part = append(parts, part), nil
		}
	}
	if len(part) > 0 {
		parts = append(parts, part)
	}
	return parts
}

// phrase joins words, without those that only link it to others.
func phrase(words []word) string {
	list := texts(words)
	for len(list) > 0 && slices.Contains(linking, folded(list[0])) {
		list = list[1:]
	}
	for len(list) > 0 && slices.Contains(linking, folded(list[len(list)-1])) {
		list = list[:len(list)-1]
	}
	return strings.Join(list, " ")
}

// filtered tells whether a chat gets only what it follows.
func filtered(f attache.Filter) bool {
	return len(f.Actors)+len(f.Words)+len(f.Langs)+len(f.Tracks) > 0
}
