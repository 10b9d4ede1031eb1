package cluster

import (
	"bytes"
	"strings"
)

// stem cuts a folded word to what its forms share. It is light: it need not
// give a word of the language, only the same for most forms.
func stem(w []byte, latin *endings) []byte {
	switch {
	case w[0] >= 0xD8 && w[0] <= 0xDB:
		return stemArabic(w)
	case w[0] == 0xD0 || w[0] == 0xD1 || w[0] == 0xD2:
		return cyrillicEndings.cut(w, 6)
	}
	s := latin.cut(w, 3)
	if n := len(s); n > 4 && s[n-1] == s[n-2] && len(s) < len(w) {
		s = s[:n-1]
	}
	return s
}

// endings are suffixes by their last byte, the longer before the shorter.
type endings [256][]string

func newEndings(list string) *endings {
	var e endings
	for s := range strings.FieldsSeq(list) {
		last := s[len(s)-1]
		e[last] = append(e[last], s)
	}
	return &e
}

// cut cuts the first suffix that leaves enough bytes.
func (e *endings) cut(w []byte, keep int) []byte {
	for _, s := range e[w[len(w)-1]] {
		if len(w)-len(s) >= keep && string(w[len(w)-len(s):]) == s {
			return w[:len(w)-len(s)]
		}
	}
	return w
}

// Endings, the longer before the shorter.
var latinEndings = map[string]*endings{
	"en": newEndings("ations ation ements ement ments ment ances ance ings ing edly ed ives ive ers er ors or ees ee ions ion ities ity " +
		"ness ally als al ly ies ied es e s y"),
	"fr": newEndings("issements issement ements ement ations ation atrices ateurs ateur iennes ienne iens ien euses euse eurs eur ances " +
		"ance ives ive ifs if ees ee es er ez ent ant ants e s x"),
	"es": newEndings("aciones acion amientos amiento mente iones ion adores ador idades idad ando iendo aron ieron ados adas ado ada " +
		"idos idas ido ida anos anas ano ana ar er ir os as es o a e s"),
	"de": newEndings("ungen ung heiten heit keiten keit ischen ischer isches ische isch lichen licher liche lich ern em en er es e n s"),
}

var cyrillicEndings = newEndings("иями иях иям ями ами ого его ому ему ыми ими ові еві ість ости ость ением ения ение ення енню " +
	"ировать ировал ывает ывать ается ются " +
	"ются ется ился илась ились ает яет ует ают яют уют ало али ала ил ила или ить ать ять ів ев ов ей ой ий ый ая яя ое ее ую юю ые ие " +
	"их ых им ым ом ем ам ям ах ях ою ею ия ии ию ія ії ію " +
	"а я о е у ю ы и і ї й ь")

var (
	arabicPrefixes = strings.Fields("وال بال كال فال لل ال و")
	arabicSuffixes = newEndings("هما اته اتها ات ون ين ان ها هم يه ه ي")
)

func stemArabic(w []byte) []byte {
	for _, p := range arabicPrefixes {
		if len(w)-len(p) >= 6 && bytes.HasPrefix(w, []byte(p)) {
			w = w[len(p):]
			break
		}
	}
	return arabicSuffixes.cut(w, 6)
}
