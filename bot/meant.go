package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/country"
	"attache/internal/stem"
	"attache/internal/text"
)

// What somebody may have meant by a word that nothing has is looked for among what
// is stored of late: the words of titles, actors and speakers; and among the names
// of countries.

const (
	lexiconFrom = 400              // articles, and as many quotes
	lexiconAge  = 10 * time.Minute // how long what was read stays
	mostMeant   = 3
)

// lexicon is words that find something, by their folded forms.
type lexicon struct {
	mu    sync.Mutex
	at    time.Time
	words map[string]known
}

type known struct {
	shown string
	count int
	place bool // a country or a body
}

// lexicon gives the words of what is stored of late.
func (b *Bot) lexicon(ctx context.Context) (map[string]known, error) {
	b.known.mu.Lock()
	defer b.known.mu.Unlock()
	if now := b.Now(); b.known.words != nil && now.Sub(b.known.at) < lexiconAge && !now.Before(b.known.at) {
		return b.known.words, nil
	}
	words := map[string]known{}
	add := func(shown string, place bool) {
		shown = strings.TrimFunc(shown, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		f := folded(shown)
		if utf8.RuneCountInString(f) < 4 {
			return
		}
		k := words[f]
		if k.shown == "" {
			k.shown = shown
		}
		k.count, k.place = k.count+1, k.place || place
		words[f] = k
	}
	articles, _, err := b.Store.Articles(ctx, attache.ArticleQuery{Limit: lexiconFrom})
	if err != nil {
		return nil, err
	}
	for _, a := range articles {
		for w := range strings.FieldsSeq(a.Title) {
			add(w, false)
		}
		for _, actor := range a.Actors {
			add(actor.Name, false)
			if country.Known(actor.Code) {
				add(country.Name(actor.Code, "en"), true)
			}
		}
		for _, q := range a.Quotes {
			if q.Showable() && named(q.Speaker) {
				add(q.Speaker, false)
				for w := range strings.FieldsSeq(q.Speaker) {
					add(w, false)
				}
			}
		}
	}
	b.known.words, b.known.at = words, b.Now()
	return words, nil
}

// meant gives what may have been meant by words that nothing has, the likeliest
// first.
func (b *Bot) meant(ctx context.Context, missing []string) ([]string, error) {
	words, err := b.lexicon(ctx)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, w := range append(slices.Clone(missing), joined(missing)...) {
		for _, guess := range nearest(w, words, true) {
			if !slices.Contains(all, guess) && len(all) < mostMeant {
				all = append(all, guess)
			}
		}
	}
	return all, nil
}

// joined is several words as one name.
func joined(words []string) []string {
	if len(words) < 2 {
		return nil
	}
	return []string{strings.Join(words, " ")}
}

// nearest gives the words, and where countries is set the names of countries, that
// a mistyped one is nearest to; none where it is near to nothing.
func nearest(typed string, words map[string]known, countries bool) []string {
	f := folded(typed)
	far := tolerance(f)
	if far == 0 {
		return nil
	}
	type guess struct {
		known
		far int
	}
	var guesses []guess
	try := func(have string, k known) {
		// what was looked for already, in another form or by another name, is not meant instead
		if d := runeDistance(f, have, far); d > 0 && d <= far && folded(k.shown) != f && !stem.Akin(f, have) {
			guesses = append(guesses, guess{k, d})
		}
	}
	for have, k := range words {
		try(have, k)
	}
	if countries {
		for name, code := range partyIndex() {
			if country.Known(code) && utf8.RuneCountInString(name) > 3 {
				try(name, known{shown: country.Name(code, "en"), place: true})
			}
		}
	}
	slices.SortFunc(guesses, func(a, b guess) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(b2i(b.place), b2i(a.place)), cmp.Compare(b.count, a.count),
			cmp.Compare(a.shown, b.shown))
	})
	var list []string
	for _, g := range guesses {
		if g.far > guesses[0].far || len(list) == mostMeant {
			break
		}
		if !slices.ContainsFunc(list, func(s string) bool { return folded(s) == folded(g.shown) }) {
			list = append(list, g.shown)
		}
	}
	return list
}

func b2i(v bool) int {
	if v {
		return 1
	}
	return 0
}

// tolerance is how many letters of a word may be wrong.
func tolerance(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n < 4 || n > 40:
		return 0
	case n < 6:
		return 1
	case n < 10:
		return 2
	}
	return 3
}

// runeDistance is how many letters to change, add, drop or swap between two words;
// more than most for all that are farther.
func runeDistance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	before, row := []int(nil), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		least := next[0]
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
			least = min(least, next[j+1])
		}
		if least > most {
			return most + 1
		}
		before, row = row, next
	}
	return row[len(y)]
}

// shortLabel is a name as a button shows it: whole, or cut between words.
func shortLabel(name string) string { return text.Shorten(tame(name, 200), 28) }

func itoa(n int) string { return strconv.Itoa(n) }
