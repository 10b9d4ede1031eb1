package facebook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"attache"
)

// memory is what is known of a page from one start to the next.
type memory struct {
	Posts   []attempt `json:"posts,omitempty"`   // the latest, oldest first
	Held    time.Time `json:"held,omitzero"`     // nothing is posted before
	Blocked bool      `json:"blocked,omitempty"` // and that is not merely a rate
	Refused string    `json:"refused,omitempty"` // fingerprint of a token that is not valid
	Why     string    `json:"why,omitempty"`
	Warned  string    `json:"warned,omitempty"` // which end of which token was told, and how near it was
}

// attempt is a post that was tried.
type attempt struct {
	Key     string        `json:"key"`
	At      time.Time     `json:"at"`
	Posted  bool          `json:"posted,omitempty"`
	ID      string        `json:"id,omitempty"`
	Settles time.Duration `json:"settles,omitempty"` // how long it may still appear
}

// mostPosts is how many are kept in mind: more than a day's.
const mostPosts = 100

func (m *memory) find(key string) *attempt {
	i := slices.IndexFunc(m.Posts, func(a attempt) bool { return a.Key == key })
	if i < 0 {
		return nil
	}
	return &m.Posts[i]
}

func (m *memory) forget(key string) {
	m.Posts = slices.DeleteFunc(m.Posts, func(a attempt) bool { return a.Key == key })
}

func (m *memory) put(a attempt) {
	m.forget(a.Key)
	m.Posts = append(m.Posts, a)
	m.Posts = m.Posts[max(0, len(m.Posts)-mostPosts):]
}

// since counts the posts since then.
func (m *memory) since(then time.Time) int {
	n := 0
	for _, a := range m.Posts {
		if a.Posted && !a.At.Before(then) {
			n++
		}
	}
	return n
}

func (m *memory) hold(till time.Time, blocked bool, why string) {
	m.Held, m.Blocked, m.Why = till.UTC(), blocked, why
}

// fingerprint tells one token from another without holding it.
func fingerprint(token string) string { return attache.TextHash("token", token) }

func (c *Client) note() string { return "publish." + c.Address() }

func (c *Client) recall(ctx context.Context) (memory, error) {
	var m memory
	raw, err := c.Notes.Note(ctx, c.note())
	switch {
	case errors.Is(err, attache.ErrNotFound):
		return m, nil
	case err != nil:
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, fmt.Errorf("note %s: %w", c.note(), err)
	}
	return m, nil
}

// remember stores it, even where the send itself is cut.
func (c *Client) remember(ctx context.Context, m *memory) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
	defer cancel()
	return c.Notes.SetNote(ctx, c.note(), raw)
}

const storeTime = 20 * time.Second

// trying notes that a post is about to be made.
func (c *Client) trying(ctx context.Context, m *memory, key string, settles time.Duration) error {
	m.put(attempt{Key: key, At: c.Now().UTC(), Settles: settles})
	if err := c.remember(ctx, m); err != nil {
		return &attache.SendError{Fault: attache.FaultRetry, Err: fmt.Errorf("facebook: a post cannot be noted, so it is not made: %w", err)}
	}
	return nil
}

// posted notes that a post stands on the page. It has succeeded, so that a store that
// fails now is only told: the post is found by reading back.
func (c *Client) posted(ctx context.Context, m *memory, key, id string) {
	m.put(attempt{Key: key, At: c.Now().UTC(), Posted: true, ID: id})
	m.Refused = ""
	if err := c.remember(ctx, m); err != nil {
		c.Logger.ErrorContext(ctx, "a post could not be noted", "page", c.Page, "post", id, "err", err)
	}
}

// Bounds of reading back.
const (
	backPosts = 25
	backPages = 4
	clockSlip = 15 * time.Minute // by which Facebook's clock may differ from ours
)

// readBack looks for a post among the latest of the page: for its own page's address,
// or where it has none for its whole text.
func (c *Client) readBack(ctx context.Context, token string, p message, since time.Time) (id string, found bool, err error) {
	params := url.Values{"fields": {"id,message,permalink_url,created_time"}, "limit": {fmt.Sprint(backPosts)}}
	for range backPages {
		var list struct {
			Data []struct {
				ID      string `json:"id"`
				Message string `json:"message"`
				Created string `json:"created_time"`
			} `json:"data"`
			Paging struct {
				Cursors struct {
					After string `json:"after"`
				} `json:"cursors"`
				Next string `json:"next"`
			} `json:"paging"`
		}
		if err := c.call(ctx, token, http.MethodGet, "/"+c.Page+"/published_posts", params, &list); err != nil {
			return "", false, err
		}
		older := false
		for _, post := range list.Data {
			if p.own && slices.Contains(strings.Fields(post.Message), p.link) || !p.own && flat(post.Message) == flat(p.text) {
				return post.ID, true, nil
			}
			at, err := created(post.Created)
			older = older || err == nil && at.Before(since.Add(-clockSlip))
		}
		if older || list.Paging.Next == "" || list.Paging.Cursors.After == "" {
			break
		}
		params.Set("after", list.Paging.Cursors.After)
	}
	return "", false, nil
}

// created reads a time as the Graph API writes it.
func created(text string) (time.Time, error) {
	at, err := time.Parse("2006-01-02T15:04:05-0700", text)
	if err != nil {
		at, err = time.Parse(time.RFC3339, text)
	}
	return at, err
}
