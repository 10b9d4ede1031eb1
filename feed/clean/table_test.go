package clean

import (
	"net/url"
	"strings"
	"testing"
)

func TestNoticesAreWhatHalfOfTheLettersSay(t *testing.T) {
	const notice, report = "Please log in to read this", "Talks went on for days now." // 26 and 27 code points
	for _, c := range []struct {
		rule, text string
		want       bool
	}{
		{"a notice alone", notice, true},
		{"half of it", notice + "\n\n" + strings.Repeat("x", 26), true},
		{"a letter more than half is a report", notice + "\n\n" + report, false},
		{"letters, not bytes", notice + "\n\n" + strings.Repeat("я", 26), true},
		{"a report", report, false},
		{"nothing", "", false},
		{"typographic apostrophes", "Cette page n’existe plus", true},
		{"capitals", "ACCESS DENIED", true},
		{"another language", "Страница не найдена", true},
		{"Chinese", "您访问的页面不在", true},
	} {
		if got := Notice(c.text); got != c.want {
			t.Errorf("%s: %v", c.rule, got)
		}
	}
}

func TestWhatStandsBehindAPaywallsNoticeIsItsOffer(t *testing.T) {
	const report, notice, offer = "Talks went on for days.", "Subscribe to continue reading", "Only 5 a month"
	long := notice + strings.Repeat("x", 700-len(notice))
	for _, c := range []struct{ rule, text, want string }{
		{"a notice and its offer at the end", report + "\n\n" + notice + "\n\n" + offer, report},
		{"a notice alone", notice, ""},
		{"a notice before a report stays", notice + "\n\n" + report + report, notice + "\n\n" + report + report},
		{"no notice", report + "\n\n" + offer, report + "\n\n" + offer},
		{"a paragraph of 700 code points is one", report + "\n\n" + long, report},
		{"a longer one is text", report + "\n\n" + long + "x", report + "\n\n" + long + "x"},
	} {
		if got := WithoutNotices(c.text); got != c.want {
			t.Errorf("%s: %.80q", c.rule, got)
		}
	}
}

func TestHeadingsAndCountersAreKnownWhole(t *testing.T) {
	for heading, want := range map[string]bool{
		"Related": true, "» RELATED  articles:": true, "Editor’s picks": true, "читайте также:": true, "相关新闻": true, "Related talks": false,
		"":               false,
		"log in to read": false, "views": false, "[announce]": false, "# what pages say": false,
	} {
		if Announces(heading) != want {
			t.Errorf("%q announces other news: %v", heading, !want)
		}
	}
	for text, want := range map[string]bool{
		"Views: 1,234": true, "1234 просмотра": false, "1 234 просмотров": true, "调 浏览次数：12": false, "浏览次数：12": true, "Views": false, "12": false,
		"Views of 12": false, "مشاهدات ١٢": true, "related 5": false, "": false,
	} {
		if Counter(text) != want {
			t.Errorf("%q counts readers: %v", text, !want)
		}
	}
	for section, least := range map[string]int{"notice": 300, "announce": 150, "counter": 50} {
		list := phrases(section)
		if len(list) < least {
			t.Errorf("%d phrases of %s", len(list), section)
		}
		for _, p := range list {
			if p == "" || p != strings.ToLower(p) || strings.ContainsAny(p[:1], "#[") {
				t.Errorf("%s: %q", section, p)
			}
		}
	}
	if len(phrases("none")) > 0 {
		t.Error("a section that is not there has phrases")
	}
}

func TestAStyleKeepsWhatOnlyChangesItsOwnElement(t *testing.T) {
	for in, want := range map[string]string{
		"color: red":                  "color: red;",
		"color:red;;  width : 3px ":   "color: red; width: 3px ;",
		"COLOR: Red":                  "COLOR: Red;",
		"position: fixed; color: red": "color: red;",
		"color:":                      "",
		"color red":                   "",
		"color: a:b":                  "",
		"background: url( https://x.example/i ) red": "background: red;",
		"background: url(x)":                         "",
		"border: 1px solid #fFf":                     "border: 1px solid #fFf;",
		"border-left: 2.5em dashed rgb(1,2,3)":       "border-left: 2.5em dashed rgb(1,2,3);",
		"margin: 10 % auto":                          "margin: 10 % auto;",
		"margin: 10000px":                            "",
		"padding: inherit":                           "",
		"margin-top: 12cm 1ex 1in 1mm 1pc 1pt":       "margin-top: 12cm 1ex 1in 1mm 1pc 1pt;",
		"outline: none":                              "",
		"font-family: 'A b', \"C d\"":                "font-family: 'A b', \"C d\";",
		"font-family: 'A(b'":                         "",
		"color: red\\":                               "",
		"color: " + strings.Repeat("a", 4089):        "color: " + strings.Repeat("a", 4089) + ";",
		"color: " + strings.Repeat("a", 4090):        "",
		"float: left; clear: both; direction: rtl":   "float: left; clear: both; direction: rtl;",
	} {
		if got := style(in); got != want {
			t.Errorf("%.60q became %.60q, want %.60q", in, got, want)
		}
	}
}

func TestALinkIsMadeAbsoluteUnlessItsSchemeCouldRunSomething(t *testing.T) {
	base, _ := url.Parse("https://ana.example/news/1")
	for in, want := range map[string]string{
		"a": "https://ana.example/news/a", "/a?b#c": "https://ana.example/a?b#c", "": "", " ../a ": "https://ana.example/a",
		"//x.example/a":      "https://x.example/a",
		"HTTP://x.example/a": "HTTP://x.example/a", "mailto:a@x.example": "mailto:a@x.example", "tel:123": "tel:123", "javascript:x": "",
		"JavaScript:x": "",
		"vbscript:x":   "", "data:x": "", "about:blank": "", "java\x01script:x": "", "java\x7fscript:x": "",
		"http://x y.example/%zz": "http://x%20y.example/%zz",
		"javascript:%zz":         "", "a/b:%zz": "a/b:%zz", "a?b:%zz": "https://ana.example/news/a?b:%zz", "%zz": "%zz", "a b:%zz c": "",
		"a\x01\x7fb": "https://ana.example/news/ab",
	} {
		if got := Link(in, base); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := Link("a/../b", nil); got != "a/../b" {
		t.Errorf("without a base it became %q", got)
	}
	relative, _ := url.Parse("/x")
	for _, c := range []struct {
		base      *url.URL
		ref, want string
	}{
		{base, " b ", "https://ana.example/news/b"},
		{nil, " b ", "b"},
		{relative, "b", "b"},
		{base, "%zz", "%zz"},
		{base, "ftp://x.example/%61", "ftp://x.example/%61"},
	} {
		if got := Resolve(c.base, c.ref); got != c.want {
			t.Errorf("%q is resolved to %q, want %q", c.ref, got, c.want)
		}
	}
}

func TestReferencesStayAndBareAmpersandsAreEscaped(t *testing.T) {
	for in, want := range map[string]string{
		"a": "a", "&": "&amp;", "&;": "&amp;;", "&a;": "&amp;a;", "&lt;b&gt;": "&lt;b&gt;", "&amp;": "&amp;", "&#X41;": "&#x41;",
		"&#65;":            "&#65;",
		"&#39;&#34;&apos;": "'\"&apos;", "&#128;": "&#x20ac;", "&#x9F;": "&#x178;", "&#x80;": "&#x20ac;", "&#127;": "&#127;", "&#159;": "&#x178;",
		"&#160;": "&#160;",
		"&ltx;":  "&amp;ltx;", "&notit;": "&amp;notit;", "&am p;": "&amp;am p;", "<": "&lt;",
		"&" + strings.Repeat("a", 38) + ";":    "&amp;" + strings.Repeat("a", 38) + ";",
		"&CounterClockwiseContourIntegral;x":   "&CounterClockwiseContourIntegral;x",
		"&" + strings.Repeat("0", 50):          "&amp;" + strings.Repeat("0", 50),
		"&#" + strings.Repeat("0", 35) + "65;": "&#" + strings.Repeat("0", 35) + "65;",
		"&#" + strings.Repeat("0", 36) + "65;": "&amp;#" + strings.Repeat("0", 36) + "65;",
	} {
		if got := Escape(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	for n := 0x80; n <= 0x9f; n++ {
		if r := windows["&#"+itoa(n)+";"]; !strings.HasPrefix(r, "&#x") || windows["&#x"+hex(n)+";"] != r {
			t.Errorf("%#x is %q", n, r)
		}
	}
	if len(windows) != 64 {
		t.Errorf("%d of Windows' numbers", len(windows))
	}
}

func itoa(n int) string {
	return string(rune('0'+n/100)) + string(rune('0'+n/10%10)) + string(rune('0'+n%10))
}

func hex(n int) string { return string("0123456789abcdef"[n/16]) + string("0123456789abcdef"[n%16]) }

func TestPlainTextThatIsHTMLIsKnown(t *testing.T) {
	for in, want := range map[string]bool{
		"plain": false, "a < b": false, "<b>x</b>": true, "<b>x": false, "AT&amp;T": true, "AT&T": false, "a &copy; b": true,
		"a &bogus; b":  false,
		"<foo>x</foo>": false, "x</b>": true, "x</foo>": false, "<plaintext></b>": false, "&copy; <foo>": false, "&copy; &bogus;": false,
		"&": false, "&#65;": true,
		"a & b </p>": true, "a &am p; </p>": true,
	} {
		if Looks(in) != want {
			t.Errorf("%q looks like HTML: %v", in, !want)
		}
	}
}

func TestEveryVocabularyHasItsOwnElementsAndAttributes(t *testing.T) {
	for in, want := range map[string]string{
		`<mi>x</mi>`: `x`,
		`<math><b>x</b><mi mathcolor=red r=1>y</mi></math>`: `<math xmlns="http://www.w3.org/1998/Math/MathML">x<mi ` +
			`mathcolor="red">y</mi></math>`,
		`<svg><p>x</p><rect R=1 title=t RX=2 /></svg><p>y</p>`: `<svg xmlns="http://www.w3.org/2000/svg">x<rect r="1" ` +
			`rx="2"></rect></svg><p>y</p>`,
		`<svg><svg></svg><p>x</p></svg><p>y</p>`: `<svg xmlns="http://www.w3.org/2000/svg"><svg ` +
			`xmlns="http://www.w3.org/2000/svg"></svg>x</svg><p>y</p>`,
		`<svg/><p>y</p>`:           `<svg xmlns="http://www.w3.org/2000/svg"></svg><p>y</p>`,
		`<svg><math></math></svg>`: `<svg xmlns="http://www.w3.org/2000/svg"></svg>`,
		`</svg><p>y</p>`:           `</svg><p>y</p>`,
		`<svg><linearGradient gradientTransform=x /></svg>`: `<svg xmlns="http://www.w3.org/2000/svg"><linearGradient ` +
			`gradientTransform="x"></linearGradient></svg>`,
		`<svg><a xlink:title=x xlink:href="/y">z</a></svg>`: `<svg xmlns="http://www.w3.org/2000/svg"><a ` +
			`xlink:href="https://ana.example/y" xlink:title="x" xmlns:xlink="http://www.w3.org/1999/xlink">z</a></svg>`,
		`<p/>x`:                                 `<p></p>x`,
		`<script/>x`:                            `x`,
		`<applet><applet>x</applet>y</applet>z`: `z`,
		`<applet><b>x</b></applet><b>z</b>`:     `<b>z</b>`,
		`<template>x</template>z`:               `z`,
		`</br>x</hr>`:                           `x`,
		`<p id=1 id=2 class=c>x`:                `<p class="c" id="1">x`,
		`<p title="&amp;<>&quot;">x`:            `<p title="&amp;&lt;&gt;&quot;">x`,
		"<p>a\r\nb":                             "<p>a\nb",
		` <p>a `:                                `<p>a`,
		` a `:                                   `a`,
	} {
		base, _ := url.Parse("https://ana.example/1")
		if got := HTML(in, base); got != want {
			t.Errorf("%q\n became %q\n want   %q", in, got, want)
		}
	}
	many := "<p"
	names := strings.Fields("abbr accept accesskey action align alt axis background balance bgcolor border cellpadding cellspacing ch " +
		"char charoff charset " +
		"checked cite class clear color cols colspan compact coords data datetime default delay dir disabled draggable end face for form " +
		"frame headers " +
		"height hidden high href hreflang hspace icon id ismap label lang list loop low lowsrc max media method min name nohref noshade " +
		"nowrap open " +
		"optimum pattern ping prompt rel")
	for _, name := range names {
		many += " " + name + "=1"
	}
	if got := strings.Count(HTML(many+">t", nil), "="); len(names) < 65 || got != 64 {
		t.Errorf("of %d attributes %d stay", len(names), got)
	}
	for lower, want := range map[string]string{
		"baseprofile": "baseProfile", "viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio", "gradientunits": "gradientUnits",
		"gradienttransform": "gradientTransform", "markerheight": "markerHeight", "markerunits": "markerUnits", "markerwidth": "markerWidth",
		"pathlength": "pathLength", "refx": "refX", "refy": "refY", "zoomandpan": "zoomAndPan", "lineargradient": "linearGradient",
		"radialgradient": "radialGradient", "width": "width",
	} {
		if spelled(lower) != want || want != lower && !svgAttributes[lower] && !svgElements[lower] {
			t.Errorf("%s is spelled %s", lower, spelled(lower))
		}
	}
}

func TestWhichElementsMakeParagraphsAndWhichAreSilent(t *testing.T) {
	for name := range strings.FieldsSeq(`p div section article blockquote pre h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr figure header footer main aside nav
		hr address center details summary`) {
		if got := Text("a<" + name + ">b</" + name + ">c"); got != "a\n\nb\n\nc" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for name := range strings.FieldsSeq(`script style template noscript iframe object svg math head select button textarea figcaption ` +
		`audio video canvas form`) {
		if got := Text("a<" + name + ">b<i>x</i></" + name + ">c"); got != "a\n\nc" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for in, want := range map[string]string{
		"<object>a<object>b</object>c</object>d": "d", "<object/>a": "a", "<b>a</b><span>b</span>": "ab", "a<th>b</th>": "a b",
		"<br>a<br>b<p>c<br>d": "a b\n\nc d",
		"a<br>b<br>c":         "a b c", "a<br><br>b<br>c": "a\n\nb c", "a<br>\n<br>b": "a\n\nb", "<b>a\u2060b\ufeff\x01c</b>": "abc",
		"<b>\ufffda\ufffd</b>": "a\ufffd",
		"<button>x</button>a":  "a", "</p>a": "a", "<object>a</p>b</object>c": "c",
	} {
		if got := Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := Line("<p>a</p> <p>b &amp;\nc</p>"); got != "a b & c" {
		t.Errorf("a line: %q", got)
	}
	if got := Paragraphs("a\nb\n \n\nc  d\n"); got != "a b\n\nc d" {
		t.Errorf("paragraphs: %q", got)
	}
	if got := Text("<p>" + strings.Repeat("x", 1<<21) + "</p>"); len(got) < 1<<20 {
		t.Errorf("of a long text %d bytes stay", len(got))
	}
}

func TestATailIsOnlyWhatIsShortAndStandsAtTheEnd(t *testing.T) {
	const text = "The envoys met in Vienna."
	tail := func(n int) string { return "Subscribe to" + strings.Repeat(" x", (n-12)/2) } // an even number of code points
	for _, c := range []struct{ rule, in, want string }{
		{"280 code points are one", text + "\n\n" + tail(280), text},
		{"more are text", text + "\n\n" + tail(282), text + "\n\n" + tail(282)},
		{"in the last paragraph too", text + " " + tail(280), text},
		{"and more are text there too", text + " " + tail(282), text + " " + tail(282)},
		{"a paragraph in the middle goes", text + "\n\nFollow us on X\n\n" + text, text + "\n\n" + text},
		{
			"a sentence in the middle stays", text + " Follow us on X. " + strings.Repeat(text+" ", 12) + text,
			text + " Follow us on X. " + strings.Repeat(text+" ", 12) + text,
		},
		{"one after the other", text + " Follow us on X. Read more: talks", text},
		{"the last paragraph is nothing else", text + "\n\n“(Photo: A. Lind)", text + "\n\n“(Photo: A. Lind)"},
		{"between bars", text + " | Follow us on X | Tags: talks", text},
		{"behind a closing mark", "“They met.” Follow us on X", "“They met.”"},
		{"Chinese without a blank", "会谈结束。编辑：王", "会谈结束。"},
		{"English without a blank", "They met.Follow us on X", "They met.Follow us on X"},
		{"nothing but tails stays", "Follow us on X\n\nTags: talks", "Follow us on X\n\nTags: talks"},
		{"a bare word", text + "\n\n— Advertisement —", text},
		{"a bare word in a sentence stays", text + "\n\nAdvertisement of talks", text + "\n\nAdvertisement of talks"},
	} {
		if got := Tails(c.in); got != c.want {
			t.Errorf("%s: %.90q", c.rule, got)
		}
	}
}
