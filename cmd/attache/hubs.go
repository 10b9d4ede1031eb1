package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// The bounds of what hubs may hold of us: time for one request and for its
// head, and connections at a time.
const (
	hubTime        = 30 * time.Second
	hubHeadTime    = 5 * time.Second
	hubConnections = 64
)

// serveHubs takes what WebSub hubs push until the context ends. The address is
// meant to stand behind the operator's own TLS proxy.
func serveHubs(ctx context.Context, address string, callback http.Handler) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("feed.listen: %w", err)
	}
	server := &http.Server{
		Handler: callback, ReadTimeout: hubTime, ReadHeaderTimeout: hubHeadTime, WriteTimeout: hubTime, IdleTimeout: hubHeadTime,
		MaxHeaderBytes: 16 << 10,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // the listener goes with it
	defer stop()
	if err := server.Serve(netutil.LimitListener(listener, hubConnections)); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}
