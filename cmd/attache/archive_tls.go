package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"attache/store"
)

// The archive's own TLS, where no proxy does it.
const (
	tlsAuto = "auto" // certificates of Let's Encrypt, for the host of web.public_url
	tlsOff  = "off"
)

// certificates is the folder, beside the store, in which certificates and their keys are
// kept: the folder for its owner alone, and each file in it.
const certificates = "attache-certificates"

// secure gives an archive's server the certificates that are configured, and tells
// whether there are any. Requests of the authority itself are answered on the same
// address (TLS-ALPN-01), so that it has to be reached on port 443.
func (h *app) secure(server *http.Server) (bool, error) {
	c := h.config.Web
	switch {
	case c.TLS == tlsAuto:
		kept, _ := store.File(h.config.Store)
		manager, err := authority(c.PublicURL, filepath.Join(filepath.Dir(kept), certificates), h.acme)
		if err != nil {
			return false, err
		}
		manager.Email = mailIn(c.Contact)
		server.TLSConfig = manager.TLSConfig()
	case c.CertFile != "":
		files := &keyPair{cert: c.CertFile, key: c.KeyFile, now: h.now}
		if _, err := files.get(nil); err != nil {
			return false, fmt.Errorf("web.cert_file: %w", err)
		}
		server.TLSConfig = &tls.Config{GetCertificate: files.get, NextProtos: []string{"h2", "http/1.1"}}
	default:
		return false, nil
	}
	server.TLSConfig.MinVersion = tls.VersionTLS12
	server.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 32}
	return true, nil
}

// authority makes what asks for certificates; client is another authority's.
func authority(public, folder string, client *acme.Client) (*autocert.Manager, error) {
	u, err := url.Parse(public)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" {
		return nil, errors.New("web.tls: auto needs a web.public_url with https and the name under which the archive is reached")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(folder, 0o700); err != nil { // one that others made
		return nil, err
	}
	return &autocert.Manager{
		Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(folder), HostPolicy: autocert.HostWhitelist(u.Hostname()), Client: client,
	}, nil
}

// mailIn is the address in a contact, to which the authority writes; "" where it is none.
func mailIn(contact string) string {
	contact = strings.TrimPrefix(contact, "mailto:")
	if strings.Contains(contact, "://") || !strings.Contains(contact, "@") {
		return ""
	}
	return contact
}

// keyPair is a certificate in files, read again when they change: who renews it need not
// restart anything.
type keyPair struct {
	cert, key string
	now       func() time.Time

	mu     sync.Mutex
	pair   *tls.Certificate
	stamp  [2]time.Time // of the files
	looked time.Time
}

// lookAgain is how often the files are looked at.
const lookAgain = time.Minute

// get gives the certificate. Files that cannot be read leave the one there is.
func (k *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if k.pair != nil && now.Sub(k.looked) < lookAgain {
		return k.pair, nil
	}
	k.looked = now
	var stamp [2]time.Time
	for i, name := range []string{k.cert, k.key} {
		info, err := os.Stat(name)
		if err != nil {
			return k.pair, k.lacks(err)
		}
		stamp[i] = info.ModTime()
	}
	if k.pair != nil && stamp == k.stamp {
		return k.pair, nil
	}
	pair, err := tls.LoadX509KeyPair(k.cert, k.key)
	if err != nil {
		return k.pair, k.lacks(err)
	}
	k.pair, k.stamp = &pair, stamp
	return k.pair, nil
}

// lacks is an error where there is no certificate at all.
func (k *keyPair) lacks(err error) error {
	if k.pair != nil {
		return nil
	}
	return err
}

// problemsOfTLS are those of the archive's certificates.
func (c *webConfig) problemsOfTLS() []problem {
	var list []problem
	if c.TLS != "" && c.TLS != tlsAuto && c.TLS != tlsOff {
		list = append(list, problem{"$.web.tls", fmt.Errorf("%q is neither auto nor off", c.TLS)})
	}
	if (c.CertFile == "") != (c.KeyFile == "") {
		list = append(list, problem{"$.web.listen", errors.New("TLS needs both web.cert_file and web.key_file; behind a proxy neither")})
	}
	if c.TLS == tlsAuto {
		switch u, err := url.Parse(c.PublicURL); {
		case err != nil || u.Scheme != "https":
			list = append(list, problem{"$.web.tls", errors.New("auto needs a web.public_url with https: certificates are for its host")})
		case c.CertFile != "":
			list = append(list, problem{"$.web.tls", errors.New("auto makes certificates itself; leave out web.cert_file and key_file")})
		case c.Proxied:
			list = append(list, problem{"$.web.tls", errors.New("behind a proxy (web.proxied) the proxy does TLS")})
		}
	}
	return list
}
