package quote

import (
	"strings"

	"attache/internal/text"
)

// handed gives whose words a passage has where its sentence hands on what
// another said, in English, and the verb or noun that tells it: "accused Lind of
// saying “…”", "quoted Lind as saying “…”", "rejected Lind's warning of “…”";
// -1 where it does not.
func (a *article) handed(p *passage) (mention, cue int32) {
	if !a.doc.Has(text.FixedOrder) || p.incise[1] > 0 {
		return -1, -1
	}
	lo, _ := a.sentence(p.open)
	k := p.open - 1
	for k > lo && (a.is(k, cThat) || a.sign(k) == "," || a.sign(k) == ":") {
		k--
	}
	if k-2 >= lo && a.is(k, cSay) && strings.HasSuffix(a.lower(k), "ing") {
		switch a.lower(k - 1) {
		case "as", "of", "for":
			if m := a.at[k-2]; m >= 0 && a.mentions[m].end == k-1 && a.mentions[m].sort != other {
				return m, int32(k)
			}
		}
	}
	for ; k > lo && k > p.open-10 && a.inside[k] < 0; k-- {
		if m := a.ownerOf(k); m >= 0 {
			return m, int32(k)
		}
		if a.is(k, cSay|cPer) || a.sign(k) != "" {
			break
		}
	}
	return -1, -1
}

// ownerOf gives whose a noun of saying is: "Lind's | warning of", -1 for none. A
// token must follow k.
func (a *article) ownerOf(k int) int32 {
	if !a.is(k, cNoun) || !a.is(k+1, cThat) && a.lower(k+1) != "of" {
		return -1
	}
	at := k - 1
	if at > 0 && a.token(at).Is(text.Clitic) {
		at--
	}
	if at < 0 {
		return -1
	}
	m := a.at[at]
	if m < 0 || !a.mentions[m].owner || a.mentions[m].sort != named {
		return -1
	}
	return m
}
