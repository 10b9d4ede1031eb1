package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/publish/mail"
)

// publishBounceCommand takes one report of failed delivery, from standard input as mail
// servers pipe it, or from a file of a mailbox.
type publishBounceCommand struct {
	Reports []string `arg:"" optional:"" help:"Files with a report each; none, or -, is standard input."`
	To      string   `help:"Where it came to, if its headers do not say: Postfix's ORIGINAL_RECIPIENT." placeholder:"ADDRESS"`
}

// Run ends well whatever a message is: a mail server answers what fails with a report of
// its own. Only what can be tried again, such as a store that is not there, fails.
func (c *publishBounceCommand) Run(s *session) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	letters, err := h.mailer()
	if err != nil {
		return err
	}
	if letters == nil || h.config.Publish.Mail.Bounces == "" {
		return usage("no letter has a return address: publish.mail.bounces names one, such as bounces@example.org")
	}
	if len(c.Reports) == 0 {
		c.Reports = []string{"-"}
	}
	for _, name := range c.Reports {
		raw, err := s.readReport(name)
		if err != nil {
			return err
		}
		told, err := letters.bounced(s.ctx, raw, c.To)
		if err != nil {
			return err
		}
		fmt.Fprintln(s.env.out, told)
	}
	return nil
}

// readReport reads a message; what is longer than any report is cut.
func (s *session) readReport(name string) ([]byte, error) {
	file, err := s.env.place().Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mail.MaxReport))
}

// The notes of return addresses, and of failures that may pass.
const (
	returnNote = "mail.return:"
	softNote   = "mail.soft:"
)

// A mailbox that fails on so many days of a month, for reasons that could pass, is gone.
const (
	softDays  = 5
	softMonth = 30 * 24 * time.Hour
)

// returnToken is what tells a subscriber's return address: nobody else's letters hold it.
func (s *mailing) returnToken(ctx context.Context, address string) (string, error) {
	secret, err := s.secret(ctx)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("return " + address))
	token := strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)[:15]))
	if _, err := s.store.Note(ctx, returnNote+token); !errors.Is(err, attache.ErrNotFound) {
		return token, err
	}
	return token, s.store.SetNote(ctx, returnNote+token, []byte(address))
}

// bounced takes a report, and says what came of it: a mailbox that is not there gets no
// more letters, nor does one that failed on softDays days.
func (s *mailing) bounced(ctx context.Context, raw []byte, to string) (string, error) {
	b, err := mail.ReadBounce(bytes.NewReader(raw), s.config.Publish.Mail.Bounces, to)
	if err != nil {
		return "Left alone: " + err.Error() + ".", nil //nolint:nilerr // a mail server is told that it was taken
	}
	holder, err := s.store.Note(ctx, returnNote+b.Token)
	if errors.Is(err, attache.ErrNotFound) {
		return "Left alone: " + mail.ErrNotOurs.Error() + ".", nil
	}
	if err != nil {
		return "", err
	}
	address := string(holder)
	if !b.Hard {
		days, err := s.failedOn(ctx, address)
		if err != nil {
			return "", err
		}
		if days < softDays {
			return fmt.Sprintf("Noted: letters to %s failed on %d of %d days that end them (%s).", address, days, softDays, b.Why), nil
		}
	}
	told := "Nothing to end: " + address + " gets no letters."
	err = s.change(ctx, mail.Scheme+":"+address, func(c *attache.Chat) {
		if c.Subscribed() || c.State == attache.ChatStopped && c.Problem == unconfirmed {
			c.Turn(attache.ChatGone, "its mailbox takes no letters: "+b.Why)
			told = "No more letters to " + address + ": " + b.Why
		}
	})
	if errors.Is(err, attache.ErrNotFound) {
		err = nil
	}
	return told, err
}

// failedOn notes that letters to an address failed today, and counts the days of the
// month on which they did.
func (s *mailing) failedOn(ctx context.Context, address string) (int, error) {
	var days []string
	if err := readNote(ctx, s.store, softNote+address, &days); err != nil && !errors.Is(err, attache.ErrNotFound) {
		return 0, err
	}
	now := s.now().UTC()
	today, oldest := now.Format(time.DateOnly), now.Add(-softMonth).Format(time.DateOnly)
	days = slices.DeleteFunc(days, func(d string) bool { return d < oldest || d == today })
	days = append(days, today)
	days = days[max(0, len(days)-softDays):]
	record, err := json.Marshal(days)
	if err != nil {
		return 0, err
	}
	return len(days), s.store.SetNote(ctx, softNote+address, record)
}
