package quote

import "attache/internal/text"

// trimHan gives Chinese names their ends: it takes from them a character behind or before a shorter form that
// the article has at least twice as often, roles, and function words; it adds what always follows, and the other
// parts of a foreign name.
func (a *article) trimHan() {
	count := a.hanCounts()
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.sort != named || m.stop-m.name < 2 {
			continue
		}
		a.trimAlien(m)
		a.trimWords(m)
		for a.trimByCount(m, count) {
			a.effort++
		}
		a.growHan(m, count)
	}
}

// trimByCount takes a character from a name whose rest the article has at least twice as often.
func (a *article) trimByCount(m *mention, count map[uint32]int) bool {
	n := m.stop - m.name
	if n <= 2 || n > longestGram || a.dot(m.stop-2) || a.dot(m.name+1) {
		return false
	}
	least := max(2, 2*count[a.gramOf(m.name, m.stop)])
	switch {
	case count[a.gramOf(m.name, m.stop-1)] >= least:
		a.boundHan(m, m.name, m.stop-1)
	case !a.is(m.name, cSurname) && count[a.gramOf(m.name+1, m.stop)] >= least:
		a.boundHan(m, m.name+1, m.stop)
	default:
		return false
	}
	return true
}

// trimWords takes from a name a role in it with what stands before, and function words and verbs at its end.
func (a *article) trimWords(m *mention) {
	name, stop := m.name, m.stop
	for k := name; k < stop-2; k++ {
		if end := k + a.width(k); a.is(k, cRole) && end-k > 1 && stop-end > 1 {
			name = end
		}
	}
	for stop-name > 2 && a.is(stop-1, cStop|cSay|cPer) && a.width(stop-1) == 1 && !a.sounds(a.lower(stop-1)) {
		stop--
	}
	if c := a.commonAt(stop - 2); stop-name > 3 && (c > 2 || c > 1 && !a.sounds(a.lower(stop-2))) {
		stop -= 2 // 阿达林德当地
	}
	if name != m.name || stop != m.stop {
		a.boundHan(m, name, stop)
	}
}

// growHan adds to a name the character that follows it wherever the article has it, three times or more, and what
// stands before or behind a dot beside it.
func (a *article) growHan(m *mention, count map[uint32]int) {
	n, next := m.stop-m.name, m.stop
	if all := count[a.gramOf(m.name, m.stop)]; n > 1 && n < 4 && all > 2 && a.freeHan(next) &&
		a.note[next].class&(cSay|cStop|cPer|cRole|cBody) == 0 &&
		!a.is(next, cInner) && count[a.gramOf(m.name, next+1)] == all {
		a.boundHan(m, m.name, next+1)
	}
	for a.dot(m.stop) && a.freeHan(m.stop+1) && a.sounds(a.lower(m.stop+1)) {
		stop := m.stop + 1
		for a.freeHan(stop) && a.sounds(a.lower(stop)) {
			stop++
		}
		a.boundHan(m, m.name, stop)
	}
	for a.dot(m.name-1) && a.freeHan(m.name-2) && (a.sounds(a.lower(m.name-2)) || a.is(m.name-2, cSurname)) {
		name := m.name - 2
		for a.freeHan(name-1) && a.sounds(a.lower(name-1)) {
			name--
		}
		a.boundHan(m, name, m.stop)
	}
}

// freeHan says whether a token is a character outside of passages that no mention covers.
func (a *article) freeHan(i int) bool {
	return i >= 0 && i < len(a.note) && a.isWord(i) && a.token(i).Is(text.Ideograph) && a.at[i] < 0 && a.inside[i] < 0
}

// boundHan gives a mention another beginning and end of its name.
func (a *article) boundHan(m *mention, name, stop int) {
	id := a.at[m.name]
	for k := stop; k < m.stop && m.end == m.stop; k++ {
		a.at[k] = -1
	}
	if m.end == m.stop {
		m.end = stop
	}
	m.first = min(m.first, name)
	m.name, m.stop = name, stop
	for k := m.first; k < m.end; k++ {
		a.at[k] = id
	}
}

// trimAlien takes from a name with dots what stands before its last run of characters
// that spell sounds, up to the first dot.
func (a *article) trimAlien(m *mention) {
	for k := m.name; k < m.stop; k++ {
		if !a.dot(k) {
			continue
		}
		from := k
		for from > m.name && a.sounds(a.lower(from-1)) {
			from--
		}
		if from < k && from > m.name {
			m.name = from
		}
		return
	}
}

// longestGram is how many characters a run has at most that is counted.
const longestGram = 6

// hanCounts counts the runs of two to longestGram tokens of an article.
func (a *article) hanCounts() map[uint32]int {
	count := make(map[uint32]int, 4*len(a.hashes))
	for i := range a.hashes {
		for n := 2; n <= longestGram && i+n <= len(a.hashes); n++ {
			count[a.gramOf(i, i+n)]++
		}
	}
	return count
}

// gramOf gives a value for the tokens of a range.
func (a *article) gramOf(from, to int) uint32 {
	h := uint32(2166136261)
	for i := from; i < to; i++ {
		h = (h ^ a.hashes[i]) * 16777619
	}
	return h
}
