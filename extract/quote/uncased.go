package quote

import (
	"strings"

	"attache/extract/text"
)

// uncased finds mentions in scripts without capitals, where a name is known by
// what stands around it.
func (a *article) uncased() {
	if a.doc.Lang == "ar" {
		a.arabicMentions()
		return
	}
	a.hanMentions()
}

// arabicMentions finds the subjects of cues, of "according to", and roles with
// the names that follow them.
func (a *article) arabicMentions() {
	for i := 0; i < len(a.doc.Tokens); i++ {
		if !a.isWord(i) || a.at[i] >= 0 {
			continue
		}
		switch {
		case a.is(i, cSay|cPer):
			if end := a.arabicSubject(i); end > i {
				i = end - 1
			}
		case a.is(i, cRole|cBody|cGroup):
			i = max(i+1, a.arabicPhrase(i)) - 1
		}
	}
}

// arabicSubject reads what follows a cue: a role and a name, a name, or
// nothing, when the subject is the one spoken of before.
func (a *article) arabicSubject(i int) int {
	k := i + a.width(i)
	for k < len(a.note) && k < i+5 && a.isWord(k) && a.arabicAdverb(k) {
		k++
	}
	if a.isWord(k) && a.is(k, cRole|cBody|cGroup) {
		return a.arabicPhrase(k)
	}
	if k == i+a.width(i) && a.isWord(k) && !a.arabicEnd(k) {
		end := k
		for end < len(a.note) && end < k+4 && a.isWord(end) && !a.arabicEnd(end) {
			end++
		}
		return a.keep(mention{first: k, end: end, name: k, stop: end, sort: named, gender: a.note[i].gender})
	}
	if a.is(i, cPer) || i+1 < len(a.note) && a.arabicEnd(i+1) && a.is(i+1, cPronoun) && !a.is(i, cSay) {
		return i
	}
	return a.keep(mention{first: i, end: i + 1, name: i, stop: i + 1, sort: pronoun, gender: a.note[i].gender})
}

// arabicAdverb says whether a word between cue and subject is skipped: "yesterday", "in a statement".
func (a *article) arabicAdverb(i int) bool {
	return a.is(i, cStop|cNoun) && !a.is(i, cRole|cBody)
}

// arabicEnd says whether a name or role ends before a word.
func (a *article) arabicEnd(i int) bool {
	return a.is(i, cThat|cStop|cSay|cPer|cPronoun)
}

// arabicPhrase reads a role or body and what belongs to it; of a role, the last
// words that begin with one without the article are the name.
func (a *article) arabicPhrase(i int) int {
	end, topic := i+1, i > 0 && a.doc.Fold(i-1) == "اما"
	for end < len(a.note) && end < i+12 && a.isWord(end) && a.token(end).Paragraph == a.token(i).Paragraph && !a.arabicEnd(end) {
		if w := a.doc.Fold(end); topic && strings.HasPrefix(w, "ف") || end > i+1 && verbalNoun(w) {
			break // "as for X, he closed"; "welcomed X on the return"
		}
		end++
	}
	m := mention{first: i, end: end, name: i, stop: end, gender: a.note[i].gender}
	switch {
	case a.is(i, cGroup):
		m.sort = several
	case a.is(i, cRole):
		m.sort = titled
		if name := a.arabicName(i, end); name > i {
			m.sort, m.name = named, name
		}
	default:
		m.sort = official
	}
	return a.keep(m)
}

// verbalNoun says whether a word is a noun of action with "in" or "for" before it.
func verbalNoun(w string) bool {
	return (strings.HasPrefix(w, "ب") || strings.HasPrefix(w, "ل")) && strings.HasSuffix(w, "ه") && len(w) > 8
}

// arabicName gives where the name begins in a role's phrase; 0 when there is none.
func (a *article) arabicName(i, end int) int {
	for k := end - 1; k > i; k-- {
		if end-k > 4 {
			break
		}
		if a.definite(k) || a.is(k, cRole|cBody|cPlace|cGroup|cNoun) || a.doc.Fold(k) == "بن" || a.doc.Fold(k-1) == "بن" {
			continue
		}
		if a.definite(k-1) || a.is(k-1, cRole) && !a.is(k, cBody) && end-k > 1 || a.is(k-1, cPlace) {
			return k
		}
	}
	return 0
}

// definite says whether a word carries the article.
func (a *article) definite(i int) bool {
	w := []rune(a.doc.Fold(i))
	return len(w) > 3 && (w[0] == 'ا' && w[1] == 'ل' || w[0] == 'ل' && w[1] == 'ل')
}

// hanMentions finds names before cues and behind roles, pronouns and bodies.
func (a *article) hanMentions() {
	for i := 0; i < len(a.doc.Tokens); {
		end := a.hanMention(i)
		i = max(i+1, end)
	}
}

func (a *article) hanMention(i int) int {
	if !a.isWord(i) || a.is(i, cInner) {
		return i
	}
	n := a.note[i]
	switch {
	case n.class&(cHe|cShe|cThey|cIt) != 0:
		end := i + a.width(i)
		return a.keep(mention{first: i, end: end, name: i, stop: end, sort: pronoun, gender: n.gender})
	case n.class&(cRole|cGroup|cBody) != 0:
		return a.hanRole(i)
	}
	if end := a.hanName(i); end > i {
		return a.keep(mention{first: i, end: end, name: i, stop: end, sort: named})
	}
	return i
}

// hanRole reads a role with what stands before it and the name behind it.
func (a *article) hanRole(i int) int {
	n, end := a.note[i], i+a.width(i)
	for end < len(a.note) && a.is(end, cRole) && !a.is(end, cInner) {
		n, end = a.note[end], end+a.width(end)
	}
	if end < len(a.note) && a.doc.Word(end) == "长" { // 外交部 and 长: its head
		n, end = entry{class: cRole}, end+1
	}
	first := i
	for first > 0 && first > i-10 && a.isWord(first-1) && a.at[first-1] < 0 && !a.is(first-1, cStop|cSay) && a.token(first-1).Is(text.Ideograph) {
		first--
	}
	m := mention{first: first, end: end, name: first, stop: end, gender: n.gender}
	switch {
	case n.class&cGroup != 0:
		m.sort = several
	case n.class&cRole != 0:
		m.sort = titled
		if stop := a.hanNameAfter(end); stop > end {
			m.sort, m.name, m.stop, m.end = named, end, stop, stop
		}
	default:
		m.sort = official
	}
	return a.keep(m)
}

// hanNameAfter gives the end of a name right behind a role.
func (a *article) hanNameAfter(i int) int {
	if end := a.hanName(i); end > i || !a.is(i, cSurname) {
		return end
	}
	for _, n := range []int{3, 2} {
		if i+n <= len(a.note) && a.hanGiven(i+1, i+n) && a.hanEdge(i+n) {
			return i + n
		}
	}
	return i
}

// hanName gives the end of a name that begins at i: a foreign one in the
// characters that spell sounds, a surname and one or two characters before a
// cue or a stop word, or one that is known already.
func (a *article) hanName(i int) int {
	end, dots := i, false
	for end < len(a.note) && end < i+16 {
		w := a.doc.Word(end)
		if w == "·" || w == "•" || w == "・" {
			dots = true
		} else if !sounds[w] {
			break
		}
		end++
	}
	for end > i && !a.isWord(end-1) {
		end--
	}
	if n := end - i; n >= 4 || dots && n >= 3 || n >= 3 && a.hanEdge(end) {
		return end
	}
	if !a.is(i, cSurname) || i+1 >= len(a.note) || i > 0 && a.isWord(i-1) && a.token(i-1).Is(text.Ideograph) && !a.is(i-1, cRole|cInner|cStop|cSay|cPlace|cPer) {
		return i
	}
	first := i + a.width(i)
	for _, n := range []int{2, 1} {
		stop := first + n
		if stop <= len(a.note) && a.hanGiven(first, stop) && (a.hanEdge(stop) || n == 2 && a.is(i-1, cRole|cInner)) {
			return stop
		}
	}
	return i
}

// hanGiven says whether the characters can be a given name.
func (a *article) hanGiven(from, to int) bool {
	for k := from; k < to; k++ {
		if !a.isWord(k) || !a.token(k).Is(text.Ideograph) || a.is(k, cSay|cStop|cRole|cPronoun) && a.note[k].words > 1 || a.is(k, cPronoun|cPer) {
			return false
		}
	}
	return true
}

// hanEdge says whether a name can end before a token.
func (a *article) hanEdge(i int) bool {
	if i >= len(a.note) || !a.isWord(i) {
		return true
	}
	return a.is(i, cSay|cStop|cRole|cPer)
}

// sounds are the characters that commonly spell foreign names.
var sounds = func() map[string]bool {
	m := map[string]bool{}
	for _, r := range "阿埃艾爱安昂奥巴白班邦贝本比彼毕宾波伯博勃卜布采查茨茶达大戴丹当道德登邓迪地蒂丁东杜敦顿多厄俄恩尔法凡方菲费芬弗夫福富盖甘冈高戈哥格根贡古瓜圭哈海汉豪赫黑亨洪胡华怀霍基吉加贾杰金卡凯坎康考柯科克肯库夸奎昆拉莱赖兰朗劳勒雷蕾黎里李莉丽利连廉良列林琳龙卢鲁露伦罗洛吕马玛麦迈曼芒毛梅门蒙孟米密敏明缪摩莫默姆穆那纳娜乃南内嫩尼妮涅宁牛纽农努诺欧帕潘庞佩彭皮平珀普奇齐恰强乔切琴邱屈热日荣茹若萨塞赛桑瑟森沙山珊尚绍舍申生圣施什史士舒斯丝思苏索塔泰坦汤唐陶特滕提廷廷通图托瓦万旺威韦维魏温文翁沃乌武伍西希席夏香肖谢辛欣休许雪逊雅亚扬耶叶伊易因英永尤于约月泽扎詹珍芝治朱兹佐诃蒙琪萝薇伽迦穗斐蕾缇" {
		m[string(r)] = true
	}
	return m
}()
