package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// hubTime is how long a hub may take over one request.
const hubTime = 30 * time.Second

// serveHubs takes what WebSub hubs push until the context ends. The address is
// meant to stand behind the operator's own TLS proxy.
func serveHubs(ctx context.Context, address string, callback http.Handler) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("feed.listen: %w", err)
	}
	server := &http.Server{
		Handler: callback, ReadTimeout: hubTime, WriteTimeout: hubTime, MaxHeaderBytes: 32 << 10,
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // the listener goes with it
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return ctx.Err()
}
