package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/acme"

	"attache/web"
)

// secured is an archive that does its own TLS with certificates of a stand-in.
type secured struct {
	t      *testing.T
	h      *app
	site   *web.Site
	port   string
	cancel context.CancelFunc
	ended  chan error
}

func (s *secured) start() {
	s.t.Helper()
	address := "127.0.0.1:0"
	if s.port != "" {
		address = s.port
	}
	listener, err := new(net.ListenConfig).Listen(s.t.Context(), "tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.h.archive, s.port, s.ended = listener, listener.Addr().String(), make(chan error)
	ctx, cancel := context.WithCancel(s.t.Context())
	s.cancel = cancel
	go func() { s.ended <- s.h.serveArchive(ctx, s.site) }()
}

func (s *secured) stop() {
	s.cancel()
	drain(s.ended)
}

func (s *secured) dial(ctx context.Context) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", s.port)
}

// get asks for the home page under a name, as a browser that trusts the stand-in.
func (s *secured) get(host string, root *x509.Certificate) (serial int64, status int, err error) {
	pool := x509.NewCertPool()
	pool.AddCert(root)
	client := &http.Client{Transport: &http.Transport{
		DialContext:     func(ctx context.Context, _, _ string) (net.Conn, error) { return s.dial(ctx) },
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
	}}
	defer client.CloseIdleConnections()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, "https://"+host+"/", nil)
	if err != nil {
		return 0, 0, err
	}
	w, err := client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	_ = w.Body.Close()
	return w.TLS.PeerCertificates[0].SerialNumber.Int64(), w.StatusCode, nil
}

func TestACertificateIsFetchedOnceProvenOnTheSiteItselfAndKept(t *testing.T) {
	const host = "news.example.org"
	h, site := openArchive(t, 5, func(c *config) {
		c.Web.TLS, c.Web.PublicURL, c.Web.Contact = tlsAuto, "https://"+host, "mailto:archive@example.org"
	})
	s := &secured{t: t, h: h, site: site}
	authority := newCertifier(t, s.dial)
	h.acme = &acme.Client{DirectoryURL: authority.url + "/directory"}
	authority.refuses = true
	s.start()
	if _, _, err := s.get(host, authority.root); err == nil {
		t.Fatal("there was a certificate before there was one")
	}
	s.stop()
	authority.mu.Lock()
	authority.refuses = false
	authority.mu.Unlock()
	again := func() {
		h.acme = &acme.Client{DirectoryURL: authority.url + "/directory"} // as another process makes it
		s.start()
	}
	again()
	serial, status, err := s.get(host, authority.root)
	if err != nil || status != http.StatusOK || serial != 101 {
		t.Fatalf("after the authority came round: certificate %d, %d, %v", serial, status, err)
	}
	if _, _, err := s.get("evil.example", authority.root); err == nil {
		t.Error("another name has a certificate")
	}
	if serial, _, err := s.get(host, authority.root); err != nil || serial != 101 {
		t.Errorf("asked again: certificate %d, %v", serial, err)
	}
	s.stop()
	again()
	if serial, _, err := s.get(host, authority.root); err != nil || serial != 101 {
		t.Errorf("after a restart: certificate %d, %v", serial, err)
	}
	s.stop()
	authority.mu.Lock()
	defer authority.mu.Unlock()
	if authority.issued != 1 || len(authority.orders) != 1 || strings.Join(authority.contact, " ") != "mailto:archive@example.org" {
		t.Errorf("%d certificates of %d orders, for %v", authority.issued, len(authority.orders), authority.contact)
	}
	kept, _ := os.ReadDir(filepath.Join(filepath.Dir(strings.TrimPrefix(h.config.Store, "bolt:")), certificates))
	for _, f := range kept {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is readable for others: %v", f.Name(), info.Mode())
		}
	}
	if len(kept) < 2 {
		t.Errorf("the certificate and the account are not kept: %v", kept)
	}
}
