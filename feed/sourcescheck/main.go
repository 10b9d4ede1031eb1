// Command sourcescheck asks every source of the built-in list what it gives and
// writes into the list what it saw: the month for those that give entries. It
// needs the network; `make sources-check` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"

	"attache/feed"
)

func main() {
	file := flag.String("list", "feed/defaults.tsv", "the list")
	contact := flag.String("contact", "", "an address of yours for webmasters")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := check(ctx, *file, *contact); err != nil {
		fmt.Fprintln(os.Stderr, "sourcescheck:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to stop
	}
}

const atOnce = 16

func check(ctx context.Context, file, contact string) error {
	raw, err := os.ReadFile(file) //nolint:gosec // named by who runs it
	if err != nil {
		return err
	}
	poller := feed.New(feed.Config{Version: "sources-check", Contact: contact})
	defer poller.Close()
	var mu sync.Mutex
	var work sync.WaitGroup
	seen, failed := map[string]string{}, 0
	turn := make(chan struct{}, atOnce)
	month := time.Now().UTC().Format("2006-01")
	for _, l := range feed.ParseList(string(raw)) {
		if l.Off() {
			continue
		}
		turn <- struct{}{}
		work.Go(func() {
			defer func() { <-turn }()
			report := poller.Check(ctx, l.Source)
			mu.Lock()
			defer mu.Unlock()
			if report.Problem != "" {
				failed++
				fmt.Printf("✗ %s\n  %s\n  %s\n", l.Name, l.URL, report.Problem)
				return
			}
			seen[l.URL] = month
			fmt.Printf("✓ %s: %s, %d entries\n", l.Name, report.Format, report.Entries)
		})
	}
	work.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	fmt.Printf("%d work, %d do not\n", len(seen), failed)
	return os.WriteFile(file, []byte(noted(string(raw), seen)), 0o644) //nolint:gosec // a list for everybody
}

// noted writes the months into the list's column.
func noted(text string, seen map[string]string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) >= 8 && !strings.HasPrefix(line, "#") && seen[f[4]] != "" {
			f[7] = seen[f[4]]
			line = strings.Join(f, "\t") + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
