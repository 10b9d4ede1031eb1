// Package remote carries a command line to a process that is running and what
// it prints back, over a Unix socket: so a command works while another process
// holds what it needs. What enters are arguments and, as the command asks for
// them, files of the caller's; what leaves are standard output, standard error,
// files that the command makes at the caller's, and an exit status.
//
// Files are opened and made by the caller, with the caller's rights and in the
// caller's folder; the running process never touches them.
//
// The socket is for one user. Whoever may write to it may do everything that the
// commands do, so it has mode 0600. A caller that is silent, endless or one of a
// thousand costs bounded memory and holds nobody up.
package remote

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Protocol is what both sides must speak; it rises when frames change.
const Protocol = 1

// Screen is what a stream of the caller's is.
type Screen struct {
	Columns int  `json:"columns,omitempty"` // of the terminal; 0: no terminal
	Plain   bool `json:"plain,omitempty"`   // without colours and links
}

// hello is a caller's first frame.
type hello struct {
	Protocol int      `json:"protocol"`
	Args     []string `json:"args"`
	Out      Screen   `json:"out"`
	Err      Screen   `json:"err"`
}

// File is what a command makes at the caller's: it appears whole, with Commit,
// or not at all.
type File interface {
	io.Writer
	Commit() error
	Abort()
}

// Files are the caller's.
type Files interface {
	// Open opens a file to read it; "-" is standard input.
	Open(name string) (io.ReadCloser, error)
	// Create makes a file that only its owner can read; "-" is standard output.
	Create(name string) (File, error)
}

// The frames. Those that begin what the other side does are capital.
const (
	frameHello  byte = 'H' // caller: hello as JSON
	frameData   byte = 'd' // both: of the file that is open
	frameEnd    byte = 'z' // caller: the file is read through
	frameOK     byte = 'k' // caller: done as asked
	frameFault  byte = 'x' // caller: it cannot be done; why
	frameOut    byte = 'o' // process: standard output
	frameErr    byte = 'e' // process: standard error
	frameOpen   byte = 'R' // process: open a file to read it; its name
	framePull   byte = 'P' // process: the next data of it
	frameClose  byte = 'C' // process: enough was read
	frameCreate byte = 'W' // process: make a file; its name
	frameCommit byte = 'F' // process: it is whole
	frameAbort  byte = 'A' // process: forget it
	frameStatus byte = 's' // process: the exit status, the last frame
)

// Bounds of a frame and of the first.
const (
	maxFrame = 64 << 10
	maxHello = 1 << 20
)

var errFrame = errors.New("what came is no frame of this protocol")

// readFrame reads a frame of at most so many bytes; buf is used where it is large enough.
func readFrame(r io.Reader, most int, buf []byte) (kind byte, body []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > uint32(most) {
		return 0, nil, fmt.Errorf("%w: %d bytes", errFrame, n)
	}
	if int(n) > cap(buf) {
		buf = make([]byte, n)
	}
	body = buf[:n]
	_, err = io.ReadFull(r, body)
	return head[0], body, err
}

// writeFrame writes one frame in one go, within a time.
func writeFrame(conn net.Conn, within time.Duration, kind byte, body []byte) error {
	frame := make([]byte, 0, 5+len(body))
	frame = append(frame, kind)
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(body)))
	frame = append(frame, body...)
	if err := conn.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return err
	}
	_, err := conn.Write(frame)
	return err
}

// writeFrames writes a long body as several.
func writeFrames(conn net.Conn, within time.Duration, kind byte, body []byte) (n int, err error) {
	for len(body) > 0 {
		part := body[:min(len(body), maxFrame)]
		if err := writeFrame(conn, within, kind, part); err != nil {
			return n, err
		}
		n += len(part)
		body = body[len(part):]
	}
	return n, nil
}
