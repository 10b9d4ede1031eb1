package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// wanted is stated with every poll: left out, the server keeps what some
// earlier program asked for.
const wanted = `["message","edited_message","channel_post","callback_query","my_chat_member","inline_query"]`

// Updates waits for updates after a cursor and returns them in the server's
// order; none after about 50 seconds of quiet. It ends at once with ctx.
// Asking with a cursor confirms that update and all below it, for good; ""
// confirms none, and so does a cursor that is not of this channel. Numbers may
// start anew, lower, after a week of quiet.
//
// FaultConflict: another program polls, or a webhook is set. FaultAuth: the
// token was revoked. An update that cannot be read comes as IncomingIgnored,
// so that it is confirmed like the rest and never blocks the others.
func (c *Client) Updates(ctx context.Context, after string) ([]attache.Incoming, error) {
	params := tgbotapi.Params{
		"limit":           "100",
		"timeout":         strconv.Itoa(int(c.poll / time.Second)),
		"allowed_updates": wanted,
	}
	if n, err := strconv.ParseInt(after, 10, 64); err == nil && n > 0 && n < math.MaxInt64 { // a negative one would throw updates away
		params["offset"] = strconv.FormatInt(n+1, 10)
	} else if after != "" {
		c.log.WarnContext(ctx, "telegram: asked to go on after what is no update; asking for all there are", "cursor", clip(after, 40))
	}
	result, err := c.call(ctx, c.poll+pollGrace, "getUpdates", params)
	if err != nil {
		return nil, c.unhook(ctx, err)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(result, &raw); err != nil {
		return nil, c.fail("getUpdates", errors.New("the result is not a list"))
	}
	incoming := make([]attache.Incoming, 0, len(raw))
	for _, each := range raw {
		if in, ok := read(each, c.api.Self.UserName, c.now); ok {
			incoming = append(incoming, in)
		}
	}
	if len(raw) > 0 && len(incoming) == 0 { // unnumbered ones cannot be confirmed: they would come back at once
		return nil, c.fail("getUpdates", errors.New("no update has a number"))
	}
	return incoming, nil
}

// unhook removes a webhook that keeps the bot from polling; the updates that
// wait stay. It gives the fault that the poll met, as one to be tried again
// where the webhook is gone.
func (c *Client) unhook(ctx context.Context, err error) error {
	refused, ok := errors.AsType[*apiError](err)
	if !ok || refused.Code != http.StatusConflict || !strings.Contains(strings.ToLower(refused.Description), "webhook") {
		return err
	}
	if _, failed := c.call(ctx, callTime, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": "false"}); failed != nil {
		c.log.WarnContext(ctx, "telegram: a webhook is set for this bot and could not be removed", "err", failed)
		return err
	}
	c.log.WarnContext(ctx, "telegram: a webhook was set for this bot; it is removed, the updates that waited are kept")
	return &attache.SendError{Fault: attache.FaultRetry, Err: err}
}

// Before tells whether an update's number is lower than another's.
func (c *Client) Before(a, b string) bool {
	x, err1 := strconv.ParseInt(a, 10, 64)
	y, err2 := strconv.ParseInt(b, 10, 64)
	return err1 == nil && err2 == nil && x < y
}

// update is the library's, which dates from December 2021, with the fields of
// today that we need. Fields here hide those of the same name below.
type update struct {
	tgbotapi.Update
	Message           *message  `json:"message"`
	EditedMessage     *message  `json:"edited_message"`
	ChannelPost       *message  `json:"channel_post"`
	EditedChannelPost *message  `json:"edited_channel_post"`
	CallbackQuery     *callback `json:"callback_query"`
}

type message struct {
	tgbotapi.Message
	Thread        int             `json:"message_thread_id"`
	InTopic       bool            `json:"is_topic_message"` // without it the thread is one of replies
	ForwardOrigin json.RawMessage `json:"forward_origin"`
}

type callback struct {
	tgbotapi.CallbackQuery
	Message *message `json:"message"`
}

// read converts one update; false where it has no number.
func read(raw []byte, username string, now func() time.Time) (attache.Incoming, bool) {
	var number struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &number) != nil || number.ID <= 0 {
		return attache.Incoming{}, false
	}
	cursor := strconv.FormatInt(number.ID, 10)
	ignored := attache.Incoming{Cursor: cursor, Kind: attache.IncomingIgnored, Time: now().UTC()}
	var u update
	var odd *json.UnmarshalTypeError // a field of another type is left empty, the rest is read
	if err := json.Unmarshal(raw, &u); err != nil && !errors.As(err, &odd) {
		return ignored, true
	}
	in := u.incoming(username)
	in.Cursor = cursor
	if in.Time.IsZero() {
		in.Time = now().UTC()
	}
	return in, true
}

// incoming tells what an update means to us.
func (u *update) incoming(username string) attache.Incoming {
	switch {
	case u.Message != nil:
		return u.Message.incoming(username)
	case u.ChannelPost != nil:
		return u.ChannelPost.incoming(username)
	case u.CallbackQuery != nil:
		return u.CallbackQuery.incoming()
	case u.InlineQuery != nil:
		return inline(u.InlineQuery)
	case u.MyChatMember != nil:
		return membership(u.MyChatMember)
	case u.EditedMessage != nil:
		return u.EditedMessage.edited(username)
	case u.EditedChannelPost != nil:
		return u.EditedChannelPost.ignored()
	default:
		return attache.Incoming{Kind: attache.IncomingIgnored}
	}
}
