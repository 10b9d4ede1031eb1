package bot

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"attache"
	"attache/internal/text"
)

// Readers say what is wrong: that a quote stands under a wrong name, that reports are
// not of one story, that one is no diplomacy. The buttons below /quotes and /why lead
// there; in channels they are links to the reader's own chat. What a button says is
// looked up again before it counts: it may be old, forged, or of another chat.

const (
	mostCorrected    = 30 // a chat may say so much a day
	mostWrongQuotes  = 6  // of a story are offered
	wrongFromReports = 12 // looked at for them
)

// wrongButtons lead to what may be wrong of stories that are explained.
func (b *Bot) wrongButtons(to speaker, chat attache.Chat, list []coverage) [][]attache.Button {
	if chat.ID == "" {
		return nil
	}
	limits := b.Channels.Limits(chat.ID)
	var rows [][]attache.Button
	var row []attache.Button
	for i, c := range list[:min(len(list), mostExplained)] {
		command := "/wrong in " + c.id
		if c.story.ID == "" || !limits.HoldsCommand(command) {
			continue
		}
		label := to.text(textButtonWrong)
		if len(list) > 1 {
			label = to.text(textButtonWrongIn, i+1)
		}
		if row = append(row, button(label, command)); len(row) == 5 {
			rows, row = append(rows, row), nil
		}
	}
	if row != nil {
		rows = append(rows, row)
	}
	return rows
}

// wrong offers what may be said to be wrong, or notes it: "list VIEW PAGE", "in
// STORY", "speaker ARTICLE QUOTE", "story STORY", "topic STORY".
func (b *Bot) wrong(ctx context.Context, r request) (reply, error) {
	var what [3]string
	copy(what[:], strings.Fields(r.text))
	switch {
	case what[0] == "list":
		return b.wrongSpeakers(ctx, r, strings.TrimSpace(strings.TrimPrefix(r.text, "list")))
	case what[0] == "in" && what[1] != "":
		return b.wrongIn(ctx, r, what[1])
	case what[0] == "speaker" && what[2] != "":
		return b.noteWrong(ctx, r, func() (attache.Correction, error) { return b.wrongQuote(ctx, what[1], what[2]) })
	case (what[0] == "story" || what[0] == "topic") && what[1] != "":
		return b.noteWrong(ctx, r, func() (attache.Correction, error) {
			return b.wrongStory(ctx, attache.CorrectionKind(what[0]), what[1])
		})
	}
	return reply{}, advise(textWrongHow)
}

// wrongSpeakers offers the quotes of a page of /quotes.
func (b *Bot) wrongSpeakers(ctx context.Context, r request, at string) (reply, error) {
	v, page, err := b.viewAt(ctx, r.chat.ID, at)
	if err != nil {
		return reply{}, err
	}
	if r.call = b.called(v.Command, v.Text); r.row == nil || r.row.list == nil {
		return reply{}, advise(textPageGone)
	}
	l, err := r.row.list(ctx, r, v.place(page))
	if err != nil {
		return reply{}, err
	}
	doc := r.to.say(textWrongWhich)
	for _, e := range l.entries {
		if e.quote != nil {
			doc.Buttons = b.offerWrong(r.chat, doc.Buttons, *e.quote)
		}
	}
	if len(doc.Buttons) == 0 {
		return reply{}, advise(textPageGone)
	}
	return reply{doc: doc}, nil
}

// offerWrong adds a button that says that a quote's speaker is wrong.
func (b *Bot) offerWrong(chat attache.Chat, rows [][]attache.Button, q attache.Quote) [][]attache.Button {
	command := fmt.Sprintf("/wrong speaker %s %s", q.ArticleID, q.Key())
	if !b.Channels.Limits(chat.ID).HoldsCommand(command) {
		return rows
	}
	label := tame(q.Speaker, 40) + ": " + text.OneLine(q.Text)
	return append(rows, []attache.Button{button(text.Shorten(label, 60), command)})
}

// wrongIn offers what may be wrong of a story.
func (b *Bot) wrongIn(ctx context.Context, r request, id string) (reply, error) {
	c, err := b.coverageOf(ctx, id)
	if errors.Is(err, attache.ErrNotFound) {
		return reply{}, advise(textWrongGone)
	}
	if err != nil {
		return reply{}, err
	}
	doc := attache.Document{Blocks: []attache.Block{para(headline(c.head.Title, c.head.URL)), para(r.to.fill(textWrongWhat)...)}}
	row := []attache.Button{r.to.button(textButtonNotDiplomacy, "/wrong topic "+id)}
	if len(c.story.ArticleIDs) > 1 {
		row = append([]attache.Button{r.to.button(textButtonNotOneStory, "/wrong story "+id)}, row...)
	}
	doc.Buttons = [][]attache.Button{row}
	for _, report := range c.reports[:min(len(c.reports), wrongFromReports)] {
		a, err := b.Store.Article(ctx, report.ArticleID)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return reply{}, err
		}
		for _, q := range a.Quotes {
			if q.Showable() && len(doc.Buttons) <= mostWrongQuotes {
				doc.Buttons = b.offerWrong(r.chat, doc.Buttons, a.Cite(q))
			}
		}
	}
	return reply{doc: doc}, nil
}

// wrongQuote is the correction of a quote that is shown.
func (b *Bot) wrongQuote(ctx context.Context, article, key string) (c attache.Correction, err error) {
	a, err := b.Store.Article(ctx, article)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(a.Quotes, func(q attache.Quote) bool { return q.Key() == key && q.Showable() })
	if i < 0 || !a.Relevant {
		return c, attache.ErrNotFound
	}
	q := a.Quotes[i]
	return attache.Correction{
		ArticleID: a.ID, Kind: attache.WrongSpeaker, QuoteKey: key, Speaker: q.Speaker, Text: q.Text, Segments: q.Segments, StoryID: a.StoryID,
	}, nil
}

// wrongStory is a correction of a story's headline report.
func (b *Bot) wrongStory(ctx context.Context, kind attache.CorrectionKind, id string) (attache.Correction, error) {
	c, err := b.coverageOf(ctx, id)
	if err != nil {
		return attache.Correction{}, err
	}
	one := attache.Correction{ArticleID: c.head.ArticleID, Kind: kind, StoryID: id}
	if kind == attache.NotOneStory {
		if len(c.story.ArticleIDs) < 2 {
			return one, attache.ErrNotFound
		}
		one.Reports = c.story.ArticleIDs[:min(len(c.story.ArticleIDs), mostReports)]
	}
	return one, nil
}

// noteWrong counts the voice of who says that something is wrong, once.
func (b *Bot) noteWrong(ctx context.Context, r request, find func() (attache.Correction, error)) (reply, error) {
	if r.in.UserID == "" || r.in.UserID == r.in.ChatID && r.in.ChatKind != attache.Private {
		return reply{}, advise(textWrongWho)
	}
	c, err := find()
	if errors.Is(err, attache.ErrNotFound) {
		return reply{}, advise(textWrongGone)
	}
	if err != nil {
		return reply{}, err
	}
	c.First, c.Last = b.Now().UTC(), b.Now().UTC()
	voice, err := b.voice.of(ctx, b.Store, r.in.UserID, c.Key())
	if err != nil {
		return reply{}, err
	}
	free, err := b.mayCorrect(ctx, r.chat.ID)
	if err != nil {
		return reply{}, err
	}
	if !free {
		return reply{}, advise(textWrongMost)
	}
	added, err := b.Store.Correct(ctx, c, voice)
	switch {
	case errors.Is(err, attache.ErrNotFound):
		return reply{}, advise(textWrongGone)
	case err != nil:
		return reply{}, err
	}
	said := textWrongNoted
	if !added {
		said = textWrongAgain
	} else if err := b.corrected(ctx, r.chat.ID); err != nil {
		return reply{}, err
	}
	b.judged.forget()
	if r.pressed() {
		return reply{hint: said}, nil
	}
	return reply{doc: r.to.say(said)}, nil
}

// corrections of a chat's day.
type dayCount struct {
	Day string `json:"day"`
	N   int    `json:"n"`
}

func wrongKey(chatID string) string { return "bot.wrong." + chatID }

func (b *Bot) correctedToday(ctx context.Context, chatID string) (dayCount, error) {
	today := dayCount{Day: b.Now().UTC().Format(time.DateOnly)}
	raw, err := b.Store.Note(ctx, wrongKey(chatID))
	var kept dayCount
	if err == nil && json.Unmarshal(raw, &kept) == nil && kept.Day == today.Day {
		return kept, nil
	}
	if errors.Is(err, attache.ErrNotFound) {
		err = nil
	}
	return today, err
}

// mayCorrect tells whether a chat has not said too much today.
func (b *Bot) mayCorrect(ctx context.Context, chatID string) (bool, error) {
	today, err := b.correctedToday(ctx, chatID)
	return today.N < mostCorrected, err
}

func (b *Bot) corrected(ctx context.Context, chatID string) error {
	today, err := b.correctedToday(ctx, chatID)
	if err != nil {
		return err
	}
	today.N++
	raw, err := json.Marshal(today)
	if err != nil {
		return err
	}
	return b.Store.SetNote(ctx, wrongKey(chatID), raw)
}

// secret makes of who says something a voice that tells nothing of them: without the
// installation's secret it can be told neither whose it is, nor that two of different
// corrections are of one person.
type secret struct {
	mu  sync.Mutex
	key []byte
}

const secretNote = "bot.secret"

func (s *secret) of(ctx context.Context, notes attache.Notebook, who, about string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key == nil {
		key, err := notes.Note(ctx, secretNote)
		if errors.Is(err, attache.ErrNotFound) || err == nil && len(key) < sha256.Size {
			key = make([]byte, sha256.Size)
			_, _ = rand.Read(key) // never fails
			err = notes.SetNote(ctx, secretNote, key)
		}
		if err != nil {
			return "", err
		}
		s.key = key
	}
	mac := hmac.New(sha256.New, s.key)
	_, _ = mac.Write([]byte(who + "\x00" + about)) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil)[:8]), nil
}

// judged is how often a speaker was said to be wrong, as counted a while ago.
type judged struct {
	mu sync.Mutex
	at time.Time
	n  int
}

const judgedAge = 10 * time.Minute

func (j *judged) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.at = time.Time{}
}

func (j *judged) speakers(ctx context.Context, store attache.Corrections, now time.Time) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.at.IsZero() && now.Sub(j.at) < judgedAge {
		return j.n, nil
	}
	n := 0
	err := store.EachCorrection(ctx, func(c attache.Correction) error {
		if c.Kind == attache.WrongSpeaker {
			n += len(c.Voices)
		}
		return nil
	})
	if err == nil {
		j.n, j.at = n, now
	}
	return n, err
}

// wrongRate says how often readers said that a speaker was wrong, of how many shown.
func (b *Bot) wrongRate(ctx context.Context, to speaker) (string, error) {
	if b.Shown == nil {
		return "", nil
	}
	shown, err := b.Shown.Total(ctx)
	if err != nil || shown == 0 {
		return "", err
	}
	wrong, err := b.judged.speakers(ctx, b.Store, b.Now())
	return to.text(textAboutWrong, to.text(textTimes, int(shown)), to.text(textTimes, wrong)), err
}
