package feed

import (
	"context"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"

	"attache"
	"attache/feed/address"
)

// An address says nothing about who speaks: any feed may link any page. What an
// entry tells is therefore an identity among the entries of its own source
// alone, and among those of sources that the operator gave one name and kind
// and that come from one site: two feeds of one outlet.

// speaker is a source as its identities name it.
type speaker struct {
	source string // its ID
	outlet string // the same for all feeds of an outlet; "" where the operator gave it no name
}

func speakerOf(src attache.Source) speaker {
	s := speaker{source: src.ID}
	if name := letterForm(src.Name); name != "" && !strings.Contains(src.Name, "://") {
		s.outlet = attache.TextHash(name+"\x00"+string(src.Kind), siteOf(src.URL))
	}
	return s
}

// siteOf is the registered domain of an address, by the public suffix list, or
// its host and port where it has none: an IP address, a machine's name.
func siteOf(link string) string {
	u := baseURL(link)
	if u == nil {
		return ""
	}
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(name); err == nil {
		return strings.ToLower(u.Host)
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(name)
	if err != nil {
		return strings.ToLower(u.Host)
	}
	return site
}

const outletPrefix = "outlet:"

// isOwn tells whether a page is of a feed's own site: of one registered domain.
// Of a machine without one it is unknown who else speaks there.
func isOwn(link, feed string) bool {
	u := baseURL(link)
	if u == nil {
		return false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false
	}
	_, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	return err == nil && siteOf(link) == siteOf(feed)
}

// urlKeys are the identities of a page among the entries of a speaker, the
// strongest first; none for what cannot be an article.
func (s speaker) urlKeys(link string) []string {
	if k := pageKey(link); k != "" {
		return s.keysOf(k)
	}
	return nil
}

// keysOf are the identities of a page key.
func (s speaker) keysOf(k string) []string {
	keys := []string{"url:" + s.source + ":" + k}
	if s.outlet != "" {
		keys = append(keys, outletPrefix+s.outlet+":"+k)
	}
	return keys
}

func (s speaker) guidKey(id string) string { return "guid:" + s.source + ":" + id }

// OlderKeys are the identities of a page in stores from before each source had
// its own: what is found by them counts only where the speaker has it.
func OlderKeys(link string) []string {
	if k := pageKey(link); k != "" {
		return []string{"url:" + k}
	}
	return nil
}

// pageKey is the address by which a page is known, "" for one that is none: a
// site's front page is not an article.
func pageKey(link string) string {
	k := address.Key(link)
	if u := baseURL(k); u == nil || (u.Path == "/" || u.Path == "") && u.RawQuery == "" && u.Fragment == "" {
		return ""
	}
	return k
}

// owns tells whether a stored article may be brought up to date by what
// a source says: it is the source's own, or that of the outlet's other feed.
func (s speaker) owns(a attache.Article) bool {
	if a.SourceID == s.source {
		return true
	}
	if s.outlet == "" {
		return false
	}
	for _, k := range a.Keys {
		if strings.HasPrefix(k, outletPrefix+s.outlet+":") {
			return true
		}
	}
	return false
}

// outletName is what an article's outlet is called: as the operator named the
// source; else as the feed calls itself, unless that is another source's name
// or a person could not tell it from one.
func (p *Poller) outletName(ctx context.Context, src attache.Source, title string) string {
	if src.Name != "" {
		return src.Name
	}
	own := first(host(src.URL), title)
	if p.cfg.Store == nil || title == "" {
		return first(title, own)
	}
	others, err := p.cfg.Store.ListSources(ctx)
	if err != nil {
		return own // never another's name, whatever happens
	}
	for _, o := range others {
		if o.ID != src.ID && o.Name != "" && looksLike(title, o.Name) {
			return own
		}
	}
	return title
}

// looksLike tells whether a person could take a name for another's: the same
// letters, or letters that look the same, also with something around them.
func looksLike(name, other string) bool {
	a, b := lookOf(name), lookOf(other)
	return b != "" && (a == b || utf8.RuneCountInString(b) >= 6 && strings.Contains(a, b))
}

// lookOf folds a name to what it looks like.
func lookOf(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case lookalikes[r] != 0:
			return lookalikes[r]
		}
		return r
	}, letterForm(norm.NFKD.String(name)))
}

// lookalikes are the letters of other scripts that look like Latin ones
// (Unicode Technical Standard 39, confusables), in lower case.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'ѕ': 's', 'т': 't', 'у': 'y',
	'х': 'x', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'ӏ': 'l', 'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'v', 'ο': 'o',
	'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x', 'ı': 'i', 'ɑ': 'a', 'ɡ': 'g', '0': 'o', '1': 'l',
}
