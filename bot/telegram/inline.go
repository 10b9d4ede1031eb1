package telegram

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// Telegram's limits on an inline answer, and the payload of the button above it.
const (
	maxOffers     = 50
	maxOfferID    = 64 // bytes
	inlineStart   = "inline"
	inlineCaption = "Open the bot"
)

// offer is an article of an inline answer, as the Bot API has it.
type offer struct {
	Type        string  `json:"type"`
	ID          string  `json:"id"`
	Title       string  `json:"title"`
	Description string  `json:"description,omitempty"`
	Content     content `json:"input_message_content"`
}

type content struct {
	Text      string          `json:"message_text"`
	ParseMode string          `json:"parse_mode"`
	Preview   json.RawMessage `json:"link_preview_options"`
}

// AnswerInline offers documents to who typed the bot's name: at most 50, each id
// once, those without a title left out. FaultHarmless: too late.
func (c *Client) AnswerInline(ctx context.Context, queryID string, offers []attache.Offer, next string, cache time.Duration) error {
	list, seen := []offer{}, map[string]bool{}
	for _, o := range offers {
		if len(list) == maxOffers || o.ID == "" || len(o.ID) > maxOfferID || seen[o.ID] || !visible(o.Title) {
			continue
		}
		seen[o.ID] = true
		list = append(list, offer{
			Type: "article", ID: o.ID, Title: clip(strings.TrimSpace(o.Title), 200), Description: clip(strings.TrimSpace(o.Description), 300),
			Content: content{Text: Render(o.Doc), ParseMode: tgbotapi.ModeHTML, Preview: json.RawMessage(noPreview)},
		})
	}
	results, err := json.Marshal(list)
	if err != nil {
		return c.fail("answerInlineQuery", err)
	}
	params := tgbotapi.Params{
		"inline_query_id": queryID, "results": string(results), "cache_time": strconv.Itoa(int(cache / time.Second)),
		"button": `{"text":"` + inlineCaption + `","start_parameter":"` + inlineStart + `"}`,
	}
	params.AddNonEmpty("next_offset", next)
	_, err = c.call(ctx, callTime, "answerInlineQuery", params)
	return err
}
