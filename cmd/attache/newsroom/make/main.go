// Command make fills a store with news of nobody, to be measured: see package newsroom.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"attache/cmd/attache/newsroom"
	"attache/store/bolt"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	size := newsroom.Size{Until: time.Now().UTC()}
	flag.IntVar(&size.Articles, "articles", 10_000, "how many articles, 2,000 a day up to now")
	flag.IntVar(&size.Tracks, "tracks", 0, "how many tracks beside those of the articles")
	flag.IntVar(&size.Chats, "chats", 0, "how many chats")
	flag.Uint64Var(&size.Seed, "seed", 1, "what they are drawn by")
	until := flag.String("until", "", "when the last article is published (2026-03-02T12:00:00Z); now")
	flag.Parse()
	if *until != "" {
		var err error
		if size.Until, err = time.Parse(time.RFC3339, *until); err != nil {
			return fmt.Errorf("-until: %w", err)
		}
	}
	if flag.NArg() != 1 {
		return fmt.Errorf("name the file of the store that is to be made")
	}
	if _, err := os.Stat(flag.Arg(0)); err == nil {
		return fmt.Errorf("%s is there already; name a file that is to be made", flag.Arg(0))
	}
	if size.Chats > 0 {
		size.Next = size.Until.Truncate(time.Minute).Add(time.Minute)
	}
	store, err := bolt.Open(ctx, flag.Arg(0), bolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	begun := time.Now()
	err = newsroom.Fill(ctx, store, size, func(n int) {
		fmt.Fprintf(os.Stderr, "\r%d of %d articles, %s", n, size.Articles, time.Since(begun).Round(time.Second))
	})
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	return store.Close()
}
