package telegram

import "testing"

func TestATopicLiesInItsGroup(t *testing.T) {
	c := &Client{}
	for chat, want := range map[string]string{
		"telegram:-1007/9": "telegram:-1007",
		"telegram:-1007":   "telegram:-1007",
		"telegram:x/9":     "telegram:x/9",
		"":                 "",
	} {
		if got := c.Outer(chat); got != want {
			t.Errorf("%q lies in %q", chat, got)
		}
	}
}
