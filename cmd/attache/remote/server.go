package remote

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"time"
)

// Bounds of what callers may hold of the process.
const (
	helloTime = 10 * time.Second // to say what is wanted
	stallTime = 5 * time.Minute  // not reading what is printed
	maxSilent = 64               // callers that have not said it yet; the oldest makes room
	maxAtOnce = 16               // commands that run side by side; others wait
	endTime   = 2 * time.Second  // for commands to end when the process does
)

// exitFailed is the status of a command that could not be run to its end.
const exitFailed = 1

// Server runs what callers ask for.
type Server struct {
	// Run runs a command line and gives its exit status. Its context ends with
	// the caller, and with the process.
	Run func(ctx context.Context, c *Call) int
	Log *slog.Logger

	mu     sync.Mutex
	silent []net.Conn // oldest first
	open   map[net.Conn]bool
	slots  chan struct{}
	wg     sync.WaitGroup
}

// Serve takes callers until the context ends; then the commands end as well.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	s.open, s.slots = map[net.Conn]bool{}, make(chan struct{}, maxAtOnce)
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	err := s.accept(ctx, l)
	ended := make(chan struct{})
	go func() {
		s.wg.Wait()
		close(ended)
	}()
	s.dismiss()
	for _, last := range []bool{false, true} {
		select {
		case <-ended:
			return err
		case <-time.After(endTime):
		}
		if last {
			s.Log.Warn("a command does not end with the program; it is left behind")
		} else {
			s.hangUp()
		}
	}
	return err
}

func (s *Server) accept(ctx context.Context, l net.Listener) error {
	for wait := 5 * time.Millisecond; ; {
		conn, err := l.Accept()
		if err == nil {
			wait = 5 * time.Millisecond
			s.admit(conn)
			s.wg.Go(func() { s.serve(ctx, conn) })
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		wait = min(2*wait, time.Second) // too many open files: it passes
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// admit keeps a caller in mind; the oldest of those that say nothing makes room.
func (s *Server) admit(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[conn] = true
	if s.silent = append(s.silent, conn); len(s.silent) > maxSilent {
		_ = s.silent[0].Close()
		s.silent = s.silent[1:]
	}
}

// heard is called when a caller has said what it wants, or never will.
func (s *Server) heard(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range s.silent {
		if c == conn {
			s.silent = append(s.silent[:i], s.silent[i+1:]...)
			return
		}
	}
}

// dismiss ends those that have not said what they want.
func (s *Server) dismiss() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.silent {
		_ = conn.Close()
	}
}

func (s *Server) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.open {
		_ = conn.Close()
	}
}

// serve hears what a caller wants, and does it.
func (s *Server) serve(ctx context.Context, conn net.Conn) {
	defer func() {
		s.heard(conn)
		s.mu.Lock()
		delete(s.open, conn)
		s.mu.Unlock()
		_ = conn.Close()
	}()
	if conn.SetReadDeadline(time.Now().Add(helloTime)) != nil {
		return
	}
	in := bufio.NewReader(conn)
	kind, body, err := readFrame(in, maxHello, nil)
	var wish hello
	if err != nil || kind != frameHello || json.Unmarshal(body, &wish) != nil {
		return
	}
	s.heard(conn)
	if conn.SetReadDeadline(time.Time{}) != nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := &Call{Args: wish.Args, OutScreen: wish.Out, ErrScreen: wish.Err, conn: conn, cancel: cancel, replies: make(chan reply, 1)}
	if wish.Protocol != Protocol {
		fmt.Fprintln(c.Err(), "attache: the running bot is of another version; restart it, or use the program it was started with")
		c.finish(exitFailed)
		return
	}
	s.wg.Go(func() { c.receive(in) })
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return
	}
	c.finish(s.run(ctx, c))
}

// run is Run; one that panics harms nobody else.
func (s *Server) run(ctx context.Context, c *Call) (status int) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("a command from the control socket panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			fmt.Fprintln(c.Err(), "attache: the command failed inside the running bot; its log has where")
			status = exitFailed
		}
	}()
	return s.Run(ctx, c)
}

// Call is one command line of a caller. Its streams may be used by several
// goroutines; one file is read and one is made at a time.
type Call struct {
	Args      []string
	OutScreen Screen
	ErrScreen Screen

	conn    net.Conn
	cancel  context.CancelFunc
	writing sync.Mutex

	asking  sync.Mutex // held until what was asked is answered
	replies chan reply // closed when the caller is gone
}

// reply is what the caller answers: how it went, or data of the file it reads.
type reply struct {
	data []byte
	err  error // io.EOF: the file is read through
}

// errCallerGone is what using a caller's streams gives when it is no more.
var errCallerGone = errors.New("the one who asked is no longer there")

func (c *Call) send(kind byte, body []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := writeFrame(c.conn, stallTime, kind, body); err != nil {
		c.cancel()
		return fmt.Errorf("%w: %w", errCallerGone, err)
	}
	return nil
}

// finish sends the exit status. It does not wait for a caller that reads nothing.
func (c *Call) finish(status int) {
	_ = c.send(frameStatus, binary.BigEndian.AppendUint32(nil, uint32(status)))
	_ = c.conn.Close()
}

// stream writes to one of the caller's streams.
type stream struct {
	call *Call
	kind byte
}

func (w stream) Write(p []byte) (int, error) {
	w.call.writing.Lock()
	defer w.call.writing.Unlock()
	n, err := writeFrames(w.call.conn, stallTime, w.kind, p)
	if err != nil {
		w.call.cancel()
		return n, fmt.Errorf("%w: %w", errCallerGone, err)
	}
	return n, nil
}

// Screen tells what the stream is at the caller's.
func (w stream) Screen() Screen {
	if w.kind == frameErr {
		return w.call.ErrScreen
	}
	return w.call.OutScreen
}

// Out is the caller's standard output.
func (c *Call) Out() io.Writer { return stream{c, frameOut} }

// Err is the caller's standard error.
func (c *Call) Err() io.Writer { return stream{c, frameErr} }

// receive passes on what the caller answers until it is gone. It never waits
// for the command: so it knows at once.
func (c *Call) receive(in *bufio.Reader) {
	defer c.cancel()
	defer close(c.replies)
	for {
		kind, body, err := readFrame(in, maxFrame, nil)
		if err != nil {
			return
		}
		var r reply
		switch kind {
		case frameOK:
		case frameData:
			r.data = body
		case frameEnd:
			r.err = io.EOF
		case frameFault:
			r.err = errors.New(string(body))
		default:
			return
		}
		select {
		case c.replies <- r:
		default:
			return // nothing was asked
		}
	}
}

// ask has the caller do something and waits until it did.
func (c *Call) ask(kind byte, body []byte) ([]byte, error) {
	c.asking.Lock()
	defer c.asking.Unlock()
	if err := c.send(kind, body); err != nil {
		return nil, err
	}
	r, ok := <-c.replies
	if !ok {
		return nil, errCallerGone
	}
	return r.data, r.err
}

// Open opens a file of the caller's to read it.
func (c *Call) Open(name string) (io.ReadCloser, error) {
	if _, err := c.ask(frameOpen, []byte(name)); err != nil {
		return nil, err
	}
	return &incoming{call: c}, nil
}

// incoming is a caller's file that is read.
type incoming struct {
	call *Call
	rest []byte
}

func (f *incoming) Read(p []byte) (n int, err error) {
	for len(f.rest) == 0 {
		if f.rest, err = f.call.ask(framePull, nil); err != nil {
			return 0, err
		}
	}
	n = copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func (f *incoming) Close() error { return f.call.send(frameClose, nil) }

// Create makes a file at the caller's.
func (c *Call) Create(name string) (File, error) {
	if _, err := c.ask(frameCreate, []byte(name)); err != nil {
		return nil, err
	}
	return outgoing{stream{c, frameData}}, nil
}

// outgoing is a caller's file that is made.
type outgoing struct{ stream }

func (f outgoing) Commit() error {
	_, err := f.call.ask(frameCommit, nil)
	return err
}

func (f outgoing) Abort() { _ = f.call.send(frameAbort, nil) }
