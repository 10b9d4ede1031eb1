// Package mail sends editions as letters over SMTP, one to each subscriber of a list.
// In come documents, out go letters in plain text and HTML with a way to unsubscribe
// by one press (RFC 8058); every failure is an *attache.SendError whose Fault says
// what to do. An address that the server refuses for good is FaultGone.
//
// A server that took a letter and whose answer was lost gets it again: SMTP has no
// other way. Both have one Message-ID, by which a mailbox can tell.
package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"attache"
	"attache/publish"
)

// Scheme is what a subscriber's address begins with.
const Scheme = "mail"

// Server is where letters are handed over.
type Server struct {
	Host string
	Port int
	User string // "" is the sender's address, where there is a password
	TLS  bool   // from the start; else STARTTLS
}

// ParseServer reads "mail.example.org:587", "smtp://user@mail.example.org" (STARTTLS,
// port 587) or "smtps://mail.example.org" (TLS, port 465).
func ParseServer(address string) (Server, error) {
	bad := fmt.Errorf("%q is no mail server; write it like mail.example.org:587 or smtps://user@mail.example.org", attache.PublicURL(address))
	if !strings.Contains(address, "://") {
		address = "smtp://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return Server{}, bad
	}
	if _, has := u.User.Password(); has {
		return Server{}, errors.New("a password does not belong into the address of a mail server; publish.mail.password_file names a file " +
			"with it")
	}
	s := Server{
		Host: u.Hostname(), User: u.User.Username(), TLS: u.Scheme == "smtps",
		Port: map[string]int{"smtp": 587, "smtps": 465}[u.Scheme],
	}
	if port := u.Port(); port != "" {
		if s.Port, err = strconv.Atoi(port); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, bad
		}
		s.TLS = s.TLS || s.Port == 465
	}
	return s, nil
}

// here tells whether the server is this machine: what goes there does not travel.
func (s Server) here() bool {
	a, err := netip.ParseAddr(s.Host)
	return s.Host == "localhost" || err == nil && a.IsLoopback()
}

// longestAddress is how many bytes an address has at most: it is a part of the keys
// of stores.
const longestAddress = 200

// CheckAddress gives an address as it is written in letters, or says what is wrong.
func CheckAddress(text string) (address string, err error) {
	a, err := mail.ParseAddress(strings.TrimSpace(text))
	if err != nil || len(a.Address) > longestAddress || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", fmt.Errorf("%q is no mail address", text)
	}
	local, host, _ := strings.Cut(a.Address, "@")
	return local + "@" + strings.ToLower(host), nil
}

// Config is what a client needs. Server, From and Unsubscribe are required.
type Config struct {
	Server   Server
	From     string                 // address, or Name <address>
	Password func() (string, error) // nil: the server asks for none
	// Unsubscribe gives the address of a page where a subscriber leaves the list.
	Unsubscribe func(ctx context.Context, address string) (string, error)
	// Returns is the address to which reports of failed delivery come, with a token of
	// the subscriber's after a plus sign: news+TOKEN@example.org. "" is From, as it is.
	Returns string
	// Return gives that token, of lower-case letters and digits, at least 16.
	Return func(ctx context.Context, address string) (token string, err error)
	List   string // what the list is called; "" is Attaché
	TLS    *tls.Config
	Now    func() time.Time
	Logger *slog.Logger
}

// Client sends letters. It is safe for concurrent use; each letter has a connection
// of its own.
type Client struct {
	Config
	from string // the address alone
}

// New makes a client; its error says what of the configuration is wrong.
func New(c Config) (*Client, error) {
	a, err := mail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("%q is no sender; write an address, or a name with one: News <news@example.org>", c.From)
	}
	if c.List == "" {
		c.List = "Attaché"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Client{Config: c, from: a.Address}, nil
}

// Limits are what a letter holds: anything that an edition may be.
func (c *Client) Limits() attache.Limits { return attache.Limits{} }

// Send sends a document to a subscriber and returns the letter's Message-ID. One
// without blocks has nothing to say, and is not sent.
func (c *Client) Send(ctx context.Context, address string, doc attache.Document) (messageID string, err error) {
	to, ok := strings.CutPrefix(address, Scheme+":")
	if to, err = CheckAddress(to); err != nil || !ok {
		return "", &attache.SendError{Fault: attache.FaultGone, Err: fmt.Errorf("mail: %.80q is no mail address", address)}
	}
	if len(doc.Blocks) == 0 {
		return "", nil
	}
	leave, err := c.Unsubscribe(ctx, to)
	if err != nil {
		return "", &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("mail: the way to unsubscribe cannot be made: %w", err)}
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	m.Subject(subject(doc))
	m.SetGenHeader("List-Unsubscribe", "<"+leave+">")
	m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	m.SetGenHeader("List-Id", c.listID())
	m.SetGenHeader("Precedence", "bulk")
	text, page := Text(doc, leave), HTML(doc, leave)
	m.SetBodyString(gomail.TypeTextPlain, text)
	m.AddAlternativeString(gomail.TypeTextHTML, page)
	return c.send(ctx, m, to, attache.TextHash(to, text))
}

// Invite asks an address whether it wants the list's editions; until it says so on
// the page of that address, it gets nothing else.
func (c *Client) Invite(ctx context.Context, to, confirm string) error {
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	m.Subject("Please confirm: editions of " + c.List)
	doc := attache.Document{Blocks: []attache.Block{
		{Kind: attache.Heading, Spans: []attache.Inline{{Text: "Do you want the editions of " + c.List + "?", Style: attache.Bold}}},
		{Spans: []attache.Inline{
			{Text: "Somebody, you perhaps, put this address on the list. "},
			{Text: "Confirm it here", Href: confirm},
			{Text: "."},
		}},
		{Kind: attache.Note, Spans: []attache.Inline{{Text: "If you do not, nothing more comes, and you need do nothing."}}},
	}}
	m.SetBodyString(gomail.TypeTextPlain, publish.Text(doc, 0, true)+"\n")
	m.AddAlternativeString(gomail.TypeTextHTML, HTML(doc, ""))
	_, err := c.send(ctx, m, to, attache.TextHash(to, confirm))
	return err
}

// send hands a letter over. Its name makes its Message-ID.
func (c *Client) send(ctx context.Context, m *gomail.Msg, to, name string) (id string, err error) {
	_, host, _ := strings.Cut(c.from, "@")
	id = name + "@" + host
	m.SetMessageIDWithValue(id)
	m.SetDateWithValue(c.Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetUserAgent("Attache")
	if err := errors.Join(m.From(c.From), m.To(to)); err != nil {
		return "", &attache.SendError{Fault: attache.FaultGone, Err: fmt.Errorf("mail: %w", err)}
	}
	if err := c.setReturn(ctx, m, to); err != nil {
		return "", err
	}
	client, end, err := c.dial(ctx)
	if err != nil {
		return "", err
	}
	defer end()
	if err := client.Send(m); err != nil && !m.IsDelivered() {
		return "", fault(err)
	}
	return id, nil
}

// setReturn has reports of a letter come to an address that only it has.
func (c *Client) setReturn(ctx context.Context, m *gomail.Msg, to string) error {
	if c.Returns == "" {
		return nil
	}
	token, err := c.Return(ctx, to)
	if err != nil {
		return &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("mail: the return address cannot be made: %w", err)}
	}
	if err := m.EnvelopeFrom(returnAddress(c.Returns, token)); err != nil {
		return &attache.SendError{Fault: attache.FaultMalformed, Err: fmt.Errorf("mail: the return address: %w", err)}
	}
	return nil
}

// letterTime bounds the handing over of a letter, from the connection on.
const letterTime = 35 * time.Second

// dial opens a connection, in TLS wherever it leaves this machine, and says who we
// are. The connection is closed by end, with the context, and when its time is over:
// go-mail leaves one open that fails halfway, and waits for a server that says nothing.
func (c *Client) dial(ctx context.Context) (client *gomail.Client, end func(), err error) {
	settings := c.TLS
	if settings == nil {
		settings = &tls.Config{ServerName: c.Server.Host, MinVersion: tls.VersionTLS12}
	}
	var conn net.Conn
	options := []gomail.Option{
		gomail.WithPort(c.Server.Port), gomail.WithTimeout(letterTime), gomail.WithoutNoop(), gomail.WithTLSConfig(settings),
		gomail.WithDialContextFunc(func(ctx context.Context, network, address string) (_ net.Conn, err error) {
			if conn, err = new(net.Dialer).DialContext(ctx, network, address); err != nil {
				return nil, err
			}
			if err := conn.SetDeadline(time.Now().Add(letterTime)); err != nil {
				return nil, err
			}
			if c.Server.TLS {
				return tls.Client(conn, settings), nil
			}
			return conn, nil
		}),
	}
	var user, password string
	how := gomail.SMTPAuthAutoDiscover
	switch {
	case c.Server.TLS: // go-mail does not know that it is
		options, how = append(options, gomail.WithTLSPolicy(gomail.NoTLS)), gomail.SMTPAuthPlainNoEnc
	case c.Server.here(): // nobody is on the way
		options, how = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic)), gomail.SMTPAuthPlainNoEnc
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if c.Password != nil {
		if user, password, err = c.login(); err != nil {
			return nil, nil, err
		}
		options = append(options, gomail.WithSMTPAuth(how), gomail.WithUsername(user), gomail.WithPassword(password))
	}
	if client, err = gomail.NewClient(c.Server.Host, options...); err != nil {
		return nil, nil, &attache.SendError{Fault: attache.FaultMalformed, Err: fmt.Errorf("mail: %w", err)}
	}
	ctx, cancel := context.WithTimeout(ctx, letterTime)
	stop := context.AfterFunc(ctx, func() {
		if conn != nil {
			_ = conn.Close()
		}
	})
	hangUp := func() {
		if stop() && conn != nil {
			_ = conn.Close()
		}
		cancel()
	}
	if err := client.DialWithContext(ctx); err != nil {
		hangUp()
		return nil, nil, c.dialFault(err, user, password)
	}
	return client, func() {
		_ = client.Close() // that it is hung up on is nobody's fault
		hangUp()
	}, nil
}

// login is the user and the password, as they are now.
func (c *Client) login() (user, password string, err error) {
	password, err = c.Password()
	if password = strings.TrimSpace(password); err == nil && password == "" {
		err = errors.New("there is no password in it")
	}
	if err != nil {
		return "", "", &attache.SendError{Fault: attache.FaultAuth, Err: fmt.Errorf("mail: publish.mail.password_file: %w", err)}
	}
	return cmp.Or(c.Server.User, c.from), password, nil
}

// dialFault says what it means that the server cannot be talked to.
func (c *Client) dialFault(err error, user, password string) error {
	refused, ok := errors.AsType[*textproto.Error](err)
	err = veiled(err, user, password)
	if ok && slices.Contains([]int{530, 534, 535, 538}, refused.Code) {
		return &attache.SendError{Fault: attache.FaultAuth, Err: fmt.Errorf("mail: the server does not accept the user or the password: %w", err)}
	}
	address := net.JoinHostPort(c.Server.Host, strconv.Itoa(c.Server.Port))
	return &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("mail: %s: %w", address, err)}
}

// veiled is an error in which a server that repeats what it was given shows no password:
// neither as it is nor as it was sent.
func veiled(err error, user, password string) error {
	if password == "" {
		return err
	}
	text := err.Error()
	for _, sent := range []string{"\x00" + user + "\x00" + password, password} {
		text = strings.ReplaceAll(text, base64.StdEncoding.EncodeToString([]byte(sent)), "[password]")
	}
	if text = strings.ReplaceAll(text, password, "[password]"); text == err.Error() {
		return err
	}
	return errors.New(text)
}

// Check opens a connection and sends nothing.
func (c *Client) Check(ctx context.Context) error {
	_, end, err := c.dial(ctx)
	if err == nil {
		end()
	}
	return err
}

// listID names the list for mailboxes that sort by it (RFC 2919).
func (c *Client) listID() string {
	_, host, _ := strings.Cut(c.from, "@")
	return "<attache." + host + ">"
}

// fault says what a failed letter means.
func fault(err error) error {
	failed := &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("mail: %w", err)}
	refused, ok := errors.AsType[*gomail.SendError](err)
	if !ok || refused.IsTemp() || refused.ErrorCode() < 500 {
		return failed
	}
	switch refused.Reason {
	case gomail.ErrSMTPRcptTo:
		failed.Fault = attache.FaultGone
		if aboutUs(refused) {
			failed.Fault = attache.FaultPaused
		}
	case gomail.ErrSMTPMailFrom:
		failed.Fault = attache.FaultPaused
		if refused.ErrorCode() == 530 || refused.ErrorCode() == 535 {
			failed.Fault = attache.FaultAuth
		}
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		failed.Fault = attache.FaultMalformed
		if strings.HasPrefix(refused.EnhancedStatusCode(), "5.1.") || strings.HasPrefix(refused.EnhancedStatusCode(), "5.2.") {
			failed.Fault = attache.FaultGone
		} else if aboutUs(refused) {
			failed.Fault = attache.FaultPaused
		}
	default: // of the connection, or ours
	}
	return failed
}

// aboutUs tells whether a letter was refused for who sends it, not for who gets it:
// policy and authentication (RFC 3463, class 7), or relaying.
func aboutUs(refused *gomail.SendError) bool {
	text := strings.ToLower(refused.Error())
	return strings.HasPrefix(refused.EnhancedStatusCode(), "5.7.") || strings.Contains(text, "relay") || strings.Contains(text, "spam") ||
		strings.Contains(text, "blocked") || refused.ErrorCode() == 530
}
