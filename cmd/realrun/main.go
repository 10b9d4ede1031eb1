// Command realrun shows the real binary on real input: it serves a folder of
// feeds and a wire over loopback, starts `attache run` against a simulated
// Telegram, asks it for its digest, /latest and /quotes as a subscriber would,
// and prints what reached the simulator's journal. It fails where the binary
// panics, loses an article or takes more memory than it may.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// maxMemory is how much the binary may hold at its peak, in bytes.
const maxMemory = 300 << 20

func main() {
	binary := flag.String("binary", "bin/attache", "the binary to run")
	shared := flag.String("shared", "../shared", "folder with data/feeds and data/wire")
	sources := flag.Int("load", 0, "instead, fetch from so many sources of 20 items, twice, and tell how long it takes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	err := inFolder(func(folder string) error {
		if *sources > 0 {
			return load(ctx, *binary, folder, *sources)
		}
		return realrun(ctx, *binary, *shared, folder)
	})
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "realrun:", err)
		os.Exit(1)
	}
}

func realrun(ctx context.Context, binary, shared, folder string) error {
	input, err := collect(shared)
	if err != nil {
		return err
	}
	served, err := serve(ctx, input, hosts)
	if err != nil {
		return err
	}
	defer served.close()
	telegram, err := simulate(ctx)
	if err != nil {
		return err
	}
	defer telegram.close()
	bot, err := start(ctx, binary, folder, served, telegram)
	if err != nil {
		return err
	}
	defer bot.kill()
	if err := bot.until(ctx, served.allPolled); err != nil {
		return err
	}
	if err := telegram.converse(ctx, bot); err != nil {
		return err
	}
	if err := bot.stop(ctx); err != nil {
		return err
	}
	return check(ctx, bot, served)
}
