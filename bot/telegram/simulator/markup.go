package simulator

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Telegram's limits on keyboards. More buttons are cut off without a word.
const (
	maxRow      = 12
	maxButtons  = 300
	maxCallback = 64 // bytes
)

// readMarkup reads reply_markup. With an edit only an inline keyboard will do.
func (c *call) readMarkup(editing bool) (replyMarkup, error) {
	raw := strings.TrimSpace(c.text("reply_markup"))
	if raw == "" {
		return replyMarkup{}, nil
	}
	var kind map[string]json.RawMessage
	if err := json.Unmarshal([]byte(raw), &kind); err != nil || kind == nil {
		return replyMarkup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	rows, isInline := kind["inline_keyboard"]
	switch {
	case isInline:
		keyboard, err := readKeyboard(rows)
		if err != nil {
			return replyMarkup{}, err
		}
		return replyMarkup{inline: keyboard, raw: json.RawMessage(raw)}, nil
	case editing && len(kind) > 0:
		return replyMarkup{}, badRequest("inline keyboard expected")
	case kind["keyboard"] != nil:
		return replyMarkup{raw: json.RawMessage(raw)}, checkReplyKeyboard(kind["keyboard"])
	case kind["remove_keyboard"] != nil, kind["force_reply"] != nil, len(kind) == 0:
		return replyMarkup{raw: json.RawMessage(raw)}, nil
	}
	return replyMarkup{}, badRequest("object expected as reply markup")
}

func readKeyboard(raw json.RawMessage) (*Keyboard, error) {
	var rows []json.RawMessage
	if json.Unmarshal(raw, &rows) != nil || string(raw) == "null" {
		return nil, badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
	}
	var keyboard Keyboard
	total := 0
	for _, rawRow := range rows {
		var buttons []json.RawMessage
		if json.Unmarshal(rawRow, &buttons) != nil || string(rawRow) == "null" {
			return nil, badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
		}
		var row []Button
		for _, rawButton := range buttons {
			b, err := readButton(rawButton)
			if err != nil {
				return nil, err
			}
			if len(row) < maxRow && total < maxButtons {
				row = append(row, b)
				total++
			}
		}
		if len(row) > 0 {
			keyboard.Rows = append(keyboard.Rows, row)
		}
	}
	if total == 0 {
		return nil, nil //nolint:nilnil // an empty keyboard is none
	}
	return &keyboard, nil
}

func readButton(raw json.RawMessage) (Button, error) {
	bad := func(why string) (Button, error) {
		return Button{}, badRequest("can't parse inline keyboard button: %s", why)
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return bad("InlineKeyboardButton must be an Object")
	}
	for _, name := range []string{"text", "url", "callback_data"} {
		var text string
		if value, given := fields[name]; given && json.Unmarshal(value, &text) != nil {
			return bad(`Field "` + name + `" must be of type String`)
		}
	}
	if _, given := fields["text"]; !given {
		return bad(`Can't find field "text"`)
	}
	var b Button
	if json.Unmarshal(raw, &b) != nil {
		return bad("wrong field")
	}
	_, hasData := fields["callback_data"]
	_, hasURL := fields["url"]
	switch {
	case hasURL:
		clean, err := checkLink(b.URL)
		if err != nil {
			return Button{}, badRequest("inline keyboard button URL '%s' is invalid: %s", b.URL, err)
		}
		b.URL = clean
	case hasData:
		if len(b.CallbackData) == 0 || len(b.CallbackData) > maxCallback || !utf8.ValidString(b.CallbackData) {
			return Button{}, badRequest("BUTTON_DATA_INVALID")
		}
	case b.SwitchInline == nil && b.SwitchHere == nil && b.CopyText == nil && b.WebApp == nil &&
		b.LoginURL == nil && b.SwitchChosen == nil && !b.Pay:
		return bad("Text buttons are unallowed in the inline keyboard")
	}
	if strings.TrimSpace(b.Text) == "" {
		return Button{}, badRequest("inline keyboard button text must be non-empty")
	}
	return b, nil
}

func checkReplyKeyboard(raw json.RawMessage) error {
	var rows [][]json.RawMessage
	if json.Unmarshal(raw, &rows) != nil || rows == nil {
		return badRequest(`field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays`)
	}
	return nil
}
