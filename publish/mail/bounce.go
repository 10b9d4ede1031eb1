package mail

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// Bounce is what a report of failed delivery says of a letter.
type Bounce struct {
	// Token is what the letter's return address held, so that a report is believed of
	// nobody else: see Config.Return.
	Token string
	Hard  bool   // the mailbox is not there, and will not be
	Why   string // status and diagnosis, for the log
}

// What a message that is no report of a failed letter is.
var (
	ErrNoReport = errors.New("it is no report of failed delivery (RFC 3464)")
	ErrDelayed  = errors.New("it reports a delay or a success, no failure")
	ErrNotOurs  = errors.New("it went to no return address of a letter of ours")
)

// The bounds of a report.
const (
	MaxReport     = 1 << 20
	mostParts     = 20
	mostGroups    = 50
	longestStatus = 64 << 10
	longestWhy    = 300
)

// ReadBounce reads a report. returns is the address that letters' return addresses are
// made of; besides are addresses that the report is known to have come to, where its own
// headers do not say.
func ReadBounce(r io.Reader, returns string, besides ...string) (Bounce, error) {
	m, err := mail.ReadMessage(bufio.NewReader(io.LimitReader(r, MaxReport)))
	if err != nil {
		return Bounce{}, fmt.Errorf("%w: %w", ErrNoReport, err)
	}
	b := Bounce{Token: tokenIn(m.Header, returns, besides)}
	if b.Token == "" {
		return b, ErrNotOurs
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || params["boundary"] == "" {
		return b, ErrNoReport // an answer by hand, or that somebody is away
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for range mostParts {
		part, err := parts.NextRawPart()
		if err != nil {
			break
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if kind == "message/delivery-status" || kind == "message/global-delivery-status" {
			return b, b.read(decoded(part, part.Header.Get("Content-Transfer-Encoding")))
		}
	}
	return b, ErrNoReport
}

func decoded(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	}
	return io.LimitReader(r, longestStatus)
}

// read takes what the fields of recipients say; the first group is of the message.
func (b *Bounce) read(r io.Reader) error {
	groups := textproto.NewReader(bufio.NewReader(r))
	found := ErrNoReport
	for range mostGroups {
		fields, err := groups.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(fields.Get("Action"))); action == "failed" {
			status := strings.TrimSpace(fields.Get("Status"))
			status, _, _ = strings.Cut(status, " ") // some explain it
			_, diagnosis, _ := strings.Cut(fields.Get("Diagnostic-Code"), ";")
			b.Hard = gone(status)
			b.Why = oneLine(status + " " + diagnosis)
			return nil
		} else if action != "" {
			found = ErrDelayed
		}
		if err != nil {
			break
		}
	}
	return found
}

// gone tells whether a status (RFC 3463) means that there is no such mailbox, for good:
// not that it is full, that a route is down, or that somebody's policy refuses us. Where
// a server gives no reason (5.0.0, 5.2.0), it may be any of them.
func gone(status string) bool {
	return slices.Contains([]string{"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}, status)
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if len(text) > longestWhy {
		text = strings.ToValidUTF8(text[:longestWhy], "") + "…"
	}
	return text
}

// tokenIn is the token of the return address that a report came to.
func tokenIn(h mail.Header, returns string, besides []string) string {
	local, host, _ := strings.Cut(strings.ToLower(returns), "@")
	if host == "" {
		return ""
	}
	try := func(address string) string {
		l, at, ok := strings.Cut(strings.ToLower(strings.Trim(address, " <>")), "@")
		token, ours := strings.CutPrefix(l, local+"+")
		if !ok || !ours || at != host || !isToken(token) {
			return ""
		}
		return token
	}
	for _, address := range besides {
		if token := try(address); token != "" {
			return token
		}
	}
	for _, name := range []string{"X-Original-To", "Delivered-To", "Envelope-To", "To"} {
		for _, value := range h[textproto.CanonicalMIMEHeaderKey(name)] {
			list, err := mail.ParseAddressList(value)
			if err != nil {
				list = []*mail.Address{{Address: value}}
			}
			for _, a := range list {
				if token := try(a.Address); token != "" {
					return token
				}
			}
		}
	}
	return ""
}

// A token is of lower-case letters and digits: servers fold case.
func isToken(token string) bool {
	return len(token) >= 16 && len(token) <= 64 &&
		!strings.ContainsFunc(token, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// returnAddress is where a letter's reports come to: news+TOKEN@example.org.
func returnAddress(returns, token string) string {
	local, host, ok := strings.Cut(returns, "@")
	if !ok || !isToken(token) {
		return ""
	}
	return local + "+" + token + "@" + host
}
