package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// wall is a place that is only sent to, such as a wall or a mailing list.
type wall struct {
	mu    sync.Mutex
	posts []string
	err   error
}

func (w *wall) posted() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.posts)
}

func (w *wall) Send(_ context.Context, address string, _ attache.Document) (string, error) {
	if w.err != nil {
		return "", w.err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.posts = append(w.posts, address)
	return "p1", nil
}

func (*wall) Limits() attache.Limits { return attache.Limits{} }

func TestAMessageGoesToTheChannelOfItsScheme(t *testing.T) {
	chats, page := &stage{}, &wall{}
	r := Router{"t": chats, "wall": page}
	for _, address := range []string{"t:1", "wall:Ministry", "wall:https://a.example:8080/x", "t:2"} {
		if _, err := r.Send(t.Context(), address, saying("Hello")); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if sent := chats.sent(); sent["t:1"] != 1 || sent["t:2"] != 1 || len(sent) != 2 {
		t.Errorf("the chats got %v", sent)
	}
	if want := []string{"wall:Ministry", "wall:https://a.example:8080/x"}; !slices.Equal(page.posted(), want) {
		t.Errorf("the wall got %v", page.posted())
	}
	for _, address := range []string{"mail:a@b.example", "", "t", "telegram:1", "T:1"} {
		if _, err := r.Send(t.Context(), address, saying("Hello")); faultOf(err) != attache.FaultPaused || !errors.Is(err, errNoChannel) {
			t.Errorf("%q: %v, want a pause until there is such a channel", address, err)
		}
	}
	if r.Limits("t:1") != atTelegram || r.Limits("wall:x") != (attache.Limits{}) {
		t.Error("limits are not those of the address's channel")
	}
}

func TestOnlyAChannelThatAnswersHasAdministratorsAndAMenu(t *testing.T) {
	chats := &stage{admins: map[string]bool{"boss": true}}
	w := newWorld(t, func(c *Config) { c.Channels = Router{"t": chats, "wall": &wall{}} })
	if err := w.PublishMenu(t.Context()); err != nil || len(chats.menu.Private) == 0 {
		t.Errorf("the menu has %d commands, %v", len(chats.menu.Private), err)
	}
	for address, want := range map[string]error{"t:-5": nil, "wall:Ministry": attache.ErrNotPermitted} {
		in := attache.Incoming{ChatID: address, ChatKind: attache.Group, UserID: "boss"}
		if err := w.permit(t.Context(), in); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}

func TestChatsAreKinOnlyOnTheirOwnChannel(t *testing.T) {
	r := Router{"t": &stage{}, "u": &stage{}, "wall": &wall{}}
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"t:-5/9", "t:-5", true},
		{"t:-5", "t:-5/9", true},
		{"t:-5/8", "t:-5/9", true},
		{"t:-5/9", "t:-55", false},
		{"t:-5", "u:-5", false},
		{"wall:a/b", "wall:a", false},
		{"x:1/2", "x:1", false},
		{"x:1", "x:1", true},
	} {
		if r.kin(tt.a, tt.b) != tt.want {
			t.Errorf("%s and %s: not %v", tt.a, tt.b, tt.want)
		}
	}
}

func TestALimitedChannelHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, page := newRound(t, 40), &wall{}
		r.Channels["wall"] = page
		var tried atomic.Int64
		free := time.Now().Add(20 * time.Second)
		r.stage.before = func(context.Context, string, int) error {
			if time.Now().Before(free) {
				tried.Add(1)
				return &attache.SendError{Fault: attache.FaultRate, RetryAfter: time.Minute, Err: errors.New("429")}
			}
			return nil
		}
		for _, id := range []string{"wall:a", "wall:b"} {
			r.subscribe(t, id, time.Now().Add(time.Second)) // behind the others
		}
		stop := r.run(t)
		time.Sleep(20 * time.Second)
		if got := page.posted(); len(got) != 2 {
			t.Errorf("the wall got %v while the chats' channel is limited", got)
		}
		if n := tried.Load(); n > int64(2*r.Workers) {
			t.Errorf("a limited channel was asked %d times", n)
		}
		time.Sleep(10 * time.Minute)
		_ = stop()
		if got := len(r.stage.sent()); got != 40 {
			t.Errorf("%d of 40 chats got their digest afterwards", got)
		}
	})
}

func TestAPlaceThatRefusesTheProgramIsPausedAndTheRestGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, page := newRound(t, 1), &wall{err: fault(attache.FaultAuth)}
		r.Channels["wall"] = page
		r.subscribe(t, "wall:a", time.Now())
		var told []string
		r.Notify = func(_ context.Context, text string) { told = append(told, text) }
		stop := r.run(t)
		time.Sleep(time.Hour)
		if err := stop(); err != nil {
			t.Errorf("the courier stopped: %v", err)
		}
		if r.stage.sent()["t:000"] != 1 {
			t.Error("the chat got nothing")
		}
		chat, err := r.store.Chat(t.Context(), "wall:a")
		if err != nil || chat.State != attache.ChatPaused || len(told) != 1 || !strings.Contains(told[0], "wall:a") {
			t.Errorf("the place is %+v, %v; operators read %q", chat, err, told)
		}
	})
}
