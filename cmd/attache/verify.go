package main

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache"
	"attache/internal/proof"
	words "attache/internal/text"
	"attache/store"
	"attache/store/bolt"
)

// verifyCommand checks the chain of proofs, and finds in it what a chat was told.
type verifyCommand struct {
	Chat    string   `arg:"" optional:"" help:"Also print what this chat was told: its id, or words of its title."`
	Slot    string   `arg:"" optional:"" help:"Only at this time, such as 2026-03-01T07:00Z or \"2026-03-01 07:00\" (UTC)."`
	Message string   `help:"Find this message, or one quote's words: a file, or - for standard input." placeholder:"FILE"`
	Key     []string `help:"Only this key may have signed (a file; several: may be given more than once)." placeholder:"FILE"`
	Head    []string `help:"This link must be in the chain, as an earlier verify printed it." placeholder:"NUMBER:HASH"`
}

// maxMessage is more than any message has.
const maxMessage = 1 << 20

func (c *verifyCommand) Run(s *session) error {
	asked, err := c.read(s)
	if err != nil {
		return err
	}
	h, book, err := s.openProofs()
	if err != nil {
		return err
	}
	defer h.close()
	if err := asked.findChat(s.ctx, h); err != nil {
		return err
	}
	found, sum, err := asked.walk(s.ctx, h.store, book)
	if err != nil {
		return err
	}
	own := h.ownKey()
	if last := len(sum.Keys) - 1; last >= 0 && len(asked.verifier.Trust) == 0 && own != nil && !own.Equal(sum.Keys[last].Key) {
		return &proof.BrokenError{Link: sum.Keys[last].From, Why: fmt.Sprintf("from here on the key %s signed; the one in %s is %s",
			proof.Fingerprint(sum.Keys[last].Key), h.config.proofKeyFile(), proof.Fingerprint(own))}
	}
	for i := range found {
		found[i].print(s.env.out)
	}
	printSummary(s.env.out, &sum, len(asked.verifier.Trust) == 0 && own == nil)
	if len(found) == 0 && (asked.message != nil || asked.chat != "") {
		return errors.New("the chain holds, and no link in it tells of that")
	}
	return nil
}

// inquiry is what is looked for.
type inquiry struct {
	verifier proof.Verifier
	message  []byte
	chat     string                // as it was typed
	chats    map[proof.Hash]string // the chats that were meant, by their commitments
	slot     time.Time             // zero: any
}

// read takes what was typed.
func (c *verifyCommand) read(s *session) (*inquiry, error) {
	q := &inquiry{chat: c.Chat, chats: map[proof.Hash]string{}, verifier: proof.Verifier{Known: map[uint64]proof.Hash{}}}
	for _, name := range c.Key {
		raw, err := s.readFile(name, maxToken)
		if err != nil {
			return nil, err
		}
		key, err := publicKey(raw)
		if err != nil {
			return nil, usage("--key %s: %w", safe(name), err)
		}
		q.verifier.Trust = append(q.verifier.Trust, key)
	}
	for _, text := range c.Head {
		number, hash, ok := strings.Cut(text, ":")
		n, err := strconv.ParseUint(number, 10, 64)
		var h proof.Hash
		if !ok || err != nil || n == 0 || h.UnmarshalText([]byte(hash)) != nil {
			return nil, usage("--head %q is no link; write NUMBER:HASH as `attache verify` prints it behind head", text)
		}
		q.verifier.Known[n] = h
	}
	var err error
	if c.Slot != "" {
		if q.slot, err = parseMinute(c.Slot); err != nil {
			return nil, err
		}
	}
	if c.Message != "" {
		if q.message, err = s.readFile(c.Message, maxMessage); err == nil && len(strings.TrimSpace(string(q.message))) == 0 {
			err = usage("--message %s: it is empty", safe(c.Message))
		}
	}
	return q, err
}

// readFile reads a file that the caller has: at most so many bytes.
func (s *session) readFile(name string, most int64) ([]byte, error) {
	in, err := s.input(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(raw)) > most {
		err = usage("%s has more than %d bytes; is it the right file?", safe(name), most)
	}
	return raw, err
}

// parseMinute reads a time of a slot, in UTC where it names no zone.
func parseMinute(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usage("%q is no time; write it as 2026-03-01T07:00Z", text)
}

// openProofs opens the store to read the chain in it: nothing is written, so that a
// backup stays what it is, and one that is damaged elsewhere can be read.
func (s *session) openProofs() (*app, proof.Book, error) {
	if s.live != nil {
		h := s.live.lend(s)
		book, ok := h.store.(proof.Book)
		if !ok {
			return nil, nil, usage("%w", errNoUpkeep)
		}
		return h, book, nil
	}
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return nil, nil, err
	}
	path, isFile := store.File(c.Store)
	if !isFile {
		return nil, nil, usage("%w", errNoUpkeep)
	}
	log := newLogger(s.env.err, s.flags.Verbose)
	kept, err := bolt.OpenDamaged(path, log)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, usage("there is no store at %s; name one with --store", path)
	case err != nil:
		return nil, nil, usage("%w", err)
	}
	return &app{config: c, store: kept, log: log, now: time.Now}, kept, nil
}

// ownKey is the key that this installation signs with; nil where it cannot be read.
func (h *app) ownKey() ed25519.PublicKey {
	raw, err := readSmall(h.config.proofKeyFile(), maxToken)
	if err != nil {
		return nil
	}
	key, err := publicKey(raw)
	if err != nil {
		return nil
	}
	return key
}

// findChat looks the chats up that were meant.
func (q *inquiry) findChat(ctx context.Context, h *app) error {
	if q.chat == "" {
		return nil
	}
	chats, err := h.chatsNamed(ctx, q.chat)
	if err != nil {
		return err
	}
	book, ok := h.store.(proof.Book)
	if !ok {
		return usage("%w", errNoUpkeep)
	}
	for i := range chats {
		commitments, err := book.ProvenTo(ctx, chats[i].ID)
		if err != nil {
			return err
		}
		for _, c := range commitments {
			q.chats[c] = chats[i].ID
		}
	}
	return nil
}

// finding is a link that tells of what was looked for.
type finding struct {
	link    proof.Link
	body    proof.Body
	content proof.Content
	what    string // of the message; "" where a chat was asked for
	quote   *proof.QuoteMark
	chat    string // "" where it was not asked for
}

// mostWalks is how often a chain is walked whose beginning is pruned meanwhile.
const mostWalks = 5

// walk checks the whole chain, and finds in it what was asked for. Where the running bot
// pruned the chain meanwhile, it is walked again: what is missing then is no fault.
func (q *inquiry) walk(ctx context.Context, kept attache.DeliveryLog, book proof.Book) (found []finding, sum proof.Summary, err error) {
	for range mostWalks {
		begun, readErr := firstLink(ctx, book)
		if readErr != nil {
			return nil, sum, readErr
		}
		found, sum, err = q.walkOnce(ctx, kept, book)
		if _, broken := errors.AsType[*proof.BrokenError](err); !broken {
			break
		}
		if now, readErr := firstLink(ctx, book); readErr != nil || now.Number == begun.Number {
			break
		}
		q.verifier = proof.Verifier{Trust: q.verifier.Trust, Known: q.verifier.Known}
	}
	return found, sum, err
}

// firstLink is the first link that is there; its number is 0 where there is none.
func firstLink(ctx context.Context, book proof.Book) (link proof.Link, err error) {
	err = book.EachLink(ctx, 0, func(l proof.Link) error {
		link = l
		return errFound
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return link, err
}

func (q *inquiry) walkOnce(ctx context.Context, kept attache.DeliveryLog, book proof.Book) (found []finding, sum proof.Summary, err error) {
	if q.verifier.First, err = book.FirstKey(ctx); err != nil {
		return nil, sum, err
	}
	q.verifier.Content = func(hash proof.Hash) ([]byte, error) { return book.Content(ctx, hash) }
	err = book.EachLink(ctx, 0, func(l proof.Link) error {
		if err := q.verifier.Take(l); err != nil {
			now, readErr := linkAt(ctx, book, l.Number)
			if readErr != nil || now.Text != nil || l.Text == nil {
				return err
			}
			l = now // its chat was forgotten since it was read
			if err := q.verifier.Take(l); err != nil {
				return err
			}
		}
		f, err := q.look(ctx, book, &l)
		if f != nil {
			found = append(found, *f)
		}
		return err
	})
	if err != nil {
		return nil, sum, err
	}
	if sum, err = q.verifier.End(); err != nil {
		return nil, sum, err
	}
	return found, sum, checkDelivered(ctx, kept, book, sum.First)
}

// errFound ends a visit that found what it looked for.
var errFound = errors.New("found")

// linkAt reads one link; its number is 0 where there is none.
func linkAt(ctx context.Context, book proof.Book, number uint64) (link proof.Link, err error) {
	err = book.EachLink(ctx, number, func(l proof.Link) error {
		if l.Number == number {
			link = l
		}
		return errFound
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return link, err
}

// checkDelivered compares what the outbox says was told with the chain: one whose
// end was cut off is whole in itself.
func checkDelivered(ctx context.Context, kept attache.DeliveryLog, book proof.Book, first uint64) error {
	type told struct {
		link uint64
		slot int64
	}
	var list []told
	q := attache.DeliveryQuery{States: []attache.DeliveryState{attache.Sent}}
	err := kept.EachDelivery(ctx, q, func(d attache.Delivery) error {
		if d.Proof > 0 && d.Proof >= first {
			list = append(list, told{d.Proof, d.Slot.UnixNano()})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b told) int { return cmp.Compare(a.link, b.link) })
	next := 0
	err = book.EachLink(ctx, first, func(l proof.Link) error {
		for ; next < len(list) && list[next].link < l.Number; next++ {
			return &proof.BrokenError{Link: list[next].link, Why: "a delivery that was sent has it, and it is not there"}
		}
		for ; next < len(list) && list[next].link == l.Number; next++ {
			if body, err := proof.ReadBody(&l); l.Text != nil && (err != nil || body.Kind != proof.Told || body.Slot.UnixNano() != list[next].slot) {
				return &proof.BrokenError{Link: l.Number, Why: "a delivery that was sent has it, and it tells of another"}
			}
		}
		if next == len(list) {
			return errFound
		}
		return nil
	})
	if err == nil && next < len(list) {
		return &proof.BrokenError{Link: list[next].link, Why: "a delivery that was sent has it, and the chain ends before it"}
	}
	if errors.Is(err, errFound) {
		return nil
	}
	return err
}

// look says what a link tells of what was asked for.
func (q *inquiry) look(ctx context.Context, book proof.Book, l *proof.Link) (*finding, error) {
	if l.Text == nil || q.message == nil && q.chat == "" {
		return nil, nil
	}
	f := finding{link: *l}
	var err error
	if f.body, err = proof.ReadBody(l); err != nil || f.body.Kind != proof.Told {
		return nil, err
	}
	f.chat = q.chats[f.body.Chat]
	if q.chat != "" && f.chat == "" || !q.slot.IsZero() && !f.body.Slot.Truncate(time.Minute).Equal(q.slot.Truncate(time.Minute)) {
		return nil, nil
	}
	if err := contentOf(ctx, book, &f); err != nil {
		return nil, err
	}
	if q.message != nil {
		if f.what, f.quote = f.content.Holds(q.message); f.what == "" {
			return nil, nil
		}
	}
	return &f, nil
}

// contentOf reads what a link tells.
func contentOf(ctx context.Context, book proof.Book, f *finding) error {
	raw, err := book.Content(ctx, f.body.Content)
	if errors.Is(err, proof.ErrNoContent) { // forgotten since the link was read
		return nil
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, &f.content)
}

// print tells of a link.
func (f *finding) print(w io.Writer) {
	fmt.Fprintf(w, "link %d, %s UTC: ", f.link.Number, minuteOf(f.link.At))
	if f.what != "" {
		fmt.Fprintf(w, "%s was told to ", f.what)
	} else {
		fmt.Fprintf(w, "told to ")
	}
	chat := "a chat that was not asked for (" + f.body.Chat.String()[:16] + ")"
	if f.chat != "" {
		chat = safe(f.chat)
	}
	fmt.Fprintf(w, "%s, %s of %s UTC", chat, f.body.What, minuteOf(f.body.Slot))
	if f.body.Message != "" {
		fmt.Fprintf(w, ", message %s", safe(f.body.Message))
	}
	fmt.Fprintln(w)
	if f.quote != nil {
		if f.quote.Speaker != "" {
			fmt.Fprintf(w, "  said by %s\n", safe(f.quote.Speaker))
		}
		if i := f.quote.Report; i >= 0 && i < len(f.content.Reports) {
			fmt.Fprintf(w, "  reported at %s\n", safe(f.content.Reports[i]))
		}
		return
	}
	if f.content.Text != (proof.Hash{}) {
		fmt.Fprintf(w, "  its words: %s\n", f.content.Text)
	}
	fmt.Fprintf(w, "  %s, %s\n", words.Count(len(f.content.Quotes), "quote or sentence", "quotes and sentences"),
		words.Count(len(f.content.Reports), "report", "reports"))
	for _, url := range f.content.Reports {
		fmt.Fprintf(w, "  %s\n", safe(url))
	}
}

// printSummary says what the chain has, and how far that is to be trusted.
func printSummary(w io.Writer, sum *proof.Summary, untrusted bool) {
	if sum.Links == 0 {
		fmt.Fprintln(w, "nothing was proven yet: the chain begins with the first start of a bot that proves what it tells")
		return
	}
	fmt.Fprintf(w, "the chain holds: %s, %d to %d, from %s to %s UTC\n", words.Count(sum.Links, "link", "links"), sum.First, sum.Last,
		minuteOf(sum.From), minuteOf(sum.To))
	fmt.Fprintf(w, "%s told, %d forgotten", words.Count(sum.Told, "message", "messages"), sum.Forgotten)
	if sum.First > 1 {
		fmt.Fprintf(w, ", the links up to %d pruned", sum.First-1)
	}
	fmt.Fprintln(w)
	for _, k := range sum.Keys {
		fmt.Fprintf(w, "key %s from link %d on\n", proof.Fingerprint(k.Key), k.From)
	}
	if len(sum.Keys) > 1 {
		fmt.Fprintln(w, "more than one key signed: where you did not change it, the history before the last was made anew or taken over")
	}
	if untrusted {
		fmt.Fprintln(w, "the key was taken from the chain itself: compare it with the one that you know, or name that with --key")
	}
	fmt.Fprintf(w, "head %d:%s\n", sum.Last, sum.Head)
}
