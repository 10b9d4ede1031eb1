package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"attache"
	"attache/digest"
)

// config is what the operator decided: defaults, then the file, then the
// environment, then flags.
type config struct {
	Store     string         `yaml:"store"`
	TokenFile string         `yaml:"token_file"`
	APIURL    string         `yaml:"api_url"`
	Admins    []string       `yaml:"admins"` // user ids that are told about trouble
	Defaults  *bool          `yaml:"default_sources"`
	Sources   []sourceConfig `yaml:"sources"`
	Feed      feedConfig     `yaml:"feed"`
	Digest    digestConfig   `yaml:"digest"`

	token     string  // never from the file: files get shared
	perSecond float64 // messages a second; only the demo changes it
}

type sourceConfig struct {
	URL      string   `yaml:"url"`
	Name     string   `yaml:"name"`
	Kind     string   `yaml:"kind"`
	Country  string   `yaml:"country"`
	Lang     string   `yaml:"lang"`
	Topics   []string `yaml:"topics"`
	FullText string   `yaml:"full_text"`

	UserAgent string            `yaml:"user_agent"` // in place of feed.user_agent
	Headers   map[string]string `yaml:"headers"`    // sent to the source's own site alone
	Proxy     string            `yaml:"proxy"`      // http, https or socks5; none for none
	TimeZone  string            `yaml:"timezone"`   // of its dates that name none
	Selector  string            `yaml:"selector"`   // CSS, of what holds one entry of its page
}

type feedConfig struct {
	Interval     string `yaml:"interval"`     // how often a source is polled at first
	MinInterval  string `yaml:"min_interval"` // a busy source is polled no more often
	MaxInterval  string `yaml:"max_interval"` // a quiet one no less often
	AllowPrivate bool   `yaml:"allow_private_addresses"`
	Contact      string `yaml:"contact"`    // in the User-Agent
	Proxy        string `yaml:"proxy"`      // for all sources; "" as HTTP_PROXY and HTTPS_PROXY say
	PublicURL    string `yaml:"public_url"` // where hubs reach Listen from outside
	Listen       string `yaml:"listen"`     // where hubs' pushes are taken

	interval time.Duration // Interval, once it was checked
	// What only the demo changes: its sources are its own.
	minInterval, maxInterval, hostPause time.Duration
}

type digestConfig struct {
	Schedule string `yaml:"schedule"`
	TimeZone string `yaml:"timezone"`
}

const defaultConfigFile = "attache.yaml"

// The bounds of a source's own interval, where feed.interval is not beyond.
const (
	usualMin = 5 * time.Minute
	usualMax = 6 * time.Hour
)

// What a file may have in bytes to be taken for a configuration or a token.
const (
	maxConfig = 1 << 20
	maxToken  = 4 << 10
)

func defaultConfig() config {
	return config{
		Store:  "bolt:attache.db",
		Feed:   feedConfig{Interval: "15m", interval: 15 * time.Minute},
		Digest: digestConfig{Schedule: "07:00", TimeZone: "UTC"},
	}
}

// loadConfig puts the configuration together. Its errors are usage errors that
// say where the mistake stands.
func loadConfig(flags Globals, getenv func(string) string) (config, error) {
	c := defaultConfig()
	path := firstOf(flags.Config, getenv("ATTACHE_CONFIG"))
	asked := path != ""
	if !asked {
		path = defaultConfigFile
	}
	raw, err := readSmall(path, maxConfig)
	switch {
	case err == nil:
		if err := parseConfig(path, raw, &c); err != nil {
			return c, err
		}
	case asked || !errors.Is(err, fs.ErrNotExist):
		return c, usage("the configuration file cannot be read: %w", err)
	}
	c.Store = firstOf(flags.Store, getenv("ATTACHE_STORE"), c.Store)
	c.APIURL = firstOf(flags.APIURL, getenv("ATTACHE_API_URL"), c.APIURL)
	if c.APIURL != "" {
		if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return c, usage("the Bot API address %q is no http(s) address; write it like https://api.telegram.org", c.APIURL)
		}
	}
	return c, c.readToken(flags, getenv)
}

// readToken looks for the bot's token: --token-file, ATTACHE_TOKEN,
// ATTACHE_TOKEN_FILE, token_file. None is no error here: most commands need none.
func (c *config) readToken(flags Globals, getenv func(string) string) error {
	if flags.TokenFile == "" {
		if c.token = strings.TrimSpace(getenv("ATTACHE_TOKEN")); c.token != "" {
			return nil
		}
	}
	path := firstOf(flags.TokenFile, getenv("ATTACHE_TOKEN_FILE"), c.TokenFile)
	if path == "" {
		return nil
	}
	raw, err := readSmall(path, maxToken)
	if err != nil {
		return usage("the token file cannot be read: %w", err)
	}
	if c.token = strings.TrimSpace(string(raw)); c.token == "" {
		return usage("the token file %s is empty; put the token that BotFather gave you into it", path)
	}
	return nil
}

// parseConfig reads the file strictly: an unknown key is an error with its place.
func parseConfig(path string, raw []byte, c *config) error {
	decoder := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict())
	filled := *c
	switch err := decoder.Decode(&filled); {
	case errors.Is(err, io.EOF):
		return nil // nothing but comments
	case err != nil:
		return usage("%s", describeYAML(path, err))
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return usage("%s: there is a second document behind a line of ---; put everything into one", path)
	}
	if reflect.DeepEqual(filled, config{}) {
		return nil // an empty document, which decoding makes of comments alone
	}
	*c = filled
	for _, check := range c.checks() {
		if check.err == nil {
			continue
		}
		return usage("%s%s: %s: %w", path, placeOf(raw, check.path), strings.TrimPrefix(check.path, "$."), check.err)
	}
	return nil
}

// describeYAML puts file, line and column before what the parser says.
func describeYAML(path string, err error) string {
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		if at := syntax.GetToken(); at != nil && at.Position != nil {
			return fmt.Sprintf("%s:%d:%d: %s", path, at.Position.Line, at.Position.Column, plainly(syntax))
		}
	}
	return fmt.Sprintf("%s: %v", path, err)
}

// plainly says a mistake of types in words of the file, not of the program.
func plainly(err yaml.Error) string {
	wrong, ok := errors.AsType[*yaml.TypeError](err)
	if !ok || wrong.DstType == nil {
		return err.GetMessage()
	}
	want := "text"
	switch wrong.DstType.Kind() {
	case reflect.Bool:
		want = "true or false"
	case reflect.Slice:
		want = "a list"
	case reflect.Struct:
		want = "further keys below it"
	}
	return fmt.Sprintf("%q stands where %s belongs", wrong.Token.Value, want)
}

// placeOf gives ":line:column" of a value in the file, or "" where it is not in it.
func placeOf(raw []byte, path string) string {
	p, err := yaml.PathString(path)
	if err != nil {
		return ""
	}
	node, err := p.ReadNode(bytes.NewReader(raw))
	if err != nil || node.GetToken() == nil {
		if i := strings.LastIndexAny(path, ".["); i > 1 {
			return placeOf(raw, path[:i]) // a key that is missing: where it belongs
		}
		return ""
	}
	at := node.GetToken().Position
	return fmt.Sprintf(":%d:%d", at.Line, at.Column)
}

type configCheck struct {
	path string // YAML path of the value
	err  error
}

// checks validates every value that the types alone do not.
func (c *config) checks() []configCheck {
	var out []configCheck
	add := func(path string, err error) { out = append(out, configCheck{path, err}) }
	if c.APIURL != "" {
		add("$.api_url", checkSourceURL(c.APIURL))
	}
	_, err := parseZone(c.Digest.TimeZone)
	add("$.digest.timezone", err)
	_, err = digest.ParseSchedule(c.Digest.Schedule, "UTC")
	add("$.digest.schedule", err)
	c.Feed.minInterval, c.Feed.maxInterval = usualMin, usualMax
	for _, d := range []struct {
		key, text string
		into      *time.Duration
	}{
		{"interval", c.Feed.Interval, &c.Feed.interval},
		{"min_interval", c.Feed.MinInterval, &c.Feed.minInterval},
		{"max_interval", c.Feed.MaxInterval, &c.Feed.maxInterval},
	} {
		if d.text == "" {
			continue
		}
		every, err := time.ParseDuration(d.text)
		if err != nil || every < time.Minute || every > 24*time.Hour {
			add("$.feed."+d.key, fmt.Errorf("%q is no usable interval; write something from 1m to 24h", d.text))
			continue
		}
		*d.into = every
	}
	if c.Feed.minInterval > c.Feed.maxInterval {
		add("$.feed.min_interval", fmt.Errorf("%v is more than feed.max_interval, %v", c.Feed.minInterval, c.Feed.maxInterval))
	}
	c.Feed.minInterval, c.Feed.maxInterval = min(c.Feed.minInterval, c.Feed.interval), max(c.Feed.maxInterval, c.Feed.interval)
	if c.Feed.PublicURL != "" {
		add("$.feed.public_url", checkSourceURL(c.Feed.PublicURL))
		if _, _, err := net.SplitHostPort(c.Feed.Listen); err != nil {
			add("$.feed.public_url", errors.New("hubs need feed.listen as well: the address behind it, such as 127.0.0.1:8091"))
		}
	}
	for i, s := range c.Sources {
		add(fmt.Sprintf("$.sources[%d].url", i), checkSourceURL(s.URL))
		add(fmt.Sprintf("$.sources[%d].kind", i), checkOneOf(s.Kind, "official", "wire", "press", "state-media"))
		add(fmt.Sprintf("$.sources[%d].full_text", i), checkOneOf(s.FullText, "auto", "always", "never"))
		add(fmt.Sprintf("$.sources[%d].country", i), checkShape(s.Country, countryShape, "an ISO 3166 alpha-3 code such as DEU, or a body's abbreviation such as EU"))
		add(fmt.Sprintf("$.sources[%d].lang", i), checkShape(s.Lang, langShape, "an ISO 639-1 code such as de"))
		if slices.ContainsFunc(c.Sources[:i], func(o sourceConfig) bool { return o.URL == s.URL }) {
			add(fmt.Sprintf("$.sources[%d].url", i), fmt.Errorf("%q stands there twice", attache.PublicURL(s.URL)))
		}
	}
	for i, id := range c.Admins {
		if strings.Trim(id, "0123456789") != "" || id == "" {
			add(fmt.Sprintf("$.admins[%d]", i), fmt.Errorf("%q is no Telegram user id; it is a number, and /about tells everyone their own", id))
		}
	}
	return out
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

func checkSourceURL(address string) error {
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

// sources are the configured sources as the store keeps them.
func (c *config) sources() []attache.Source {
	out := make([]attache.Source, 0, len(c.Sources))
	for _, s := range c.Sources {
		out = append(out, attache.Source{
			ID: attache.SourceID(s.URL), URL: s.URL, Name: s.Name, Kind: attache.SourceKind(s.Kind),
			Country: s.Country, Lang: s.Lang, Topics: s.Topics, FullText: attache.FullText(s.FullText),
		}.Guarded())
	}
	return out
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func parseZone(text string) (string, error) {
	name, _, err := digest.ParseTimeZone(text)
	return name, err
}
