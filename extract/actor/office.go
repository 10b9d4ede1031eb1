package actor

import (
	"strings"
	"unicode/utf8"

	"attache/extract/lexicon"
	"attache/internal/text"
)

// before reads "Deputy Foreign Minister Kazem Daneshfar" and "Lithuania's envoy, Ona X".
func (s *scan) before(n *name) bool {
	at := n.first - 1
	if s.lower(at) == "," {
		at--
		if m := s.mentionAt(at); s.d.Has(text.FixedOrder) && !isRole("en", s.lower(at)) && (m == nil || !s.sent(m)) {
			return false
		}
	}
	if w := s.lower(at); (w == "'s" || w == "’s") && isHead(s.d.Lang, s.lower(at-1)) {
		return false // "the president's Summit": what he owns
	}
	r := roleBefore{scan: s, name: n, head: -1, start: n.first}
	for i := at; i >= 0 && i > n.first-12 && s.together(i, n.first); i-- {
		if i = r.take(i); i < 0 {
			break
		}
	}
	if r.head < 0 {
		n.code = ""
		return false
	}
	n.role = s.phrase(r.start, at+1)
	if n.code == "" && s.seated(r.start, at+1) {
		n.code = s.seatBefore(r.start)
	}
	return n.role != ""
}

// together says whether two tokens are of one sentence. A byline and a place line are sentences of their own.
func (s *scan) together(i, j int32) bool {
	return i >= 0 && int(i) < len(s.d.Tokens) && s.d.Tokens[i].Sentence == s.d.Tokens[j].Sentence &&
		s.d.Tokens[i].Paragraph == s.d.Tokens[j].Paragraph
}

// roleBefore is a role read backwards from a name.
type roleBefore struct {
	*scan
	name        *name
	head, start int32 // -1 and the name's first token before anything was found
	gap         int   // words since the last one of office
}

// take takes token i in and gives the token that was read last; -1 where the role ends.
func (r *roleBefore) take(i int32) int32 {
	w := r.lower(i)
	if r.d.Tokens[i].Kind != text.Word && w != "." && w != "-" && w != "/" {
		return -1
	}
	if m := r.mentionAt(i); m != nil {
		if (r.name.code == "" || m.Class == Seat) && (r.head >= 0 && !r.sent(m) && !m.Place || r.owns(m)) {
			r.name.code = m.Code
		}
		if m.Class == Seat {
			r.start = m.First
		}
		return m.First
	}
	switch {
	case isHead(r.d.Lang, w):
		if plural(r.d.Lang, w) {
			return -1 // "Presidents X and Y"
		}
		r.head, r.start, r.gap = i, i, 0
	case isMod(r.d.Lang, w) && !linking[w]:
		r.start = i
	case (w == "and" || w == "'s" || w == "’s") && r.another(i-1):
		return -1 // "President X and Foreign Minister Y", "President X's Victory Day": another's name and office
	case joining[w], topics[w] && (isRole(r.d.Lang, r.lower(i-1)) || !r.d.Has(text.FixedOrder) && r.mentionAt(i-1) != nil):
		// "ambassador to Norvia", "Botschafter Ghanas in Norvia"
	default:
		r.gap++
		if r.gap > r.looseness(i, w) {
			return -1
		}
	}
	return i
}

// sent says whether what stands before a country is an office: who is sent there is another's.
func (s *scan) sent(m *Mention) bool {
	return topics[s.lower(m.First-1)] && isRole(s.d.Lang, s.lower(m.First-2))
}

// plural says whether a word names several holders of an office.
func plural(lang, w string) bool {
	one, ok := strings.CutSuffix(w, "s")
	return ok && text.TraitsOf(lang).Has(text.PluralS) && isHead(lang, one)
}

// another says whether token i is the end of somebody's name, and not a word of a role.
func (s *scan) another(i int32) bool {
	return s.upper(i) && !isRole(s.d.Lang, s.lower(i)) && s.mentionAt(i) == nil
}

// owns says whether a country beside an office is the one that the office belongs to: an envoy for or to a country is another's.
func (s *scan) owns(m *Mention) bool {
	before := m.First - 1
	for range 8 { // "for Israeli and Palestinian affairs": the preposition stands before the first of them
		w := s.lower(before)
		if w == "the" || w == "la" || w == "el" || w == "les" || w == "den" || w == "die" {
			before--
			continue
		}
		other := s.mentionAt(before - 1)
		if w != "and" && w != "," || other == nil {
			return !topics[w]
		}
		before = other.First - 1
	}
	return true
}

// topics are the words between an envoy and what he is sent to or for.
var topics = listed("topics")

// Owner gives the country or body whose office a role is, "" when it names none: an envoy for a country is another's.
func Owner(role string) string {
	d := text.New(role, "")
	s := newScan(d, lexicon.Folds(d), nil)
	for i := range s.found {
		if s.owns(&s.found[i]) {
			return s.found[i].Code
		}
	}
	if r := roles()[d.Lang]; r != nil {
		return r.holder(role)
	}
	return ""
}

// OfHome gives the outlet's country where a role that names none is an office of its state; "" where it may be another's: a
// ministry's release speaks of foreign kings and ministers more than of its own, and its own president is known by name.
func OfHome(role, home string) string {
	lang := text.New(role, "").Lang
	if r := roles()[lang]; home != "" && r != nil && serves(lang, role) && r.at(home, role) && !presides(role) {
		return home
	}
	return ""
}

// seated says whether a role is an office that only the state has in whose capital it sits.
func (s *scan) seated(first, end int32) bool {
	for i := first; i < end; i++ {
		if seats[s.lower(i)] {
			return true
		}
	}
	return false
}

var seats = listed("seats")

// seatBefore reads the capital of "In Dhaka, Foreign Secretary …" or "The foreign
// ministry in Dhaka …": who holds office there.
func (s *scan) seatBefore(start int32) string {
	for i := start - 1; i >= 0 && i > start-5; i-- {
		if s.d.Tokens[i].Sentence != s.d.Tokens[start].Sentence {
			break
		}
		if m := s.mentionAt(i); m != nil {
			if m.Class == Capital && m.Place {
				return m.Code
			}
			break
		}
	}
	return ""
}

// joining words stand between the words of a role.
var joining = listed("joining")

// looseness is how many unknown words a role may have, the one at i among them.
func (s *scan) looseness(i int32, w string) int {
	switch {
	case s.d.Has(text.FixedOrder):
		if s.upper(i) {
			return 1
		}
		return 0 // a verb, or a word of the sentence
	case s.d.Has(text.Declines):
		if !speech[w] && !verbal(w) {
			return 4
		}
		return 0
	}
	if s.upper(i) {
		return 3
	}
	return 0
}

// verbal says whether a Slavic word ends like a verb.
func verbal(w string) bool {
	for _, e := range []string{"л", "ла", "ли", "ло", "ть", "ти", "ет", "ют", "ут", "ит", "ят", "ся", "сь", "в", "ють", "ять"} {
		if strings.HasSuffix(w, e) && utf8.RuneCountInString(w) > 4 {
			return true
		}
	}
	return false
}

// after reads "Kazem Daneshfar, deputy foreign minister and …".
func (s *scan) after(n *name) bool {
	at := n.end
	switch s.lower(at) {
	case ",", "-", "–", "—", "(":
		at++
	default:
		return false
	}
	r := roleAfter{scan: s, head: -1, start: -1}
	for i := at; i < at+9 && s.together(i, n.first); i++ {
		if i = r.take(i); i < 0 {
			break
		}
	}
	if r.head < 0 || r.broken {
		return false
	}
	end := s.complement(r.head + 1)
	for i := r.head + 1; i < end && r.code == ""; i++ {
		if m := s.mentionAt(i); m != nil && s.owns(m) {
			r.code = m.Code
		}
	}
	n.role, n.code = s.phrase(r.start, end), r.code
	return n.role != ""
}

// roleAfter is a role read on from behind a name.
type roleAfter struct {
	*scan
	head, start int32 // -1 before anything was found
	code        string
	unknown     int  // words before the head that no role has
	broken      bool // it is no role but a clause
}

// take takes token i in and gives the token that was read last; -1 where the role ends.
func (r *roleAfter) take(i int32) int32 {
	w := r.lower(i)
	if r.d.Tokens[i].Kind != text.Word && w != "." {
		return -1
	}
	if m := r.mentionAt(i); m != nil {
		if r.code == "" && r.owns(m) {
			r.code = m.Code
		}
		if m.Class == Seat && r.start < 0 {
			r.start = m.First
		}
		return m.End - 1
	}
	switch {
	case isHead(r.d.Lang, w):
		r.head = i
		if r.start < 0 {
			r.start = i
		}
		if r.d.Has(text.FixedOrder) && !isRole("en", r.lower(i+1)) {
			return -1
		}
	case isMod(r.d.Lang, w) && !linking[w] && w != "and":
		if r.start < 0 {
			r.start = i
		}
	case r.head < 0 && !r.upper(i) && r.strange(w):
		r.broken = true // a clause: "X, accompanied by the minister"
		return -1
	}
	return i
}

// strange says whether a word before the head of a role shows that none follows: in
// English any that is no determiner, elsewhere the second that no role has, for
// adjectives stand there too.
func (r *roleAfter) strange(w string) bool {
	if determiners[w] || joining[w] {
		return false
	}
	r.unknown++
	return r.d.Has(text.FixedOrder) || r.unknown > 1
}

// determiners may stand before a role.
var determiners = listed("determiners")

// complement goes on behind the head of a role, in its sentence: "of the Atomic Energy Organization".
func (s *scan) complement(i int32) int32 {
	end := i
	for k := i; k < i+9 && s.together(k, i-1); k++ {
		w := s.lower(k)
		switch {
		case s.d.Tokens[k].Kind != text.Word:
			return end
		case k > i && s.upper(k):
			end = k + 1
		case !binding[w]:
			return end
		}
	}
	return end
}

// binding words join the head of a role to what it is about.
var binding = listed("binding")

// phrase gives the words of a role as the article gives them, without the
// country they begin with; English ones in lower case, but for names.
func (s *scan) phrase(first, end int32) string {
	for first < end {
		m := s.mentionAt(first)
		w := s.lower(first)
		if m != nil && m.Class != Seat {
			first = m.End
			continue
		}
		if w == "'s" || w == "’s" || w == "the" || w == "." || w == "-" || w == "and" || w == "for" || w == "of" {
			first++
			continue
		}
		break
	}
	for first < end && (linking[s.lower(end-1)] || particles[s.lower(end-1)] || honorifics[s.lower(end-1)]) {
		end--
	}
	if first >= end || offices[s.lower(end-1)] && !s.holds(first, end) {
		return ""
	}
	loud := 0
	for i := first; i < end; i++ {
		if s.d.Tokens[i].Is(text.AllCaps) && s.d.Tokens[i].End-s.d.Tokens[i].Start > 3 {
			loud++
		}
	}
	var b strings.Builder
	for i := first; i < end; i++ {
		if b.Len() > 0 && s.d.Tokens[i].Is(text.Spaced) {
			b.WriteByte(' ')
		}
		w := s.d.Word(int(i))
		if loud > 1 || s.mentionAt(i) == nil && (!s.d.Tokens[i].Is(text.AllCaps) || loud > 0) && isRole(s.d.Lang, s.lower(i)) {
			w = s.lower(i)
		}
		b.WriteString(w)
	}
	if b.Len() > 120 {
		return ""
	}
	return b.String()
}

// holds says whether a phrase names who heads something, "head of the Afghan team", and not the thing alone.
func (s *scan) holds(first, end int32) bool {
	for i := first; i < end; i++ {
		if binding[s.lower(i)] {
			return true
		}
	}
	return false
}

// honorifics end no role.
var honorifics = listed("honorifics")

// offices are where people work: a name behind one is no holder's.
var offices = listed("offices")
