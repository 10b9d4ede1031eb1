package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pkg is a package that may be broken.
type pkg struct {
	path  string
	files []*source
}

// source is a file of a package, with all that could be broken in it.
type source struct {
	pkg     *pkg
	path    string
	text    []byte
	lines   int
	mutants []mutant
}

// listed is what `go list` tells of a package.
type listed struct {
	Dir, ImportPath string
	GoFiles         []string
}

// load reads the packages, without their tests.
func load(ctx context.Context, s settings) ([]*pkg, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-json=Dir,ImportPath,GoFiles"}, s.packages...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var packages []*pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if s.skip != nil && s.skip.MatchString(l.ImportPath) {
			continue
		}
		p := &pkg{path: l.ImportPath}
		for _, name := range l.GoFiles {
			path := filepath.Join(l.Dir, name)
			if !s.only.MatchString(path) {
				continue
			}
			f, err := readSource(p, path)
			if err != nil {
				return nil, err
			}
			if len(f.mutants) > 0 {
				p.files = append(p.files, f)
			}
		}
		if len(p.files) > 0 {
			packages = append(packages, p)
		}
	}
	if len(packages) == 0 {
		return nil, errors.New("there is nothing to break in these packages")
	}
	return packages, nil
}

func readSource(p *pkg, path string) (*source, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &source{pkg: p, path: path, text: text, lines: strings.Count(string(text), "\n")}
	f.mutants, err = mutantsOf(f)
	return f, err
}

// draw gives breakages at random: of every file in proportion to its lines, none
// of them twice.
type draw struct {
	random *rand.Rand
	files  []*source
	lines  int
}

func newDraw(packages []*pkg, seed uint64) *draw {
	d := &draw{random: rand.New(rand.NewPCG(seed, seed))}
	for _, p := range packages {
		for _, f := range p.files {
			d.files = append(d.files, f)
			d.lines += f.lines
		}
	}
	return d
}

// next takes one out; false: nothing is left.
func (d *draw) next() (mutant, bool) {
	for d.lines > 0 {
		at := d.random.IntN(d.lines)
		for i, f := range d.files {
			if at -= f.lines; at >= 0 {
				continue
			}
			k := d.random.IntN(len(f.mutants))
			m := f.mutants[k]
			f.mutants = append(f.mutants[:k], f.mutants[k+1:]...)
			if len(f.mutants) == 0 {
				d.lines -= f.lines
				d.files = append(d.files[:i], d.files[i+1:]...)
			}
			return m, true
		}
	}
	return mutant{}, false
}
