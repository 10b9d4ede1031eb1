package attache

import (
	"errors"
	"fmt"
	"time"
)

// When something is looked up or opened.
var (
	ErrNotFound     = errors.New("not found")
	ErrLocked       = errors.New("the store is in use by another process")
	ErrNewerSchema  = errors.New("the store was written by a newer attache")
	ErrRemoved      = fmt.Errorf("removed by the operator: %w", ErrNotFound) // it is not found either
	ErrBadCursor    = errors.New("that page is no longer there")
	ErrLeaseLost    = errors.New("the delivery is no longer claimed by this courier")
	ErrNotPermitted = errors.New("only an administrator of the chat may do this")
)

// SendFault says what a failed send means; the channel decides which, the
// courier obeys.
type SendFault int

// The faults of a send.
const (
	FaultRetry     SendFault = iota // transport or server; the outcome may be unknown
	FaultRate                       // wait until RetryAfter has passed
	FaultGone                       // the chat is blocked, kicked or deleted: deactivate it
	FaultPaused                     // no right to write just now: pause it, tell an admin
	FaultMoved                      // the chat is NewChatID now: move it, send again
	FaultMalformed                  // our bug: this document can never be sent
	FaultAuth                       // the token is wrong: stop
	FaultConflict                   // another instance polls
	FaultHarmless                   // nothing to do: not modified, too old
)

// SendError is a send or a poll that failed.
type SendError struct {
	Fault      SendFault
	RetryAfter time.Duration
	NewChatID  string
	Err        error // never holds a token
}

// Error says what happened, without secrets.
func (e *SendError) Error() string { return "send: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }
