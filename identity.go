package attache

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// SourceID is the id of the source at an address.
func SourceID(url string) string { return "s" + digestOf(url) }

// ArticleID is the id of an article first seen under a key.
func ArticleID(key string) string { return "a" + digestOf(key) }

// DeliveryID is the idempotency key of a chat's digest for a slot.
func DeliveryID(chat string, slot time.Time) string {
	return chat + "@" + slot.UTC().Format(time.RFC3339)
}

// TextHash tells whether a title or a body changed.
func TextHash(title, body string) string { return digestOf(title, body) }

// digestOf gives 64 bits of SHA-256 as hex: enough to name things, short
// enough for keys and buttons.
func digestOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
