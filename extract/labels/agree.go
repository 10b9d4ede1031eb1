package labels

import (
	"slices"
	"strings"
)

// Agreement counts what two readings of the same articles have in common.
type Agreement struct {
	Articles            int
	First, Second       int // quotations
	Words, Both         int // of the second: found in the first with the same words, and with the same speaker
	Relevant            int // called diplomacy in both
	OnlyFirst, OnlyNext int // called diplomacy in one
	Events, Codes       int // of Relevant: the same event, the same codes on either side
	Turns, SameTurns    int // labels of turns in the first, and the same in the second
}

// Agree compares a second reading with the first one of the same articles. Words are the same when four fifths of the longer stretch are
// common, a speaker when one of a reading's right answers is one of the other's.
func Agree(first, second []Label) Agreement {
	byID := map[string]Label{}
	for _, l := range first {
		byID[l.ID] = l
	}
	var a Agreement
	for _, next := range second {
		l, ok := byID[next.ID]
		if !ok {
			continue
		}
		a.Articles++
		a.First += len(l.Quotes)
		a.Second += len(next.Quotes)
		a.Words += matched(l.Quotes, next.Quotes, func(Voice, Voice) bool { return true })
		a.Both += matched(l.Quotes, next.Quotes, sameVoice)
		a.turns(l.Turns, next.Turns)
		switch {
		case l.Diplomacy && next.Diplomacy:
			a.Relevant++
			a.Events += one(l.Event == next.Event)
			a.Codes += one(sameCodes(l, next))
		case l.Diplomacy:
			a.OnlyFirst++
		case next.Diplomacy:
			a.OnlyNext++
		}
	}
	return a
}

func matched(first, second []Quote, voice func(a, b Voice) bool) int {
	used := make([]bool, len(first))
	n := 0
	for _, q := range second {
		for i, p := range first {
			if !used[i] && sameWords(p.At[0], q.At[0]) && voice(p.Voice, q.Voice) {
				used[i] = true
				n++
				break
			}
		}
	}
	return n
}

func sameWords(a, b [2]int) bool {
	common := min(a[1], b[1]) - max(a[0], b[0])
	return common > 0 && common*5 >= max(a[1]-a[0], b[1]-b[0])*4
}

func sameVoice(a, b Voice) bool {
	for _, name := range append([]string{a.Speaker}, a.Also...) {
		if slices.ContainsFunc(append([]string{b.Speaker}, b.Also...), func(other string) bool { return strings.EqualFold(name, other) }) {
			return true
		}
	}
	return false
}

func sameCodes(a, b Label) bool {
	x, y := slices.Concat(a.Source, a.Target), slices.Concat(b.Source, b.Target)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(slices.Compact(x), slices.Compact(y))
}

func (a *Agreement) turns(first, second []Turn) {
	a.Turns += len(first)
	for _, t := range first {
		a.SameTurns += one(slices.ContainsFunc(second, func(u Turn) bool {
			return t.Label == u.Label && t.Question == u.Question && (t.Question || sameVoice(t.Voice, u.Voice))
		}))
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
