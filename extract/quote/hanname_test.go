package quote

import (
	"strings"
	"testing"

	"attache/internal/text"
)

// naming gives what trimHan makes of the first place of a run of characters that was taken for a name.
func naming(t *testing.T, body, taken string) string {
	t.Helper()
	a := newArticle(text.New(body, "zh"), nil)
	at := strings.Index(body, taken)
	if at < 0 {
		t.Fatalf("%q is not in the text", taken)
	}
	m := mention{sort: named, person: -1, name: -1}
	for i := range a.doc.Tokens {
		if int(a.doc.Tokens[i].Start) == at {
			m.first, m.name = i, i
		}
		if int(a.doc.Tokens[i].End) == at+len(taken) {
			m.end, m.stop, m.tail = i+1, i+1, i+1
		}
	}
	for i := range a.at {
		a.at[i] = -1
	}
	a.mentions = []mention{m}
	for i := m.first; i < m.end; i++ {
		a.at[i] = 0
	}
	a.trimHan()
	return a.doc.Slice(a.mentions[0].name, a.mentions[0].stop)
}

func TestAChineseNameEndsWhereTheArticleEndsItElsewhere(t *testing.T) {
	for _, c := range []struct{ body, taken, want string }{
		{"周燕来到河边。周燕说水不高。周燕笑了。", "周燕来", "周燕"},
		{"林文珠发言。林文珠表示同意。林文珠离开。", "林文", "林文珠"},
		{"首席运营官阿达·林德表示，桥会修好。", "营官阿达·林德", "阿达·林德"},
		{"发言人阿达·林德回答了问题。", "林德", "阿达·林德"},
		{"北国外长阿达林德见记者。", "北国外长阿达林德", "阿达林德"},
		{"陆康称桥会修好。", "陆康称", "陆康"},
		{"欧阳文珠说桥会修好。", "欧阳文珠", "欧阳文珠"},
	} {
		if got := naming(t, c.body, c.taken); got != c.want {
			t.Errorf("%s: %q is called %q, want %q", c.body, c.taken, got, c.want)
		}
	}
}

func TestAShortBodyIsTheFullOneThatEndsInItAlone(t *testing.T) {
	a := newArticle(text.New("北国官方通讯社发表了消息。南国外交部发表了声明。外交部说，东方社没有写。", "zh"), nil)
	seen := map[string]bool{}
	for i := range a.mentions {
		m := &a.mentions[i]
		if m.sort != official {
			continue
		}
		seen[a.doc.Slice(m.first, m.end)] = true
		name := a.doc.Slice(m.first, m.end)
		k := a.fullerBody(int32(i))
		switch {
		case name == "外交部" && (k < 0 || !strings.HasSuffix(a.doc.Slice(a.mentions[k].first, a.mentions[k].end), "外交部")):
			t.Errorf("%s is not known by its full name", name)
		case name != "外交部" && k >= 0:
			t.Errorf("%s is taken for %s", name, a.doc.Slice(a.mentions[k].first, a.mentions[k].end))
		}
	}
	if !seen["外交部"] || len(seen) < 3 {
		t.Errorf("bodies named: %v", seen)
	}
}

func TestAnArabicBodyIsTheFullOneThatHasItsWords(t *testing.T) {
	a := newArticle(text.New("وزارة الخارجية النرفية. وزارة الدفاع النرفية. الوزارة. الخارجية. لجنة الخارجية.", "ar"), nil)
	a.mentions = nil
	for _, s := range a.doc.Sentences {
		a.mentions = append(a.mentions, mention{
			first: int(s.First), name: int(s.First), end: int(s.End) - 1, stop: int(s.End) - 1,
			tail: int(s.End) - 1, sort: official, person: -1,
		})
	}
	for i, want := range []int32{-1, -1, 1, 0, -1} {
		if got := a.fullerBody(int32(i)); got != want {
			m := &a.mentions[i]
			t.Errorf("%s is body %d, want %d", a.doc.Slice(m.first, m.end), got, want)
		}
	}
}

func TestCommonWordsAreReadOfBothLanguages(t *testing.T) {
	for lang, words := range map[string]map[string]bool{
		"ar": {"قال": true, "لينداروف": false},
		"zh": {"表示": true, "穗薇": false},
	} {
		for w, want := range words {
			if _, got := commons()[commonKey(lang, w)]; got != want {
				t.Errorf("%s is common: %v, want %v", w, got, want)
			}
		}
	}
}
