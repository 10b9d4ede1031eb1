package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// commandLine is the grammar of the command line.
type commandLine struct {
	Globals

	Init    initCommand    `cmd:"" help:"Set a bot up: asks for the token, tries it, writes attache.yaml and the token's file."`
	Run     runCommand     `cmd:"" help:"Run the bot: poll the sources, answer the chats, send the digests."`
	Demo    demoCommand    `cmd:"" help:"See it all in a browser: no token and no network needed."`
	Fetch   fetchCommand   `cmd:"" help:"Poll every source once, now."`
	Digest  digestCommand  `cmd:"" help:"Print the digest of the last hours."`
	Latest  latestCommand  `cmd:"" help:"Print the latest stories."`
	Quotes  quotesCommand  `cmd:"" help:"Print who said exactly what."`
	Asked   askedCommand   `cmd:"" help:"Print what was asked, and answered, in briefings and interviews."`
	Track   trackCommand   `cmd:"" help:"Print where negotiations stand."`
	Why     whyCommand     `cmd:"" help:"Print why stories are shown."`
	Inspect inspectCommand `cmd:"" help:"Show what is read from an article, a feed, a page or a set of articles (JSON Lines)."`
	Sources sourcesCommand `cmd:"" help:"List, add, remove and check the sources."`
	Export  exportCommand  `cmd:"" help:"Print everything that is stored (JSON Lines)."`
	Import  importCommand  `cmd:"" help:"Read an export, or plain articles, into the store."`
	Remove  removeCommand  `cmd:"" help:"Take a report out of the store for good, also out of a running bot's."`
	Publish publishCommand `cmd:"" help:"Check the places that editions are published to."`

	Status      statusCommand      `cmd:"" help:"Print how things are: what runs, the sources, the chats, what waits."`
	Corrections correctionsCommand `cmd:"" help:"Print what readers say is wrong; --labels as labelled articles."`

	Deliveries deliveriesCommand `cmd:"" help:"Print what each chat got, when, how late, and why it did not."`
	Backup     backupCommand     `cmd:"" help:"Copy the store as it is, also while the bot runs."`
	Restore    restoreCommand    `cmd:"" help:"Make a store of a backup; where there is one already, nothing is done."`
	Verify     verifyCommand     `cmd:"" help:"Check the chain of signed proofs of what was told, and find a message in it."`
	Check      checkCommand      `cmd:"" help:"Read the whole store and tell what does not fit together."`
	Compact    compactCommand    `cmd:"" help:"Give back the room in the store's file that nothing needs any more."`

	Config     configCommand     `cmd:"" help:"Look at the configuration."`
	Completion completionCommand `cmd:"" help:"Print what completes the command line in a shell."`
	Man        manCommand        `cmd:"" help:"Print the manual page."`

	Version    versionCommand   `cmd:"" help:"Print the version."`
	VersionToo kong.VersionFlag `name:"version" hidden:"" help:"Print the version."`
}

// Globals are the flags of every command. They win over the environment, the
// environment over the file, the file over the defaults.
type Globals struct {
	Config    string `help:"Configuration file (default: attache.yaml, where there is one; environment: ATTACHE_CONFIG)." placeholder:"FILE"`
	Store     string `help:"Where everything is kept (default: bolt:attache.db; environment: ATTACHE_STORE)." placeholder:"bolt:PATH"`
	TokenFile string `help:"File with the bot's token (environment: ATTACHE_TOKEN_FILE; in ATTACHE_TOKEN, the token)." placeholder:"FILE"`
	APIURL    string `name:"api-url" help:"Address of the Bot API server (default: Telegram; environment: ATTACHE_API_URL)." placeholder:"URL"`
	Verbose   bool   `short:"v" help:"Log what happens in detail."`
}

// session is what a command works with.
type session struct {
	ctx   context.Context
	env   environment
	flags Globals
	args  []string // as they were typed
	live  *live    // the bot that runs in this process and was asked over its socket
}

// input opens a file, or standard input for "-".
func (s *session) input(name string) (io.ReadCloser, error) {
	file, err := s.env.place().Open(name)
	if err != nil {
		return nil, usage("%w", err)
	}
	return file, nil
}

// readSmall reads a file that somebody wrote by hand: at most so many bytes.
func readSmall(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("%s has more than %d bytes; is it the right file?", name, most)
	}
	return data, err
}
