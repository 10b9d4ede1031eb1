package cluster

import (
	"errors"
	"hash/crc32"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"attache"
)

// streamed is a stream of articles as they are stored, with their traces, and
// the clusterer that they went through.
func streamed(articles int) (c *Clusterer, s *synthetic, stored []attache.Article, traces [][]byte) {
	c, s = New(Options{}), newSynthetic()
	for range articles {
		a := s.article(80)
		got := c.Add(a)
		a.StoryID, a.TrackID, a.CopyOf = got.StoryID, got.TrackID, got.CopyOf
		stored, traces = append(stored, a), append(traces, got.Trace)
		for _, m := range got.Moved {
			for i := range stored {
				if stored[i].ID == m.ArticleID {
					stored[i].StoryID, stored[i].TrackID = m.To, m.TrackID
				}
			}
		}
	}
	return c, s, stored, traces
}

// recalled is a clusterer that takes up what was stored by the traces alone.
func recalled(t testing.TB, stored []attache.Article, traces [][]byte) *Clusterer {
	t.Helper()
	c := New(Options{})
	for i := range stored {
		known := attache.Article{ID: stored[i].ID, StoryID: stored[i].StoryID, TrackID: stored[i].TrackID, CopyOf: stored[i].CopyOf}
		r, err := ReadTrace(known, traces[i])
		if err != nil {
			t.Fatal(err)
		}
		c.Recall(r)
	}
	return c
}

func TestAfterARestartArticlesGoWhereTheyWouldHaveGone(t *testing.T) {
	restored := func(stored []attache.Article, _ [][]byte) *Clusterer {
		c := New(Options{})
		c.Restore(stored, nil)
		return c
	}
	for name, restart := range map[string]func([]attache.Article, [][]byte) *Clusterer{
		"by their texts":  restored,
		"by their traces": func(a []attache.Article, b [][]byte) *Clusterer { return recalled(t, a, b) },
	} {
		before, s, stored, traces := streamed(240)
		after := restart(stored, traces)
		for range 200 {
			a := s.article(80)
			x, y := before.Add(a), after.Add(a)
			if x.StoryID != y.StoryID || x.CopyOf != y.CopyOf || x.New != y.New {
				t.Errorf("%s: %s goes to %s (copy of %q), would have gone to %s (%q)", name, a.ID, y.StoryID, y.CopyOf, x.StoryID, x.CopyOf)
			}
		}
		if got := after.Add(stored[0]); got.StoryID != stored[0].StoryID {
			t.Errorf("%s: a stored article moved from %s to %s", name, stored[0].StoryID, got.StoryID)
		}
	}
}

func TestATraceTellsWhatTheTextDid(t *testing.T) {
	before, _, stored, traces := streamed(60)
	after := recalled(t, stored, traces)
	if !reflect.DeepEqual(before.analyst.df, after.analyst.df) {
		t.Error("the terms are counted otherwise")
	}
	for id, m := range before.articles {
		if got := after.articles[id]; got == nil || !reflect.DeepEqual(m.document, got.document) {
			t.Errorf("document %s differs:\n%+v\n%+v", id, m.document, got)
		}
	}
	a := dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR")
	a.Actors = []attache.Actor{
		{Name: "Oleksan Marchenyuk", Kind: attache.Person, Code: "UKR", Role: "deputy head", Mentions: []attache.Span{{1, 2}}},
		{Name: "Qasr", Kind: attache.Country, Code: "QAT"},
		{Name: "Nobody", Kind: attache.Person},
	}
	r, err := ReadTrace(attache.Article{ID: "a1", StoryID: "s"}, New(Options{}).Add(a).Trace)
	want := attache.Article{ID: "a1", StoryID: "s", Published: a.Published, Reading: attache.Reading{
		Lang: "en", Relevant: true, Event: a.Event,
		Actors: []attache.Actor{
			{Name: "Oleksan Marchenyuk", Kind: attache.Person, Code: "UKR", Role: "deputy head"}, {Kind: attache.Country, Code: "QAT"},
		},
	}}
	if err != nil || !reflect.DeepEqual(r.Article, want) {
		t.Errorf("%v\n%+v\nwant\n%+v", err, r.Article, want)
	}
}

// A text that is read otherwise must give traces of another format: raise
// traceFormat, then write the new sum here.
func TestATraceThatIsMadeOtherwiseHasAnotherFormat(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("weights may differ in their last bit on " + runtime.GOARCH)
	}
	c, sum := New(Options{}), uint32(0)
	for _, a := range []attache.Article{
		dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners on Monday", swapBody, 1, "RUS", "UKR"),
		dispatch("a2", "ru", "Велония и Острава обменялись пленными", "МЕРЕН, 5 марта. Велония и Острава передали друг другу по 148 военнопленных.", 2, "RUS", "UKR"),
		dispatch("a3", "zh", "钱维隆会见德国经济部长", "钱维隆4日在北京会见。", 3),
		dispatch("a4", "ar", "تبادل 296 أسيرا", "قال متحدث ١٢٣ إن تبادل الأسرى تم يوم الخميس", 4),
		dispatch("a5", "fr", "Échange de prisonniers", "L'Ostravie et la Vélonie ont échangé 148 prisonniers jeudi.", 5, "FRA"),
	} {
		sum = crc32.Update(sum, crc32.IEEETable, c.Add(a).Trace[4:])
	}
	if sum != 0x6f46e784 || traceFormat != 2 {
		t.Errorf("the traces of format %d sum up to %#x", traceFormat, sum)
	}
}

func TestATraceOfAnotherVersionIsRefused(t *testing.T) {
	_, _, _, traces := streamed(1)
	whole := traces[0]
	other := append([]byte{}, whole...)
	other[0]++
	for name, b := range map[string][]byte{"none": nil, "another mark": other, "cut": whole[:len(whole)-1], "more": append(slices.Clip(whole), 0)} {
		if _, err := ReadTrace(attache.Article{ID: "a"}, b); !errors.Is(err, ErrTrace) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadTrace(f *testing.F) {
	_, _, _, traces := streamed(3)
	for _, b := range traces {
		f.Add(b[4:])
	}
	f.Add([]byte("\x01\x02\x03"))
	mark := traces[0][:4]
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ReadTrace(attache.Article{ID: "a", StoryID: "s"}, append(mark[:4:4], b...))
		if err != nil {
			return
		}
		c := New(Options{})
		c.Recall(r)
		if got := c.Add(dispatch("b", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1)); got.StoryID == "" {
			t.Error("no story")
		}
	})
}
