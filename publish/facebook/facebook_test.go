package facebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"attache"
	"attache/publish/facebook/simulator"
)

// notebook is a notebook in memory; full, it takes nothing.
type notebook struct {
	mu    sync.Mutex
	notes map[string][]byte
	full  bool
}

func (n *notebook) Note(_ context.Context, key string) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if v, ok := n.notes[key]; ok {
		return v, nil
	}
	return nil, attache.ErrNotFound
}

func (n *notebook) SetNote(_ context.Context, key string, value []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.full {
		return errors.New("no space left")
	}
	n.notes[key] = value
	return nil
}

// desk is a client at a simulated page, with a clock of its own.
type desk struct {
	*Client
	t     *testing.T
	page  *simulator.Server
	clock atomic.Pointer[time.Time]
	token string
	notes *notebook
	log   bytes.Buffer
}

func newDesk(t *testing.T, o simulator.Options, change func(*Config)) *desk {
	t.Helper()
	d := &desk{t: t, notes: &notebook{notes: map[string][]byte{}}}
	d.set(time.Date(2026, 3, 11, 7, 0, 0, 0, time.UTC))
	o.Now = d.at
	d.page = simulator.New(o)
	server := httptest.NewServer(d.page)
	t.Cleanup(server.Close)
	d.token = d.page.Token()
	c := Config{
		Page: d.page.Page(), Token: func() (string, error) { return d.token + "\n", nil }, APIURL: server.URL, Notes: d.notes,
		Now: d.at, Logger: slog.New(slog.NewTextHandler(&d.log, nil)),
	}
	if change != nil {
		change(&c)
	}
	var err error
	if d.Client, err = New(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if problems := d.page.Problems(); len(problems) > 0 {
			t.Errorf("the page complains: %q", problems)
		}
		if strings.Contains(d.log.String(), d.token) {
			t.Error("the token is in the log")
		}
	})
	return d
}

func (d *desk) at() time.Time     { return *d.clock.Load() }
func (d *desk) set(now time.Time) { d.clock.Store(&now) }

// edition is a document with a page of its own.
func edition(n int) attache.Document {
	return attache.Document{
		Blocks: []attache.Block{
			{Spans: []attache.Inline{{Text: fmt.Sprintf("Morning brief %d", n)}}},
			{Spans: []attache.Inline{{Text: "Talks", Href: "https://a.example/1"}}},
		},
		Buttons: [][]attache.Button{{{Label: "All", URL: fmt.Sprintf("https://news.example.org/editions/e%d", n)}}},
	}
}

// send sends an edition and gives the fault, "" where there is none.
func (d *desk) send(n int) (fault string, wait time.Duration) {
	d.t.Helper()
	id, err := d.Send(d.t.Context(), d.Address(), edition(n))
	if err == nil {
		if id == "" {
			d.t.Error("a post without an id")
		}
		return "", 0
	}
	e, ok := errors.AsType[*attache.SendError](err)
	if !ok || strings.Contains(err.Error(), d.token) {
		d.t.Fatalf("the error %v", err)
	}
	names := map[attache.SendFault]string{
		attache.FaultRetry: "retry", attache.FaultRate: "rate", attache.FaultPaused: "paused", attache.FaultAuth: "auth",
		attache.FaultMalformed: "malformed",
	}
	return names[e.Fault], e.RetryAfter
}

func (d *desk) wantPosts(want int) {
	d.t.Helper()
	if got := len(d.page.Posts()); got != want {
		d.t.Errorf("%d posts stand on the page, want %d", got, want)
	}
}

func TestAnEditionIsOnePostWithItsLinkHoweverOftenItIsSent(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	for range 3 {
		if fault, _ := d.send(1); fault != "" {
			t.Fatal(fault)
		}
	}
	posts := d.page.Posts()
	if len(posts) != 1 || posts[0].Link != "https://news.example.org/editions/e1" ||
		!strings.HasSuffix(posts[0].Message, "\n\n"+posts[0].Link) ||
		!strings.HasPrefix(posts[0].Message, "Morning brief 1\n\nTalks") || strings.Contains(posts[0].Message, "a.example") {
		t.Errorf("the posts are %+v", posts)
	}
	if n := len(d.page.Requests("")); n != 1 {
		t.Errorf("%d requests were made", n)
	}
	if _, err := d.Send(t.Context(), d.Address(), attache.Document{}); err != nil || len(d.page.Posts()) != 1 {
		t.Errorf("nothing was posted as something: %v", err)
	}
}

func TestWithoutAnArchiveEachSourceStandsInThePost(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	doc := edition(1)
	doc.Buttons = nil
	d.page.Fail(simulator.Fault{On: "post", Lose: true})
	for range 2 {
		_, err := d.Send(t.Context(), d.Address(), doc)
		d.set(d.at().Add(time.Minute))
		_ = err
	}
	posts := d.page.Posts()
	if len(posts) != 1 || posts[0].Link != "https://a.example/1" || posts[0].Message != "Morning brief 1\n\nTalks\nhttps://a.example/1" {
		t.Errorf("the posts are %+v", posts)
	}
}

// TestEveryErrorIsObeyed: what a code comes to, how long it holds, and what is asked
// again when that is over.
func TestEveryErrorIsObeyed(t *testing.T) {
	for name, test := range map[string]struct {
		fault simulator.Fault
		want  string
		wait  time.Duration
		again int // requests of an attempt one minute later
		posts int // on the page then
	}{
		"expired":            {simulator.Fault{Code: 190, Subcode: 463, Status: 401}, "auth", 0, 0, 0},
		"password changed":   {simulator.Fault{Code: 190, Subcode: 460}, "auth", 0, 0, 0},
		"no page token":      {simulator.Fault{Code: 190, Subcode: 2069032}, "auth", 0, 0, 0},
		"permission":         {simulator.Fault{Code: 200, Status: 403}, "paused", 0, 1, 1},
		"permission 10":      {simulator.Fault{Code: 10}, "paused", 0, 1, 1},
		"permission 299":     {simulator.Fault{Code: 299}, "paused", 0, 1, 1},
		"unknown":            {simulator.Fault{Code: 1, Status: 500}, "retry", 0, 2, 1},
		"service":            {simulator.Fault{Code: 2, Status: 500, Transient: true}, "retry", 0, 2, 1},
		"transient":          {simulator.Fault{Code: 9999, Transient: true}, "retry", 0, 2, 1},
		"app limit":          {simulator.Fault{Code: 4, Status: 403, Minutes: 7}, "rate", 7 * time.Minute, 0, 0},
		"user limit":         {simulator.Fault{Code: 17}, "rate", usualWait, 0, 0},
		"page limit":         {simulator.Fault{Code: 32, Minutes: 60}, "rate", time.Hour, 0, 0},
		"calls":              {simulator.Fault{Code: 613, Minutes: 1}, "rate", time.Minute, 1, 1},
		"business":           {simulator.Fault{Code: 80001, Minutes: 2, Status: 400}, "rate", 2 * time.Minute, 0, 0},
		"blocked":            {simulator.Fault{Code: 368}, "paused", 24 * time.Hour, 0, 0},
		"duplicate":          {simulator.Fault{Code: 506}, "", 0, 0, 0},
		"bad link":           {simulator.Fault{Code: 100}, "", 0, 0, 1},
		"no answer of it":    {simulator.Fault{Status: 502}, "retry", 0, 2, 1},
		"an empty page":      {simulator.Fault{Status: 200}, "retry", 0, 2, 1},
		"cut":                {simulator.Fault{Drop: true}, "retry", 0, 2, 1},
		"posted, cut":        {simulator.Fault{Lose: true}, "retry", 0, 1, 1},
		"a code of nobody's": {simulator.Fault{Code: 4711}, "retry", 0, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, simulator.Options{}, nil)
			test.fault.On = "post"
			d.page.Fail(test.fault)
			if name == "duplicate" {
				if id, err := d.Send(t.Context(), d.Address(), edition(1)); err != nil || id != "" {
					t.Errorf("%q, %v", id, err)
				}
			} else if fault, wait := d.send(1); fault != test.want || wait != test.wait {
				t.Errorf("it is %q for %v, want %q for %v", fault, wait, test.want, test.wait)
			}
			before := len(d.page.Requests(""))
			d.set(d.at().Add(time.Minute))
			if _, err := d.Send(t.Context(), d.Address(), edition(1)); err != nil && test.again > 0 {
				t.Errorf("again: %v", err)
			}
			if got := len(d.page.Requests("")) - before; got != test.again {
				t.Errorf("%d requests a minute later, want %d", got, test.again)
			}
			d.wantPosts(test.posts)
		})
	}
}

func TestAPostWhoseTextIsRefusedTwiceIsOurBug(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	d.page.Fail(simulator.Fault{On: "post", Code: 100}, simulator.Fault{On: "post", Code: 100})
	if fault, _ := d.send(1); fault != "malformed" || !strings.Contains(d.log.String(), "its text alone") {
		t.Errorf("it is %q", fault)
	}
	requests := d.page.Requests("post")
	if len(requests) != 2 || requests[1].Form.Get("link") != "" || requests[1].Form.Get("message") != requests[0].Form.Get("message") {
		t.Errorf("asked %+v", requests)
	}
}

func TestAHeldPageHoldsTheNextEditionsToo(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{"rate": {On: "post", Code: 32, Minutes: 60}, "paused": {On: "post", Code: 368}} {
		d := newDesk(t, simulator.Options{}, nil)
		d.page.Fail(fault)
		d.send(1)
		d.set(d.at().Add(50 * time.Minute))
		if fault, wait := d.send(2); fault != name || wait < 10*time.Minute {
			t.Errorf("the next edition: %q, %v", fault, wait)
		}
		if n := len(d.page.Requests("")); n != 1 {
			t.Errorf("%s: %d requests", name, n)
		}
		d.set(d.at().Add(24 * time.Hour))
		if fault, _ := d.send(2); fault != "" {
			t.Errorf("%s: after it is over: %q", name, fault)
		}
	}
}

func TestAnotherTokenIsTakenAtOnce(t *testing.T) {
	d := newDesk(t, simulator.Options{Expires: time.Date(2026, 3, 11, 6, 0, 0, 0, time.UTC)}, nil)
	for range 3 {
		if fault, _ := d.send(1); fault != "auth" {
			t.Errorf("an expired token: %q", fault)
		}
	}
	if n := len(d.page.Requests("")); n != 1 {
		t.Errorf("a token that was refused was tried %d times", n)
	}
	d.page.SetToken("EAAGanother", time.Time{})
	d.token = "EAAGanother"
	if fault, _ := d.send(1); fault != "" {
		t.Errorf("another token: %q", fault)
	}
}

func TestWhatIsOnItsWayIsWaitedForBeforeItIsPostedAgain(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	d.page.Fail(simulator.Fault{On: "post", Drop: true})
	d.send(1)
	d.set(d.at().Add(settleTime / 2))
	if fault, wait := d.send(1); fault != "rate" || wait != settleTime/2 {
		t.Errorf("%q, %v", fault, wait)
	}
	d.set(d.at().Add(settleTime / 2))
	if fault, _ := d.send(1); fault != "" {
		t.Error(fault)
	}
	d.wantPosts(1)
}

func TestAPostIsFoundBelowManyOthers(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	d.page.Fail(simulator.Fault{On: "post", Lose: true})
	d.send(1)
	other := newOther(d)
	for n := range 60 {
		if _, err := other.Send(t.Context(), d.Address(), edition(1000+n)); err != nil {
			t.Fatal(err)
		}
	}
	if fault, _ := d.send(1); fault != "" {
		t.Error(fault)
	}
	d.wantPosts(61)
}

// newOther is another program that posts to the same page.
func newOther(d *desk) *Client {
	c := d.Config
	c.Notes = &notebook{notes: map[string][]byte{}}
	other, err := New(c)
	if err != nil {
		d.t.Fatal(err)
	}
	return other
}

func TestWhatCannotBeReadBackIsNotPostedAgain(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	d.page.Fail(simulator.Fault{On: "post", Lose: true}, simulator.Fault{On: "posts", Status: 502},
		simulator.Fault{On: "posts", Code: 4, Minutes: 3})
	for _, want := range []string{"retry", "retry", "rate", ""} {
		if fault, _ := d.send(1); fault != want {
			t.Errorf("%q, want %q", fault, want)
		}
		d.set(d.at().Add(5 * time.Minute))
	}
	d.wantPosts(1)
}

func TestWhatCannotBeNotedIsNotPosted(t *testing.T) {
	d := newDesk(t, simulator.Options{}, nil)
	d.notes.full = true
	if fault, _ := d.send(1); fault != "retry" {
		t.Error(fault)
	}
	d.wantPosts(0)
}

func TestADayHasItsPosts(t *testing.T) {
	d := newDesk(t, simulator.Options{}, func(c *Config) { c.Limit, c.Zone = 2, time.FixedZone("", 3600) })
	for n, want := range []string{"", "", "rate"} {
		if fault, wait := d.send(n); fault != want || want != "" && wait != 16*time.Hour {
			t.Errorf("post %d: %q, %v", n, fault, wait)
		}
	}
	d.set(d.at().Add(16 * time.Hour)) // midnight there
	if fault, _ := d.send(2); fault != "" {
		t.Errorf("on the next day: %q", fault)
	}
}

func TestTheTokenIsCheckedWithoutAPost(t *testing.T) {
	soon := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		o     simulator.Options
		fault simulator.Fault
		token string
		want  string // part of the error; "" is good
	}{
		"good":          {},
		"good for long": {o: simulator.Options{Expires: soon}},
		"wrong":         {token: "EAAGwrong", want: "not valid"},
		"none":          {token: " ", want: "no token"},
		"expired":       {o: simulator.Options{Expires: soon.AddDate(0, -1, 0)}, want: "not valid"},
		"a person's":    {o: simulator.Options{Type: "USER"}, want: "a person's"},
		"may not":       {o: simulator.Options{Scopes: []string{"pages_show_list"}}, want: "pages_manage_posts"},
		"may not read":  {o: simulator.Options{Scopes: []string{"pages_manage_posts"}}, want: "pages_read_engagement"},
		"busy":          {fault: simulator.Fault{Status: 503}, want: "HTTP 503"},
		"not for us":    {fault: simulator.Fault{On: "debug", Code: 100}},
	} {
		d := newDesk(t, test.o, nil)
		if test.token != "" {
			d.token = test.token
		}
		if test.fault != (simulator.Fault{}) {
			d.page.Fail(test.fault)
		}
		s, err := d.Check(t.Context())
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		if err == nil && (s.Name == "" || !s.Expires.Equal(test.o.Expires)) {
			t.Errorf("%s: %+v", name, s)
		}
		d.wantPosts(0)
		if d.token == " " {
			d.token = "x y" // nothing that a log could hold
		}
	}
}

func TestTheEndOfATokenIsToldFourteenDaysBeforeAndAsItComesNear(t *testing.T) {
	end := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	d := newDesk(t, simulator.Options{Expires: end}, nil)
	var told []string
	tell := func(_ context.Context, text string) error {
		told = append(told, text)
		return nil
	}
	days := map[int]int{}
	for d.set(end.AddDate(0, 0, -20)); d.at().Before(end.AddDate(0, 0, 2)); d.set(d.at().Add(6 * time.Hour)) {
		told = nil
		_ = d.Watch(t.Context(), tell) // its errors are those that are told
		if len(told) > 0 {
			days[int(end.Sub(d.at()).Hours()/24)]++
		}
	}
	if len(days) != 5 || days[14] != 1 || days[7] != 1 || days[3] != 1 || days[1] != 1 || days[0] != 1 {
		t.Errorf("told on the days %v before", days)
	}
	d.page.SetToken(d.token, d.at().AddDate(0, 0, 60))
	if told = nil; d.Watch(t.Context(), tell) != nil || len(told) > 0 {
		t.Errorf("a token that is good for long: %q", told)
	}
}

func TestWhatNobodyCouldBeToldIsToldTheNextTime(t *testing.T) {
	d := newDesk(t, simulator.Options{Expires: time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)}, nil)
	calls := 0
	tell := func(context.Context, string) error {
		if calls++; calls == 1 {
			return errors.New("no network")
		}
		return nil
	}
	for range 4 {
		_ = d.Watch(t.Context(), tell) // fails once
	}
	if calls != 2 {
		t.Errorf("told %d times", calls)
	}
}

func TestATokenGoesToNoServerInTheOpen(t *testing.T) {
	for address, good := range map[string]bool{
		"https://graph.facebook.com": true, "http://127.0.0.1:8099": true, "http://localhost:1": true, "http://[::1]:1": true,
		"http://graph.example": false,
		"ftp://x":              false, "https://a:b@x": false, "https://x?y": false, "": false,
	} {
		if err := CheckAPIURL(address); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}
