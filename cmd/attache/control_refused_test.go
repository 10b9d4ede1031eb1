package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// What works on files of its own, asks somebody, or runs for ever is done where
// it is typed: whoever reaches the socket gets none of it done by the bot, with
// the bot's rights and in its folder.
func TestARunningBotDoesNothingThatNeedsNoStore(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end() // none of these commands may wait for anything
	for _, line := range []string{
		"run", "demo", "init", "restore copy.db", "config check", "inspect page http://127.0.0.1:1/", "inspect article none.txt",
	} {
		var out, complaint bytes.Buffer
		env := environment{in: strings.NewReader(""), out: &out, err: &complaint, getenv: func(string) string { return "" }}
		status := execute(ended, strings.Fields(line), env, &live{})
		if status != exitUsage || out.Len() > 0 || !strings.Contains(complaint.String(), "not done by a running bot") {
			t.Errorf("%s: status %d, %.200q, %.200q", line, status, out.String(), complaint.String())
		}
	}
}
