package quote

import (
	"slices"

	"attache/extract/tag"
	"attache/internal/text"
)

// uncased finds mentions in scripts without capitals, where a name is known by
// what stands around it.
func (a *article) uncased(m *Model) {
	a.countCommons()
	if a.doc.Has(text.Joined) {
		a.arabicMentions(newNamer(a, m))
		return
	}
	a.hanMentions(newNamer(a, m))
}

// arabicMentions finds the subjects of cues, of "according to", and roles with
// the names that follow them; then these names wherever else they stand.
func (a *article) arabicMentions(r *namer) {
	for i := 0; i < len(a.doc.Tokens); i++ {
		if a.at[i] >= 0 {
			continue
		}
		if s, ok := a.arabicRegion(i); ok {
			x, ok := r.read(s)
			if !ok {
				continue
			}
			i = max(i+1, a.keepSpan(s, x)) - 1
		} else if a.silent(i) {
			a.keep(mention{first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: a.note[i].gender})
		}
	}
	a.recur()
}

// arabicRegion gives the region that a cue, a role or a body at i opens.
func (a *article) arabicRegion(i int) (stretch, bool) {
	if !a.isWord(i) || a.is(i, cInner) {
		return stretch{}, false
	}
	if a.is(i, cRole|cBody|cGroup) {
		return a.region(i, i), true
	}
	if !a.is(i, cSay|cPer) || a.inside[i] >= 0 {
		return stretch{}, false
	}
	k := i + a.width(i)
	for k < len(a.note) && k < i+5 && a.isWord(k) && a.is(k, cStop|cNoun) && !a.is(k, cRole|cBody) {
		k++
	}
	if k >= len(a.note) || a.token(k).Paragraph != a.token(i).Paragraph || k > i+a.width(i) && !a.is(k, cRole|cBody|cGroup) {
		return stretch{}, false
	}
	s := a.region(k, i)
	return s, s.stop > s.first
}

// silent says whether the verb of saying at i names no subject: it is who was
// spoken of before.
func (a *article) silent(i int) bool {
	return a.isWord(i) && a.at[i] < 0 && a.is(i, cSay) && !a.is(i, cInner) && a.inside[i] < 0
}

// keepSpan makes a mention of a reading.
func (a *article) keepSpan(s stretch, x nameSpan) int {
	if x.name < x.end {
		x = a.trimArabic(x)
	}
	m := mention{first: x.first, end: x.end, name: x.name, stop: x.end, gender: a.note[x.first].gender}
	switch {
	case x.end == x.first:
		if a.is(s.lead, cSay) {
			return a.keep(mention{first: s.lead, end: s.lead + 1, name: s.lead, stop: s.lead + 1, sort: pronoun, gender: a.note[s.lead].gender})
		}
		return x.end
	case x.name < x.end:
		m.sort = named
	case a.is(x.first, cGroup):
		m.sort, m.name = several, x.first
	case a.is(x.first, cRole):
		m.sort, m.name = titled, x.first
	default:
		m.sort, m.name = official, x.first
	}
	return a.keep(m)
}

// recur finds the names that were found where a cue or a role is wherever else
// they stand, in full or by their last word.
func (a *article) recur() {
	type known struct{ first, stop int }
	by := map[uint32][]known{}
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.sort != named {
			continue
		}
		by[a.hashes[m.name]] = append(by[a.hashes[m.name]], known{m.name, m.stop})
		for k := m.stop - 2; k > m.name; k-- {
			if a.dot(k) && m.stop-k > 2 {
				by[a.hashes[k+1]] = append(by[a.hashes[k+1]], known{k + 1, m.stop})
				break
			}
		}
		if last := m.stop - 1; last > m.name && a.doc.Has(text.Joined) && a.note[last].class&^cFirst == 0 && len(a.doc.Word(last)) > 6 {
			by[a.hashes[last]] = append(by[a.hashes[last]], known{last, m.stop})
		}
	}
	found := false
	for i := range a.note {
		if a.at[i] >= 0 {
			continue
		}
		for _, k := range by[a.hashes[i]][:min(len(by[a.hashes[i]]), 8)] {
			n := k.stop - k.first
			if i+n <= len(a.note) && slices.Equal(a.hashes[i:i+n], a.hashes[k.first:k.stop]) &&
				!slices.ContainsFunc(a.at[i:i+n], func(x int32) bool { return x >= 0 }) {
				a.keep(mention{first: i, end: i + n, name: i, stop: i + n, sort: named})
				found = true
				break
			}
		}
	}
	if found {
		a.sortMentions()
	}
}

// sortMentions puts mentions that were found in several passes into the order of the text.
func (a *article) sortMentions() {
	slices.SortStableFunc(a.mentions, func(x, y mention) int { return x.first - y.first })
	for i := range a.mentions {
		for k := a.mentions[i].first; k < a.mentions[i].end; k++ {
			a.at[k] = int32(i)
		}
	}
}

// definite says whether a word carries the article.
func (a *article) definite(i int) bool {
	w := []rune(a.doc.Fold(i))
	return len(w) > 3 && (w[0] == 'ا' && w[1] == 'ل' || w[0] == 'ل' && w[1] == 'ل')
}

// hanMention reads a pronoun, a role, a body or a foreign name at i.
func (a *article) hanMention(i int) int {
	if !a.isWord(i) || a.is(i, cInner) {
		return i
	}
	n := a.note[i]
	switch {
	case n.class&(cHe|cShe|cThey|cIt) != 0:
		end := i + a.width(i)
		return a.keep(mention{first: i, end: end, name: i, stop: end, sort: pronoun, gender: n.gender})
	case n.class&(cRole|cGroup|cBody) != 0:
		return a.hanRole(i)
	}
	if end := a.hanName(i); end > i {
		return a.keep(mention{first: i, end: end, name: i, stop: end, sort: named})
	}
	return i
}

// hanRole reads a role with what stands before it and the name behind it.
func (a *article) hanRole(i int) int {
	n, end := a.note[i], i+a.width(i)
	for end < len(a.note) && a.is(end, cRole) && !a.is(end, cInner) {
		n, end = a.note[end], end+a.width(end)
	}
	if end < len(a.note) && a.lower(end) == "长" { // 外交部 and 长: its head
		n, end = entry{class: cRole}, end+1
	}
	first := i
	for first > 0 && first > i-14 && a.isWord(first-1) && a.at[first-1] < 0 && a.token(first-1).Is(text.Ideograph) && a.leadsHan(first-1) {
		first--
	}
	m := mention{first: first, end: end, name: first, stop: end, gender: n.gender}
	switch {
	case n.class&cGroup != 0:
		m.sort = several
	case n.class&cRole != 0:
		m.sort = titled
		if stop := a.hanNameAfter(end); stop > end {
			m.sort, m.name, m.stop, m.end = named, end, stop, stop
		} else if a.titleBehind(first, i) {
			m.sort, m.stop = named, i
		}
	default:
		m.sort = official
	}
	return a.keep(m)
}

// leadsHan says whether a character can stand in what leads to a role or a body: in a word of the lexicon that is no
// verb and no function word, or in what the tagger takes for a noun, a name, an adjective.
func (a *article) leadsHan(i int) bool {
	head := i
	for head > 0 && a.is(head, cInner) {
		head--
	}
	if a.is(head, cStop|cSay|cPer|cThat|cPronoun|cScare) {
		return false
	}
	if head != i || a.is(head, cPlace|cBody|cRole|cGroup) {
		return true
	}
	switch a.pos(i) {
	case tag.Verb, tag.Adp, tag.Adv, tag.Aux, tag.Sconj, tag.Cconj, tag.Part, tag.Pron:
		return false
	default:
		return true
	}
}

// titleBehind says whether all that stands before a title is a name: a surname with one or
// two characters behind it.
func (a *article) titleBehind(first, i int) bool {
	n := i - first
	return n >= 2 && n <= 3 && a.is(first, cSurname) && !a.is(first, cPlace|cBody|cRole|cInner) && a.hanGiven(first+1, i) &&
		!a.isOfPlace(first, i)
}

// isOfPlace says whether a place, a body or a role begins in a range: 南韓 in 南韓外長.
func (a *article) isOfPlace(from, to int) bool {
	for k := from; k < to; k++ {
		if a.is(k, cPlace|cBody|cRole|cGroup) {
			return true
		}
	}
	return false
}

// hanNameAfter gives the end of a name right behind a role.
func (a *article) hanNameAfter(i int) int {
	if end := a.hanName(i); end > i || !a.is(i, cSurname) {
		return end
	}
	for _, n := range []int{3, 2} {
		if i+n <= len(a.note) && a.hanGiven(i+1, i+n) && a.hanEdge(i+n) {
			return i + n
		}
	}
	return i
}

// hanName gives the end of a name that begins at i: a foreign one in the
// characters that spell sounds, a surname and one or two characters before a
// cue or a stop word, or one that is known already.
func (a *article) hanName(i int) int {
	end, dots := i, false
	for end < len(a.note) && end < i+16 {
		w := a.lower(end)
		if w == "·" || w == "•" || w == "・" {
			dots = true
		} else if !a.sounds(w) {
			break
		}
		end++
	}
	for end > i && !a.isWord(end-1) {
		end--
	}
	if n := end - i; n >= 5 || dots && n >= 3 {
		return end
	}
	role := a.behindRole(i)
	if !role || !a.is(i, cSurname) || i+1 >= len(a.note) || i > 0 && a.isWord(i-1) && a.token(i-1).Is(text.Ideograph) &&
		!a.is(i-1, cRole|cInner|cStop|cSay|cPlace|cPer) {
		return i
	}
	first := i + a.width(i)
	for _, n := range []int{2, 1} {
		stop := first + n
		if stop <= len(a.note) && a.hanGiven(first, stop) && (a.hanEdge(stop) || n == 2 && role) {
			return stop
		}
	}
	return i
}

// behindRole says whether a role ends right before a token.
func (a *article) behindRole(i int) bool {
	k := i - 1
	for k > 0 && a.is(k, cInner) {
		k--
	}
	return a.is(k, cRole) && k+a.width(k) == i
}

// hanGiven says whether the characters can be a given name.
func (a *article) hanGiven(from, to int) bool {
	for k := from; k < to; k++ {
		if !a.isWord(k) || !a.token(k).Is(text.Ideograph) || a.is(k, cSay|cStop|cRole|cPronoun) && a.note[k].words > 1 || a.is(k, cPronoun|cPer) {
			return false
		}
	}
	return true
}

// hanEdge says whether a name can end before a token.
func (a *article) hanEdge(i int) bool {
	if i >= len(a.note) || !a.isWord(i) {
		return true
	}
	return a.is(i, cSay|cStop|cRole|cPer)
}

// sounds says whether a character commonly spells foreign names.
func (a *article) sounds(w string) bool { return a.lex.has("sound", w) }
