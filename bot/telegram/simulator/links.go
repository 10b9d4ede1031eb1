package simulator

import (
	"net/netip"
	"strconv"
	"strings"
)

// linkEntity points e at target: a link, or a mention of a user. The error
// says why Telegram does not take the address; in HTML that loses the link and
// keeps its text.
func linkEntity(e *Entity, target string) error {
	if id, ok := strings.CutPrefix(lower(target), "tg://user?id="); ok {
		if user, err := strconv.ParseInt(id, 10, 64); err == nil && user > 0 {
			e.Type, e.URL, e.User = "text_mention", "", &User{ID: user, FirstName: "User"}
			return nil
		}
	}
	checked, err := checkLink(target)
	e.URL = checked
	return err
}

// Why Telegram takes no address, in its words.
const (
	errScheme = parseError("Unsupported URL protocol")
	errPort   = parseError("Wrong port number specified in the URL")
	errNoHost = parseError("URL host is empty")
	errHost   = parseError("Disallowed character in URL host")
	errIPv6   = parseError("Wrong IPv6 address specified in the URL")
	errNoDot  = parseError("Wrong HTTP URL")
	errTg     = parseError("Wrong tg URL")
	errEscape = parseError("Wrong percent-encoded symbol in URL host")
)

// checkLink is the address as Telegram keeps it: http, https, tg and ton
// only, http where no scheme was given, a host with a dot in it, lowercased.
// It reads addresses the way Telegram does, not as RFC 3986: what stands
// before a colon without "//" is no scheme but a host or a user.
func checkLink(target string) (string, error) {
	for _, scheme := range []string{"tg", "ton", "tonsite"} {
		if rest, ok := cutFold(target, scheme+":"); ok {
			return checkInner(scheme, strings.TrimPrefix(rest, "//"))
		}
	}
	scheme, userinfo, host, path, err := splitLink(target)
	if err != nil {
		return "", err
	}
	if !strings.Contains(host, ".") && !strings.HasPrefix(host, "[") {
		return "", errNoDot
	}
	return scheme + "://" + userinfo + host + path, nil
}

// checkInner checks what follows tg: and the like.
func checkInner(scheme, rest string) (string, error) {
	protocol, userinfo, host, path, err := splitLink(rest)
	if err != nil {
		return "", err
	}
	if _, http := cutFold(rest, "http://"); http || protocol == "https" || userinfo != "" || strings.Contains(host, ":") {
		return "", errTg
	}
	for _, c := range []byte(host) {
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '_' && (c != '.' || scheme != "tonsite") {
			return "", parseError("Unallowed characters in URL host")
		}
	}
	if strings.HasPrefix(path, "/?") {
		path = path[1:]
	}
	return scheme + "://" + host + path, nil
}

// splitLink takes an address apart; userinfo ends in "@", host carries its
// port, path begins with "/".
func splitLink(target string) (scheme, userinfo, host, path string, err error) {
	scheme = "http"
	rest := target
	if i := strings.IndexAny(target, ":/?#@[]"); i >= 0 && strings.HasPrefix(target[i:], "://") {
		scheme, rest = lower(target[:i]), target[i+3:]
		if scheme != "http" && scheme != "https" {
			return "", "", "", "", errScheme
		}
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], cleanPath(rest[end:])
	port := ""
	if i := strings.LastIndexAny(authority, ":]@"); i > 0 && authority[i] == ':' {
		n, err := strconv.ParseUint(authority[i+1:], 10, 16)
		if err != nil || n == 0 {
			return "", "", "", "", errPort
		}
		authority, port = authority[:i], ":"+strconv.FormatUint(n, 10)
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		userinfo, authority = authority[:i+1], authority[i+1:]
	}
	host = lower(authority)
	if err := checkHost(host, strings.TrimSuffix(userinfo, "@")); err != nil {
		return "", "", "", "", err
	}
	return scheme, userinfo, host + port, path, nil
}

// cleanPath is the part after the host, always beginning with "/", without
// white space at its end or bare inside.
func cleanPath(path string) string {
	path = strings.TrimRight(path, " \t\r\n\v\x00")
	var out strings.Builder
	if !strings.HasPrefix(path, "/") {
		out.WriteByte('/')
	}
	for _, c := range []byte(path) {
		if c <= ' ' {
			out.WriteString("%" + "0123456789ABCDEF"[c>>4:c>>4+1] + "0123456789ABCDEF"[c&15:c&15+1])
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

func checkHost(host, userinfo string) error {
	switch {
	case host == "":
		return errNoHost
	case host == ".":
		return parseError("Host is invalid")
	case strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]"):
		if addr, err := netip.ParseAddr(host[1 : len(host)-1]); err != nil || !addr.Is6() {
			return errIPv6
		}
		return nil
	}
	if err := checkPart(host, ""); err != nil {
		return err
	}
	return checkPart(userinfo, ":")
}

func checkPart(part, also string) error {
	for i := 0; i < len(part); i++ {
		switch c := part[i]; {
		case isLetter(c), isDigit(c), c >= 0x80, strings.IndexByte(".-_!$,~*'();&+="+also, c) >= 0:
		case c == '%':
			if _, err := strconv.ParseUint(part[i+1:min(len(part), i+3)], 16, 8); err != nil || i+3 > len(part) {
				return errEscape
			}
			i += 2
		default:
			return errHost
		}
	}
	return nil
}

// cutFold is CutPrefix without regard to the case of ASCII letters.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || lower(s[:len(prefix)]) != prefix {
		return s, false
	}
	return s[len(prefix):], true
}
