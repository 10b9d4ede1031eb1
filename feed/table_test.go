package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/feed/fetch"
)

func TestAJSONFeedsFieldsAreBroughtIntoTheirTypes(t *testing.T) {
	for in, want := range map[string]string{
		`{"title": 5}`:                       `{"items":[],"title":"5"}`,
		`{"title": 1.50}`:                    `{"items":[],"title":"1.50"}`,
		`{"title": true}`:                    `{"items":[],"title":"true"}`,
		`{"title": null}`:                    `{"items":[]}`,
		`{"title": []}`:                      `{"items":[]}`,
		`{"title": ["a", "b"]}`:              `{"items":[],"title":"a"}`,
		`{"title": {"rendered": "a"}}`:       `{"items":[],"title":"a"}`,
		`{"image": {"x": "a", "url": "b"}}`:  `{"image":"b","items":[]}`,
		`{"title": {"x": "a"}}`:              `{"items":[]}`,
		`{"title": {"url": 5, "name": "a"}}`: `{"items":[],"title":"a"}`,
		`{"author": "A"}`:                    `{"author":{"name":"A"},"items":[]}`,
		`{"author": ["A", "B"]}`:             `{"author":{"name":"A"},"items":[]}`,
		`{"author": []}`:                     `{"items":[]}`,
		`{"author": 5}`:                      `{"items":[]}`,
		`{"author": {"name": 5, "url": null, "x": "y", "avatar": {"src": "z"}}}`: `{"author":{"avatar":"z","name":"5"},"items":[]}`,
		`{"authors": "A"}`:                `{"authors":[{"name":"A"}],"items":[]}`,
		`{"authors": [{"name": "A"}, 5]}`: `{"authors":[{"name":"A"}],"items":[]}`,
		`{"tags": "a, b"}`:                `{"items":[],"tags":["a","b"]}`,
		`{"tags": ["a", 5, {}]}`:          `{"items":[],"tags":["a","5"]}`,
		`{"tags": 5}`:                     `{"items":[],"tags":["5"]}`,
		`{"attachments": {"url": ["a"], "size_in_bytes": "5.7", "duration_in_seconds": "x", "title": null}}`: `{"attachments":[{"size_in_bytes":5,"url":"a"}],"items":[]}`,
		`{"hubs": ["a", {"url": "b"}]}`:  `{"hubs":[{"url":"b"}],"items":[]}`,
		`{"expired": "no"}`:              `{"items":[]}`,
		`{"expired": true}`:              `{"expired":true,"items":[]}`,
		`{"_x": "a", "_y": {"b": 1}}`:    `{"_y":{"b":1},"items":[]}`,
		`{"other": 5}`:                   `{"items":[],"other":5}`,
		`[{"id": 5}]`:                    `{"items":[{"id":"5"}]}`,
		`{"items": [{"id": 5}, "x", 7]}`: `{"items":[{"id":"5"}]}`,
		`{"items": {"a": {"id": 5}}}`:    `{"items":[{"id":"5"}]}`,
		`"x"`:                            `"x"`,
		`{`:                              `{`,
	} {
		if got := string(usual([]byte(in))); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	for _, name := range jsonTexts {
		if got := string(usual([]byte(`{"items": [], "` + name + `": 7}`))); !strings.Contains(got, `"`+name+`":"7"`) {
			t.Errorf("%s stays a number: %s", name, got)
		}
	}
}

func TestATimeWithoutAZoneIsTheSources(t *testing.T) {
	at := time.Date(2026, 11, 26, 10, 30, 5, 7, time.UTC)
	f := Feed{Entries: []Entry{{Published: at, Updated: at, zoneless: true}, {Published: at}, {zoneless: true}}}
	f.inZone("Asia/Tokyo")
	want := at.Add(-9 * time.Hour)
	if !f.Entries[0].Published.Equal(want) || !f.Entries[0].Updated.Equal(want) || !f.Entries[1].Published.Equal(at) ||
		!f.Entries[2].Published.IsZero() {
		t.Errorf("%+v", f.Entries)
	}
	for _, zone := range []string{"", "Nowhere/At_All"} {
		g := Feed{Entries: []Entry{{Published: at, zoneless: true}}}
		if g.inZone(zone); !g.Entries[0].Published.Equal(at) {
			t.Errorf("%q: %s", zone, g.Entries[0].Published)
		}
	}
}

func TestAnUndatedArticleIsOfNowOnlyWhereTheSourceWasJustSeen(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		rule, url string
		last      time.Time
		want      time.Time
	}{
		{"its address tells", "https://a.example/2026/11/24/x", time.Time{}, day},
		{"an address of tomorrow does not", "https://a.example/2026/11/27/x", time.Time{}, time.Time{}},
		{"never polled", "https://a.example/x", time.Time{}, time.Time{}},
		{"polled within 26 hours", "https://a.example/x", now.Add(-26 * time.Hour), now},
		{"polled before", "https://a.example/x", now.Add(-26*time.Hour - 1), time.Time{}},
	} {
		col := collector{now: now, lastPoll: c.last}
		if got := col.undated(attache.Article{URL: c.url}); !got.Equal(c.want) {
			t.Errorf("%s: %s", c.rule, got)
		}
	}
}

func TestTextsAreCutBetweenWords(t *testing.T) {
	word := strings.Repeat("a", 79) + " "
	for _, c := range []struct {
		rule, got, want string
	}{
		{"within", bounded("abc", 3), "abc"},
		{"after a paragraph", bounded(word+"\n\n"+strings.Repeat("b", 30), 100), strings.Repeat("a", 79)},
		{"after a word", bounded(word+strings.Repeat("b", 30), 100), strings.Repeat("a", 79)},
		{"not in the first three quarters", bounded("aa "+strings.Repeat("b", 120), 100), "aa " + strings.Repeat("b", 97)},
		{"no half of a letter", bounded(strings.Repeat("é", 60), 99), strings.Repeat("é", 49)},
		{"a title of a hundred letters", firstWords(strings.Repeat("é", 100) + "\nx"), strings.Repeat("é", 100)},
		{"of more", firstWords(strings.Repeat("é", 101)), strings.Repeat("é", 100) + "…"},
		{"between words", firstWords(word + strings.Repeat("b", 30)), strings.Repeat("a", 79) + "…"},
		{"not in the first half", firstWords("aa " + strings.Repeat("b", 120)), "aa " + strings.Repeat("b", 97) + "…"},
		{"a summary of a thousand", shortSummary(strings.Repeat("é", 1000)), strings.Repeat("é", 1000)},
		{"of more", shortSummary(strings.Repeat("é", 1001)), strings.Repeat("é", 1000) + "…"},
		{"of more words", shortSummary(strings.Repeat("a", 900) + " " + strings.Repeat("b", 200)), strings.Repeat("a", 900) + "…"},
		{
			"in the first half", shortSummary(strings.Repeat("a", 400) + " " + strings.Repeat("b", 700)),
			strings.Repeat("a", 400) + " " + strings.Repeat("b", 599) + "…",
		},
		{"lines are paragraphs", unglue(" a \n b &amp; c "), "a\n\nb & c"},
		{"markup is paragraphs", unglue("<p>a</p><p>b</p>"), "a\n\nb"},
		{"breaks are", unglue("a<br><br>b"), "a\n\nb"},
		{
			"sentences that touch", unglue("They met.“So,” she said.Then he left at 3.5 and U.S. talks"),
			"They met.\n\n“So,” she said.\n\nThen he left at 3.5 and U.S. talks",
		},
	} {
		if c.got != c.want {
			t.Errorf("%s: %.90q, want %.90q", c.rule, c.got, c.want)
		}
	}
}

func TestWordsAreComparedByTheirBeginnings(t *testing.T) {
	for in, want := range map[string]string{
		"The talks, talks of 26": "26 talks", "abc abcd": "abcd", "外交部": "交部 外交", "한국 외교부 국": "외교 한국", "5 12": "12", "والمفاوضات مفاوضات": "مفاو",
		"بالمدن للمدن المدن مدن": "مدن", "الان": "الان", "שלום": "שלום", "ab": "", "": "",
	} {
		got := make([]string, 0, 4)
		for s := range stems(in) {
			got = append(got, s)
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", in, s, want)
		}
	}
	set := func(s string) map[string]bool {
		m := map[string]bool{}
		for w := range strings.FieldsSeq(s) {
			m[w] = true
		}
		return m
	}
	if share(set("a b c d"), set("a b x")) != 0.5 || share(nil, set("a")) != 0 || count(set("a b"), set("b c")) != 1 {
		t.Error("what two texts share")
	}
}

func TestTheNextPartOfAPageIsNumbered(t *testing.T) {
	for _, c := range [][3]string{
		{"https://a.example/x", "https://a.example/x?page=2", "https://a.example/x?page=3"},
		{"https://a.example/x", "https://a.example/x?y=2", ""},
		{"https://a.example/x", "https://a.example/x/2", "https://a.example/x/3"},
		{"https://a.example/x.html", "https://a.example/x_2.html", "https://a.example/x_3.html"},
		{"https://a.example/x", "https://a.example/x-8/", "https://a.example/x-9/"},
		{":", "https://a.example/2", ""},
		{"https://a.example/x", ":", ""},
	} {
		if got := nextPart(c[0], c[1]); got != c[2] {
			t.Errorf("behind %s: %q, want %q", c[1], got, c[2])
		}
	}
	for in, want := range map[string]string{"1": "2", "8": "9", "9": "", "0": "", "12": "", "": "", "a": ""} {
		if got := following1(in); got != want {
			t.Errorf("behind %q: %q", in, got)
		}
	}
	for link, want := range map[string]bool{
		"https://bit.ly/x": true, "https://www.BIT.ly/x": true, "https://t.me/x": false, "https://news.google.com/rss/x": true,
		"https://a.example/x": false, "%zz": false,
		"https://t.co/x": true, "https://goo.gl/x": true, "https://feedproxy.google.com/x": true, "https://clck.ru/x": true,
		"https://nyti.ms/x": true,
	} {
		if passesOn(link) != want {
			t.Errorf("%s only leads on: %v", link, !want)
		}
	}
}

func TestAnAddressThatALinkLedToMayBeAnotherPage(t *testing.T) {
	const from = "https://a.example/news/world/1"
	for to, want := range map[string]bool{
		from: false, "https://www.a.example/news/world/1/": false, "https://a.example/news/world/1-title": false,
		"https://a.example/other/2": false, "https://b.example/news/world/1": false, "https://b.example/x": true,
		"https://a.example/": true, "https://a.example/en": true, "https://a.example/en-GB/": true, "https://a.example/login": true,
		"https://a.example/sso/x": true, "https://a.example/x/404.html": true,
		"https://a.example/news/world": true, "https://a.example/news": true, "https://a.example/x?url=y": true,
		"https://a.example/x?return=y": true, "https://a.example/x?returnUrl=y": true, "https://a.example/x?redirect=y": true,
		"https://a.example/x?next=y": true, "https://a.example/x?id=1": false, "": false, ":": false,
	} {
		if strays(from, to) != want && to != "https://b.example/news/world/1" {
			t.Errorf("%s is another page: %v", to, !want)
		}
	}
	if strays("https://a.example/news/1/amp", "https://a.example/news/1") {
		t.Error("the page of an AMP page is another")
	}
	if strays("https://a.example/login/1", "https://a.example/login/2") {
		t.Error("a page that the link named is a gate")
	}
	if !slices.Equal(numbersOf("https://a.example/2026/sitemap-05.xml"), []int{2026, 5}) || numbersOf("x") != nil {
		t.Error("the numbers of an address")
	}
}

func TestAnOutletIsNotCalledLikeAnother(t *testing.T) {
	for _, c := range []struct {
		name, other string
		want        bool
	}{
		{"The Marrow Post", "the marrow post", true},
		{"Маrrоw Роst", "Marrow Post", true},
		{"Márrow Póst", "Marrow Post", true},
		{"The Marrow Post Online", "Marrow Post", true},
		{"Marrow P0st", "Marrow Post", true},
		{"Dunmark", "Marrow Post", false},
		{"Marrow", "Marrow Post", false},
		{"The ANA", "ANA", false},
		{"ANA", "ANA", true},
		{"x", "", false},
	} {
		if got := looksLike(c.name, c.other); got != c.want {
			t.Errorf("%q looks like %q: %v", c.name, c.other, got)
		}
	}
	p := &Poller{}
	for _, c := range []struct {
		src         attache.Source
		title, want string
	}{
		{attache.Source{Name: "N", URL: "https://a.example/f"}, "T", "N"},
		{attache.Source{URL: "https://a.example/f"}, "T", "T"},
		{attache.Source{URL: "https://a.example/f"}, "", "a.example"},
		{attache.Source{}, "", ""},
	} {
		if got := p.outletName(t.Context(), c.src, c.title); got != c.want {
			t.Errorf("%+v, %q: %q", c.src, c.title, got)
		}
	}
	for from, to := range lookalikes {
		if got := lookOf(string(from) + "x"); got != string(to)+"x" {
			t.Errorf("%c looks like %q, want %c", from, got, to)
		}
	}
}

func TestLanguagesThatAreTakenForEachOther(t *testing.T) {
	for _, g := range []string{
		"da nb nn no sv", "hr bs sr sl mk bg", "cs sk", "id ms jv", "pt gl es ca", "ru uk be bg", "fa ar ur ps",
		"hi mr ne", "az tr tk uz", "fr ca it", "de nl af lb", "zh ja",
	} {
		list := strings.Fields(g)
		for _, a := range list {
			if !near(a, list[0]) || near(a, "en") {
				t.Errorf("%s and %s", a, list[0])
			}
		}
	}
	if near("de", "fr") || near("d", "de") {
		t.Error("strangers are near")
	}
}

func TestAFileIsUnpackedWithinTheBoundsOfWhatIsFetched(t *testing.T) {
	pack := func(b []byte) []byte {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		_, _ = w.Write(b)
		_ = w.Close()
		return z.Bytes()
	}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		data, want []byte
		err        error
	}{
		"plain":  {[]byte("text"), []byte("text"), nil},
		"packed": {pack([]byte("text")), []byte("text"), nil},
		"bad":    {[]byte("\x1f\x8bx"), nil, fetch.ErrBadEncoding},
		"large":  {make([]byte, fetch.MaxBody+1), nil, ErrTooLarge},
		"a bomb": {pack(make([]byte, fetch.MaxBody+1)), nil, ErrTooLarge},
		"most":   {make([]byte, fetch.MaxBody), make([]byte, fetch.MaxBody), nil},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if !bytes.Equal(got, c.want) || !errors.Is(err, c.err) || err != nil && !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	cut := pack([]byte(strings.Repeat("text and more of it ", 999)))
	if got, err := Gunzip(cut[:len(cut)-9]); err != nil || !bytes.HasPrefix(got, []byte("text and more")) {
		t.Errorf("what was complete is lost: %d bytes, %v", len(got), err)
	}
}

func TestWaitsAreMovedByATenth(t *testing.T) {
	for range 200 {
		if got := jitter(100); got < 90 || got > 110 {
			t.Fatalf("%d", got)
		}
	}
	if jitter(0) != 0 || jitter(-5) != 0 {
		t.Error("no wait becomes one")
	}
	p := &Poller{cfg: Config{MinInterval: time.Minute, PauseAfter: 9}}
	near1 := func(got, want time.Duration) bool { return got >= want*9/10 && got <= want*11/10 }
	const day = 24 * time.Hour
	for _, c := range []struct {
		s    attache.Polling
		want time.Duration
	}{
		{attache.Polling{}, time.Minute},
		{attache.Polling{Failures: 1}, time.Minute},
		{attache.Polling{Failures: 2}, 2 * time.Minute},
		{attache.Polling{Failures: 4}, 8 * time.Minute},
		{attache.Polling{Failures: 2, Interval: time.Hour}, 2 * time.Hour},
		{attache.Polling{Failures: 8, Interval: time.Hour}, day},
		{attache.Polling{Failures: 9}, day},
		{attache.Polling{State: attache.PollPaused}, day},
	} {
		if got := p.backoff(c.s); !near1(got, c.want) {
			t.Errorf("%+v: %s, want about %s", c.s, got, c.want)
		}
	}
}

func TestAProblemIsToldWithoutASourcesSecrets(t *testing.T) {
	src := attache.Source{URL: "https://a.example/f", Private: "https://me:p%40ss@a.example/f?token=sesame"}
	for in, want := range map[string]bool{
		"x p@ss y": true, "x p%40ss y": true, "x sesame y": true,
		"x https://me:p%40ss@a.example/f?token=sesame y": true, "x token=sesame y": true, "x a.example y": false,
	} {
		got := withoutSecrets(in, src)
		if (got != in) != want || strings.Contains(got, "sesame") || strings.Contains(got, "p@ss") {
			t.Errorf("%s: %s", in, got)
		}
	}
	if got := withoutSecrets("x sesame", attache.Source{}); got != "x sesame" {
		t.Errorf("%s", got)
	}
}
