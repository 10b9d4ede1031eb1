package actor

import (
	"strings"

	"attache/internal/text"
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

var (
	// After a country or a capital: the name of a paper, a club, a firm or a place in it.
	outletWords = listed("outletWords")
	// Before one: a club or a firm.
	clubWords = listed("clubWords")
	// Countries and capitals that are given names too, and those that are surnames.
	givenNames = listed("givenNames")
	surnames   = listed("surnames")
	// Words for a country's people that are given names too.
	givenPeople = listed("givenPeople")
	courtesies  = listed("courtesies")
	states      = listed("states")
	american    = listed("american")
	caucasus    = listed("caucasus")
	locative    = map[string]map[string]bool{
		"en": words("in at near outside inside around across throughout into via"),
		"ru": words("в во на из под около близ через"), "uk": words("в у на з із зі до під біля через"),
		"fr": words("à en au aux depuis près vers dans"), "es": words("en desde cerca a hacia"),
		"de": words("in nach aus bei im"), "ar": words("في"), "zh": words("在 于 抵 赴 访 京"),
	}
)

// judge drops what names something else and marks what is only a place.
func (s *scan) judge() {
	keep := make([]Mention, 0, len(s.found))
	veto := s.otherGeorgia()
	family := map[string]bool{} // words that are somebody's name in this text
	for i := range s.found {
		if m := &s.found[i]; s.partOfName(m) {
			family[s.lower(m.First)] = true
		}
	}
	for i := range s.found {
		m := s.found[i]
		if m.Code == "GEO" && veto || s.elsewhere(&m) || s.partOfName(&m) || s.firstName(&m, family) {
			continue
		}
		m.Place = s.place(&m)
		keep = append(keep, m)
	}
	s.found = keep
}

// firstName says whether a word for a people is a person of the text, called by one name alone.
func (s *scan) firstName(m *Mention, family map[string]bool) bool {
	w := s.lower(m.First)
	return m.End-m.First == 1 && m.Class == People && family[w] &&
		(s.d.Has(text.PeopleNames) || givenPeople[w] && !determiners[s.lower(m.First-1)])
}

// otherGeorgia says whether the text is about the American state.
func (s *scan) otherGeorgia() bool {
	if s.d.Lang != "en" {
		return false
	}
	georgia, theirs, ours := false, false, false
	for i := range s.found {
		georgia = georgia || s.found[i].Code == "GEO" && s.found[i].Class == Name
	}
	if !georgia {
		return false
	}
	for _, d := range []*text.Doc{s.d, s.body} {
		if d == nil {
			continue
		}
		for i := range d.Tokens {
			w := d.Lower(i)
			theirs = theirs || american[w]
			ours = ours || caucasus[w]
		}
	}
	return theirs && !ours
}

func (s *scan) lower(i int32) string {
	if i < 0 || int(i) >= len(s.d.Tokens) {
		return ""
	}
	return s.d.Lower(int(i))
}

func (s *scan) upper(i int32) bool {
	return i >= 0 && int(i) < len(s.d.Tokens) && s.d.Tokens[i].Kind == text.Word && s.d.Tokens[i].Is(text.Upper)
}

// elsewhere says whether the words around make it a paper, a club, or a town in America.
func (s *scan) elsewhere(m *Mention) bool {
	next := s.lower(m.End)
	if s.upper(m.End) && outletWords[next] && !s.headline(m) {
		return true
	}
	if s.upper(m.First-1) && clubWords[s.lower(m.First-1)] && m.Class <= Name && m.Class != People {
		return true
	}
	if m.Code == "GEO" && m.Class == Name && s.lower(m.First-1) == "," && next != "and" {
		if town := s.mentionAt(m.First - 2); town != nil && town.Class == Capital && town.Code != "GEO" {
			return true // the Athens of the American state
		}
	}
	if (m.Class == Capital || m.Class == Name) && next == "," && s.upper(m.End+1) && states[s.lower(m.End+1)] {
		// "in Athens, Georgia" but not "Armenia, Georgia and Turkey".
		after := s.lower(m.End + 2)
		return m.Class == Capital || s.lower(m.End+1) != "georgia" && after != "and"
	}
	return false
}

// partOfName says whether it is somebody's given name or surname.
func (s *scan) partOfName(m *Mention) bool {
	if m.End-m.First != 1 || m.Class == Seat || s.headline(m) {
		return false
	}
	w := s.lower(m.First)
	given := givenNames[w] && m.Class != People || givenPeople[w] && !determiners[s.lower(m.First-1)]
	if given && !s.sent(m) && s.upper(m.End) && !isRole(s.d.Lang, s.lower(m.End)) && !s.named(m.End) &&
		!s.d.Tokens[m.End].Is(text.AllCaps) && s.d.Tokens[m.End].Sentence == s.d.Tokens[m.First].Sentence && s.d.Tokens[m.End].Is(text.Spaced) {
		return true
	}
	prev := m.First - 1
	if m.Class != People || s.d.Has(text.PeopleNames) && s.upper(m.First) && !s.starts(m.First) {
		if at := prev; courtesies[s.lower(at)] || s.lower(at) == "." && courtesies[s.lower(at-1)] {
			return true // "Mr Holland"
		}
	}
	return surnames[w] && s.upper(prev) && !s.d.Tokens[prev].Is(text.AllCaps) && !isRole(s.d.Lang, s.lower(prev)) && !s.named(prev) &&
		!s.starts(prev) && !function[s.lower(prev)] && s.d.Tokens[prev].Sentence == s.d.Tokens[m.First].Sentence
}

var function = listed("function")

// starts says whether a token opens its sentence, where a capital says nothing.
func (s *scan) starts(i int32) bool {
	return s.d.Sentences[s.d.Tokens[i].Sentence].First == i
}

// named says whether a token is part of another mention.
func (s *scan) named(i int32) bool { return s.mentionAt(i) != nil }

// headline says whether the sentence of a mention has most words with a capital, and no full stop: a sentence of names is none.
func (s *scan) headline(m *Mention) bool {
	r := s.d.Sentences[s.d.Tokens[m.First].Sentence]
	if s.body == nil && r.End > r.First && s.d.Word(int(r.End-1)) == "." {
		return false
	}
	up, low := 0, 0
	for i := r.First; i < r.End && i < r.First+24; i++ {
		t := &s.d.Tokens[i]
		if t.Kind != text.Word || t.End-t.Start < 4 {
			continue
		}
		if t.Is(text.Upper) {
			up++
		} else {
			low++
		}
	}
	return up > 2*low && up > 3
}

// place says whether a mention is only where something happens.
func (s *scan) place(m *Mention) bool {
	if m.Class == Region {
		return true
	}
	if m.Class == Seat || m.Class == People {
		return false
	}
	if s.dateline(m) {
		return true
	}
	prev := s.lower(m.First - 1)
	if prev == "the" || prev == "der" || prev == "la" {
		prev = s.lower(m.First - 2)
	}
	if s.lower(m.End) == "'s" || s.lower(m.End) == "’s" {
		return false
	}
	if s.body != nil && (prev == "à" || prev == "a") { // "Paris demande à Téhéran"
		return false
	}
	if locative[s.d.Lang][prev] {
		return m.Class == Capital || prev != "to" && prev != "from"
	}
	return false
}

// dateline says whether a mention stands in the place line before a report.
func (s *scan) dateline(m *Mention) bool {
	t := &s.d.Tokens[m.First]
	if t.Paragraph > 1 || m.Class == Seat {
		return false
	}
	first := s.d.Paragraphs[t.Paragraph].First
	if m.First-first > 8 {
		return false
	}
	caps := s.d.Tokens[first].Is(text.AllCaps)
	next := s.lower(m.End)
	if m.First == first && m.Class == Capital && (next == "." || next == "|") {
		return true
	}
	if !caps && m.First != first {
		return false
	}
	for i := m.End; i < first+16 && int(i) < len(s.d.Tokens) && i < s.d.Paragraphs[t.Paragraph].End; i++ {
		switch w := s.lower(i); w {
		case "-", "–", "—", "--", ":", "|", "/", ")", "–-", ".-":
			return caps || i < first+9
		default:
			if !caps && s.d.Tokens[i].Kind == text.Word && !s.upper(i) && w != "de" {
				return false
			}
		}
	}
	return false
}
