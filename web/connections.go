package web

import (
	"net"
	"net/netip"
	"sync"
)

// mostOfAddress is how many connections one address holds at a time: a browser takes
// six, a household a few browsers.
const mostOfAddress = 128

// fewEach is a listener that lets one address hold so many connections; more are closed
// as they come. This machine's own are a proxy's, and as many as there are at all.
type fewEach struct {
	net.Listener
	mu   sync.Mutex
	open map[netip.Addr]int
}

// Bound gives a listener on which one address (an IPv6 /64) holds a bounded number of
// connections. Behind a proxy (Config.Proxied) it changes nothing.
func (s *Site) Bound(l net.Listener) net.Listener {
	if s.Proxied {
		return l
	}
	return &fewEach{Listener: l, open: map[netip.Addr]int{}}
}

// Accept gives the next connection that is not one too many.
func (l *fewEach) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := remote(conn)
		if from.IsLoopback() {
			return conn, nil
		}
		l.mu.Lock()
		full := l.open[from] >= mostOfAddress
		if !full {
			l.open[from]++
		}
		l.mu.Unlock()
		if full {
			_ = conn.Close() // there is nothing to tell who holds so many
			continue
		}
		return &counted{Conn: conn, leave: sync.OnceFunc(func() { l.leave(from) })}, nil
	}
}

func (l *fewEach) leave(from netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from]--; l.open[from] <= 0 {
		delete(l.open, from)
	}
}

// remote is what counts as a connection's address.
func remote(conn net.Conn) netip.Addr {
	a, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	return network(a.Addr())
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
