package format

import (
	"strings"

	"attache/internal/text"
)

// places gives the tokens of the body, outside of labels, that are a word. The
// index is made once.
func (r *reader) places(word string) []int32 {
	if r.index == nil {
		r.index = map[string][]int32{}
		k := 0
		for i := range r.doc.Tokens {
			t := &r.doc.Tokens[i]
			for k < len(r.labels) && int(t.Start) >= r.labels[k].end {
				k++
			}
			if t.Kind != text.Word || k < len(r.labels) && int(t.Start) >= r.labels[k].start || !t.Is(text.Upper) && r.capitals() {
				continue
			}
			f := r.doc.Fold(i)
			r.index[f] = append(r.index[f], int32(i))
		}
	}
	return r.index[text.Fold(word)]
}

// capitals says whether the language writes names with capitals.
func (r *reader) capitals() bool { return !r.traits.Has(text.Caseless) }

// finding is a full form of a name with what speaks for it.
type finding struct {
	name, role string
	weight     int
	order      int
	opens      bool // the role begins a sentence: it is its subject
}

// maxPlaces is how many places of a surname are looked at.
const maxPlaces = 200

// fullest finds the full form of a name in the title and the text: the surname with
// the names before it. The form that is found at a better place, or more often, wins.
func (r *reader) fullest(name []string) (full, role string) {
	if !r.capitals() {
		return "", ""
	}
	found := map[string]*finding{}
	look := func(d *text.Doc, at int32, bonus int) {
		f := r.expand(d, at, name)
		if f.name == "" {
			return
		}
		have := found[f.name]
		if have == nil {
			have = &finding{name: f.name, order: len(found)}
			found[f.name] = have
		}
		if have.role == "" {
			have.role = f.role
		}
		have.weight += f.weight + bonus
	}
	first := text.Fold(name[0])
	for i := range r.title.Tokens {
		if r.title.Tokens[i].Kind == text.Word && r.title.Fold(i) == first {
			look(r.title, int32(i), 3)
		}
	}
	for k, at := range r.places(name[0]) {
		if k >= maxPlaces {
			break
		}
		bonus := 0
		if len(r.labels) == 0 || int(r.doc.Tokens[at].Start) < r.labels[0].start {
			bonus = 3
		}
		look(r.doc, at, bonus)
	}
	var best *finding
	for _, f := range found {
		if f.weight < 2 || len(found) > 1 && len(strings.Fields(f.name)) == len(name) {
			continue // the name alone, where it stands fuller elsewhere
		}
		if best == nil || f.weight > best.weight || f.weight == best.weight && f.order < best.order {
			best = f
		}
	}
	if best == nil {
		return "", ""
	}
	return best.name, best.role
}

// expand reads the names before a surname, and the role before them.
func (r *reader) expand(d *text.Doc, at int32, name []string) finding {
	end, ok := stands(d, at, name)
	first := r.firstOf(d, at)
	if !ok || first == at && len(name) < 2 {
		return finding{}
	}
	tail := first
	if r.ownedBefore(d, first) { // "Secretary of Commerce Ada Lind": one name is sure
		if step := r.given(d, at); step > 0 && first < at-step {
			first = at - step
			if step == 2 && r.given(d, first) == 1 { // an initial
				first--
			}
		}
	}
	f := finding{name: strings.Join(strings.Fields(d.Slice(int(first), int(end)+1)), " "), weight: 1}
	if tail < first {
		f.role = r.roleBefore(d, first)
		return f
	}
	f.weight = r.weigh(d, first)
	f.role = r.roleBefore(d, first)
	sentence := d.Sentences[d.Tokens[first].Sentence]
	f.opens = f.role != "" && strings.HasPrefix(d.Body[d.Tokens[sentence.First].Start:], f.role)
	if f.role == "" {
		f.role = r.roleAfter(d, end+1)
	}
	if f.role == "" && first > 1 && d.Word(int(first)-1) == "," {
		f.role = r.roleBefore(d, first-1) // "the foreign minister, Ada Lind,"
		if f.role != "" && f.weight < 3 {
			f.weight = 3
		}
	}
	return f
}

// stands says whether the words of a name stand from a token on, and gives the last one's place.
func stands(d *text.Doc, at int32, name []string) (end int32, ok bool) {
	for i, w := range name {
		k := int(at) + i
		if k >= len(d.Tokens) || d.Tokens[k].Paragraph != d.Tokens[at].Paragraph || d.Fold(k) != text.Fold(w) {
			return at, false
		}
		end = int32(k)
	}
	return end, true
}

// firstOf gives the token with which the given names before a surname begin.
func (r *reader) firstOf(d *text.Doc, at int32) int32 {
	const most = 5 // given names
	first := at
	for range most {
		if first == 0 {
			break
		}
		step := r.given(d, first)
		if step == 0 {
			break
		}
		first -= step
	}
	for first < at && particles[d.Fold(int(first))] && !d.Tokens[first].Is(text.Upper) {
		first++
	}
	return first
}

// weigh tells how much speaks for a name that begins at a token: 3 behind an office or a
// courtesy, 2 inside of a sentence, 1 where its first word may be the sentence's.
func (r *reader) weigh(d *text.Doc, first int32) int {
	if first == 0 || d.Tokens[first-1].Sentence != d.Tokens[first].Sentence {
		return 1
	}
	before := strings.Trim(d.Fold(int(first)-1), ".")
	if before == "" && first > 1 {
		before = strings.Trim(d.Fold(int(first)-2), ".")
	}
	if r.titled(before) {
		return 3
	}
	return 2
}

// given says how many tokens the name before token at takes; 0 when there is none.
func (r *reader) given(d *text.Doc, at int32) int32 {
	t := &d.Tokens[at-1]
	if t.Paragraph != d.Tokens[at].Paragraph || t.Sentence != d.Tokens[at].Sentence && (at < 2 || !d.Tokens[at-2].Is(text.Initial)) {
		return 0
	}
	if t.Kind == text.Punct {
		if d.Word(int(at)-1) == "." && at > 1 && d.Tokens[at-2].Is(text.Initial) && d.Tokens[at-2].Paragraph == t.Paragraph &&
			!r.courtesy.has(d.Fold(int(at)-2)) {
			return 2
		}
		return 0
	}
	f := d.Fold(int(at) - 1)
	switch {
	case t.Kind != text.Word || t.Is(text.Clitic) || t.Is(text.Acronym) && !t.Is(text.Initial):
		return 0
	case particles[f] && !t.Is(text.Upper):
		if at > 1 && d.Tokens[at-2].Is(text.Upper) && d.Tokens[at-2].Kind == text.Word {
			return 1
		}
		return 0
	case !t.Is(text.Upper), r.titled(f), r.first.has(f), r.stop.has(f) && !particles[f], r.near.has(f),
		t.Is(text.AllCaps) && len(f) > 1 && !d.Tokens[at].Is(text.AllCaps):
		return 0
	}
	return 1
}
