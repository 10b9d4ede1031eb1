package feed

import (
	"net/http"
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
	for _, line := range h.Values("Link") {
		for part := range strings.SplitSeq(line[:min(len(line), 8<<10)], ",") {
			target, params, _ := strings.Cut(part, ";")
			target = strings.TrimSpace(target)
			if !strings.HasPrefix(target, "<") || !strings.HasSuffix(target, ">") {
				continue
			}
			for param := range strings.SplitSeq(params, ";") {
				name, value, _ := strings.Cut(strings.TrimSpace(param), "=")
				if !strings.EqualFold(name, "rel") {
					continue
				}
				for rel := range strings.FieldsSeq(strings.ToLower(strings.Trim(value, `"`))) {
					if _, known := out[rel]; !known {
						out[rel] = target[1 : len(target)-1]
					}
				}
			}
		}
	}
	return out
}
