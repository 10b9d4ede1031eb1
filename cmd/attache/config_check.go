package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"attache"
	"attache/bot"
	"attache/bot/telegram"
	"attache/digest/slot"
	"attache/feed"
	"attache/feed/fetch"
	"attache/feed/list"
	"attache/web"
)

// problem is what is wrong with a value of the configuration.
type problem struct {
	key string // its YAML path
	err error  // nil: nothing
}

// problems validates every value that the types alone do not. It changes nothing.
func (c *config) problems() []problem {
	_, zone := parseZone(c.Digest.TimeZone)
	_, schedule := slot.Parse(c.Digest.Schedule, "UTC")
	list := []problem{{"$.digest.timezone", zone}, {"$.digest.schedule", schedule}}
	if c.APIURL != "" {
		list = append([]problem{{"$.api_url", checkAPIURL(c.APIURL)}}, list...)
	}
	list = append(list, c.Feed.problems()...)
	list = append(list, c.Web.problems()...)
	list = append(list, c.Publish.Facebook.problems()...)
	list = append(list, c.Backup.problems()...)
	list = append(list, c.Retention.problems()...)
	list = append(list, c.Delivery.Webhook.problems(c.APIURL == "")...)
	if c.Operations.Listen != "" {
		list = append(list, problem{"$.operations.listen", checkListen(c.Operations.Listen)})
	}
	list = append(list, c.Publish.Mail.problems(c.Web.Listen != "")...)
	for i, s := range c.Sources {
		list = append(list, s.problems(fmt.Sprintf("$.sources[%d]", i), c.Sources[:i])...)
	}
	list = append(list, c.Access.problems()...)
	for i, address := range c.Admins {
		list = append(list, problem{fmt.Sprintf("$.admins[%d]", i), checkAdmin(address)})
	}
	return list
}

func (c *feedConfig) problems() []problem {
	_, err1 := parseInterval(c.Interval, usualInterval)
	least, err2 := parseInterval(c.MinInterval, usualMin)
	most, err3 := parseInterval(c.MaxInterval, usualMax)
	list := []problem{{"$.feed.interval", err1}, {"$.feed.min_interval", err2}, {"$.feed.max_interval", err3}}
	if err1 == nil && err2 == nil && err3 == nil && least > most {
		list = append(list, problem{"$.feed.min_interval", fmt.Errorf("%v is more than feed.max_interval, %v", least, most)})
	}
	list = append(list, problem{"$.feed.proxy", checkProxy(c.Proxy)})
	if c.PublicURL == "" {
		return list
	}
	list = append(list, problem{"$.feed.public_url", checkWebAddress(c.PublicURL)})
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		err := errors.New("hubs need feed.listen as well: the address behind it, such as 127.0.0.1:8091")
		list = append(list, problem{"$.feed.public_url", err})
	}
	return list
}

func (c *webConfig) problems() []problem {
	if c.Listen == "" && c.PublicURL == "" {
		return nil
	}
	var list []problem
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		list = append(list, problem{"$.web.listen", fmt.Errorf("%q is no address to listen on; write one such as 127.0.0.1:8092", c.Listen)})
	}
	if c.PublicURL == "" {
		list = append(list, problem{"$.web.listen", errors.New("it needs web.public_url as well: where readers reach the archive")})
	} else {
		list = append(list, problem{"$.web.public_url", web.CheckPublicURL(c.PublicURL)})
	}
	if c.Hub != "" && c.Hub != web.OwnHub {
		list = append(list, problem{"$.web.hub", checkWebAddress(c.Hub)})
	}
	if !(c.Rate >= 0 && c.Rate <= 1e6) {
		list = append(list, problem{"$.web.rate", fmt.Errorf("%v is no number of requests a second; 0 is no limit", c.Rate)})
	}
	return append(list, c.problemsOfTLS()...)
}

// problems of a webhook; telegrams tells that Telegram itself is to reach it, which
// is stricter than other Bot API servers.
func (c *webhookConfig) problems(telegrams bool) []problem {
	if *c == (webhookConfig{}) {
		return nil
	}
	const listen, public = "$.delivery.webhook.listen", "$.delivery.webhook.public_url"
	list := []problem{{listen, checkListen(c.Listen)}, {public, checkWebAddress(c.PublicURL)}}
	u, err := url.Parse(c.PublicURL)
	if err == nil && telegrams && (u.Scheme != "https" || !slices.Contains([]string{"", "80", "88", "443", "8443"}, u.Port())) {
		list = append(list, problem{public, errors.New("updates are brought to https alone, on port 443, 80, 88 or 8443")})
	}
	if (c.CertFile == "") != (c.KeyFile == "") {
		list = append(list, problem{listen, errors.New("TLS needs both delivery.webhook.cert_file and key_file; behind a proxy neither")})
	}
	return list
}

func checkListen(address string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return fmt.Errorf("%q is no address to listen on; write one such as 127.0.0.1:9092", address)
	}
	return nil
}

func (c *backupConfig) problems() []problem {
	var list []problem
	if c.Schedule != "" {
		_, err := slot.Parse(c.Schedule, "UTC")
		list = append(list, problem{"$.backup.schedule", err})
	}
	if c.Folder == "" && (c.Schedule != "" || c.Keep != 0) {
		list = append(list, problem{"$.backup.schedule", errors.New("backups need backup.folder as well: where they go")})
	}
	if c.Keep < 0 || c.Keep > mostBackups {
		list = append(list, problem{"$.backup.keep", fmt.Errorf("%d is no number of backups to keep; write one from 1 to %d", c.Keep,
			mostBackups)})
	}
	return list
}

// problems of a source at a key, where others stand before it.
func (s sourceConfig) problems(key string, before []sourceConfig) []problem {
	all := []problem{
		{key + ".url", checkWebAddress(s.URL)},
		{key + ".kind", checkOneOf(s.Kind, "official", "wire", "press", "state-media")},
		{key + ".full_text", checkOneOf(s.FullText, "auto", "always", "never")},
		{key + ".country", checkShape(s.Country, countryShape, "an ISO 3166 alpha-3 code such as DEU, or a body's abbreviation such as EU")},
		{key + ".lang", checkShape(s.Lang, langShape, "an ISO 639-1 code such as de")},
		{key + ".proxy", checkProxy(s.Proxy)},
		{key + ".timezone", checkPlace(s.TimeZone)},
		{key + ".selector", checkSelector(s.Selector)},
		{key + ".headers", checkHeaders(s.Headers)},
	}
	if slices.ContainsFunc(before, func(o sourceConfig) bool { return feed.SourceKey(o.URL) == feed.SourceKey(s.URL) }) {
		all = append(all, problem{key + ".url", fmt.Errorf("%q stands there twice", attache.PublicURL(s.URL))})
	}
	return all
}

func checkProxy(proxy string) error {
	if proxy == "" || proxy == fetch.Direct {
		return nil
	}
	if _, err := fetch.ParseProxy(proxy); err != nil {
		return fmt.Errorf("%w; write it like http://proxy.example:3128 or socks5://127.0.0.1:9050, or %s", err, fetch.Direct)
	}
	return nil
}

func checkPlace(zone string) error {
	if zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return fmt.Errorf("%q is no time zone; write one such as Asia/Tokyo", zone)
	}
	return nil
}

func checkSelector(selector string) error {
	if selector == "" {
		return nil
	}
	if err := list.CheckSelector(selector); err != nil {
		return fmt.Errorf("%q is no CSS selector of one entry, such as ul.news > li: %w", selector, err)
	}
	return nil
}

func checkHeaders(headers map[string]string) error {
	for name, value := range headers {
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(value) {
			return fmt.Errorf("%q is no header that can be sent", name)
		}
	}
	return nil
}

// parseInterval reads how often something is done; "" is as usual.
func parseInterval(text string, usual time.Duration) (time.Duration, error) {
	if text == "" {
		return usual, nil
	}
	every, err := time.ParseDuration(text)
	if err != nil || every < time.Minute || every > 24*time.Hour {
		return usual, fmt.Errorf("%q is no usable interval; write something from 1m to 24h", text)
	}
	return every, nil
}

// adminAddress is where an administrator is written to. A number alone is a
// Telegram user id, as /about tells it.
func adminAddress(text string) string {
	if bot.Scheme(text) == "" {
		return telegram.Scheme + ":" + text
	}
	return text
}

func checkAdmin(text string) error {
	address := adminAddress(text)
	check, known := schemes[bot.Scheme(address)]
	if !known {
		return fmt.Errorf("%q is no address of a channel there is; write one such as telegram:12345", text)
	}
	return check(strings.TrimPrefix(address, bot.Scheme(address)+":"))
}

func checkTelegramID(id string) error {
	if strings.Trim(id, "0123456789") != "" || id == "" {
		return fmt.Errorf("%q is no Telegram user id; it is a number, and /about tells everyone their own", id)
	}
	return nil
}

func checkAPIURL(address string) error {
	if checkWebAddress(address) != nil {
		return fmt.Errorf("the Bot API address %q is no http(s) address; write it like https://api.telegram.org", address)
	}
	return nil
}

var (
	countryShape = regexp.MustCompile(`^[A-Z]{2,8}$`)
	langShape    = regexp.MustCompile(`^[a-z]{2}$`)
)

func checkShape(value string, shape *regexp.Regexp, want string) error {
	if value == "" || shape.MatchString(value) {
		return nil
	}
	return fmt.Errorf("%q is not known; write %s", value, want)
}

func checkWebAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is no http(s) address", attache.PublicURL(address))
	}
	return nil
}

func checkOneOf(value string, allowed ...string) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%q is not known; write one of %s", value, strings.Join(allowed, ", "))
}
