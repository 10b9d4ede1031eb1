package bot

import (
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// A conversation and a delivery as they run together: updates come in by the
// listener, digests go out by the courier, a restart lies between.
func TestAChatSubscribesAndGetsItsDigestAcrossARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(c *Config) { c.Now = time.Now })
		w.fillWorld()
		start := private("/start")
		start.Cursor = "1"
		box := newMailbox(start)
		stop := listen(t, &Listener{Inbox: box, Notebook: w.store, Handle: w.Handle})
		time.Sleep(time.Minute)
		_ = stop()

		chat := w.store.chat("t:1")
		if chat.State != attache.ChatActive || !chat.NextSlot.After(time.Now()) {
			t.Fatalf("after /start the chat is %+v", chat)
		}
		time.Sleep(time.Until(chat.NextSlot))
		e := sampleEdition()
		d := attache.Delivery{
			ID: attache.DeliveryID(chat.ID, chat.NextSlot), ChatID: chat.ID, EditionID: e.ID, Slot: chat.NextSlot,
			Expires: chat.NextSlot.Add(24 * time.Hour),
		}
		for range 2 { // enqueued twice, it is one
			if _, err := w.store.Enqueue(t.Context(), e, d); err != nil {
				t.Fatal(err)
			}
		}
		about := private("/about")
		about.Cursor = "2"
		box.post(about)
		stopListening := listen(t, &Listener{Inbox: box, Notebook: w.store, Handle: w.Handle})
		r := &round{store: w.store, stage: w.stage}
		r.Courier = &Courier{Outbox: w.store, Chats: w.store, Channels: Router{"t": w.stage}}
		stopDelivering := r.run(t)
		time.Sleep(time.Minute)
		_ = stopListening()
		_ = stopDelivering()

		if sent := w.stage.sent()["t:1"]; sent != 3 {
			t.Errorf("the chat got %d messages, want the welcome, /about and one digest", sent)
		}
		if got := r.states(t); got[attache.Sent] != 1 {
			t.Errorf("states %v", got)
		}
	})
}
