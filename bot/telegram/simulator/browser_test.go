//go:build browser

package simulator_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"attache/bot/telegram/simulator"
)

// screen is a browser's window.
type screen struct {
	name          string
	width, height int64
	dark          bool
}

var screens = []screen{
	{"phone light", 390, 844, false},
	{"phone dark", 390, 844, true},
	{"small phone", 360, 640, false},
	{"desktop light", 1440, 900, false},
	{"desktop dark", 1440, 900, true},
}

// browser starts one Chromium for a test, or skips it where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium found: install Debian's package chromium to test the page")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return ctx
}

// tab is a page that is looked at.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
}

func openTab(parent context.Context, t *testing.T, s screen, address string) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(parent, time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err == nil && (m.Type == "error" || m.Type == "warning" || m.Type == chromedp.ConsoleException) {
				b.mu.Lock()
				b.problems = append(b.problems, m.Text)
				b.mu.Unlock()
			}
		}
	}()
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.run(
		chromedp.EmulateViewport(s.width, s.height),
		chromedp.Navigate(address),
		chromedp.WaitReady(chromedp.CSS(`html[data-ready="true"]`)),
	)
	return b
}

// complaints are what the console said.
func (b *tab) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.problems)
}

func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v; console: %v", err, b.complaints())
	}
}

func (b *tab) click(css string) {
	b.t.Helper()
	b.run(chromedp.Click(chromedp.CSS(css)))
}

func (b *tab) keys(text string) {
	b.t.Helper()
	b.run(chromedp.SendKeys(chromedp.CSS("#input"), text))
}

func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		b.t.Fatalf("browser: %v in %s", err, js)
	}
	return v
}

// until waits for a condition in the page.
func (b *tab) until(js string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(10*time.Second),
		chromedp.WithPollingInterval(20*time.Millisecond)))
	if err != nil {
		b.t.Fatalf("never came: %s: %v; console: %v", js, err, b.complaints())
	}
}

// picture waits until nothing moves any more, then keeps a picture where
// ATTACHE_SCREENSHOTS names a folder.
func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("ATTACHE_SCREENSHOTS")
	if dir == "" {
		return
	}
	b.until(`document.getAnimations().every((a) => a.playState !== "running" || a.effect.getTiming().iterations === Infinity)`)
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".png")
	if err := os.WriteFile(file, png, 0o600); err != nil {
		b.t.Error(err)
	}
}

func TestPageIsAChat(t *testing.T) {
	alloc := browser(t)
	for _, s := range screens {
		t.Run(s.name, func(t *testing.T) { talk(alloc, t, s) })
	}
}

func newPage(t *testing.T) (*world, *httptest.Server) {
	t.Helper()
	sim := simulator.New(simulator.Options{})
	w := &world{Server: sim, t: t, http: httptest.NewServer(sim)}
	t.Cleanup(w.http.Close)
	page := httptest.NewServer(simulator.Page(sim, simulator.PageOptions{Notice: "All news here is fictional sample data."}))
	t.Cleanup(page.CloseClientConnections)
	bot := &fakeBot{world: w}
	ctx, cancel := context.WithCancel(t.Context())
	bot.run(ctx)
	t.Cleanup(func() { cancel(); bot.done.Wait() })
	return w, page
}

func talk(alloc context.Context, t *testing.T, s screen) {
	w, page := newPage(t)
	b := openTab(alloc, t, s, page.URL)
	b.picture(s.name + " 0 empty")
	b.click("#start")
	b.until(`document.querySelectorAll(".msg:not(.out)").length === 1 && !document.querySelector(".pending")`)

	b.keys("/la")
	b.run(chromedp.WaitVisible(chromedp.CSS("#menu")))
	if got := eval[string](b, `document.querySelector('[role=option][aria-selected=true] b').textContent`); got != "/latest" {
		t.Errorf("completion of /la: %q", got)
	}
	b.picture(s.name + " 1 complete")
	b.keys("\r")
	b.until(`document.querySelectorAll(".keys").length === 1`)
	for what, js := range map[string]string{
		"a headline in bold": `[...document.querySelectorAll(".text strong")].some((n) => n.textContent.includes("water accord"))`,
		"a quotation":        `document.querySelectorAll(".text blockquote").length === 2`,
		"a link in a new tab, no opener": `[...document.querySelectorAll(".text a:not(.cmd), a.key")].length > 0 && ` +
			`[...document.querySelectorAll(".text a:not(.cmd), a.key")].every((a) => a.target === "_blank" && a.rel.includes("noopener"))`,
		"the notice":        `document.querySelector("#notice").innerText.includes("fictional")`,
		"what was written":  `[...document.querySelectorAll(".msg.out .text")].at(-1).textContent === "/latest"`,
		"sent, not pending": `document.querySelectorAll(".pending").length === 0`,
		"nothing wider than the window": `document.documentElement.scrollWidth <= innerWidth && ` +
			`document.querySelector("#scroll").scrollWidth <= document.querySelector("#scroll").clientWidth`,
		"buttons large enough for fingers": `[...document.querySelectorAll("button:not(.cmd):not(.unfold), a.key")].filter((n) => ` +
			`n.offsetParent).every((n) => n.offsetHeight >= 44 && n.offsetWidth >= 44)`,
	} {
		if !eval[bool](b, js) {
			t.Errorf("the page does not show %s", what)
		}
	}
	b.picture(s.name + " 2 latest")

	b.click("button.key")
	b.until(`document.querySelector(".toast")?.textContent === "One more story"`)
	b.until(`[...document.querySelectorAll(".foot")].some((n) => n.textContent.includes("edited"))`)
	b.until(`!document.querySelector('[aria-busy="true"]')`)
	if eval[bool](b, `[...document.querySelectorAll(".text strong")].some((n) => n.textContent.includes("water accord"))`) {
		t.Error("the edit did not replace the text")
	}
	b.picture(s.name + " 3 edited")
	w.group(b, s)
	w.elsewhere(b, s)
	const looksDark = `matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(document.body).colorScheme !== "light"`
	if dark := eval[bool](b, looksDark); dark != s.dark {
		t.Errorf("dark is %v, want %v", dark, s.dark)
	}
	if problems := b.complaints(); len(problems) > 0 {
		t.Errorf("the console complains: %v", problems)
	}
}

// overlaps is the text of the first message whose time lies on its words.
const overlaps = `[...document.querySelectorAll(".msg .bubble")].filter((n) => n.querySelector(".foot")).find((n) => {
	const foot = n.querySelector(".foot").getBoundingClientRect();
	const rects = (part) => {
		const range = document.createRange();
		range.selectNode(part);
		return [...range.getClientRects()];
	};
	const parts = [...n.querySelector(".text").childNodes].filter((part) => part.nodeName !== "BLOCKQUOTE");
	const covers = (r) => r.bottom > foot.top + 4 && r.top < foot.bottom - 4 && r.left < foot.right && r.right > foot.left;
	return parts.flatMap(rects).some((r) => r.width > 1 && covers(r));
})?.textContent ?? ""`

// group has several people speak in a group: each is named, beside a face.
func (w *world) group(b *tab, s screen) {
	w.t.Helper()
	const desk = -1001000000001
	for _, said := range []struct{ name, text string }{
		{"Ilse", "Has anyone read the accord? 🇩🇪🇫🇷"}, {"Ilse", "I have only seen the summary."}, {"طارق", "نعم، قرأته أمس."},
	} {
		if _, err := w.Say(desk, simulator.User{ID: int64(2000 + len(said.name)), FirstName: said.name}, said.text); err != nil {
			w.t.Fatal(err)
		}
	}
	phone := s.width < 720
	if phone {
		b.click("#back")
		b.run(chromedp.WaitVisible(chromedp.CSS(".chats")))
	}
	b.click(`[data-chat="-1001000000001"]`)
	b.until(`document.querySelectorAll(".msg").length === 3`)
	b.keys("/latest")
	b.keys("\r")
	b.until(`document.querySelectorAll(".keys").length === 1`)
	if got := eval[string](b, `[...document.querySelectorAll(".name")].map((n) => n.textContent).join()`); got != "Ilse,طارق,Attaché" {
		w.t.Errorf("names in the group: %s", got)
	}
	if overlap := eval[string](b, overlaps); overlap != "" {
		w.t.Errorf("the time lies on the text of %q", overlap)
	}
	if got := eval[int](b, `document.querySelectorAll(".msg .avatar").length`); got != 3 {
		w.t.Errorf("%d faces, want one for each who spoke", got)
	}
	b.picture(s.name + " 6 group")
	if phone {
		b.click("#back")
		b.run(chromedp.WaitVisible(chromedp.CSS(".chats")))
	}
	b.click(`[data-chat="1001"]`)
}

// elsewhere has the bot write to a chat that is not open: it counts as unread
// until it is opened.
func (w *world) elsewhere(b *tab, s screen) {
	w.t.Helper()
	ok[simulator.Message](w, "sendMessage", fields{
		"chat_id": -1001000000002, "parse_mode": "HTML",
		"text": "<b>Morning briefing</b>\nCarrow: envoys met for a second day." + strings.Repeat("\nAnd more of it.", 60),
	})
	phone := s.width < 720
	if phone {
		b.until(`document.querySelector("#back-badge").textContent === "1" && !document.querySelector("#back-badge").hidden`)
		b.click("#back")
		b.run(chromedp.WaitVisible(chromedp.CSS(".chats")))
	}
	b.until(`document.querySelector('[data-chat="-1001000000002"] .badge')?.textContent === "1"`)
	b.picture(s.name + " 4 list")
	b.click(`[data-chat="-1001000000002"]`)
	b.until(`document.querySelector("#head-name").textContent === "Morning briefing" && !document.querySelector(".badge:not([hidden])")`)
	if !eval[bool](b, `document.querySelector(".service.new").getBoundingClientRect().top < innerHeight / 2 && `+
		`document.querySelector("#scroll").scrollTop < 400`) {
		w.t.Error("a long unread message is not shown from its beginning")
	}
	b.picture(s.name + " 5 channel")
}
