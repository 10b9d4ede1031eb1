package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the number of tokens after which a sentence ends in any case, so
// that work that looks at whole sentences stays linear in the text.
const longest = 400

// split cuts the tokens into sentences.
func (d *Doc) split() {
	d.Sentences = make([]Range, 0, len(d.Tokens)/20+len(d.Paragraphs))
	for _, p := range d.Paragraphs {
		first := p.First
		for i := p.First; i < p.End; i++ {
			d.Tokens[i].Sentence = int32(len(d.Sentences))
			end := d.stop(int(i), int(p.End))
			if end == 0 && i-first >= longest {
				end = int(i) + 1
			}
			if end == 0 {
				continue
			}
			for ; i+1 < int32(end); i++ {
				d.Tokens[i+1].Sentence = int32(len(d.Sentences))
			}
			d.Sentences = append(d.Sentences, Range{first, int32(end)})
			first = int32(end)
		}
		if first < p.End {
			d.Sentences = append(d.Sentences, Range{first, p.End})
		}
	}
}

// stop gives the token after the sentence that token i ends, with the closing
// marks and brackets that follow; 0 when it ends none.
func (d *Doc) stop(i, limit int) int {
	t := &d.Tokens[i]
	wide := false
	switch {
	case t.Kind == Punct:
		switch d.Word(i) {
		case ".", "!", "?", "…", "؟", "۔":
		case "。", "！", "？", "｡":
			wide = true
		default:
			return 0
		}
	case t.Kind == Word && t.Is(Acronym):
	default:
		return 0
	}
	end := i + 1
	for end < limit && d.trails(end) {
		end++
	}
	if end == limit || wide {
		return end
	}
	next := &d.Tokens[end]
	if !next.Is(Spaced) && (!next.Is(Upper) || !starters[d.Lower(end)]) {
		return 0
	}
	if d.low(end) {
		return 0
	}
	if end == i+1 && d.abbreviated(i, end) {
		return 0
	}
	return end
}

// trails says whether a token still belongs to the sentence that has just
// ended: more stops, closing brackets, and marks that stand close to it.
func (d *Doc) trails(i int) bool {
	t := &d.Tokens[i]
	if t.Is(Spaced) {
		// French puts a blank before the closing mark; German opens with it.
		return d.Word(i) == "»" && !d.Has(InwardMarks) && d.Tokens[i-1].Kind == Punct
	}
	switch t.Kind {
	case Mark:
		switch d.Word(i) {
		case "„", "‚", "「", "『", "``":
			return false
		case "«", "“", "‘": // the next sentence opens with it unless a blank follows
			return i+1 >= len(d.Tokens) || d.Tokens[i+1].Is(Spaced)
		}
		return true
	case Punct:
		return oneOf(d.Word(i), ".!?…)]}؟。！？）")
	default: // words and numbers open none
	}
	return false
}

// low says whether the sentence goes on: the next word is in lower case, or a
// sign that no sentence begins with.
func (d *Doc) low(i int) bool {
	t := &d.Tokens[i]
	if t.Kind == Punct {
		return oneOf(d.Word(i), ",;:)]}%，、；：")
	}
	if t.Kind != Word || t.Is(Upper) || t.Is(Ideograph) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(d.Word(i))
	return unicode.IsLower(r) // Arabic and Han letters have no case
}

// abbreviated says whether the stop at i belongs to an abbreviation or an
// initial and the sentence goes on at next.
func (d *Doc) abbreviated(i, next int) bool {
	dot := d.Tokens[i].Is(Acronym)
	if !dot {
		if d.Word(i) != "." || i == 0 || d.Tokens[i].Is(Spaced) {
			return false
		}
		before := &d.Tokens[i-1]
		if d.Has(DottedOrdinals) && before.Kind == Number && before.End-before.Start <= 2 { // "am 12. April", "die 3. Runde"
			return !starters[d.Lower(next)]
		}
		if before.Kind != Word || before.Paragraph != d.Tokens[i].Paragraph {
			return false
		}
		if before.Is(Initial) {
			return d.Lower(i-1) != "i" || !d.Has(LoneI)
		}
		switch abbreviations[d.Lower(i-1)] {
		case always:
			return true
		case beforeNumber:
			return d.Tokens[next].Kind == Number
		case maybe:
			return !starters[d.Lower(next)]
		default:
			return false
		}
	}
	return !starters[d.Lower(next)]
}

// oneOf says whether a sign is one of signs.
func oneOf(sign, signs string) bool { return strings.Contains(signs, sign) }
