package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/internal/text"
)

// line is a paragraph of the text in bytes, without the white space around it.
type line struct{ start, end int }

// linesOf cuts a text into its lines that hold something.
func linesOf(body string) []line {
	var out []line
	at := 0
	for l := range strings.Lines(body) {
		from := at
		at += len(l)
		s := strings.TrimFunc(l, blank)
		if s == "" {
			continue
		}
		from += len(l) - len(strings.TrimLeftFunc(l, blank))
		out = append(out, line{from, from + len(s)})
	}
	return out
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f'
}

// part says who speaks behind a label.
type part uint8

const (
	asks     part = iota // a question
	answers              // an answer: of the one who is asked
	serves               // moderator, operator, interpreter
	person               // somebody named
	official             // an office without a name: "THE MINISTER"
)

// label is what stands before a turn.
type label struct {
	line       int      // index of its line
	start, end int      // bytes, without the colon
	speech     int      // first byte behind it
	part       part     //
	key        string   // folded: the same for the same party
	title      []string // words of courtesy and office, as they stand
	name       []string // the words of the name, as they stand
	note       string   // in brackets behind it: the house spoken for, "through interpreter"
	role       string   // behind a comma: "Ada Lind, Moderator"
	house      bool     // role is an outlet: "Ada Lind, Lorn Times"
	shape      shape
	letter     bool // "Q", "A": means something beside its counterpart only
	own        bool // has a line of its own and no colon
	sign       sign // what ends it
}

// shape is how much a label looks like a speaker by itself.
type shape uint8

const (
	bare   shape = iota // a name and nothing more: "Lind"
	titled              // with an office or courtesy, or the house spoken for: "Minister Lind", "Lind (AA)"
	loud                // that and in capitals, or with initials: "MR LIND", "А.Б.Линд"
)

const (
	maxLabel      = 90 // bytes of Latin; twice that for other scripts
	maxLabelWords = 9
)

// labelOf reads the label at the beginning of a line; ok is false when there is none.
func (w *words) labelOf(body string, at int, ln line) (label, bool) {
	s := body[ln.start:ln.end]
	from := len(s) - len(strings.TrimLeftFunc(s, ornament))
	end, speech, sign := w.separator(s[from:])
	if sign == none {
		if l, ok := w.bareLetter(at, ln.start+from, s[from:]); ok {
			return l, true
		}
		return w.ownLine(body, at, ln)
	}
	l := label{line: at, start: ln.start + from, speech: ln.start + from + speech, sign: sign}
	head := strings.TrimRightFunc(s[from:from+end], ornament)
	l.end = l.start + len(head)
	if !w.classify(&l, head) {
		return l, false
	}
	if sign == dot && !l.letter || sign == dash && l.part > answers && l.shape != loud {
		return l, false
	}
	if sign == colon && l.part > answers && !opens(s[from+speech:]) {
		return l, false
	}
	l.speech += len(s[from+speech:]) - len(strings.TrimLeftFunc(s[from+speech:], ornament))
	return l, true
}

// opens says whether what is behind a colon may be speech: "10:30" and "http://" are none.
func opens(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || blank(r) || ornament(r) || !unicode.IsDigit(r) && r != '/' && r > unicode.MaxLatin1
}

func ornament(r rune) bool {
	return blank(r) || strings.ContainsRune("*_`#>•·●▪■\u00ad", r)
}

type sign uint8

const (
	none sign = iota
	colon
	dash
	dot
	nothing
)

// separator finds what ends a label: the first colon outside of brackets, else
// a dash or a full stop behind one word.
func (w *words) separator(s string) (end, speech int, kind sign) {
	depth, words := 0, 0
	letters := false
	for i, r := range s {
		if i > 2*maxLabel || words > maxLabelWords+2 {
			break
		}
		switch {
		case r == '(' || r == '（' || r == '[':
			depth++
		case r == ')' || r == '）' || r == ']':
			depth--
		case depth > 0:
		case r == ':' || r == '：' || r == '︰':
			return i, i + utf8.RuneLen(r), colon
		case (r == '-' || r == '–' || r == '—') && letters && words <= 4 && spaced(s, i, r):
			return i, i + utf8.RuneLen(r), dash
		case r == '.' && letters && words <= 4 && stopDash(s[i+1:]) > 0: // "Ministro.- "
			return i, i + 1 + stopDash(s[i+1:]), colon
		case r == '.' && letters && words == 0 && w.oneLetter(s[:i]) && i+1 < len(s) && s[i+1] == ' ':
			return i, i + 1, dot
		case blank(r):
			words++
		case unicode.IsLetter(r):
			letters = true
		case r == '?' || r == '!' || r == ';' || r == '？' || r == '。' || r == '，' && i > 0:
			return 0, 0, none
		}
	}
	return 0, 0, none
}

// oneLetter says whether a label is the letter for a question or an answer, with a number or
// without: "Q", "Q3".
func (w *words) oneLetter(s string) bool {
	letter := text.Fold(strings.TrimRight(s, "0123456789"))
	return utf8.RuneCountInString(letter) == 1 && (w.question.has(letter) || w.answer.has(letter))
}

// stopDash gives the length of the dash behind a full stop that ends a label, 0 when there is none.
func stopDash(rest string) int {
	for _, d := range [...]string{"-", "–", "—", " –", " —"} {
		if strings.HasPrefix(rest, d) && len(rest) > len(d) && rest[len(d)] == ' ' {
			return len(d)
		}
	}
	return 0
}

// bareLetter reads a question that begins with the letter for it and no sign: "Q Thanks, Ada."
func (w *words) bareLetter(at, start int, s string) (label, bool) {
	head, rest, ok := strings.Cut(s, " ")
	if !ok || utf8.RuneCountInString(head) != 1 || strings.ToUpper(head) != head {
		return label{}, false
	}
	rest = strings.TrimLeftFunc(rest, blank)
	l := label{line: at, start: start, end: start + len(head), speech: start + len(s) - len(rest), sign: nothing}
	c := firstRune(rest)
	begins := unicode.IsUpper(c) || text.IsMark(c) || strings.ContainsRune("(—–", c)
	return l, begins && w.known(&l, text.Fold(head)) && l.part == asks && l.letter
}

// spaced says whether white space stands on both sides of the sign at i.
func spaced(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	return blank(before) && blank(after)
}

// ownLine reads a line that is a label and nothing else: "Frage", "Lind (AA)".
func (w *words) ownLine(body string, at int, ln line) (label, bool) {
	s := body[ln.start:ln.end]
	if len(s) > maxLabel {
		return label{}, false
	}
	head := strings.TrimFunc(s, ornament)
	l := label{line: at, start: ln.start, end: ln.end, speech: ln.end, own: true}
	if head == "" || !w.classify(&l, head) || l.letter {
		return l, false
	}
	switch l.part {
	case asks, answers, serves:
		return l, true
	case official:
		return l, false
	case person:
		return l, l.note != "" && house(l.note)
	}
	return l, false
}

// house says whether a word in brackets is the short name of an office: "AA", "BMVg".
func house(note string) bool {
	capitals, n := 0, 0
	for _, r := range note {
		n++
		if unicode.IsUpper(r) {
			capitals++
		}
		if !unicode.IsLetter(r) && r != '/' && r != '-' {
			return false
		}
	}
	return capitals >= 2 && n <= 10
}

// classify tells whose label it is; false when it is nobody's.
func (w *words) classify(l *label, head string) bool {
	head, l.note = unbracket(head)
	key := strings.Join(strings.FieldsFunc(text.Fold(head), blank), " ")
	key = strings.Trim(key, ".,-–—* ")
	if key == "" || w.never.has(key) || strings.ContainsAny(head, "/\\@=%€$£<>{}|") {
		return false
	}
	l.key = key
	plain, numbered := unnumbered(key)
	switch {
	case w.known(l, plain):
		return true
	case numbered:
		return false
	}
	if w.lang != "en" && lexicons()["en"].known(l, plain) && !l.letter {
		return true
	}
	return w.named(l, head)
}

// known reads the labels that the words list.
func (w *words) known(l *label, key string) bool {
	single := utf8.RuneCountInString(key) == 1
	first, rest, more := strings.Cut(key, " ")
	letter := strings.TrimRight(first, "0123456789")
	switch {
	case w.question.has(key), more && utf8.RuneCountInString(first) > 1 && w.question.has(first) && w.goesOn(rest):
		l.part, l.letter = asks, single
		l.key = "?"
	case more && letter != first && w.oneLetter(first) && w.question.has(letter) && w.goesOn(rest):
		l.part, l.key = asks, "?" // "Q14 Ada Lind"
	case w.answer.has(key):
		l.part, l.letter = answers, single
		l.key = "!"
	case w.staff.has(key):
		l.part = serves
	default:
		return false
	}
	if single && w.traits.Has(text.Han) {
		l.letter = false // 问, 答: whole words
	}
	return true
}

// goesOn says whether what follows the word for a question in a label tells whose
// it is: "Question from Reuters", "Frage Lindner", "Вопрос корреспондента".
func (w *words) goesOn(rest string) bool {
	return len(strings.Fields(rest)) <= 5
}

// unnumbered drops the number of "Question 3" and "Q3".
func unnumbered(key string) (string, bool) {
	cut := strings.TrimRight(key, "0123456789.)")
	if cut == "" || cut == key {
		return key, false
	}
	return strings.TrimRight(cut, " º№#°"), true
}

// unbracket splits off what stands in brackets at the end.
func unbracket(head string) (label, note string) {
	i := strings.IndexAny(head, "(（[")
	if i < 0 {
		return head, ""
	}
	_, size := utf8.DecodeRuneInString(head[i:])
	note, _, _ = strings.Cut(head[i+size:], ")")
	note, _, _ = strings.Cut(note, "）")
	note = strings.TrimFunc(strings.TrimSuffix(note, "]"), blank)
	return strings.TrimFunc(head[:i], blank), note
}
