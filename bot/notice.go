package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"attache"
	words "attache/internal/text"
)

// A notice goes from who runs the bot to all that are subscribed, once it was looked at:
// through the outbox, as a digest does, so that none is lost and none comes twice.

const (
	noticeDraft   = time.Hour      // how long a preview can be sent
	noticeExpires = 48 * time.Hour // it is not sent from then on
)

// draft is a notice that was shown to who wrote it.
type draft struct {
	ID   string    `json:"id"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	Sent int       `json:"sent,omitempty"` // to so many chats
}

func draftKey(user string) string { return "bot.notice." + user }

// notice shows what would be sent, and to how many.
func (b *Bot) notice(ctx context.Context, r request, text string) (reply, error) {
	if text == "" {
		return reply{}, advise(textNoticeHow)
	}
	if len(r.in.Text) > maxText {
		return reply{}, advise(textNoticeLong, maxText)
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(tame(lines[i], maxText))
	}
	text = strings.TrimSpace(strings.Join(lines, "\n"))
	if utf8.RuneCountInString(text) < 3 {
		return reply{}, advise(textNoticeHow)
	}
	now := b.Now().UTC()
	sum := sha256.Sum256([]byte(r.in.UserID + "\x00" + now.Format(time.RFC3339Nano) + "\x00" + text))
	d := draft{ID: hex.EncodeToString(sum[:8]), Text: text, At: now}
	if err := b.keepDraft(ctx, r.in.UserID, d); err != nil {
		return reply{}, err
	}
	reached, err := b.noticed(ctx, now)
	if err != nil {
		return reply{}, err
	}
	doc := layoutNotice(attache.Edition{Notice: text}, r.chat)
	doc.Blocks = append([]attache.Block{note(r.to.fill(textNoticePreview)...)}, doc.Blocks...)
	if len(reached) == 0 {
		doc.Blocks = append(doc.Blocks, note(r.to.fill(textNoticeNobody)...))
		return reply{doc: doc}, nil
	}
	send := button(r.to.text(textButtonSend, len(reached)), "/admin send "+d.ID)
	doc.Buttons = [][]attache.Button{{send}, {r.to.button(textButtonAdmin, "/admin")}}
	return reply{doc: doc}, nil
}

func (b *Bot) keepDraft(ctx context.Context, user string, d draft) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return b.Store.SetNote(ctx, draftKey(user), raw)
}

// noticed are the chats that a notice goes to: those that are subscribed and can answer,
// no channels, whose readers it does not concern.
func (b *Bot) noticed(ctx context.Context, now time.Time) ([]attache.Chat, error) {
	var chats []attache.Chat
	err := b.Store.EachChat(ctx, func(c attache.Chat) error {
		if _, answers := b.Channels.channel(c.ID); !answers || !c.Subscribed() || c.Kind == attache.Channel {
			return nil
		}
		if c.Rest.After(now.Add(noticeExpires)) { // it wants nothing for longer than the notice lives
			return nil
		}
		ok, err := b.Access.AdmitsChat(ctx, b.Channels, c)
		if ok {
			chats = append(chats, c)
		}
		return err
	})
	return chats, err
}

// sendNotice puts the notice that was shown last into the outbox, all of it at once.
func (b *Bot) sendNotice(ctx context.Context, r request, id string) (reply, error) {
	raw, err := b.Store.Note(ctx, draftKey(r.in.UserID))
	if err != nil && !errors.Is(err, attache.ErrNotFound) {
		return reply{}, err
	}
	var d draft
	now := b.Now().UTC()
	switch {
	case err != nil, json.Unmarshal(raw, &d) != nil, d.ID != id, now.Sub(d.At) > noticeDraft:
		return reply{}, advise(textNoticeOld)
	case d.Sent > 0:
		return reply{}, advise(textNoticeSent, d.Sent)
	}
	chats, err := b.noticed(ctx, now)
	if err != nil {
		return reply{}, err
	}
	e := attache.Edition{ID: "n" + d.ID, From: d.At, To: d.At, Notice: d.Text}
	deliveries := make([]attache.Delivery, len(chats))
	for i, c := range chats {
		due := now
		if c.Rest.After(now) {
			due = c.Rest
		}
		deliveries[i] = attache.NewNotice(c.ID, d.ID, now, due, d.At.Add(noticeExpires), e.ID)
	}
	if _, err := b.Store.Enqueue(ctx, e, deliveries...); err != nil {
		return reply{}, err
	}
	b.Wake()
	if d.Sent = len(deliveries); d.Sent > 0 { // a press again, after a crash before this, finds the same deliveries there
		if err := b.keepDraft(ctx, r.in.UserID, d); err != nil {
			return reply{}, err
		}
	}
	doc := attache.Document{Blocks: []attache.Block{para(r.to.fill(textNoticeGoes, len(deliveries))...)}}
	doc.Buttons = [][]attache.Button{{r.to.button(textButtonAdmin, "/admin")}}
	return reply{doc: doc, edit: true}, nil
}

// layoutNotice sets a notice.
func layoutNotice(e attache.Edition, chat attache.Chat) attache.Document {
	to := speaksTo(chat)
	doc := attache.Document{Blocks: []attache.Block{heading(plain(to.text(textNotice)))}}
	for line := range strings.Lines(e.Notice) {
		if line = words.OneLine(line); line != "" {
			doc.Blocks = append(doc.Blocks, para(plain(line)))
		}
	}
	return doc
}
