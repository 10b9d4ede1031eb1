package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

// certifier is an authority of certificates as RFC 8555 has them, with TLS-ALPN-01
// (RFC 8737) alone: it verifies every request's signature, nonce and address, looks
// for the proof on the site itself, and signs what it was asked for.
type certifier struct {
	t    *testing.T
	url  string
	dial func(ctx context.Context) (net.Conn, error) // the site's port 443
	key  *ecdsa.PrivateKey
	root *x509.Certificate

	mu      sync.Mutex
	nonces  map[string]bool
	account *ecdsa.PublicKey
	contact []string
	orders  []certOrder
	refuses bool // to sign anything
	issued  int64
}

type certOrder struct {
	host, token string
	proven      bool
	chain       []byte
}

func newCertifier(t *testing.T, dial func(context.Context) (net.Conn, error)) *certifier {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "stand-in"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(200 * 24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	c := &certifier{t: t, dial: dial, key: key, root: root, nonces: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /directory", c.directory)
	mux.HandleFunc("HEAD /nonce", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /account", c.signed(c.newAccount))
	mux.HandleFunc("POST /order", c.signed(c.newOrder))
	mux.HandleFunc("POST /order/{n}", c.signed(c.order))
	mux.HandleFunc("POST /authorization/{n}", c.signed(c.authorization))
	mux.HandleFunc("POST /challenge/{n}", c.signed(c.challenge))
	mux.HandleFunc("POST /finalize/{n}", c.signed(c.finalize))
	mux.HandleFunc("POST /certificate/{n}", c.signed(c.certificate))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		nonce := rand.Text()
		c.nonces[nonce] = true
		w.Header().Set("Replay-Nonce", nonce)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

func (c *certifier) directory(w http.ResponseWriter, _ *http.Request) {
	c.answer(w, http.StatusOK, map[string]any{"newNonce": c.url + "/nonce", "newAccount": c.url + "/account", "newOrder": c.url + "/order"})
}

func (c *certifier) answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (c *certifier) refuse(w http.ResponseWriter, kind, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusForbidden)
	_ = json.NewEncoder(w).Encode(map[string]any{"type": "urn:ietf:params:acme:error:" + kind, "detail": detail, "status": 403})
}

// signed verifies a request before it is taken: who does not sign gets nothing.
func (c *certifier) signed(take func(http.ResponseWriter, *http.Request, []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		payload, err := c.verify(r)
		if err != nil {
			c.t.Errorf("%s: %v", r.URL.Path, err)
			c.refuse(w, "malformed", err.Error())
			return
		}
		take(w, r, payload)
	}
}

func (c *certifier) verify(r *http.Request) ([]byte, error) {
	var jws struct{ Protected, Payload, Signature string }
	if err := json.NewDecoder(r.Body).Decode(&jws); err != nil {
		return nil, err
	}
	raw, _ := base64.RawURLEncoding.DecodeString(jws.Protected)
	var head struct {
		Alg, Nonce, URL, Kid string
		JWK                  *struct{ Crv, X, Y string }
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, err
	}
	switch known := c.nonces[head.Nonce]; {
	case !known:
		return nil, errors.New("a nonce that was not given, or given twice")
	case head.URL != c.url+r.URL.Path || head.Alg != "ES256" || r.Header.Get("Content-Type") != "application/jose+json":
		return nil, fmt.Errorf("signed for %s with %s", head.URL, head.Alg)
	case head.JWK == nil && (head.Kid != c.url+"/account/1" || c.account == nil):
		return nil, fmt.Errorf("no account %s", head.Kid)
	}
	delete(c.nonces, head.Nonce)
	key := c.account
	if head.JWK != nil {
		x, _ := base64.RawURLEncoding.DecodeString(head.JWK.X)
		y, _ := base64.RawURLEncoding.DecodeString(head.JWK.Y)
		var err error
		if key, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y)); err != nil {
			return nil, err
		}
	}
	signature, _ := base64.RawURLEncoding.DecodeString(jws.Signature)
	sum := sha256.Sum256([]byte(jws.Protected + "." + jws.Payload))
	if len(signature) != 64 || !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return nil, errors.New("a signature that is none")
	}
	if r.URL.Path == "/account" {
		c.account = key
	}
	return base64.RawURLEncoding.DecodeString(jws.Payload)
}

func (c *certifier) newAccount(w http.ResponseWriter, _ *http.Request, payload []byte) {
	var ask struct {
		Contact []string
	}
	_ = json.Unmarshal(payload, &ask)
	c.contact = ask.Contact
	w.Header().Set("Location", c.url+"/account/1")
	c.answer(w, http.StatusCreated, map[string]any{"status": "valid", "contact": ask.Contact})
}

func (c *certifier) newOrder(w http.ResponseWriter, r *http.Request, payload []byte) {
	var ask struct {
		Identifiers []struct{ Type, Value string }
	}
	if err := json.Unmarshal(payload, &ask); err != nil || len(ask.Identifiers) != 1 || c.refuses {
		c.refuse(w, "rateLimited", "not now")
		return
	}
	c.orders = append(c.orders, certOrder{host: ask.Identifiers[0].Value, token: rand.Text()})
	r.SetPathValue("n", fmt.Sprint(len(c.orders)-1))
	w.Header().Set("Location", c.url+"/order/"+r.PathValue("n"))
	c.tell(w, r, http.StatusCreated)
}

func (c *certifier) order(w http.ResponseWriter, r *http.Request, _ []byte) {
	c.tell(w, r, http.StatusOK)
}

func (c *certifier) find(r *http.Request) (*certOrder, string) {
	n := r.PathValue("n")
	var i int
	_, _ = fmt.Sscan(n, &i)
	return &c.orders[i], n
}

func (c *certifier) tell(w http.ResponseWriter, r *http.Request, status int) {
	o, n := c.find(r)
	body := map[string]any{
		"status": "pending", "authorizations": []string{c.url + "/authorization/" + n}, "finalize": c.url + "/finalize/" + n,
		"identifiers": []map[string]string{{"type": "dns", "value": o.host}},
	}
	if o.proven {
		body["status"] = "ready"
	}
	if o.chain != nil {
		body["status"], body["certificate"] = "valid", c.url+"/certificate/"+n
	}
	c.answer(w, status, body)
}

func (c *certifier) authorization(w http.ResponseWriter, r *http.Request, _ []byte) {
	o, n := c.find(r)
	status := map[bool]string{true: "valid", false: "pending"}[o.proven]
	c.answer(w, http.StatusOK, map[string]any{
		"status": status, "identifier": map[string]string{"type": "dns", "value": o.host},
		"challenges": []map[string]string{{"type": "tls-alpn-01", "url": c.url + "/challenge/" + n, "token": o.token, "status": status}},
	})
}

// challenge looks for the proof where the name leads.
func (c *certifier) challenge(w http.ResponseWriter, r *http.Request, _ []byte) {
	o, n := c.find(r)
	if err := c.prove(r.Context(), o); err != nil {
		c.t.Errorf("no proof for %s: %v", o.host, err)
		c.refuse(w, "unauthorized", err.Error())
		return
	}
	o.proven = true
	c.answer(w, http.StatusOK, map[string]string{"type": "tls-alpn-01", "url": c.url + "/challenge/" + n, "token": o.token, "status": "valid"})
}

// identifier is the extension of RFC 8737 that holds the proof.
var identifier = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31}

func (c *certifier) prove(ctx context.Context, o *certOrder) error {
	raw, err := c.dial(ctx)
	if err != nil {
		return err
	}
	conn := tls.Client(raw, &tls.Config{
		ServerName: o.host, NextProtos: []string{acme.ALPNProto}, MinVersion: tls.VersionTLS12,
		InsecureSkipVerify: true, //nolint:gosec // the proof is signed by nobody
	})
	defer func() { _ = conn.Close() }()
	if err := conn.HandshakeContext(ctx); err != nil {
		return err
	}
	thumb, err := acme.JWKThumbprint(crypto.PublicKey(c.account))
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(o.token + "." + thumb))
	want, _ := asn1.Marshal(sum[:])
	cert := conn.ConnectionState().PeerCertificates[0]
	has := slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool {
		return e.Id.Equal(identifier) && e.Critical && bytes.Equal(e.Value, want)
	})
	if !has || conn.ConnectionState().NegotiatedProtocol != acme.ALPNProto || !slices.Equal(cert.DNSNames, []string{o.host}) {
		return errors.New("the certificate proves nothing")
	}
	return nil
}

func (c *certifier) finalize(w http.ResponseWriter, r *http.Request, payload []byte) {
	o, _ := c.find(r)
	var ask struct{ CSR string }
	_ = json.Unmarshal(payload, &ask)
	der, _ := base64.RawURLEncoding.DecodeString(ask.CSR)
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil || csr.CheckSignature() != nil || !o.proven || !slices.Equal(csr.DNSNames, []string{o.host}) {
		c.t.Errorf("asked to sign %v: %v", csr, err)
		c.refuse(w, "badCSR", "not as ordered")
		return
	}
	c.issued++
	signed, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(100 + c.issued), Subject: pkix.Name{CommonName: o.host}, DNSNames: csr.DNSNames,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		KeyUsage:    x509.KeyUsageDigitalSignature,
	}, c.root, csr.PublicKey, c.key)
	if err != nil {
		c.t.Error(err)
		c.refuse(w, "serverInternal", "cannot sign")
		return
	}
	var chain strings.Builder
	for _, der := range [][]byte{signed, c.root.Raw} {
		_ = pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	o.chain = []byte(chain.String())
	w.Header().Set("Location", c.url+"/order/"+r.PathValue("n"))
	c.tell(w, r, http.StatusOK)
}

func (c *certifier) certificate(w http.ResponseWriter, r *http.Request, _ []byte) {
	o, _ := c.find(r)
	w.Header().Set("Content-Type", "application/pem-certificate-chain")
	_, _ = w.Write(o.chain)
}
