package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is the running binary.
type process struct {
	binary, folder string
	command        *exec.Cmd
	log            lockedBuffer
	ended          chan error
}

// lockedBuffer is what the process logs; it is read while it grows.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
	last   time.Time
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last = time.Now()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// start writes a configuration and runs the binary with it.
func start(ctx context.Context, binary, folder string, s *served, t *telegram) (*process, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	p := &process{binary: binary, folder: folder, ended: make(chan error, 1)}
	if err := p.configure(s, t.address); err != nil {
		return nil, err
	}
	p.command = p.attache(ctx, "run", "-v")
	p.command.Env = append(p.command.Env, "ATTACHE_TOKEN="+t.server.Token())
	p.command.Stderr = &p.log
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() { p.ended <- p.command.Wait() }()
	return p, nil
}

// configure writes the configuration file of this run.
func (p *process) configure(s *served, api string) error {
	config := map[string]any{
		"store": "bolt:" + filepath.Join(p.folder, "attache.db"), "api_url": api,
		"feed": map[string]any{"allow_private_addresses": true, "interval": "1h"},
	}
	var sources []map[string]string
	for _, source := range s.sources {
		sources = append(sources, map[string]string{
			"url": source.URL, "name": source.Name, "kind": string(source.Kind), "full_text": string(source.FullText),
		})
	}
	config["sources"] = sources
	data, err := json.Marshal(config) // JSON is YAML
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.folder, "attache.yaml"), data, 0o600)
}

// attache is a call of the binary in the folder of this run.
func (p *process) attache(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, p.binary, args...)
	command.Dir = p.folder
	command.Env = append(os.Environ(), "ATTACHE_CONFIG=", "ATTACHE_STORE=", "ATTACHE_API_URL=", "ATTACHE_TOKEN_FILE=")
	return command
}

// until waits for something, as long as the process lives.
func (p *process) until(ctx context.Context, done func() bool) error {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w; the log ends with:\n%s", ctx.Err(), p.tail())
		case err := <-p.ended:
			p.ended <- err
			return fmt.Errorf("the binary ended (%w); the log ends with:\n%s", err, p.tail())
		case <-look.C:
		}
	}
	return nil
}

// quiet tells whether nothing was logged for a while.
func (p *process) quiet() bool {
	p.log.mu.Lock()
	defer p.log.mu.Unlock()
	return time.Since(p.log.last) > 3*time.Second
}

func (p *process) tail() string {
	lines := strings.Split(strings.TrimSpace(p.log.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// stop asks the process to end, as an operator does.
func (p *process) stop(ctx context.Context) error {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			return fmt.Errorf("the binary did not end well: %w\n%s", err, p.tail())
		}
		return nil
	case <-ctx.Done():
		return errors.New("the binary did not end on SIGTERM")
	}
}

func (p *process) kill() { _ = p.command.Process.Kill() }

// peak is the most memory the process held, in bytes.
func (p *process) peak() int64 {
	usage, ok := p.command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10
}
