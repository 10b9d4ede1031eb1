package event

import (
	"slices"
	"strings"

	"attache/extract/actor"
	"attache/internal/text"
)

// parting are the marks that part the clauses of a headline.
var parting = []string{":", "：", ",", "，", ";", "；", "–", "—", "-", "|", "...", "…", "。", "!", "！", "?", "？"}

// clauses parts a headline into its clauses: "Chad turns to Mali: talks in May", "習訪越南　簽三協議".
func clauses(d *text.Doc) []text.Range {
	var out []text.Range
	first := int32(0)
	end := func(at int32) {
		if at > first {
			out = append(out, text.Range{First: first, End: at})
		}
	}
	for i := range int32(len(d.Tokens)) {
		t := &d.Tokens[i]
		if i > 0 && i > first && strings.ContainsRune(d.Body[d.Tokens[i-1].End:t.Start], '\u3000') {
			end(i)
			first = i
		}
		if t.Kind != text.Word && t.Kind != text.Number && slices.Contains(parting, d.Body[t.Start:t.End]) && parts(d, i) {
			end(i)
			first = i + 1
		}
	}
	end(int32(len(d.Tokens)))
	return out
}

// parts says whether a mark parts: a hyphen does between spaces alone, a comma not within a number.
func parts(d *text.Doc, i int32) bool {
	t := &d.Tokens[i]
	after := int(i)+1 < len(d.Tokens) && d.Tokens[i+1].Start == t.End
	if mark := d.Body[t.Start:t.End]; mark == "-" || mark == "," || mark == ":" {
		return !after
	}
	return true
}

// behindParty gives the first phrase that stands behind the first acting party of a range, nil where there is none: what who is
// named first does.
func behindParty(p actor.Part, acting map[string]bool, hits []hit, r text.Range, title bool) *hit {
	at := int32(-1)
	for _, m := range p.Mentions {
		if m.First >= r.First && m.First < r.End && acting[m.Code] && !m.Place {
			at = m.End
			break
		}
	}
	if at < 0 {
		return nil
	}
	var best *hit
	for i := range hits {
		if h := &hits[i]; h.title == title && h.First >= at && h.First < r.End {
			earlier(&best, h)
		}
	}
	return best
}
