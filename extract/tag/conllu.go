package tag

import (
	"strconv"
	"strings"

	"attache/internal/text"
)

// unit is what stands in a treebank's text as one piece, with the words it holds.
type unit struct {
	form  string
	words []word
}

// word is a syntactic word of a treebank.
type word struct {
	id, head int
	tag      Tag
}

// Treebank reads sentences in CoNLL-U format and cuts their texts anew, as any
// text is cut; a token gets the tag of the treebank's word at its place, the
// head of several.
func Treebank(conllu, lang string) []Example {
	var all []Example
	for block := range strings.SplitSeq(conllu, "\n\n") {
		body, units := sentence(block)
		if body == "" {
			continue
		}
		all = append(all, examples(body, lang, units)...)
	}
	return all
}

func sentence(block string) (string, []unit) {
	var body string
	var units []unit
	covered := 0 // words up to here belong to the last unit
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, "\r\n")
		if t, ok := strings.CutPrefix(line, "# text = "); ok {
			body = t
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 8 || strings.Contains(f[0], ".") {
			continue
		}
		if from, to, ok := strings.Cut(f[0], "-"); ok {
			_ = from
			covered, _ = strconv.Atoi(to)
			units = append(units, unit{form: f[1]})
			continue
		}
		id, _ := strconv.Atoi(f[0])
		if id > covered || len(units) == 0 {
			units = append(units, unit{form: f[1]})
		}
		headID, _ := strconv.Atoi(f[6])
		u := &units[len(units)-1]
		u.words = append(u.words, word{id: id, head: headID, tag: Tag{Pos: posOf(f[3]), Case: caseOf(f[5]), Function: functionOf(f[7], f[3])}})
	}
	return body, units
}

// examples aligns the treebank's pieces with the tokens of a text.
func examples(body, lang string, units []unit) []Example {
	d := text.New(body, lang)
	gold := make([]Tag, len(d.Tokens))
	type place struct{ start, end int }
	var places []place
	at := 0
	for _, u := range units {
		i := strings.Index(body[at:], u.form)
		if i < 0 {
			return nil // the text does not hold what it should
		}
		places = append(places, place{at + i, at + i + len(u.form)})
		at += i + len(u.form)
	}
	k := 0
	for i := range d.Tokens {
		t := &d.Tokens[i]
		for k < len(places) && places[k].end <= int(t.Start) {
			k++
		}
		var words []word
		for j := k; j < len(places) && places[j].start < int(t.End); j++ {
			words = append(words, units[j].words...)
		}
		if len(words) == 0 {
			return nil
		}
		gold[i] = headOf(words)
		gold[i].Inside = t.Is(text.Ideograph) && places[k].start < int(t.Start)
		if gold[i].Inside {
			gold[i].Function = Within
		}
	}
	var all []Example
	for _, s := range d.Sentences {
		all = append(all, Example{NewSentence(d, s), gold[s.First:s.End]})
	}
	return all
}

// headOf gives the tag of the word whose head lies outside of them.
func headOf(words []word) Tag {
	for _, w := range words {
		if w.head < words[0].id || w.head > words[len(words)-1].id {
			return w.tag
		}
	}
	return words[0].tag
}

var posNames = map[string]Pos{
	"ADJ": Adj, "ADP": Adp, "ADV": Adv, "AUX": Aux, "CCONJ": Cconj, "DET": Det, "INTJ": Intj, "NOUN": Noun, "NUM": Num,
	"PART": Part, "PRON": Pron, "PROPN": Propn, "PUNCT": Punct, "SCONJ": Sconj, "SYM": Sym, "VERB": Verb, "X": Other,
}

func posOf(upos string) Pos { return posNames[upos] }

var caseNames = map[string]Case{
	"Nom": Nominative, "Gen": Genitive, "Dat": Dative, "Acc": Accusative, "Ins": Instrumental, "Loc": Locative,
}

func caseOf(features string) Case {
	for f := range strings.SplitSeq(features, "|") {
		if name, ok := strings.CutPrefix(f, "Case="); ok {
			return caseNames[name]
		}
	}
	return NoCase
}

var functionNames = map[string]Function{
	"nsubj": Subject, "csubj": Subject, "obj": Object, "iobj": Object, "obl": Oblique, "nmod": Attribute, "appos": Appositive,
	"flat": NamePart, "compound": NamePart, "conj": Conjunct, "root": Root, "ccomp": Clause, "xcomp": Clause, "advcl": Clause,
	"acl": Clause, "parataxis": Clause, "advmod": VerbalAdverb,
}

func functionOf(relation, upos string) Function {
	if upos == "PUNCT" {
		return Within
	}
	base, _, _ := strings.Cut(relation, ":")
	return functionNames[base]
}
