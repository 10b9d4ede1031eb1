package telegram

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"attache"
)

// roundTrip is a transport that fails as it likes.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// failure is how a request ends: with an answer, an error or a panic.
type failure func(*http.Request) (status int, body io.Reader, err error)

// leaks looks for the token in an error and in all it wraps, however printed.
func leaks(err error) bool {
	if err == nil {
		return false
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
		if strings.Contains(text, "secretsecret") {
			return true
		}
	}
	switch wrapped := err.(type) { //nolint:errorlint // looks at each in turn
	case interface{ Unwrap() error }:
		return leaks(wrapped.Unwrap())
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(wrapped.Unwrap(), leaks)
	default:
		return false
	}
}

func TestTheTokenIsInNoErrorAndNoLog(t *testing.T) {
	f := newFake(t)
	says := func(status int, text string) failure {
		return func(*http.Request) (int, io.Reader, error) { return status, strings.NewReader(text), nil }
	}
	failures := map[string]failure{
		"an error of the transport with the address": func(r *http.Request) (int, io.Reader, error) {
			return 0, nil, fmt.Errorf("proxy: cannot reach %s", r.URL)
		},
		"one that wraps others": func(r *http.Request) (int, io.Reader, error) {
			return 0, nil, errors.Join(io.ErrUnexpectedEOF, &url.Error{
				Op: "Post", URL: r.URL.String(),
				Err: &net.OpError{Op: "dial", Err: errors.New(r.URL.Path)},
			})
		},
		"a cancelled one": func(r *http.Request) (int, io.Reader, error) {
			return 0, nil, fmt.Errorf("%s: %w", r.URL, context.Canceled)
		},
		"a certificate": func(*http.Request) (int, io.Reader, error) {
			return 0, nil, &tls.CertificateVerificationError{Err: errors.New("for " + testToken)}
		},
		"a panic": func(r *http.Request) (int, io.Reader, error) { panic("at " + r.URL.String()) },
		"a panic with an error": func(r *http.Request) (int, io.Reader, error) {
			panic(&url.Error{Op: "x", URL: r.URL.String(), Err: io.EOF})
		},
		"a description":  says(400, `{"ok":false,"error_code":400,"description":"Bad Request: /bot`+testToken+`/x"}`),
		"the key in one": says(403, `{"ok":false,"error_code":403,"description":"Forbidden: AAF-secretsecretsecretsecret_key"}`),
		"a page":         says(502, `<html>/bot`+testToken+`/x</html>`),
		"an odd result":  says(200, `{"ok":true,"result":"`+testToken+`"}`),
		"half a result":  says(200, `{"ok":true,"result":"`+testToken),
		"an answer that breaks off": func(r *http.Request) (int, io.Reader, error) {
			return 200, io.MultiReader(strings.NewReader("{"), broken{r.URL.String()}), nil
		},
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			failing := false
			log := &logged{}
			cfg := Config{
				Token: testToken, APIURL: f.URL, PerSecond: -1,
				Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
				HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					if !failing {
						return http.DefaultTransport.RoundTrip(r)
					}
					status, body, err := fail(r)
					if err != nil {
						return nil, err
					}
					return &http.Response{StatusCode: status, Body: io.NopCloser(body), Header: http.Header{}}, nil
				})},
			}
			c, err := Open(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			failing = true
			doc := text("Good morning")
			doc.Buttons = [][]attache.Button{{{Label: "x", Command: strings.Repeat("x", 65)}}}
			_, errOpen := Open(t.Context(), cfg)
			_, errSend := c.Send(t.Context(), "telegram:5", doc)
			_, errUpdates := c.Updates(t.Context(), "1")
			_, errAdmin := c.IsAdmin(t.Context(), "telegram:-5", "telegram:6")
			errs := []error{
				errOpen, errSend, errUpdates, errAdmin,
				c.Edit(t.Context(), "telegram:5", "6", doc),
				c.Press(t.Context(), "telegram:5", "q", "text"),
				c.SetMenu(t.Context(), attache.Menu{Private: []attache.MenuItem{{Name: "latest", Description: "News"}}}),
			}
			some := false
			for i, err := range errs {
				some = some || err != nil
				if leaks(err) {
					t.Errorf("error %d leaks: %v", i, err)
				}
			}
			if !some {
				t.Error("nothing failed")
			}
			if strings.Contains(log.String(), "secretsecret") {
				t.Errorf("the log leaks: %s", log)
			}
			if name == "a cancelled one" && !errors.Is(errSend, context.Canceled) {
				t.Errorf("lost what it was: %v", errSend)
			}
		})
	}
}

// broken is a body that fails.
type broken struct{ text string }

func (b broken) Read([]byte) (int, error) { return 0, errors.New("read " + b.text) }
