package main

import (
	"bytes"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestStrangersAtAServerFillNoLog(t *testing.T) {
	var standard, ours bytes.Buffer
	before := log.Writer()
	log.SetOutput(&standard)
	defer log.SetOutput(before)
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = quietly(slog.New(slog.NewTextHandler(&ours, nil)))
	server.StartTLS()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("GET / HTTP/1.0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Read(make([]byte, 64)) // until it is refused
	_ = conn.Close()
	server.Close()
	if standard.Len()+ours.Len() > 0 {
		t.Errorf("logged %q and %q", standard.String(), ours.String())
	}
}
