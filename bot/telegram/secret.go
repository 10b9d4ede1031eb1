package telegram

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
)

// secret is the token, known only to be kept out of texts.
type secret struct {
	words    []string
	replacer *strings.Replacer
}

// newSecret hides the token, what it looks like escaped, and its key: the part
// after the colon, where that is long enough to be one.
func newSecret(token string) secret {
	words := []string{token, url.QueryEscape(token)}
	if _, key, ok := strings.Cut(token, ":"); ok && len(key) >= 8 {
		words = append(words, key)
	}
	var pairs []string
	for _, word := range words {
		pairs = append(pairs, word, "[token]")
	}
	return secret{words: words, replacer: strings.NewReplacer(pairs...)}
}

// hide takes the token out of a text.
func (s secret) hide(text string) string { return s.replacer.Replace(text) }

// shown tells whether a text holds the token.
func (s secret) shown(text string) bool {
	for _, word := range s.words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// clean gives an error in whose whole chain the token does not appear. The
// address that net/http puts before every transport error goes anyway.
func (s secret) clean(err error) error {
	if addressed, ok := errors.AsType[*url.Error](err); ok {
		err = addressed.Err
	}
	if !s.shownIn(err) {
		return err
	}
	hidden := &hiddenError{text: s.hide(err.Error())}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			hidden.cause = known
		}
	}
	return hidden
}

// shownIn looks through an error and all it wraps.
func (s secret) shownIn(err error) bool {
	if err == nil {
		return false
	}
	if s.shown(err.Error()) {
		return true
	}
	switch wrapped := err.(type) { //nolint:errorlint // every link of the chain is looked at in turn
	case interface{ Unwrap() error }:
		return s.shownIn(wrapped.Unwrap())
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(wrapped.Unwrap(), s.shownIn)
	default:
		return false
	}
}

// hiddenError is an error whose text held the token.
type hiddenError struct {
	text  string
	cause error
}

func (e *hiddenError) Error() string { return e.text }
func (e *hiddenError) Unwrap() error { return e.cause }
