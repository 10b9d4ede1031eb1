package address

import (
	"net/url"
	"strings"
	"testing"
)

func TestEveryParameterThatTracksIsDropped(t *testing.T) {
	names := strings.FieldsSeq(`fbclid gclid gclsrc dclid wbraid gbraid yclid ysclid msclkid twclid ttclid igshid igsh mc_cid mc_eid mkt_tok
		_hsenc _hsmi hsctatracking vero_id oly_anon_id oly_enc_id wickedid s_cid cmpid cmp ocid ito smid smtyp xtor at_medium at_campaign
		at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_type at_link_origin at_format at_ptr_name at_bbc_team ns_mchannel
		ns_source ns_campaign ns_linkname ns_fee ref_src ref_url referrer spm scm share sharetype partner emc rss feedtype feedname
		traffic_source maca cid_source srsltid _ga _gl guccounter guce_referrer guce_referrer_sig yptr taid sref soc_src soc_trk
		__twitter_impression outputtype amp dmcid wtmc wt_mc wt_zmc sfnsn mibextid jsessionid phpsessid aspsessionid sessionid session_id
		sessid oscsid zenid cfid cftoken s_sessionid _t _ _ts _dc nocache no_cache cachebuster cache_buster cb rnd rand random timestamp
		utm from_source source_rss feature_rss publisher_rss traffic ftag tsrc ncid icid intcmp int_source int_medium int_campaign
		utm_x mtm_x pk_x piwik_x hsa_x stm_x ga_x matomo_x UTM_Source FBCLID`)
	for name := range names {
		if got := Canonical("https://paper.example/a?id=7&" + name + "=x"); got != "https://paper.example/a?id=7" {
			t.Errorf("%s stays: %s", name, got)
		}
	}
	for name := range strings.FieldsSeq("id page q p lang utmx xutm_ pk amps section cat article tid uid") {
		want := "https://paper.example/a?" + name + "=x"
		if got := Canonical(want); got != want {
			t.Errorf("%s does not stay: %s", name, got)
		}
	}
}

func TestSomeParametersTrackBySomeValues(t *testing.T) {
	for name, values := range map[string]string{
		"source": "rss feed rss_feed twitter facebook telegram newsletter email social RSS rssfeed",
		"from":   "rss feed twitter facebook telegram newsletter rss2",
		"ref":    "rss feed twitter facebook telegram newsletter email home homepage rss-x",
		"src":    "rss feed twitter facebook telegram newsletter rss_1", "cid": "rss social newsletter rss:1",
		"output": "amp rss", "mod": "rss rssnews", "view": "amp", "mode": "amp", "format": "amp", "type": "amp", "m": "1",
		"sid": "0123456789abcdef 0123456789ABCDEF0", "s": "0123456789abcdef", "session": "0123456789abcdef",
		"t": "1700000000 1700000000123 1400000000", "ts": "1700000000", "time": "1700000000", "v": "1700000000", "ver": "1999999999",
	} {
		for value := range strings.FieldsSeq(values) {
			if got := Canonical("https://paper.example/a?" + name + "=" + value + "&id=7"); got != "https://paper.example/a?id=7" {
				t.Errorf("%s=%s stays: %s", name, value, got)
			}
		}
	}
	for name, values := range map[string]string{
		"source": "iaea xrss", "from": "2026", "ref": "12", "src": "img", "cid": "77", "output": "pdf", "mod": "amp", "view": "rss",
		"mode":   "rss",
		"format": "rss", "type": "rss", "m": "2 11", "sid": "0123456789abcde 0123456789abcdeg", "s": "word", "session": "7",
		"t": "1300000000 2700000000 170000000 17000000000 170000000x 1700000000a", "ts": "12", "v": "3", "ver": "5.1", "time": "10",
		"title": "rss",
	} {
		for value := range strings.FieldsSeq(values) {
			want := "https://paper.example/a?" + name + "=" + value
			if got := Canonical(want); got != want {
				t.Errorf("%s=%s does not stay: %s", name, value, got)
			}
		}
	}
}

func TestWhatIsTheSamePageAndWhatTheAddressToShowIs(t *testing.T) {
	for _, c := range []struct{ rule, raw, canonical, key string }{
		{"schemes", "http://paper.example/a", "http://paper.example/a", "https://paper.example/a"},
		{"default ports", "http://paper.example:80/a", "http://paper.example/a", "https://paper.example/a"},
		{"another port", "https://paper.example:8443/a", "https://paper.example:8443/a", "https://paper.example:8443/a"},
		{"an address in figures", "http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a", "https://[2001:db8::1]:8080/a"},
		{"a name in another script", "https://пример.example/a", "https://xn--e1afmkfd.example/a", "https://xn--e1afmkfd.example/a"},
		{"a name no table allows", "https://a_b.example/a", "https://a_b.example/a", "https://a_b.example/a"},
		{"www.", "https://www.paper.example/a", "https://www.paper.example/a", "https://paper.example/a"},
		{"www. that is the site", "https://www.example/a", "https://www.example/a", "https://www.example/a"},
		{"amp.", "https://amp.paper.example/a", "https://amp.paper.example/a", "https://paper.example/a"},
		{"m.", "https://m.paper.example/a", "https://m.paper.example/a", "https://paper.example/a"},
		{"mobile.", "https://mobile.paper.example/a", "https://mobile.paper.example/a", "https://paper.example/a"},
		{"touch.", "https://touch.paper.example/a", "https://touch.paper.example/a", "https://paper.example/a"},
		{"wap.", "https://wap.paper.example/a", "https://wap.paper.example/a", "https://paper.example/a"},
		{"m.www.", "https://m.www.paper.example/a", "https://m.www.paper.example/a", "https://paper.example/a"},
		{"no path", "https://paper.example", "https://paper.example/", "https://paper.example/"},
		{"a slash at the end", "https://paper.example/a/", "https://paper.example/a/", "https://paper.example/a"},
		{"two slashes", "https://paper.example/a//b", "https://paper.example/a//b", "https://paper.example/a/b"},
		{"amp at the end", "https://paper.example/a/amp", "https://paper.example/a/amp", "https://paper.example/a"},
		{"amp alone", "https://paper.example/amp", "https://paper.example/amp", "https://paper.example/"},
		{"amp.html", "https://paper.example/a/amp.html", "https://paper.example/a/amp.html", "https://paper.example/a"},
		{".amp.html", "https://paper.example/a.amp.html", "https://paper.example/a.amp.html", "https://paper.example/a.html"},
		{".amp", "https://paper.example/a.amp", "https://paper.example/a.amp", "https://paper.example/a"},
		{"amp first", "https://paper.example/amp/a", "https://paper.example/amp/a", "https://paper.example/a"},
		{"amp within is a name", "https://paper.example/a/amp/b", "https://paper.example/a/amp/b", "https://paper.example/a/amp/b"},
		{"an index file", "https://paper.example/a/index.html", "https://paper.example/a/index.html", "https://paper.example/a"},
		{"of the whole site", "https://paper.example/index.php", "https://paper.example/index.php", "https://paper.example/"},
		{"with four letters", "https://paper.example/a/index.aspx", "https://paper.example/a/index.aspx", "https://paper.example/a"},
		{
			"a page named index", "https://paper.example/a/index.update", "https://paper.example/a/index.update",
			"https://paper.example/a/index.update",
		},
		{
			"an index of something", "https://paper.example/a/index.2.html", "https://paper.example/a/index.2.html",
			"https://paper.example/a/index.2.html",
		},
		{"escapes", "https://paper.example/%61%20b", "https://paper.example/%61%20b", "https://paper.example/a%20b"},
		{"an escaped slash is no slash", "https://paper.example/a%2fb", "https://paper.example/a%2fb", "https://paper.example/a%2fb"},
		{"a fragment", "https://paper.example/a#b", "https://paper.example/a", "https://paper.example/a"},
		{"a fragment that names a page", "https://paper.example/#!/a", "https://paper.example/#!/a", "https://paper.example/#!/a"},
		{"an empty query", "https://paper.example/a?", "https://paper.example/a", "https://paper.example/a"},
		{
			"parameters in their order", "https://paper.example/a?b=1&&a=2&b=0", "https://paper.example/a?a=2&b=1&b=0",
			"https://paper.example/a?a=2&b=1&b=0",
		},
		{"a session in the path", "https://paper.example/a;jsessionid=12F?x=1", "https://paper.example/a?x=1", "https://paper.example/a?x=1"},
		{"and one of another server", "https://paper.example/(S(x1))/a", "https://paper.example/a", "https://paper.example/a"},
		{
			"what only looks like one", "https://paper.example/a;v=1(b)", "https://paper.example/a;v=1%28b%29",
			"https://paper.example/a;v=1%28b%29",
		},
		{
			"a viewer of AMP", "https://google.com/amp/s/www.Paper.example/a", "https://www.paper.example/a", "https://paper.example/a",
		},
		{
			"a cache of AMP", "https://paper-example.cdn.ampproject.org/v/s/paper.example/a?x=1", "https://paper.example/a?x=1",
			"https://paper.example/a?x=1",
		},
		{
			"without its s", "https://paper-example.cdn.ampproject.org/c/paper.example/a", "https://paper.example/a", "https://paper.example/a",
		},
		{
			"a picture of the cache", "https://paper-example.cdn.ampproject.org/i/s/paper.example/a",
			"https://paper-example.cdn.ampproject.org/i/s/paper.example/a", "https://paper-example.cdn.ampproject.org/i/s/paper.example/a",
		},
		{
			"the cache itself", "https://x.cdn.ampproject.org/c", "https://x.cdn.ampproject.org/c", "https://x.cdn.ampproject.org/c",
		},
		{
			"a viewer of nothing", "https://www.google.com/amp/s/paper", "https://www.google.com/amp/s/paper", "https://google.com/s/paper",
		},
		{
			"another page there", "https://www.google.com/search/amp/s/paper.example", "https://www.google.com/search/amp/s/paper.example",
			"https://google.com/search/amp/s/paper.example",
		},
		{"escaped twice", "https://paper.example/a?b=1&amp;amp;a=2", "https://paper.example/a?a=2&b=1", "https://paper.example/a?a=2&b=1"},
		{"no host", "https://./a", "", ""},
		{"another scheme", "ftp://paper.example/a", "", ""},
		{"opaque", "https:paper.example/a", "", ""},
	} {
		if got := Canonical(c.raw); got != c.canonical {
			t.Errorf("%s: %s is shown as %s, want %s", c.rule, c.raw, got, c.canonical)
		}
		if got := Key(c.raw); got != c.key {
			t.Errorf("%s: the key of %s is %s, want %s", c.rule, c.raw, got, c.key)
		}
	}
}

func TestAnAddressIsMended(t *testing.T) {
	site := func(s string) *url.URL { u, _ := url.Parse(s); return u }
	for _, c := range []struct {
		base      *url.URL
		raw, want string
	}{
		{nil, " https://paper.example/a\n ", "https://paper.example/a"},
		{nil, "https://paper.example/\ta\u200bb\ufeffc\x7fd\r\n", "https://paper.example/abcd"},
		{nil, "?a=1&amp;b=2&#38;c=3&#038;d=4&#x26;e=5&AMP;f=6", "?a=1&b=2&c=3&d=4&e=5&f=6"},
		{nil, "?a&amp;amp;amp;amp;b", "?a&b"},
		{nil, "?a&amp;amp;amp;amp;amp;b", "?a&amp;b"},
		{nil, "www.paper.com/a", "https://www.paper.com/a"},
		{nil, "www.paper.example/a", "https://www.paper.example/a"},
		{nil, "www.nothing", "www.nothing"},
		{nil, "paper.com/a", "paper.com/a"},
		{nil, "release.pl", "release.pl"},
		{nil, ".www.paper.com", ".www.paper.com"},
		{nil, "me@www.paper.com", "me@www.paper.com"},
		{nil, "a/www.paper.com", "a/www.paper.com"},
		{nil, "?www.paper.com", "?www.paper.com"},
		{site("https://news.paper.com/feed"), "paper.com/a", "https://paper.com/a"},
		{site("http://news.paper.com/feed"), "paper.com:80/a", "http://paper.com:80/a"},
		{site("http://news.paper.com/feed"), "WWW.other.com?x", "http://WWW.other.com?x"},
		{site("https://news.paper.com/feed"), "other.com/a", "other.com/a"},
		{site("https://news.paper.com/feed"), "com", "com"},
		{site("https://news.paper.com/feed"), "a.html", "a.html"},
	} {
		if got := Mend(c.base, c.raw); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.raw, got, c.want)
		}
	}
}
