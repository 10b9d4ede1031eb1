// Command attache runs the bot, its demo, and everything an operator does
// from a terminal. It is the only place where the rooms meet: flags,
// environment and configuration come in; the long-running loops go out.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"attache/cmd/attache/remote"
	"attache/feed"
	"attache/feed/pdf"
)

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version = "devel"

// Exit statuses, as scripts see them.
const (
	exitFailed      = 1   // it went wrong
	exitUsage       = 2   // what was asked for, or configured, cannot be
	exitInterrupted = 130 // a signal ended it halfway
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == readPDF { // a process of its own for one file: see feed/pdf
		pdf.Serve(os.Stdin, os.Stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	status := run(ctx, os.Args[1:], environment{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv})
	stop()
	os.Exit(status)
}

// readPDF is the argument with which the program calls itself to read a PDF.
const readPDF = "read-pdf"

// pdfReader reads PDFs in processes of their own; nil where the program cannot
// call itself.
func pdfReader() feed.PDFReader {
	path, err := os.Executable()
	if err != nil {
		return nil
	}
	return pdf.Reader{Path: path, Args: []string{readPDF}}.Read
}

// environment is what a process is given besides its arguments.
type environment struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	files    remote.Files // nil: those of this machine, as this process sees them
	kept     []kept       // which no command may replace
}

// run is the whole program; it returns the exit status.
func run(ctx context.Context, args []string, env environment) int {
	return execute(ctx, args, env, nil)
}

// execute runs a command line: here, or inside the bot that it was sent to.
func execute(ctx context.Context, args []string, env environment, running *live) int {
	var app commandLine
	exited := -1
	parser, err := kong.New(&app,
		kong.Name("attache"),
		kong.Description("Attaché follows diplomacy for its subscribers: a self-hosted Telegram bot that reads official and press "+
			"sources and delivers who met whom, what was agreed or refused, and who said exactly what."),
		kong.Writers(env.out, env.err),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"version": "attache " + version},
	)
	if err != nil {
		fmt.Fprintln(env.err, "attache:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		return report(env, usage("%s See attache --help", asSentence(err.Error())))
	}
	s := &session{ctx: ctx, env: env, flags: app.Globals, args: args, live: running}
	switch stored := needsStore(command.Command()); {
	case running != nil && !stored: // who types it does it, with rights and files of their own
		return report(env, usage("attache %s is not done by a running bot", command.Command()))
	case running == nil && stored:
		return s.anywhere(func() error { return command.Run(s, parser) })
	}
	return report(env, command.Run(s, parser))
}

// report tells a person what went wrong and returns the exit status.
func report(env environment, err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.err, "attache: interrupted; what was done before is kept")
		return exitInterrupted
	}
	fmt.Fprintf(env.err, "attache: %v\n", err)
	if _, ok := errors.AsType[*usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// usageError is a mistake in what was asked or configured: exit status 2.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// asSentence ends a text as a sentence that does not end yet.
func asSentence(text string) string {
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}
