package simulator

import (
	"net/url"
	"regexp"
	"slices"
	"time"
)

const (
	updateLife   = 24 * time.Hour
	maxUpdates   = 100_000
	maxPoll      = 50 // seconds
	firstUpdate  = 640_000_001
	defaultLimit = 100
)

// updateQueue holds what the bot was not told yet, or did not confirm. The
// server's mutex guards it.
type updateQueue struct {
	pending []queued
	next    int64
	wake    chan struct{} // closed and replaced when something arrives
	poll    *poll         // the getUpdates that waits
	allowed []string      // nil: the default set
	webhook string
}

type queued struct {
	Update
	at time.Time
}

// poll is a waiting getUpdates; a second one ends it.
type poll struct{ ended chan error }

func newUpdateQueue() updateQueue {
	return updateQueue{next: firstUpdate, wake: make(chan struct{})}
}

// kind is the update's name in allowed_updates.
func (u Update) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.EditedMessage != nil:
		return "edited_message"
	case u.ChannelPost != nil:
		return "channel_post"
	case u.InlineQuery != nil:
		return "inline_query"
	case u.CallbackQuery != nil:
		return "callback_query"
	case u.MyChatMember != nil:
		return "my_chat_member"
	default:
		return "chat_member"
	}
}

// enqueue gives an update its number, unless the bot does not want its kind.
// The oldest leave when there are too many.
func (s *Server) enqueue(u Update) {
	q := &s.updates
	if q.allowed == nil && u.kind() == "chat_member" || q.allowed != nil && !slices.Contains(q.allowed, u.kind()) {
		return
	}
	u.ID = q.next
	q.next++
	if len(q.pending) >= maxUpdates {
		q.pending = slices.Clone(q.pending[maxUpdates/2:])
	}
	q.pending = append(q.pending, queued{Update: u, at: s.now()})
	close(q.wake)
	q.wake = make(chan struct{})
}

// Pending counts the updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.pending)
}

// Polling says whether a getUpdates waits for something to happen.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates.poll != nil
}

func (s *Server) getUpdates(c *call) (any, error) {
	offset := c.number("offset", 0, -1<<62, 1<<62)
	limit := int(c.number("limit", defaultLimit, 1, defaultLimit))
	timeout := time.Duration(c.number("timeout", 0, 0, maxPoll)) * time.Second
	me := &poll{ended: make(chan error, 1)}
	s.mu.Lock()
	if s.updates.webhook != "" {
		s.mu.Unlock()
		return nil, errWebhook
	}
	if err := s.allow(c); err != nil {
		s.mu.Unlock()
		return nil, err
	}
	if other := s.updates.poll; other != nil {
		other.ended <- errOtherPoll
	}
	s.updates.poll = me
	s.updates.confirm(offset, s.now())
	s.mu.Unlock()
	defer s.endPoll(me)

	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		batch, wake := s.batch(limit)
		if len(batch) > 0 || timeout == 0 {
			return batch, nil
		}
		select {
		case <-wake:
		case <-timer.C:
			return []Update{}, nil
		case err := <-me.ended:
			return nil, err
		case <-c.request.Context().Done():
			return nil, c.request.Context().Err()
		}
	}
}

// allow remembers which kinds of updates the bot wants; absent keeps what was
// asked before, an empty list is the default set.
func (s *Server) allow(c *call) error {
	var kinds []string
	given, err := c.object("allowed_updates", "allowed updates", &kinds)
	if err != nil || !given {
		return err
	}
	s.updates.allowed = kinds
	if len(kinds) == 0 {
		s.updates.allowed = nil
	}
	return nil
}

func (s *Server) endPoll(me *poll) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.updates.poll == me {
		s.updates.poll = nil
	}
}

func (s *Server) batch(limit int) ([]Update, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := &s.updates
	batch := make([]Update, 0, min(limit, len(q.pending)))
	for _, u := range q.pending[:min(limit, len(q.pending))] {
		batch = append(batch, u.Update)
	}
	return batch, q.wake
}

// confirm forgets the updates below offset and those that are too old; a
// negative offset keeps only that many of the newest.
func (q *updateQueue) confirm(offset int64, now time.Time) {
	keep := 0
	if offset < 0 {
		keep = max(0, len(q.pending)+int(max(offset, -maxUpdates)))
	}
	for keep < len(q.pending) && (q.pending[keep].ID < offset || now.Sub(q.pending[keep].at) > updateLife) {
		keep++
	}
	clear(q.pending[:keep])
	q.pending = q.pending[keep:]
}

// EndPoll ends the poll that waits, as a second poller somewhere else would.
func (s *Server) EndPoll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.updates.poll; p != nil {
		p.ended <- errOtherPoll
		s.updates.poll = nil
	}
}

func (s *Server) setWebhook(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.allow(c); err != nil {
		return nil, err
	}
	address := c.text("url")
	if address != "" {
		if err := checkWebhook(address, c.text("secret_token")); err != nil {
			return nil, err
		}
	}
	if c.flag("drop_pending_updates") {
		s.updates.pending = nil
	}
	s.updates.webhook = address
	if p := s.updates.poll; p != nil && address != "" {
		p.ended <- &apiError{code: 409, text: "Conflict: terminated by setWebhook request"}
		s.updates.poll = nil
	}
	return true, nil
}

func (s *Server) deleteWebhook(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.flag("drop_pending_updates") {
		s.updates.pending = nil
	}
	s.updates.webhook = ""
	return true, nil
}

func (s *Server) getWebhookInfo(*call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := map[string]any{"url": s.updates.webhook, "has_custom_certificate": false, "pending_update_count": len(s.updates.pending)}
	if s.updates.allowed != nil {
		info["allowed_updates"] = s.updates.allowed
	}
	return info, nil
}

var webhookPorts = []string{"", "80", "88", "443", "8443"}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// checkWebhook holds an address to the rules; the simulator never calls it.
func checkWebhook(address, secret string) error {
	parsed, err := url.Parse(address)
	switch {
	case err != nil || parsed.Host == "":
		return badRequest("bad webhook: invalid webhook URL specified")
	case parsed.Scheme != "https":
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	case !slices.Contains(webhookPorts, parsed.Port()):
		return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	case !secretForm.MatchString(secret):
		return badRequest("secret token contains unallowed characters")
	}
	return nil
}
