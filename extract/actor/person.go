package actor

import (
	"maps"
	"strings"
	"sync"
	"unicode/utf8"

	"attache/extract/text"
)

// name is a run of tokens that reads as a person's name.
type name struct {
	first, end int32
	role       string
	code       string
	said       bool // stands beside a word of office or of saying
	titled     bool // stands right behind a title: Mr, President
}

var particles = words(`de van von der den del della di da dos du la le el al bin ben ibn bint abu ter ten y e zu af av ould st`)

var speech = words(`said says told added stated stressed noted warned insisted replied wrote argued declared explained announced
	сказал сказала заявил заявила сообщил сообщила добавил добавила отметил отметила подчеркнул подчеркнула рассказал рассказала
	пояснил пояснила признался уточнил уточнила заметил заметила написал написала
	сказав сказала заявив заявила додав додала зазначив зазначила наголосив наголосила розповів розповіла повідомив повідомила
	déclaré expliqué affirmé estimé assuré indiqué ajouté dit prévenu
	dijo declaró afirmó aseguró señaló añadió explicó contó anunció informó
	sagte erklärte betonte teilte sprach meinte warnte erzählte fügte`)

// notNames are words that no name has, though they may have a capital.
var notNames = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range lines("notnames.txt") {
		maps.Copy(all, words(line))
	}
	return all
})

// linking words may stand inside a role but do not begin one.
var linking = words("the for and of at")

// people finds the names of persons with their roles. Names come in scripts
// with capitals only; elsewhere persons are found through the quotes.
func (s *scan) people() []name {
	var out []name
	k := 0
	for i := int32(0); int(i) < len(s.d.Tokens); i++ {
		for k < len(s.found) && s.found[k].End <= i {
			k++
		}
		if k < len(s.found) && s.found[k].First <= i {
			i = s.found[k].End - 1
			continue
		}
		limit := int32(len(s.d.Tokens))
		if k < len(s.found) {
			limit = s.found[k].First
		}
		end := s.run(i, limit)
		if end == 0 {
			continue
		}
		n := name{first: i, end: end}
		s.describe(&n)
		out = append(out, n)
		i = end - 1
	}
	return out
}

// run gives the end of the name that starts at token i, 0 when none does.
func (s *scan) run(i, limit int32) int32 {
	if !s.nameWord(i) {
		return 0
	}
	end := i + 1
	for end < limit && end < i+9 {
		t := &s.d.Tokens[end]
		switch {
		case t.Paragraph != s.d.Tokens[i].Paragraph:
			return end
		case s.nameWord(end), s.articled(end):
			end++
		case t.Kind == text.Punct && s.d.Tokens[end-1].Is(text.Initial) && s.d.Word(int(end)) == "." && end+1 < limit && s.nameWord(end+1):
			end += 2
		case t.Kind == text.Word && particles[s.lower(end)] && end+1 < limit && s.nameWord(end+1):
			end += 2
		case t.Kind == text.Word && particles[s.lower(end)] && end+2 < limit && particles[s.lower(end+1)] && s.nameWord(end+2):
			end += 3
		default:
			return end
		}
	}
	return end
}

// articled says whether a token is an Arabic surname with its article: "el-Nashawi".
func (s *scan) articled(i int32) bool {
	t := &s.d.Tokens[i]
	if t.Kind != text.Word {
		return false
	}
	article, rest, ok := strings.Cut(s.d.Word(int(i)), "-")
	return ok && (len(article) == 2 || article == "ash" || article == "esh") && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
}

// nameWord says whether a token may be a word of a name.
func (s *scan) nameWord(i int32) bool {
	if !s.upper(i) {
		return false
	}
	t := &s.d.Tokens[i]
	w := s.lower(i)
	if t.Is(text.AllCaps) && utf8.RuneCountInString(w) > 1 && (utf8.RuneCountInString(w) < 5 || t.Paragraph < 2) || t.Is(text.Acronym) || t.Is(text.Clitic) {
		return false
	}
	if s.starts(i) && isRole(s.d.Lang, w) {
		return false
	}
	return !notNames()[w] && !isHead(s.d.Lang, w) && !isMod(s.d.Lang, w)
}

// describe looks for the role of a name in the words before and after it.
func (s *scan) describe(n *name) {
	if speech[s.lower(n.end)] || speech[s.lower(n.first-1)] || s.lower(n.end) == "," && speech[s.lower(n.end+1)] {
		n.said = true
	}
	switch s.lower(n.first - 1) {
	case "mr", "mrs", "ms", "dr", "shri", "herr", "frau", "mme", "m", "señor", "г-н":
		n.said, n.titled = true, true
	}
	n.titled = n.titled || isHead(s.d.Lang, s.lower(n.first-1)) && s.d.Lang != "de"
	if s.before(n) || s.after(n) {
		n.said = true
	}
}

// before reads "Deputy Foreign Minister Kazem Daneshfar" and "Lithuania's envoy, Ona X".
func (s *scan) before(n *name) bool {
	at := n.first - 1
	if s.lower(at) == "," {
		at--
		if s.d.Lang == "en" && !isRole("en", s.lower(at)) {
			return false
		}
	}
	sentence := s.d.Tokens[n.first].Sentence
	head, start, gap := int32(-1), n.first, 0
	for i := at; i >= 0 && i > n.first-12 && s.d.Tokens[i].Sentence == sentence && s.d.Tokens[i].Paragraph == s.d.Tokens[n.first].Paragraph; i-- {
		w := s.lower(i)
		if s.d.Tokens[i].Kind != text.Word && w != "." && w != "-" {
			break
		}
		if m := s.mentionAt(i); m != nil {
			if n.code == "" || m.Class == Seat {
				n.code = m.Code
			}
			if m.Class == Seat {
				start = m.First
			}
			i = m.First
			continue
		}
		if isHead(s.d.Lang, w) {
			head, start, gap = i, i, 0
			continue
		}
		if isMod(s.d.Lang, w) && !linking[w] {
			start = i
			continue
		}
		if joining[w] {
			continue
		}
		gap++
		if gap > s.looseness(i, w) {
			break
		}
	}
	if head < 0 {
		n.code = ""
		return false
	}
	end := at + 1
	n.role = s.phrase(start, end)
	if n.code == "" {
		n.code = s.seatBefore(start)
	}
	return n.role != ""
}

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
var joining = words("of for the 's ’s and de del des du la le los las les l' d' y e et für der die das")

// looseness is how many unknown words a role may have, the one at i among them.
func (s *scan) looseness(i int32, w string) int {
	switch s.d.Lang {
	case "en":
		return 1
	case "ru", "uk":
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
	sentence := s.d.Tokens[n.first].Sentence
	start, head := int32(-1), int32(-1)
	code := ""
	for i := at; i < at+9 && int(i) < len(s.d.Tokens) && s.d.Tokens[i].Sentence == sentence; i++ {
		w := s.lower(i)
		if s.d.Tokens[i].Kind != text.Word && w != "." {
			break
		}
		if m := s.mentionAt(i); m != nil {
			if code == "" {
				code = m.Code
			}
			if m.Class == Seat && start < 0 {
				start = m.First
			}
			i = m.End - 1
			continue
		}
		if isHead(s.d.Lang, w) {
			head = i
			if start < 0 {
				start = i
			}
			if s.d.Lang == "en" && !isRole("en", s.lower(i+1)) {
				break
			}
			continue
		}
		if isMod(s.d.Lang, w) && w != "the" && w != "of" && w != "and" && w != "for" {
			if start < 0 {
				start = i
			}
			continue
		}
		if head < 0 && s.d.Lang == "en" && speech[w] || w == "who" || w == "which" {
			return false
		}
	}
	if head < 0 {
		return false
	}
	end := s.complement(head + 1)
	if code == "" {
		for i := head + 1; i < end; i++ {
			if m := s.mentionAt(i); m != nil {
				code = m.Code
				break
			}
		}
	}
	n.role, n.code = s.phrase(start, end), code
	return n.role != ""
}

// complement goes on behind the head of a role: "of the Atomic Energy Organization".
func (s *scan) complement(i int32) int32 {
	end := i
	for k := i; k < i+9 && int(k) < len(s.d.Tokens); k++ {
		w := s.lower(k)
		switch {
		case s.d.Tokens[k].Kind != text.Word:
			return end
		case s.upper(k):
			end = k + 1
		case k == i && w != "of" && w != "for" && w != "at" && w != "de" && w != "des" && w != "du" && w != "del":
			return end
		case w == "of" || w == "for" || w == "at" || w == "the" || w == "de" || w == "des" || w == "du" || w == "del" || w == "la":
		default:
			return end
		}
	}
	return end
}

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
	for first < end && linking[s.lower(end-1)] {
		end--
	}
	if first >= end {
		return ""
	}
	var b strings.Builder
	for i := first; i < end; i++ {
		if b.Len() > 0 && s.d.Tokens[i].Is(text.Spaced) {
			b.WriteByte(' ')
		}
		w := s.d.Word(int(i))
		if s.mentionAt(i) == nil && !s.d.Tokens[i].Is(text.AllCaps) && isRole(s.d.Lang, s.lower(i)) {
			w = s.lower(i)
		}
		b.WriteString(w)
	}
	if b.Len() > 120 {
		return ""
	}
	return strings.ReplaceAll(b.String(), "special presidential envoy", "special envoy")
}

// mentionAt gives the mention that holds a token.
func (s *scan) mentionAt(i int32) *Mention {
	lo, hi := 0, len(s.found)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.found[mid].End <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(s.found) && s.found[lo].First <= i {
		return &s.found[lo]
	}
	return nil
}
