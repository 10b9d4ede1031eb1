package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// writePair makes a certificate for this machine, with a number.
func writePair(t *testing.T, cert, key string, number int64) *x509.CertPool {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "archive"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return pool
}

func TestTheArchiveDoesItsOwnTLSAndTakesARenewedCertificate(t *testing.T) {
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "a.pem"), filepath.Join(folder, "a.key")
	pool := writePair(t, cert, key, 1)
	h, site := openArchive(t, 5, func(c *config) { c.Web.CertFile, c.Web.KeyFile = cert, key })
	now := archiveNow
	h.now = func() time.Time { return now }
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.archive = listener
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- h.serveArchive(ctx, site) }()
	served := func(pool *x509.CertPool) (number int64, protocol string) {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig:   &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
			ForceAttemptHTTP2: true,
		}}
		defer client.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+listener.Addr().String()+"/", nil)
		if err != nil {
			t.Fatal(err)
		}
		w, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = w.Body.Close()
		return w.TLS.PeerCertificates[0].SerialNumber.Int64(), w.Proto
	}
	if number, protocol := served(pool); number != 1 || protocol != "HTTP/2.0" {
		t.Errorf("certificate %d, %s", number, protocol)
	}
	pool = writePair(t, cert, key, 2)
	later := time.Now().Add(time.Minute) // as a file system with coarse times tells it
	if err := os.Chtimes(cert, later, later); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * lookAgain)
	if number, _ := served(pool); number != 2 {
		t.Errorf("after it was renewed: certificate %d", number)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * lookAgain)
	if number, _ := served(pool); number != 2 {
		t.Errorf("without its key: certificate %d", number)
	}
	stop()
	drain(ended)
}

func TestCertificatesAreAskedForOneHostAloneAndKeptForTheirOwner(t *testing.T) {
	folder := filepath.Join(t.TempDir(), certificates)
	m, err := authority("https://news.example.org:8443/sub", folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for host, good := range map[string]bool{"news.example.org": true, "evil.example": false, "": false, "127.0.0.1": false} {
		if err := m.HostPolicy(t.Context(), host); (err == nil) != good {
			t.Errorf("%q: %v", host, err)
		}
	}
	if err := m.Cache.Put(t.Context(), "x", []byte("key")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{folder: 0o700, filepath.Join(folder, "x"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	for _, public := range []string{"http://news.example.org", "https://"} {
		if _, err := authority(public, folder, nil); err == nil {
			t.Errorf("certificates for %s", public)
		}
	}
}

func TestAnArchivesTLSIsConfiguredOneWay(t *testing.T) {
	for name, test := range map[string]struct {
		c    webConfig
		good bool
	}{
		"none":           {webConfig{}, true},
		"off":            {webConfig{TLS: "off"}, true},
		"auto":           {webConfig{TLS: "auto"}, true},
		"files":          {webConfig{CertFile: "a", KeyFile: "b"}, true},
		"a file":         {webConfig{CertFile: "a"}, false},
		"both":           {webConfig{TLS: "auto", CertFile: "a", KeyFile: "b"}, false},
		"behind a proxy": {webConfig{TLS: "auto", Proxied: true}, false},
		"another word":   {webConfig{TLS: "on"}, false},
		"in the open":    {webConfig{TLS: "auto", PublicURL: "http://news.example.org"}, false},
	} {
		if test.c.PublicURL == "" {
			test.c.PublicURL = archiveBase
		}
		if p := test.c.problemsOfTLS(); (len(p) == 0) != test.good {
			t.Errorf("%s: %v", name, p)
		}
	}
}
