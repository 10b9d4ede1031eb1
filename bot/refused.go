package bot

import (
	"slices"
	"strings"

	"attache"
)

// refusal is what somebody who asks wants to be left out: "not Russia", "-fishing".
type refusal struct {
	filter attache.Filter // its Not… fields, as a digest leaves out
	mood   attache.Polarity
	typed  string
}

func (f *refusal) none() bool { return f.typed == "" }

// title says what is left out: "not Norway".
func (f *refusal) title(to speaker) string {
	if f.none() {
		return ""
	}
	return to.text(textNot) + " " + f.typed
}

// again is the same as somebody types it.
func (f *refusal) again() string {
	if f.none() {
		return ""
	}
	return "not " + f.typed
}

// refuse takes what is to be left out off what somebody asks for, as /follow reads
// it; a comma ends it. A word of refusing with nothing behind it that could be left
// out is a word: "the answer was no", "no news about Iran".
func refuse(args []word) (rest []word, out refusal, err error) {
	var refused []word
	parts := atCommas(args)
	for i, part := range parts {
		part = cutRefusing(part)
		if asksForNews(part) {
			rest = append(rest, part...)
			continue
		}
		wanted, left := apart(part)
		if left = unasked(left); len(left) == 0 {
			wanted = part
		}
		for len(left) > 0 && !left[0].quoted && aboutWords[folded(left[0].text)] {
			left = left[1:]
		}
		if n := len(wanted); n > 0 && i+1 < len(parts) && !wanted[n-1].quoted {
			wanted = slices.Clone(wanted)
			wanted[n-1].text += "," // where a name ends
		}
		rest, refused = append(rest, wanted...), append(refused, left...)
	}
	if len(refused) == 0 {
		return args, out, nil
	}
	out.typed = strings.Join(shownWords(refused), " ")
	if len(refused) == 1 {
		out.mood = polarityOf(refused[0])
	}
	if out.filter, err = without(attache.Filter{}, refused); err == nil && !filtered(out.filter) { // too short to be told from others
		return rest, out, advise(textFollowWhat)
	}
	return rest, out, err
}

// cutRefusing puts a Chinese word of refusing apart from what it stands at: 除了挪威以外.
func cutRefusing(part []word) []word {
	var cut []word
	for _, w := range part {
		if w.quoted || !han(w.text) {
			cut = append(cut, w)
			continue
		}
		for _, but := range []string{"除了", "不要", "除", "不"} {
			rest, ok := strings.CutPrefix(w.text, but)
			rest = strings.TrimSuffix(strings.TrimSuffix(rest, "以外"), "之外")
			if ok && party([]string{w.text}) == "" && party([]string{rest}) != "" { // 不丹 is a country
				cut, w.text = append(cut, word{text: "除了"}), rest
				break
			}
		}
		cut = append(cut, w)
	}
	return cut
}

// asksForNews tells a question for news with a no in it from something that is to
// be left out: "is there no news about Iran".
func asksForNews(part []word) bool {
	for i, w := range part {
		if !w.quoted && refusing[folded(w.text)] && i+1 < len(part) && askings[folded(part[i+1].text)] {
			return true
		}
	}
	return false
}

// leavesOutStory tells whether a story is left out, by what of it is shown.
func (b *Bot) leavesOutStory(f *refusal, c *coverage) bool {
	if f.none() {
		return false
	}
	s := c.story
	s.Headline = c.head.Title
	_, wanted := b.Match(s, f.filter)
	return !wanted
}

// leavesOutQuote tells whether a quote is left out: by whom it is, whom it speaks
// for, what it says, and what its report is about.
func (b *Bot) leavesOutQuote(f *refusal, q *attache.Quote, a *attache.Article) bool {
	if f.none() {
		return false
	}
	if f.mood != "" {
		return q.Polarity == f.mood
	}
	codes := []string{q.Code}
	for i := range a.Actors {
		codes = append(codes, a.Actors[i].Code)
	}
	said := attache.Story{Headline: strings.Join([]string{q.Speaker, q.Role, q.Text, a.Title}, " · "), Actors: codes}
	_, wanted := b.Match(said, f.filter)
	return !wanted
}
