package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"attache"
)

// fail says what a failed call means. Whatever is not an answer of the API
// (the transport, an HTML page, half a JSON) is FaultRetry: the outcome may be
// unknown.
func (c *Client) fail(method string, err error) *attache.SendError {
	failed := &attache.SendError{Fault: attache.FaultRetry}
	if answer, ok := errors.AsType[*apiError](err); ok {
		failed.Fault = faultOf(answer)
		failed.RetryAfter = answer.RetryAfter
		switch failed.Fault {
		case attache.FaultRate:
			failed.RetryAfter = max(failed.RetryAfter, time.Second)
		case attache.FaultMoved:
			failed.NewChatID = ChatID(answer.MigrateTo, 0)
		case attache.FaultConflict:
			err = fmt.Errorf("%w: %s", err, conflictHelp(answer.Description))
		default: // the others have nothing besides
		}
	}
	failed.Err = fmt.Errorf("%s: %w", method, c.secret.clean(err))
	if c.secret.shownIn(failed.Err) {
		failed.Err = c.secret.clean(failed.Err)
	}
	return failed
}

// conflictHelp says what to do about a 409.
func conflictHelp(description string) string {
	if strings.Contains(strings.ToLower(description), "webhook") {
		return "a webhook is set for this bot; remove it with deleteWebhook"
	}
	return "another program polls with this token; stop it, or give this one a bot of its own"
}

// faultOf reads an answer that is not ok.
func faultOf(e *apiError) attache.SendFault {
	switch {
	case e.Code == http.StatusTooManyRequests, e.Code == http.StatusOK && e.RetryAfter > 0:
		return attache.FaultRate
	case e.Foreign, e.Code >= 500:
		return attache.FaultRetry
	case e.MigrateTo != 0:
		return attache.FaultMoved
	}
	text := strings.ToLower(e.Description)
	switch e.Code {
	case http.StatusUnauthorized:
		return attache.FaultAuth
	case http.StatusNotFound:
		if strings.Contains(text, "method") { // a method the server lacks, not a token it does not know
			return attache.FaultMalformed
		}
		return attache.FaultAuth
	case http.StatusConflict:
		return attache.FaultConflict
	case http.StatusForbidden:
		return matching(text, attache.FaultPaused)
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return matching(text, attache.FaultMalformed)
	case http.StatusOK: // not ok, and no code: the words are all there is
		return matching(text, attache.FaultRetry)
	default:
		return attache.FaultRetry
	}
}

// meanings are parts of descriptions, in lower case; the first that is found
// decides. Short ones in capitals are names that Telegram's core gives and the
// API passes on.
var meanings = []struct {
	fault attache.SendFault
	parts []string
}{
	{attache.FaultHarmless, []string{
		"message is not modified", "message_not_modified",
		"query is too old", "query id is invalid", "query_id_invalid",
	}},
	{attache.FaultPaused, []string{
		"not enough rights", "have no rights", "no write access", "need administrator rights", "chat_write_forbidden",
		"chat_admin_required", "chat_restricted", "chat_send_plain_forbidden", "user_banned_in_channel",
		"message thread not found", "topic_closed", "topic_deleted", "topic closed",
	}},
	{attache.FaultGone, []string{
		"bot was blocked", "user_is_blocked", "user is deactivated", "input_user_deactivated", "can't initiate conversation",
		"can't send messages to bots", "can't send messages to the user",
		"bot was kicked", "is not a member", "chat was deleted", "chat was deactivated",
		"chat not found", "peer_id_invalid", "channel_private",
	}},
	{attache.FaultMalformed, []string{
		"message to edit not found", "message can't be edited", "message_id_invalid", // it has to be sent anew
		"can't parse entities", "message is too long", "message_too_long", "entities_too_long", "text must be non-empty",
		"message text is empty", "button", "keyboard",
	}},
}

// matching finds the meaning of a description, or gives the usual one.
func matching(text string, usual attache.SendFault) attache.SendFault {
	for _, meaning := range meanings {
		for _, part := range meaning.parts {
			if strings.Contains(text, part) {
				return meaning.fault
			}
		}
	}
	return usual
}
