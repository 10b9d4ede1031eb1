package quote

import (
	"testing"

	"attache/internal/text"
)

func TestEachNumberOfTrustHasAName(t *testing.T) {
	for _, c := range []struct{ body, lang string }{
		{"“We will stay,” said Ada Lind, the envoy. “And so will they,” she added.", "en"},
		{"قال وزير الخارجية احمد حفني: \"نحن هنا ولن نرحل قبل ان ينتهي العمل\".", "ar"},
	} {
		a := newArticle(text.New(c.body, c.lang), standard())
		r := newReader(a, standard())
		r.reports()
		a.frames = make([]frame, len(a.passages))
		n, l := 0, last{-1, -1, -1}
		all := make([]verdict, len(a.passages))
		for k := range all {
			all[k] = r.judge(k, l)
			l = r.follow(k, all[k], l)
		}
		for k := range all {
			for _, v := range all[k].choices() {
				n++
				if got := len(r.describeTrust(k, all, &v)); got != len(TrustFeatures) {
					t.Errorf("%d numbers, %d names", got, len(TrustFeatures))
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: nobody may have said anything", c.lang)
		}
		r.release()
	}
}
