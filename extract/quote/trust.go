package quote

import (
	"math"
	"slices"

	"attache"
	"attache/internal/text"
)

// trust is the last decision on a passage: whether it may be shown under the
// name that was found. It sees what the decisions before it made of the passage
// and how well the name is formed, and is learned from articles that those
// decisions had not seen.

// TrustFeatures names the numbers that trust is described with, in their order.
var TrustFeatures = []string{
	"quotation", "share", "mass", "rival", "rank", "margin", "name", // what the decisions before it made of the passage
	"sort", "owner", "side", "near", "cue kind", "cue gap", // how the mention stands to it
	"carried", "carries", "words", "shape", "starts", "finishes", "closed", "style", "capital", // how the passage is written
	"spoke last", "same around", "others around", "before", "after", "passages", "long", "doubles", "candidates", // what stands around it
	"role", "framed", "level", "begins", "behind preposition", "behind of", "paragraphs", "sentences", "tokens",
	"touch before", "touch after", "cue before", "cue after", "follows on", "same paragraph", "gap", "attributed",
	"per", "weak", "says", "cue place", // the cue
	"function", "case", "verbs", "rivals in sentence", // what the tagger tells
	"name words", "given name", "bad words", "capitals", "body form", "nameless form", // how the name is formed
	"places", "full words", "human", "contexts", "namesakes", "body", "gender", "place",
	"language", "title",
	"hidden kind", "hidden indefinite", "hidden introduced", "hidden sure", "hidden words", "hidden many", // see describeHidden
}

// trusted lists the languages in the order of the feature "language".
var trusted = []string{"en", "de", "fr", "es", "ru", "uk", "ar", "zh"}

// describeTrust gives the numbers of v, a verdict on passage k, among all of the first round.
func (r *reader) describeTrust(k int, all []verdict, v *verdict) []float32 {
	a, l := r.a, v.last
	s := a.scene(k, l)
	p, m := s.p, &a.mentions[v.link.mention]
	words, shape := a.shape(p)
	rel, cue := a.relation(&s, v.link)
	same, near := a.supported(k, all, v)
	is := func(x bool) float32 { return float32(bit(x)) }
	x := r.numbers[:0]
	x = append(
		x,
		logit(v.sure), logit(v.share), logit(v.mass), logit(v.rival), float32(v.rank), float32(v.margin), logit(v.who.sure),
		float32(m.sort), is(m.owner), float32(rel>>8), float32(rel>>7&1), float32(rel>>4&7), float32(rel&15),
		is(p.carried), is(p.carries), float32(words), float32(shape), is(s.starts), is(s.finishes), is(p.closed), float32(p.style), is(s.capital),
		is(v.who.person >= 0 && a.spoke == v.who.person), float32(same>>2), float32(same&3), float32(near>>2), float32(near&3),
		float32(len(a.passages)), float32(a.long), is(a.doubles), float32(v.among),
		is(v.who.role != ""), float32(a.framedBy(k, v.link.mention)), float32(a.level(k)), is(a.begins(m.name)),
		is(a.is(m.first-1, cPrep)), is(a.is(m.first-1, cOf)), float32(a.token(p.open).Paragraph-a.token(m.name).Paragraph),
		float32(a.token(p.open).Sentence-a.token(m.name).Sentence), float32(m.name-p.open),
		float32(s.touchBefore), float32(s.touchAfter), is(s.cueBefore), is(s.cueAfter), is(l.passage == k-1), is(s.sameParLast), float32(s.gap),
		is(a.attributed(k, v)),
	)
	if cue >= 0 {
		x = append(x, is(a.is(cue, cPer)), is(a.is(cue, cWeak)), is(a.is(cue, cSay)), float32(cue-p.open))
	} else {
		x = append(x, -1, -1, -1, 999)
	}
	if a.tags != nil {
		verbs, _ := a.clauses(p)
		do := a.doing(m)
		x = append(x, float32(do>>4), float32(do&15), float32(verbs), float32(a.rivals(v.link.mention)))
	} else {
		x = append(x, -1, -1, -1, -1)
	}
	x = a.describeName(x, v)
	x = append(x, float32(slices.Index(trusted, a.doc.Lang)), is(int(a.token(m.name).Paragraph) == 0))
	x = a.describeHidden(x, v)
	r.numbers = x
	return x
}

// describeName adds how the name is formed, and what the article tells of who bears it.
func (a *article) describeName(x []float32, v *verdict) []float32 {
	m, who := &a.mentions[v.link.mention], v.who
	form := a.nameForm(v.link.mention, who)
	x = append(x, float32(form&7), float32(form>>3&1), float32(form>>4&7), float32(form>>7&1), float32(form>>8&1), float32(form>>9))
	if who.person < 0 {
		return append(x, -1, -1, -9, -1, -1, -1, -1, -1)
	}
	p := &a.people[who.person]
	return append(x, float32(len(p.places)), float32(len(p.words)), float32(p.human), float32(a.contexts(p)), float32(a.namesakes(who.person)),
		float32(bit(p.Body)), float32(bit(p.gender&m.gender&(male|female) != 0)), float32(slices.Index(p.places, v.link.mention)))
}

// logit gives the logarithm of a probability's odds, within bounds.
func logit(p float64) float32 {
	p = max(1e-4, min(1-1e-4, p))
	return float32(math.Log(p / (1 - p)))
}

// mates is how many passages on either side of one are looked at.
const mates = 10

// supported tells how many of the passages around k have the same speaker by words of
// attribution of their own, how many have another, and who says the ones beside it.
func (a *article) supported(k int, all []verdict, v *verdict) (same, near uint32) {
	n, others := uint32(0), uint32(0)
	for i := max(0, k-mates); i < min(len(all), k+mates+1); i++ {
		x := &all[i]
		if i == k || !x.quoted || x.link.mention < 0 || x.share < 0.7 || !a.attributed(i, x) {
			continue
		}
		if x.means(v) {
			n++
		} else {
			others++
		}
	}
	beside := func(i int) uint32 {
		switch {
		case i < 0 || i >= len(all) || !all[i].quoted || all[i].link.mention < 0:
			return 0
		case !all[i].means(v):
			return 1
		case a.attributed(i, &all[i]):
			return 3
		}
		return 2
	}
	return min(n, 3)<<2 | min(others, 3), beside(k-1)<<2 | beside(k+1)
}

// means says whether two verdicts have one speaker.
func (v *verdict) means(o *verdict) bool {
	return v.who.person == o.who.person && (v.who.person >= 0 || v.who.name == o.who.name)
}

// namesakes counts the other persons who share a word of somebody's name.
func (a *article) namesakes(p int32) (n uint32) {
	x := &a.people[p]
	for k := range a.people[:min(len(a.people), 200)] {
		y := &a.people[k]
		if int32(k) != p && !y.Body && len(y.words) > 0 && (slices.Contains(x.words, surname(y.words)) ||
			slices.Contains(y.words, surname(x.words))) {
			n++
		}
	}
	return n
}

// relation tells how a link joins a passage with its speaker: the side, whether
// in its clause, how the cue stands and how near it is.
func (a *article) relation(s *scene, l link) (rel uint32, cue int) {
	p, m := s.p, &a.mentions[l.mention]
	side := ahead
	if m.name > p.close {
		side = behind
	} else if m.name > p.open {
		side = within
	}
	near := side == ahead && m.name >= s.lo || side == behind && m.name < s.hi || side == within
	lo, hi := a.sentenceOf(m)
	kind, cue, _ := a.cueOf(m, lo, hi)
	gap := uint32(7)
	if cue >= 0 {
		n := cue - p.close
		if cue < p.open {
			n = p.open - cue
		}
		gap = min(6, bucket(n))
	}
	return side<<8 | bit(near)<<7 | kind<<4 | gap, cue
}

// nameForm tells how a speaker's name is written: its words, whether a given
// name opens it, whether words in it can be no name's, where the article puts it.
func (a *article) nameForm(i int32, who speaker) uint32 {
	m := &a.mentions[i]
	if who.person < 0 {
		v := 1<<9 | uint32(m.sort)<<4 | min(7, uint32(max(m.end, m.tail)-m.first))
		return v | bit(a.begins(m.first))<<8
	}
	x := &a.people[who.person]
	v, first := min(5, uint32(len(x.words))), x.at
	bad := uint32(0)
	for k := first; k < min(len(a.note), first+len(x.words)); k++ {
		c := a.note[k].class
		bad |= bit(c&(cSay|cStop|cPer|cThat|cPronoun|cNoun|cAux) != 0 && c&cFirst == 0)
		bad |= bit(c&(cRole|cBody|cGroup) != 0) << 1
		bad |= bit(c&cPlace != 0) << 2
	}
	return v | bit(a.is(first, cFirst))<<3 | bad<<4 | bit(a.token(first).Is(text.AllCaps))<<7 | bit(x.Body)<<8
}

// contexts tells in what places an article names somebody: behind a role or a
// title, as who speaks, behind a preposition.
func (a *article) contexts(x *Person) (v uint32) {
	for _, i := range x.places[:min(len(x.places), 8)] {
		m := &a.mentions[i]
		v |= bit(m.first < m.name)
		v |= bit(a.is(m.end, cSay) || a.is(m.first-1, cSay)) << 1
		v |= bit(!a.is(m.first-1, cPrep|cOf)) << 2
	}
	return v
}

// trust gives how surely a passage is the speaker's of v.
func (r *reader) trust(k int, all []verdict, v *verdict) float64 {
	p := r.m.calibrate(r.a.doc.Lang, r.m.forest.Score(r.describeTrust(k, all, v)))
	if v.who.person >= 0 && v.who.sure <= sharedName && r.a.mentions[v.link.mention].person == v.who.person {
		p = min(p, sharedName) // a name that two may bear, or two speak together
	}
	return p
}

// choose decides of all passages which of those whom their candidates mean is trusted most.
func (r *reader) choose(all []verdict) {
	chosen := make([]verdict, len(all))
	for k := range all {
		chosen[k] = all[k]
		if !all[k].quoted {
			continue
		}
		for _, v := range all[k].choices() {
			if v.trust = r.trust(k, all, &v); v.trust > chosen[k].trust {
				chosen[k] = v
			}
		}
	}
	copy(all, chosen)
}

// choices gives a verdict as it is, and as it would be with the others whom its candidates
// mean; those that name nobody are left out.
func (v *verdict) choices() (out []verdict) {
	if v.link.mention < 0 {
		return nil
	}
	if v.who.name != "" {
		out = append(out, *v)
	}
	for i, x := range v.parties {
		if v.fixed || x.who.person == v.who.person && (x.who.person >= 0 || x.who.name == v.who.name) {
			continue
		}
		o := *v
		o.said = x.said
		o.link, o.who, o.share, o.mass, o.margin, o.rank = x.link, x.who, x.share, x.mass, x.margin, i+1
		o.rival = v.parties[0].mass
		if i == 0 && len(v.parties) > 1 {
			o.rival = v.parties[1].mass
		}
		out = append(out, o)
	}
	return out
}

// Calibration turns a score into a probability: logistic in the score, with what
// a language is surer or less sure by.
type Calibration struct {
	Slope, Bias float64
	Langs       map[string]float64
	Least       float64 // the probability from which on a speaker is shown
}

// calibrate gives the confidence of a score: the probability that the speaker is
// right where that is enough to show it, else less than attache.Sure in the same
// proportion. What is shown is right more often than its least sure one.
func (m *Model) calibrate(lang string, score float64) float64 {
	c := &m.Calibration
	p := c.Probability(lang, score)
	if p < c.Least {
		return min(p, attache.Sure*0.99*p/c.Least)
	}
	return max(p, attache.Sure)
}

// Probability gives the probability of a score in a language.
func (c *Calibration) Probability(lang string, score float64) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*score + c.Bias + c.Langs[lang])))
}
