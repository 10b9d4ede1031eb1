package remote

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"sync"
	"syscall"
	"time"
)

const (
	dialTime = 5 * time.Second
	sendTime = 10 * time.Minute // for the process to take what it asked for
)

// ErrNobody says that no process listens at a socket.
var ErrNobody = errors.New("nobody listens at the socket")

// errCut is a process that ended before the command did.
var errCut = errors.New("the running bot ended before this was done; what was done before is kept")

// Request is a command line for a running process.
type Request struct {
	Args                 []string
	Out, Err             io.Writer
	OutScreen, ErrScreen Screen
	Files                Files
}

// Do has the process behind a socket run a command line and gives its exit
// status. ErrNobody: there is no such process. Any other error tells that it
// could not be run to its end.
func Do(ctx context.Context, path string, r Request) (status int, err error) {
	conn, err := dial(ctx, path)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOTSOCK):
		return 0, ErrNobody
	default:
		return 0, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	first, err := json.Marshal(hello{Protocol: Protocol, Args: r.Args, Out: r.OutScreen, Err: r.ErrScreen})
	if err != nil {
		return 0, err
	}
	if len(first) > maxHello {
		return 0, fmt.Errorf("the arguments have %d bytes; put them into a file", len(first))
	}
	if err := writeFrame(conn, sendTime, frameHello, first); err != nil {
		return 0, errCut
	}
	c := &caller{Request: r, conn: conn}
	defer c.abort()
	defer c.close()
	status, err = c.follow(bufio.NewReaderSize(conn, maxFrame))
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	return status, err
}

// caller does what the process asks for.
type caller struct {
	Request
	conn    net.Conn
	writing sync.Mutex
	read    io.ReadCloser
	made    File
	broken  error // of the file that is made
}

func (c *caller) send(kind byte, body []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return writeFrame(c.conn, sendTime, kind, body)
}

// answer says how something went that was asked for.
func (c *caller) answer(err error) error {
	if err != nil {
		text := err.Error()
		return c.send(frameFault, []byte(text[:min(len(text), maxFrame)]))
	}
	return c.send(frameOK, nil)
}

// follow does what comes until the exit status does.
func (c *caller) follow(in *bufio.Reader) (int, error) {
	buf := make([]byte, maxFrame)
	for {
		kind, body, err := readFrame(in, maxFrame, buf)
		if err != nil {
			return 0, errCut
		}
		switch kind {
		case frameStatus:
			if len(body) != 4 {
				return 0, errFrame
			}
			return int(binary.BigEndian.Uint32(body)), nil
		case frameOut:
			_, err = c.Out.Write(body)
		case frameErr:
			_, err = c.Err.Write(body)
		default:
			if err = c.file(kind, body); errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.EPIPE) {
				err = errCut
			}
		}
		if err != nil {
			return 0, err
		}
	}
}

// file does what is asked about a file.
func (c *caller) file(kind byte, body []byte) error {
	switch kind {
	case frameOpen:
		c.close()
		file, err := c.Files.Open(string(body))
		c.read = file
		return c.answer(err)
	case framePull:
		if c.read == nil {
			return errFrame
		}
		go c.pour(c.read) // it may be somebody who types
	case frameClose:
		c.close()
	case frameCreate:
		file, err := c.Files.Create(string(body))
		c.made, c.broken = file, nil
		return c.answer(err)
	case frameData:
		if c.broken == nil && c.made != nil {
			_, c.broken = c.made.Write(body)
		}
	case frameCommit:
		if c.made == nil {
			return errFrame
		}
		if c.broken == nil {
			c.broken = c.made.Commit()
		}
		err := c.broken
		c.abort()
		return c.answer(err)
	case frameAbort:
		c.abort()
	default:
		return errFrame
	}
	return nil
}

// abort forgets a file that is not whole.
func (c *caller) abort() {
	if c.made != nil {
		c.made.Abort()
	}
	c.made = nil
}

// close lets go of the file that is read.
func (c *caller) close() {
	if c.read != nil {
		_ = c.read.Close()
	}
	c.read = nil
}

// pour sends the next part of a file.
func (c *caller) pour(file io.Reader) {
	buf := make([]byte, maxFrame)
	n, err := file.Read(buf)
	switch {
	case n > 0:
		err = c.send(frameData, buf[:n])
	case errors.Is(err, io.EOF):
		err = c.send(frameEnd, nil)
	default:
		err = c.answer(err)
	}
	if err != nil {
		_ = c.conn.Close()
	}
}
