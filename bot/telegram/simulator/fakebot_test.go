//go:build browser

package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"sync"

	"attache/bot/telegram/simulator"
)

// fakeBot is a small scripted bot: it answers /latest with two stories, a
// press of More with an edit, and everything else with an echo.
type fakeBot struct {
	*world
	done sync.WaitGroup
}

// run polls until ctx ends.
func (b *fakeBot) run(ctx context.Context) {
	ok[bool](b.world, "setMyCommands", fields{"commands": []simulator.Command{
		{Command: "latest", Description: "The newest stories"},
		{Command: "quotes", Description: "Who said what, word for word"},
		{Command: "digest", Description: "The digest of the last day, now"},
		{Command: "schedule", Description: "When the digest comes"},
		{Command: "timezone", Description: "The clock the schedule follows"},
		{Command: "stop", Description: "No more digests"},
		{Command: "help", Description: "What I can do"},
	}})
	b.done.Go(func() {
		offset := int64(0)
		for ctx.Err() == nil {
			r, err := b.try(ctx, "getUpdates", fields{"offset": offset, "timeout": 50})
			if err != nil {
				continue
			}
			var updates []simulator.Update
			if json.Unmarshal(r.Result, &updates) != nil {
				continue
			}
			for _, u := range updates {
				offset = u.ID + 1
				b.handle(ctx, u)
			}
		}
	})
}

const (
	latestHTML = `<b>Latest</b>

<b>1. Verania and Costa Lume sign water accord</b>
The two governments agreed to share the Sele river until 2040.
<blockquote>“We have written down what both sides can keep.”
— <i>Ilse Maren, foreign minister of Verania</i></blockquote>
<a href="https://wire.example/accord">Harbour Wire</a> · <a href="https://post.example/sele">The Lume Post</a>

<b>2. Talks on the Ostrel corridor resume</b>
Envoys met in Carrow for the first time since March.
<blockquote expandable>“The corridor is open on paper. What remains is to open it on the ground: trucks, guards, lamps.
We will meet again in two weeks, and we will bring the lists that were promised in March, complete, with every checkpoint and every hour.
Nobody left the room before the text was agreed.”
— <i>Tomas Verhal, envoy of Ostrel</i></blockquote>
<a href="https://wire.example/corridor">Harbour Wire</a> · official: <a href="https://mfa.example/ostrel">Ministry of Ostrel</a>`
	moreHTML = `<b>3. Port council postpones its vote</b>
The vote moves to Thursday, the council said in a <code>note verbale</code>.

` + "قال الوزير إن الاتفاق يدخل حيز التنفيذ غدا.\n\n" + `<pre><code class="language-json">{"story": 3, "outlets": 2}</code></pre>
<tg-spoiler>There is no fourth story.</tg-spoiler> Try /help.`
)

func (b *fakeBot) handle(ctx context.Context, u simulator.Update) {
	send := func(chat int64, text string, rows ...[]map[string]string) {
		body := fields{"chat_id": chat, "text": text, "parse_mode": "HTML"}
		if len(rows) > 0 {
			body["reply_markup"] = map[string]any{"inline_keyboard": rows}
		}
		if r, err := b.try(ctx, "sendMessage", body); err == nil && !r.OK {
			b.t.Errorf("fake bot: %s", r.Description)
		}
	}
	switch {
	case u.CallbackQuery != nil:
		q := u.CallbackQuery
		_, _ = b.try(ctx, "answerCallbackQuery", fields{"callback_query_id": q.ID, "text": "One more story"})
		_, _ = b.try(ctx, "editMessageText", fields{
			"chat_id": q.Message.Chat.ID, "message_id": q.Message.ID, "text": moreHTML, "parse_mode": "HTML",
			"reply_markup": map[string]any{"inline_keyboard": [][]map[string]string{{{"text": "Back", "callback_data": "back"}}}},
		})
	case u.Message != nil && strings.HasPrefix(u.Message.Text, "/latest"):
		send(u.Message.Chat.ID, latestHTML,
			[]map[string]string{{"text": "More", "callback_data": "more"}, {"text": "Quotes only", "callback_data": "quotes"}},
			[]map[string]string{{"text": "Open the archive", "url": "https://archive.example/"}})
	case u.Message != nil:
		send(u.Message.Chat.ID, fmt.Sprintf("You wrote: <i>%s</i>", html.EscapeString(u.Message.Text)))
	}
}
