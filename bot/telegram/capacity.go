package telegram

import "attache"

// What a message is said to hold is less than it takes (see Render): whoever
// fills one counts code points, Telegram UTF-16 units, and names and flags
// have many of two; links and styles are estimated.
const (
	saidText   = 3400
	saidMarkup = 8000

	maxHint = 200 // code points shown over a chat
)

// Limits are what a message surely holds.
func (c *Client) Limits() attache.Limits {
	return attache.Limits{Text: saidText, Markup: saidMarkup, Command: maxData, Hint: maxHint}
}
