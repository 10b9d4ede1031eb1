// Package caller makes HTTP clients for interfaces that take a token, and that send
// what must not be sent twice.
package caller

import (
	"net"
	"net/http"
	"time"
)

// New gives a client, over a given one where there is one, that follows no redirect: a
// request carries the token, and a redirected POST would become a GET.
//
// Our own transport, which tune may change, speaks HTTP/1.1: a connection that dies in
// silence then takes one call with it, not all that share it. It repeats a POST by
// itself only where no byte of it was written, so that nothing is doubled here.
func New(given *http.Client, tune func(*http.Transport)) *http.Client {
	client := &http.Client{}
	if given != nil {
		*client = *given
	}
	if client.Transport == nil {
		protocols := new(http.Protocols)
		protocols.SetHTTP1(true)
		transport := &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
			TLSHandshakeTimeout: 10 * time.Second,
			Protocols:           protocols,
		}
		tune(transport)
		client.Transport = transport
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client
}
