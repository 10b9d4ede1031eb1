package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/bot"
	"attache/publish/mail/simulator"
)

// openLetters is an archive whose list is sent to a simulated server.
func openLetters(t *testing.T, server *simulator.Server, list ...string) (h *app, site http.Handler, letters *mailing) {
	t.Helper()
	if err := simulator.Listen(t.Context(), server); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		if p := server.Problems(); len(p) > 0 {
			t.Errorf("the server complains: %q", p)
		}
	})
	h, site = openArchive(t, 30, func(c *config) {
		c.Publish.Mail = mailConfig{SMTP: server.Address(), From: "Fjord news <news@example.org>", List: list, Schedule: "06:00"}
	})
	letters, err := h.mailer()
	if err != nil {
		t.Fatal(err)
	}
	return h, site, letters
}

func press(site http.Handler, method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

var confirmLink = regexp.MustCompile(regexp.QuoteMeta(archiveBase) + `(/mail/confirm/[\w-]+)`)

// linkIn is the path of a link in a letter. Quoted-printable breaks lines.
func linkIn(t *testing.T, l simulator.Letter) string {
	t.Helper()
	found := confirmLink.FindStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(l.Body, "=\r\n", ""), "=3D", "="))
	if found == nil {
		t.Fatalf("no link to confirm in\n%s", l.Body)
	}
	return found[1]
}

func tellNobody(t *testing.T) func(context.Context, string) error {
	return func(_ context.Context, text string) error {
		t.Errorf("the operators were told %q", text)
		return nil
	}
}

func tellInto(n *int) func(context.Context, string) error {
	return func(context.Context, string) error {
		*n++
		return nil
	}
}

// faultIn is the fault of a send; nil where there is none.
func faultIn(err error) *attache.SendError {
	e, _ := errors.AsType[*attache.SendError](err) // nil
	return e
}

func TestLettersComeToWhoConfirmsUntilTheyLeaveByOnePress(t *testing.T) {
	server := &simulator.Server{}
	h, site, letters := openLetters(t, server, "ola@example.net", "Berit <berit@example.net>")
	state := func(address string) *attache.Chat {
		c, err := h.store.Chat(t.Context(), "mail:"+address)
		if err != nil {
			t.Fatal(err)
		}
		return &c
	}
	for range 3 { // who was asked is not asked again
		if err := letters.watch(t.Context(), tellNobody(t)); err != nil {
			t.Fatal(err)
		}
	}
	if len(server.Letters()) != 2 || state("ola@example.net").Subscribed() {
		t.Fatalf("%d letters, and %+v", len(server.Letters()), state("ola@example.net"))
	}
	confirm := linkIn(t, server.Letters()[1]) // in the order of their addresses
	if w := ask(site, http.MethodGet, confirm); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `method="post"`) ||
		state("ola@example.net").Subscribed() {
		t.Errorf("looking at the link answers %d", w.Code)
	}
	if w := press(site, http.MethodPost, confirm, ""); w.Code != http.StatusOK || !state("ola@example.net").Subscribed() ||
		state("berit@example.net").Subscribed() {
		t.Errorf("confirming answers %d: %+v", w.Code, state("ola@example.net"))
	}
	if next := state("ola@example.net").NextSlot; !next.Equal(time.Date(2026, 3, 12, 6, 0, 0, 0, time.UTC)) {
		t.Errorf("the next letter is due at %v", next)
	}
	doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: "Morning brief"}}}}}
	if _, err := letters.Send(t.Context(), "mail:ola@example.net", doc); err != nil {
		t.Fatal(err)
	}
	l := server.Letters()[2]
	leave := strings.TrimSuffix(strings.TrimPrefix(l.Header.Get("List-Unsubscribe"), "<"+archiveBase), ">")
	if w := ask(site, http.MethodGet, leave); w.Code != http.StatusOK || !state("ola@example.net").Subscribed() {
		t.Errorf("looking at the way out answers %d", w.Code)
	}
	for range 2 {
		w := press(site, http.MethodPost, leave, "List-Unsubscribe=One-Click")
		if c := state("ola@example.net"); w.Code != http.StatusOK || c.Subscribed() {
			t.Errorf("leaving answers %d: %+v", w.Code, c)
		}
	}
	if err := letters.watch(t.Context(), tellNobody(t)); err != nil || state("ola@example.net").Subscribed() || len(server.Letters()) != 3 {
		t.Errorf("who left is back: %+v, %v", state("ola@example.net"), err)
	}
}

func TestLinksOfLettersAreNobodyElses(t *testing.T) {
	server := &simulator.Server{}
	_, site, letters := openLetters(t, server, "ola@example.net")
	if err := letters.watch(t.Context(), tellNobody(t)); err != nil {
		t.Fatal(err)
	}
	confirm := linkIn(t, server.Letters()[0])
	for target, want := range map[string]int{
		"/mail/confirm/" + strings.Repeat("A", 24): 404, strings.Replace(confirm, "confirm", "leave", 1): 404, "/mail/leave/x": 404,
		"/mail/leave/" + url.PathEscape("../x"): 404,
		"/mail/":                                404, "/stories/x": 405, "/mail/other/x": 404,
	} {
		if w := press(site, http.MethodPost, target, "List-Unsubscribe=One-Click"); w.Code != want && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s answers %d, want %d", target, w.Code, want)
		}
	}
	if w := press(site, http.MethodPost, confirm, strings.Repeat("x=1&", 4000)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a large form is answered %d", w.Code)
	}
	_, other := openArchive(t, 0, nil)
	if w := press(other, http.MethodPost, confirm, ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("an archive without letters answers %d", w.Code)
	}
}

func TestAMailboxThatRefusesLettersGetsNoMoreAndAServerThatDoesIsToldOnce(t *testing.T) {
	server := &simulator.Server{}
	h, _, letters := openLetters(t, server, "gone@example.net", "ola@example.net")
	server.Fail(simulator.Fault{At: "to", To: "gone@example.net", Reply: "550 5.1.1 No such user"})
	if err := letters.watch(t.Context(), tellNobody(t)); err != nil {
		t.Fatal(err)
	}
	if c, err := h.store.Chat(t.Context(), "mail:gone@example.net"); err != nil || c.State != attache.ChatGone || len(server.Letters()) != 1 {
		t.Errorf("%+v, %v, %d letters", c, err, len(server.Letters()))
	}
	server.Fail(simulator.Fault{At: "from", Reply: "550 5.7.1 Blocked"})
	doc := attache.Document{Blocks: []attache.Block{{Spans: []attache.Inline{{Text: "Morning brief"}}}}}
	_, err := letters.Send(t.Context(), "mail:ola@example.net", doc)
	if e := faultIn(err); e == nil || e.Fault != attache.FaultRate || e.RetryAfter != troubleWait {
		t.Errorf("a server's refusal is %v", err)
	}
	told := 0
	for range 3 {
		if err := letters.watch(t.Context(), tellInto(&told)); err != nil {
			t.Fatal(err)
		}
	}
	if told != 1 {
		t.Errorf("the operators were told %d times", told)
	}
}

func TestWhoIsOffTheListGetsNothingMoreAndIsBackWithIt(t *testing.T) {
	server := &simulator.Server{}
	h, site, letters := openLetters(t, server, "ola@example.net")
	watch := func() attache.ChatState {
		t.Helper()
		if err := letters.watch(t.Context(), tellNobody(t)); err != nil {
			t.Fatal(err)
		}
		c, err := h.store.Chat(t.Context(), "mail:ola@example.net")
		if err != nil {
			t.Fatal(err)
		}
		return c.State
	}
	watch()
	press(site, http.MethodPost, linkIn(t, server.Letters()[0]), "")
	for _, step := range []struct {
		list []string
		want attache.ChatState
	}{{[]string{"ola@example.net"}, attache.ChatActive}, {[]string{"berit@example.net"}, attache.ChatStopped},
		{[]string{"ola@example.net"}, attache.ChatActive}} {
		h.config.Publish.Mail.List = step.list
		if got := watch(); got != step.want {
			t.Errorf("with the list %v it is %s, want %s", step.list, got, step.want)
		}
	}
	h.config.Publish.Mail.List = textList{writeFile(t, "list",
		"# readers\nola@example.net # the first\n\nBerit <berit@example.net>\nola@example.net\n")}
	if got, err := h.config.Publish.Mail.addresses(); err != nil || strings.Join(got, " ") != "ola@example.net berit@example.net" {
		t.Errorf("the file says %v, %v", got, err)
	}
}

func TestALetterHasNoCommandsAndAnEditionWithoutStoriesIsNone(t *testing.T) {
	h, _, _ := openLetters(t, &simulator.Server{}, "ola@example.net")
	layout := h.layout()
	e := attache.Edition{ID: "e1", Sections: []attache.Section{{Items: []attache.Item{{StoryID: "s1", Headline: "Talks",
		URL: "https://wire.example/1"}}}}}
	for _, id := range []string{"mail:ola@example.net", "facebook:1048"} {
		if doc := layout(attache.Edition{ID: "e0"}, attache.Chat{ID: id}, attache.Limits{}); len(doc.Blocks) > 0 {
			t.Errorf("%s is told that there is nothing", id)
		}
		if doc := layout(e, attache.Chat{ID: id, Kind: attache.Channel}, attache.Limits{}); len(doc.Blocks) == 0 {
			t.Errorf("%s is told nothing", id)
		}
	}
	if doc := layout(attache.Edition{ID: "e0"}, attache.Chat{ID: "telegram:1"}, attache.Limits{}); len(doc.Blocks) == 0 ||
		bot.Scheme("telegram:1") == "" {
		t.Error("a chat is not told that there is nothing")
	}
}
