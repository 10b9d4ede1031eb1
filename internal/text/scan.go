package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner walks a body once and fills its tokens, lower-case forms and checkpoints.
type scanner struct {
	doc    *Doc
	elides bool // l'Iran is two words
	at     int
	point  int
	line   int32 // paragraph of the next token
	fresh  bool  // nothing stands on this line yet
	spaced bool
	low    []byte // lower-case forms that differ from the text
	cuts   []cut
}

// cut is a token whose lower-case form is low[from:to].
type cut struct{ token, from, to int }

func (s *scanner) run() {
	d := s.doc
	d.Tokens = make([]Token, 0, len(d.Body)/5+8)
	s.low = make([]byte, 0, len(d.Body)/4+16)
	s.line, s.fresh, s.spaced = -1, true, true
	last := -stride
	for s.at < len(d.Body) {
		if s.at >= last+stride {
			d.points = append(d.points, checkpoint{int32(s.at), int32(s.point)})
			last = s.at
		}
		s.step()
	}
	d.lower = make([]string, len(d.Tokens))
	for i := range d.Tokens {
		d.lower[i] = d.Word(i)
	}
	low := string(s.low)
	for _, c := range s.cuts {
		d.lower[c.token] = low[c.from:c.to]
	}
}

// step takes one token or one sign of white space.
func (s *scanner) step() {
	r, size := s.rune(s.at)
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\f':
		s.skip(size)
		s.fresh, s.spaced = true, true
	case blank(r):
		s.skip(size)
		s.spaced = true
	case ideograph(r):
		s.emit(s.at+size, Word, Ideograph)
	case letter(r):
		s.word()
	case unicode.IsDigit(r):
		s.emit(s.number(s.at), Number, 0)
	default:
		s.sign(r, size)
	}
}

func (s *scanner) rune(at int) (rune, int) {
	if at >= len(s.doc.Body) {
		return 0, 0
	}
	if c := s.doc.Body[at]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.doc.Body[at:])
}

func (s *scanner) skip(size int) { s.at, s.point = s.at+size, s.point+1 }

func (s *scanner) sign(r rune, size int) {
	if (r == '\'' || r == '`') && s.at+1 < len(s.doc.Body) && s.doc.Body[s.at+1] == byte(r) {
		s.emit(s.at+2, Mark, 0)
		return
	}
	if IsMark(r) {
		s.emit(s.at+size, Mark, 0)
		return
	}
	s.emit(s.at+size, Punct, 0)
}

// emit appends the token that ends at end and goes on behind it.
func (s *scanner) emit(end int, kind Kind, flags Flag) {
	if s.fresh {
		s.line++
		s.doc.Paragraphs = append(s.doc.Paragraphs, Range{int32(len(s.doc.Tokens)), 0})
	}
	if s.spaced {
		flags |= Spaced
	}
	s.fresh, s.spaced = false, false
	t := Token{Start: int32(s.at), End: int32(end), Paragraph: s.line, Kind: kind, Flags: flags}
	if kind == Word || kind == Number {
		s.shape(&t)
	}
	s.doc.Tokens = append(s.doc.Tokens, t)
	s.doc.Paragraphs[s.line].End = int32(len(s.doc.Tokens))
	if end-s.at == 1 {
		s.point++
	} else {
		s.point += utf8.RuneCountInString(s.doc.Body[s.at:end])
	}
	s.at = end
}

// shape sets the flags of capitals and keeps the lower-case form where it differs.
func (s *scanner) shape(t *Token) {
	word := s.doc.Body[t.Start:t.End]
	if simple(word) {
		return
	}
	same, letters, capitals := true, 0, 0
	for i, r := range word {
		if r < 'A' && r != '\'' {
			continue
		}
		if unicode.IsUpper(r) {
			same = false
			capitals++
			letters++
			if i == 0 {
				t.Flags |= Upper
			}
			continue
		}
		if r == '’' || r == 'ʼ' || r == '‘' {
			same = false
		} else if letter(r) {
			letters++
		}
	}
	if letters == capitals && capitals > 1 {
		t.Flags |= AllCaps
	}
	if letters == 1 && capitals == 1 {
		t.Flags |= Initial
	}
	if same {
		return
	}
	from := len(s.low)
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			s.low = append(s.low, byte(r))
		case r == '’' || r == 'ʼ' || r == '‘':
			s.low = append(s.low, '\'')
		default:
			s.low = utf8.AppendRune(s.low, unicode.ToLower(r))
		}
	}
	s.cuts = append(s.cuts, cut{len(s.doc.Tokens), from, len(s.low)})
}

// simple says whether a word has ASCII letters in lower case alone.
func simple(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}

// word takes letters with inner apostrophes, hyphens, digits, or an acronym.
func (s *scanner) word() {
	if end := s.acronym(); end > 0 {
		s.emit(end, Word, Acronym)
		return
	}
	at := s.at
	for {
		for at < len(s.doc.Body) && plain[s.doc.Body[at]] {
			at++
		}
		r, size := s.rune(at)
		if size > 0 && (letter(r) && !ideograph(r) || unicode.IsDigit(r)) {
			at += size
			continue
		}
		next, width := s.rune(at + size)
		inner := size > 0 && width > 0 && letter(next) && !ideograph(next)
		if (r == '-' || r == '‑') && (inner || width > 0 && unicode.IsDigit(next)) {
			at += size
			continue
		}
		if inner && Apostrophe(r) {
			if s.possessive(at+size, next) {
				s.emit(at, Word, 0)
				s.emit(s.at+size+width, Word, Clitic)
				return
			}
			if s.elides && elided(s.doc.Body[s.at:at]) {
				s.emit(at+size, Word, Clitic)
				return
			}
			at += size
			continue
		}
		break
	}
	s.emit(s.initials(at), Word, 0)
}

// initials goes on over the letters of an acronym behind a hyphen: D-N.Y.
func (s *scanner) initials(at int) int {
	b := s.doc.Body
	if at-s.at < 3 || b[at-2] != '-' {
		return at
	}
	for end := at; end+1 < len(b) && b[end] == '.' && 'A' <= b[end+1] && b[end+1] <= 'Z'; {
		end += 2
		if end < len(b) && b[end] == '.' {
			at = end + 1
		}
	}
	return at
}

// plain are the ASCII letters and digits.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return t
}()

// possessive says whether the letter at is an s that ends the word.
func (s *scanner) possessive(at int, r rune) bool {
	if r != 's' && r != 'S' {
		return false
	}
	next, size := s.rune(at + 1)
	return size == 0 || !letter(next) && !unicode.IsDigit(next)
}

// acronym gives the end of an acronym with dots that starts here: groups of one
// or two letters, each with its dot, two groups or more. 0: there is none.
func (s *scanner) acronym() int {
	at, groups := s.at, 0
	// Most words have no dot behind their first or second letter.
	if b := s.doc.Body[at:]; len(b) > 2 && plain[b[0]] && b[1] != '.' && b[2] != '.' && b[1] < 0x80 {
		return 0
	}
	for {
		n, p := 0, at
		for n < 3 {
			r, size := s.rune(p)
			if size == 0 || !letter(r) || ideograph(r) {
				break
			}
			n, p = n+1, p+size
		}
		if n == 0 || n > 2 || p >= len(s.doc.Body) || s.doc.Body[p] != '.' {
			break
		}
		at = p + 1
		groups++
	}
	if groups < 2 {
		return 0
	}
	if r, size := s.rune(at); size > 0 && letter(r) {
		return 0
	}
	return at
}

// number gives the end of a number: digits, single . , : / between digits, letters after them.
func (s *scanner) number(at int) int {
	for {
		r, size := s.rune(at)
		if size == 0 {
			return at
		}
		if unicode.IsDigit(r) || letter(r) && !ideograph(r) {
			at += size
			continue
		}
		next, width := s.rune(at + size)
		if width > 0 && (strings.ContainsRune(".,:/", r) && unicode.IsDigit(next) ||
			(r == '-' || r == '‑') && (letter(next) || unicode.IsDigit(next)) && !ideograph(next)) {
			at += size
			continue
		}
		return at
	}
}

// elided says whether a French or Italian word loses its vowel before the apostrophe.
func elided(w string) bool {
	switch strings.ToLower(w) {
	case "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
		"dell", "all", "nell", "dall", "sull", "un", "quell":
		return true
	}
	return false
}

func blank(r rune) bool {
	return r == ' ' || r == '\t' || r > 127 && (unicode.IsSpace(r) || zeroWidth(r)) || r < 32
}

// zeroWidth says whether a sign is invisible: joiners, direction marks, a byte order mark.
func zeroWidth(r rune) bool {
	return r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' ||
		r == '\ufeff' || r == '\u00ad'
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.Is(unicode.M, r))
}

func ideograph(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) && r != '・')
}

// Apostrophe says whether a sign can stand inside a word for a letter left out.
func Apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

// IsMark says whether a sign can be a quotation mark. An apostrophe at a
// word's edge is one too: only the text around it tells.
func IsMark(r rune) bool {
	switch r {
	case '"', '\'', '`', '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '’', '‚', '‛', '「', '」', '『', '』', '＂', '″', '〝', '〞', '〟', '﹁', '﹂':
		return true
	}
	return false
}
