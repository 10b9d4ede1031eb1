package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"attache"
	words "attache/internal/text"
)

// How the domain's terms read in plain words.

// positionNames say what a party did to a point.
var positionNames = map[attache.PositionKind]key{
	attache.PositionAccepted: textAccepted, attache.PositionRejected: textRejected, attache.PositionDemanded: textDemanded,
	attache.PositionAccused: textAccused, attache.PositionWarned: textWarned,
}

// mood is a track's temperature in a calm word, with where its last move led.
// One move alone leads nowhere yet.
func mood(t attache.Track) key {
	last := 0.0
	if n := len(t.Moves); n > 1 {
		last = t.Moves[n-1].Warmth()
	}
	const edge = 0.3
	switch {
	case t.Temperature <= -edge && last > 0:
		return textEasing
	case t.Temperature <= -edge:
		return textTense
	case last < 0:
		return textCooling
	case t.Temperature >= edge:
		return textWarm
	case last > 0:
		return textWarming
	}
	return textSteady
}

// kindOrder is how outlets are shown, one kind after the other.
var kindOrder = []attache.SourceKind{attache.Official, attache.Wire, attache.Press, "", attache.StateMedia}

// outlets lists reports by kind: "official: A, B · wire: C"; more than most
// are counted.
func (s speaker) outlets(links []attache.Link, most int) []attache.Inline {
	links = slices.Clone(links)
	rank := func(l attache.Link) int { return slices.Index(kindOrder, l.Kind) }
	slices.SortStableFunc(links, func(a, b attache.Link) int { return cmp.Compare(rank(a), rank(b)) })
	var spans []attache.Inline
	for i, l := range links[:min(len(links), most)] {
		switch {
		case i > 0 && links[i-1].Kind == l.Kind:
			spans = append(spans, plain(s.text(textComma)))
		case i > 0:
			spans = append(spans, plain(" · "))
		}
		if name := s.kind(l.Kind); name != "" && (i == 0 || links[i-1].Kind != l.Kind) {
			spans = append(spans, plain(name+": "))
		}
		spans = append(spans, link(words.OneLine(l.Outlet), l.URL))
	}
	if extra := len(links) - most; extra > 0 {
		spans = append(spans, plain(" "+s.text(textOthers, extra)))
	}
	return spans
}

// outletOf names an article's outlet: by its name, else by its host.
func outletOf(a attache.Article) string {
	if a.Outlet != "" {
		return a.Outlet
	}
	return host(a.URL)
}

func host(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	rest, _, _ = strings.Cut(rest, "/")
	return strings.TrimPrefix(rest, "www.")
}

// headline is a title that leads to its article.
func headline(title, url string) attache.Inline {
	return attache.Inline{Text: words.OneLine(title), Style: attache.Bold, Href: url}
}

// marks are a language's quotation marks.
var quoteMarks = map[string][2]string{
	"ar": {"«", "»"}, "be": {"«", "»"}, "bg": {"„", "“"}, "cs": {"„", "“"}, "da": {"»", "«"},
	"de": {"„", "“"}, "el": {"«", "»"}, "es": {"«", "»"}, "fa": {"«", "»"}, "fi": {"”", "”"},
	"fr": {"«\u00a0", "\u00a0»"}, "hr": {"„", "“"}, "hu": {"„", "”"}, "it": {"«", "»"}, "ja": {"「", "」"},
	"no": {"«", "»"}, "nb": {"«", "»"}, "pl": {"„", "”"}, "pt": {"«", "»"}, "ro": {"„", "”"},
	"ru": {"«", "»"}, "sk": {"„", "“"}, "sl": {"„", "“"}, "sr": {"„", "“"}, "sv": {"”", "”"},
	"uk": {"«", "»"},
}

// inMarks puts words that were said between their language's quotation marks;
// where it is unknown, between those of its script. The words stay as they are.
func inMarks(text, lang string) string {
	marks, ok := quoteMarks[strings.ToLower(lang[:min(len(lang), 2)])]
	if !ok && lang == "" {
		marks, ok = quoteMarks[scriptLang(text)]
	}
	if !ok {
		marks = [2]string{"“", "”"}
	}
	return marks[0] + text + marks[1]
}

// scriptLang is a language that uses the text's script, for its marks alone.
func scriptLang(text string) string {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			return "ru"
		case unicode.Is(unicode.Arabic, r):
			return "ar"
		case unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r):
			return "ja"
		case unicode.Is(unicode.Latin, r):
			return ""
		}
	}
	return ""
}
