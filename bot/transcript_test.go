package bot

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache"
)

var update = flag.Bool("update", false, "write what came back into the transcripts and golden files")

// TestTranscripts plays chats: what stands after "> " was typed (":: " makes
// it a press on the last message, "group:" and "boss:" say where and by whom),
// and what stands below came back.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t)
			w.fillWorld()
			got := w.play(t, string(raw))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(raw) {
				t.Errorf("%s reads otherwise now; -update writes it.\n--- got\n%s", file, got)
			}
		})
	}
}

// play runs the typed lines of a transcript and returns it with the answers.
func (w *world) play(t *testing.T, script string) string {
	t.Helper()
	var out strings.Builder
	last := ""
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "// ") {
			fmt.Fprintf(&out, "%s\n", line)
		}
		typed, ok := strings.CutPrefix(line, "> ")
		if !ok {
			continue
		}
		before := len(w.stage.all())
		w.Handle(t.Context(), incomingOf(typed, last))
		fmt.Fprintf(&out, "> %s\n", typed)
		for _, e := range w.stage.all()[before:] {
			if e.message != "" {
				last = e.message
			}
			text, what := plainText(e.doc), strings.TrimSpace(e.what+" "+e.message)
			if e.doc.ReplyTo != "" {
				what += " in reply to " + e.doc.ReplyTo
			}
			if e.what != "press" && e.chat != incomingOf(typed, last).ChatID {
				what += " to " + e.chat
			}
			if e.what == "press" {
				text = e.text
			}
			fmt.Fprintf(&out, "%s", indent(what, text))
		}
		out.WriteString("\n")
	}
	return out.String()
}

func incomingOf(typed, last string) attache.Incoming {
	in := private("")
	for {
		switch rest := ""; {
		case cut(typed, "group: ", &rest):
			typed, in.ChatID, in.ChatKind, in.ChatTitle, in.MessageID = rest, "t:-5", attache.Group, "Desk", "typed"
			in.UserID = "member"
		case cut(typed, "topic: ", &rest):
			typed, in.ChatID, in.ChatKind, in.ChatTitle, in.MessageID = rest, "t:-5/7", attache.Group, "Desk", "typed"
			in.UserID = "member"
		case cut(typed, "channel: ", &rest):
			typed, in.ChatID, in.ChatKind, in.ChatTitle, in.MessageID = rest, "t:-100900", attache.Channel, "Fish News", "post"
		case cut(typed, "named: ", &rest):
			typed, in.Addressed = rest, true
		case cut(typed, "passed on: ", &rest):
			typed, in.Forwarded = rest, true
		case cut(typed, "old: ", &rest):
			typed, in.Old = rest, true
		case cut(typed, "in ru: ", &rest):
			typed, in.UserLang = rest, "ru"
		case cut(typed, "in ar: ", &rest):
			typed, in.UserLang = rest, "ar"
		case cut(typed, "boss: ", &rest):
			typed, in.UserID = rest, "boss"
		case cut(typed, "owner: ", &rest):
			typed, in.UserID = rest, "t:1"
		case cut(typed, ":: ", &rest):
			typed, in.Kind, in.PressID, in.MessageID = rest, attache.IncomingPress, "p", last
		case cut(typed, "!added", &rest):
			in.Kind = attache.IncomingAdded
			return in
		case cut(typed, "!removed", &rest):
			in.Kind = attache.IncomingRemoved
			return in
		default:
			in.Text = typed
			return in
		}
	}
}

func cut(s, prefix string, rest *string) (ok bool) {
	*rest, ok = strings.CutPrefix(s, prefix)
	return ok
}

func indent(what, text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  (%s)\n", what)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line != "" {
			line = "    " + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}
