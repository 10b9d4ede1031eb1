package mail

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

const (
	returns = "Bounces@news.example.org"
	token   = "abcdefghij0123456789"
)

// dsn is a report as mail servers write it.
func dsn(to, status string, more ...string) string {
	return "Received: from mx.example.net by news.example.org; Wed, 11 Mar 2026 08:00:00 +0000\r\n" +
		"From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nTo: " + to + "\r\nSubject: Undelivered Mail\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b/1\"\r\n\r\n" +
		"This is a MIME message.\r\n--b/1\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b/1\r\n" +
		"Content-Type: message/delivery-status\r\n" + strings.Join(more, "") + "\r\n" + status +
		"\r\n--b/1\r\nContent-Type: message/rfc822\r\n\r\nSubject: Fjord news\r\n\r\nAction: failed\r\n--b/1--\r\n"
}

func status(action, code, diagnosis string) string {
	return "Reporting-MTA: dns; mx.example.net\r\nArrival-Date: Wed, 11 Mar 2026 08:00:00 +0000\r\n\r\n" +
		"Final-Recipient: rfc822; ola@example.net\r\nAction: " + action + "\r\nStatus: " + code + "\r\nDiagnostic-Code: smtp; " + diagnosis +
		"\r\n"
}

func TestAReportOfFailedDeliveryIsReadAndNothingElseIs(t *testing.T) {
	ours := "<bounces+" + token + "@news.example.org>"
	failed := status("failed", "5.1.1", "550 5.1.1 <ola@example.net>:\r\n User unknown")
	for name, test := range map[string]struct {
		message string
		hard    bool
		want    error
		besides []string
	}{
		"no such mailbox":   {message: dsn(ours, failed), hard: true},
		"in capitals":       {message: dsn(strings.ToUpper(ours), status("Failed", "5.1.1 (unknown user)", "x")), hard: true},
		"with a name":       {message: dsn(`"Fjord" `+ours, failed), hard: true},
		"switched off":      {message: dsn(ours, status("failed", "5.2.1", "disabled")), hard: true},
		"for no reason":     {message: dsn(ours, status("failed", "5.0.0", "blocked"))},
		"of the mailbox":    {message: dsn(ours, status("failed", "5.2.0", "mailbox"))},
		"full":              {message: dsn(ours, status("failed", "5.2.2", "over quota"))},
		"refused by policy": {message: dsn(ours, status("failed", "5.7.1", "spam"))},
		"given up":          {message: dsn(ours, status("failed", "4.4.1", "timed out"))},
		"an odd status":     {message: dsn(ours, status("failed", "5", "x"))},
		"in base64": {
			message: dsn(ours, base64.StdEncoding.EncodeToString([]byte(failed)), "Content-Transfer-Encoding: base64\r\n"),
			hard:    true,
		},
		"a delay":             {message: dsn(ours, status("delayed", "4.4.1", "x")), want: ErrDelayed},
		"a success":           {message: dsn(ours, status("delivered", "2.0.0", "x")), want: ErrDelayed},
		"without a status":    {message: dsn(ours, "nothing"), want: ErrNoReport},
		"somebody is away":    {message: "To: " + ours + "\r\nSubject: Away\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n", want: ErrNoReport},
		"no message":          {message: "", want: ErrNoReport},
		"to nobody of ours":   {message: dsn("<news@news.example.org>", failed), want: ErrNotOurs},
		"to another host":     {message: dsn("<bounces+"+token+"@b.example>", failed), want: ErrNotOurs},
		"a short token":       {message: dsn("<bounces+abc@news.example.org>", failed), want: ErrNotOurs},
		"delivered elsewhere": {message: dsn("<postmaster@news.example.org>", failed), hard: true, besides: []string{"", ours}},
		"in another header":   {message: "Delivered-To: " + ours + "\r\n" + dsn("undisclosed-recipients:;", failed), hard: true},
	} {
		b, err := ReadBounce(strings.NewReader(test.message), returns, test.besides...)
		if !errors.Is(err, test.want) || b.Hard != test.hard || err == nil && b.Token != token {
			t.Errorf("%s: %+v, %v", name, b, err)
		}
		if strings.ContainsAny(b.Why, "\r\n") || name == "no such mailbox" && !strings.Contains(b.Why, "User unknown") {
			t.Errorf("%s: %q", name, b.Why)
		}
	}
}

func TestAReturnAddressIsReadAsItWasMade(t *testing.T) {
	address := returnAddress("news@example.org", token)
	b, err := ReadBounce(strings.NewReader(dsn(address, status("failed", "5.1.1", ""))), "news@example.org")
	if err != nil || b.Token != token {
		t.Errorf("%s: %+v, %v", address, b, err)
	}
	if got := returnAddress("news", token) + returnAddress("news@example.org", "NO"); got != "" {
		t.Errorf("an address of nothing: %q", got)
	}
}

func FuzzReports(f *testing.F) {
	ours := "bounces+" + token + "@news.example.org"
	f.Add(dsn(ours, status("failed", "5.1.1", "x")))
	f.Add(dsn(ours, strings.Repeat("\r\n\r\n", 1000)))
	f.Add(dsn(ours, strings.Repeat("Action: ", 1000), "Content-Transfer-Encoding: base64\r\n"))
	f.Add("To: " + ours + "\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n--x\r\n--x--")
	f.Fuzz(func(t *testing.T, message string) {
		b, err := ReadBounce(strings.NewReader(message), returns)
		switch {
		case err == nil && (!isToken(b.Token) || !strings.Contains(strings.ToLower(message), b.Token)):
			t.Errorf("a token that it has not: %q", b.Token)
		case err != nil && b.Hard, len(b.Why) > longestWhy+3, strings.ContainsAny(b.Why, "\r\n\x00"):
			t.Errorf("%+v, %v", b, err)
		}
	})
}
