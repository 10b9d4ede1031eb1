package facebook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"attache"
)

// Status is what a page's token is good for.
type Status struct {
	Name    string    // of the page
	Expires time.Time // zero: it does not by itself, or it is not told
}

// needed are the permissions without which nothing can be posted and read back.
var needed = []string{"pages_manage_posts", "pages_read_engagement"}

// tokenData is what debug_token tells.
type tokenData struct {
	Valid   *bool       `json:"is_valid"`
	Expires int64       `json:"expires_at"`
	Type    string      `json:"type"`
	Profile string      `json:"profile_id"`
	Scopes  []string    `json:"scopes"`
	Error   *graphError `json:"error"`
}

// Check asks what the page is and what the token is good for, and posts nothing. Its
// error is an *attache.SendError: FaultRetry and FaultRate where that could not be
// told just now, any other where something is to be mended.
func (c *Client) Check(ctx context.Context) (Status, error) {
	var s Status
	token, err := c.token()
	if err != nil {
		return s, err
	}
	var page struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	err = c.call(ctx, token, http.MethodGet, "/"+c.Page, url.Values{"fields": {"id,name"}}, &page)
	_, missing := errors.AsType[*noSuchPath](err) // a server that plays a part of the API alone; what it says of the token counts
	switch {
	case missing:
		page.ID, page.Name = c.Page, c.Page
	case err != nil:
		return s, checkFailed(err, "asking for the page "+c.Page)
	}
	if page.ID == "" || strings.Trim(c.Page, "0123456789") == "" && page.ID != c.Page {
		return s, mend("the token is not one of the page %s", c.Page)
	}
	s.Name = page.Name
	data, err := c.debugToken(ctx, token)
	if _, unknown := errors.AsType[*noSuchPath](err); unknown && !missing {
		return s, nil
	}
	if refused, ok := errors.AsType[*graphError](err); ok && !missing && (refused.class() == permission || refused.class() == badRequest ||
		refused.class() == odd) {
		return s, nil // only an app's own people are told; the page answered, so the token is good
	}
	if err != nil {
		return s, checkFailed(err, "asking about the token")
	}
	if data.Expires > 0 {
		s.Expires = time.Unix(data.Expires, 0).UTC()
	}
	switch {
	case data.Valid != nil && !*data.Valid, !s.Expires.IsZero() && !c.Now().Before(s.Expires):
		why := "it expired or was taken back"
		if data.Error != nil {
			why = strings.ReplaceAll(data.Error.Message, token, "[token]")
		}
		return s, mend("the token is not valid: %s", why)
	case strings.EqualFold(data.Type, "USER"):
		return s, mend("the token is a person's; a page's is needed (GET /me/accounts tells it)")
	}
	for _, scope := range needed {
		if len(data.Scopes) > 0 && !slices.Contains(data.Scopes, scope) {
			return s, mend("the token lacks the permission %s", scope)
		}
	}
	return s, nil
}

// debugToken asks for the token's own data. It stands in the header alone; where the
// server wants to be told in so many words, in a body, never in an address.
func (c *Client) debugToken(ctx context.Context, token string) (tokenData, error) {
	var answer struct {
		Data tokenData `json:"data"`
	}
	err := c.call(ctx, token, http.MethodGet, "/debug_token", nil, &answer)
	if refused, ok := errors.AsType[*graphError](err); ok && refused.class() == badRequest {
		err = c.call(ctx, token, http.MethodPost, "/debug_token", url.Values{"method": {"get"}, "input_token": {token}}, &answer)
	}
	return answer.Data, err
}

func mend(format string, args ...any) error {
	return &attache.SendError{Fault: attache.FaultAuth, Err: fmt.Errorf("facebook: "+format, args...)}
}

// checkFailed is what a failed question says of a page. What the API refuses for no
// reason that passes is to be mended, as a refused parameter is.
func checkFailed(err error, doing string) error {
	failed, kind := failure(err, doing)
	_, answered := errors.AsType[*graphError](err)
	if answered && (kind == odd || kind == duplicate || kind == badRequest) {
		failed.Fault = attache.FaultPaused
	}
	return failed
}

// warnings are how long before its end a token's expiry is told, each once.
var warnings = []time.Duration{14 * 24 * time.Hour, 7 * 24 * time.Hour, 3 * 24 * time.Hour, 24 * time.Hour}

// Watch checks the token once and tells what an operator should know: that it is not
// good, once until that changes, or that it expires within fourteen days, and again
// as its end comes near. What tell could not tell is told the next time. It returns
// the error of Check.
func (c *Client) Watch(ctx context.Context, tell func(context.Context, string) error) error {
	s, failed := c.Check(ctx)
	e, isSend := errors.AsType[*attache.SendError](failed)
	if isSend && (e.Fault == attache.FaultRetry || e.Fault == attache.FaultRate) {
		return failed // not told: it may be the network
	}
	c.turn.Lock()
	defer c.turn.Unlock()
	m, err := c.recall(ctx)
	if err != nil {
		return errors.Join(failed, err)
	}
	stage, text := "", ""
	token, _ := c.token() // "" is one state as well
	switch left := s.Expires.Sub(c.Now()); {
	case failed != nil:
		stage, text = "bad "+fingerprint(token)+" "+attache.TextHash(failed.Error(), ""),
			"Nothing can be posted to the Facebook page "+c.Page+": "+strings.TrimPrefix(e.Err.Error(), "facebook: ")
	case !s.Expires.IsZero() && left <= warnings[0]:
		for _, w := range warnings {
			if left <= w {
				stage = fmt.Sprintf("expires %s %s %s", fingerprint(token), s.Expires.Format(time.RFC3339), w)
			}
		}
		text = fmt.Sprintf("The token of the Facebook page %s expires on %s, in %s; put another into publish.facebook.token_file",
			c.Page, s.Expires.Format("2 January 2006, 15:04 UTC"), days(left))
	}
	if failed == nil && m.Refused == fingerprint(token) {
		m.Refused = "" // it is good again
	} else if stage == m.Warned {
		return failed
	}
	if text != "" && stage != m.Warned {
		if err := tell(ctx, text); err != nil {
			return errors.Join(failed, err)
		}
	}
	m.Warned = stage
	return errors.Join(failed, c.remember(ctx, &m))
}

func days(d time.Duration) string {
	if n := int(d.Hours() / 24); n > 1 {
		return fmt.Sprintf("%d days", n)
	}
	return fmt.Sprintf("%d hours", int(d.Hours()))
}
