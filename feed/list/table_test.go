package list

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"attache/feed/when"
)

// element gives the first element below the body of a fragment.
func element(t *testing.T, fragment string) *html.Node {
	t.Helper()
	body := parse(t, fragment).FirstChild.LastChild
	return body.FirstChild
}

// byID gives an element of a fragment by its id.
func byID(t *testing.T, fragment, id string) *html.Node {
	t.Helper()
	for n := range parse(t, fragment).Descendants() {
		if attr(n, "id") == id {
			return n
		}
	}
	t.Fatalf("no %s in %s", id, fragment)
	return nil
}

func newReader() *reader {
	r := &reader{Options: options("")}
	r.links = map[*html.Node]*span{}
	return r
}

func TestWordsOfChromeAndOfOtherListsAreKnownWhole(t *testing.T) {
	for words, want := range map[string]bool{
		"Read more": true, "» READ  MORE …": true, "mehr": true, "Read more talks": false, "": false,
		"privacy policy": false,
	} {
		if says(more, words) != want {
			t.Errorf("%q leads on: %v", words, !want)
		}
	}
	if !says(chrome, "Privacy Policy") || says(chrome, "read more") || more["[more]"] || chrome["read more"] {
		t.Error("the sections run together")
	}
	for heading, want := range map[string]bool{
		"Related": true, "RELATED news": true, "Most  read": true, "Our related": true, "Unrelated": false, "Press releases": false, "": false,
		"related " + strings.Repeat("x", 62): true, "related " + strings.Repeat("x", 63): false,
	} {
		if ofOther(heading) != want {
			t.Errorf("%q is of other news: %v", heading, !want)
		}
	}
	for _, c := range []struct {
		s    string
		at   int
		want bool
	}{
		{"abc", 0, true},
		{"a bc", 2, true},
		{"abc", 1, false},
		{"a-b", 2, true},
		{"1b", 1, true},
		{"中b", 3, true},
		{"かb", 3, true},
		{"한b", 3, true},
		{"مb", 2, true},
		{"éb", 2, false},
	} {
		if got := startsWord(c.s, c.at); got != c.want {
			t.Errorf("%q at %d: %v", c.s, c.at, got)
		}
	}
	if len(section("none")) > 0 || len(more) < 50 || len(chrome) < 20 || len(other) < 100 || len(marks) < 10 {
		t.Errorf("%d, %d, %d, %d words", len(more), len(chrome), len(other), len(marks))
	}
}

func TestALetterOfAWordScriptCountsAsThree(t *testing.T) {
	for s, want := range map[string]int{"": 0, "ab 1-": 3, "中": 3, "がカ": 6, "한": 3, "é": 1, "—": 0} {
		if got := letterCount(s); got != want {
			t.Errorf("%q: %d", s, got)
		}
	}
}

func TestALinkLeadsToAnotherPageOfTheWeb(t *testing.T) {
	r := newReader()
	for ref, want := range map[string]string{
		"/a": "https://mfa.example/a", " b ": "https://mfa.example/en/press/b", "https://x.example/": "https://x.example/", "#a": "", "": "",
		"mailto:a@x.example": "", "javascript:x": "",
		"%zz": "", "/en/press/": "", "/en/press/#x": "", "/": "", "https://mfa.example": "", "/?id=1": "https://mfa.example/?id=1",
		"/a#b": "https://mfa.example/a", "/a#!b": "https://mfa.example/a#!b",
		"/a#/b": "https://mfa.example/a#/b", "//x.example/a": "https://x.example/a", "http://x.example/a": "http://x.example/a",
	} {
		if got := r.link(element(t, `<a href="`+ref+`">x</a>`)); got != want {
			t.Errorf("%q leads to %q, want %q", ref, got, want)
		}
	}
	r.Base = nil
	if got := r.link(element(t, `<a href="https://x.example/">x</a>`)); got != "https://x.example/" {
		t.Errorf("without a base: %q", got)
	}
	if got := r.link(element(t, `<a href="/a">x</a>`)); got != "" {
		t.Errorf("without a base: %q", got)
	}
}

func TestWhatLinksStandBelowAnElement(t *testing.T) {
	for _, c := range []struct {
		rule, fragment string
		want           span
	}{
		{"a title", `<p><a href="/1">Twelve letters</a></p>`, span{"https://mfa.example/1", false, true}},
		{"eleven letters are none", `<p><a href="/1">Eleven lett</a></p>`, span{}},
		{"words of three to eleven letters lead elsewhere", `<p><a href="/1">abc</a></p>`, span{}},
		{"a picture's link", `<p><a href="/1"><img></a></p>`, span{"https://mfa.example/1", false, false}},
		{"but no tag", `<p><a href="/1" rel="tag"></a></p>`, span{}},
		{"one that leads on", `<p><a href="/1">Read more</a></p>`, span{"https://mfa.example/1", false, false}},
		{"chrome", `<p><a href="/1">Privacy policy</a></p>`, span{}},
		{
			"a title and the same by a picture", `<p><a href="/1"><img></a><a href="/1">Twelve letters</a></p>`,
			span{"https://mfa.example/1", false, true},
		},
		{"two", `<p><a href="/1">Twelve letters</a><a href="/2"><img></a></p>`, span{"https://mfa.example/1", true, true}},
		{"two, the last one a title", `<p><a href="/1"><img></a><a href="/2">Twelve letters</a></p>`, span{"https://mfa.example/1", true, true}},
		{"a button is silent", `<p><button><a href="/1">Twelve letters</a></button></p>`, span{}},
		{"no address", `<p><a href="#">Twelve letters</a></p>`, span{}},
		{
			"within another of two", `<p><b><a href="/1"><img></a><a href="/2"><img></a></b><a href="/1"><img></a></p>`,
			span{"https://mfa.example/1", true, false},
		},
	} {
		r := newReader()
		if got := r.measure(element(t, c.fragment)); got != c.want {
			t.Errorf("%s: %+v", c.rule, got)
		}
	}
}

func TestBlocksAreTextsApart(t *testing.T) {
	for fragment, want := range map[string]string{
		`<div>a<p>b</p>c</div>`: "a|b|c", `<div>a <b>b</b>c</div>`: "a bc", `<div><b>1</b><b>Nov</b></div>`: "1 Nov",
		`<div>x<b>1</b><b>Nov</b></div>`: "x1Nov", `<div>a<span>b</span></div>`: "a b",
		`<div>a<br>b</div>`: "a|b", `<div>a<time>b</time></div>`: "a|b", `<div>a<a>b</a></div>`: "a|b", `<div><script>x</script>a</div>`: "a",
		`<div> </div>`: "", `<div>a<button>x</button><select>y</select></div>`: "a",
		`<div>a<h3>b</h3><ul><li>c<li>d</ul></div>`: "a|b|c|d", `<div>a<sup>2</sup></div>`: "a2",
		`<div>a<abbr>b</abbr><em>c</em><i>d</i><q>e</q></div>`: "abcde",
	} {
		if got := strings.Join(blocksOf(element(t, fragment)), "|"); got != want {
			t.Errorf("%s: %q, want %q", fragment, got, want)
		}
	}
	for name := range strings.FieldsSeq("div p li ul ol td th tr table dt dd dl section article header footer figure figcaption " +
		"blockquote br hr time h1 h2 h3 h4 h5 h6 a") {
		n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atomOf(name)}
		if !isBlock(n) {
			t.Errorf("%s is none", name)
		}
		if isHeading(n) != (len(name) == 2 && name[0] == 'h' && name != "hr") {
			t.Errorf("%s is a heading: %v", name, isHeading(n))
		}
	}
	for name := range strings.FieldsSeq("script style template noscript svg select textarea iframe button") {
		if n := (&html.Node{Type: html.ElementNode, Data: name, DataAtom: atomOf(name)}); !silent(n) || isBlock(n) {
			t.Errorf("%s is heard", name)
		}
	}
}

func TestATitleIsTheHeadingOfItsLinkOrItsWords(t *testing.T) {
	for _, c := range []struct{ rule, fragment, want string }{
		{"the heading in the link", `<li><a href="/1"><h3>The heading</h3>and much more of the text</a></li>`, "The heading"},
		{"what is called a title", `<li><a href="/1"><span class="news-title">Called a title</span>and much more</a></li>`, "Called a title"},
		{"its words", `<li><h3>The heading</h3><a href="/1">Words of the link</a></li>`, "Words of the link"},
		{
			"the longest of its blocks", `<li><a href="/1"><p>Short one</p><p>The longest of them all is</p></a></li>`,
			"The longest of them all is",
		},
		{"the heading beside it", `<li><h3>The heading</h3><a href="/1">Read more</a></li>`, "The heading"},
		{"what is called a title beside it", `<li><p class="titel">Called a title</p><a href="/1">Read more</a></li>`, "Called a title"},
		{"what is bold beside it", `<li><b>Bold are these</b><a href="/1">Read more</a></li>`, "Bold are these"},
		{"its attribute", `<li><a href="/1" title="In the attribute">Read more</a></li>`, "In the attribute"},
		{
			"the first words beside it", `<li><p>26.11.2026</p><p>The words beside it</p><p>And others there</p><a href="/1">Read more</a></li>`,
			"The words beside it",
		},
		{"the picture's", `<li><a href="/1"><img alt="Of the picture"></a></li>`, "Of the picture"},
		{"a date is no heading", `<li><h3>26.11.2026</h3><a href="/1">Words of the link</a></li>`, "Words of the link"},
	} {
		n := element(t, c.fragment)
		r := newReader()
		r.measure(n)
		if got := titleOf([]*html.Node{n}, r.mainLink([]*html.Node{n})); got != c.want {
			t.Errorf("%s: %q", c.rule, got)
		}
	}
	for _, c := range []struct{ rule, fragment, want string }{
		{"the one with the most words", `<li><a href="/1">Some words</a><a href="/2">Some more words</a></li>`, "/2"},
		{"of equals the first", `<li><a href="/1">Some words</a><a href="/2">Word somes</a></li>`, "/1"},
		{"that of the heading", `<li><h3><a href="/1">Some</a></h3><a href="/2">Some more words</a></li>`, "/1"},
		{"that with a heading", `<li><a href="/1"><h3>Some</h3></a><a href="/2">Some more words</a></li>`, "/1"},
		{"that called a title", `<li><a class="title" href="/1">Some</a><a href="/2">Some more words</a></li>`, "/1"},
		{"a heading before a title", `<li><a class="title" href="/1">Some more</a><h3><a href="/2">Some</a></h3></li>`, "/2"},
		{"not one that leads on", `<li><a href="/1">Continue reading</a><a href="/2">Some</a></li>`, "/2"},
		{"none without an address", `<li><a href="#">Some more words</a><a href="/2">Some</a></li>`, "/2"},
	} {
		n := element(t, c.fragment)
		if got := newReader().mainLink([]*html.Node{n}); got == nil || attr(got, "href") != c.want {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
}

func TestADateIsTakenOffATitle(t *testing.T) {
	r := newReader()
	for in, want := range map[string]string{
		"26.11.2026 | The minister left": "The minister left", "The minister left (26.11.2026)": "The minister left",
		"The minister left - 26 November 2026": "The minister left",
		"The treaty of 26 November 2026":       "The treaty of 26 November 2026", "26.11.2026 Talks": "26.11.2026 Talks",
		"The minister left": "The minister left", "26 November 2026": "26 November 2026",
	} {
		if got := r.withoutDate(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]bool{
		"26.11.2026": true, "Date: 26.11.2026": true, "Dated: 26.11.2026": true, "Written 26.11.2026": false,
		"talks": false, "26.11.2026" + strings.Repeat(" ", 51): false,
	} {
		if onlyDate(in) != want {
			t.Errorf("%q is only a date: %v", in, !want)
		}
	}
}

func TestAnEntrysDateIsTheMachinesTheShownOrItsAddresss(t *testing.T) {
	long := strings.Repeat("x", 71)
	for _, c := range []struct {
		rule, fragment, day string
		clear               bool
	}{
		{"for machines", `<li><time datetime="2026-11-25">26 November 2026</time><a href="/1">The title of it</a></li>`, "2026-11-25", true},
		{"in another attribute", `<li data-date="2026-11-25"><a href="/1">The title of it</a></li>`, "2026-11-25", true},
		{"shown", `<li><p>26 November 2026</p><a href="/1">The title of it</a></li>`, "2026-11-26", true},
		{"in pieces", `<li><p>26</p><p>November</p><p>2026</p><a href="/1">The title of it</a></li>`, "2026-11-26", true},
		{"at a title's beginning", `<li><a href="/1">26 November 2026 The title</a></li>`, "2026-11-26", true},
		{"in a title it is none", `<li><a href="/1">The treaty of 26 November 2026 is signed</a></li>`, "", false},
		{"at a text's beginning", `<li><a href="/1">The title of it</a><p>26 November 2026 ` + long + `</p></li>`, "2026-11-26", true},
		{"in a text it is none", `<li><a href="/1">The title of it</a><p>` + strings.Repeat("xxxx ", 9) + `26 November 2026 ` + long +
			`</p></li>`, "", false},
		{"in its address", `<li><a href="/2026/11/24/a">The title of it</a></li>`, "2026-11-24", false},
		{"nowhere", `<li><a href="/1">The title of it</a></li>`, "", false},
	} {
		n := element(t, c.fragment)
		r := newReader()
		r.measure(n)
		it, ok := r.itemOf([]*html.Node{n}, nil)
		day := ""
		if !it.At.IsZero() {
			day = it.At.Format(time.DateOnly)
		}
		if !ok || day != c.day || it.clear != c.clear {
			t.Errorf("%s: %q, clear %v, %v", c.rule, day, it.clear, ok)
		}
	}
	for key := range strings.FieldsSeq("datetime data-date data-time data-timestamp data-published") {
		r, it := newReader(), item{}
		if !r.machineDate(&it, []*html.Node{element(t, `<p `+key+`="2026-11-25">`)}) {
			t.Errorf("%s is not read", key)
		}
	}
}

func TestDaysAndMonthsInNumbersAreSettledByTheWholeList(t *testing.T) {
	for _, c := range []struct{ rule, written, want string }{
		{"nothing tells", "02/11/2026 05/11/2026 04/11/2026", "11-02 11-05 11-04"},
		{"a day beyond twelve behind", "11/05/2026 11/13/2026", "11-05 11-13"},
		{"a day beyond twelve before", "05/11/2026 13/11/2026", "11-05 11-13"},
		{"with the month first they run on", "11/05/2026 11/04/2026 10/28/2026", "11-05 11-04 10-28"},
		{"points mean the day first", "05.11.2026 04.11.2026", "11-05 11-04"},
	} {
		var g group
		for w := range strings.FieldsSeq(c.written) {
			f, ok := when.Find(w, "", time.Time{})
			if !ok {
				t.Fatal(w)
			}
			g.items = append(g.items, item{Entry: Entry{At: f.At}, written: w})
		}
		g.settleNumbers()
		var got []string
		for _, it := range g.items {
			got = append(got, it.At.Format("01-02"))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.rule, s, c.want)
		}
	}
	for s, want := range map[string][2]int{"5/11/2026": {5, 11}, "2026": {0, 0}, "": {0, 0}, "12345 6": {1234, 6}} {
		if a, b := firstNumbers(s); a != want[0] || b != want[1] {
			t.Errorf("%q: %d, %d", s, a, b)
		}
	}
}

func TestWhereInAPageSomethingStandsIsWeighed(t *testing.T) {
	for around, want := range map[string]float64{
		`<div><i id="x"></i></div>`: 1, `<nav><i id="x"></i></nav>`: 0.1, `<footer><i id="x"></i></footer>`: 0.1,
		`<aside><i id="x"></i></aside>`: 0.2, `<main><i id="x"></i></main>`: 1.3,
		`<div role="navigation"><i id="x"></i></div>`: 0.2, `<div role="contentinfo"><i id="x"></i></div>`: 0.2,
		`<div role="complementary"><i id="x"></i></div>`: 0.2, `<div role="main"><i id="x"></i></div>`: 1.3,
		`<div class="sidebar"><i id="x"></i></div>`: 0.3, `<div id="Sidebar"><i id="x"></i></div>`: 0.3,
		`<div class="sidebar side-bar"><i id="x"></i></div>`: 0.3, `<main><div class="sidebar"><i id="x"></i></div></main>`: 0.39,
		`<nav><nav><nav><i id="x"></i></nav></nav></nav>`: 0.01, `<div><i id="x" class="sidebar" role="main"></i></div>`: 1,
		`<div class="unsidebar"><i id="x"></i></div>`: 1,
	} {
		if got := region(byID(t, around, "x")); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%s: %v, want %v", around, got, want)
		}
	}
}

func TestHowMuchAGroupLooksLikeTheListOfAPage(t *testing.T) {
	now := options("").Now
	node := byID(t, `<div><i id="x"></i></div>`, "x")
	const title = "Thirty-five letters are what a title has"
	list := func(n int, edit func(int, *item)) *group {
		g := &group{}
		for i := range n {
			it := item{Entry: Entry{Title: fmt.Sprintf("%s %02d", title, i)[2:], At: now.AddDate(0, 0, i%2-2)}, node: node, clear: true}
			if edit != nil {
				edit(i, &it)
			}
			g.items = append(g.items, it)
		}
		return g
	}
	rate := func(g *group) float64 { return newReader().rate(g) }
	base := rate(list(9, nil))
	for _, c := range []struct {
		rule string
		got  float64
		want float64 // times base
	}{
		{"nothing", rate(list(0, nil)), 0},
		{"four times as many", rate(list(36, nil)), 2},
		{"no more than forty count", rate(list(60, nil)), rate(list(40, nil)) / base},
		{"all titles alike", rate(list(9, func(_ int, it *item) { it.Title = (title + " 99")[2:] })), (0.5 + 0.5/9)},
		{"dates that stand not apart", rate(list(9, func(_ int, it *item) { it.clear = false })), 0.6},
		{"half of them do", rate(list(10, func(i int, it *item) { it.clear = i < 5 })), rate(list(10, nil)) / base},
		{"what is to come", rate(list(9, func(i int, it *item) { it.At = now.Add(37*time.Hour + time.Duration(i%2)*time.Hour) })), 0.1},
		{"tomorrow is not", rate(list(9, func(i int, it *item) { it.At = now.Add(35*time.Hour + time.Duration(i%2)*time.Hour) })), 1},
		{"the latest first", rate(list(9, func(i int, it *item) { it.At = now.AddDate(0, 0, -i) })), 1.3},
		{"older than two years", rate(list(9, func(i int, it *item) { it.At = now.AddDate(0, 0, i%2-732) })), 0.3},
		{"not quite", rate(list(9, func(i int, it *item) { it.At = now.AddDate(0, 0, i%2-730) })), 1},
		{
			"titles of a letter or two", rate(list(9, func(i int, it *item) { it.Title = string(rune('a' + i)) })),
			0.3 / (float64(letterCount((title + " 00")[2:])) / 35),
		},
	} {
		if c.got < c.want*base-1e-6 || c.got > c.want*base+1e-6 {
			t.Errorf("%s: %.4f, want %.4f", c.rule, c.got, c.want*base)
		}
	}
	g := list(9, nil)
	g.heading = "Related news"
	if got := rate(g); got < 0.1*base-1e-6 || got > 0.1*base+1e-6 {
		t.Errorf("under the heading of another list: %v", got)
	}
	if leastScore != 0.9 || leastItems != 3 || fewItems != 2 || maxItems != 300 || leastTitle != 12 {
		t.Error("a list has other bounds")
	}
}

func TestTheListOfAPageIsChosen(t *testing.T) {
	group1 := func(key string, n int, score float64) *group {
		return &group{key: key, items: make([]item, n), score: score}
	}
	for _, c := range []struct {
		rule   string
		groups []*group
		shape  string
		want   string
	}{
		{"the best", []*group{group1("a", 3, 1), group1("b", 3, 2)}, "", "b"},
		{"of equals the first by name", []*group{group1("b", 3, 1), group1("a", 3, 1)}, "", "a"},
		{"not of two", []*group{group1("a", 2, 2), group1("b", 3, 1)}, "", "b"},
		{"but of two where it was known", []*group{group1("a", 2, 0.1), group1("b", 3, 1)}, "a", "a"},
		{"not of one", []*group{group1("a", 1, 9), group1("b", 3, 1)}, "a", "b"},
		{"what is good enough", []*group{group1("a", 3, 0.9)}, "", "a"},
		{"what is not", []*group{group1("a", 3, 0.89)}, "", ""},
		{"none", nil, "a", ""},
	} {
		got := choose(c.groups, c.shape)
		if key := ""; got != nil && got.key != c.want || got == nil && c.want != key {
			t.Errorf("%s: %+v", c.rule, got)
		}
	}
}

func TestAnElementIsNamedByWhatDoesNotChange(t *testing.T) {
	for class, want := range map[string]string{
		"odd": "", "even": "", "first": "", "last": "", "active": "", "row3": "", "col-md-3": "", "item-7": "", "node-7": "", "post-7": "",
		"views-row-1": "", "clearfix": "", "hentry": "",
		"status-publish": "", "category-x": "", "tag-y": "", "wow": "", "animated": "", "mb-3": "", "mt-4": "", "odd news": ".news",
		"news": ".news", "news12": ".news#", "News": ".News", "": "", "left": "", "right": "", "alt": "",
	} {
		if got := firstClass(element(t, `<p class="`+class+`">`)); got != want {
			t.Errorf("%q: %q, want %q", class, got, want)
		}
	}
	if got := pathOf(byID(t, `<div id="list"><ul class="news"><li class="odd" id="x">`, "x")); got != "html>body>div#list>ul.news>li" &&
		got != "div#list>ul.news>li" {
		t.Errorf("%q", got)
	}
	if got := pathOf(byID(t, `<div id="list7"><p id="x">`, "x")); got != "div>p" {
		t.Errorf("%q", got)
	}
}

func TestAPageTellsItsTitleLanguageAndBase(t *testing.T) {
	base, _ := url.Parse("https://mfa.example/a/")
	for _, c := range []struct{ page, title, lang, base string }{
		{`<html lang="de-AT"><title> A  b </title><title>c</title><base href="/b/">`, "A b", "de", "https://mfa.example/b/"},
		{`<html lang="deu"><base href="">`, "", "", "https://mfa.example/a/"},
		{`<p>x`, "", "", "https://mfa.example/a/"},
	} {
		r := reader{Options: Options{Base: base}}
		r.look(parse(t, c.page))
		if r.title != c.title || r.Lang != c.lang || r.Base.String() != c.base {
			t.Errorf("%s: %q %q %s", c.page, r.title, r.Lang, r.Base)
		}
	}
	r := reader{Options: Options{Lang: "fr"}}
	if r.look(parse(t, `<html lang="de">`)); r.Lang != "fr" {
		t.Errorf("a language that is known is another: %s", r.Lang)
	}
}

func TestASelectorTakesEachAddressOnceAndThreeHundred(t *testing.T) {
	entry := func(i int) string { return fmt.Sprintf(`<p><a href="/%d">The title of number %d</a></p>`, i, i) }
	page := entry(1) + entry(1) + entry(2)
	if r, err := Read(parse(t, page), options("p")); err != nil || len(r.Entries) != 2 || r.Shape != "selector" {
		t.Errorf("%+v, %v", r, err)
	}
	for n, want := range map[int]int{300: 300, 301: 300} {
		var b strings.Builder
		for i := range n {
			b.WriteString(entry(i))
		}
		if r, err := Read(parse(t, b.String()), options("p")); err != nil || len(r.Entries) != want {
			t.Errorf("of %d entries %d, %v", n, len(r.Entries), err)
		}
	}
	for _, selector := range []string{"[", "h9"} {
		if _, err := Read(parse(t, page), options(selector)); !errors.Is(err, ErrSelector) {
			t.Errorf("%q: %v", selector, err)
		}
	}
	if CheckSelector("p > a") != nil || CheckSelector("[") == nil {
		t.Error("a selector that cannot be read is not told from one that can")
	}
}

func TestAnAddressOfTelegramIsReadByItsPreview(t *testing.T) {
	for in, want := range map[string]string{
		"https://t.me/news": "https://t.me/s/news", "https://www.telegram.me/s/news/": "https://t.me/s/news",
		"http://TELEGRAM.dog/news/12": "https://t.me/s/news", "https://t.me/": "https://t.me/",
		"https://t.me/+abc": "https://t.me/+abc", "https://t.me/joinchat/x": "https://t.me/joinchat/x", "https://t.me/c/12": "https://t.me/c/12",
		"https://t.me/s": "https://t.me/s", "https://x.example/news": "https://x.example/news",
		"%zz": "%zz",
	} {
		if got := Address(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
