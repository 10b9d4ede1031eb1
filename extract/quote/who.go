package quote

import (
	"math"
	"slices"

	"attache/internal/text"
)

// whom a pronoun or a role without a name means is one learned decision among the
// persons that the article names around it, and nobody of them.

// nobody stands among the candidates for none of the persons.
const nobody int32 = -1

// mostMeant is how many persons are looked at.
const mostMeant = 14

// sighting is where somebody was last named before a mention, or is first named after it.
type sighting struct {
	person int32
	at     int32 // mention
	rank   uint32
	after  bool
}

// meanable gives the persons that mention i may mean, the nearest first.
func (a *article) meanable(i int32, out []sighting) []sighting {
	m := &a.mentions[i]
	out = append(out[:0], sighting{person: nobody})
	seen := func(p int32) bool {
		return slices.ContainsFunc(out, func(s sighting) bool { return s.person == p })
	}
	for k := i - 1; k >= max(0, i-120) && len(out) < mostMeant; k-- {
		a.effort++
		c := &a.mentions[k]
		p := c.person
		if p < 0 || a.inside[c.name] >= 0 && a.inside[m.name] != a.inside[c.name] || !a.nameable(p) || seen(p) {
			continue
		}
		if m.first == c.end && m.sort == titled {
			continue // stands beside it, and is another
		}
		out = append(out, sighting{person: p, at: k, rank: uint32(len(out))})
	}
	if m.sort != titled && m.sort != pronoun {
		return out
	}
	n := uint32(0)
	for k := i + 1; int(k) < len(a.mentions) && n < 3 && k < i+40; k++ {
		c := &a.mentions[k]
		if c.person < 0 || a.inside[c.name] >= 0 || !a.nameable(c.person) || seen(c.person) {
			continue
		}
		if a.token(c.name).Paragraph > a.token(m.name).Paragraph+2 {
			break
		}
		out = append(out, sighting{person: c.person, at: k, rank: n, after: true})
		n++
	}
	return out
}

// nameable says whether a name can be somebody's.
func (a *article) nameable(p int32) bool {
	x := &a.people[p]
	return x.human > 0 || !x.Body && len(x.words) > 1 && x.human > -2
}

// describeMeant collects the features of a person as whom mention i means.
func (a *article) describeMeant(f *feats, i int32, s sighting) {
	m := &a.mentions[i]
	kind := uint32(m.sort)<<3 | bit(a.indefinite(m))<<2 | bit(a.is(m.first, cDet))<<1 | bit(m.tail > m.end)
	head := a.lower(m.stop - 1)
	if m.sort == pronoun {
		kind = kind<<4 | uint32(m.gender&(male|female))<<1 | bit(a.is(m.name, cSay))
	}
	begins := bit(m.first == int(a.doc.Sentences[a.token(m.name).Sentence].First))
	if s.person == nobody {
		if m.sort == pronoun {
			a.describeNameless(f, i, kind)
		}
		f.add1(1, kind)
		f.add2(2, kind, bit(a.lex.has("nameless", head)))
		f.add3(3, kind, bit(a.lex.has("holder", head)), begins)
		f.add2(4, kind, min(6, uint32(max(m.end, m.tail)-m.first)))
		f.add2(5, kind, bit(a.spoke >= 0))
		f.add2(6, kind, min(4, uint32(a.token(m.name).Paragraph)))
		f.add2(7, kind, bit(a.guessed(i) >= 0))
		f.words()
		f.add1(20, hash(head))
		f.classes()
		return
	}
	x, c := &a.people[s.person], &a.mentions[s.at]
	gender := uint32(0)
	if g, h := x.gender&(male|female), m.gender&(male|female); g != 0 && h != 0 {
		gender = 1 + bit(g&h != 0)
	} else if h != 0 {
		gender = 3 + bit(a.soft(s.person)&h != 0) + 2*bit(a.soft(s.person)&^h != 0)
	}
	gap := a.story[a.token(m.name).Sentence] - a.story[a.token(c.name).Sentence]
	par := a.token(m.name).Paragraph - a.token(c.name).Paragraph
	near := min(9, uint32(max(gap, -gap)))<<4 | min(7, uint32(max(par, -par)))<<1 | bit(s.after)
	place := a.placing(c)
	last := bit(s.person == a.spoke)
	role := a.roleMatch(m, x, head)
	many := min(5, uint32(len(x.places)))
	f.add2(31, kind, gender)
	f.add2(32, kind, near)
	f.add3(33, kind, s.rank, bit(s.after))
	f.add2(34, kind, place)
	f.add3(35, kind, place, near)
	f.add3(36, kind, last, min(3, uint32(max(gap, 0))))
	f.add3(37, kind, last, place)
	f.add2(38, kind, role)
	f.add3(39, kind, role, s.rank)
	f.add3(40, kind, role, near)
	f.add2(41, kind, many)
	f.add3(42, kind, bit(x.Role != ""), role)
	f.add3(43, kind, min(3, uint32(len(x.words))), bit(x.human > 0))
	f.add3(44, kind, begins, place)
	f.add2(45, kind, min(4, uint32(s.person)))
	f.add3(46, kind, gender, s.rank)
	f.add3(47, kind, bit(a.spoke < 0), s.rank)
	f.add4(48, kind, last, role, gender)
	f.add3(49, kind, a.classAt(c.first-1), a.classAt(max(c.end, c.tail)))
	if s.after {
		f.add4(54, kind, bit(a.remarks(c)), bit(a.addsTo(c)), bit(x.places[0] >= i))
	}
	if a.tags != nil {
		f.add3(52, kind, a.doing(c)>>4, near)
		f.add3(53, kind, a.doing(c)>>4, s.rank)
	}
	guess := bit(a.guessed(i) == s.person)
	f.add2(55, kind, guess)
	f.add3(56, guess, min(9, uint32(a.trust[i]*10)), bit(m.sort == pronoun))
	f.add3(57, kind, guess, last)
	f.add3(58, kind, bit(a.presented(c)), near)
	f.words()
	f.add2(50, hash(head), role)
	f.add3(51, hash(head), near, place)
	f.classes()
}

// nameless gives the mention without a name that a pronoun may stand for, the nearest that
// speaks or begins its sentence: "a spokesman for the mission said … he said"; -1 for none.
// Where nouns have genders it may be a body or a document.
func (a *article) nameless(i int32) int32 {
	const far, most = 2, 14 // paragraphs, mentions
	m := &a.mentions[i]
	for k := i - 1; k >= max(0, i-most); k-- {
		c := &a.mentions[k]
		if a.token(m.name).Paragraph-a.token(c.name).Paragraph > far {
			return -1
		}
		if a.inside[c.name] >= 0 || c.inner || c.owner || a.meant[k] >= 0 {
			continue
		}
		switch c.sort {
		case titled:
		case official:
			if !a.lex.trait("gendered") {
				continue
			}
		default:
			continue
		}
		if g, h := c.gender&(male|female), m.gender&(male|female); c.gender&plural != 0 || g != 0 && h != 0 && g&h == 0 {
			continue
		}
		if a.speaks(c) || a.subject(c) {
			return k
		}
	}
	return -1
}

// describeNameless collects the features of none of the persons, but somebody without a
// name, as whom pronoun i means.
func (a *article) describeNameless(f *feats, i int32, kind uint32) {
	m, k := &a.mentions[i], a.nameless(i)
	if k < 0 {
		f.add1(8, kind)
		return
	}
	c := &a.mentions[k]
	gap := min(6, uint32(max(0, a.story[a.token(m.name).Sentence]-a.story[a.token(c.name).Sentence])))
	since := uint32(0) // persons who begin a sentence after it
	for j := k + 1; j < i; j++ {
		if x := &a.mentions[j]; a.meant[j] >= 0 && a.inside[x.name] < 0 && a.subject(x) {
			since = min(since+1, 2)
		}
	}
	state := bit(a.speaks(c))<<1 | bit(a.indefinite(c)) | uint32(c.sort)<<2
	f.add3(9, kind, state, gap)
	f.add3(10, kind, state, since)
	f.add3(11, kind, gap, since)
	f.add3(12, kind, bit(a.spoke < 0), since)
}

// guessed gives whom a mention would mean by what stands out alone: see resolve.
func (a *article) guessed(i int32) int32 {
	if a.mentions[i].sort == pronoun || a.meant[i] >= 0 {
		return a.meant[i]
	}
	return nobody
}

// placing tells how a sentence has somebody: as its subject, as who speaks, in a
// possessive, behind a preposition.
func (a *article) placing(c *mention) uint32 {
	return bit(a.subject(c)) | bit(a.speaks(c))<<1 | bit(c.owner)<<2 | bit(a.is(c.first-1, cPrep|cOf) ||
		c.inner)<<3 | bit(c.first < c.name)<<4 | bit(a.inside[c.name] >= 0)<<5
}

// roleMatch tells how much of a mention's words somebody's role has.
func (a *article) roleMatch(m *mention, x *Person, head string) uint32 {
	if m.sort != titled || x.Role == "" {
		return 0
	}
	v := 1 + bit(hasWord(x.Role, text.Fold(head)))
	others := uint32(0)
	for k := m.first; k < max(m.end, m.tail); k++ {
		if k != m.stop-1 && a.isWord(k) && a.note[k].class&(cDet|cStop|cOf|cPrep) == 0 && hasWord(x.Role, a.doc.Fold(k)) {
			others++
		}
	}
	office := bit(a.lex.has("holder", head) && a.isOffice(x.Role))
	return v | min(2, others)<<2 | office<<4
}

// meantBy gives whom mention i means and how surely; nobody where it is none of the
// persons named.
func (a *article) meantBy(i int32) (int32, float64) {
	key := int64(i)<<32 | int64(uint32(a.spoke))
	if x, ok := a.meanings[key]; ok {
		return x.person, x.sure
	}
	r := a.whoReader()
	a.sightings = a.meanable(i, a.sightings)
	best, top, all := nobody, float32(math.Inf(-1)), 0.0
	scores := r.scores[:0]
	for _, s := range a.sightings {
		r.begin(decideWho)
		a.describeMeant(&r.f, i, s)
		x := r.score()
		scores = append(scores, x)
		if x > top {
			top, best = x, s.person
		}
	}
	for _, x := range scores {
		all += math.Exp(float64(x - top))
	}
	r.scores = scores
	if a.meanings == nil {
		a.meanings = map[int64]meaning{}
	}
	a.meanings[key] = meaning{best, 1 / all}
	return best, 1 / all
}

// meaning is whom a mention means.
type meaning struct {
	person int32
	sure   float64
}

// whoReader gives the reader that decides whom mentions mean.
func (a *article) whoReader() *reader {
	if a.who == nil {
		a.who = &reader{a: a, m: a.model, form: formOf(a.doc.Lang)}
		a.who.f.weights = &unlearned
		if a.model != nil {
			a.who.f.weights = a.model.weights
		}
	}
	return a.who
}

// Forget lets whom mentions mean be decided anew, by another model.
func (a *article) Forget(m *Model) { a.model, a.who, a.meanings = m, nil, nil }
