package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache"
	"attache/internal/country"
	"attache/internal/text"
)

// wordsOf are the words of a quote as they are shown: a fragment in the sentence
// that it was published in.
func wordsOf(q attache.Quote) string {
	if q.Context != "" {
		return text.OneLine(q.Context)
	}
	return strings.TrimSpace(q.Text)
}

// inWords are the words of a quote with their marks; a sentence around them has its
// own.
func inWords(q attache.Quote, lang string) string {
	if q.Context != "" {
		return wordsOf(q)
	}
	return inMarks(wordsOf(q), lang)
}

// inContext is an article's quote with the whole published sentence of a fragment, where
// it is known and short enough.
func inContext(q attache.Quote, a attache.Article) attache.Quote {
	if q.Kind == attache.Mixed && q.Context == "" {
		s := text.Context(a.Body, a.Lang, q.Segments, longestDetail)
		if text.Balanced(s) && strings.Contains(s, strings.Split(q.Text, " … ")[0]) {
			q.Context = s
		}
	}
	return q
}

// quoteSpans is a quote in a digest: the words, and in a line below who said them and
// where.
func (s speaker) quoteSpans(q attache.Quote, lang string) []attache.Inline {
	spans := []attache.Inline{plain(inWords(q, lang) + "\n— ")}
	if f := speakerFlags(q); f != "" {
		spans = append(spans, plain(f+" "))
	}
	spans = append(spans, bold(s.speaker(q.Speaker)))
	if role := s.roleHere(q.Role, lang); role != "" {
		spans = append(spans, plain(", "+role))
	}
	if body := speakerBody(q); body != "" {
		spans = append(spans, plain(", "+body))
	}
	if outlet := text.OneLine(q.Outlet); outlet != "" {
		spans = append(spans, plain(" · "), link(outlet, q.URL))
	}
	return spans
}

// roleHere is a speaker's role as a message has it. Among English words a label in
// another language is left out; others keep it as it was published, like the quote.
func (s speaker) roleHere(role, lang string) string {
	foreign := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }
	if s.Lang() == homeLang && (lang != "" && lang != homeLang || strings.ContainsFunc(role, foreign)) {
		return ""
	}
	return s.role(roleShown(role, lang))
}

// speakerFlags are the flags of who is spoken for: of all whose names a joint
// statement stands under.
func speakerFlags(q attache.Quote) string {
	if codes := namedIn(q.Speaker); len(codes) > 1 {
		return knownFlags(codes, 4)
	}
	return country.Flag(q.Code)
}

// speakerBody is the body that somebody speaks for, where it has no flag and neither
// name nor role say it.
func speakerBody(q attache.Quote) string {
	if q.Code == "" || country.Flag(q.Code) != "" || !country.Known(q.Code) {
		return ""
	}
	said := q.Speaker + " " + q.Role
	if name := country.Name(q.Code, homeLang); strings.Contains(said, name) || strings.Contains(said, q.Code) {
		return ""
	}
	return q.Code
}

// namedIn are the parties of a speaker that is several: "Norway and Iceland".
func namedIn(speaker string) []string {
	var codes []string
	for part := range strings.SplitSeq(strings.ReplaceAll(speaker, " and ", ", "), ", ") {
		code := party(strings.Fields(part))
		if code == "" {
			return nil
		}
		codes = append(codes, code)
	}
	return codes
}

// knownFlags shows at most most actors that people know: countries as flags, bodies by
// their usual abbreviation. A code that nobody knows is left out.
func knownFlags(codes []string, most int) string {
	return flags(slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return !country.Known(c) }), most)
}

// agendaBlocks sets announced next moves: the day, whose matter it is, the sentence as
// published, and where it does not say about what, the story.
func agendaBlocks(to speaker, dates []attache.Appointment) []attache.Block {
	blocks := []attache.Block{heading(plain(to.text(textAgenda)))}
	for _, a := range dates {
		what := text.OneLine(a.What)
		if what == "" || utf8.RuneCountInString(what) > longestDetail {
			continue
		}
		spans := []attache.Inline{bold(to.dayOf(a)), plain(": ")}
		if f := knownFlags(a.Actors, 3); f != "" {
			spans = append(spans, plain(f+" "))
		}
		spans = append(spans, plain(what))
		if a.About != "" {
			spans = append(spans, plain(" ("), link(text.OneLine(a.About), a.URL), plain(")"))
		}
		blocks = append(blocks, tight(para(spans...)))
	}
	if len(blocks) == 1 {
		return nil
	}
	return blocks
}
