package bot

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"attache/internal/stem"
)

// asked is what somebody looks for: countries and bodies, other words, a time,
// and how many of it.
type asked struct {
	n            int
	capped       bool // more were asked for than are shown
	codes        []string
	words        []string
	typed        string // all but number, time and what is left out, as typed
	out          refusal
	since, until time.Time
	when         string // that time in words
}

// anything says whether nothing narrows it.
func (a asked) anything() bool { return len(a.codes)+len(a.words) == 0 && a.when == "" }

// title says what it is about: "Iran talks, since Monday".
func (a asked) title(to speaker) string {
	what := strings.TrimSpace(a.typed + " " + a.out.title(to))
	return to.listed(slices.DeleteFunc([]string{what, a.when}, func(s string) bool { return s == "" }))
}

// again is what somebody typed but for number and time: "Iran talks not Russia".
func (a asked) again() string { return strings.TrimSpace(a.typed + " " + a.out.again()) }

// read reads what somebody asks for. A number says how many, wherever it stands;
// words of time narrow the time; behind "not" or a minus stands what is left out; what
// only makes a question of it goes.
func (b *Bot) read(to speaker, args []word, usual int, zone *time.Location) (asked, error) {
	frame, rest, err := b.frame(to, args, usual, zone)
	if err != nil {
		return frame, err
	}
	a, err := readWords(rest)
	a.n, a.capped, a.out = frame.n, frame.capped, frame.out
	a.since, a.until, a.when = frame.since, frame.until, frame.when
	return a, err
}

// frame takes off what somebody asks for how many of it are wanted, of which time, and
// what is to be left out.
func (b *Bot) frame(to speaker, args []word, usual int, zone *time.Location) (a asked, rest []word, err error) {
	when, rest := takeTime(to, args, b.Now().In(zone))
	a = asked{since: when.since, until: when.until, when: when.name}
	if a.n, a.capped, rest, err = takeCount(rest, usual); err != nil {
		return a, rest, err
	}
	rest, a.out, err = refuse(rest)
	return a, rest, err
}

// readWords reads what words name: countries and bodies, and others.
func readWords(rest []word) (a asked, err error) {
	rest = unasked(rest)
	a.typed = strings.Join(shownWords(rest), " ")
	var others []word
	a.codes, others = partiesIn(rest)
	for _, w := range texts(others) {
		if w = strings.Trim(w, ",;:"); w != "" && (!slices.Contains(linking, folded(w)) || len(others) == 1) {
			a.words = append(a.words, w)
		}
	}
	if len(a.codes)+len(a.words) > longestSearch {
		return a, advise(textLonger)
	}
	return a, nil
}

func shownWords(words []word) []string {
	var list []string
	for _, w := range words {
		list = append(list, strings.Trim(w.text, ",;:"))
	}
	return list
}

// askings are words that make a question or a request of what is looked for, in
// eight languages, folded; stop words do so too.
var askings = wordSet(`
news latest new newest happening happened happens going anything something everything tell show give find search want know know please could
update updates story stories headlines report reports regarding concerning hear heard today's lately recently current
nouvelles nouvelle actualites actualite actu infos quoi neuf dernieres derniere passe donne montre moi
nachrichten neues neuigkeiten neueste aktuelle gibt passiert zeig zeige bitte mir
noticias novedades nuevo nueva nuevos nuevas ultimas ultima pasa dime muestra hay
новости новость что-нибудь последние последнее происходит случилось расскажи покажи нового слышно
новини новина останні останнє відбувається сталося розкажи покажи нового чути
اخبار الاخبار خبر اخر جديد الجديد يحدث ماذا
`)

// hanAskings are the same in Chinese, where no spaces part them; longer before shorter.
var hanAskings = strings.Fields("有什么新闻 有什么消息 最新消息 最新新闻 的新闻 的消息 怎么样 发生了什么 有什么 关于 最新 新闻 消息 请问 告诉我 什么 吗 呢 ？ 。 ！")

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[folded(w)] = true
	}
	return set
}

// unasked takes what only makes a question of them off words, unless nothing were
// left of a single word. What stands between marks stays.
func unasked(words []word) []word {
	var rest []word
	for i, w := range words {
		if w.quoted {
			rest = append(rest, w)
			continue
		}
		w.text = strings.TrimFunc(w.text, func(r rune) bool { return strings.ContainsRune("?!.…¿¡؟？。！#\"'’", r) })
		if han(w.text) {
			rest = append(rest, unaskedHan(w.text)...)
			continue
		}
		f := folded(w.text)
		if f == "" || askings[f] || stem.Stop(f) && party([]string{w.text}) == "" && !slices.Contains(linking, f) || asksUs(words, i) {
			continue
		}
		rest = append(rest, w)
	}
	for len(rest) > 0 && slices.Contains(linking, folded(rest[0].text)) && !rest[0].quoted {
		rest = rest[1:]
	}
	return rest
}

// asksUs tells the "us" of "tell us" from the country.
func asksUs(words []word, i int) bool {
	return i > 0 && words[i].text == "us" && slices.Contains([]string{"tell", "give", "show"}, folded(words[i-1].text))
}

func han(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// unaskedHan cuts a Chinese question into the countries that it names and the rest.
func unaskedHan(text string) []word {
	for _, noise := range hanAskings {
		text = strings.ReplaceAll(text, noise, " ")
	}
	var words []word
	for field := range strings.FieldsSeq(text) {
		words = append(words, cutHan(field)...)
	}
	return words
}

// cutHan puts country names that stand within a text without spaces apart.
func cutHan(text string) []word {
	var words []word
	runes := []rune(text)
	begin := 0
	flush := func(end int) {
		if part := strings.Trim(string(runes[begin:end]), "和与及的、，对"); part != "" {
			words = append(words, word{text: part})
		}
	}
	for i := 0; i < len(runes); i++ {
		for n := min(8, len(runes)-i); n >= 2; n-- {
			if partyIndex()[folded(string(runes[i:i+n]))] == "" {
				continue
			}
			flush(i)
			words = append(words, word{text: string(runes[i : i+n])})
			i, begin = i+n-1, i+n
			break
		}
	}
	flush(len(runes))
	return words
}

// numbered are words behind which a number is a part of a name: "Article 5".
var numbered = wordSet("article articles resolution chapter protocol round phase day no minsk group annex paragraph version agenda " +
	"vision phase point " +
	"резолюция статья résolution artículo artikel resolución")

// topWords are words before a number that says how many.
var topWords = wordSet("top last first newest latest")

// takeCount takes the number out of words that says how many are wanted, wherever
// it stands bare: at most mostListed, and whether more were asked for. A number
// between marks, behind a word like Article, or of three digits beside other words
// is a word; 0 and less are refused.
func takeCount(words []word, usual int) (n int, capped bool, rest []word, err error) {
	for i, w := range words {
		count, ok := wanted(w.text)
		if !ok || w.quoted || i > 0 && numbered[folded(words[i-1].text)] || count > 99 && len(words) > 1 {
			continue
		}
		if count < 1 {
			return 0, false, words, advise(textCountRange, mostListed)
		}
		rest = slices.Delete(slices.Clone(words), i, i+1)
		if i > 0 && topWords[folded(rest[i-1].text)] && !rest[i-1].quoted {
			rest = slices.Delete(rest, i-1, i)
		}
		return min(count, mostListed), count > mostListed, rest, nil
	}
	return usual, false, words, nil
}
