package telegram_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/bot/telegram"
	"attache/bot/telegram/simulator"
)

// hooked is a webhook that is set at a simulated Telegram, with the secret that
// was told there.
func hooked(t *testing.T) (hook *telegram.Webhook, secret string) {
	t.Helper()
	sim := simulator.New(simulator.Options{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/setWebhook") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			again := httptest.NewRequestWithContext(r.Context(), http.MethodPost, "/", strings.NewReader(string(body)))
			again.Header = r.Header
			secret = again.FormValue("secret_token")
		}
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := telegram.Open(t.Context(), telegram.Config{Token: sim.Token(), APIURL: server.URL, PerSecond: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	hook = telegram.NewWebhook(client, "https://bot.example/updates")
	if err := hook.Set(t.Context()); err != nil {
		t.Fatal(err)
	}
	return hook, secret
}

// post brings an update, and gives the status it is answered with.
func post(ctx context.Context, hook http.Handler, secret, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/updates", strings.NewReader(body))
	if secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	w := httptest.NewRecorder()
	hook.ServeHTTP(w, r)
	return w
}

func said(update int, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":%q}}`, update, text)
}

func TestAnUpdateIsAnsweredOnceItWasTakenOverAndADuplicateIsNotTakenTwice(t *testing.T) {
	hook, secret := hooked(t)
	answered := make(chan int, 3)
	bring := func(n int) {
		go func() { answered <- post(t.Context(), hook, secret, said(n, "/latest")).Code }()
	}
	bring(7)
	list, err := hook.Updates(t.Context(), "")
	if err != nil || len(list) != 1 || list[0].Text != "/latest" || list[0].Cursor != "7" {
		t.Fatalf("%+v, %v", list, err)
	}
	bring(7) // again, before it was confirmed
	again, err := hook.Updates(t.Context(), "")
	if err != nil || len(again) != 1 {
		t.Fatalf("not confirmed, it comes as %+v, %v", again, err)
	}
	select {
	case code := <-answered:
		t.Fatalf("answered with %d before it was taken over", code)
	default:
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if list, err := hook.Updates(ctx, "7"); err == nil || len(list) != 0 { // it confirms, and there is nothing else
		t.Errorf("after the confirmation: %+v, %v", list, err)
	}
	for range 2 {
		if code := <-answered; code != http.StatusOK {
			t.Errorf("answered with %d", code)
		}
	}
	bring(7) // and once more, long after
	if code := <-answered; code != http.StatusOK {
		t.Errorf("the late duplicate is answered with %d", code)
	}
	if list, err := hook.Updates(ctx, ""); err == nil {
		t.Errorf("a late duplicate was taken again: %+v", list)
	}
}

func TestAWebhookTakesNothingFromStrangersAndNothingEndless(t *testing.T) {
	hook, secret := hooked(t)
	if len(secret) < 20 {
		t.Fatalf("the secret is %q", secret)
	}
	for _, c := range []struct {
		secret, body string
		want         int
	}{
		{"", said(1, "/stop"), http.StatusForbidden},
		{secret + "x", said(1, "/stop"), http.StatusForbidden},
		{secret[1:], said(1, "/stop"), http.StatusForbidden},
		{secret, strings.Repeat("x", 2<<20), http.StatusRequestEntityTooLarge},
		{secret, "no JSON", http.StatusOK}, // it would come again and again
		{secret, `{"update_id":-1}`, http.StatusOK},
	} {
		if w := post(t.Context(), hook, c.secret, c.body); w.Code != c.want || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%.20q with %q: %d %s", c.body, c.secret, w.Code, w.Body)
		}
	}
	w := httptest.NewRecorder()
	hook.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/updates", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if list, err := hook.Updates(ctx, ""); err == nil {
		t.Errorf("something was taken: %+v", list)
	}
}

func TestMoreUpdatesThanAreHeldAreRefusedAndComeAgain(t *testing.T) {
	hook, secret := hooked(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // who brings them does not wait
	refused := 0
	for i := range 1200 {
		if post(ctx, hook, secret, said(i+1, "hello")).Code == http.StatusServiceUnavailable {
			refused++
		}
	}
	list, err := hook.Updates(t.Context(), "")
	if err != nil || len(list) != 1000 || refused != 200 {
		t.Errorf("%d held, %d refused, %v", len(list), refused, err)
	}
	if list, err = hook.Updates(t.Context(), "900"); err != nil || len(list) != 100 || list[0].Cursor != "901" {
		t.Errorf("after 900: %d, %v", len(list), err)
	}
}

func TestBotsPollAndAreBroughtUpdatesInTurn(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	sim.AddChat(simulator.Chat{ID: 5})
	server := httptest.NewServer(sim)
	defer server.Close()
	client, err := telegram.Open(t.Context(), telegram.Config{Token: sim.Token(), APIURL: server.URL, PerSecond: -1, Poll: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := telegram.NewWebhook(client, "https://bot.example/updates").Set(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Say(5, simulator.User{ID: 5, FirstName: "A"}, "/latest"); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Updates(t.Context(), ""); err == nil { // it removes the webhook, and says to try again
		t.Error("it polled beside a webhook")
	}
	list, err := client.Updates(t.Context(), "")
	if err != nil || len(list) != 1 || list[0].Kind != attache.IncomingMessage {
		t.Errorf("the update that waited: %+v, %v", list, err)
	}
	if err := telegram.NewWebhook(client, "http://bot.example/updates").Set(t.Context()); err == nil {
		t.Error("an address that Telegram refuses was set")
	}
}
