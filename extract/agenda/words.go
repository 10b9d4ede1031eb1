package agenda

import (
	_ "embed" // the words
	"slices"
	"strings"
	"sync"

	"attache/extract/lexicon"
	"attache/internal/text"
)

//go:embed data/words.txt
var wordList string

var vocabularies = sync.OnceValue(func() map[string]*vocabulary {
	all := map[string]*vocabulary{"zh": {phrases: lexicon.MustCompile("zh", chinese)}}
	phrases := map[string]string{}
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		lang, rest, _ := strings.Cut(line, " ")
		label, rest, _ := strings.Cut(rest, " ")
		v := all[lang]
		if v == nil {
			v = &vocabulary{tomorrow: map[string]bool{}, next: map[string]bool{}}
			all[lang] = v
		}
		switch label {
		case "days":
			v.days = names(rest)
		case "months":
			v.months = names(rest)
		case "tomorrow":
			v.tomorrow[text.Fold(rest)] = true
		case "next":
			for w := range strings.FieldsSeq(rest) {
				v.next[strings.TrimSuffix(text.Fold(w), "*")] = true
			}
		default:
			phrases[lang] += label + ": " + rest + "\n"
		}
	}
	for lang, v := range all {
		for _, n := range append(slices.Clip(v.days), v.months...) {
			v.heads[head(n.word)] = true
		}
		if v.phrases == nil {
			v.phrases = lexicon.MustCompile(lang, phrases[lang])
		}
	}
	return all
})

// chinese days are written with numbers: 10月4日.
const chinese = "future: 将; 拟; 定于; 计划; 前; 之前; 限期\nmeeting: 会谈; 会晤; 会议; 访问; 磋商; 谈判; 峰会; 签署; 投票; 离境; 举行\nlimit: 限期; 截至\n"

func wordsOf(lang string) *vocabulary { return vocabularies()[lang] }

func names(s string) []name {
	var out []name
	n := 0
	for group := range strings.FieldsSeq(s) {
		n++
		for form := range strings.SplitSeq(group, "|") {
			bare, stem := strings.CutSuffix(form, "*")
			out = append(out, name{text.Fold(bare), stem, n})
		}
	}
	return out
}
