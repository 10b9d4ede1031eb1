package telegram

import "testing"

func TestATopicLiesWithinItsGroup(t *testing.T) {
	c := &Client{}
	for _, tt := range []struct {
		chat, outer string
		want        bool
	}{
		{"telegram:-1007/9", "telegram:-1007", true},
		{"telegram:-1007", "telegram:-1007", false},
		{"telegram:-1007", "telegram:-1007/9", false},
		{"telegram:-1007/9", "telegram:-1007/9", false},
		{"telegram:-10071/9", "telegram:-1007", false},
		{"telegram:x/9", "telegram:x", false},
		{"", "", false},
	} {
		if got := c.Within(tt.chat, tt.outer); got != tt.want {
			t.Errorf("%q within %q: %t", tt.chat, tt.outer, got)
		}
	}
}
