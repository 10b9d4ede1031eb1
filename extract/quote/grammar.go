package quote

import (
	"strings"

	"attache/extract/tag"
	"attache/internal/text"
)

// What the tagger tells of a token's part of speech and of what a mention does in
// its sentence. All of it is zero in a language that has no tags.

func (a *article) pos(i int) tag.Pos {
	if i < 0 || i >= len(a.tags) {
		return tag.Unknown
	}
	return a.tags[i].Pos
}

func (a *article) function(i int) tag.Function {
	if i < 0 || i >= len(a.tags) {
		return tag.Within
	}
	return a.tags[i].Function
}

// doing gives what a mention does in its sentence, with its case, as one value: the
// function of its first word that heads a phrase.
func (a *article) doing(m *mention) uint32 {
	if a.tags == nil {
		return 0
	}
	kind := tag.Case(0)
	for i := m.first; i < m.end; i++ {
		if c := a.tags[i].Case; c != 0 && kind == 0 {
			kind = c
		}
		switch f := a.tags[i].Function; f {
		case tag.Within, tag.NamePart, tag.VerbalAdverb:
		default:
			return 1 + uint32(f)<<4 + uint32(kind)
		}
	}
	return 1 + uint32(kind)
}

// acts says whether the tagger takes a mention for a subject.
func (a *article) acts(m *mention) bool { return a.tags != nil && a.doing(m)>>4 == uint32(tag.Subject) }

// rivals counts the other mentions of a mention's sentence that the tagger takes for subjects.
func (a *article) rivals(mi int32) (n uint32) {
	if a.tags == nil {
		return 0
	}
	m := &a.mentions[mi]
	lo, hi := a.sentenceOf(m)
	for k := mi - 1; k >= 0 && a.mentions[k].name >= lo && n < 4; k-- {
		if c := &a.mentions[k]; a.inside[c.name] < 0 && !c.inner && a.acts(c) {
			n++
		}
	}
	for k := mi + 1; int(k) < len(a.mentions) && a.mentions[k].name < hi && n < 4; k++ {
		if c := &a.mentions[k]; a.inside[c.name] < 0 && !c.inner && a.acts(c) {
			n++
		}
	}
	return n
}

// describeGrammar adds what the tagger tells of a mention as a passage's speaker.
func (a *article) describeGrammar(f *feats, mi int32, cue int, rel, where, sort uint32) {
	if a.tags == nil {
		return
	}
	m := &a.mentions[mi]
	do, rivals := a.doing(m), a.rivals(mi)
	f.add2(100, rel, do)
	f.add2(101, where, do)
	f.add3(102, where, do>>4, rivals)
	f.add3(103, rel, do>>4, uint32(a.pos(max(m.end, m.tail))))
	f.add3(104, where>>4, do>>4, uint32(a.pos(m.first-1)))
	f.add2(105, do, sort)
	if cue >= 0 {
		f.add3(106, rel, uint32(a.function(cue)), do>>4)
		f.add3(107, uint32(a.pos(cue)), rel, sort)
	}
}

// clauses counts the verbs between a passage's marks, and gives the parts of speech
// of its first and last word.
func (a *article) clauses(p *passage) (verbs uint32, edges uint32) {
	last := tag.Unknown
	for i := p.first; i < min(p.end, p.first+40); i++ {
		switch a.pos(i) {
		case tag.Verb:
			verbs++
		case tag.Aux:
			verbs++
		default:
		}
		if a.isWord(i) {
			last = a.pos(i)
		}
	}
	return min(verbs, 4), uint32(a.pos(p.first))<<5 | uint32(last)
}

// describeClauses adds what the tagger tells of a passage as words that somebody said.
func (a *article) describeClauses(f *feats, p *passage, shape, size uint32) {
	if a.tags == nil {
		return
	}
	verbs, edges := a.clauses(p)
	f.add3(110, verbs, size, shape)
	f.add2(111, edges, min(size, 6))
	f.add3(112, uint32(a.pos(p.open-1)), uint32(a.pos(p.close+1)), min(size, 6))
	f.add4(113, uint32(a.pos(p.open-1)), verbs, shape, min(size, 6))
	f.add3(114, uint32(a.pos(p.open-1)), uint32(a.pos(p.open-2)), shape)
	f.add3(115, uint32(a.function(p.open-1)), uint32(a.function(p.first)), min(size, 6))
}

// unnamelike says whether the tagger takes a capital at a sentence's beginning for a
// word that is no noun, and nothing else in the article speaks for a name.
func (a *article) unnamelike(i int) bool {
	place := a.is(i+1, cPlace) && !a.is(i+1, cFirst) && !a.inName(i+1+a.width(i+1)) // "Outraged | Oslo"
	switch a.pos(i) {
	case tag.Verb, tag.Adv, tag.Adp, tag.Sconj, tag.Cconj, tag.Aux, tag.Det, tag.Part, tag.Pron, tag.Intj:
	case tag.Adj:
		if !place {
			return false
		}
	default:
		if !place || !a.doc.Has(text.Participles) || !strings.HasSuffix(a.lower(i), "ed") {
			return false
		}
	}
	return a.begins(i) && a.note[i].class&(cFirst|cPlace|cTitle|cMr|cMs|cRole|cBody|cGroup|cOrg) == 0 && !a.token(i).Is(text.AllCaps) &&
		!a.capitals[a.stem(a.lower(i))] && (!a.inName(i+1) || place)
}
