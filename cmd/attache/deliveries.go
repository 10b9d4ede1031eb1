package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"attache"
	words "attache/internal/text"
)

// deliveriesCommand tells what each chat got, when, and why it did not.
type deliveriesCommand struct {
	Chat   []string `arg:"" optional:"" help:"Only to this chat: its id, or words of its title."`
	Number int      `short:"n" help:"How many at most; 0 for all." default:"50"`
	State  string   `help:"Only those that are pending, claimed, sent, dead or expired."`
}

func (c *deliveriesCommand) Run(s *session) error {
	states := []string{
		string(attache.Pending), string(attache.Claimed), string(attache.Sent), string(attache.Dead), string(attache.Expired),
	}
	if err := checkOneOf(c.State, states...); err != nil {
		return usage("--state: %w", err)
	}
	if c.Number < 0 {
		return usage("-n %d is out of range; write how many, or 0 for all", c.Number)
	}
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	q := attache.DeliveryQuery{Limit: c.Number}
	if c.State != "" {
		q.States = []attache.DeliveryState{attache.DeliveryState(c.State)}
	}
	table, done := tableOn(s.env.out)
	fmt.Fprintln(table, "CHAT\tTITLE\tWHAT\tSLOT\tSTATE\tAT\tLATE\tTRIES\tWHY")
	titles := map[string]string{}
	show := func(d attache.Delivery) error {
		title, known := titles[d.ChatID]
		if !known {
			title = h.titleOf(s.ctx, d.ChatID)
			titles[d.ChatID] = title
		}
		return printDelivery(table, d, title)
	}
	if len(c.Chat) == 0 {
		return errors.Join(h.store.EachDelivery(s.ctx, q, show), done())
	}
	chats, err := h.chatsNamed(s.ctx, strings.Join(c.Chat, " "))
	if err != nil {
		return err
	}
	for _, chat := range chats {
		q.ChatID = chat.ID
		if err := h.store.EachDelivery(s.ctx, q, show); err != nil {
			return err
		}
	}
	return done()
}

// printDelivery writes a line: times are in UTC, and how late it was is told
// where it was sent or waits.
func printDelivery(w io.Writer, d attache.Delivery, title string) error {
	what := "digest"
	if d.Kind != attache.DigestDelivery {
		what = string(d.Kind)
	}
	at, late := d.Settled, ""
	switch d.State {
	case attache.Pending, attache.Claimed:
		at = d.NotBefore
	case attache.Sent:
		late = max(d.Settled.Sub(d.Slot), 0).Round(time.Second).String()
	case attache.Dead, attache.Expired:
	}
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", safe(d.ChatID), safe(title), what, minuteOf(d.Slot), d.State,
		minuteOf(at), late, d.Attempts, safe(strings.ReplaceAll(d.Problem, "\n", " ")))
	return err
}

func minuteOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

// titleOf is a chat's title; "" where it is not known any more.
func (h *app) titleOf(ctx context.Context, id string) string {
	chat, err := h.store.Chat(ctx, id)
	if err != nil {
		return ""
	}
	return chat.Title
}

// chatsNamed are the chats with an id, or with words in their title.
func (h *app) chatsNamed(ctx context.Context, name string) ([]attache.Chat, error) {
	if chat, err := h.store.Chat(ctx, name); err == nil {
		return []attache.Chat{chat}, nil
	}
	if chat, err := h.store.Chat(ctx, adminAddress(name)); err == nil {
		return []attache.Chat{chat}, nil
	}
	var found []attache.Chat
	err := h.store.EachChat(ctx, func(chat attache.Chat) error {
		if strings.Contains(strings.ToLower(chat.Title), strings.ToLower(name)) {
			found = append(found, chat)
		}
		return nil
	})
	if err == nil && len(found) == 0 {
		err = usage("no chat has the id %q or these words in its title; `attache deliveries` shows all", name)
	}
	return found, err
}

// tableOn aligns columns where a person reads; elsewhere they are separated by tabs.
func tableOn(w io.Writer) (table io.Writer, done func() error) {
	if !isTerminal(w) {
		return w, func() error { return nil }
	}
	aligned := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	return aligned, aligned.Flush
}

// statusCommand says how things are.
type statusCommand struct {
	Running bool `help:"Fail where no bot runs with this store."`
}

func (c *statusCommand) Run(s *session) error {
	h, err := s.openExisting()
	if err != nil {
		return err
	}
	defer h.close()
	if c.Running && h.live == nil {
		return errors.New("no bot runs with this store")
	}
	state, err := h.state(s.ctx)
	if err != nil {
		return err
	}
	table, done := tableOn(s.env.out)
	for _, line := range state.lines(h.now()) {
		fmt.Fprintf(table, "%s\t%s\n", line[0], safe(line[1]))
	}
	return done()
}

// houseState is how things are.
type houseState struct {
	store      string
	bytes      int64
	free       int64
	version    string
	since      time.Time // when the bot started; zero: it does not run
	sources    map[string]int
	polled     time.Time // a source, last
	newest     time.Time // when the newest article was fetched
	chats      map[attache.ChatState]int
	next       time.Time // when the next digest is due
	deliveries map[attache.DeliveryState]int
	backup     time.Time // the last scheduled one
	wrong      int       // what readers say is wrong
	retention  string    // as configured, in words; "" none
	retained   *retained // what it did last
	troubles   []string
}

// state looks how things are.
func (h *app) state(ctx context.Context) (houseState, error) {
	st := houseState{store: h.config.Store, version: version, sources: map[string]int{}, chats: map[attache.ChatState]int{}}
	if h.live != nil {
		st.since, st.troubles = h.live.since, h.live.troubles.list()
	}
	if u, ok := h.store.(attache.Upkeep); ok {
		var err error
		if st.bytes, st.free, err = u.Size(ctx); err != nil {
			return st, err
		}
	}
	sources, err := h.store.ListSources(ctx)
	if err != nil {
		return st, err
	}
	for i := range sources {
		st.sources[sourceState(&sources[i])]++
		if at := sources[i].Polling.Checked; at.After(st.polled) {
			st.polled = at
		}
	}
	if page, _, err := h.store.Articles(ctx, attache.ArticleQuery{All: true, Limit: 1}); err == nil && len(page) > 0 {
		st.newest = page[0].When()
	}
	if err := h.store.EachChat(ctx, func(chat attache.Chat) error {
		st.chats[chat.State]++
		if chat.Subscribed() && !chat.NextSlot.IsZero() && (st.next.IsZero() || chat.NextSlot.Before(st.next)) {
			st.next = chat.NextSlot
		}
		return nil
	}); err != nil {
		return st, err
	}
	if st.deliveries, err = h.store.CountDeliveries(ctx); err != nil {
		return st, err
	}
	if st.wrong, err = h.countCorrections(ctx); err != nil {
		return st, err
	}
	if st.backup, err = h.lastBackup(ctx); err != nil {
		return st, err
	}
	st.retention = h.settings().Retention.words()
	st.retained, err = h.lastRetained(ctx)
	return st, err
}

// sourceState is how polling a source goes, in a word.
func sourceState(s *attache.Source) string {
	switch p := &s.Polling; {
	case p.State == attache.PollGone:
		return "gone"
	case p.State == attache.PollPaused:
		return "paused"
	case p.Failures > 0:
		return "failing"
	case p.Checked.IsZero():
		return "new"
	}
	return "well"
}

// lines are the state as a person reads it.
func (st *houseState) lines(now time.Time) [][2]string {
	running := "no; this is the store alone"
	if !st.since.IsZero() {
		running = "since " + minuteOf(st.since) + " UTC"
	}
	when := func(t time.Time) string {
		if t.IsZero() {
			return "never"
		}
		return minuteOf(t) + " UTC, " + ago(now, t)
	}
	next := "none"
	if !st.next.IsZero() {
		next = minuteOf(st.next) + " UTC"
	}
	lines := [][2]string{
		{"running", running},
		{"version", st.version},
		{"store", fmt.Sprintf("%s, %s, %s of it free", st.store, bytesOf(st.bytes), bytesOf(st.free))},
		{"sources", counted(st.sources, "well", "failing", "paused", "gone", "new")},
		{"last polled", when(st.polled)},
		{"newest article", when(st.newest)},
		{"chats", counted(st.chats, attache.ChatActive, attache.ChatPaused, attache.ChatStopped, attache.ChatGone)},
		{"next digest", next},
		{"deliveries", counted(st.deliveries, attache.Pending, attache.Claimed, attache.Sent, attache.Dead, attache.Expired)},
		{"corrections", fmt.Sprint(st.wrong)},
		{"last backup", when(st.backup)},
	}
	if kept := cmp.Or(st.retention, "everything"); st.retained == nil {
		lines = append(lines, [2]string{"kept", kept})
	} else {
		lines = append(lines, [2]string{"kept", fmt.Sprintf("%s; last took away %s and %s on %s UTC", kept,
			words.Count(st.retained.Articles, "report", "reports"), words.Count(st.retained.Links, "proof", "proofs"), minuteOf(st.retained.At))})
	}
	for _, t := range st.troubles {
		lines = append(lines, [2]string{"trouble", t})
	}
	return lines
}

// counted says how many there are of each kind.
func counted[K ~string](n map[K]int, order ...K) string {
	var parts []string
	total := 0
	for _, k := range order {
		if total += n[k]; n[k] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[k], k))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), fmt.Sprint(total))
}
