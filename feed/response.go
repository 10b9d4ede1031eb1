package feed

import (
	"net/http"
	"slices"
	"strings"

	"attache/feed/clean"
	"attache/feed/fetch"
)

// ParseResponse parses the feed that a server sent, with what its headers tell:
// type and charset, the address that links refer to, the language, the hub.
func ParseResponse(resp *fetch.Response) (Feed, error) {
	base := clean.Resolve(baseURL(resp.URL), resp.Header.Get("Content-Location"))
	f, err := Parse(resp.Body, first(base, resp.URL), resp.Header.Get("Content-Type"))
	if err != nil {
		return f, err
	}
	f.Lang = first(f.Lang, resp.Header.Get("Content-Language"))
	for rel, link := range linkHeader(resp.Header) {
		switch rel {
		case "hub":
			f.Hub = first(clean.Resolve(baseURL(resp.URL), link), f.Hub)
		case "self":
			f.Self = first(clean.Resolve(baseURL(resp.URL), link), f.Self)
		}
	}
	return f, nil
}

// linkHeader reads Link headers: the first address of each relation.
func linkHeader(h http.Header) map[string]string {
	out := map[string]string{}
	eachLink(h, func(target string, params map[string]string) {
		for rel := range strings.FieldsSeq(strings.ToLower(params["rel"])) {
			if _, known := out[rel]; !known {
				out[rel] = target
			}
		}
	})
	return out
}

// headerFeeds are the feeds that a page's Link headers name (RFC 8288).
func headerFeeds(h http.Header, at string) []feedLink {
	var out []feedLink
	eachLink(h, func(target string, params map[string]string) {
		kind, _, _ := strings.Cut(strings.ToLower(params["type"]), ";")
		alternate := slices.Contains(strings.Fields(strings.ToLower(params["rel"])), "alternate")
		if link := resolved(baseURL(at), target); link != "" && alternate && slices.Contains(feedTypes, kind) {
			out = append(out, feedLink{link, params["title"], true})
		}
	})
	return out
}

// eachLink takes Link headers apart: an address and its parameters by their names in
// lower case.
func eachLink(h http.Header, each func(target string, params map[string]string)) {
	for _, line := range h.Values("Link") {
		for part := range strings.SplitSeq(line[:min(len(line), 8<<10)], ",") {
			target, rest, _ := strings.Cut(part, ";")
			target = strings.TrimSpace(target)
			if len(target) < 2 || !strings.HasPrefix(target, "<") || !strings.HasSuffix(target, ">") {
				continue
			}
			params := map[string]string{}
			for param := range strings.SplitSeq(rest, ";") {
				name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
				if name = strings.ToLower(name); params[name] == "" {
					params[name] = strings.Trim(value, `"`)
				}
			}
			each(target[1:len(target)-1], params)
		}
	}
}
