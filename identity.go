package attache

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// digestOf gives 64 bits of SHA-256 as hex: enough to name things, short
// enough for keys and buttons.
func digestOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
