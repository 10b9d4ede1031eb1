package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/text"
)

// Bounds of a quote in an edition, in code points.
const (
	quoteCount   = 3
	quoteLong    = 320
	quoteShort   = 25
	quoteLeast   = 8
	contextLong  = 420 // of a fragment with its sentence
	quoteForeign = 1.2 // what a quote in another language than the chat's is worth less
)

// usualLang is the language of an edition whose chat asks for none.
const usualLang = "en"

// candidate is a quote that could be told.
type candidate struct {
	attache.Quote
	foreign bool // in another language than the edition's
}

// chooseQuotes takes what was said word for word and by whom surely, of
// different speakers and sides first, leaving out what was said before. Words in
// the edition's language come first; others only of who is not heard in it.
func chooseQuotes(articles []attache.Article, said *heard, langs []string) []attache.Quote {
	all := candidates(articles, langs)
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch v, w := quoteValue(&a), quoteValue(&b); {
		case v > w:
			return -1
		case v < w:
			return 1
		}
		return 0
	})
	home := slices.ContainsFunc(all, func(c candidate) bool { return !c.foreign })
	var out []attache.Quote
	for round := range 2 {
		for i := range all {
			c := &all[i]
			same := slices.ContainsFunc(out, func(o attache.Quote) bool {
				return (round == 0 || c.foreign && home) && (o.Speaker == c.Speaker || c.Code != "" && o.Code == c.Code)
			})
			if same || len(out) == quoteCount || round == 1 && len(out) >= 2 || said.has(shownWords(&c.Quote)) || said.has(c.Text) {
				continue
			}
			said.add(shownWords(&c.Quote))
			out = append(out, c.Quote)
		}
	}
	return out
}

// candidates are the quotes of articles that may be told.
func candidates(articles []attache.Article, langs []string) []candidate {
	if len(langs) == 0 {
		langs = []string{usualLang}
	}
	var all []candidate
	seen := map[string]bool{}
	for i := range articles {
		a := &articles[i]
		if a.CopyOf != "" {
			continue
		}
		read := readOnce{Article: a}
		for _, q := range a.Quotes {
			q, ok := presented(&read, q)
			if key := quoteKey(q.Text); ok && !seen[key] {
				seen[key] = true
				all = append(all, candidate{q, a.Lang != "" && !slices.Contains(langs, a.Lang)})
			}
		}
	}
	return all
}

// readOnce is an article whose sentences are looked for once, whatever number of its
// quotes ask for theirs.
type readOnce struct {
	*attache.Article
	doc *text.Doc
}

func (r *readOnce) text() *text.Doc {
	if r.doc == nil {
		r.doc = text.New(r.Body, r.Lang)
	}
	return r.doc
}

// presented is a quote as an edition shows it: cited, attributed to all who issue
// a joint statement, a long one as an excerpt of whole sentences, a fragment in the
// sentence that it was published in. ok is false where it cannot be shown so.
func presented(a *readOnce, q attache.Quote) (_ attache.Quote, ok bool) {
	q = a.Cite(jointly(a, q))
	if !q.Showable() || utf8.RuneCountInString(q.Text) < quoteLeast {
		return q, false
	}
	whole := strings.TrimSpace(q.Text)
	if q.Text = excerpt(whole, a.Lang); q.Text == "" || !text.Balanced(q.Text) {
		return q, false
	}
	if q.Kind == attache.Mixed && q.Text == whole {
		q.Context = contextOf(a, &q)
		if q.Context == "" && !standsAlone(q.Text) {
			return q, false
		}
	}
	return q, true
}

// excerpt is what of a long quote has a place: its first whole sentences, with " …"
// where others follow, and "… " where the first one was too long. "" where no
// sentence has a place.
func excerpt(words, lang string) string {
	if utf8.RuneCountInString(words) <= quoteLong && !strings.Contains(words, "\n") {
		return words
	}
	start, end := -1, -1
	at := 0
	for _, s := range text.Whole(words, lang) {
		i := strings.Index(words[at:], s)
		if i < 0 {
			break
		}
		from, to := at+i, at+i+len(s)
		at = to
		if start >= 0 && (utf8.RuneCountInString(words[start:to]) > quoteLong || strings.Contains(words[start:to], "\n")) {
			break
		}
		if start < 0 && (utf8.RuneCountInString(s) > quoteLong || utf8.RuneCountInString(s) < quoteShort) {
			continue
		}
		if start < 0 {
			start = from
		}
		end = to
	}
	if start < 0 {
		return ""
	}
	out := words[start:end]
	if start > 0 {
		out = "… " + out
	}
	if end < len(words) {
		out += " …"
	}
	return out
}

// contextOf is the whole published sentence of a fragment; "" where it is not
// known, or too long to be shown.
func contextOf(a *readOnce, q *attache.Quote) string {
	span := spanOf(a.Body, q)
	if span[1] == 0 {
		return ""
	}
	s := a.text().Context([]attache.Span{span}, contextLong)
	if !text.Balanced(s) || !strings.Contains(s, strings.Split(q.Text, " … ")[0]) {
		return ""
	}
	return s
}

// spanOf is where a quote stands in a text: from its first words to its last.
func spanOf(body string, q *attache.Quote) attache.Span {
	if n := len(q.Segments); n > 0 {
		return attache.Span{q.Segments[0][0], q.Segments[n-1][1]}
	}
	i := strings.Index(body, q.Text)
	if i < 0 {
		return attache.Span{}
	}
	from := utf8.RuneCountInString(body[:i])
	return attache.Span{from, from + utf8.RuneCountInString(q.Text)}
}

// standsAlone says whether words read as a whole utterance.
func standsAlone(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsLower(first) && utf8.RuneCountInString(s) >= quoteShort
}

// shownWords are the words of a quote as they are shown.
func shownWords(q *attache.Quote) string {
	if q.Context != "" {
		return q.Context
	}
	return q.Text
}

func quoteValue(c *candidate) float64 {
	q := &c.Quote
	v := q.Confidence
	if q.Kind == attache.Direct {
		v += 0.5
	}
	if q.Polarity != "" {
		v += 0.4
	}
	if q.Role != "" {
		v += 0.2
	}
	if utf8.RuneCountInString(q.Text) < quoteShort {
		v -= 0.8
	}
	if c.foreign {
		v -= quoteForeign
	}
	return v
}

// quoteKey is the same for a quote that agencies repeat in slightly other words.
func quoteKey(s string) string {
	return strings.Join(firstSpoken(s, 6), " ")
}
