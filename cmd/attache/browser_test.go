//go:build browser

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// window is how somebody looks at the demo page.
type window struct {
	name          string
	width, height int64
	dark          bool
}

var windows = []window{
	{"desktop", 1280, 900, false},
	{"phone-dark", 390, 844, true},
}

// pictures are all looks of a digest.
var pictures = append(slices.Clip(windows), window{"desktop-dark", 1280, 900, true}, window{"phone", 390, 844, false})

func TestBrowserTheDemoAnswersShowsItsDigestAndTakesPresses(t *testing.T) {
	if testing.Short() {
		t.Skip("the demo's first digest takes a minute")
	}
	browser := startBrowser(t)
	d := startDemo(t)
	for _, w := range windows {
		t.Run(w.name, func(t *testing.T) {
			b := open(browser, t, w, d.address)
			b.write("/latest")
			b.until(`[...document.querySelectorAll(".msg")].at(-1).innerText.includes("Meridian Wire")`)
			b.expect("edits can be counted",
				`(window.edits = () => [...document.querySelectorAll(".foot")].filter((n) => n.textContent.includes("edited")).length, `+
					`window.before = edits(), true)`)
			b.press("Older")
			b.until(`edits() > before`)
			b.until(`[...document.querySelectorAll(".msg:not(.out)")].some((n) => n.innerText.includes(" brief ·"))`)
			b.press("Why do I see this?")
			b.until(`[...document.querySelectorAll(".msg:not(.out)")].at(-1).innerText.includes("independent outlets")`)
			b.expect("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
			b.expect("the page says that all is fictional", `document.querySelector("#notice").innerText.includes("fictional")`)
		})
	}
}

func TestBrowserTheDemoSpeaksTheLanguageThatIsChosen(t *testing.T) {
	browser := startBrowser(t)
	d := startDemo(t)
	for _, c := range []struct {
		window
		language, chosen, settings string
	}{
		{windows[0], "Русский", "Теперь здесь я говорю", "Настройки"},
		{windows[1], "العربية", "أتكلم العربية", "الإعدادات"},
	} {
		t.Run(c.language, func(t *testing.T) {
			b := open(browser, t, c.window, d.address)
			b.write("/language " + c.language)
			b.until(`[...document.querySelectorAll(".msg")].at(-1).innerText.includes("` + c.chosen + `")`)
			b.write("/settings")
			b.until(`[...document.querySelectorAll(".msg")].at(-1).innerText.includes("` + c.settings + `")`)
			b.expect("nothing is wider than the window", `document.documentElement.scrollWidth <= innerWidth`)
			b.picture("settings-" + c.language)
			b.write("/latest")
			b.until(`[...document.querySelectorAll(".msg:not(.out)")].at(-1).innerText.includes("Meridian Wire")`)
			b.picture("latest-" + c.language)
			b.write("/language English")
			b.until(`[...document.querySelectorAll(".msg")].at(-1).innerText.includes("I speak English")`)
		})
	}
}

// picture takes a picture of the page into the folder that ATTACHE_PICTURES names, if it does.
func (b *tab) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("ATTACHE_PICTURES")
	if folder == "" {
		return
	}
	b.do(chromedp.Sleep(time.Second)) // what moves comes to rest
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// TestBrowserPictures takes the README's pictures into the folder that
// ATTACHE_PICTURES names; `make picture` calls it.
func TestBrowserPictures(t *testing.T) {
	folder := os.Getenv("ATTACHE_PICTURES")
	if folder == "" {
		t.Skip("ATTACHE_PICTURES names no folder")
	}
	browser := startBrowser(t)
	d := startDemo(t)
	for _, w := range pictures {
		b := open(browser, t, w, d.address)
		b.until(`[...document.querySelectorAll(".msg:not(.out)")].some((n) => n.innerText.includes(" brief ·"))`)
		b.do(chromedp.Sleep(time.Second)) // what moves comes to rest
		b.until(`(document.querySelector("#scroll").scrollTop = [...document.querySelectorAll(".msg:not(.out)")].find((n) => ` +
			`n.innerText.includes(" brief ·")).offsetTop - 56, true)`)
		b.do(chromedp.Sleep(time.Second))
		b.picture("digest-" + w.name)
	}
}

// startDemo runs the demo on a free port until the test ends.
func startDemo(t *testing.T) *demo {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	command := &demoCommand{Listen: "127.0.0.1:0", Pace: time.Hour}
	d, err := command.build(&session{ctx: ctx, env: environment{err: t.Output(), getenv: os.Getenv}})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { _ = d.run(ctx) })
	t.Cleanup(func() {
		cancel()
		wg.Wait()
		d.close()
	})
	return d
}

// startBrowser starts one Chromium for a test, or skips it where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium found: install Debian's package chromium to test the page")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	return ctx
}

// tab is the demo page as somebody uses it.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func open(browser context.Context, t *testing.T, w window, address string) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(browser, 3*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	scheme := "light"
	if w.dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(w.width, w.height), chromedp.Navigate(address),
		chromedp.WaitReady(chromedp.CSS(`html[data-ready="true"]`)))
	return b
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

// write types a message and sends it.
func (b *tab) write(text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS("#input"), text+" "), chromedp.SendKeys(chromedp.CSS("#input"), "\r"))
}

// press clicks the newest button with this label.
func (b *tab) press(label string) {
	b.t.Helper()
	b.expect("there is a button "+label,
		`(([...document.querySelectorAll("button.key")].filter((n) => n.textContent.includes("`+label+`")).at(-1)?.click()), true)`)
}

// until waits for a condition in the page.
func (b *tab) until(js string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Poll[bool](js, chromedp.WithPollingTimeout(100*time.Second),
		chromedp.WithPollingInterval(50*time.Millisecond)))
	if err != nil {
		shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("#log").innerText.slice(-1500)`))
		b.t.Fatalf("never came: %s: %v; the page shows:\n%s", js, err, shown)
	}
}

func (b *tab) expect(what, js string) {
	b.t.Helper()
	holds, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](js))
	if err != nil || !holds {
		b.t.Errorf("not so: %s (%v)", what, err)
	}
}
