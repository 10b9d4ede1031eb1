package list

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func parse(t testing.TB, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Skip(err)
	}
	return doc
}

func options(selector string) Options {
	base, _ := url.Parse("https://mfa.example/en/press/")
	return Options{Base: base, Now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), Selector: selector}
}

func titles(r Result) string {
	var out []string
	for _, e := range r.Entries {
		out = append(out, e.At.Format("0102")+" "+e.Title)
	}
	return strings.Join(out, "; ")
}

func TestWhatMinistriesWriteIsRead(t *testing.T) {
	for name, tc := range map[string]struct{ page, want string }{
		"a box of day, month and year": {
			strings.Repeat("", 0) + `<ul><li><div class="d"><b>26</b><i>Nov</i><u>2026</u></div><div><a href="/1">The minister receives the envoy of Keld</a></div></li>
<li><div class="d"><b>24</b><i>Nov</i><u>2026</u></div><div><a href="/2">The minister speaks with the envoy of Marrow</a></div></li>
<li><div class="d"><b>21</b><i>Nov</i><u>2026</u></div><div><a href="/3">Consultations with Alborzna were opened</a></div></li></ul>`,
			"1126 The minister receives the envoy of Keld; 1124 The minister speaks with the envoy of Marrow; 1121 Consultations with Alborzna " +
				"were opened",
		},
		"days without a year": {
			`<div><p>26 Nov <a href="/1">The minister receives the envoy of Keld</a></p><p>2 Nov <a href="/2">The minister speaks with the envoy of Marrow</a></p>
<p>30 Dec <a href="/3">Consultations with Alborzna were opened</a></p></div>`,
			"1126 The minister receives the envoy of Keld; 1102 The minister speaks with the envoy of Marrow; 1230 Consultations with Alborzna " +
				"were opened",
		},
		"the month first, as one entry shows": {
			`<ul><li>11/05/2026 <a href="/1">The minister receives the envoy of Keld</a></li><li>11/03/2026 <a href="/2">The minister speaks with the envoy of Marrow</a></li>
<li>10/28/2026 <a href="/3">Consultations with Alborzna were opened</a></li></ul>`,
			"1105 The minister receives the envoy of Keld; 1103 The minister speaks with the envoy of Marrow; 1028 Consultations with Alborzna " +
				"were opened",
		},
		"the date in the title": {
			`<ul><li><a href="/1">26.11.2026 | The minister receives the envoy of Keld</a></li><li><a href="/2">24.11.2026 | The minister speaks with the envoy of Marrow</a></li>
<li><a href="/3">21.11.2026 | Consultations with Alborzna were opened</a></li></ul>`,
			"1126 The minister receives the envoy of Keld; 1124 The minister speaks with the envoy of Marrow; 1121 Consultations with Alborzna " +
				"were opened",
		},
		"the date in the address": {
			`<main><ul><li><a href="/2026/11/26/1">The minister receives the envoy of Keld</a></li><li><a href="/2026/11/24/2">The minister speaks with the envoy of Marrow</a></li>
<li><a href="/2026/11/21/3">Consultations with Alborzna were opened</a></li></ul></main>`,
			"1126 The minister receives the envoy of Keld; 1124 The minister speaks with the envoy of Marrow; 1121 Consultations with Alborzna " +
				"were opened",
		},
		"several of a day": {
			`<div><h3>26 November 2026</h3><ul><li><a href="/1">The minister receives the envoy of Keld</a></li><li><a href="/2">The minister speaks with the envoy of Marrow</a></li></ul>
<h3>21 November 2026</h3><ul><li><a href="/3">Consultations with Alborzna were opened</a></li></ul></div>`,
			"1126 The minister receives the envoy of Keld; 1126 The minister speaks with the envoy of Marrow; 1121 Consultations with Alborzna " +
				"were opened",
		},
	} {
		res, err := Read(parse(t, tc.page), options(""))
		if err != nil || titles(res) != tc.want {
			t.Errorf("%s: %v\n got %s\nwant %s", name, err, titles(res), tc.want)
		}
	}
}

func TestWhatIsNoListOfReportsIsNone(t *testing.T) {
	for name, page := range map[string]string{
		"a menu": `<nav><ul><li><a href="/1">About the ministry and its history</a></li><li><a href="/2">The minister and her ` +
			`deputies</a></li><li><a href="/3">Embassies and consulates abroad</a></li></ul></nav>`,
		"maintenance": `<h1>We will be back soon</h1><p>26 November 2026</p>`,
		"one article": `<article><h1>The minister receives the envoy</h1><time datetime="2026-11-26">26 November 2026</time><p>The ` +
			`minister received the envoy.</p><p><a href="/1">Read the statement of the ministry</a></p></article>`,
		"what is to come": `<h2>Upcoming events</h2><ul><li>3 December 2026 <a href="/1">Conference of the envoys in Keld</a></li><li>5 ` +
			`December 2026 <a href="/2">Consultations with Marrow on borders</a></li><li>9 December 2026 <a href="/3">Visit of the minister of ` +
			`Alborzna</a></li></ul>`,
		"nothing": ``,
	} {
		if res, err := Read(parse(t, page), options("")); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v, %s", name, err, titles(res))
		}
	}
}

func TestASelectorOverridesTheStructure(t *testing.T) {
	page := `<div class="x"><a href="/a">First statement of the ministry</a> 26 November 2026</div><p>other</p><div class="x"><a ` +
		`href="/b">Second statement of the ministry</a></div>`
	res, err := Read(parse(t, page), options("div.x"))
	if err != nil || len(res.Entries) != 2 || res.Entries[0].URL != "https://mfa.example/a" ||
		res.Entries[1].Title != "Second statement of the ministry" {
		t.Fatal(res, err)
	}
	if _, err := Read(parse(t, page), options("div.y")); !errors.Is(err, ErrSelector) {
		t.Error(err)
	}
	if err := CheckSelector("div["); err == nil {
		t.Error("a selector that cannot be read was taken")
	}
}

func TestAKnownShapeIsKept(t *testing.T) {
	list := func(class string, n int) string {
		var b strings.Builder
		b.WriteString(`<div class="` + class + `">`)
		for i := range n {
			b.WriteString(`<p>2` + string(rune('0'+i)) + ` November 2026 <a href="/` + class + string(rune('0'+i)) +
				`">Statement of the ministry on the crossing</a></p>`)
		}
		return b.String() + `</div>`
	}
	first, err := Read(parse(t, list("press", 4)), options(""))
	if err != nil {
		t.Fatal(err)
	}
	o := options("")
	o.Shape = first.Shape
	res, err := Read(parse(t, list("press", 2)+list("other", 6)), o)
	if err != nil || len(res.Entries) != 2 || res.Shape != first.Shape {
		t.Fatal(len(res.Entries), res.Shape, err)
	}
}

const channel = `<div class="tgme_channel_info_header_title"><span>Ministry of Keld</span></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="mfa_keld/11"><div class="tgme_widget_message_text">The minister received the envoy.<br/><br/>“We will talk,” she said.</div>
<a class="tgme_widget_message_date" href="https://t.me/mfa_keld/11"><time datetime="2026-11-26T09:00:00+00:00">09:00</time></a></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="mfa_keld/12"><a class="tgme_widget_message_forwarded_from">Forwarded from Other</a><div class="tgme_widget_message_text">Words of another channel altogether.</div><time datetime="2026-11-26T10:00:00+00:00"></time></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="mfa_keld/13"><a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">What it answers to, by somebody.</div></a><div class="tgme_widget_message_text">The answer of the ministry to it.</div><time datetime="2026-11-26T11:00:00+00:00"></time></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="mfa_keld/14"><a class="tgme_widget_message_photo_wrap"></a><time datetime="2026-11-26T12:00:00+00:00"></time></div></div>`

func TestAChannelGivesItsOwnWordsAlone(t *testing.T) {
	res, err := Read(parse(t, channel), options(""))
	if err != nil || res.Shape != "telegram" || res.Title != "Ministry of Keld" || len(res.Entries) != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	e := res.Entries[0]
	if e.URL != "https://t.me/mfa_keld/11" || e.Title != "The minister received the envoy." ||
		e.Text != "The minister received the envoy.\n\n“We will talk,” she said." || !e.Whole ||
		e.At.Format(time.RFC3339) != "2026-11-26T09:00:00Z" {
		t.Errorf("%+v", e)
	}
	if res.Entries[1].Text != "The answer of the ministry to it." {
		t.Errorf("%+v", res.Entries[1])
	}
}

func TestAChannelIsReadAtItsPreview(t *testing.T) {
	for link, want := range map[string]string{
		"https://t.me/mfa_keld": "https://t.me/s/mfa_keld", "https://t.me/s/mfa_keld": "https://t.me/s/mfa_keld",
		"http://telegram.me/mfa_keld/": "https://t.me/s/mfa_keld",
		"https://t.me/mfa_keld/12":     "https://t.me/s/mfa_keld", "https://t.me/+AbCd": "https://t.me/+AbCd",
		"https://t.me/joinchat/AbCd":   "https://t.me/joinchat/AbCd",
		"https://mfa.example/mfa_keld": "https://mfa.example/mfa_keld",
	} {
		if got := Address(link); got != want {
			t.Errorf("%s: %s", link, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(channel, "")
	f.Add(`<ul><li>26.11.2026 <a href="/1">Statement of the ministry</a></li><li>25.11.2026 <a href="/2">Statement of the `+
		`ministry</a><li>24/11/2026<a href=3>x`, "li")
	f.Add(`<dl><dt>Nov 26<dd><a href=?a>Some statement of it</a><dt>٢٠٢٦<table><caption>Termine`, "dt,dd:nth-child(2)")
	f.Fuzz(func(t *testing.T, page, selector string) {
		if len(page) > 1<<16 {
			return
		}
		res, err := Read(parse(t, page), options(selector))
		if err != nil {
			return
		}
		for _, e := range res.Entries {
			if e.Title == "" || e.URL == "" || strings.Contains(e.Title, "\n") {
				t.Errorf("%+v", e)
			}
		}
	})
}
