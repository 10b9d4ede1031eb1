package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"attache"
	"attache/bot/telegram"
	"attache/digest/slot"
)

// config is what the operator decided: defaults, then the file, then the
// environment, then flags.
type config struct {
	Store     string         `yaml:"store"`
	TokenFile string         `yaml:"token_file"`
	APIURL    string         `yaml:"api_url"`
	Admins    []string       `yaml:"admins"` // addresses that are written to about trouble; plain user ids are Telegram's
	Defaults  *bool          `yaml:"default_sources"`
	Sources   []sourceConfig `yaml:"sources"`
	Feed      feedConfig     `yaml:"feed"`
	Digest    digestConfig   `yaml:"digest"`
	Web       webConfig      `yaml:"web"`
	Delivery  deliveryConfig `yaml:"delivery"`
	Publish   publishConfig  `yaml:"publish"`
	Backup    backupConfig   `yaml:"backup"`
	Proof     proofConfig    `yaml:"proof"`

	Retention retentionConfig `yaml:"retention"`

	Operations operationsConfig `yaml:"operations"`
	Access     accessConfig     `yaml:"access"`
	Memory     memoryConfig     `yaml:"memory"`

	token     string   // never from the file: files get shared
	warnings  []string // what is not wrong and had better be mended
	perSecond float64  // messages a second; only the demo changes it
}

type sourceConfig struct {
	URL      string   `yaml:"url"`
	Name     string   `yaml:"name"`
	Kind     string   `yaml:"kind"`
	Country  string   `yaml:"country"`
	Lang     string   `yaml:"lang"`
	Topics   []string `yaml:"topics"`
	FullText string   `yaml:"full_text"`

	UserAgent string            `yaml:"user_agent"` // in place of the bot's own
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

// webConfig is the archive in the browser; without Listen there is none.
type webConfig struct {
	Listen    string  `yaml:"listen"`     // where it is served, such as 127.0.0.1:8092
	PublicURL string  `yaml:"public_url"` // where readers reach it from outside
	Hub       string  `yaml:"hub"`        // WebSub hub that its feeds name; "" is a public one, "own" the archive itself
	Rate      float64 `yaml:"rate"`       // requests a second from one address; 0: no limit
	Proxied   bool    `yaml:"proxied"`    // it stands behind a proxy that sets X-Forwarded-For
	TLS       string  `yaml:"tls"`        // "auto": certificates are fetched; "" and "off": another does TLS, or the files do
	CertFile  string  `yaml:"cert_file"`  // of TLS, with key_file; read again when they change
	KeyFile   string  `yaml:"key_file"`
	NoIndex   bool    `yaml:"no_index"` // search engines are asked to stay away
	Contact   string  `yaml:"contact"`  // who runs it: shown on its pages
}

// usualRate is how many requests a second one address may make of the archive.
const usualRate = 20

// memoryConfig is how much memory the bot takes before it tidies up more often.
type memoryConfig struct {
	Limit string `yaml:"limit"` // such as 192MiB; off: none
}

type deliveryConfig struct {
	Paid    bool          `yaml:"paid_broadcast"` // alerts and editions are paid for, and go at up to 1000 a second
	Webhook webhookConfig `yaml:"webhook"`
}

// webhookConfig is where Telegram brings updates to; without Listen they are
// fetched.
type webhookConfig struct {
	Listen    string `yaml:"listen"`     // such as 127.0.0.1:8443
	PublicURL string `yaml:"public_url"` // where Telegram reaches it
	CertFile  string `yaml:"cert_file"`  // of TLS; "" behind a proxy that does it
	KeyFile   string `yaml:"key_file"`
}

const defaultConfigFile = "attache.yaml"

// How often a source is polled at first, and the bounds of its own interval,
// where feed.interval is not beyond.
const (
	usualInterval = 15 * time.Minute
	usualMin      = 5 * time.Minute
	usualMax      = 6 * time.Hour
)

// What a file may have in bytes to be taken for a configuration or a token.
const (
	maxConfig = 1 << 20
	maxToken  = 4 << 10
)

func defaultConfig() config {
	return config{
		Store:  "bolt:attache.db",
		Feed:   feedConfig{interval: usualInterval},
		Digest: digestConfig{Schedule: "07:00", TimeZone: "UTC"},
		Web:    webConfig{Rate: usualRate},
		Memory: memoryConfig{Limit: usualMemory},
	}
}

// loadConfig puts the configuration together: what was written is resolved
// into one value for each key, that is validated, and only then read further.
// Its errors are usage errors that say where the mistake stands.
func loadConfig(flags Globals, getenv func(string) string) (config, error) {
	written, err := readConfigFile(flags, getenv)
	if err != nil {
		return config{}, err
	}
	c, mistakes := written.judge(flags, getenv)
	if len(mistakes) > 0 {
		return c, usage("%w", mistakes[0])
	}
	c.settle()
	return c, c.readToken(flags, getenv)
}

// judge puts the environment and the flags over what is written, and tells what
// is wrong in the result and where that stands.
func (f *configFile) judge(flags Globals, getenv func(string) string) (config, []error) {
	c := f.config
	from := c.override(flags, getenv)
	var mistakes []error
	for _, p := range c.problems() {
		switch {
		case p.err == nil:
		case from[p.key] != "":
			mistakes = append(mistakes, fmt.Errorf("%s: %w", from[p.key], p.err))
		default:
			mistakes = append(mistakes, fmt.Errorf("%s%s: %s: %w", f.path, placeOf(f.raw, p.key), strings.TrimPrefix(p.key, "$."), p.err))
		}
	}
	return c, mistakes
}

// configFile is a file as it was read, over the defaults.
type configFile struct {
	path   string
	raw    []byte
	config config
}

func readConfigFile(flags Globals, getenv func(string) string) (configFile, error) {
	f := configFile{path: cmp.Or(flags.Config, getenv("ATTACHE_CONFIG")), config: defaultConfig()}
	asked := f.path != ""
	if !asked {
		f.path = defaultConfigFile
	}
	var err error
	f.raw, err = readSmall(f.path, maxConfig)
	switch {
	case err == nil:
		return f, f.decode()
	case asked || !errors.Is(err, fs.ErrNotExist):
		return f, usage("the configuration file cannot be read: %w", err)
	}
	return f, nil
}

// override puts what the environment and flags say over the file, and tells
// what each value that is not the file's comes from.
func (c *config) override(flags Globals, getenv func(string) string) (from map[string]string) {
	from = map[string]string{}
	for _, v := range []struct {
		key, flag, given, variable string
		into                       *string
	}{
		{"$.store", "--store", flags.Store, "ATTACHE_STORE", &c.Store},
		{"$.api_url", "--api-url", flags.APIURL, "ATTACHE_API_URL", &c.APIURL},
	} {
		if set := getenv(v.variable); set != "" {
			*v.into, from[v.key] = set, v.variable
		}
		if v.given != "" {
			*v.into, from[v.key] = v.given, v.flag
		}
	}
	return from
}

// settle reads what was found to be valid as what it means.
func (c *config) settle() {
	c.Digest.TimeZone, _ = parseZone(c.Digest.TimeZone)
	f := &c.Feed
	f.interval, _ = parseInterval(f.Interval, usualInterval)
	f.minInterval, _ = parseInterval(f.MinInterval, usualMin)
	f.maxInterval, _ = parseInterval(f.MaxInterval, usualMax)
	f.minInterval, f.maxInterval = min(f.minInterval, f.interval), max(f.maxInterval, f.interval)
	for i, address := range c.Admins {
		c.Admins[i] = adminAddress(address)
	}
}

// readToken looks for the bot's token: --token-file, ATTACHE_TOKEN,
// ATTACHE_TOKEN_FILE, token_file. None is no error here: most commands need none.
func (c *config) readToken(flags Globals, getenv func(string) string) error {
	if flags.TokenFile == "" {
		if c.token = strings.TrimSpace(getenv("ATTACHE_TOKEN")); c.token != "" {
			return nil
		}
	}
	path := tokenFile(c, flags, getenv)
	if path == "" {
		return nil
	}
	if telegram.TokenLike(path) {
		return usage("what is given as the token's file is a token itself: put it into a file that only you can read, and name that; " +
			"and where others may have seen it, have @BotFather /revoke it")
	}
	raw, err := readSmall(path, maxToken)
	if err != nil {
		return usage("the token file cannot be read: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 && info.Mode().IsRegular() {
		c.warnings = append(c.warnings, fmt.Sprintf("others on this machine can read the token file %s (mode %04o); mend it with: chmod 600 %s",
			path, info.Mode().Perm(), path))
	}
	if c.token = strings.TrimSpace(string(raw)); c.token == "" {
		return usage("the token file %s is empty; put the token that BotFather gave you into it", path)
	}
	return nil
}

// tokenFile is the file with the bot's token; "" where none is named.
func tokenFile(c *config, flags Globals, getenv func(string) string) string {
	return cmp.Or(flags.TokenFile, getenv("ATTACHE_TOKEN_FILE"), c.TokenFile)
}

// decode reads the file strictly: an unknown key is an error with its place.
func (f *configFile) decode() error {
	decoder := yaml.NewDecoder(bytes.NewReader(f.raw), yaml.Strict())
	filled := f.config
	switch err := decoder.Decode(&filled); {
	case errors.Is(err, io.EOF):
		return nil // nothing but comments
	case err != nil:
		return usage("%s", f.describe(err))
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return usage("%s: there is a second document behind a line of ---; put everything into one", f.path)
	}
	if !reflect.DeepEqual(filled, config{}) { // an empty document, which decoding makes of comments alone
		f.config = filled
	}
	return nil
}

// describe puts file, line and column before what the parser says, and behind it
// the key that was probably meant.
func (f *configFile) describe(err error) string {
	if syntax, ok := errors.AsType[yaml.Error](err); ok {
		if at := syntax.GetToken(); at != nil && at.Position != nil {
			hint := ""
			if _, unknown := errors.AsType[*yaml.UnknownFieldError](err); unknown {
				hint = didYouMean(f.raw, at.Position, at.Value)
			}
			return fmt.Sprintf("%s:%d:%d: %s%s", f.path, at.Position.Line, at.Position.Column, plainly(syntax), hint)
		}
	}
	return fmt.Sprintf("%s: %v", f.path, err)
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

// sources are the configured sources as the store keeps them.
func (c *config) sources() []attache.Source {
	out := make([]attache.Source, 0, len(c.Sources))
	for _, s := range c.Sources {
		out = append(out, attache.Source{
			ID: attache.SourceID(s.URL), URL: s.URL, Name: s.Name, Kind: attache.SourceKind(s.Kind),
			Country: s.Country, Lang: s.Lang, Topics: s.Topics, FullText: attache.FullText(s.FullText),
			UserAgent: s.UserAgent, Headers: s.Headers, Proxy: s.Proxy, TimeZone: s.TimeZone, Selector: s.Selector,
		}.Guarded())
	}
	return out
}

func parseZone(text string) (string, error) {
	name, _, err := slot.ParseZone(text)
	return name, err
}
