package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"time"
)

// The bounds of the process that reads one file.
const (
	childTime   = 4 * time.Second // its start included
	childMemory = 160 << 20       // bytes, of them 70 MiB a start takes
	childStack  = 32 << 20
	maxFile     = 10 << 20
)

// Reader reads PDFs in a process of its own each.
type Reader struct {
	Path string   // of a program
	Args []string // with which it calls Serve
}

// Read gives the text of a file. ErrUnread, ErrBounds, or the context's error.
func (r Reader) Read(ctx context.Context, data []byte) (string, error) {
	if len(data) > maxFile {
		return "", ErrBounds
	}
	ctx, cancel := context.WithTimeoutCause(ctx, childTime, ErrBounds)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.Path, r.Args...) //nolint:gosec // our own program
	cmd.Stdin = bytes.NewReader(data)
	cmd.Env = []string{}
	cmd.WaitDelay = time.Second
	var out limited
	cmd.Stdout = &out
	err := cmd.Run()
	switch {
	case err == nil:
		return strings.ToValidUTF8(out.String(), ""), nil
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	}
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && failed.ExitCode() == exitUnread {
		return "", ErrUnread
	}
	return "", fmt.Errorf("%w: %w", ErrBounds, err)
}

// limited keeps so much of an output as a text may have.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len() < maxText {
		l.Buffer.Write(p[:min(len(p), maxText-l.Len())])
	}
	return len(p), nil
}

// The exit statuses of Serve.
const (
	exitUnread = 3
	exitBounds = 4
)

// Serve is the whole of that process: a file in, its text out. It ends the
// process, whatever the file makes of it.
func Serve(in io.Reader, out io.Writer) {
	debug.SetMaxStack(childStack)
	debug.SetMemoryLimit(childMemory)
	go watch()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil || len(data) > maxFile {
		os.Exit(exitBounds)
	}
	text, err := Text(data)
	switch {
	case errors.Is(err, ErrBounds):
		os.Exit(exitBounds)
	case err != nil:
		os.Exit(exitUnread)
	}
	if _, err := io.WriteString(out, text); err != nil {
		os.Exit(exitUnread)
	}
	os.Exit(0)
}

// watch ends the process when it takes too much memory or time.
func watch() {
	end := time.After(childTime / 2)
	tick := time.NewTicker(5 * time.Millisecond)
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for {
		select {
		case <-end:
			os.Exit(exitBounds)
		case <-tick.C:
			if metrics.Read(sample); sample[0].Value.Uint64() > childMemory {
				os.Exit(exitBounds)
			}
		}
	}
}
