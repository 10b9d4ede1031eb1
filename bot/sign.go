package bot

import (
	"strings"
	"unicode"

	"attache"
	"attache/internal/country"
	"attache/internal/fold"
)

// What stands below a channel's posts, where its administrator wants that: tags that
// its readers find posts by, and a line.

const (
	mostTags   = 8
	mostFooter = 200           // code points
	dropTags   = dropIndex + 1 // after the stories, before the index
)

// signed are the last blocks of a channel's post; none of other chats'.
func signed(e attache.Edition, chat attache.Chat) []attache.Block {
	if chat.Kind != attache.Channel {
		return nil
	}
	var blocks []attache.Block
	if tags := tagsOf(e); chat.Hashtags && len(tags) > 0 {
		tagged := para(plain(strings.Join(tags, " ")))
		tagged.Drop = dropTags
		blocks = append(blocks, tagged)
	}
	if chat.Footer != "" {
		blocks = append(blocks, para(plain(chat.Footer)))
	}
	return blocks
}

// tagsOf are the countries of an edition's stories as hashtags, in the stories' order,
// each once.
func tagsOf(e attache.Edition) []string {
	var tags []string
	seen := map[string]bool{}
	for _, s := range e.Sections {
		for i := range s.Items {
			for _, actor := range s.Items[i].Actors {
				if country.IsCountry(actor) && !seen[actor] && len(tags) < mostTags {
					seen[actor] = true
					tags = append(tags, hashtag(country.Name(actor, homeLang)))
				}
			}
		}
	}
	return tags
}

// hashtag is a name in ASCII letters, its words joined: #CoteDIvoire.
func hashtag(name string) string {
	var tag strings.Builder
	tag.WriteByte('#')
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
			word = fold.String(word)
		}
		tag.WriteString(capital(word))
	}
	return tag.String()
}
