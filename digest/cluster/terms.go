package cluster

import (
	"bytes"
	"slices"
	"unicode"

	"attache/internal/fold"
)

// A term is a feature of a text as a number: a hash, its kind in the low bits.
type term uint64

// The kinds of terms.
const (
	kindWord   = iota // a stem, or two neighbouring Han characters
	kindEntity        // the consonants of a capitalised word, the same in every script
	kindNumber        // a number as digits
	kindActor         // a country or body code
	kindPair          // a number with the word it counts
	kindName          // two neighbouring capitalised words
	kinds
)

func (t term) kind() int { return int(t & 7) }

func hashTerm(kind int, s []byte) term {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, c := range s {
		h = (h ^ uint64(c)) * prime
	}
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return term(h&^7 | uint64(kind))
}

// token is a word, a number or a Han character as the reader meets it.
type token struct {
	stem    term // kindWord or kindNumber
	entity  term // 0 where it is no name
	initial bool // it begins a sentence
	han     bool
	stop    bool
	day     uint8 // a weekday's bit
}

// reader cuts texts into tokens, reusing its buffers.
type reader struct {
	lang    string
	endings *endings // of the language
	out     []token
	max     int
	word    []byte // folded
	skel    []byte
	caps    bool
	digits  bool
	initial bool
	han     rune // the previous character, where it was Han
}

// read appends the tokens of a text, at most limit of them in all.
func (r *reader) read(text string, limit int) {
	r.max, r.initial, r.han = limit, true, 0
	r.word = r.word[:0]
	if r.endings = latinEndings[r.lang]; r.endings == nil {
		r.endings = latinEndings["en"]
	}
	for _, c := range text {
		if len(r.out) >= r.max {
			break
		}
		r.rune(c)
	}
	r.flush()
}

func (r *reader) rune(c rune) {
	if 'a' <= c && c <= 'z' && !r.digits && len(r.word) > 0 {
		r.word = append(r.word, byte(c)) // the usual case
		return
	}
	switch {
	case c >= 0x2E80 && isHan(c):
		r.flush()
		r.hanRune(c)
		return
	case unicode.IsLetter(c) || c >= 0x300 && unicode.IsMark(c):
		if r.digits {
			r.flush()
		}
		if len(r.word) == 0 {
			r.caps = unicode.IsUpper(c)
		}
		r.word = fold.Append(r.word, c)
	case c >= '0' && c <= '9' || c > 0x7F && unicode.IsDigit(c):
		if len(r.word) > 0 && !r.digits {
			r.flush()
		}
		r.digits = true
		r.word = fold.Append(r.word, c)
	case (c == '\'' || c == '’' || c == 'ʼ') && len(r.word) > 0 && !r.digits:
		r.word = append(r.word, '\'')
	case (c == ',' || c == '.' || c == ' ') && r.digits:
		r.word = append(r.word, ',') // thousands or decimals; judged by flush
	default:
		r.flush()
		if c == '.' || c == '!' || c == '?' || c == '\n' || c == '。' || c == '؟' || c == ':' {
			r.initial = true
		}
	}
	r.han = 0
}

func isHan(c rune) bool { return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// hanRune emits the character with the one before it.
func (r *reader) hanRune(c rune) {
	if r.han != 0 {
		var buf [8]byte
		pair := append(buf[:0], string(r.han)...)
		pair = append(pair, string(c)...)
		r.emit(token{stem: hashTerm(kindWord, pair), han: true})
	}
	r.han = c
}

func (r *reader) emit(t token) {
	t.initial = r.initial
	r.initial = false
	r.out = append(r.out, t)
}

// flush ends the word.
func (r *reader) flush() {
	w := r.word
	r.word = r.word[:0]
	if r.digits {
		r.digits = false
		if w = joinDigits(w); len(w) > 0 {
			r.emit(token{stem: hashTerm(kindNumber, w)})
		}
		return
	}
	if i := slices.Index(w, '\''); i >= 0 {
		w = dropElision(w, i)
	}
	if len(w) == 0 {
		return
	}
	if len(w) == 1 || len(w) == 2 && w[0] >= 0xC0 {
		r.emit(token{stop: true})
		return
	}
	if len(w) <= longestSpecial {
		if t, ok := special[string(w)]; ok {
			r.emit(t)
			return
		}
	}
	arabic := len(w) > 1 && w[0] >= 0xD8 && w[0] <= 0xDB
	stemmed := stem(w, r.endings)
	t := token{stem: hashTerm(kindWord, stemmed)}
	if r.caps || arabic {
		name := w
		if w[0] >= 0xD0 {
			name = stemmed
			if len(name) > 10 {
				name = bytes.TrimSuffix(name, []byte("ск")) // запорожский is of Запорожье
			}
		}
		r.skel = skeleton(r.skel[:0], name, r.lang)
		if len(r.skel) >= 3 {
			t.entity = hashTerm(kindEntity, r.skel)
		} else {
			t.entity = hashTerm(kindEntity, stemmed)
		}
	}
	r.emit(t)
}

// joinDigits drops the commas of thousands and what is no number any more:
// "1,200" is 1200, "1,9" stays as it is.
func joinDigits(w []byte) []byte {
	for len(w) > 0 && w[len(w)-1] == ',' {
		w = w[:len(w)-1]
	}
	if i := slices.Index(w, ','); i > 0 && len(w)-i == 4 {
		w = append(w[:i], w[i+1:]...)
	}
	for len(w) > 1 && w[0] == '0' && w[1] != ',' {
		w = w[1:]
	}
	return w
}

// dropElision drops an English genitive or the French article before it.
func dropElision(w []byte, i int) []byte {
	if i <= 2 && len(w)-i > 3 {
		return w[i+1:]
	}
	return w[:i]
}
