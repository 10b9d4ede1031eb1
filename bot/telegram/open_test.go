package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"attache"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	f := newFake(t)
	page := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(page.Close)
	moved := httptest.NewServer(http.RedirectHandler(f.URL, http.StatusFound))
	t.Cleanup(moved.Close)
	gone := httptest.NewServer(nil)
	gone.Close()
	tests := []struct {
		name, token, url string
		fault            attache.SendFault
		says             []string
	}{
		{"no token", " ", f.URL, attache.FaultAuth, []string{"@BotFather", "ATTACHE_TOKEN"}},
		{"a token that would change the path", "1:a/b?c", f.URL, attache.FaultAuth, []string{"@BotFather"}},
		{
			"a token the server does not know", "654321:AAnotthisone-not_this_one", f.URL, attache.FaultAuth,
			[]string{"the token is wrong", "@BotFather"},
		},
		{"an address without a scheme", testToken, "api.telegram.org", attache.FaultAuth, []string{"ATTACHE_API_URL", DefaultAPIURL}},
		{"an address with a query", testToken, f.URL + "/?x=1", attache.FaultAuth, []string{"ATTACHE_API_URL"}},
		{"a web page", testToken, page.URL, attache.FaultRetry, []string{"HTTP 404", "ATTACHE_API_URL"}},
		{"a redirect", testToken, moved.URL, attache.FaultRetry, []string{"HTTP 302", "ATTACHE_API_URL"}},
		{"nobody there", testToken, gone.URL, attache.FaultRetry, []string{"cannot reach", "refused"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(t.Context(), Config{Token: tt.token, APIURL: tt.url})
			var failed *attache.SendError
			if !errors.As(err, &failed) || failed.Fault != tt.fault {
				t.Fatalf("got %v", err)
			}
			for _, part := range tt.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

func TestATokenThatCannotBeOneIsRefusedWithoutAskingTheServer(t *testing.T) {
	f := newFake(t)
	_, secret, _ := strings.Cut(testToken, ":")
	for _, token := range []string{
		"", "123456", "123456:", "123456:AAF-short_of_twenty", ":" + secret, secret, "bot" + testToken, "12 3456:" + secret,
		"-123456:" + secret, testToken + ":" + secret, testToken + "/x", testToken + "\nATTACHE=1", "@attache_bot", "123456:%2e%2e%2f" + secret,
	} {
		_, err := Open(t.Context(), Config{Token: token, APIURL: f.URL})
		var failed *attache.SendError
		if !errors.As(err, &failed) || failed.Fault != attache.FaultAuth || !strings.Contains(err.Error(), "no usable bot token") {
			t.Errorf("%q: got %v", token, err)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%q is shown: %v", token, err)
		}
	}
	if asked := f.calls("getMe"); len(asked) > 0 {
		t.Errorf("the server was asked %d times", len(asked))
	}
}

func TestOpenNeedsABot(t *testing.T) {
	f := newFake(t)
	f.say("getMe", 200, `{"ok":true,"result":null}`)
	if _, err := Open(t.Context(), Config{Token: testToken, APIURL: f.URL}); err == nil || !strings.Contains(err.Error(), "ATTACHE_API_URL") {
		t.Errorf("got %v", err)
	}
	f.say("getMe", 200, `{"ok":true,"result":{"id":"x"}}`)
	if _, err := Open(t.Context(), Config{Token: testToken, APIURL: f.URL}); err == nil {
		t.Error("took a bot without a number")
	}
}

func TestOpenTakesAnAddressAsPeopleWriteIt(t *testing.T) {
	f := newFake(t)
	c, err := Open(t.Context(), Config{Token: testToken + "\n", APIURL: f.URL + "/ "})
	if err != nil {
		t.Fatal(err)
	}
	if c.Username() != "attache_bot" {
		t.Errorf("the bot is %q", c.Username())
	}
	under := httptest.NewServer(http.StripPrefix("/100%/api", f))
	t.Cleanup(under.Close)
	if _, err := Open(t.Context(), Config{Token: testToken, APIURL: under.URL + "/100%25/api"}); err != nil {
		t.Errorf("below a path with a percent sign: %v", err)
	}
}

func TestOpenEndsWithItsContext(t *testing.T) {
	f := newFake(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, Config{Token: testToken, APIURL: f.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
