package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"attache/bot/telegram/simulator"
)

// telegram is the simulated Telegram with one subscriber.
type telegram struct {
	server  *simulator.Server
	http    *http.Server
	address string
}

var reader = simulator.User{ID: 1001, FirstName: "Reader", LanguageCode: "en"}

func simulate(ctx context.Context) (*telegram, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &telegram{server: simulator.New(simulator.Options{}), address: "http://" + listener.Addr().String()}
	t.server.AddChat(simulator.Chat{ID: reader.ID, Type: simulator.Private, FirstName: reader.FirstName})
	t.http = &http.Server{Handler: t.server, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = t.http.Serve(listener) }() // ends with close
	return t, nil
}

// converse asks what a subscriber asks and prints the answers.
func (t *telegram) converse(ctx context.Context, p *process) error {
	if err := p.until(ctx, p.quiet); err != nil { // the last articles are being filed
		return err
	}
	for _, text := range []string{"/start", "/digest", "/latest 5", "/quotes 5", "/quotes Hallvorsen 3", "/about"} {
		before := len(t.server.Sent(reader.ID))
		if _, err := t.server.Say(reader.ID, reader, text); err != nil {
			return err
		}
		if err := p.until(ctx, func() bool { return len(t.server.Sent(reader.ID)) > before }); err != nil {
			return fmt.Errorf("no answer to %s: %w", text, err)
		}
		for _, entry := range t.server.Sent(reader.ID)[before:] {
			fmt.Printf("─── %s %s\n%s\n\n", text, strings.Repeat("─", max(0, 70-len(text))), entry.Text)
		}
	}
	return nil
}

func (t *telegram) close() { t.http.Close() }
