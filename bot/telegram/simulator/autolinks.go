package simulator

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// What a text links by itself: addresses, mentions, hashtags, commands.
var (
	linkWord = sought(`(?i)(?:https?://|tg://)?(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62})\.)+[\p{L}]{2,24}` +
		`(?::\d{1,5})?(?:[/?#][^\s<>"«»“”]*)?`)
	mentionWord = sought(`@[A-Za-z0-9_]{2,32}`)
	hashWord    = sought(`#[\p{L}\p{N}_]{1,256}`)
	commandWord = sought(`/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?`)
	emailWord   = sought(`[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}`)
)

// sought compiles an expression when it is asked for first: with so many repetitions that
// takes milliseconds, which every start of the program would pay.
func sought(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// topLevels are endings that make a word with a dot an address. Not all there
// are: the common ones, and those that look like something else (.md, .py).
var topLevels = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range words(`com org net edu gov int mil info biz name pro aero museum app dev io ai co me tv cc ws news media press
		agency online site
		xyz world live today blog page link top club shop store tech cloud email eu uk us ca au nz de at ch fr be nl lu es pt it gr
		pl cz sk hu ro bg hr si rs ba mk al lt lv ee fi se no dk is ie ru by ua kz uz kg tj tm az am ge md tr il ps jo lb sy iq ir
		sa ae qa kw bh om ye eg ly tn dz ma sd et ke ng gh za in pk bd lk np af cn jp kr tw hk sg my th vn id ph mn br ar cl pe mx
		su rf py rs sh so to рф укр`) {
		set[name] = true
	}
	return set
}()

// findEntities adds to the given entities those the text makes by itself,
// where they touch no link, code or other found one.
func findEntities(text string, given []Entity) []Entity {
	var spans []byteSpan
	add := func(kind string, at [][]int, ok func(from, to int) (int, bool)) {
		for _, m := range at {
			to, good := ok(m[0], m[1])
			if good && !slices.ContainsFunc(spans, func(s byteSpan) bool { return m[0] < s.to && s.from < to }) {
				spans = append(spans, byteSpan{m[0], to, kind})
			}
		}
	}
	if strings.ContainsAny(text, "@") {
		add("email", emailWord().FindAllStringIndex(text, -1), func(from, to int) (int, bool) { return to, !wordBefore(text, from, "/@:") })
	}
	if strings.ContainsAny(text, ".") {
		add("url", linkWord().FindAllStringIndex(text, -1), func(from, to int) (int, bool) { return goodLink(text, from, to) })
	}
	if strings.ContainsAny(text, "@") {
		add("mention", mentionWord().FindAllStringIndex(text, -1), func(from, to int) (int, bool) {
			return to, !wordBefore(text, from, "/") && !wordAfter(text, to, "")
		})
	}
	if strings.ContainsAny(text, "#") {
		add("hashtag", hashWord().FindAllStringIndex(text, -1), func(from, to int) (int, bool) {
			letters := strings.ContainsFunc(text[from:to], unicode.IsLetter)
			return to, letters && !wordBefore(text, from, "") && !wordAfter(text, to, "#")
		})
	}
	if strings.ContainsAny(text, "/") {
		add("bot_command", commandWord().FindAllStringIndex(text, -1), func(from, to int) (int, bool) {
			return to, !wordBefore(text, from, "/<>") && !wordAfter(text, to, "/<>")
		})
	}
	if len(spans) == 0 {
		return given
	}
	return mergeFound(given, spans, text)
}

type byteSpan struct {
	from, to int
	kind     string
}

func mergeFound(given []Entity, spans []byteSpan, text string) []Entity {
	all := slices.Clone(given)
	for _, s := range spans {
		e := Entity{Type: s.kind, Offset: utf16Len(text[:s.from]), Length: utf16Len(text[s.from:s.to])}
		taken := slices.ContainsFunc(given, func(g Entity) bool {
			overlap := e.Offset < g.end() && g.Offset < e.end()
			inside := e.Offset >= g.Offset && e.end() <= g.end()
			return overlap && !isSplittable(g.Type) && (!isQuote(g.Type) || !inside)
		})
		if !taken {
			all = append(all, e)
		}
	}
	return fixEntities(all)
}

func goodLink(text string, from, to int) (int, bool) {
	if wordBefore(text, from, "@/.") {
		return to, false
	}
	word := strings.TrimRight(text[from:to], ".,:;!?'\")]}…")
	rest := lower(word)
	if scheme := strings.Index(rest, "://"); scheme >= 0 {
		rest = rest[scheme+3:]
	}
	host := rest
	if i := strings.IndexAny(host, "/?#:"); i >= 0 {
		host = host[:i]
	}
	ending := host[strings.LastIndexByte(host, '.')+1:]
	return from + len(word), topLevels[ending] || strings.HasPrefix(lower(word), "http")
}

func wordBefore(text string, at int, also string) bool {
	r, size := utf8.DecodeLastRuneInString(text[:at])
	return size > 0 && (isWord(r) || strings.ContainsRune(also, r))
}

func wordAfter(text string, at int, also string) bool {
	r, size := utf8.DecodeRuneInString(text[at:])
	return size > 0 && (isWord(r) || strings.ContainsRune(also, r))
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// sliceUnits is the part of a text between two UTF-16 offsets.
func sliceUnits(text string, from, to int) string {
	units, begin, end := 0, len(text), len(text)
	for i, char := range text {
		if units >= from && begin == len(text) {
			begin = i
		}
		if units >= to {
			end = i
			break
		}
		units++
		if char > 0xffff {
			units++
		}
	}
	return text[min(begin, end):end]
}
