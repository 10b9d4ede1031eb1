package main

import (
	"bufio"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"golang.org/x/term"

	"attache/bot/telegram"
	"attache/digest/slot"
)

// initCommand sets a bot up: it asks for what it needs, tries the token, and
// writes the configuration and the token's file.
type initCommand struct{}

// configTemplate is the configuration with every key in it and what it does.
//
//go:embed attache.yaml.tmpl
var configTemplate string

// setUp is what a new configuration is made of.
type setUp struct {
	TokenFile, APIURL, TimeZone, Schedule, Admin string
}

func (c *initCommand) Run(s *session) error {
	file := cmp.Or(s.flags.Config, s.env.getenv("ATTACHE_CONFIG"), defaultConfigFile)
	made := setUp{
		TokenFile: cmp.Or(s.flags.TokenFile, s.env.getenv("ATTACHE_TOKEN_FILE"), filepath.Join(filepath.Dir(file), "token")),
		APIURL:    cmp.Or(s.flags.APIURL, s.env.getenv("ATTACHE_API_URL")),
	}
	for _, name := range []string{file, made.TokenFile} {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			return usage("%s is there already; nothing was changed. Move it away, or name another file with --config and --token-file", name)
		}
	}
	for _, name := range []string{file, made.TokenFile} { // before anything is asked
		if err := canHold(filepath.Dir(name)); err != nil {
			return usage("nothing was written: %w", err)
		}
	}
	if made.APIURL != "" {
		if err := checkAPIURL(made.APIURL); err != nil {
			return usage("%w", err)
		}
	}
	fmt.Fprintln(s.env.out, "Every bot has a token: write /newbot to https://t.me/BotFather and copy it from the answer.")
	in := bufio.NewReader(s.env.in)
	token, err := s.askToken(in)
	if err != nil {
		return err
	}
	client, err := telegram.Open(s.ctx, telegram.Config{Token: token, APIURL: made.APIURL})
	if err != nil {
		return usage("nothing was written: %w", err)
	}
	client.Close()
	fmt.Fprintf(s.env.out, "The token is right: it is that of @%s.\n", client.Username())
	if err := made.ask(s, in); err != nil {
		return err
	}
	if err := made.write(file, token); err != nil {
		return err
	}
	fmt.Fprintf(s.env.out, "\nWrote %s and %s (which only you can read). Now start the bot, and write /start to it:\n\n"+
		"  attache run%s\n  https://t.me/%s\n", file, made.TokenFile, flagFor(file), client.Username())
	return nil
}

// flagFor is the flag that names a configuration file, where it needs one.
func flagFor(file string) string {
	if file == defaultConfigFile {
		return ""
	}
	return " --config " + typed(file)
}

// askToken reads the token; an empty line is the one in the environment.
func (s *session) askToken(in *bufio.Reader) (string, error) {
	usual := strings.TrimSpace(s.env.getenv("ATTACHE_TOKEN"))
	fmt.Fprint(s.env.out, "Token: ")
	var line string
	var err error
	if file, ok := s.env.in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		var raw []byte
		raw, err = term.ReadPassword(int(file.Fd())) // it is not shown
		line = string(raw)
	} else {
		line, err = readLine(in)
	}
	fmt.Fprintln(s.env.out)
	if err != nil {
		return "", err
	}
	if line = cmp.Or(strings.TrimSpace(line), usual); line == "" {
		return "", usage("there is no token; nothing was written")
	}
	return line, nil
}

// readLine reads a line of a person's; the end of the input is an empty one.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", usage("that line is too long")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimSpace(string(line)), nil
}

// ask asks for the rest; an empty line takes what is usual.
func (m *setUp) ask(s *session, in *bufio.Reader) error {
	for _, q := range []struct {
		text, usual string
		into        *string
		check       func(string) error
	}{
		{"Time zone of new chats, such as Europe/Berlin", "UTC", &m.TimeZone, func(v string) error {
			_, err := parseZone(v)
			return err
		}},
		{"When their digest comes", "07:00", &m.Schedule, func(v string) error {
			_, err := slot.Parse(v, "UTC")
			return err
		}},
		{"Your own Telegram user id, to be told of trouble (/about tells it)", "nobody", &m.Admin, func(v string) error {
			if v == "nobody" {
				return nil
			}
			return checkAdmin(v)
		}},
	} {
		for {
			fmt.Fprintf(s.env.out, "%s [%s]: ", q.text, q.usual)
			line, err := readLine(in)
			if err != nil {
				return err
			}
			fmt.Fprintln(s.env.out)
			*q.into = cmp.Or(line, q.usual)
			err = q.check(*q.into)
			if err == nil {
				break
			}
			if !isTerminal(s.env.in) { // nobody is there to be asked again
				return usage("nothing was written: %w", err)
			}
			fmt.Fprintln(s.env.out, err)
		}
	}
	if m.Admin == "nobody" {
		m.Admin = ""
	}
	return nil
}

// write makes both files, or neither.
func (m *setUp) write(file, token string) error {
	filled, err := template.New("attache.yaml").Parse(configTemplate)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := filled.Execute(&text, m); err != nil {
		return err
	}
	if err := makeFile(m.TokenFile, token+"\n", 0o600); err != nil {
		return usage("%w", err)
	}
	if err := makeFile(file, text.String(), 0o644); err != nil {
		return usage("%w", errors.Join(err, os.Remove(m.TokenFile)))
	}
	return nil
}

// canHold tells why a folder can hold no new file.
func canHold(folder string) error {
	probe, err := os.CreateTemp(folder, ".attache.*")
	if err != nil {
		return inFolder(folder, err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// makeFile makes a file that is not there yet.
func makeFile(name, text string, mode fs.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
