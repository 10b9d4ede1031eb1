package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
	"attache/bot"
	"attache/digest/slot"
	"attache/publish/mail"
	"attache/web"
)

// mailing is who gets letters. Each is a chat like any other; one who has not
// confirmed is a chat that is stopped, for that reason, and one whose mailbox refuses
// letters for good is gone. Neither comes back because the configuration names it.
type mailing struct {
	*app
	mail *mail.Client

	mu      sync.Mutex
	trouble string // with the server as such, as the last letter met it; "" none
	told    string // the trouble that operators were told
}

// Why a subscriber is stopped.
const (
	unconfirmed = "not confirmed yet"
	left        = "wants no more letters"
	unlisted    = "it is configured no more"
)

// mailer makes the sender of letters; nil where none is configured.
func (h *app) mailer() (*mailing, error) {
	c := h.config.Publish.Mail
	if c.SMTP == "" {
		return nil, nil
	}
	server, err := mail.ParseServer(c.SMTP)
	if err != nil {
		return nil, err
	}
	s := &mailing{app: h}
	settings := mail.Config{
		Server: server, From: c.From, Now: h.now, Logger: h.log,
		Unsubscribe: func(ctx context.Context, address string) (string, error) {
			return s.link(ctx, true, address)
		},
		Returns: c.Bounces, Return: s.returnToken,
	}
	if c.PasswordFile != "" {
		settings.Password = func() (string, error) {
			raw, err := readSmall(c.PasswordFile, maxToken)
			return string(raw), err
		}
	}
	s.mail, err = mail.New(settings)
	return s, err
}

// openMail is the sending of letters; nil where none is configured.
func openMail(_ context.Context, h *app) (*channel, error) {
	s, err := h.mailer()
	if s == nil || err != nil {
		return nil, err
	}
	return &channel{
		scheme: mail.Scheme, Sender: s, name: mail.Scheme + ":" + h.config.Publish.Mail.From, watch: s.watch,
		watchEvery: watchAgain,
	}, nil
}

// Limits are those of a letter.
func (s *mailing) Limits() attache.Limits { return s.mail.Limits() }

// troubleWait is how long letters wait where the server as such refuses them.
const troubleWait = 15 * time.Minute

// Send sends a letter. What the server holds against all of them is no subscriber's
// fault: then letters wait, and the operators are told once.
func (s *mailing) Send(ctx context.Context, address string, doc attache.Document) (string, error) {
	id, err := s.mail.Send(ctx, address, doc)
	e, failed := errors.AsType[*attache.SendError](err)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case failed && (e.Fault == attache.FaultAuth || e.Fault == attache.FaultPaused):
		s.trouble = strings.TrimPrefix(e.Err.Error(), "mail: ")
		return "", &attache.SendError{Fault: attache.FaultRate, RetryAfter: troubleWait, Err: e.Err}
	case err == nil:
		s.trouble = ""
	}
	return id, err
}

// watch keeps the list: who is new on it is asked, who is no more gets nothing more.
// It tells the operators once what the server holds against us.
func (s *mailing) watch(ctx context.Context, tell func(context.Context, string) error) error {
	s.mu.Lock()
	trouble, told := s.trouble, s.told
	s.mu.Unlock()
	if trouble != told {
		if trouble != "" {
			if err := tell(ctx, "No letters can be sent just now; they wait: "+trouble); err != nil {
				return err
			}
		}
		s.mu.Lock()
		s.told = trouble
		s.mu.Unlock()
	}
	if err := s.settle(ctx); err != nil {
		return err
	}
	return s.invite(ctx)
}

// settle makes subscribers of who is on the list.
func (s *mailing) settle(ctx context.Context) error {
	addresses, err := s.config.Publish.Mail.addresses()
	if err != nil {
		return err
	}
	rules, err := slot.Parse(cmp.Or(s.config.Publish.Mail.Schedule, s.config.Digest.Schedule), s.config.Digest.TimeZone)
	if err != nil {
		return err
	}
	listed := map[string]bool{}
	for _, a := range addresses {
		listed[mail.Scheme+":"+a] = true
		if err := s.store.UpdateChat(ctx, mail.Scheme+":"+a, func(c *attache.Chat) error { s.list(c, rules); return nil }); err != nil {
			return err
		}
	}
	var others []string
	err = s.store.EachChat(ctx, func(c attache.Chat) error {
		if bot.Scheme(c.ID) == mail.Scheme && !listed[c.ID] && c.Subscribed() {
			others = append(others, c.ID)
		}
		return nil
	})
	for _, id := range others {
		err = errors.Join(err, s.store.UpdateChat(ctx, id, func(c *attache.Chat) error { c.Turn(attache.ChatStopped, unlisted); return nil }))
	}
	return err
}

// list gives who is on the list its settings.
func (s *mailing) list(c *attache.Chat, rules slot.Schedule) {
	conf := s.config.Publish.Mail
	if c.State == "" {
		c.State, c.Problem, c.Joined = attache.ChatStopped, unconfirmed, s.now().UTC()
	}
	if c.State == attache.ChatStopped && c.Problem == unlisted {
		c.Turn(attache.ChatActive, "")
	}
	schedule, zone := cmp.Or(conf.Schedule, s.config.Digest.Schedule), s.config.Digest.TimeZone
	c.Kind, c.Lang, c.Filter = attache.Private, "en", conf.Follow.filter()
	if c.Schedule != schedule || c.TimeZone != zone || c.NextSlot.IsZero() {
		c.Schedule, c.TimeZone, c.NextSlot = schedule, zone, rules.Next(s.now()).UTC()
	}
}

// invite asks who is new, once each. A crash between a letter and its note repeats
// that one letter.
func (s *mailing) invite(ctx context.Context) error {
	var waiting []string
	err := s.store.EachChat(ctx, func(c attache.Chat) error {
		if address, ok := strings.CutPrefix(c.ID, mail.Scheme+":"); ok && c.State == attache.ChatStopped && c.Problem == unconfirmed {
			waiting = append(waiting, address)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, address := range waiting {
		note := "mail.asked:" + address
		if _, err := s.store.Note(ctx, note); !errors.Is(err, attache.ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		confirm, err := s.link(ctx, false, address)
		if err != nil {
			return err
		}
		err = s.mail.Invite(ctx, address, confirm)
		if e, ok := errors.AsType[*attache.SendError](err); ok && e.Fault == attache.FaultGone {
			s.log.Warn("an address on the list takes no letters", "address", address, "err", err)
			err = s.store.UpdateChat(ctx, mail.Scheme+":"+address, func(c *attache.Chat) error { c.Turn(attache.ChatGone, e.Error()); return nil })
		}
		if err != nil {
			return err // the others after it: a server that has trouble is asked once
		}
		if err := s.store.SetNote(ctx, note, []byte(s.now().UTC().Format(time.RFC3339))); err != nil {
			return err
		}
	}
	return nil
}

// The notes of links in letters: the secret that makes them, and whose each is.
const (
	linkSecret = "mail.secret"
	linkNote   = "mail.link:"
)

// link is where a letter leads: to a page that only its reader knows.
func (s *mailing) link(ctx context.Context, leave bool, address string) (string, error) {
	secret, err := s.secret(ctx)
	if err != nil {
		return "", err
	}
	purpose := purposeOf(leave)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(purpose + address))
	token := base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
	if _, err := s.store.Note(ctx, linkNote+token); errors.Is(err, attache.ErrNotFound) {
		if err := s.store.SetNote(ctx, linkNote+token, []byte(purpose+address)); err != nil {
			return "", err
		}
	} else if err != nil {
		return "", err
	}
	return s.pages()(web.MailingPath(leave, token)), nil
}

func purposeOf(leave bool) string {
	if leave {
		return "leave "
	}
	return "confirm "
}

// secret is what links are made of; made once.
func (s *mailing) secret(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	secret, err := s.store.Note(ctx, linkSecret)
	if !errors.Is(err, attache.ErrNotFound) {
		return secret, err
	}
	secret = make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return secret, s.store.SetNote(ctx, linkSecret, secret)
}

// holder is whose a link is.
func (s *mailing) holder(ctx context.Context, leave bool, token string) (string, error) {
	if len(token) != base64.RawURLEncoding.EncodedLen(18) {
		return "", attache.ErrNotFound
	}
	note, err := s.store.Note(ctx, linkNote+token)
	if err != nil {
		return "", err
	}
	address, ok := strings.CutPrefix(string(note), purposeOf(leave))
	if !ok {
		return "", attache.ErrNotFound
	}
	return mail.Scheme + ":" + address, nil
}

// Confirm has editions sent to who holds a link; also to who left and thought better
// of it.
func (s *mailing) Confirm(ctx context.Context, token string) error {
	id, err := s.holder(ctx, false, token)
	if err != nil {
		return err
	}
	return s.change(ctx, id, func(c *attache.Chat) {
		if c.State == attache.ChatStopped && c.Problem != unlisted {
			c.Turn(attache.ChatActive, "")
			if rules, err := slot.Parse(c.Schedule, c.TimeZone); err == nil {
				c.NextSlot = rules.Next(s.now()).UTC()
			}
		}
	})
}

// Leave has nothing more sent to who holds a link.
func (s *mailing) Leave(ctx context.Context, token string) error {
	id, err := s.holder(ctx, true, token)
	if err != nil {
		return err
	}
	return s.change(ctx, id, func(c *attache.Chat) { c.Turn(attache.ChatStopped, left) })
}

var errNobody = fmt.Errorf("there is no such subscriber: %w", attache.ErrNotFound)

func (s *mailing) change(ctx context.Context, id string, edit func(*attache.Chat)) error {
	err := s.store.UpdateChat(ctx, id, func(c *attache.Chat) error {
		if c.State == "" {
			return errNobody
		}
		edit(c)
		return nil
	})
	if err == nil {
		s.log.Log(ctx, slog.LevelInfo, "a reader of letters changed what they get", "subscriber", id)
	}
	return err
}

// addresses are who is on the list, each once: written down in the configuration, or
// a file with one a line, in which # begins a comment.
func (c *mailConfig) addresses() ([]string, error) {
	lines := []string(c.List)
	if len(lines) == 1 && !strings.Contains(lines[0], "@") {
		raw, err := readSmall(lines[0], maxConfig)
		if err != nil {
			return nil, fmt.Errorf("publish.mail.list: %w", err)
		}
		lines = nil
		for scanner := bufio.NewScanner(bytes.NewReader(raw)); scanner.Scan(); {
			if line, _, _ := strings.Cut(scanner.Text(), "#"); strings.TrimSpace(line) != "" {
				lines = append(lines, line)
			}
		}
	}
	var out []string
	for _, line := range lines {
		a, err := mail.CheckAddress(line)
		if err != nil {
			return nil, fmt.Errorf("publish.mail.list: %w", err)
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out, nil
}
