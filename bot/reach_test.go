package bot

import (
	"testing"

	"attache"
)

func TestAStateIsStoredOnlyWhereItMayFollow(t *testing.T) {
	for _, tt := range []struct {
		was, becomes, is attache.ChatState
		changed          bool
	}{
		{attache.ChatActive, attache.ChatPaused, attache.ChatPaused, true},
		{attache.ChatStopped, attache.ChatPaused, attache.ChatStopped, false}, // it said /stop
		{attache.ChatGone, attache.ChatPaused, attache.ChatGone, false},
		{attache.ChatPaused, attache.ChatPaused, attache.ChatPaused, false},
		{attache.ChatActive, attache.ChatGone, attache.ChatGone, true},
		{attache.ChatStopped, attache.ChatGone, attache.ChatGone, true},
		{attache.ChatGone, attache.ChatGone, attache.ChatGone, false},
	} {
		s := newShelf(t)
		s.put(attache.Chat{ID: "t:1", State: tt.was})
		changed, err := setState(t.Context(), s, "t:1", tt.becomes, "no right")
		if got := s.chat("t:1").State; got != tt.is || changed != tt.changed || err != nil {
			t.Errorf("%s that would be %s: it is %s, changed %v, %v", tt.was, tt.becomes, got, changed, err)
		}
	}
	s := newShelf(t)
	if changed, err := setState(t.Context(), s, "t:1", attache.ChatPaused, "no right"); changed || err != nil || len(s.chats()) != 0 {
		t.Errorf("an unknown chat: %v, %v, %v", changed, err, s.chats())
	}
}
