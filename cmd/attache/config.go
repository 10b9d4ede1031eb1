package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
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
}

type feedConfig struct {
	Interval     string `yaml:"interval"` // how often a source is polled at first
	AllowPrivate bool   `yaml:"allow_private_addresses"`
	Contact      string `yaml:"contact"`    // in the User-Agent
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
	raw, err := os.ReadFile(path)
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
	raw, err := os.ReadFile(path)
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
	var anything any
	if err := yaml.Unmarshal(raw, &anything); err == nil && anything == nil {
		return nil // nothing but comments; decoding that would empty the defaults
	}
	if err := yaml.UnmarshalWithOptions(raw, c, yaml.Strict()); err != nil {
		return usage("%s", describeYAML(path, err))
	}
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
			return fmt.Sprintf("%s:%d:%d: %s", path, at.Position.Line, at.Position.Column, syntax.GetMessage())
		}
	}
	return fmt.Sprintf("%s: %v", path, err)
}

// placeOf gives ":line:column" of a value in the file, or "" where it is not in it.
func placeOf(raw []byte, path string) string {
	p, err := yaml.PathString(path)
	if err != nil {
		return ""
	}
	node, err := p.ReadNode(strings.NewReader(string(raw)))
	if err != nil || node.GetToken() == nil {
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
	_, err := parseZone(c.Digest.TimeZone)
	add("$.digest.timezone", err)
	_, err = digest.ParseSchedule(c.Digest.Schedule, "UTC")
	add("$.digest.schedule", err)
	if every, err := time.ParseDuration(c.Feed.Interval); err != nil || every < time.Minute || every > 24*time.Hour {
		add("$.feed.interval", fmt.Errorf("%q is no usable interval; write something from 1m to 24h", c.Feed.Interval))
	} else {
		c.Feed.interval = every
	}
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
	}
	for i, id := range c.Admins {
		if strings.Trim(id, "0123456789") != "" || id == "" {
			add(fmt.Sprintf("$.admins[%d]", i), fmt.Errorf("%q is no Telegram user id; it is a number, and /about tells everyone their own", id))
		}
	}
	return out
}

func checkSourceURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is no http(s) address", address)
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
		})
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
