package simulator

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// linkEntity points e at target: a link, or a mention of a user. False when
// Telegram would drop the link and keep its text.
func linkEntity(e *Entity, target string) bool {
	if id, ok := strings.CutPrefix(lower(target), "tg://user?id="); ok {
		user, err := strconv.ParseInt(id, 10, 64)
		if err != nil || user <= 0 {
			return false
		}
		e.Type, e.User = "text_mention", &User{ID: user, FirstName: "User"}
		return true
	}
	checked, ok := checkLink(target)
	e.URL = checked
	return ok
}

// checkLink is the address as Telegram keeps it: http, https, tg and ton
// only, http where no scheme was given, a host with a dot in it.
func checkLink(target string) (string, bool) {
	target = strings.TrimSpace(target)
	if target == "" || strings.ContainsAny(target, " \t\r\n\x00") {
		return "", false
	}
	scheme, rest, found := strings.Cut(target, "://")
	scheme = lower(scheme)
	switch {
	case !found:
		if i := strings.IndexByte(target, ':'); i >= 0 && !isPort(target[i+1:]) {
			return "", false // javascript:, mailto:, data:
		}
		scheme, rest = "http", target
	case scheme == "tg" || scheme == "ton":
		return scheme + "://" + rest, rest != ""
	case scheme != "http" && scheme != "https":
		return "", false
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	host, _, _ = strings.Cut(host, "#")
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	if !goodHost(host) {
		return "", false
	}
	clean := scheme + "://" + rest
	if parsed, err := url.Parse(clean); err != nil {
		return "", false
	} else if parsed.Path == "" {
		parsed.Path = "/"
		clean = parsed.String()
	}
	return clean, true
}

func isPort(s string) bool {
	digits, _, _ := strings.Cut(s, "/")
	_, err := strconv.ParseUint(digits, 10, 16)
	return err == nil
}

func goodHost(host string) bool {
	name := host
	if h, port, err := net.SplitHostPort(host); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return false
		}
		name = h
	} else if strings.ContainsAny(host, ":") {
		return strings.HasPrefix(host, "[") && net.ParseIP(strings.Trim(host, "[]")) != nil
	}
	if net.ParseIP(name) != nil {
		return true
	}
	labels := strings.Split(strings.TrimSuffix(name, "."), ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63*4 || strings.ContainsAny(label, `<>"'\^{}|%`+"`") {
			return false
		}
	}
	return true
}
