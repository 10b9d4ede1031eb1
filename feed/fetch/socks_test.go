package fetch

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// socks is a SOCKS 5 proxy (RFC 1928) with a user name and a password (RFC 1929)
// that answers every request itself, as the server that was asked for.
type socks struct {
	mu    sync.Mutex
	names []string // asked for, as "host"
	users []string // as "name:password"; "" for none given
	heads []string // of requests, as the server behind sees them
}

// serve starts a proxy and gives its host and port.
func (s *socks) serve(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); open.Wait() })
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.talk(conn) })
		}
	})
	return l.Addr().String()
}

func (s *socks) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	field := func() string { // a length of one byte, and so many bytes
		n, err := r.ReadByte()
		if err != nil {
			return ""
		}
		b := make([]byte, n)
		_, _ = io.ReadFull(r, b)
		return string(b)
	}
	skip := func(n int) { _, _ = r.Discard(n) }
	skip(1)
	user := ""
	if strings.Contains(field(), "\x02") {
		_, _ = conn.Write([]byte{5, 2})
		skip(1)
		user = field() + ":" + field()
		_, _ = conn.Write([]byte{1, 0})
	} else {
		_, _ = conn.Write([]byte{5, 0})
	}
	skip(3)
	kind, err := r.ReadByte()
	if err != nil {
		return
	}
	name := "an address"
	if kind == 3 {
		name = field()
	}
	skip(2)
	s.mu.Lock()
	s.names, s.users = append(s.names, name), append(s.users, user)
	s.mu.Unlock()
	if strings.HasPrefix(name, "closed.") {
		_, _ = conn.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0}) // connection refused
		return
	}
	_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	req, err := http.ReadRequest(r)
	if err != nil {
		return
	}
	var head strings.Builder
	_ = req.Header.Write(&head)
	s.mu.Lock()
	s.heads = append(s.heads, head.String())
	s.mu.Unlock()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+document)
}

func TestASocksProxyResolvesNamesItselfAndAloneSeesItsPassword(t *testing.T) {
	proxy := new(socks)
	address := proxy.serve(t)
	strict := client(t, func(c *Config) { c.AllowPrivate = false })
	for _, scheme := range []string{"socks5", "socks5h"} {
		m := Manner{Proxy: scheme + "://reader:hidden@" + address}
		r, err := strict.Get(t.Context(), Request{URL: "http://ministry.example/feed", Manner: m})
		if err != nil || string(r.Body) != document {
			t.Fatalf("%s: %v", scheme, err)
		}
		_, err = strict.Get(t.Context(), Request{URL: "http://closed.example/feed", Manner: m})
		if err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: a server that the proxy cannot reach: %v", scheme, err)
		}
		if _, err := strict.Get(t.Context(), Request{URL: "http://127.0.0.1:1/feed", Manner: m}); !errors.Is(err, ErrPrivateAddress) {
			t.Errorf("%s: a private address behind the proxy: %v", scheme, err)
		}
	}
	if r, err := strict.Get(t.Context(), Request{
		URL: "http://ministry.example/feed", Manner: Manner{Proxy: "socks5://" + address},
	}); err != nil || string(r.Body) != document {
		t.Errorf("without a password: %v", err)
	}
	proxy.mu.Lock()
	defer proxy.mu.Unlock()
	if names := strings.Join(proxy.names, " "); names != "ministry.example closed.example ministry.example closed.example ministry.example" {
		t.Errorf("the proxy was asked for %q", names)
	}
	if users := strings.Join(proxy.users, " "); users != "reader:hidden reader:hidden reader:hidden reader:hidden " {
		t.Errorf("and given %q", users)
	}
	for _, head := range proxy.heads {
		if strings.Contains(head, "hidden") || strings.Contains(head, "Proxy") {
			t.Errorf("the server behind saw %q", head)
		}
	}
}
