package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// outcome is what became of a breakage.
type outcome int

const (
	noticed outcome = iota
	late            // noticed by the end of the time alone
	survived
	invalid // it does not compile
)

// totals counts them.
type totals struct{ noticed, late, survived, invalid int }

// tryAll tries breakages until there are enough that compile.
func tryAll(ctx context.Context, s settings, d *draw, out io.Writer) (totals, error) {
	folder, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return totals{}, err
	}
	defer os.RemoveAll(folder)
	var mu sync.Mutex
	var t totals
	var failed error
	left := s.number
	take := func() (mutant, bool) {
		mu.Lock()
		defer mu.Unlock()
		if left == 0 || failed != nil || ctx.Err() != nil {
			return mutant{}, false
		}
		left--
		return d.next()
	}
	tell := func(m *mutant, o outcome, err error) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err != nil:
			failed = err
		case o == noticed:
			t.noticed++
		case o == late:
			t.noticed++
			t.late++
		case o == survived:
			t.survived++
			fmt.Fprintf(out, "%s: %s\n%s", m.place(), m.what, m.diff())
		default:
			t.invalid++
			left++
		}
	}
	var workers sync.WaitGroup
	for i := range s.workers {
		dir := filepath.Join(folder, fmt.Sprint(i))
		if err := os.Mkdir(dir, 0o700); err != nil {
			return t, err
		}
		workers.Go(func() {
			for m, ok := take(); ok; m, ok = take() {
				o, err := try(ctx, s, &m, dir)
				tell(&m, o, err)
			}
		})
	}
	workers.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return t, failed
}

// try runs the tests of the package with one breakage in it.
func try(ctx context.Context, s settings, m *mutant, dir string) (outcome, error) {
	broken, overlay := filepath.Join(dir, "broken.go"), filepath.Join(dir, "overlay.json")
	plan, err := json.Marshal(map[string]map[string]string{"Replace": {m.file.path: broken}})
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(broken, m.broken(), 0o600); err != nil {
		return 0, err
	}
	if err := os.WriteFile(overlay, plan, 0o600); err != nil {
		return 0, err
	}
	if exec.CommandContext(ctx, "go", "build", "-o", os.DevNull, "-overlay", overlay, m.file.pkg.path).Run() != nil {
		return invalid, ctx.Err()
	}
	args := []string{"test", "-overlay", overlay, "-failfast", "-vet=off", "-timeout", s.timeout.String(), m.file.pkg.path}
	cmd := exec.CommandContext(ctx, "go", args...)
	said, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case err == nil:
		return survived, nil
	case strings.Contains(string(said), "[build failed]") || strings.Contains(string(said), "[setup failed]"):
		return invalid, nil
	case strings.Contains(string(said), "panic: test timed out after"):
		return late, nil
	}
	return noticed, nil
}
