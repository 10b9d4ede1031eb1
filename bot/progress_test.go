package bot

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"attache"
)

// Cursors have no order of their own: these come in an order that no
// comparison of numbers or letters would give.
func TestProgressFollowsTheOrderOfTheInbox(t *testing.T) {
	var p progress
	for _, update := range []string{"m", "z", "a", "9", "10"} {
		p.saw(update, noon)
	}
	for _, tt := range []struct{ done, after string }{{"a", ""}, {"m", "m"}, {"10", "m"}, {"z", "a"}, {"9", "10"}} {
		if p.done(tt.done); p.After != tt.after {
			t.Errorf("after %q is done all is handled up to %q, want %q", tt.done, p.After, tt.after)
		}
	}
	if len(p.Handled)+len(p.order) != 0 {
		t.Errorf("%v and %v are left over", p.Handled, p.order)
	}
}

func TestAnAnswerThatWasUnderWayBringsNothingTwice(t *testing.T) {
	var p progress
	p.saw("a", noon)
	p.cursor(noon, false) // asked while a was in hand
	p.done("a")
	if !p.has("a") {
		t.Error("the answer brings a again")
	}
	if p.cursor(noon, true) != "a" || p.has("a") {
		t.Error("what was confirmed is kept for ever")
	}
}

func TestWhatWasHandledBeforeARestartAndNeverComesAgainIsForgotten(t *testing.T) {
	p := progress{After: "a", Handled: []string{"c", "x"}}
	for update, open := range map[string]bool{"c": false, "b": true} {
		if p.saw(update, noon) != open {
			t.Errorf("%q is to be handled: %v", update, !open)
		}
	}
	if p.caughtUp(); !slices.Equal(p.Handled, []string{"c"}) {
		t.Errorf("kept %v", p.Handled)
	}
}

func TestANoteOfNumbersIsReadOn(t *testing.T) {
	p, err := parseProgress([]byte(`{"low":10,"above":[12,15],"seen":"2026-03-05T12:00:00Z"}`))
	if err != nil || p.After != "10" || !slices.Equal(p.Handled, []string{"12", "15"}) || !p.Seen.Equal(noon) {
		t.Errorf("%+v, %v", p, err)
	}
	raw, _ := json.Marshal(progress{After: "x", Handled: []string{"z"}, Seen: noon})
	if p, err = parseProgress(raw); err != nil || p.After != "x" || !slices.Equal(p.Handled, []string{"z"}) {
		t.Errorf("%s: %+v, %v", raw, p, err)
	}
}

func TestListenerConfirmsNothingThatItHadNoRoomFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ignored := in(3, "a")
		ignored.Kind = attache.IncomingIgnored
		box, release := newMailbox(in(1, "a"), in(2, "b"), ignored, in(4, "c")), make(chan struct{})
		d := &diary{act: func(context.Context, attache.Incoming) { <-release }}
		stop := listen(t, &Listener{Inbox: box, Notebook: newShelf(t), Handle: d.handle, Most: 1, Timeout: time.Hour})
		time.Sleep(10 * time.Second)
		if got := box.highest(); got != 0 {
			t.Errorf("asked after %d while 1 is in hand", got)
		}
		close(release)
		time.Sleep(time.Minute)
		_ = stop()
		if got := d.all(); !slices.Equal(got, []int64{1, 2, 4}) {
			t.Errorf("handled %v", got)
		}
	})
}
