package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

func typing(text, offset string) attache.Incoming {
	in := private(text)
	in.Kind, in.PressID, in.Offset = attache.IncomingInline, "i1", offset
	return in
}

func TestInAnyChatQuotesAndStoriesAreOffered(t *testing.T) {
	w := newWorld(t)
	w.fillWorld()
	for typed, want := range map[string]string{
		"Lind":                      "Maria Lind | We will share the catch.",
		"geneva":                    "Summit in Geneva postponed | The Courier",
		"norway talks":              "Ministers meet over fishing grounds",
		"":                          "Envoy <b>rejects</b> the plan & leaves | The Courier",
		"nothing such":              "i1 next ",
		strings.Repeat("long ", 30): "i1 next ",
	} {
		before := len(w.stage.all())
		w.Handle(t.Context(), typing(typed, ""))
		all := w.stage.all()[before:]
		if len(all) == 0 || !strings.Contains(all[0].text, want) || all[len(all)-1].what != "offered" {
			t.Errorf("%q: %v", typed, all)
		}
	}
	if len(w.store.chats()) != 0 {
		t.Errorf("stored %v", w.store.chats())
	}
}

func TestWhatIsOfferedComesInPages(t *testing.T) {
	w := newWorld(t)
	for i := range 25 {
		w.publish(attache.Article{
			ID: fmt.Sprint("p", i), StoryID: fmt.Sprint("ps", i), Outlet: "The Courier", Title: fmt.Sprint("Port talks ", i),
			Published: ago(float64(i)),
			Reading:   attache.Reading{Lang: "en"},
		})
	}
	seen := map[string]bool{}
	offset := ""
	for range 3 {
		before := len(w.stage.all())
		w.Handle(t.Context(), typing("port", offset))
		all := w.stage.all()[before:]
		for _, e := range all[:len(all)-1] {
			if seen[e.text] {
				t.Errorf("%s twice", e.text)
			}
			seen[e.text] = true
		}
		offset = strings.TrimPrefix(all[len(all)-1].text, "i1 next ")
	}
	if len(seen) != 25 || offset != "" {
		t.Errorf("%d offered, and then %q", len(seen), offset)
	}
}

func TestOfWhatSomebodyTypesTheLastIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := newMailbox()
		d := &diary{act: func(context.Context, attache.Incoming) { time.Sleep(time.Second) }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle})
		for i := range int64(20) {
			one := in(i+1, "a")
			one.Kind, one.PressID, one.UserID = attache.IncomingInline, "p", "u"
			box.post(one)
		}
		time.Sleep(time.Minute)
		_ = stop()
		if got := d.all(); len(got) > 3 || got[len(got)-1] != 20 {
			t.Errorf("answered %v", got)
		}
	})
}
