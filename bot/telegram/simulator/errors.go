package simulator

import "fmt"

// apiError is a refusal as the Bot API words it.
type apiError struct {
	code       int
	text       string
	retryAfter int   // seconds, with 429
	migrateTo  int64 // with an upgraded group
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.code, e.text) }

// badRequest is a 400 with the prefix every 400 carries.
func badRequest(format string, args ...any) *apiError {
	return &apiError{code: 400, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(why string) *apiError { return &apiError{code: 403, text: "Forbidden: " + why} }

func tooMany(seconds int) *apiError {
	return &apiError{code: 429, text: fmt.Sprintf("Too Many Requests: retry after %d", seconds), retryAfter: seconds}
}

var (
	errUnauthorized = &apiError{code: 401, text: "Unauthorized"}
	errNotFound     = &apiError{code: 404, text: "Not Found"}
	errNoMethod     = &apiError{code: 404, text: "Not Found: method not found"}
	errOtherPoll    = &apiError{
		code: 409,
		text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
	}
	errWebhook = &apiError{
		code: 409,
		text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
	}
	errNoChat       = badRequest("chat not found")
	errEmptyText    = badRequest("message text is empty")
	errBlankText    = badRequest("text must be non-empty")
	errTooLong      = badRequest("message is too long")
	errEntitiesLong = badRequest("ENTITIES_TOO_LONG")
	errNotModified  = badRequest("message is not modified: specified new message content and reply markup are exactly the same as a " +
		"current content and reply markup of the message")
	errOldQuery = badRequest("query is too old and response timeout expired or query ID is invalid")
	errNoThread = badRequest("message thread not found")
)
