package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// policy allows what the archive serves itself, and nothing inline.
const policy = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Bounds of a request.
const (
	maxPath  = 512
	maxQuery = 4096
)

// guard sets the headers that every answer has and refuses what is no question
// for an archive: other methods, endless addresses, floods.
func (s *Site) guard(next http.Handler) http.Handler {
	limits := newLimits(s.Rate, s.Now)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.base.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if s.NoIndex {
			h.Set("X-Robots-Tag", "noindex, nofollow")
		}
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && !s.takes(r):
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "This archive is only read: GET and HEAD.", http.StatusMethodNotAllowed)
		case len(r.URL.Path) > maxPath || len(r.URL.RawQuery) > maxQuery:
			http.Error(w, "That address is too long.", http.StatusRequestURITooLong)
		case !limits.allow(s.client(r)):
			h.Set("Retry-After", "1")
			http.Error(w, "Too many requests from this address; try again in a second.", http.StatusTooManyRequests)
		default:
			s.below(next).ServeHTTP(w, r)
		}
	})
}

// below takes away the path of the public address, which a proxy may have left
// in place or not, and puts it before what an answer leads to.
func (s *Site) below(next http.Handler) http.Handler {
	prefix := s.base.Path
	if prefix == "" {
		return next
	}
	stripped := http.StripPrefix(prefix, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w = &rebased{ResponseWriter: w, site: s}
		if strings.HasPrefix(r.URL.Path, prefix+"/") {
			stripped.ServeHTTP(w, r)
			return
		}
		if r.URL.Path == prefix {
			http.Redirect(w, r, "/", http.StatusMovedPermanently)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// rebased is an answer whose redirects to paths lead into the archive.
type rebased struct {
	http.ResponseWriter
	site *Site
}

func (w *rebased) WriteHeader(status int) {
	h := w.Header()
	if to := h.Get("Location"); strings.HasPrefix(to, "/") {
		h.Set("Location", w.site.href(to))
	}
	w.ResponseWriter.WriteHeader(status)
}

// client is the address that a request comes from: behind a proxy the last one
// that it forwarded for, which is the one the proxy saw.
func (s *Site) client(r *http.Request) netip.Addr {
	if s.Proxied {
		forwarded := r.Header.Values("X-Forwarded-For")
		if len(forwarded) > 0 {
			list := strings.Split(forwarded[len(forwarded)-1], ",")
			if a, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
				return network(a)
			}
		}
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	a, _ := netip.ParseAddr(host)
	return network(a)
}

// network is what counts as one address: of IPv6 the /64 that a household has.
func network(a netip.Addr) netip.Addr {
	if a = a.Unmap(); a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}

// limits counts requests by address. It holds as many addresses as were seen
// lately, and starts anew when they are too many.
type limits struct {
	mu     sync.Mutex
	each   rate.Limit
	now    func() time.Time
	seen   map[netip.Addr]*rate.Limiter
	turned time.Time
}

const (
	mostAddresses = 50_000
	limitsAge     = 10 * time.Minute
)

func newLimits(each float64, now func() time.Time) *limits {
	return &limits{each: rate.Limit(each), now: now, seen: map[netip.Addr]*rate.Limiter{}, turned: now()}
}

func (l *limits) allow(a netip.Addr) bool {
	if l.each <= 0 {
		return true
	}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.seen) >= mostAddresses || now.Sub(l.turned) > limitsAge {
		clear(l.seen)
		l.turned = now
	}
	limiter := l.seen[a]
	if limiter == nil {
		limiter = rate.NewLimiter(l.each, max(int(4*l.each), 10)) // a page and what belongs to it come at once
		l.seen[a] = limiter
	}
	return limiter.AllowN(now, 1)
}
