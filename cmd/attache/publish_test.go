package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"attache"
	telegram "attache/bot/telegram/simulator"
	"attache/publish/facebook/simulator"
)

// pageHouse is a folder with news and a page whose edition is due, and what its
// configuration says besides.
func pageHouse(t *testing.T, page *simulator.Server, api string) (folder, config string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "token"), []byte(page.Token()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	slot := time.Now().UTC().Truncate(time.Minute)
	config = fmt.Sprintf("default_sources: false\nadmins: [4001]\npublish:\n  facebook:\n    page: %s\n    token_file: token\n    "+
		"schedule: %q\n    api_url: %s\n",
		page.Page(), slot.Format("15:04"), api)
	c := defaultConfig()
	c.Store = "bolt:" + filepath.Join(folder, "attache.db")
	h, err := (&session{ctx: t.Context(), env: environment{err: t.Output()}}).openWith(c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	fileSample(t, h)
	err = h.store.UpdateChat(t.Context(), "facebook:"+page.Page(), func(chat *attache.Chat) error {
		chat.Kind, chat.State, chat.TimeZone = attache.Channel, attache.ChatActive, "UTC"
		chat.Schedule, chat.NextSlot = slot.Format("15:04"), slot
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder, config
}

// startWith runs `attache run` as its own process with a configuration.
func startWith(t *testing.T, folder, api, token, config string) *exec.Cmd {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, "attache.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), os.Args[0], "run", "--api-url", api)
	command.Dir = folder
	command.Env = append(os.Environ(), asMain+"=1", "ATTACHE_TOKEN="+token)
	var log bytes.Buffer
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	return command
}

// TestChaosAPageThatIsKilledInTheMiddleOfAPostHasItOnce: the post stands on the page,
// and its answer never came. That one which does not stand there is made is a test of
// publish/facebook.
func TestChaosAPageThatIsKilledInTheMiddleOfAPostHasItOnce(t *testing.T) {
	t.Parallel()
	page, chats := simulator.New(simulator.Options{}), telegram.New(telegram.Options{})
	var first atomic.Bool
	reached, killed := make(chan struct{}), make(chan struct{})
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && first.CompareAndSwap(false, true) {
			page.ServeHTTP(httptest.NewRecorder(), r)
			close(reached)
			<-killed
			panic(http.ErrAbortHandler)
		}
		page.ServeHTTP(w, r)
	}))
	defer api.Close()
	chat := httptest.NewServer(chats)
	defer chat.Close()
	folder, config := pageHouse(t, page, api.URL)
	one := startWith(t, folder, chat.URL, chats.Token(), config)
	<-reached
	if err := one.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = one.Wait()
	close(killed)
	two := startWith(t, folder, chat.URL, chats.Token(), config)
	waitFor(t, two, func() bool { return len(page.Requests("posts")) > 0 })
	if err := two.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := two.Wait(); err != nil {
		t.Errorf("attache did not end well: %v", err)
	}
	if posts, problems := page.Posts(), page.Problems(); len(posts) != 1 || len(problems) > 0 {
		t.Errorf("%d posts, %q", len(posts), problems)
	}
}

func TestATokenThatIsNotGoodIsToldToEveryOperatorAndTheChatsGoOn(t *testing.T) {
	page, chats := simulator.New(simulator.Options{}), telegram.New(telegram.Options{})
	api, chat := httptest.NewServer(page), httptest.NewServer(chats)
	defer api.Close()
	defer chat.Close()
	folder, config := pageHouse(t, page, api.URL)
	page.SetToken("EAAGanother", time.Time{})
	for _, id := range []int64{4001, 4002} {
		chats.AddChat(telegram.Chat{ID: id})
	}
	config = strings.Replace(config, "[4001]", "[4001, 4002]", 1)
	process := startWith(t, folder, chat.URL, chats.Token(), config)
	told := func(id int64) (n int) {
		for _, e := range chats.Sent(id) {
			if strings.Contains(e.Text, "Facebook page") && !strings.Contains(e.Text, page.Token()) {
				n++
			}
		}
		return n
	}
	waitFor(t, process, func() bool { return told(4001) > 0 && told(4002) > 0 })
	if err := process.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := process.Wait(); err != nil || len(page.Posts()) > 0 {
		t.Errorf("it ended with %v, %d posts", err, len(page.Posts()))
	}
}

func TestPublishCheckSaysWhetherAPageWouldBePostedTo(t *testing.T) {
	page := simulator.New(simulator.Options{Name: "Fjord news"})
	api := httptest.NewServer(page)
	defer api.Close()
	for name, test := range map[string]struct {
		token  string
		config string
		want   string
		status int
	}{
		"good":     {page.Token(), "    schedule: mon-fri 07:30\n    follow: Iran, EU\n    limit: 3\n", "Fjord news", 0},
		"a list":   {page.Token(), "    follow: [Iran, grain corridor]\n", "Fjord news", 0},
		"wrong":    {"EAAGwrong", "", "not valid", 1},
		"empty":    {" ", "", "no token", 1},
		"schedule": {page.Token(), "    schedule: sometimes\n", "schedule", 2}, // what cannot be read is a wrong configuration
		"unknown":  {page.Token(), "    pages: x\n", "attache.yaml", 2},
	} {
		folder := t.TempDir()
		token := filepath.Join(folder, "token")
		if err := os.WriteFile(token, []byte(test.token), 0o600); err != nil {
			t.Fatal(err)
		}
		config := writeFile(t, "attache.yaml",
			fmt.Sprintf("store: bolt:%s/none.db\npublish:\n  facebook:\n    page: %s\n    token_file: %s\n    api_url: %s\n%s",
				folder, page.Page(), token, api.URL, test.config))
		var out, log bytes.Buffer
		status := run(t.Context(), []string{"--config", config, "publish", "check"},
			environment{in: strings.NewReader(""), out: &out, err: &log, getenv: noEnvironment})
		if text := out.String() + log.String(); status != test.status || !strings.Contains(text, test.want) ||
			strings.Contains(text, page.Token()) {
			t.Errorf("%s: exit status %d\n%s", name, status, text)
		}
	}
	var out, log bytes.Buffer
	config := writeFile(t, "attache.yaml", "default_sources: false\n")
	if status := run(t.Context(), []string{"--config", config, "publish", "check"},
		environment{out: &out, err: &log, getenv: noEnvironment}); status != exitFailed {
		t.Errorf("nothing is configured: exit status %d, %s", status, &log)
	}
	if len(page.Posts()) > 0 || len(page.Problems()) > 0 {
		t.Errorf("%d posts, %q", len(page.Posts()), page.Problems())
	}
}

func TestAPlaceIsASubscriberAsLongAsItIsConfigured(t *testing.T) {
	h, _ := openArchive(t, 0, nil)
	h.config.Publish.Facebook = facebookConfig{Page: "1048", Schedule: "06:15", Follow: textList{"Iran", "grain corridor"}}
	h.config.Digest.TimeZone = "Europe/Berlin"
	state := func() attache.Chat {
		if err := h.settlePlaces(t.Context()); err != nil {
			t.Fatal(err)
		}
		c, err := h.store.Chat(t.Context(), "facebook:1048")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := state()
	next := time.Date(2026, 3, 12, 5, 15, 0, 0, time.UTC)
	if c.State != attache.ChatActive || c.Kind != attache.Channel || !c.NextSlot.Equal(next) ||
		fmt.Sprint(c.Filter.Actors, c.Filter.Words) != "[IRN] [grain corridor]" {
		t.Errorf("it is %+v", c)
	}
	h.config.Publish.Facebook.Page = ""
	if c = state(); c.State != attache.ChatStopped || !c.NextSlot.IsZero() {
		t.Errorf("configured no more, it is %+v", c)
	}
	h.config.Publish.Facebook.Page = "1048"
	if c = state(); c.State != attache.ChatActive || !c.NextSlot.Equal(next) {
		t.Errorf("configured again, it is %+v", c)
	}
}
