package web

import (
	"errors"
	"net"
	"strconv"
	"testing"
)

// arriving is a listener to which connections come from addresses.
type arriving struct {
	net.Listener
	from   []string
	closed *int
}

type arrived struct {
	net.Conn
	from   string
	closed *int
}

func (c arrived) RemoteAddr() net.Addr {
	a, err := net.ResolveTCPAddr("tcp", c.from)
	if err != nil {
		panic(err)
	}
	return a
}

func (c arrived) Close() error { *c.closed++; return nil }

func (l *arriving) Accept() (net.Conn, error) {
	if len(l.from) == 0 {
		return nil, errors.New("closed")
	}
	c := arrived{from: l.from[0], closed: l.closed}
	l.from = l.from[1:]
	return c, nil
}

func TestOneAddressHoldsAFewConnectionsAndThisMachineAndAProxyAsManyAsThereAre(t *testing.T) {
	for name, test := range map[string]struct {
		from    func(n int) string
		proxied bool
		held    int
	}{
		"one address":        {func(int) string { return "198.51.100.7:4000" }, false, mostOfAddress},
		"one household":      {func(n int) string { return "[2001:db8::" + strconv.FormatInt(int64(n+1), 16) + "]:4000" }, false, mostOfAddress},
		"many addresses":     {func(n int) string { return "198.51.100." + strconv.Itoa(n%250) + ":4000" }, false, 3 * mostOfAddress},
		"this machine":       {func(int) string { return "127.0.0.1:4000" }, false, 3 * mostOfAddress},
		"behind another one": {func(int) string { return "198.51.100.7:4000" }, true, 3 * mostOfAddress},
	} {
		closed := 0
		l := &arriving{closed: &closed}
		for n := range 3 * mostOfAddress {
			l.from = append(l.from, test.from(n))
		}
		s := &Site{Config: Config{Proxied: test.proxied}}
		bound := s.Bound(l)
		var held []net.Conn
		for {
			c, err := bound.Accept()
			if err != nil {
				break
			}
			held = append(held, c)
		}
		if len(held) != test.held || closed != 3*mostOfAddress-test.held {
			t.Errorf("%s: %d connections are held, %d were closed", name, len(held), closed)
		}
		for _, c := range held {
			_, _ = c.Close(), c.Close() // twice counts once
		}
		if few, ok := bound.(*fewEach); ok && len(few.open) != 0 {
			t.Errorf("%s: %d addresses are counted for ever", name, len(few.open))
		}
	}
}
