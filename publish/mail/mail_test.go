package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/publish/mail/simulator"
)

const leave = "https://news.example.org/letters/leave/t0ken"

func openServer(t *testing.T, s *simulator.Server, change func(*Config)) *Client {
	t.Helper()
	if err := simulator.Listen(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		if p := s.Problems(); len(p) > 0 {
			t.Errorf("the server complains: %q", p)
		}
	})
	server, err := ParseServer(s.Address())
	if err != nil {
		t.Fatal(err)
	}
	c := Config{
		Server: server, From: "Fjord news <news@example.org>", Now: func() time.Time { return time.Date(2026, 3, 11, 7, 0, 0, 0, time.UTC) },
		Unsubscribe: func(context.Context, string) (string, error) { return leave, nil },
	}
	if change != nil {
		change(&c)
	}
	client, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

var brief = attache.Document{
	Blocks: []attache.Block{
		{Kind: attache.Heading, Spans: []attache.Inline{{Text: "Morning brief · 11 March\r\nBcc: x@evil.example", Style: attache.Bold}}},
		{Spans: []attache.Inline{{Text: "Переговоры <b>в Вене</b>", Href: "https://a.example/1?a=1&b=2"}}},
		{Kind: attache.Verbatim, Spans: []attache.Inline{{Text: "“" + strings.Repeat("We agree. ", 200) + "”"}}},
		{Kind: attache.Note, Spans: []attache.Inline{{Text: "."}}, Tight: true},
	},
	Buttons: [][]attache.Button{{{Label: "Archive", URL: "https://news.example.org/"}, {Label: "Latest", Command: "/latest"}}},
}

// parts are a letter's texts by their kind.
func parts(t *testing.T, l simulator.Letter) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(l.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("a letter of kind %q, %v", kind, err)
	}
	out := map[string]string{}
	r := multipart.NewReader(strings.NewReader(l.Body), params["boundary"])
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil || p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Fatal(err, p.Header)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		out[kind] = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
}

func TestALetterHasBothFormsAndAWayOutByOnePress(t *testing.T) {
	s := &simulator.Server{}
	c := openServer(t, s, nil)
	id, err := c.Send(t.Context(), "mail:ola@Example.NET", brief)
	if err != nil || id == "" {
		t.Fatal(err)
	}
	letters := s.Letters()
	if len(letters) != 1 {
		t.Fatalf("%d letters", len(letters))
	}
	l := letters[0]
	if l.To != "ola@example.net" || l.From != "news@example.org" || l.Header.Get("Message-Id") != "<"+id+">" ||
		l.Header.Get("List-Unsubscribe") != "<"+leave+">" || l.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" ||
		l.Header.Get("Bcc") != "" {
		t.Errorf("%s to %s: %v", l.From, l.To, l.Header)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(l.Header.Get("Subject"))
	if err != nil || subject != "Morning brief · 11 March Bcc: x@evil.example" {
		t.Errorf("subject %q, %v", subject, err)
	}
	p := parts(t, l)
	for _, want := range []string{
		"Переговоры <b>в Вене</b>\nhttps://a.example/1?a=1&b=2", "We agree. We agree.", "\n.\n",
		"Archive: https://news.example.org/", leave,
	} {
		if !strings.Contains(p["text/plain"], want) {
			t.Errorf("the text has no %q:\n%s", want, p["text/plain"])
		}
	}
	for _, want := range []string{
		`<a href="https://a.example/1?a=1&amp;b=2">Переговоры &lt;b&gt;в Вене&lt;/b&gt;</a>`, "We agree. We agree.",
		`<a href="` + leave + `">`,
	} {
		if !strings.Contains(p["text/html"], want) {
			t.Errorf("the page has no %q:\n%s", want, p["text/html"])
		}
	}
	for _, never := range []string{"<img", "<script", "/latest"} {
		if strings.Contains(p["text/html"]+p["text/plain"], never) {
			t.Errorf("the letter has %q", never)
		}
	}
}

func TestEveryRefusalIsObeyed(t *testing.T) {
	for name, test := range map[string]struct {
		fault simulator.Fault
		want  attache.SendFault
	}{
		"no such mailbox":        {simulator.Fault{At: "to", Reply: "550 5.1.1 No such user"}, attache.FaultGone},
		"a mailbox that is off":  {simulator.Fault{At: "to", Reply: "554 5.2.1 Disabled"}, attache.FaultGone},
		"found out at the end":   {simulator.Fault{At: "end", Reply: "550 5.1.1 No such user"}, attache.FaultGone},
		"a full mailbox":         {simulator.Fault{At: "to", Reply: "452 4.2.2 Full"}, attache.FaultRetry},
		"come again":             {simulator.Fault{At: "to", Reply: "450 4.2.0 Greylisted"}, attache.FaultRetry},
		"we are refused":         {simulator.Fault{At: "to", Reply: "550 5.7.1 Blocked for spam"}, attache.FaultPaused},
		"no relaying":            {simulator.Fault{At: "to", Reply: "550 Relaying denied"}, attache.FaultPaused},
		"the sender is refused":  {simulator.Fault{At: "from", Reply: "553 5.1.8 Sender unknown"}, attache.FaultPaused},
		"the letter is refused":  {simulator.Fault{At: "end", Reply: "554 5.6.0 Malformed"}, attache.FaultMalformed},
		"the server goes":        {simulator.Fault{At: "from", Reply: "421 4.3.2 Going down"}, attache.FaultRetry},
		"hung up before":         {simulator.Fault{At: "data"}, attache.FaultRetry},
		"hung up after":          {simulator.Fault{At: "end"}, attache.FaultRetry},
		"taken, the answer lost": {simulator.Fault{At: "end", Take: true}, attache.FaultRetry},
	} {
		s := &simulator.Server{}
		c := openServer(t, s, nil)
		s.Fail(test.fault)
		_, err := c.Send(t.Context(), "mail:ola@example.net", brief)
		e, ok := errors.AsType[*attache.SendError](err)
		if !ok || e.Fault != test.want {
			t.Errorf("%s: %v is fault %v, want %v", name, err, e, test.want)
		}
		first, err := c.Send(t.Context(), "mail:ola@example.net", brief)
		if err != nil {
			t.Errorf("%s: again: %v", name, err)
		}
		for _, l := range s.Letters() {
			if l.Header.Get("Message-Id") != "<"+first+">" {
				t.Errorf("%s: the letter and its repetition have different names", name)
			}
		}
	}
}

func TestAPasswordIsGivenAndAWrongOneTold(t *testing.T) {
	s := &simulator.Server{User: "news@example.org", Password: "geheim 1"}
	password := "geheim 1\n"
	c := openServer(t, s, func(c *Config) { c.Password = func() (string, error) { return password, nil } })
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := c.Send(t.Context(), "mail:ola@example.net", brief); err != nil {
		t.Error(err)
	}
	sent := base64.StdEncoding.EncodeToString([]byte("\x00news@example.org\x00wr0ng"))
	for _, password = range []string{"wr0ng", " "} {
		err := c.Check(t.Context())
		if e, ok := errors.AsType[*attache.SendError](err); !ok || e.Fault != attache.FaultAuth || strings.Contains(err.Error(), "wr0ng") ||
			strings.Contains(err.Error(), sent) {
			t.Errorf("%q: %v", password, err)
		}
	}
	if len(s.Letters()) != 1 {
		t.Errorf("%d letters", len(s.Letters()))
	}
}

func TestWhatIsNoAddressGetsNoLetter(t *testing.T) {
	s := &simulator.Server{}
	c := openServer(t, s, nil)
	for _, address := range []string{"mail:", "mail:x", "mail:a@b.example, c@d.example", "mail:a@b.example\r\nDATA", "telegram:1", "mail:<>"} {
		if _, err := c.Send(t.Context(), address, brief); err == nil {
			t.Errorf("%q got a letter", address)
		}
	}
	if len(s.Letters()) != 0 {
		t.Error("somebody got a letter")
	}
}

func TestAServerIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]Server{
		"mail.example.org:25": {"mail.example.org", 25, "", false}, "mail.example.org": {"mail.example.org", 587, "", false},
		"smtps://ola@mail.example.org": {"mail.example.org", 465, "ola", true}, "smtp://[::1]:2525": {"::1", 2525, "", false},
		"smtp://ola:geheim@x": {}, "": {}, "http://x": {}, "x:0": {}, "x:99999": {}, "x/y": {},
	} {
		got, err := ParseServer(text)
		if got != want || (err == nil) != (want != Server{}) || err != nil && strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

func FuzzALetterIsOneWhateverItSays(f *testing.F) {
	f.Add("Talks", "https://a.example/1")
	f.Add("\r\n.\r\nMAIL FROM:<x>", "javascript:x")
	f.Add("\xff</p><script>", "https://a.example/\"onclick=")
	f.Fuzz(func(t *testing.T, text, href string) {
		doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: text, Href: href}}}}}
		if s := subject(doc); strings.ContainsAny(s, "\r\n") || len(s) > longestSubject {
			t.Errorf("subject %q", s)
		}
		if page := HTML(doc, leave); strings.Contains(page, "<script") || strings.Count(page, "<html") != 1 {
			t.Errorf("page %q", page)
		}
	})
}
