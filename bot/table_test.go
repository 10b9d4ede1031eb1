package bot

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"attache/internal/text"
)

// tableFile is the page that shows every command in every kind of chat.
const tableFile = "../docs/conversation.md"

// places are where a command is given, as transcripts have them, and the table's heads.
var places = []struct{ head, how string }{
	{"alone with the bot", "%s"},
	{"a group's member", "group: %s"},
	{"its administrator", "group: boss: %s"},
	{"posted in a channel", "channel: %s"},
	{"for a channel, by its administrator", "owner: /channel %s"},
}

// TestTheTableOfAnswersIsTheBotsOwn gives every command in every kind of chat and holds
// the page to what came back; -update writes it.
func TestTheTableOfAnswersIsTheBotsOwn(t *testing.T) {
	var page, full strings.Builder
	page.WriteString("# What the bot answers\n\nEvery command, in a chat that is subscribed and without anything behind it, and the first " +
		"line of what comes back, on the\n" +
		"fictional press of the bot's tests. In a group answers reply to who asked; what is refused is a pop-up where a button was pressed, " +
		"else nothing.\n" +
		"In a channel nothing is answered where its readers see it: set-up goes to its administrator's private chat.\n\n" +
		"Written by `go test ./bot -run Table -update`; the test fails where the bot answers otherwise.\n\n| command |")
	for _, p := range places {
		fmt.Fprintf(&page, " %s |", p.head)
	}
	page.WriteString("\n|---|" + strings.Repeat("---|", len(places)) + "\n")
	for _, c := range newWorld(t).visible() {
		fmt.Fprintf(&page, "| /%s |", c.name)
		w := newWorld(t)
		w.fillWorld()
		for _, before := range []string{"channel: owner: !added", "/start", "group: boss: /start"} {
			if !strings.HasSuffix(before, "/"+c.name) { // all but /start in chats that are subscribed
				w.Handle(t.Context(), incomingOf(before, ""))
			}
		}
		for i, p := range places {
			typed := "/" + c.name
			if strings.HasPrefix(p.how, "owner: ") {
				typed = c.name
			}
			said, lines := w.answered(t, fmt.Sprintf(p.how, typed))
			fmt.Fprintf(&page, " %s |", cell(said))
			if i == 0 {
				fmt.Fprintf(&full, "\n## /%s\n\n%s\n\n```\n%s\n```\n", c.name, english.text(c.help)+".", lines)
			}
		}
		page.WriteString("\n")
	}
	page.WriteString("\nAlone with the bot the whole answers are these; `[label: command]` is a button.\n" + full.String())
	if *update {
		if err := os.WriteFile(tableFile, []byte(page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(tableFile)
	if err != nil || string(have) != page.String() {
		t.Errorf("%s is not what the bot answers (%v); -update writes it", tableFile, err)
	}
}

// answered is the first line of what a line of a transcript brings, and all of it.
func (w *world) answered(t *testing.T, typed string) (first, all string) {
	t.Helper()
	in, before := incomingOf(typed, ""), len(w.stage.all())
	w.Handle(t.Context(), in)
	for _, e := range w.stage.all()[before:] {
		said := plainText(e.doc)
		if e.what == "press" {
			said = e.text
		}
		line, rest, _ := strings.Cut(said, "\n")
		if strings.HasPrefix(line, "~ ") { // of which channel
			line, _, _ = strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
		}
		if in.ChatID != e.chat && e.what != "press" {
			line = "to the administrator: " + line
		}
		if first == "" {
			first = line
		}
		all += said + "\n"
	}
	return first, strings.TrimSpace(all)
}

// cell is a line within a table.
func cell(line string) string {
	line = strings.NewReplacer("|", "\\|", "`", "", "*", "", "_", "", "<", "&lt;").Replace(strings.TrimLeft(line, "# "))
	if line == "" {
		return "–"
	}
	return text.Shorten(line, 90)
}
