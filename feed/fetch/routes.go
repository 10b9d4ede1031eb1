package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/net/publicsuffix"
)

// Direct is the proxy of a source that goes without any, whatever the others do.
const Direct = "none"

// ErrBadProxy is returned for a proxy's address that cannot be used.
var ErrBadProxy = errors.New("the proxy is no http, https or socks5 address")

// maxRoutes bounds the proxies that are kept open; the configuration names few.
const maxRoutes = 64

// routes are the ways to a server: straight, or through a proxy.
type routes struct {
	cfg    Config
	env    func(*url.URL) (*url.URL, error)
	fixed  *http.Client // of tests
	mu     sync.Mutex
	byName map[string]*http.Client
}

func newRoutes(c Config) *routes {
	r := &routes{cfg: c, env: httpproxy.FromEnvironment().ProxyFunc(), byName: make(map[string]*http.Client)}
	if c.Transport != nil {
		r.fixed = stepping(c.Transport)
	}
	return r
}

func stepping(t http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// to gives the way to an address: by the source's own proxy, by the one for
// all, by what the environment says, straight.
func (r *routes) to(at *url.URL, proxy string) (*http.Client, error) {
	if r.fixed != nil {
		return r.fixed, nil
	}
	if proxy == "" {
		proxy = r.cfg.Proxy
	}
	if proxy == "" {
		if u, err := r.env(at); err == nil && u != nil {
			proxy = u.String()
		}
	}
	if proxy == Direct {
		proxy = ""
	}
	if proxy != "" && !r.cfg.AllowPrivate && privateName(at.Hostname()) {
		return nil, ErrPrivateAddress // a proxy resolves names itself; what can be seen from here is refused here
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if c := r.byName[proxy]; c != nil {
		return c, nil
	}
	t, err := r.transport(proxy)
	if err != nil {
		return nil, err
	}
	if len(r.byName) >= maxRoutes {
		r.closeAll()
	}
	c := stepping(t)
	r.byName[proxy] = c
	return c, nil
}

func (r *routes) transport(proxy string) (*http.Transport, error) {
	t := &http.Transport{
		DialContext:            dialer(r.cfg.AllowPrivate || proxy != "").DialContext, // the proxy's address is the operator's own choice
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // undone here, within bounds
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    r.cfg.PerHost,
		IdleConnTimeout:        30 * time.Second,
	}
	if proxy == "" {
		return t, nil
	}
	u, err := ParseProxy(proxy)
	if err != nil {
		return nil, err
	}
	t.Proxy = http.ProxyURL(u)
	return t, nil
}

// ParseProxy reads a proxy's address: http, https or socks5, with a host.
func ParseProxy(proxy string) (*url.URL, error) {
	u, err := url.Parse(proxy)
	if err != nil || u.Hostname() == "" {
		return nil, ErrBadProxy
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	}
	return nil, fmt.Errorf("%w, but %q", ErrBadProxy, u.Scheme)
}

func privateName(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && !Public(addr)
}

func (r *routes) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closeAll()
	if r.fixed != nil {
		r.fixed.CloseIdleConnections()
	}
}

func (r *routes) closeAll() {
	for _, c := range r.byName {
		c.CloseIdleConnections()
	}
	clear(r.byName)
}

// jar keeps the cookies of one request with its redirects: some servers send a
// reader round once to see whether it brings back what it was given.
type jar struct{ cookies *cookiejar.Jar }

func (j *jar) keep(at *url.URL, resp *http.Response) {
	given := resp.Cookies()
	if len(given) == 0 {
		return
	}
	if j.cookies == nil {
		made, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
		if err != nil {
			return
		}
		j.cookies = made
	}
	j.cookies.SetCookies(at, given[:min(len(given), 50)])
}

func (j *jar) send(hr *http.Request) {
	if j.cookies == nil {
		return
	}
	for _, c := range j.cookies.Cookies(hr.URL) {
		hr.AddCookie(c)
	}
}
