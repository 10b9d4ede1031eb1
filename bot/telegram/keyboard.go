package telegram

import (
	"encoding/json"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// Limits of a keyboard, below Telegram's own (12 a row, 300 in all), which it
// enforces by cutting silently.
const (
	maxRow     = 8
	maxButtons = 100
	maxData    = 64 // bytes
)

// keyboard gives a document's buttons, and says of those that cannot be shown
// why. A row that is too long becomes several.
func keyboard(rows [][]attache.Button) (markup tgbotapi.InlineKeyboardMarkup, dropped []string) {
	// Never nil: null in place of the list is refused.
	markup.InlineKeyboard = [][]tgbotapi.InlineKeyboardButton{}
	count := 0
	for _, row := range rows {
		var line []tgbotapi.InlineKeyboardButton
		for _, b := range row {
			one, problem := button(b)
			if problem == "" && count == maxButtons {
				problem = "there are too many"
			}
			if problem != "" {
				dropped = append(dropped, clip(b.Label, 40)+": "+problem)
				continue
			}
			count++
			if len(line) == maxRow {
				markup.InlineKeyboard = append(markup.InlineKeyboard, line)
				line = nil
			}
			line = append(line, one)
		}
		if len(line) > 0 {
			markup.InlineKeyboard = append(markup.InlineKeyboard, line)
		}
	}
	return markup, dropped
}

// button converts one button, or says why not. An address goes before a command.
func button(b attache.Button) (tgbotapi.InlineKeyboardButton, string) {
	label := clip(strings.TrimSpace(b.Label), 64)
	if !visible(label) {
		return tgbotapi.InlineKeyboardButton{}, "its label is blank"
	}
	if b.URL != "" {
		if address, ok := webAddress(b.URL); ok {
			return tgbotapi.NewInlineKeyboardButtonURL(label, address), ""
		}
		if b.Command == "" {
			return tgbotapi.InlineKeyboardButton{}, "its address is no web address"
		}
	}
	switch command := strings.ToValidUTF8(b.Command, ""); {
	case command == "":
		return tgbotapi.InlineKeyboardButton{}, "it does nothing"
	case len(command) > maxData:
		return tgbotapi.InlineKeyboardButton{}, "its command is longer than 64 bytes"
	default:
		return tgbotapi.NewInlineKeyboardButtonData(label, command), ""
	}
}

// replyMarkup gives the keyboard as a parameter. The empty one is stated only
// where always is set: an edit says so on purpose when the buttons go.
func (c *Client) replyMarkup(chatID string, rows [][]attache.Button, always bool) string {
	markup, dropped := keyboard(rows)
	if len(dropped) > 0 {
		c.log.Warn("telegram: left out buttons", "chat", chatID, "buttons", dropped)
	}
	if len(markup.InlineKeyboard) == 0 && !always {
		return ""
	}
	text, err := json.Marshal(markup)
	if err != nil { // strings and lists always marshal
		return `{"inline_keyboard":[]}`
	}
	return string(text)
}
