package telegram

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean gives the text as Telegram would keep it: valid UTF-8 without control
// characters, carriage returns and U+2028 to U+202E; tabs become spaces.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x2028 && r <= 0x202E:
			return -1
		default: // a byte that is no UTF-8 arrives as U+FFFD
			return r
		}
	}, text)
}

// visible tells whether anything of a text can be seen. Telegram counts what
// looks blank as empty.
func visible(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		switch r {
		case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0xFFFC: // fillers and blanks that count as letters or symbols
			return false
		}
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
	}) >= 0
}

// units counts UTF-16 units, which are never fewer than code points: what is
// short enough in units is short enough for every way of counting.
func units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// clip keeps at most n runes of a short text for people, on one line.
func clip(text string, n int) string {
	text = strings.ReplaceAll(clean(text), "\n", " ")
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// maxHref bounds an address; links share about 9,500 bytes.
const maxHref = 2048

// webAddress gives an address as it may stand in a link or a button: http or
// https, a host with a dot in it, nobody's name before it (which disguises the
// host). Anything else Telegram drops from a text and refuses in a button.
func webAddress(address string) (string, bool) {
	address = strings.ReplaceAll(strings.TrimSpace(address), " ", "%20")
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || u.Opaque != "" || !hostLike(u.Hostname()) {
		return "", false
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", false
		}
	}
	// String would escape a host of other letters, which nobody could read.
	text := u.String()
	start := len(u.Scheme) + len("://")
	if end := strings.IndexAny(text[start:], "/?#"); end >= 0 {
		text = text[:start] + u.Host + text[start+end:]
	} else {
		text = text[:start] + u.Host
	}
	if len(text) > maxHref || clean(text) != text || !utf8.ValidString(address) || strings.ContainsFunc(text, unicode.IsSpace) {
		return "", false
	}
	return text, true
}

// hostLike tells whether a host has labels, a dot between them, and nothing
// that Telegram or a reader would take for something else.
func hostLike(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	if len(labels) < 2 || slices.Contains(labels, "") {
		return false
	}
	return !strings.ContainsFunc(host, func(r rune) bool {
		return r != '.' && r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}
