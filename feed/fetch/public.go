package fetch

import (
	"net/http"
	"time"
)

// PublicClient is a client for addresses that strangers name: it reaches public ones
// alone, unless private ones are allowed, follows no redirect and goes through no proxy.
func PublicClient(allowPrivate bool) *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dialer(allowPrivate).DialContext, TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
			MaxResponseHeaderBytes: 32 << 10, MaxIdleConns: 16, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second,
		},
	}
}
