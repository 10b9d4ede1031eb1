// Package quote finds who said exactly what in an article: quotations in all
// kinds of marks, and reported speech without marks, each with its speaker,
// the cue and how sure the attribution is.
//
// What enters is a text.Doc, what leaves are attache.Quotes in the order of the
// text. It is pure and linear in the length of the text. Words in quotation
// marks that nobody is said to have said (titles, names, "so-called" words)
// are left out. Every segment is verbatim: Body at its offsets.
package quote

import (
	"slices"
	"strings"

	"attache"
	"attache/internal/text"
)

// Find gives the quotes of an article.
func Find(d *text.Doc) []attache.Quote { return standard().Find(d) }

// Find gives the quotes of an article as this model reads it.
func (m *Model) Find(d *text.Doc) []attache.Quote {
	q, _ := m.read(d)
	return q
}

// Read gives the quotes of an article and who is named in it, in one pass.
func Read(d *text.Doc) ([]attache.Quote, []Person) {
	q, a := standard().read(d)
	return q, a.named()
}

func (m *Model) read(d *text.Doc) ([]attache.Quote, *article) {
	a := newArticle(d, m)
	r := newReader(a, m)
	defer r.release()
	reports := r.reports()
	a.frame(reports)
	verdicts := r.verdicts()
	found := a.quotes(verdicts)
	a.spoke = -1
	quoted := len(found)
	for i := range reports {
		if x := &reports[i]; !x.frames && x.sure >= reportThreshold && !a.ofItself(x) {
			if q := a.reported(x); !repeats(&q, found[:quoted]) {
				found = append(found, q)
			}
		}
	}
	slices.SortStableFunc(found, func(x, y attache.Quote) int { return x.Segments[0][0] - y.Segments[0][0] })
	return found, a
}

// ofItself says whether what is said to be reported holds who would report it: "accused
// Norvia of closing the border" is not Norvia's.
func (a *article) ofItself(x *report) bool {
	at := a.mentions[max(0, x.mention)].name
	return x.mention >= 0 && at >= x.first && at < x.end && !a.lex.trait("silent")
}

// repeats says whether a report is for the most part what a quotation gives already.
func repeats(q *attache.Quote, quotes []attache.Quote) bool {
	s := q.Segments[0]
	for i := range quotes {
		for _, x := range quotes[i].Segments {
			if 2*(min(s[1], x[1])-max(s[0], x[0])) > s[1]-s[0] {
				return true
			}
		}
	}
	return false
}

// verdicts judges all passages in order.
func (r *reader) verdicts() []verdict {
	out := make([]verdict, len(r.a.passages))
	l := last{-1, -1, -1}
	for k := range out {
		out[k] = r.judge(k, l)
		r.settle(k, &out[k])
		l = r.follow(k, out[k], l)
	}
	r.choose(out)
	r.agree(out)
	return out
}

// settle decides what needs no learning: that words between marks are a quotation
// where a dash and words of attribution follow them, and whom a text that kept a name
// back reveals later: "the deputy minister, Ada Lind, made the remarks on Monday".
func (r *reader) settle(k int, v *verdict) {
	a, p := r.a, &r.a.passages[k]
	if at := p.close + 1; !v.quoted && a.lex.trait("dashes") && p.closed && p.style == double {
		if a.sign(at) == "," {
			at++
		}
		if at < len(a.note) && a.isDash(at) && a.saysSoon(at+1, 1) {
			v.quoted, v.sure = true, max(v.sure, quoteThreshold[r.form])
		}
	}
	if v.link.mention < 0 || v.who.person >= 0 || a.mentions[v.link.mention].sort != titled {
		return
	}
	for _, s := range a.meanable(v.link.mention, nil) {
		if s.after && a.people[s.person].places[0] >= v.link.mention && a.remarks(&a.mentions[s.at]) {
			v.who, v.fixed = a.known(s.person, 0.8), true
		}
	}
}

// agree gives the parts of one utterance over paragraphs one speaker: the one of
// whom the words of attribution beside a part are surest.
func (r *reader) agree(v []verdict) {
	a := r.a
	for i := 0; i < len(v); i++ {
		end := i + 1
		for end < len(v) && a.passages[end].carried && a.passages[end-1].carries {
			end++
		}
		if end == i+1 {
			continue
		}
		best, top := -1, -1.0
		for k := i; k < end; k++ {
			x := v[k].trust
			if a.attributed(k, &v[k]) {
				x++
			}
			if v[k].quoted && x > top {
				best, top = k, x
			}
		}
		for k := i; k < end; k++ {
			v[k].alone = v[k].share
		}
		own := -1 // the part before whose words of attribution name its speaker
		for k := i; best >= 0 && k < end; k++ {
			if v[k].quoted && a.attributed(k, &v[k]) && v[k].share >= ownShare {
				own, v[k].own = k, true
				continue
			}
			from, sure, alone := best, v[k].sure, v[k].alone
			if own >= 0 {
				from = own
			}
			v[k] = v[from]
			v[k].sure, v[k].alone, v[k].own = sure, alone, false
		}
		i = end - 1
	}
}

// reportThreshold is the least probability at which reported speech is given;
// F1 over the training articles is highest near it.
const reportThreshold = 0.28

// reported makes a quote of reported speech.
func (a *article) reported(x *report) attache.Quote {
	first := x.first
	for first < x.end-1 && (a.sign(first) != "" || a.is(first, cThat) && a.lex.has("opener", a.lower(first))) {
		first++
	}
	q := attache.Quote{Kind: attache.Indirect, Segments: []attache.Span{a.doc.TokenSpan(first, x.end)}}
	q.Text = a.textOf(q.Segments)
	v := verdict{sure: x.sure, share: 1, link: link{x.mention, int32(x.cue)}, said: link{-1, -1}, who: a.speaker(x.mention)}
	if a.is(x.cue, cWeak) {
		v.sure *= 0.65 // what somebody thinks, wants or does tells less than what was said
	}
	a.attribute(&q, &v)
	return q
}

// quotes makes quotes of the passages that are.
func (a *article) quotes(verdicts []verdict) []attache.Quote {
	out := []attache.Quote{}
	previous := -1
	for k := range verdicts {
		v := &verdicts[k]
		if !v.quoted {
			continue
		}
		p := &a.passages[k]
		if previous >= 0 && a.goesOn(previous, k, verdicts) {
			q := &out[len(out)-1]
			q.Segments = append(q.Segments, a.segments(p)...)
			q.Text = a.textOf(q.Segments)
		} else {
			out = append(out, a.quote(p, v))
		}
		previous = k
	}
	return out
}

// goesOn says whether a passage is the same utterance as the one before: the
// next paragraph of it, or its rest behind the words of attribution.
func (a *article) goesOn(i, k int, v []verdict) bool {
	p, q := &a.passages[i], &a.passages[k]
	if q.carried {
		return v[i].link == v[k].link && (v[i].alone < ownShare || !v[k].own)
	}
	if v[i].link.mention != v[k].link.mention || v[k].link.mention < 0 || a.token(p.open).Sentence != a.token(q.open).Sentence {
		return false
	}
	at := a.mentions[v[k].link.mention].name
	return at > p.close && at < q.open && !a.capitalAt(q.first)
}

func (a *article) capitalAt(i int) bool { return i < len(a.doc.Tokens) && a.token(i).Is(text.Upper) }

func (a *article) segments(p *passage) []attache.Span {
	if len(p.parts) == 0 {
		return []attache.Span{a.doc.Span(p.start, p.stop)}
	}
	var out []attache.Span
	for _, x := range p.parts {
		out = append(out, a.doc.Span(x[0], x[1]))
	}
	return out
}

// textOf gives the words of segments, joined where something stands between.
func (a *article) textOf(segments []attache.Span) string {
	parts := make([]string, len(segments))
	for i, s := range segments {
		from, to := a.doc.Bytes(s)
		parts[i] = a.doc.Body[from:to]
	}
	return strings.Join(parts, " … ")
}

func (a *article) quote(p *passage, v *verdict) attache.Quote {
	q := attache.Quote{Kind: a.kind(p), Segments: a.segments(p)}
	q.Text = a.textOf(q.Segments)
	a.attribute(&q, v)
	return q
}

// attribute fills in who said a quote, and how.
func (a *article) attribute(q *attache.Quote, v *verdict) {
	if v.link.mention < 0 {
		return
	}
	at := v.link
	if at.cue < 0 && v.said.mention >= 0 {
		at = v.said // "Lind … she said": the words beside the quote tell it
	}
	m := &a.mentions[at.mention]
	span := a.doc.TokenSpan(m.name, m.stop)
	if m.person < 0 {
		span = a.doc.TokenSpan(m.first, max(m.end, m.tail))
	}
	q.Mention = &span
	s := v.who
	q.Speaker, q.Role = s.name, s.role
	q.Confidence = v.sure * v.share * s.sure
	if v.trust > 0 {
		q.Confidence = v.trust
	}
	if at.cue >= 0 {
		c := int(at.cue)
		q.Cue = a.doc.Slice(c, c+a.width(c))
		q.Polarity = polarities[a.note[c].polarity]
	}
}

// kind tells a whole utterance from a fragment: it begins with a capital after
// a mark, a colon or a comma, or ends in a stop.
func (a *article) kind(p *passage) attache.QuoteKind {
	if p.style == dash || p.carried || p.carries {
		return attache.Direct
	}
	before := a.sign(p.open - 1)
	if a.capitalAt(p.first) && (before != "" || p.open == 0 || a.is(p.open-1, cSay)) || before == ":" || before == "：" {
		return attache.Direct
	}
	if a.stopped(p) && a.sign(p.end-1) != "" && a.capitalAt(p.first) {
		return attache.Direct
	}
	return attache.Mixed
}
