package main

import (
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"

	"attache/cmd/attache/remote"
)

// newLogger logs text to a terminal and JSON to anything else.
func newLogger(w io.Writer, verbose bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if verbose {
		options.Level = slog.LevelDebug
	}
	if isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// isTerminal tells whether a person reads w.
func isTerminal(w any) bool { return screenOf(w).Columns > 0 }

// usualColumns is how wide a terminal is that does not tell.
const usualColumns = 80

// screenOf tells what somebody reads w on: a terminal here, or one at the far
// end of the control socket.
func screenOf(w any) remote.Screen {
	if far, ok := w.(interface{ Screen() remote.Screen }); ok {
		return far.Screen()
	}
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return remote.Screen{}
	}
	screen := remote.Screen{Columns: usualColumns, Plain: os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"}
	if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
		screen.Columns = columns
	}
	return screen
}
