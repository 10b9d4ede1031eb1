package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"attache"
	"attache/bot"
	"attache/cmd/attache/remote"
	"attache/digest/desk"
	"attache/store"
)

// While the bot runs it holds the store. Every command that needs the store is
// then sent to it over a socket beside the store, and run there.

// live is a bot that runs, as commands from the control socket see it.
type live struct {
	app       *app
	config    atomic.Pointer[config]         // as it was read last
	talk      atomic.Pointer[bot.Bot]        // the conversation, as configured
	digests   atomic.Pointer[desk.Scheduler] // likewise
	pipeline  *pipeline                      // files what is new, together with the sources
	connected chan struct{}                  // closed when the channels are
	since     time.Time
	troubles  troubles
	pulse     pulse
	figures   *figures
}

func newLive(h *app) *live {
	l := &live{app: h, pipeline: h.newPipeline(), connected: make(chan struct{}), since: h.now(), figures: newFigures()}
	l.config.Store(&h.config)
	return l
}

// lend gives a command the running bot's store; what the command logs goes to
// whoever asked.
func (l *live) lend(s *session) *app {
	h := &app{
		config: *l.config.Load(), store: l.app.store, press: l.app.press, now: l.app.now, log: newLogger(s.env.err, s.flags.Verbose), live: l,
		borrowed: true,
	}
	for _, warning := range h.config.warnings {
		h.log.Warn(warning)
	}
	return h
}

// offline are the commands that need no store, or one that nobody has open.
var offline = []string{
	"run", "demo", "init", "inspect", "version", "restore", "config", "completion", "man",
}

// needsStore tells whether a command, as kong names it, works on the store.
func needsStore(command string) bool {
	name, _, _ := strings.Cut(command, " ")
	return !slices.Contains(offline, name)
}

// controlSocket is where a running bot takes commands: beside its store, for who
// may write that. "" where the store is no file.
func controlSocket(dsn string) string {
	path, isFile := store.File(dsn)
	if !isFile || path == "" {
		return ""
	}
	return path + ".sock"
}

// A bot that is just starting has the store before it has its socket.
const (
	startingLook  = 50 * time.Millisecond
	startingTries = 60
)

// anywhere has the bot that runs with this store do the command, and does it
// here where there is none.
func (s *session) anywhere(here func() error) (status int) {
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return report(s.env, err)
	}
	socket := controlSocket(c.Store)
	s.env.kept = c.kept(s.flags, s.env.getenv)
	for range startingTries {
		if socket != "" {
			status, err = remote.Do(s.ctx, socket, remote.Request{
				Args: s.args, Out: s.env.out, Err: s.env.err, Files: s.env.place(),
				OutScreen: screenOf(s.env.out), ErrScreen: screenOf(s.env.err),
			})
			if err == nil {
				return status
			}
			if !errors.Is(err, remote.ErrNobody) {
				return report(s.env, err)
			}
		}
		if err = here(); !errors.Is(err, attache.ErrLocked) || socket == "" {
			break
		}
		select {
		case <-s.ctx.Done():
		case <-time.After(startingLook):
		}
	}
	return report(s.env, err)
}

// takeCommands does what comes over the control socket until the context ends.
// Where no socket can be made, the bot runs without.
func (l *live) takeCommands(ctx context.Context) error {
	socket := controlSocket(l.app.config.Store)
	if socket == "" {
		<-ctx.Done()
		return ctx.Err()
	}
	listener, err := remote.Listen(ctx, socket)
	if err != nil {
		l.app.log.Warn("commands will not reach this bot while it runs", "err", err)
		<-ctx.Done()
		return ctx.Err()
	}
	server := &remote.Server{Log: l.app.log, Run: func(ctx context.Context, c *remote.Call) int {
		l.figures.commands.Inc()
		asked := environment{out: c.Out(), err: c.Err(), getenv: func(string) string { return "" }, files: c}
		status := execute(ctx, c.Args, asked, l)
		if status == exitInterrupted { // the caller was not: what it sees is that the bot ended
			return exitFailed
		}
		return status
	}}
	return server.Serve(ctx, listener)
}
