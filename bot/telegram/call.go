package telegram

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// maxUpdates bounds an answer with updates in memory, of which a hundred stay far below
// it; maxAnswer any other, which has one message or some members. As many as there are
// senders may be read at a time.
const (
	maxUpdates = 16 << 20
	maxAnswer  = 1 << 20
)

// exchange is the library's HTTP client for one call. The library knows no
// context, so each call gets its own, with the context inside; and the library
// reads answers carelessly, so they are judged here, before it sees them: it
// only ever gets a whole JSON answer that says ok.
type exchange struct {
	ctx  context.Context
	http *http.Client
	most int64 // bytes of an answer; 0: maxAnswer
}

// Do sends a request and returns its answer; a failure is an *apiError or an
// error of the transport.
func (e exchange) Do(req *http.Request) (*http.Response, error) {
	resp, err := e.http.Do(req.WithContext(e.ctx))
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	most := cmp.Or(e.most, maxAnswer)
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	if int64(len(body)) > most {
		return nil, fmt.Errorf("the answer is longer than %d bytes", most)
	}
	if err := judge(resp, body); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// judge tells an answer that says ok from every other.
func judge(resp *http.Response, body []byte) error {
	var answer struct {
		Ok          *bool           `json:"ok"`
		Code        json.RawMessage `json:"error_code"`
		Description string          `json:"description"`
		Parameters  struct {
			RetryAfter json.RawMessage `json:"retry_after"`
			Migrate    json.RawMessage `json:"migrate_to_chat_id"`
		} `json:"parameters"`
	}
	failure := &apiError{Status: resp.StatusCode, Code: resp.StatusCode}
	var odd *json.UnmarshalTypeError // a field of another type: the rest was read
	if err := json.Unmarshal(body, &answer); (err != nil && !errors.As(err, &odd)) || answer.Ok == nil {
		failure.Foreign = true
		failure.RetryAfter = afterHeader(resp.Header, time.Now())
		return failure
	}
	if *answer.Ok {
		return nil
	}
	if code := number(answer.Code); code != 0 {
		failure.Code = int(code)
	}
	failure.Description = clip(answer.Description, 300)
	failure.RetryAfter = seconds(answer.Parameters.RetryAfter)
	if failure.RetryAfter == 0 { // a server or a proxy that left it out says it elsewhere
		failure.RetryAfter = max(afterWords(answer.Description), afterHeader(resp.Header, time.Now()))
	}
	failure.MigrateTo = number(answer.Parameters.Migrate)
	return failure
}

// number reads a JSON number, also one in quotes; 0 where it is none.
func number(raw []byte) int64 {
	n, err := strconv.ParseInt(string(bytes.Trim(raw, `"`)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// longestHold is the longest waiting time that is believed.
const longestHold = 7 * 24 * time.Hour

// seconds reads a waiting time, also one with a fraction or in quotes, rounded up, at
// most a week; 0 where it is none.
func seconds(raw []byte) time.Duration {
	n, err := strconv.ParseFloat(string(bytes.Trim(raw, `"`)), 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && n > 0:
		return longestHold
	case err != nil || !(n > 0): // not a number neither
		return 0
	}
	return time.Duration(min(math.Ceil(n), longestHold.Seconds())) * time.Second
}

// afterHeader reads Retry-After: seconds, or when.
func afterHeader(h http.Header, now time.Time) time.Duration {
	given := strings.TrimSpace(h.Get("Retry-After"))
	if at, err := http.ParseTime(given); err == nil {
		return min(max(at.Sub(now), 0), longestHold)
	}
	return seconds([]byte(given))
}

// afterWords reads the waiting time off "Too Many Requests: retry after 35".
func afterWords(description string) time.Duration {
	_, rest, found := strings.Cut(strings.ToLower(description), "retry after ")
	if !found {
		return 0
	}
	number, _, _ := strings.Cut(rest, " ")
	return seconds([]byte(number))
}

// apiError is an answer that is not ok.
type apiError struct {
	Status      int // of HTTP
	Code        int // of the API; Status where it gave none
	Description string
	RetryAfter  time.Duration
	MigrateTo   int64
	Foreign     bool // not an answer of a Bot API server: an HTML page, half a JSON
}

func (e *apiError) Error() string {
	if e.Foreign {
		return fmt.Sprintf("HTTP %d without a whole Bot API answer", e.Status)
	}
	return fmt.Sprintf("%d %s", e.Code, e.Description)
}

// call asks for a method and returns its raw result. It ends with ctx and
// after the timeout; every error is an *attache.SendError without the token.
func (c *Client) call(ctx context.Context, timeout time.Duration, method string, params tgbotapi.Params) (json.RawMessage, error) {
	return c.exchange(ctx, timeout, method, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return api.MakeRequest(method, params)
	})
}

// exchange is call with another way to ask.
func (c *Client) exchange(ctx context.Context, timeout time.Duration, method string,
	ask func(*tgbotapi.BotAPI) (*tgbotapi.APIResponse, error),
) (result json.RawMessage, err error) {
	if ctx.Err() != nil {
		return nil, &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("%s: not asked: %w", method, ctx.Err())}
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if start := time.Now(); c.told != nil {
		defer func() { c.told(method, time.Since(start), err) }()
	}
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, c.fail(method, fmt.Errorf("the library panicked: %v", p))
		}
	}()
	api := *c.api
	transport := exchange{ctx: limited, http: c.http}
	if method == "getUpdates" {
		transport.most = maxUpdates
	}
	api.Client = transport
	resp, err := ask(&api)
	switch {
	case err == nil:
		return resp.Result, nil
	case ctx.Err() != nil:
		return nil, c.fail(method, fmt.Errorf("broken off: %w", ctx.Err()))
	case limited.Err() != nil:
		return nil, c.fail(method, fmt.Errorf("no answer within %s", timeout))
	default:
		return nil, c.fail(method, err)
	}
}
