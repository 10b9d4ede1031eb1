package markup

import "strings"

// usual are the namespaces that feeds use, by the end that tells them apart,
// and the prefix each usually has. Those of the feed formats themselves have
// none.
var usual = map[string]string{
	"backend.userland.com/rss": "", "blogs.law.harvard.edu/tech/rss": "", "purl.org/rss/1.0": "", "purl.org/net/rss1.1": "",
	"my.netscape.com/rdf/simple/0.9": "", "channel.netscape.com/rdf/simple/0.9": "", "example.com/newformat": "",
	"backend.userland.com/rss2": "", "backend.userland.com/rss091": "", "my.netscape.com/publish/formats/rss-0.91.dtd": "",
	"purl.org/atom/ns": "atom", "www.w3.org/2005/atom": "atom", "purl.org/rss/1.0/modules/rss091": "",
	"www.w3.org/1999/02/22-rdf-syntax-ns": "rdf", "www.w3.org/2000/01/rdf-schema": "rdfs",
	"purl.org/dc/elements/1.1": "dc", "purl.org/dc/elements/1.0": "dc", "purl.org/dc/terms": "dcterms",
	"purl.org/rss/1.0/modules/content": "content", "purl.org/rss/1.0/modules/syndication": "sy",
	"purl.org/rss/1.0/modules/slash": "slash", "purl.org/rss/1.0/modules/link": "l", "purl.org/rss/1.0/modules/wiki": "wiki",
	"www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "example.com/dtds/podcast-1.0.dtd": "itunes",
	"search.yahoo.com/mrss": "media", "www.w3.org/1999/xhtml": "xhtml", "www.w3.org/2000/svg": "svg",
	"www.w3.org/1998/math/mathml": "math", "www.w3.org/1999/xlink": "xlink", "www.w3.org/xml/1998/namespace": "xml",
	"wellformedweb.org/commentapi": "wfw", "rssnamespace.org/feedburner/ext/1.0": "feedburner",
	"purl.org/syndication/thread/1.0": "thr", "prismstandard.org/namespaces/1.2/basic": "prism",
	"webns.net/mvcb": "admin", "purl.org/rss/1.0/modules/annotate": "annotate", "www.georss.org/georss": "georss",
	"www.opengis.net/gml": "gml", "www.w3.org/2003/01/geo/wgs84_pos": "geo", "www.sitemaps.org/schemas/sitemap/0.9": "",
	"www.google.com/schemas/sitemap/0.84": "", "www.google.com/schemas/sitemap-news/0.9": "news",
	"www.google.com/schemas/sitemap-image/1.1": "image", "www.google.com/schemas/sitemap-video/1.1": "video",
	"tools.ietf.org/html/rfc6721": "at", "purl.org/rss/1.0/modules/company": "co", "purl.org/rss/1.0/modules/event": "ev",
	"my.theinfo.org/changed/1.0/rss": "cp", "purl.org/rss/1.0/modules/aggregation": "ag", "purl.org/rss/1.0/modules/taxonomy": "taxo",
	"purl.org/rss/modules/aggregation": "ag", "purl.org/rss/1.0/modules/search": "search", "purl.org/rss/1.0/modules/email": "email",
	"purl.org/rss/1.0/modules/reference": "ref", "purl.org/rss/1.0/modules/textinput": "ti", "xmlns.com/foaf/0.1": "foaf",
	"www.w3.org/2007/app": "app", "purl.org/atom/app": "app", "news.yandex.ru": "yandex", "www.yandex.ru": "yandex",
}

// wellKnown are prefixes that need no declaration to be understood.
var wellKnown = map[string]string{
	"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
	"content": "http://purl.org/rss/1.0/modules/content/", "sy": "http://purl.org/rss/1.0/modules/syndication/",
	"itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "media": "http://search.yahoo.com/mrss/",
	"atom": "http://www.w3.org/2005/Atom", "atom10": "http://www.w3.org/2005/Atom", "atom03": "http://purl.org/atom/ns#",
	"a10": "http://www.w3.org/2005/Atom", "xhtml": "http://www.w3.org/1999/xhtml", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"slash": "http://purl.org/rss/1.0/modules/slash/", "wfw": "http://wellformedweb.org/CommentAPI/",
	"feedburner": "http://rssnamespace.org/feedburner/ext/1.0", "news": "http://www.google.com/schemas/sitemap-news/0.9",
	"yandex": "http://news.yandex.ru", "rss": "http://backend.userland.com/rss2", "xml": "http://www.w3.org/XML/1998/namespace",
	"thr": "http://purl.org/syndication/thread/1.0", "dcq": "http://purl.org/dc/terms/", "admin": "http://webns.net/mvcb/",
	"georss": "http://www.georss.org/georss", "svg": "http://www.w3.org/2000/svg",
}

// prefixOf gives the usual prefix of a namespace; an unknown one keeps the
// prefix it was written with.
func prefixOf(space, written string) string {
	k := strings.ToLower(strings.TrimSpace(space))
	k = strings.TrimPrefix(strings.TrimPrefix(k, "http://"), "https://")
	k = strings.TrimRight(k, "/#")
	if p, ok := usual[k]; ok {
		return p
	}
	return strings.ToLower(written)
}
