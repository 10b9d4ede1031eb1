// Package simulator is a mail server on loopback, as strict as RFC 5321 and the large
// mailboxes are: it looks at the order of commands, at lines and at headers, and can
// refuse, defer and hang up. What it took can be asked for.
package simulator

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"
)

// Letter is one that was taken.
type Letter struct {
	From, To string
	Header   mail.Header
	Body     string // as it was sent, after the headers
	Raw      []byte
}

// Fault is what one of the next letters meets.
type Fault struct {
	At    string // "hello", "auth", "from", "to", "data" (before the text), "end" (after it)
	To    string // only letters to this address; "" any
	Reply string // such as "550 5.1.1 No such user"; "" hangs up
	Take  bool   // at "end": it is taken all the same, and its answer lost
}

// Server is a mail server.
type Server struct {
	// User and Password are asked for where there is a User.
	User, Password string
	// Limit is how long a line may be; RFC 5321 has 998 bytes without its end.
	Limit int

	listener net.Listener
	mu       sync.Mutex
	letters  []Letter
	faults   []Fault
	problems []string
	open     sync.WaitGroup
}

// Listen starts a server; Close ends it.
func Listen(ctx context.Context, s *Server) error {
	var err error
	if s.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	s.open.Go(func() {
		for {
			conn, err := s.listener.Accept()
			if err != nil {
				return
			}
			s.open.Go(func() {
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(time.Minute)) // else reading fails at once
				s.serve(conn)
			})
		}
	})
	return nil
}

// Address is where it listens.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close ends it when what is open is over.
func (s *Server) Close() {
	_ = s.listener.Close()
	s.open.Wait()
}

// Fail has letters to come meet faults, each one.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Letters are those that were taken.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// Problems are what a strict server would not have accepted.
func (s *Server) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

func (s *Server) problem(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = append(s.problems, fmt.Sprintf(format, args...))
}

// met gives the next fault of a moment.
func (s *Server) met(at, to string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.faults, func(f Fault) bool { return f.At == at && (f.To == "" || f.To == to) })
	if i < 0 {
		return Fault{}, false
	}
	f := s.faults[i]
	s.faults = slices.Delete(s.faults, i, i+1)
	return f, true
}

// dialogue is one connection.
type dialogue struct {
	*Server
	in       *bufio.Reader
	out      io.Writer
	hello    bool
	known    bool // it has logged in
	from, to string
}

var errHangUp = errors.New("hung up")

func (s *Server) serve(conn net.Conn) {
	d := dialogue{Server: s, in: bufio.NewReader(conn), out: conn, known: s.User == ""}
	d.say("220 mail.simulator.example ESMTP")
	for {
		line, err := d.line()
		if err != nil || d.command(line) != nil {
			return
		}
	}
}

func (d *dialogue) say(reply string) { fmt.Fprintf(d.out, "%s\r\n", reply) }

// line reads one, which must end in CRLF.
func (d *dialogue) line() (string, error) {
	line, err := d.in.ReadString('\n')
	if err != nil {
		return "", err
	}
	text, ok := strings.CutSuffix(line, "\r\n")
	if !ok || strings.ContainsAny(text, "\r\x00") {
		d.problem("a line that does not end in CRLF: %q", line)
	}
	if len(text) > cmp.Or(d.Limit, 998) {
		d.problem("a line of %d bytes", len(text))
	}
	return text, nil
}

// refused lets a moment meet its fault.
func (d *dialogue) refused(at string) (bool, error) {
	f, ok := d.met(at, d.to)
	switch {
	case !ok:
		return false, nil
	case f.Reply == "":
		return true, errHangUp
	}
	d.say(f.Reply)
	if strings.HasPrefix(f.Reply, "421") {
		return true, errHangUp
	}
	return true, nil
}

func (d *dialogue) command(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb = strings.ToUpper(verb); verb {
	case "EHLO", "HELO":
		if no, err := d.refused("hello"); no {
			return err
		}
		d.hello = true
		for _, extension := range []string{"mail.simulator.example", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 10485760"} {
			d.say("250-" + extension)
		}
		d.say("250 AUTH PLAIN LOGIN")
	case "AUTH":
		return d.login(rest)
	case "MAIL":
		return d.mail(rest)
	case "RCPT":
		return d.recipient(rest)
	case "DATA":
		return d.data()
	case "RSET":
		d.from, d.to = "", ""
		d.say("250 2.0.0 Ok")
	case "NOOP":
		d.say("250 2.0.0 Ok")
	case "QUIT":
		d.say("221 2.0.0 Bye")
		return errHangUp
	case "*": // a client that gives a login up, as Go's does
		d.say("501 5.7.0 Given up")
	default:
		d.problem("no such command: %q", line)
		d.say("500 5.5.2 What?")
	}
	return nil
}

func (d *dialogue) login(rest string) error {
	if no, err := d.refused("auth"); no {
		return err
	}
	method, first, _ := strings.Cut(rest, " ")
	var user, password string
	switch strings.ToUpper(method) {
	case "PLAIN":
		b, _ := base64.StdEncoding.DecodeString(first) // what is none is no login
		parts := strings.Split(string(b), "\x00")
		if len(parts) == 3 {
			user, password = parts[1], parts[2]
		}
	default:
		d.say("504 5.5.4 Unknown")
		return nil
	}
	if user != d.User || password != d.Password {
		d.say("535 5.7.8 Authentication failed for " + password + " (AUTH PLAIN " + first + ")") // as some do
		return nil
	}
	d.known = true
	d.say("235 2.7.0 Ok")
	return nil
}

func address(rest, name string) (string, bool) {
	rest, ok := strings.CutPrefix(rest, name+":<")
	a, _, closed := strings.Cut(rest, ">")
	return a, ok && closed && strings.Contains(a, "@")
}

func (d *dialogue) mail(rest string) error {
	from, ok := address(rest, "FROM")
	switch {
	case !d.hello || !ok || d.from != "":
		d.problem("MAIL %s out of turn or without an address", rest)
		d.say("503 5.5.1 Bad sequence")
		return nil
	case !d.known:
		d.say("530 5.7.0 Authentication required")
		return nil
	}
	if no, err := d.refused("from"); no {
		return err
	}
	d.from = from
	d.say("250 2.1.0 Ok")
	return nil
}

func (d *dialogue) recipient(rest string) error {
	to, ok := address(rest, "TO")
	if d.from == "" || !ok || d.to != "" {
		d.problem("RCPT %s out of turn, without an address, or a second one", rest)
		d.say("503 5.5.1 Bad sequence")
		return nil
	}
	d.to = to
	if no, err := d.refused("to"); no {
		d.to = ""
		return err
	}
	d.say("250 2.1.5 Ok")
	return nil
}

func (d *dialogue) data() error {
	if d.to == "" {
		d.problem("DATA out of turn")
		d.say("503 5.5.1 Bad sequence")
		return nil
	}
	if no, err := d.refused("data"); no {
		return err
	}
	d.say("354 Go on")
	var raw bytes.Buffer
	for {
		line, err := d.line()
		if err != nil {
			return err
		}
		if line == "." {
			break
		}
		raw.WriteString(strings.TrimPrefix(line, ".") + "\r\n")
	}
	f, faulty := d.met("end", d.to)
	if !faulty || f.Take {
		d.take(raw.Bytes())
	}
	d.from, d.to = "", ""
	switch {
	case faulty && f.Reply == "":
		return errHangUp
	case faulty:
		d.say(f.Reply)
	default:
		d.say("250 2.0.0 Taken")
	}
	return nil
}

// take looks a letter through and keeps it.
func (d *dialogue) take(raw []byte) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		d.problem("a letter that cannot be read: %v", err)
		return
	}
	for _, name := range []string{"From", "To", "Subject", "Date", "Message-Id", "Mime-Version", "Content-Type"} {
		if len(m.Header[name]) != 1 {
			d.problem("a letter with %d of %s", len(m.Header[name]), name)
		}
	}
	for name, values := range m.Header {
		for _, v := range values {
			if strings.ContainsFunc(v, func(r rune) bool { return r > '~' }) {
				d.problem("%s is not ASCII: %q", name, v)
			}
		}
	}
	if to, err := mail.ParseAddress(m.Header.Get("To")); err != nil || to.Address != d.to {
		d.problem("a letter to %s that names %q", d.to, m.Header.Get("To"))
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		d.problem("a letter that breaks off: %v", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.letters = append(d.letters, Letter{From: d.from, To: d.to, Header: m.Header, Body: string(body), Raw: raw})
}
