package cluster

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
)

// dispatch is an article of the tests; every name in it is fictional.
func dispatch(id, lang, title, body string, hour int, codes ...string) attache.Article {
	a := attache.Article{
		ID: id, Title: title, Body: body, Outlet: "Outlet " + id,
		Published: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour),
	}
	a.Lang, a.Relevant = lang, true
	if len(codes) > 1 {
		a.Event = attache.Event{Type: attache.Consult, Source: codes[:1], Target: codes[1:]}
	}
	return a
}

const swapBody = `MEREN, March 5 (Meridian) - Velonia and Ostrava each handed over 148 prisoners of war on Thursday at a crossing on ` +
	`the Lerran border, officials on both sides said, the fourth such exchange this year and the largest since January.

The Emirate of Qasr, which had relayed lists between the two capitals for three weeks, said another 12 civilians were returned under ` +
	`a separate understanding. "Most of the people who came home today were captured in 2022," said Oleksan Marchenyuk, deputy head of ` +
	`the Coordination Headquarters.

Neither side released a full list. Marchenyuk said nine of those freed were gravely wounded and should have been repatriated in ` +
	`February, when a planned handover collapsed over the names of two pilots.`

func TestACopyIsFoundUnderAnotherTitleAndWithItsEndCut(t *testing.T) {
	c := New(Options{})
	first := c.Add(dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR"))
	copied := dispatch("a2", "en", "Prisoners come home in large exchange", swapBody[:strings.LastIndex(swapBody, "Marchenyuk said")], 3,
		"RUS", "UKR")
	got := c.Add(copied)
	if got.StoryID != first.StoryID || got.CopyOf != "a1" || got.New {
		t.Errorf("copy: %+v, original %+v", got, first)
	}
	third := dispatch("a3", "en", "Prisoners come home", copied.Body, 4, "RUS", "UKR")
	if got := c.Add(third); got.CopyOf != "a1" {
		t.Errorf("a copy of a copy points to %q, not to the original", got.CopyOf)
	}
}

func TestAnotherReportOfTheSameEventIsNoCopy(t *testing.T) {
	c := New(Options{})
	first := c.Add(dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR"))
	own := `Velonia and Ostrava exchanged 148 captives each on Thursday, with Qasr mediating. Oleksan Marchenyuk of the Coordination ` +
		`Headquarters said nine were gravely wounded. It was the fourth exchange of prisoners this year. Buses crossed the Lerran border ` +
		`before noon.`
	got := c.Add(dispatch("a2", "en", "148 prisoners each: Velonia and Ostrava trade captives", own, 2, "RUS", "UKR"))
	if got.StoryID != first.StoryID || got.CopyOf != "" {
		t.Errorf("%+v, first %+v", got, first)
	}
}

func TestTheSameEventInOtherScriptsJoins(t *testing.T) {
	c := New(Options{})
	first := c.Add(dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR"))
	ru := dispatch("a2", "ru", "Велония и Острава обменялись пленными: 148 на 148",
		"МЕРЕН, 5 марта. Велония и Острава передали друг другу по 148 военнопленных на границе с Лерраном. Посредником выступил Каср, "+
			"вернулись также 12 гражданских лиц. "+
			"По словам заместителя главы Координационного штаба Олексана Марченюка, девять из освобожденных тяжело ранены. Это четвертый "+
			"обмен в этом году.", 2, "RUS", "UKR")
	if got := c.Add(ru); got.StoryID != first.StoryID {
		t.Errorf("the Russian report began its own story: %+v", got)
	}
	other := dispatch("a3", "ru", "Велония и Острава начали переговоры о тарифах на зерно",
		"ТЕРНОВ, 5 марта. Делегации Велонии и Остравы начали в Тернове переговоры о пошлинах на зерно и удобрения. Министр торговли Лев "+
			"Гордеев сказал, что решения ждут к 20 апреля. "+
			"Ставка составляет 17 процентов, Острава просит снизить ее до 6.", 3, "RUS", "UKR")
	if got := c.Add(other); got.StoryID == first.StoryID {
		t.Errorf("another matter of the same parties joined: %+v", got)
	}
}

func TestTheSameStreamGivesTheSameStories(t *testing.T) {
	run := func() (out []Assignment) {
		c, s := New(Options{}), newSynthetic()
		for range 300 {
			out = append(out, c.Add(s.article(80)))
		}
		return out
	}
	if a, b := run(), run(); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestAnUpdatedArticleKeepsItsStory(t *testing.T) {
	c := New(Options{})
	a := dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR")
	first := c.Add(a)
	a.Title, a.Body = "Quite another title", "Quite another text about nothing that was in it before."
	if got := c.Add(a); got.StoryID != first.StoryID || got.New {
		t.Errorf("%+v, first %+v", got, first)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	c, s := New(Options{MaxStories: 50}), newSynthetic()
	for range 800 {
		c.Add(s.article(60))
	}
	if c.open.n > 50 || len(c.stories) != c.open.n || len(c.articles) > 50*groupMembers {
		t.Errorf("%d open, %d known, %d articles", c.open.n, len(c.stories), len(c.articles))
	}
	for term, list := range c.index {
		if len(list) == 0 || len(list) > maxPostings {
			t.Fatalf("term %x has %d postings", term, len(list))
		}
		for _, st := range list {
			if c.stories[st.id] != st {
				t.Fatalf("term %x leads to a closed story", term)
			}
		}
	}
	for _, list := range c.copies {
		for _, m := range list {
			if c.articles[m.id] != m {
				t.Fatalf("a fingerprint leads to a forgotten article")
			}
		}
	}
}

func TestStoriesWithoutNewsAreClosed(t *testing.T) {
	c := New(Options{Window: 24 * time.Hour})
	first := c.Add(dispatch("a1", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 1, "RUS", "UKR"))
	c.Add(dispatch("a2", "en", "Thamesmead sign a midfielder", "A midfielder of no diplomatic interest signed for three years.", 60))
	late := c.Add(dispatch("a3", "en", "Velonia, Ostrava swap 148 prisoners", swapBody, 61, "RUS", "UKR"))
	if late.StoryID == first.StoryID {
		t.Error("an article joined a story that had been closed for a day")
	}
}

func TestSpellingsOfANameMeet(t *testing.T) {
	for _, c := range []struct{ lang1, name1, lang2, name2 string }{
		{"en", "zaporizhzhya", "fr", "zaporijjia"},
		{"en", "marchenyuk", "ru", "марченюк"},
		{"en", "lapshina", "ru", "лапшин"},
		{"en", "khujand", "ru", "худжанд"},
		{"en", "brandhorst", "ru", "брандхорст"},
		{"en", "kadyrov", "ar", "قديروف"},
		{"en", "belozyorov", "ru", "белозеров"},
	} {
		a, b := skeleton(nil, []byte(c.name1), c.lang1), skeleton(nil, []byte(c.name2), c.lang2)
		if string(a) != string(b) {
			t.Errorf("%s is %s, %s is %s", c.name1, a, c.name2, b)
		}
	}
}

func TestModelReadsWhatItWrites(t *testing.T) {
	m := embedded()
	again, err := ReadModel(m.String())
	if err != nil || !reflect.DeepEqual(m, again) {
		t.Errorf("read again: %v", err)
	}
	if len(m.Join) == 0 || len(m.Bond) == 0 {
		t.Error("the embedded model is empty")
	}
	for _, bad := range []string{"join\n0 0.5 1 9\n= 1\n", "join\n99 0.5 1 2\n= 1\n= 2\n", "join\nnonsense\n", "bond\n0 0.5 0 0\n"} {
		if m, err := ReadModel(bad); err == nil && fmt.Sprint(m.Bond) == "" {
			t.Errorf("%q was taken", bad)
		}
	}
}

func FuzzAdd(f *testing.F) {
	f.Add("en", "Velonia, Ostrava swap 148 prisoners", swapBody)
	f.Add("zh", "钱维隆会见德国经济部长", "钱维隆4日在北京会见。")
	f.Add("ar", "تبادل 296 أسيرا", "قال متحدث ١٢٣ إن")
	f.Add("", "", "")
	f.Add("xx", "\x00\xff'''’’,,,1,,2", "1,2.3 4 5 ’s l'x 'aa'")
	c := New(Options{MaxStories: 20})
	n := 0
	f.Fuzz(func(t *testing.T, lang, title, body string) {
		n++
		a := attache.Article{ID: fmt.Sprint(n), Title: title, Body: body}
		a.Lang = lang
		if got := c.Add(a); got.StoryID == "" {
			t.Error("no story")
		}
	})
}

func TestTheNthIsThatOfTheSortedList(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for range 300 {
		list := make([]float32, 1+r.IntN(60))
		for i := range list {
			list[i] = float32(r.IntN(20)) // many are equal
		}
		sorted := slices.Sorted(slices.Values(list))
		for k := range sorted {
			if got := nth(slices.Clone(list), k); got != sorted[k] {
				t.Fatalf("%d of %v is %v", k, list, got)
			}
		}
	}
}
