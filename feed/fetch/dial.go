package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// ErrPrivateAddress is returned when a name leads to an address that is not public.
var ErrPrivateAddress = errors.New("that address is not public (feed.allow_private_addresses permits it)")

// notPublic lists the special-purpose blocks of IANA's registries that are not
// globally reachable, and those whose traffic may end inside our own network.
var notPublic = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // shared address space of carriers; some clouds keep metadata here
	"127.0.0.0/8",      // loopback
	"169.254.0.0/16",   // link-local, with the clouds' metadata services
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // 6to4 relays
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, with broadcast
	"168.63.129.16/32", // a cloud's host agent, public by number only

	"::/96",          // unspecified, loopback, and IPv4-compatible
	"64:ff9b:1::/48", // local NAT64
	"100::/64",       // discard
	"100:0:0:1::/64", // dummy
	"2001::/23",      // protocol assignments, with Teredo
	"2001:db8::/32",  // documentation
	"3fff::/20",      // documentation
	"5f00::/16",      // segment routing
	"fc00::/7",       // unique local, with the clouds' metadata services
	"fe80::/10",      // link-local
	"fec0::/10",      // site-local
	"ff00::/8",       // multicast
)

var (
	nat64  = netip.MustParsePrefix("64:ff9b::/96")
	sixTo4 = netip.MustParsePrefix("2002::/16")
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}

// Public tells whether an address belongs to the public internet. An IPv4
// address inside an IPv6 one (mapped, NAT64, 6to4) is judged itself.
func Public(addr netip.Addr) bool {
	addr = addr.WithZone("").Unmap()
	if !addr.IsValid() {
		return false
	}
	raw := addr.As16()
	switch {
	case nat64.Contains(addr):
		return Public(netip.AddrFrom4([4]byte(raw[12:16])))
	case sixTo4.Contains(addr):
		return Public(netip.AddrFrom4([4]byte(raw[2:6])))
	}
	for _, p := range notPublic {
		if p.Contains(addr) {
			return false
		}
	}
	return true
}

// dialer connects to public addresses only, unless private ones are allowed.
// Control runs after the name was resolved and before a packet leaves, so a
// name that changes its address between check and use gains nothing.
func dialer(allowPrivate bool) *net.Dialer {
	d := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	if allowPrivate {
		return d
	}
	d.Control = func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %s", ErrPrivateAddress, address)
		}
		if !Public(ap.Addr()) {
			return fmt.Errorf("%w: %s", ErrPrivateAddress, ap.Addr())
		}
		return nil
	}
	return d
}
