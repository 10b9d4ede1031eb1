package facebook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"attache"
	"attache/internal/text"
)

// graphError is a refusal as the Graph API words it.
type graphError struct {
	Message   string `json:"message"`
	Type      string `json:"type"`
	Code      int    `json:"code"`
	Subcode   int    `json:"error_subcode"`
	Transient bool   `json:"is_transient"`
	Trace     string `json:"fbtrace_id"`

	status int           // of HTTP
	after  time.Duration // when access is regained, as the headers say; 0: not told
}

func (e *graphError) Error() string {
	code := strconv.Itoa(e.Code)
	if e.Subcode != 0 {
		code += "/" + strconv.Itoa(e.Subcode)
	}
	return fmt.Sprintf("error %s: %s", code, text.Shorten(e.Message, 200))
}

// class is what a refusal means.
type class int

const (
	odd        class = iota // none that is known: tried again, not for ever
	transient               // it may have worked: read back, then tried again
	auth                    // the token is not valid, or expired: stop, and tell
	permission              // it may not do this: stop, and tell
	throttled               // wait
	duplicate               // it stands there already
	blocked                 // for its policy: pause a day, and tell
	badRequest              // our bug
)

// classes are the codes that mean something to us (Graph API, "Error handling").
// 102 is a session that ended, 3 a capability that the app lacks, 341 and 80001 to
// 80014 are limits of an app, a page or a business.
var classes = map[int]class{
	190: auth, 102: auth, 2500: auth,
	3: permission, 10: permission,
	4: throttled, 17: throttled, 32: throttled, 341: throttled, 613: throttled,
	506: duplicate, 368: blocked, 100: badRequest, 1: transient, 2: transient,
}

func (e *graphError) class() class {
	known, ok := classes[e.Code]
	switch {
	case ok && known == badRequest && e.Transient:
		return transient
	case ok:
		return known
	case e.Code >= 200 && e.Code <= 299:
		return permission
	case e.Code >= 80001 && e.Code <= 80014, e.status == http.StatusTooManyRequests:
		return throttled
	case e.Transient, e.status >= 500:
		return transient
	}
	return odd
}

// How long a page waits where nobody tells, and at most, and after it was blocked.
const (
	usualWait   = 15 * time.Minute
	longestWait = 24 * time.Hour
	blockedWait = 24 * time.Hour
)

// regain is when the API can be asked again, as its headers tell: in minutes for
// each business (X-Business-Use-Case-Usage), or in seconds.
func regain(h http.Header) time.Duration {
	var longest time.Duration
	var usage map[string][]struct {
		Minutes float64 `json:"estimated_time_to_regain_access"`
	}
	if json.Unmarshal([]byte(h.Get("X-Business-Use-Case-Usage")), &usage) == nil {
		for _, list := range usage {
			for _, u := range list {
				if u.Minutes > 0 {
					longest = max(longest, time.Duration(min(u.Minutes, longestWait.Minutes())*float64(time.Minute)))
				}
			}
		}
	}
	if seconds, err := strconv.Atoi(h.Get("Retry-After")); err == nil && seconds > 0 {
		longest = max(longest, time.Duration(min(seconds, int(longestWait.Seconds())))*time.Second)
	}
	return longest
}

// asked are what a class of refusals asks for: how the courier takes it, and what is
// told first. A class that is not here is tried again.
var asked = map[class]struct {
	fault  attache.SendFault
	advice string
}{
	auth:       {attache.FaultAuth, "the token is not valid any more, nothing is posted until publish.facebook.token_file has another"},
	permission: {attache.FaultPaused, "the token may not post to the page; it needs pages_manage_posts and pages_read_engagement"},
	throttled:  {attache.FaultRate, ""},
	blocked:    {attache.FaultPaused, "the page is blocked for what was posted; nothing is posted for a day"},
	badRequest: {attache.FaultMalformed, ""},
}

// failure makes a call's error one that says what to do, and of which class it is; odd
// where the API said nothing.
func failure(err error, doing string) (*attache.SendError, class) {
	failed := &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("facebook: %s: %w", doing, err)}
	refused, ok := errors.AsType[*graphError](err)
	if !ok {
		return failed, odd
	}
	kind := refused.class()
	if what, known := asked[kind]; known {
		failed.Fault = what.fault
		if what.advice != "" {
			failed.Err = fmt.Errorf("facebook: %s: %w", what.advice, err)
		}
	}
	switch kind {
	case throttled:
		failed.RetryAfter = cmp.Or(refused.after, usualWait)
	case blocked:
		failed.RetryAfter = blockedWait
	case odd, transient, auth, permission, duplicate, badRequest:
	}
	return failed, kind
}

// obey says what a failed post asks for, and remembers what holds for the posts to come
// as well.
func (c *Client) obey(ctx context.Context, m *memory, token, doing string, err error) error {
	failed, kind := failure(err, doing)
	switch kind {
	case auth:
		m.Refused, m.Why = fingerprint(token), "the token is not valid any more ("+err.Error()+")"
	case throttled:
		m.hold(c.Now().Add(failed.RetryAfter), false, "the page is held: "+err.Error())
	case blocked:
		m.hold(c.Now().Add(failed.RetryAfter), true, "the page is blocked for a day: "+err.Error())
	case odd, transient, permission, duplicate, badRequest:
	}
	if err := c.remember(ctx, m); err != nil {
		c.Logger.ErrorContext(ctx, "what facebook asked for could not be stored", "page", c.Page, "err", err)
	}
	return failed
}
