package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
)

// longest is how long a socket's path may be; the kernel's bound is 108 bytes.
const longest = 100

// reach gives a path of a socket that is short enough, and what to close when it
// is no longer needed: a folder that is deep is gone through as an open file.
func reach(path string) (short string, done func(), err error) {
	if len(path) <= longest {
		return path, func() {}, nil
	}
	folder, name := filepath.Split(path)
	if runtime.GOOS != "linux" || len(name) > longest/2 {
		return "", nil, fmt.Errorf("the path of the socket is too long (%d bytes): %s", len(path), path)
	}
	dir, err := os.Open(folder)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), name), func() { _ = dir.Close() }, nil
}

// Listen makes the socket, for its owner alone, in place of one that a process
// left behind when it was killed. Closing the listener removes it. The caller
// must know that no process listens there any more.
func Listen(ctx context.Context, path string) (net.Listener, error) {
	// Its mode must be right before anybody can reach it: it is made in a folder
	// that nobody else can enter, and moved.
	nest, err := os.MkdirTemp(filepath.Dir(path), ".sock")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(nest)
	made := filepath.Join(nest, "s")
	short, done, err := reach(made)
	if err != nil {
		return nil, err
	}
	defer done()
	l, err := new(net.ListenConfig).Listen(ctx, "unix", short)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(made, 0o600), os.Rename(made, path)); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return &listener{Listener: l, path: path}, nil
}

// listener takes its file along when it ends.
type listener struct {
	net.Listener
	path string
}

func (l *listener) Close() error {
	err := l.Listener.Close()
	_ = os.Remove(l.path)
	return err
}

// dial reaches the process behind a socket.
func dial(ctx context.Context, path string) (net.Conn, error) {
	short, done, err := reach(path)
	if err != nil {
		return nil, err
	}
	defer done()
	return (&net.Dialer{Timeout: dialTime}).DialContext(ctx, "unix", short)
}
