// Package charset turns the bytes of a foreign document into UTF-8.
//
// It believes, in this order: a byte order mark; the shape of the first bytes
// (UTF-16 and UTF-32 show themselves); the header; the document's own
// declaration; and a guess from the bytes. A belief that the bytes contradict
// is given up for the next one, so a wrong label costs nothing where the text
// itself tells better.
package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// sniffed is how many bytes a guess looks at.
const sniffed = 64 << 10

// ToUTF8 decodes data. contentType is the header's value or "". The name of
// the encoding is in lower case, as the WHATWG or IANA calls it. Bytes that
// have no meaning in it become U+FFFD.
func ToUTF8(data []byte, contentType string) (text []byte, name string) {
	if enc, name, skip := byMark(data); enc != nil || name != "" {
		return decode(data[skip:], enc), name
	}
	if enc, name := byShape(data); enc != nil {
		return decode(data, enc), name
	}
	for _, label := range []string{fromHeader(contentType), declared(data)} {
		if text, name, ok := believe(data, label); ok {
			return text, name
		}
	}
	if utf8.Valid(data) {
		return data, "utf-8"
	}
	return guess(data, fromHeader(contentType), declared(data))
}

// byMark reads a byte order mark.
func byMark(data []byte) (enc encoding.Encoding, name string, skip int) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return nil, "utf-8", 3
	case bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be", 4
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le", 4
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 2
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 2
	}
	return nil, "", 0
}

// byShape recognizes the families whose first character is not one byte of
// ASCII: the first character of markup or JSON is.
func byShape(data []byte) (encoding.Encoding, string) {
	if len(data) < 4 {
		return nil, ""
	}
	zero := func(i int) bool { return data[i] == 0 }
	switch {
	case zero(0) && zero(1) && zero(2) && !zero(3):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be"
	case !zero(0) && zero(1) && zero(2) && zero(3):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le"
	case zero(0) && !zero(1) && zero(2) && !zero(3):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be"
	case !zero(0) && zero(1) && !zero(2) && zero(3):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"
	case bytes.HasPrefix(data, []byte{0x4C, 0x6F, 0xA7, 0x94}): // "<?xm" in EBCDIC
		enc, err := ianaindex.IANA.Encoding("IBM037")
		if err == nil && enc != nil {
			return enc, "ibm037"
		}
	}
	return nil, ""
}

// fromHeader gives the charset that a Content-Type names.
func fromHeader(contentType string) string {
	if contentType == "" {
		return ""
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return cleanLabel(params["charset"])
	}
	_, rest, found := strings.Cut(strings.ToLower(contentType), "charset")
	if rest = strings.TrimSpace(rest); !found || !strings.HasPrefix(rest, "=") {
		return ""
	}
	rest, _, _ = strings.Cut(rest[1:], ";")
	return cleanLabel(rest)
}

var declaration = regexp.MustCompile(`(?i)^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([^"'\s>]{1,60})`)

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,60})`)

// declared gives the encoding that an XML declaration or an HTML head names.
func declared(data []byte) string {
	head := data[:min(len(data), 1024)]
	if m := declaration.FindSubmatch(head); m != nil {
		return cleanLabel(string(m[1]))
	}
	if bytes.Contains(bytes.ToLower(head), []byte("<html")) || bytes.Contains(bytes.ToLower(head), []byte("<!doctype html")) {
		if m := metaCharset.FindSubmatch(data[:min(len(data), 8192)]); m != nil {
			return cleanLabel(string(m[1]))
		}
	}
	return ""
}

func cleanLabel(s string) string { return strings.ToLower(strings.Trim(s, " \t\r\n\"'")) }

// believe decodes data as labelled, unless the bytes contradict the label.
func believe(data []byte, label string) (text []byte, name string, ok bool) {
	if label == "" {
		return nil, "", false
	}
	enc, name := lookup(label)
	switch {
	case name == "":
		return nil, "", false
	case name == "utf-8":
		return data, name, utf8.Valid(data)
	case strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32"):
		return nil, "", false // byShape would have seen it
	case utf8.Valid(data) && !ascii(data) && multibyte(data):
		return data, "utf-8", true // nothing else looks like UTF-8 by chance
	}
	if better := doubted(data, name); better != name {
		name = better
		if enc, _ = lookup(better); enc == nil {
			enc, _ = charset.Lookup("x-mac-cyrillic")
		}
	}
	text = decode(data, enc)
	if bytes.ContainsRune(text, utf8.RuneError) && !strings.HasPrefix(name, "windows-") && !strings.HasPrefix(name, "iso-8859") {
		return nil, "", false
	}
	return text, name, true
}

func ascii(data []byte) bool {
	for _, b := range data {
		if b >= 0x80 {
			return false
		}
	}
	return true
}

// multibyte tells whether valid UTF-8 has more than one character beyond
// ASCII: a single one may be two characters of a single-byte encoding.
func multibyte(data []byte) bool {
	n := 0
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		_, size := utf8.DecodeRune(data[i:])
		i += size
		if n++; n > 2 {
			return true
		}
	}
	return false
}

// aliases are labels in use that neither index knows.
var aliases = map[string]string{
	"us-ascii": "windows-1252", "ascii": "windows-1252", "utf8mb4": "utf-8", "u8": "utf-8", "utf_8": "utf-8",
	"unicode": "utf-16", "u16": "utf-16", "utf16": "utf-16", "utf_16": "utf-16", "ucs-2": "utf-16", "csunicode": "utf-16",
	"iso-10646-ucs-2": "utf-16", "u32": "utf-32", "utf32": "utf-32", "utf_32": "utf-32", "ucs-4": "utf-32",
	"csucs4": "utf-32", "iso-10646-ucs-4": "utf-32", "x-sjis": "shift_jis", "cp932": "shift_jis", "ms932": "shift_jis",
	"cp936": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp949": "euc-kr", "cp950": "big5", "cp1251": "windows-1251",
	"win-1251": "windows-1251", "koi8": "koi8-r", "tis620": "windows-874",
}

// lookup finds an encoding by any of its labels; name "" means unknown.
func lookup(label string) (encoding.Encoding, string) {
	if to, ok := aliases[label]; ok {
		label = to
	}
	switch label {
	case "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be":
		return nil, label
	}
	if enc, name := charset.Lookup(label); enc != nil && name != "replacement" && name != "x-user-defined" {
		if name == "gbk" {
			return charset.Lookup("gb18030") // its superset
		}
		return enc, name
	}
	if enc, err := ianaindex.IANA.Encoding(label); err == nil && enc != nil {
		return enc, label
	}
	return nil, ""
}

// guess chooses the encoding that the bytes look like. Invalid UTF-8 that is
// mostly UTF-8 stays UTF-8 with its damage marked.
func guess(data []byte, labels ...string) ([]byte, string) {
	if mostlyUTF8(data) {
		return bytes.ToValidUTF8(data, []byte("\uFFFD")), "utf-8"
	}
	sample := data[:min(len(data), sniffed)]
	if r, err := chardet.NewHtmlDetector().DetectBest(sample); err == nil && r.Confidence >= 10 {
		if enc, name := lookup(strings.ToLower(r.Charset)); enc != nil {
			if name == "iso-8859-1" {
				enc, name = charset.Lookup("windows-1252")
			}
			return decode(data, enc), name
		}
	}
	for _, label := range labels {
		if enc, name := lookup(label); enc != nil {
			return decode(data, enc), name
		}
	}
	enc, name := charset.Lookup("windows-1252")
	return decode(data, enc), name
}

// mostlyUTF8 tells whether at least nine in ten of the characters beyond
// ASCII are well-formed UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good > 9*bad
}

func decode(data []byte, enc encoding.Encoding) []byte {
	if enc == nil {
		return bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	return out
}
