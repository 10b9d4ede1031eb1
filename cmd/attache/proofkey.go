package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"attache/internal/proof"
	"attache/store"
)

// proofConfig says what signs the proofs of delivery.
type proofConfig struct {
	KeyFile string `yaml:"key_file"` // a private key (Ed25519, PKCS #8, PEM); "": beside the store
}

// The kinds of PEM blocks that hold a key.
const (
	pemPrivate = "PRIVATE KEY"
	pemPublic  = "PUBLIC KEY"
)

// proofKeyFile is where the key that signs is kept; "" where the store is no file
// and none is configured.
func (c *config) proofKeyFile() string {
	path, isFile := store.File(c.Store)
	switch {
	case c.Proof.KeyFile != "":
		return c.Proof.KeyFile
	case isFile && path != "":
		return path + ".key"
	}
	return ""
}

// seal has what is told from now on proven; the key is made where there is none.
func (h *app) seal(ctx context.Context) error {
	book, ok := h.store.(interface {
		SealWith(ctx context.Context, key ed25519.PrivateKey) (changed bool, err error)
	})
	path := h.config.proofKeyFile()
	if !ok || path == "" {
		return nil
	}
	key, made, err := privateKey(path)
	if err != nil {
		return usage("%w", err)
	}
	changed, err := book.SealWith(ctx, key)
	if err != nil {
		return err
	}
	fingerprint := proof.Fingerprint(key.Public().(ed25519.PublicKey))
	switch {
	case changed:
		h.log.Warn("deliveries are proven with another key than before; where it was not changed on purpose, put the old one back",
			"key", fingerprint, "file", path)
	case made:
		h.log.Info("a key was made that proves deliveries; keep a copy of it away from this machine", "key", fingerprint, "file", path)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		h.log.Warn(fmt.Sprintf("others on this machine can read the key that proves deliveries, %s (mode %04o); mend it with: chmod 600 %s",
			path, info.Mode().Perm(), path))
	}
	return nil
}

var errNoKey = errors.New("the key that proves deliveries cannot be read")

// privateKey reads the key, or makes it: the file is whole, or not there.
func privateKey(path string) (key ed25519.PrivateKey, made bool, err error) {
	raw, err := readSmall(path, maxToken)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeKey(path)
		return key, err == nil, err
	}
	if err != nil {
		return nil, false, fmt.Errorf("the key that proves deliveries cannot be read: %w; mend that, or name another with proof.key_file", err)
	}
	block, _ := pem.Decode(raw)
	if block != nil && block.Type == pemPrivate {
		if parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if key, ok := parsed.(ed25519.PrivateKey); ok {
				return key, false, nil
			}
		}
	}
	return nil, false, fmt.Errorf("%s holds no Ed25519 key (PKCS #8, PEM). Put the copy of it back that you kept; "+
		"or move it away, and a new one is made, which the chain of proofs then tells: %w", path, errNoKey)
}

func makeKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	file, err := ownFiles{}.Create(path)
	if err != nil {
		return nil, fmt.Errorf("the key that proves deliveries cannot be made: %w", err)
	}
	defer file.Abort()
	if err := pem.Encode(file, &pem.Block{Type: pemPrivate, Bytes: der}); err != nil {
		return nil, fmt.Errorf("the key that proves deliveries cannot be written: %w", err)
	}
	if err := file.Commit(); err != nil {
		return nil, fmt.Errorf("the key that proves deliveries cannot be written: %w", err)
	}
	return key, nil
}

// publicKey reads a key that somebody trusts: a private one, or its public half.
func publicKey(raw []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(raw)
	var parsed any
	switch {
	case block == nil:
		return nil, errors.New("it is no key in PEM")
	case block.Type == pemPrivate:
		parsed, _ = x509.ParsePKCS8PrivateKey(block.Bytes)
	case block.Type == pemPublic:
		parsed, _ = x509.ParsePKIXPublicKey(block.Bytes)
	}
	switch key := parsed.(type) {
	case ed25519.PrivateKey:
		return key.Public().(ed25519.PublicKey), nil
	case ed25519.PublicKey:
		return key, nil
	}
	return nil, errors.New("it is no Ed25519 key (PKCS #8 or PKIX, PEM)")
}
