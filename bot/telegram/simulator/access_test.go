//go:build browser

package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"attache/bot/telegram/simulator"
)

// contrasts finds text whose contrast with what lies behind it is below 4.5.
const contrasts = `(() => {
	const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const rgba = (color) => {
		paint.clearRect(0, 0, 1, 1);
		paint.fillStyle = color;
		paint.fillRect(0, 0, 1, 1);
		const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
		return [r, g, b, a / 255];
	};
	const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3])).concat(1);
	const behind = (node) => {
		const layers = [];
		for (let n = node; n; n = n.parentElement) {
			const style = getComputedStyle(n);
			const picture = style.backgroundImage.match(/linear-gradient\([^,]*?((?:rgb|color|#|oklch)[^,]*\([^)]*\))/);
			layers.push(rgba(picture ? picture[1] : style.backgroundColor));
			if (layers.at(-1)[3] === 1) break;
		}
		return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
	};
	const light = (c) => {
		const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const bad = [];
	const read = "h1, h2, p, b, span, a, button, time, strong, em, code, blockquote, .text, .last, .time, textarea";
	for (const node of document.querySelectorAll(read)) {
		const words = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
		if (!words || !node.checkVisibility({ opacityProperty: true })) continue;
		if (node.closest(".spoiler, :disabled, [aria-hidden=true], .skip, .mark")) continue;
		const back = behind(node);
		const [a, b] = [light(over(rgba(getComputedStyle(node).color), back)), light(back)].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) bad.push(node.tagName + "." + node.className + " " + ratio.toFixed(2) + " " + node.textContent.slice(0, 20));
	}
	return bad.join("; ");
})()`

func TestPageTextStandsOut(t *testing.T) {
	ctx := browser(t)
	for _, s := range []screen{{"light", 1440, 900, false}, {"dark", 1440, 900, true}, {"phone dark", 390, 844, true}} {
		t.Run(s.name, func(t *testing.T) {
			_, page := newPage(t)
			b := openTab(ctx, t, s, page.URL)
			b.click("#start")
			b.until(`document.querySelectorAll(".msg:not(.out)").length === 1`)
			b.keys("/latest\r")
			b.until(`document.querySelectorAll(".keys").length === 1`)
			b.keys("/")
			b.until(`!document.querySelector("#menu").hidden && document.getAnimations().length === 0`)
			if bad := eval[string](b, contrasts); bad != "" {
				t.Errorf("contrast below 4.5: %s", bad)
			}
			b.picture("menu " + s.name)
		})
	}
}

func TestPageWorksWithTheKeyboardAlone(t *testing.T) {
	w, page := newPage(t)
	b := openTab(browser(t), t, screen{"desktop", 1440, 900, false}, page.URL)
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 1001, "text": "Welcome"})
	b.until(`document.querySelectorAll(".msg").length === 1`)
	press := func(keys ...string) {
		t.Helper()
		for _, k := range keys {
			b.run(chromedp.KeyEvent(k))
		}
	}
	b.run(chromedp.Focus(chromedp.CSS("#input")))
	press("/")
	b.until(`document.querySelectorAll("[role=option]").length === 7 && document.querySelector("#input").getAttribute("aria-expanded") ` +
		`=== "true"`)
	press(kb.ArrowDown, kb.ArrowDown)
	b.until(`document.querySelector("#input").getAttribute("aria-activedescendant") === "option-1" && ` +
		`document.querySelector("#option-1").getAttribute("aria-selected") === "true"`)
	press(kb.Tab)
	b.until(`document.querySelector("#input").value === "/quotes " && document.querySelector("#menu").hidden`)
	press("5", kb.Enter)
	b.until(`[...document.querySelectorAll(".msg.out .text")].at(-1)?.textContent === "/quotes 5"`)
	press("/", kb.Escape)
	b.until(`document.querySelector("#menu").hidden && document.activeElement.id === "input"`)
	if lost := eval[int](b, `[...document.querySelectorAll("button, a, textarea")].filter((n) => n.checkVisibility() && `+
		`!n.textContent.trim() && !n.getAttribute("aria-label") && !n.placeholder).length`); lost != 0 {
		t.Errorf("%d controls have no name", lost)
	}
}

func TestPageShowsForeignTextAsText(t *testing.T) {
	w, page := newPage(t)
	b := openTab(browser(t), t, screen{"desktop", 1440, 900, false}, page.URL)
	b.run(chromedp.Evaluate[chromedp.Void](`void (flagless = true)`))
	hostile := `<img src=x onerror="document.title='hacked'"><script>alert(1)</script> 🇩🇪 &amp;`
	ok[simulator.Message](w, "sendMessage", fields{
		"chat_id": 1001, "text": hostile,
		"reply_markup": map[string]any{"inline_keyboard": [][]map[string]string{{{"text": `<b>x</b>`, "callback_data": "alert"}}}},
	})
	w.AddChat(simulator.Chat{ID: -77, Type: simulator.Group, Title: `<i>desk</i>`})
	b.until(`document.querySelectorAll(".msg").length === 1 && document.querySelectorAll(".chat").length === 4`)
	if got, want := eval[string](b, `document.querySelector(".text").textContent`),
		`<img src=x onerror="document.title='hacked'"><script>alert(1)</script> DE &amp;`; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	const shown = `document.querySelector(".key").textContent + [...document.querySelectorAll(".chat b")].at(-1).textContent`
	if got := eval[string](b, shown); got != "<b>x</b><i>desk</i>" {
		t.Errorf("button and title: %q", got)
	}
	if eval[bool](b, `document.querySelector(".app img, .app script, .key b, .chat i") !== null`) {
		t.Error("foreign text became elements")
	}
}

func TestPageRemembersTheThemeAndComesBackAfterALoss(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	w := &world{Server: sim, t: t, http: httptest.NewServer(sim)}
	t.Cleanup(w.http.Close)
	page := httptest.NewServer(simulator.Page(sim, simulator.PageOptions{}))
	t.Cleanup(page.CloseClientConnections)
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 1001, "text": "one"})
	b := openTab(browser(t), t, screen{"desktop", 1440, 900, false}, page.URL)
	b.click("#theme")
	b.run(chromedp.Navigate(page.URL), chromedp.WaitReady(chromedp.CSS(`html[data-ready="true"]`)))
	if got := eval[string](b, `getComputedStyle(document.documentElement).colorScheme`); got != "dark" {
		t.Errorf("after a reload the theme is %s, want dark", got)
	}
	page.CloseClientConnections()
	ok[simulator.Message](w, "sendMessage", fields{"chat_id": 1001, "text": "two"})
	b.until(`[...document.querySelectorAll(".text")].map((n) => n.textContent).join() === "one,two"`)
	b.until(`document.querySelector("#offline").hidden`)
}

func TestAMessageThatDidNotLeaveCanBeSentAgain(t *testing.T) {
	sim := simulator.New(simulator.Options{})
	inner := simulator.Page(sim, simulator.PageOptions{})
	var broken atomic.Bool
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() && r.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(page.CloseClientConnections)
	_, _ = sim.Say(1001, simulator.User{ID: 1001, FirstName: "You"}, "/start")
	b := openTab(browser(t), t, screen{"phone", 390, 844, false}, page.URL)
	broken.Store(true)
	b.keys("/latest\r")
	b.until(`document.querySelector(".msg.failed .key")?.textContent === "Try again" && document.querySelector(".toast.bad") !== null`)
	broken.Store(false)
	b.click(".msg.failed .key")
	b.until(`document.querySelectorAll(".msg.out").length === 2 && !document.querySelector(".failed, .pending")`)
	if n := sim.Pending(); n != 2 {
		t.Errorf("the bot has %d updates, want 2", n)
	}
}
