package digest

import (
	"testing"

	"attache"
)

func TestAFollowedWordIsFoundHoweverItIsTyped(t *testing.T) {
	for _, c := range []struct {
		headline, word string
		hit            bool
	}{
		{"گفتگو در ایران آغاز شد", "ايران", true}, // typed on an Arabic keyboard
		{"مفاوضات في إيران", "ایران", true},       // and on a Persian one
		{"Перемовини у Ґданську", "гданську", true},
		{"Перемовини у гданську", "Ґданську", true},
		{"Talks in İzmir end", "izmir", true},
		{"Gespräche an der Straße", "STRASSE", true},
		{"Hội đàm tại Đà Nẵng", "da nang", true},
		{"Ёлкин встретился с послом", "елкин", true},
		{"Συνομιλίες της Αθήνας", "αθηνασ", true},
		{"Талкі ў Мінску", "минску", false},
	} {
		s := attache.Story{Headline: c.headline}
		m, ok := Match(&s, attache.Filter{Words: []string{c.word}})
		if ok != c.hit || ok && (len(m.Words) != 1 || m.Words[0] != c.word) {
			t.Errorf("%q in %q: %v %+v", c.word, c.headline, ok, m)
		}
	}
}
