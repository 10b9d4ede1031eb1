package bot

import (
	"encoding/base64"
	"strings"
	"unicode"

	"attache"
)

// readersCommands are what who reads a channel may want of the bot, alone with it.
var readersCommands = []string{"latest", "quotes", "why", "track"}

// forReaders makes a document fit for a channel, where whoever reads it could
// press a button and everybody would see what that does: its buttons only lead
// to the reader's own chat with the bot, or elsewhere; others are left out.
func (r Router) forReaders(doc attache.Document, chat attache.Chat) attache.Document {
	if chat.Kind != attache.Channel {
		return doc
	}
	var rows [][]attache.Button
	for _, row := range doc.Buttons {
		var links []attache.Button
		for _, button := range row {
			if payload := payloadOf(button.Command); button.URL == "" && payload != "" {
				button.URL = r.link(chat.ID, payload)
			}
			if button.Command = ""; button.URL != "" {
				links = append(links, button)
			}
		}
		if len(links) > 0 {
			rows = append(rows, links)
		}
	}
	doc.Buttons = rows
	return doc
}

// A link's payload names a command and what stands after it, a _ for each space:
// "latest_Iran"; or it is that in base64 behind an x, where it has other
// characters.

// payloadOf is the payload of a link that gives a command, "" for none that
// readers give.
func payloadOf(command string) string {
	name, rest := parseCommand(command)
	known := false
	for _, c := range readersCommands {
		known = known || c == name
	}
	if !known {
		return ""
	}
	payload := strings.TrimSuffix(name+"_"+strings.ReplaceAll(rest, " ", "_"), "_")
	if !strings.Contains(rest, "_") && strings.IndexFunc(payload, notInPayload) < 0 {
		return payload
	}
	return "x" + base64.RawURLEncoding.EncodeToString([]byte(strings.TrimSpace(name+" "+rest)))
}

func notInPayload(r rune) bool {
	return r != '-' && r != '_' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}

// readPayload is the command that a payload names and what stands after it.
func readPayload(payload string) (name, rest string) {
	if code, ok := strings.CutPrefix(payload, "x"); ok {
		if raw, err := base64.RawURLEncoding.DecodeString(code); err == nil {
			name, rest, _ = strings.Cut(string(raw), " ")
			return strings.ToLower(name), strings.TrimSpace(rest)
		}
	}
	name, rest, _ = strings.Cut(payload, "_")
	return strings.ToLower(name), strings.TrimSpace(strings.ReplaceAll(rest, "_", " "))
}
