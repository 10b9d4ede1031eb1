// Package address gives a web page one canonical address, however its links
// are written: tracking parameters, AMP and mobile variants, fragments, ports
// and letter case do not make a new article.
package address

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// tracking are parameters that tell who led the reader here, never what is read.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "wbraid": true, "gbraid": true, "yclid": true, "ysclid": true,
	"msclkid": true, "twclid": true, "ttclid": true, "igshid": true, "igsh": true, "mc_cid": true, "mc_eid": true, "mkt_tok": true,
	"_hsenc": true, "_hsmi": true, "hsctatracking": true, "vero_id": true, "oly_anon_id": true, "oly_enc_id": true,
	"wickedid": true, "s_cid": true, "cmpid": true, "cmp": true, "ocid": true, "ito": true, "smid": true, "smtyp": true,
	"xtor": true, "at_medium": true, "at_campaign": true, "at_custom1": true, "at_custom2": true, "at_custom3": true,
	"at_custom4": true, "at_link_id": true, "at_link_type": true, "at_link_origin": true, "at_format": true, "at_ptr_name": true,
	"at_bbc_team": true, "ns_mchannel": true, "ns_source": true, "ns_campaign": true, "ns_linkname": true, "ns_fee": true,
	"ref_src": true, "ref_url": true, "referrer": true, "spm": true, "scm": true, "share": true, "sharetype": true,
	"partner": true, "emc": true, "rss": true, "feedtype": true, "feedname": true, "traffic_source": true, "maca": true,
	"cid_source": true, "srsltid": true, "_ga": true, "_gl": true, "guccounter": true, "guce_referrer": true,
	"guce_referrer_sig": true, "yptr": true, "taid": true, "sref": true, "soc_src": true, "soc_trk": true, "__twitter_impression": true,
	"outputtype": true, "amp": true, "dmcid": true, "wtmc": true, "wt_mc": true, "wt_zmc": true, "sfnsn": true, "mibextid": true,
	"jsessionid": true, "phpsessid": true, "aspsessionid": true, "sessionid": true, "session_id": true, "sessid": true, "oscsid": true,
	"zenid": true, "cfid": true, "cftoken": true, "s_sessionid": true, "_t": true, "_": true, "_ts": true, "_dc": true, "nocache": true,
	"no_cache": true, "cachebuster": true, "cache_buster": true, "cb": true, "rnd": true, "rand": true, "random": true, "timestamp": true,
	"utm": true, "from_source": true, "source_rss": true, "feature_rss": true, "publisher_rss": true, "traffic": true,
	"ftag": true, "tsrc": true, "ncid": true, "icid": true, "intcmp": true, "int_source": true, "int_medium": true, "int_campaign": true,
}

// trackingPrefixes begin the names of whole families of such parameters.
var trackingPrefixes = []string{"utm_", "mtm_", "pk_", "piwik_", "hsa_", "stm_", "ga_", "matomo_"}

// sometimes are parameters that track where they have one of these values and
// mean something elsewhere.
var sometimes = map[string][]string{
	"source": {"rss", "feed", "rss_feed", "twitter", "facebook", "telegram", "newsletter", "email", "social"},
	"from":   {"rss", "feed", "twitter", "facebook", "telegram", "newsletter"},
	"ref":    {"rss", "feed", "twitter", "facebook", "telegram", "newsletter", "email", "home", "homepage"},
	"src":    {"rss", "feed", "twitter", "facebook", "telegram", "newsletter"},
	"cid":    {"rss", "social", "newsletter"},
	"output": {"amp"},
	"view":   {"amp"},
	"mode":   {"amp"},
	"format": {"amp"},
	"type":   {"amp"},
	"m":      {"1"},
}

// Canonical gives the address to show and to follow: without what tracks and
// without a fragment, host in lower case, an AMP cache unpacked. It is "" for
// what is not an http or https address.
func Canonical(raw string) string {
	u := parse(raw)
	if u == nil {
		return ""
	}
	name := hostname(u)
	if inner, ok := ampCache(name, u); ok {
		name = inner
	}
	setHost(u, name)
	if u.Path == "" {
		u.Path = "/"
	}
	canonicalQuery(u)
	return u.String()
}

// Key gives the identity of the page at an address: Canonical, and what is
// the same page at any outlet besides: both schemes, "www." and mobile hosts,
// AMP paths, index files, a slash at the end. It may not be an address that
// answers. It is "" for what is not an http or https address.
func Key(raw string) string {
	u := parse(raw)
	if u == nil {
		return ""
	}
	u.Scheme = "https"
	setHost(u, keyHost(u))
	keyPath(u)
	canonicalQuery(u)
	return u.String()
}

func parse(raw string) *url.URL {
	u, err := url.Parse(Mend(nil, raw))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Hostname(), ".") == "" || u.Opaque != "" {
		return nil
	}
	u.User = nil
	dropSession(u)
	if !strings.HasPrefix(u.Fragment, "!") { // "#!" is an old way to name a page
		u.Fragment, u.RawFragment = "", ""
	}
	return u
}

func hostname(u *url.URL) string {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return name
}

// setHost puts a name before the address's port, unless that is a default one.
func setHost(u *url.URL, name string) {
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		name += ":" + port
	}
	u.Host = name
}

// keyHost drops the hosts of AMP and mobile variants.
func keyHost(u *url.URL) string {
	name := hostname(u)
	if inner, ok := ampCache(name, u); ok {
		name = inner
	}
	for _, prefix := range []string{"www.", "amp.", "m.", "mobile.", "touch.", "wap.", "www."} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && strings.Contains(rest, ".") {
			name = rest
		}
	}
	return name
}

// ampCache unpacks an address of Google's AMP cache or viewer:
// example-com.cdn.ampproject.org/c/s/example.com/page.
func ampCache(host string, u *url.URL) (string, bool) {
	p := u.EscapedPath()
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
	case (host == "www.google.com" || host == "google.com") && strings.HasPrefix(p, "/amp/"):
		p = strings.TrimPrefix(p, "/amp")
		p = "/c" + p
	default:
		return "", false
	}
	parts := strings.SplitN(strings.TrimPrefix(p, "/"), "/", 2)
	if len(parts) < 2 || (parts[0] != "c" && parts[0] != "v") {
		return "", false
	}
	rest := strings.TrimPrefix(parts[1], "s/")
	inner, err := url.Parse("https://" + rest)
	if err != nil || !strings.Contains(inner.Hostname(), ".") {
		return "", false
	}
	u.Path, u.RawPath = inner.Path, inner.RawPath
	return strings.ToLower(inner.Hostname()), true
}

// keyPath drops AMP's marks, index files and a slash at the end.
func keyPath(u *url.URL) {
	p := u.EscapedPath()
	if p == "" || p == "/" {
		u.Path, u.RawPath = "/", ""
		return
	}
	p = strings.ReplaceAll(p, "//", "/")
	segments := strings.Split(p, "/")
	last := len(segments) - 1
	if segments[last] == "" && last > 1 {
		segments, last = segments[:last], last-1
	}
	switch s := segments[last]; {
	case s == "amp" || s == "amp.html" || strings.HasPrefix(s, "index.") && path.Ext(s) == s[5:] && len(s) <= 10:
		if last > 1 {
			segments = segments[:last]
		} else {
			segments[last] = ""
		}
	case strings.HasSuffix(s, ".amp"):
		segments[last] = strings.TrimSuffix(s, ".amp")
	case strings.HasSuffix(s, ".amp.html"):
		segments[last] = strings.TrimSuffix(s, ".amp.html") + ".html"
	}
	if len(segments) > 2 && segments[1] == "amp" {
		segments = slices.Delete(segments, 1, 2)
	}
	setPath(u, strings.Join(segments, "/"))
}

// setPath sets an escaped path, with escapes written the one normal way.
func setPath(u *url.URL, escaped string) {
	plain, err := url.PathUnescape(escaped)
	if err != nil {
		return
	}
	u.Path, u.RawPath = plain, ""
	if strings.Contains(strings.ToLower(escaped), "%2f") {
		u.RawPath = escaped
	}
}

// canonicalQuery drops tracking parameters and orders the rest by name.
func canonicalQuery(u *url.URL) {
	u.ForceQuery = false
	if u.RawQuery == "" {
		return
	}
	var kept []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" && !tracks(name, value) {
			kept = append(kept, pair)
		}
	}
	slices.SortStableFunc(kept, func(a, b string) int {
		an, _, _ := strings.Cut(a, "=")
		bn, _, _ := strings.Cut(b, "=")
		return strings.Compare(an, bn)
	})
	u.RawQuery = strings.Join(kept, "&")
}

func tracks(name, value string) bool {
	name, value = strings.ToLower(name), strings.ToLower(value)
	switch {
	case tracking[name]:
		return true
	case name == "sid" || name == "s" || name == "session":
		return isHex(value, 16)
	case name == "t" || name == "ts" || name == "time" || name == "v" || name == "ver":
		return isStamp(value)
	case name == "mod" || name == "output" || name == "from" || name == "source" || name == "src" || name == "ref" || name == "cid":
		if strings.HasPrefix(value, "rss") {
			return true
		}
	}
	for _, p := range trackingPrefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return slices.Contains(sometimes[name], value)
}
