package address

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Mend undoes what feeds do to addresses before they are read as such:
// references that were escaped twice or thrice, spaces and line ends, and a
// missing scheme. base is where the address stands, nil where unknown.
func Mend(base *url.URL, raw string) string {
	s := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufeff' || r == '\u200b' {
			return -1
		}
		return r
	}, strings.TrimSpace(raw))
	for range 4 {
		less := unescapeAmp.Replace(s)
		if less == s {
			break
		}
		s = less
	}
	if lacksScheme(base, s) {
		s = "https://" + s
		if base != nil && base.Scheme == "http" {
			s = "http://" + strings.TrimPrefix(s, "https://")
		}
	}
	return s
}

var unescapeAmp = strings.NewReplacer("&amp;", "&", "&#38;", "&", "&#038;", "&", "&#x26;", "&", "&AMP;", "&")

// lacksScheme tells whether a reference begins with the name of a host: one of
// the site itself, or "www." something below a public suffix. Everything else
// is a path, "release.pl" too.
func lacksScheme(base *url.URL, ref string) bool {
	name, _, _ := strings.Cut(ref, "/")
	name, _, _ = strings.Cut(name, "?")
	name, _, _ = strings.Cut(strings.ToLower(name), ":")
	if !strings.Contains(name, ".") || strings.ContainsAny(name, "@#%&=; ") || strings.HasPrefix(name, ".") {
		return false
	}
	suffix, icann := publicsuffix.PublicSuffix(name)
	if suffix == name {
		return false
	}
	if strings.HasPrefix(name, "www.") && (icann || strings.Count(name, ".") >= 2) {
		return true
	}
	if base == nil {
		return false
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(name)
	own, err2 := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(base.Hostname()))
	return err == nil && err2 == nil && site == own
}

// session are the marks of a visit that servers write into paths.
var session = regexp.MustCompile(`(?i);(?:jsessionid|phpsessid|sessionid|sid|session_id)=[^/?#;]*|/\((?:S|X|A|F)\([^)/]*\)\)`)

// dropSession takes a visitor's marks out of a path.
func dropSession(u *url.URL) {
	if !strings.ContainsAny(u.Path, ";(") {
		return
	}
	setPath(u, session.ReplaceAllString(u.EscapedPath(), ""))
}

// isHex tells whether a value is a hash or a session: so many hexadecimal
// digits or more.
func isHex(s string, least int) bool {
	return len(s) >= least && strings.Trim(s, "0123456789abcdef") == ""
}

// isStamp tells whether a value is a moment of these years, in seconds or
// milliseconds since 1970.
func isStamp(s string) bool {
	return (len(s) == 10 || len(s) == 13) && strings.Trim(s, "0123456789") == "" && s[0] == '1' && s[1] >= '4'
}
