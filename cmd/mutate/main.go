// Command mutate breaks the program at random places, one at a time, and asks the
// tests of the package whether they notice.
//
// Packages enter, as `go list` names them; what leaves is a line for each breakage
// that nobody noticed, with what was changed, and the share that was noticed. The
// files are never touched: `go test -overlay` reads the broken ones from a
// temporary folder. The same seed over the same code gives the same breakages.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"time"
)

// settings are the flags.
type settings struct {
	seed     uint64
	number   int
	workers  int
	timeout  time.Duration
	only     *regexp.Regexp // files
	skip     *regexp.Regexp // packages
	list     bool
	packages []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	s, err := parse(os.Args[1:], os.Stderr)
	if err == nil {
		err = run(ctx, s, os.Stdout)
	}
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func parse(args []string, out io.Writer) (settings, error) {
	var s settings
	var only, skip string
	f := flag.NewFlagSet("mutate", flag.ContinueOnError)
	f.SetOutput(out)
	f.Uint64Var(&s.seed, "seed", 1, "which breakages are drawn")
	f.IntVar(&s.number, "n", 200, "how many breakages")
	f.IntVar(&s.workers, "j", 2, "how many are tried at a time")
	f.DurationVar(&s.timeout, "timeout", 3*time.Minute, "a test that takes longer has noticed")
	f.StringVar(&only, "files", "", "only files whose path matches this expression")
	f.StringVar(&skip, "skip", "", "no packages whose path matches this expression")
	f.BoolVar(&s.list, "list", false, "print what would be broken, and break nothing")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	var err error
	if s.only, err = regexp.Compile(only); err != nil {
		return s, fmt.Errorf("-files: %w", err)
	}
	if s.skip, err = regexp.Compile(skip); err != nil {
		return s, fmt.Errorf("-skip: %w", err)
	}
	if skip == "" {
		s.skip = nil
	}
	if s.packages = f.Args(); len(s.packages) == 0 {
		s.packages = []string{"./..."}
	}
	return s, nil
}

// run draws the breakages and tries them.
func run(ctx context.Context, s settings, out io.Writer) error {
	packages, err := load(ctx, s)
	if err != nil {
		return err
	}
	d := newDraw(packages, s.seed)
	if s.list {
		for range s.number {
			m, ok := d.next()
			if !ok {
				return nil
			}
			fmt.Fprintf(out, "%s: %s\n", m.place(), m.what)
		}
		return nil
	}
	t, err := tryAll(ctx, s, d, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d breakages, %d noticed (%.1f %%; %d by the end of the time), %d not; %d that do not compile were left out; seed %d\n",
		t.noticed+t.survived, t.noticed, 100*float64(t.noticed)/float64(max(1, t.noticed+t.survived)), t.late, t.survived, t.invalid, s.seed)
	return nil
}
