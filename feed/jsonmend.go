package feed

import (
	"bytes"
	"encoding/hex"
)

// mendJSON escapes what stands raw in the strings of a JSON document but may not:
// control characters, and backslashes before what is no escape. nil: there was none.
func mendJSON(text []byte) []byte {
	var out bytes.Buffer
	inString, mended := false, false
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case !inString:
			inString = b == '"'
		case b == '"':
			inString = false
		case b == '\\' && escapes(text[i+1:]):
			out.WriteByte(b)
			i++
			b = text[i]
		case b == '\\':
			mended = true
			out.WriteByte('\\')
		case b < ' ':
			mended = true
			out.WriteString(controls[b])
			continue
		}
		out.WriteByte(b)
	}
	if !mended {
		return nil
	}
	return out.Bytes()
}

// controls are the escapes of control characters in JSON.
var controls = func() (list [' ']string) {
	for i := range list {
		list[i] = "\\u00" + hex.EncodeToString([]byte{byte(i)})
	}
	return list
}()

// escapes tells whether what follows a backslash makes an escape of it.
func escapes(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	if rest[0] != 'u' {
		return bytes.IndexByte([]byte(`"\/bfnrt`), rest[0]) >= 0
	}
	if len(rest) < 5 {
		return false
	}
	_, err := hex.Decode(make([]byte, 2), rest[1:5])
	return err == nil
}
