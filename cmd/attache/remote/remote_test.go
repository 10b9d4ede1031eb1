package remote_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"attache/cmd/attache/remote"
)

// process serves run over a socket until the test, or end, ends it.
func process(t *testing.T, path string, run func(context.Context, *remote.Call) int) (end func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l, err := remote.Listen(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	server := &remote.Server{Run: run, Log: slog.New(slog.DiscardHandler)}
	go func() { ended <- server.Serve(ctx, l) }()
	end = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = end() })
	return end
}

// memory are files in memory.
type memory map[string]*bytes.Buffer

func (m memory) Open(name string) (io.ReadCloser, error) {
	if b, ok := m[name]; ok {
		return io.NopCloser(bytes.NewReader(b.Bytes())), nil
	}
	return nil, fs.ErrNotExist
}

func (m memory) Create(name string) (remote.File, error) {
	if name == "forbidden" {
		return nil, fs.ErrPermission
	}
	return &made{files: m, name: name}, nil
}

type made struct {
	bytes.Buffer
	files memory
	name  string
}

func (f *made) Commit() error { f.files[f.name] = &f.Buffer; return nil }
func (f *made) Abort()        {}

func TestACommandRunsThereAndPrintsHere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	process(t, path, func(_ context.Context, c *remote.Call) int {
		fmt.Fprintf(c.Out(), "%s on %d columns\n", c.Args, c.OutScreen.Columns)
		fmt.Fprintln(c.Err(), "and a warning")
		return 7
	})
	var out, warned bytes.Buffer
	status, err := remote.Do(t.Context(), path, remote.Request{
		Args: []string{"latest", "two words"}, Out: &out, Err: &warned, OutScreen: remote.Screen{Columns: 88},
	})
	if err != nil || status != 7 || out.String() != "[latest two words] on 88 columns\n" || warned.String() != "and a warning\n" {
		t.Errorf("status %d, %v, %q, %q", status, err, &out, &warned)
	}
}

func TestFilesAreReadAndMadeByTheCaller(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	long := bytes.Repeat([]byte("a line of a file\n"), 40_000)
	process(t, path, func(_ context.Context, c *remote.Call) int {
		for _, name := range []string{"long", "short"} { // one after the other
			in, err := c.Open(name)
			if err != nil {
				return 1
			}
			out, err := c.Create("copy of " + name)
			if err != nil {
				return 2
			}
			if _, err := io.Copy(out, in); err != nil {
				return 3
			}
			if err := errors.Join(out.Commit(), in.Close()); err != nil {
				return 4
			}
		}
		if _, err := c.Open("none"); err == nil || err.Error() != fs.ErrNotExist.Error() {
			return 5
		}
		if _, err := c.Create("forbidden"); err == nil || err.Error() != fs.ErrPermission.Error() {
			return 6
		}
		out, err := c.Create("half")
		if err != nil {
			return 7
		}
		_, _ = out.Write(long)
		out.Abort()
		return 0
	})
	files := memory{"long": bytes.NewBuffer(long), "short": bytes.NewBufferString("s")}
	status, err := remote.Do(t.Context(), path, remote.Request{Out: io.Discard, Err: io.Discard, Files: files})
	if err != nil || status != 0 {
		t.Fatalf("status %d, %v", status, err)
	}
	if !bytes.Equal(files["copy of long"].Bytes(), long) || files["copy of short"].String() != "s" || files["half"] != nil {
		t.Errorf("%d of %d bytes came back, %q; half: %v", files["copy of long"].Len(), len(long), files["copy of short"], files["half"])
	}
}

func TestACommandEndsWithItsCaller(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	begun, ended := make(chan bool), make(chan bool)
	process(t, path, func(ctx context.Context, _ *remote.Call) int {
		close(begun)
		<-ctx.Done()
		close(ended)
		return 0
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-begun; cancel() }()
	if _, err := remote.Do(ctx, path, remote.Request{Out: io.Discard, Err: io.Discard}); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller got %v", err)
	}
	<-ended
}

func TestCallersThatSayNothingOrTooMuchHoldNobodyUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	process(t, path, func(context.Context, *remote.Call) int { return 3 })
	for i := range 1000 {
		conn, err := new(net.Dialer).DialContext(t.Context(), "unix", path)
		if err != nil {
			t.Fatalf("caller %d: %v", i, err)
		}
		defer conn.Close()
		if i%3 == 1 { // a frame that is longer than any
			_, _ = conn.Write([]byte("H\xff\xff\xff\xff and so on"))
		}
	}
	endless, err := new(net.Dialer).DialContext(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer endless.Close()
	line := bytes.Repeat([]byte("HHHH"), 1<<20)
	_, _ = endless.Write(line) // it is cut off
	for range 20 {
		status, err := remote.Do(t.Context(), path, remote.Request{Out: io.Discard, Err: io.Discard})
		if err != nil || status != 3 {
			t.Fatalf("status %d, %v", status, err)
		}
	}
}

func TestTheEndOfTheProcessEndsCommandsAndCallersAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	begun := make(chan bool, 2)
	end := process(t, path, func(ctx context.Context, c *remote.Call) int {
		begun <- true
		if c.Args[0] == "reads" {
			in, err := c.Open("-")
			if err == nil {
				_, _ = io.Copy(io.Discard, in) // which never ends by itself
			}
		} else {
			<-ctx.Done()
		}
		return 1
	})
	silent, err := new(net.Dialer).DialContext(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	callers := make(chan error, 2)
	for _, what := range []string{"waits", "reads"} {
		go func() {
			_, err := remote.Do(t.Context(), path, remote.Request{
				Args: []string{what}, Out: io.Discard, Err: io.Discard, Files: endlessInput{},
			})
			callers <- err
		}()
	}
	<-begun
	<-begun
	if err := end(); !errors.Is(err, context.Canceled) {
		t.Errorf("the process ended with %v", err)
	}
	for range 2 {
		<-callers //nolint:errcheck // with an answer or without, but it ended
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	if _, err := remote.Do(t.Context(), path, remote.Request{}); !errors.Is(err, remote.ErrNobody) {
		t.Errorf("a caller that came too late got %v", err)
	}
}

// endlessInput has a standard input on which nobody types.
type endlessInput struct{ memory }

func (endlessInput) Open(string) (io.ReadCloser, error) {
	out, _ := io.Pipe()
	return out, nil
}

func TestACommandThatPanicsHarmsNobodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	process(t, path, func(_ context.Context, c *remote.Call) int {
		if len(c.Args) > 0 {
			panic("a fault of ours")
		}
		return 0
	})
	var told bytes.Buffer
	status, err := remote.Do(t.Context(), path, remote.Request{Args: []string{"x"}, Out: io.Discard, Err: &told})
	if err != nil || status == 0 || !strings.Contains(told.String(), "failed inside the running bot") {
		t.Errorf("status %d, %v, %q", status, err, &told)
	}
	if status, err := remote.Do(t.Context(), path, remote.Request{Out: io.Discard, Err: io.Discard}); err != nil || status != 0 {
		t.Errorf("the next: status %d, %v", status, err)
	}
}

func TestTheSocketIsItsOwnersAloneAndReplacesOneThatWasLeftBehind(t *testing.T) {
	deep := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12))
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(deep, "attache.db.sock") // longer than an address may be
	left, err := remote.Listen(t.Context(), path)  // and never closed: its process was killed
	if err != nil {
		t.Fatal(err)
	}
	_ = left
	process(t, path, func(context.Context, *remote.Call) int { return 5 })
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("it is %v, %v", info.Mode(), err)
	}
	if status, err := remote.Do(t.Context(), path, remote.Request{Out: io.Discard, Err: io.Discard}); err != nil || status != 5 {
		t.Errorf("status %d, %v", status, err)
	}
	if rest, err := filepath.Glob(filepath.Join(deep, ".*")); err != nil || len(rest) > 0 {
		t.Errorf("left over: %v, %v", rest, err)
	}
}

func TestAFileThatCannotBeReadThroughIsNotTakenForAWholeOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.sock")
	process(t, path, func(_ context.Context, c *remote.Call) int {
		in, err := c.Open("x")
		if err != nil {
			return 1
		}
		if _, err := io.Copy(io.Discard, in); err == nil || err.Error() != "the disk is gone" {
			t.Errorf("half a file was read with %v", err)
		}
		return 0
	})
	if _, err := remote.Do(t.Context(), path, remote.Request{Out: io.Discard, Err: io.Discard, Files: breaking{}}); err != nil {
		t.Error(err)
	}
}

type breaking struct{ memory }

func (breaking) Open(string) (io.ReadCloser, error) {
	return io.NopCloser(io.MultiReader(strings.NewReader("half"), broken{})), nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

// FuzzCaller sends a process whatever bytes: it must not panic, nor hang.
func FuzzCaller(f *testing.F) {
	f.Add([]byte("H\x00\x00\x00\x10{\"protocol\":1}  d\x00\x00\x00\x01x"))
	f.Add([]byte("H\x00\x00\x00\x0e{\"protocol\":1}k\x00\x00\x00\x00z\x00\x00\x00\x00"))
	f.Add([]byte("H\xff\xff\xff\xff"))
	path := filepath.Join(f.TempDir(), "a.sock")
	l, err := remote.Listen(f.Context(), path)
	if err != nil {
		f.Fatal(err)
	}
	server := &remote.Server{Log: slog.New(slog.DiscardHandler), Run: func(_ context.Context, c *remote.Call) int {
		in, err := c.Open("x")
		if err == nil {
			_, _ = io.Copy(c.Out(), in)
			_ = in.Close()
		}
		return 0
	}}
	ctx := f.Context()
	go func() { _ = server.Serve(ctx, l) }()
	f.Fuzz(func(t *testing.T, sent []byte) {
		conn, err := new(net.Dialer).DialContext(t.Context(), "unix", path)
		if err != nil {
			t.Skip()
		}
		_, _ = conn.Write(sent)
		_ = conn.(*net.UnixConn).CloseWrite()
		_, _ = io.Copy(io.Discard, conn)
		_ = conn.Close()
	})
}
