package telegram

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// Bounds of what a webhook takes.
const (
	maxPosted       = 1 << 20          // bytes of one update; Telegram's are far smaller
	maxHeld         = 1000             // updates that wait to be taken over; more are refused, and come again
	maxRemembered   = 4096             // updates that were taken over, in case they come again
	postTime        = 45 * time.Second // for an update to be taken over
	hookConnections = "8"              // requests that the server makes at a time
	hookCheck       = 5 * time.Minute  // how often it is looked whether the webhook is still set
)

// Webhook is an inbox that Telegram brings updates to. It is an http.Handler; an
// update is answered with 200 once Updates was asked with a cursor that confirms
// it, so that one which was not taken over comes again. Make it with NewWebhook
// and set it with Set once the handler can be reached.
type Webhook struct {
	client *Client
	url    string
	secret string // made anew at each start

	mu    sync.Mutex
	held  []heldUpdate // in the order they came
	seen  []string     // cursors of those that were confirmed of late
	fresh chan struct{}
}

// heldUpdate is an update that was not confirmed yet.
type heldUpdate struct {
	attache.Incoming
	taken chan struct{} // closed when it is
}

// NewWebhook makes an inbox behind a public address.
func NewWebhook(client *Client, url string) *Webhook {
	return &Webhook{client: client, url: url, secret: rand.Text(), fresh: make(chan struct{}, 1)}
}

// Set tells Telegram where updates go from now on. What waits there stays.
// Errors are *attache.SendError; FaultMalformed where the address is refused.
func (w *Webhook) Set(ctx context.Context) error {
	_, err := w.client.call(ctx, callTime, "setWebhook", tgbotapi.Params{
		"url": w.url, "secret_token": w.secret, "allowed_updates": wanted, "max_connections": hookConnections, "drop_pending_updates": "false",
	})
	return err
}

// Updates waits for updates and returns those that are not confirmed; asked with
// a cursor it confirms that update and those that came before it. It looks now
// and then whether the webhook is still set, and sets it again. See Client.Updates.
func (w *Webhook) Updates(ctx context.Context, after string) ([]attache.Incoming, error) {
	w.confirm(after)
	check := time.NewTicker(hookCheck)
	defer check.Stop()
	for {
		if list := w.waiting(); len(list) > 0 {
			return list, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-w.fresh:
		case <-check.C:
			if err := w.watch(ctx); err != nil {
				return nil, err
			}
		}
	}
}

// confirm lets those go that were taken over.
func (w *Webhook) confirm(after string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	last := slices.IndexFunc(w.held, func(u heldUpdate) bool { return u.Cursor == after })
	for _, u := range w.held[:last+1] {
		close(u.taken)
		w.seen = append(w.seen, u.Cursor)
	}
	w.held = slices.Delete(w.held, 0, last+1)
	w.seen = w.seen[max(0, len(w.seen)-maxRemembered):]
}

func (w *Webhook) waiting() []attache.Incoming {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]attache.Incoming, len(w.held))
	for i, u := range w.held {
		list[i] = u.Incoming
	}
	return list
}

// watch sets the webhook again where it is another's by now, and tells why
// Telegram could not bring something.
func (w *Webhook) watch(ctx context.Context) error {
	result, err := w.client.call(ctx, callTime, "getWebhookInfo", nil)
	if err != nil {
		return err
	}
	var info struct {
		URL       string `json:"url"`
		Pending   int    `json:"pending_update_count"`
		Error     string `json:"last_error_message"`
		ErrorDate int64  `json:"last_error_date"`
	}
	if err := json.Unmarshal(result, &info); err != nil {
		return fmt.Errorf("getWebhookInfo: %w", err)
	}
	if failed := time.Unix(info.ErrorDate, 0); info.Error != "" && w.client.now().Sub(failed) < hookCheck {
		w.client.log.WarnContext(ctx, "telegram: updates could not be brought to the webhook", "problem", clip(info.Error, 200),
			"waiting", info.Pending)
	}
	if info.URL == w.url {
		return nil
	}
	w.client.log.WarnContext(ctx, "telegram: the webhook was taken away or given to another; it is set again")
	return w.Set(ctx)
}

// ServeHTTP takes one update.
func (w *Webhook) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		out.Header().Set("Allow", http.MethodPost)
		http.Error(out, "updates are posted here", http.StatusMethodNotAllowed)
		return
	}
	if !w.knows(r.Header.Get("X-Telegram-Bot-Api-Secret-Token")) { // before anything of the body is read
		http.Error(out, "not for you", http.StatusForbidden)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, r.Body, maxPosted))
	if err != nil {
		http.Error(out, "that is too long, or was broken off", http.StatusRequestEntityTooLarge)
		return
	}
	in, ok := read(body, w.client.api.Self.UserName, w.client.now)
	if !ok { // it would come again and again
		w.client.log.WarnContext(r.Context(), "telegram: what the webhook brought is no update; it is passed over", "bytes", len(body))
		return
	}
	taken, ok := w.hold(in)
	if !ok {
		out.Header().Set("Retry-After", strconv.Itoa(1))
		http.Error(out, "too much waits; come again", http.StatusServiceUnavailable)
		return
	}
	late := time.NewTimer(postTime)
	defer late.Stop()
	select {
	case <-taken:
	case <-r.Context().Done():
	case <-late.C:
		http.Error(out, "it was not taken over yet; come again", http.StatusServiceUnavailable)
	}
}

// knows compares a secret with ours in a time that tells nothing of either.
func (w *Webhook) knows(given string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(w.secret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// done is closed already.
var done = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// hold keeps an update until it is confirmed; one that came before is not kept
// twice. ok is false where too many wait.
func (w *Webhook) hold(in attache.Incoming) (taken <-chan struct{}, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Contains(w.seen, in.Cursor) {
		return done, true
	}
	for _, u := range w.held {
		if u.Cursor == in.Cursor {
			return u.taken, true
		}
	}
	if len(w.held) >= maxHeld {
		return nil, false
	}
	u := heldUpdate{in, make(chan struct{})}
	w.held = append(w.held, u)
	select {
	case w.fresh <- struct{}{}:
	default:
	}
	return u.taken, true
}
