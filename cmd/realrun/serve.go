package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"attache"
)

// hosts is how many loopback addresses the feeds are spread over: the binary
// asks one host for little at a time, and politely.
const hosts = 200

// served is the input as servers on loopback.
type served struct {
	documents map[string]document // by address
	sources   []attache.Source
	servers   []*http.Server

	mu     sync.Mutex
	polled map[string]bool
}

// serve spreads documents over so many addresses.
func serve(ctx context.Context, input []document, hosts int) (*served, error) {
	s := &served{documents: map[string]document{}, polled: map[string]bool{}}
	var bases []string
	for i := range hosts {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", fmt.Sprintf("127.0.%d.%d:0", 1+i/250, 1+i%250))
		if err != nil {
			return nil, fmt.Errorf("this needs the whole 127.0.0.0/8 on loopback, as Linux has it: %w", err)
		}
		server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
		s.servers = append(s.servers, server)
		bases = append(bases, "http://"+listener.Addr().String())
		go func() { _ = server.Serve(listener) }() // ends with close
	}
	for i, d := range input {
		address := bases[i%hosts] + "/" + d.name
		s.documents[address] = d
		s.sources = append(s.sources, attache.Source{
			ID: attache.SourceID(address), URL: address, Name: d.outlet, Kind: d.kind, FullText: attache.FullTextNever,
		})
	}
	return s, nil
}

// ServeHTTP answers with the document, as the collection says it was sent.
func (s *served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	address := "http://" + r.Host + r.URL.Path
	d, ok := s.documents[address]
	if !ok {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	s.polled[address] = true
	s.mu.Unlock()
	for key, values := range d.header {
		if !strings.EqualFold(key, "Content-Length") {
			w.Header()[key] = values
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(d.data))
}

// allPolled tells whether every document was asked for.
func (s *served) allPolled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.polled) == len(s.documents)
}

func (s *served) close() {
	for _, server := range s.servers {
		server.Close()
	}
}
