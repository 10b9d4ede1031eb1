package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func noEnvironment(string) string { return "" }

func TestAWrongConfigurationSaysWhatIsWrongAndWhere(t *testing.T) {
	for name, test := range map[string]struct {
		file string
		want []string
	}{
		"an unknown key":        {"digest:\n  schedul: \"07:00\"\n", []string{":2:3:", "schedul"}},
		"an unknown top key":    {"digset: {}\n", []string{":1:1:", "digset"}},
		"a wrong type":          {"admins: 7\n", []string{":1:9:"}},
		"no YAML":               {"digest: [\n", []string{":1:"}},
		"a schedule":            {"digest:\n  schedule: \"25:00\"\n", []string{":2:13:", "digest.schedule", "07:30"}},
		"a zone":                {"digest:\n  timezone: Mars/Olympus\n", []string{":2:13:", "digest.timezone"}},
		"a source's address":    {"sources:\n  - url: ftp://example.org\n", []string{":2:10:", "sources[0].url", "http"}},
		"a source's kind":       {"sources:\n  - url: https://example.org\n    kind: blog\n", []string{":3:11:", "state-media"}},
		"an interval":           {"feed:\n  interval: 1s\n", []string{":2:13:", "1m to 24h"}},
		"hubs without a place":  {"feed:\n  public_url: https://news.example.org/hub\n", []string{":2:15:", "feed.listen"}},
		"a word for a switch":   {"feed:\n  allow_private_addresses: perhaps\n", []string{":2:28:", "true or false"}},
		"a source without URL":  {"sources:\n  - name: x\n", []string{":2:", "sources[0].url"}},
		"a country in words":    {"sources:\n  - {url: \"https://a.example\", country: Germany}\n", []string{":2:", "DEU"}},
		"a language in words":   {"sources:\n  - {url: \"https://a.example\", lang: deutsch}\n", []string{":2:", "639-1"}},
		"a source twice":        {"sources:\n  - url: https://a.example\n  - url: https://a.example\n", []string{":3:10:", "twice"}},
		"an address of the API": {"api_url: nope\n", []string{":1:10:", "api_url"}},
		"a second document":     {"feed: {}\n---\nadmins: []\n", []string{"---"}},
		"far too much":          {strings.Repeat("#", 2<<20), []string{"right file"}},
		"bounds the wrong way":  {"feed:\n  min_interval: 2h\n  max_interval: 1h\n", []string{":2:17:", "feed.max_interval"}},
		"an administrator":      {"admins: [anna]\n", []string{"admins[0]", "number"}},
		"a token in the file":   {"token: 1:abc\n", []string{":1:1:", "token"}},
		"an interval's unit":    {"feed:\n  interval: 15 minutes\n", []string{":2:"}},
		"two documents of keys": {"feed: {}\nfeed: {}\n", []string{":2:1:", "feed"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, "attache.yaml", test.file)
			_, err := loadConfig(Globals{Config: path}, noEnvironment)
			if _, ok := errors.AsType[*usageError](err); !ok {
				t.Fatalf("got %v, want a usage error", err)
			}
			for _, want := range append(test.want, path) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the message lacks %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestFlagsWinOverEnvironmentOverFileOverDefaults(t *testing.T) {
	path := writeFile(t, "attache.yaml", "store: bolt:file.db\napi_url: http://file.example\nfeed:\n  interval: 20m\n")
	env := map[string]string{"ATTACHE_CONFIG": path, "ATTACHE_STORE": "bolt:env.db"}
	getenv := func(key string) string { return env[key] }

	c, err := loadConfig(Globals{Store: "bolt:flag.db"}, getenv)
	if err != nil {
		t.Fatal(err)
	}
	if c.Store != "bolt:flag.db" || c.APIURL != "http://file.example" || c.Feed.interval != 20*time.Minute || c.Digest.Schedule != "07:00" {
		t.Errorf("flag, file, file, default give %q %q %v %q", c.Store, c.APIURL, c.Feed.interval, c.Digest.Schedule)
	}
	if c, err = loadConfig(Globals{}, getenv); err != nil || c.Store != "bolt:env.db" {
		t.Errorf("the environment gives %q, %v", c.Store, err)
	}
}

func TestTheTokenComesFromAFlagsFileThenTheEnvironment(t *testing.T) {
	file := writeFile(t, "token", "1:file\n")
	getenv := func(key string) string {
		return map[string]string{"ATTACHE_TOKEN": "1:env", "ATTACHE_CONFIG": os.DevNull}[key]
	}
	for flag, want := range map[string]string{"": "1:env", file: "1:file"} {
		c, err := loadConfig(Globals{TokenFile: flag}, getenv)
		if err != nil || c.token != want {
			t.Errorf("with --token-file %q the token is %q, %v; want %q", flag, c.token, err, want)
		}
	}
}

func TestAnUnreadableOrEmptyTokenFileIsAUsageError(t *testing.T) {
	for _, path := range []string{filepath.Join(t.TempDir(), "none"), writeFile(t, "token", "\n")} {
		_, err := loadConfig(Globals{TokenFile: path, Config: os.DevNull}, noEnvironment)
		if _, ok := errors.AsType[*usageError](err); !ok || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

func TestAnAdministratorIsAnAddressAndAPlainNumberIsTelegrams(t *testing.T) {
	path := writeFile(t, "attache.yaml", "admins: [\"123\", \"telegram:456\"]\n")
	c, err := loadConfig(Globals{Config: path}, noEnvironment)
	if err != nil || strings.Join(c.Admins, " ") != "telegram:123 telegram:456" {
		t.Errorf("administrators %q, %v", c.Admins, err)
	}
	for text, want := range map[string]string{
		"pigeon:7": "no address of a channel", "telegram:anna": "number", "telegram:": "number", ":7": "number", "": "number",
	} {
		path := writeFile(t, "attache.yaml", "admins: ["+strconv.Quote(text)+"]\n")
		if _, err := loadConfig(Globals{Config: path}, noEnvironment); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), ":1:10: admins[0]: ") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestOnlyTheValueThatCountsIsValidated(t *testing.T) {
	path := writeFile(t, "attache.yaml", "api_url: nope\n")
	c, err := loadConfig(Globals{Config: path, APIURL: "https://api.example"}, noEnvironment)
	if err != nil || c.APIURL != "https://api.example" {
		t.Errorf("the flag's address is %q, %v", c.APIURL, err)
	}
	getenv := func(key string) string { return map[string]string{"ATTACHE_API_URL": "ftp://x"}[key] }
	if _, err = loadConfig(Globals{Config: path}, getenv); err == nil || !strings.Contains(err.Error(), "ATTACHE_API_URL") ||
		strings.Contains(err.Error(), path) {
		t.Errorf("a wrong value of the environment: %v", err)
	}
}

func TestAZoneIsKeptByItsName(t *testing.T) {
	path := writeFile(t, "attache.yaml", "digest: {timezone: Berlin}\nfeed: {interval: 2m}\n")
	c, err := loadConfig(Globals{Config: path}, noEnvironment)
	if err != nil || c.Digest.TimeZone != "Europe/Berlin" || c.Feed.minInterval != 2*time.Minute || c.Feed.maxInterval != usualMax {
		t.Errorf("%q, %v to %v, %v", c.Digest.TimeZone, c.Feed.minInterval, c.Feed.maxInterval, err)
	}
}
