package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/publish/mail/simulator"
)

// bounceOf is a report that a letter could not be delivered, as mail servers write it.
func bounceOf(l simulator.Letter, status string) []byte {
	return fmt.Appendf(nil, "From: <MAILER-DAEMON@mx.example.net>\r\nTo: <%s>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"+
		"Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: %s\r\n\r\n--b--\r\n", l.From, l.To, status)
}

func TestABounceEndsTheLettersOfItsOwnReaderAlone(t *testing.T) {
	server := &simulator.Server{}
	h, site, _ := openLetters(t, server, "ola@example.net", "berit@example.net")
	h.config.Publish.Mail.Bounces = "bounces@example.org"
	letters, err := h.mailer()
	if err != nil {
		t.Fatal(err)
	}
	now := archiveNow
	h.now = func() time.Time { return now }
	if err := letters.watch(t.Context(), tellNobody(t)); err != nil {
		t.Fatal(err)
	}
	by := map[string]simulator.Letter{}
	for _, l := range server.Letters() {
		press(site, "POST", linkIn(t, l), "")
		by[l.To] = l
		if !strings.HasPrefix(l.From, "bounces+") || !strings.HasSuffix(l.From, "@example.org") {
			t.Errorf("a letter comes from %q", l.From)
		}
	}
	subscribed := func(address string) bool {
		c, err := h.store.Chat(context.Background(), "mail:"+address)
		return err == nil && c.Subscribed()
	}
	bounced := func(l simulator.Letter, status string) string {
		told, err := letters.bounced(t.Context(), bounceOf(l, status), "")
		if err != nil {
			t.Fatal(err)
		}
		return told
	}
	// A full mailbox is one no more on the fifth day, however often it is told on one.
	for day := range softDays {
		for range 3 {
			if !subscribed("berit@example.net") {
				t.Fatalf("gone on day %d", day+1)
			}
			if day == softDays-1 {
				break
			}
			bounced(by["berit@example.net"], "5.2.2")
		}
		now = now.AddDate(0, 0, 1)
	}
	now = now.AddDate(0, 0, -1)
	if told := bounced(by["berit@example.net"], "4.4.1"); subscribed("berit@example.net") {
		t.Error(told)
	}
	// Nobody ends another's letters: a guess, or one's own token with another's name.
	guess := by["ola@example.net"]
	guess.From = "bounces+" + strings.Repeat("a", 24) + "@example.org"
	bounced(guess, "5.1.1")
	other := by["berit@example.net"]
	other.To = "ola@example.net"
	bounced(other, "5.1.1")
	if !subscribed("ola@example.net") {
		t.Fatal("another ended the letters of ola")
	}
	if told, err := letters.bounced(t.Context(), []byte("To: <"+by["ola@example.net"].From+">\r\n\r\nI am away.\r\n"), ""); err != nil ||
		!strings.HasPrefix(told, "Left alone") || !subscribed("ola@example.net") {
		t.Errorf("who is away: %q, %v", told, err)
	}
	if told := bounced(by["ola@example.net"], "5.1.1"); subscribed("ola@example.net") || !strings.HasPrefix(told, "No more letters") {
		t.Error(told)
	}
	if err := letters.watch(t.Context(), tellNobody(t)); err != nil || subscribed("ola@example.net") {
		t.Error("the list brings it back", err)
	}
	if c, err := h.store.Chat(t.Context(), "mail:ola@example.net"); err != nil || c.State != attache.ChatGone {
		t.Errorf("%+v, %v", c, err)
	}
}
