package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot/telegram/simulator"
)

// hookKeeper is a simulated Telegram that keeps the secret of the webhook.
type hookKeeper struct {
	*simulator.Server
	mu     sync.Mutex
	secret string
}

func (k *hookKeeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if strings.HasSuffix(r.URL.Path, "/setWebhook") {
		twin := r.Clone(r.Context())
		twin.Body = io.NopCloser(bytes.NewReader(body))
		k.mu.Lock()
		k.secret = twin.FormValue("secret_token")
		k.mu.Unlock()
	}
	k.Server.ServeHTTP(w, r)
}

func (k *hookKeeper) told() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.secret
}

// until looks until something holds.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(time.Minute)
	look := time.NewTicker(5 * time.Millisecond)
	defer deadline.Stop()
	defer look.Stop()
	for !holds() {
		select {
		case <-deadline.C:
			t.Fatal("waited in vain")
		case <-look.C:
		}
	}
}

func TestABotAnswersWhatIsBroughtToItsWebhookAndAfterwardsWhatItFetches(t *testing.T) {
	keeper := &hookKeeper{Server: simulator.New(simulator.Options{})}
	keeper.AddChat(simulator.Chat{ID: 5})
	server := httptest.NewServer(keeper)
	defer server.Close()
	c := defaultConfig()
	none := false
	c.Defaults, c.APIURL, c.token = &none, server.URL, keeper.Token()
	address := closedPort(t)
	c.Delivery.Webhook = webhookConfig{Listen: address, PublicURL: "https://bot.example/updates"}
	h := testHouse(t, c, new(bytes.Buffer))
	start := func() (end func()) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- h.run(ctx) }()
		return func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	end := start()
	until(t, func() bool { return keeper.told() != "" })
	update := fmt.Sprintf(`{"update_id":11,"message":{"message_id":1,"date":%d,"chat":{"id":5,"type":"private"},"from":{"id":5,"first_name":"A"},`+
		`"text":"/about"}}`, time.Now().Unix())
	for range 2 { // the second is a duplicate
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/updates", strings.NewReader(update))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", keeper.told())
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("it was answered with %s", answer.Status)
		}
	}
	until(t, func() bool { return len(keeper.Journal()) > 0 })
	end()
	if n := len(keeper.Journal()); n != 1 {
		t.Errorf("%d answers to one update", n)
	}

	h.config.Delivery.Webhook = webhookConfig{}
	end = start()
	if _, err := keeper.Say(5, simulator.User{ID: 5, FirstName: "A"}, "/help"); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return len(keeper.Journal()) > 1 })
	end()
}
