package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// chatPage is how many chats are read at once by EachChat.
const chatPage = 256

// Chat returns one chat.
func (s *Store) Chat(ctx context.Context, id string) (attache.Chat, error) {
	var chat attache.Chat
	err := s.view(ctx, func(tx *bolt.Tx) error {
		var err error
		chat, err = chatByID(tx, id)
		return err
	})
	return chat, err
}

func chatByID(tx *bolt.Tx, id string) (attache.Chat, error) {
	record := tx.Bucket(bChats).Get([]byte(id))
	if record == nil {
		return attache.Chat{}, notFound("chat", id)
	}
	return decode[attache.Chat]("chat", id, record)
}

// UpdateChat passes the chat, or a zero Chat with that ID, to change and
// stores what it leaves. An error of change is returned and nothing stored.
// Where other writes of its transaction fail, change is called again with the
// chat as it is then; it must not call the store.
func (s *Store) UpdateChat(ctx context.Context, id string, change func(*attache.Chat) error) error {
	if err := checkID("chat", id); err != nil {
		return err
	}
	var refused refusal
	err := s.update(ctx, func(tx *bolt.Tx) error {
		refused = refusal{}
		chat := attache.Chat{ID: id}
		if record := tx.Bucket(bChats).Get([]byte(id)); record != nil {
			var err error
			if chat, err = decode[attache.Chat]("chat", id, record); err != nil {
				return err
			}
		}
		old := chat
		if refused = try(change, &chat); refused.is() {
			return nil // before anything was written: the others of the transaction go on
		}
		if chat.ID != id {
			return fmt.Errorf("chat %s: its id was changed to %q; use MoveChat", id, chat.ID)
		}
		return putChat(tx, &old, &chat)
	})
	if refused.panicked != nil {
		panic(refused.panicked)
	}
	if err != nil {
		return err
	}
	return refused.err
}

// refusal is why a change was not made.
type refusal struct {
	err      error
	panicked any
}

func (r refusal) is() bool { return r.err != nil || r.panicked != nil }

// try keeps a panic of change from the writers that share the transaction.
func try(change func(*attache.Chat) error, chat *attache.Chat) (r refusal) {
	defer func() { r.panicked = recover() }()
	return refusal{err: change(chat)}
}

// putChat stores a chat and its place among the due, after old.
func putChat(tx *bolt.Tx, old, chat *attache.Chat) error {
	chat.NextSlot, chat.LastSlot, chat.Joined = chat.NextSlot.UTC(), chat.LastSlot.UTC(), chat.Joined.UTC()
	record, err := encode("chat", chat.ID, chat)
	if err != nil {
		return err
	}
	due := tx.Bucket(bChatsDue)
	if k := dueKey(old); k != nil {
		if err := due.Delete(k); err != nil {
			return err
		}
	}
	if k := dueKey(chat); k != nil {
		if err := due.Put(k, nil); err != nil {
			return err
		}
	}
	return tx.Bucket(bChats).Put([]byte(chat.ID), record)
}

// dueKey is the key of a chat among the due, nil where it is never due.
func dueKey(chat *attache.Chat) []byte {
	if !chat.Subscribed() || chat.NextSlot.IsZero() {
		return nil
	}
	return refOf(chat.NextSlot, chat.ID)
}

// DueChats returns active and paused chats whose NextSlot is not after now, earliest
// first; a limit of 0 means all of them.
func (s *Store) DueChats(ctx context.Context, now time.Time, limit int) ([]attache.Chat, error) {
	var chats []attache.Chat
	err := s.view(ctx, func(tx *bolt.Tx) error {
		end := stamp(now)
		c := tx.Bucket(bChatsDue).Cursor()
		for k, _ := c.First(); k != nil && bytes.Compare(k[:stampLen], end) <= 0; k, _ = c.Next() {
			if limit > 0 && len(chats) == limit {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			chat, err := chatByID(tx, refID(k))
			if err != nil {
				s.skip("chat", refID(k), err)
				continue
			}
			chats = append(chats, chat)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return chats, nil
}

// EachChat calls visit for every chat, in order of ID, until it fails. No
// transaction is open meanwhile: visit may call the store.
func (s *Store) EachChat(ctx context.Context, visit func(attache.Chat) error) error {
	var from []byte
	for {
		page, next, err := s.chatsFrom(ctx, from)
		if err != nil {
			return err
		}
		for _, chat := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := visit(chat); err != nil {
				return err
			}
		}
		if next == nil {
			return nil
		}
		from = next
	}
}

// chatsFrom reads a page of chats and the key of the next.
func (s *Store) chatsFrom(ctx context.Context, from []byte) (page []attache.Chat, next []byte, err error) {
	err = s.view(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket(bChats).Cursor()
		for k, v := c.Seek(from); k != nil; k, v = c.Next() {
			if len(page) == chatPage {
				next = bytes.Clone(k)
				return nil
			}
			chat, err := decode[attache.Chat]("chat", string(k), v)
			if err != nil {
				s.skip("chat", string(k), err)
				continue
			}
			page = append(page, chat)
		}
		return nil
	})
	return page, next, err
}

// ChatsUnder returns the chats whose ID begins so, in order of ID.
func (s *Store) ChatsUnder(ctx context.Context, prefix string) ([]attache.Chat, error) {
	var chats []attache.Chat
	err := s.view(ctx, func(tx *bolt.Tx) error {
		c := tx.Bucket(bChats).Cursor()
		for k, v := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, v = c.Next() {
			chat, err := decode[attache.Chat]("chat", string(k), v)
			if err != nil {
				s.skip("chat", string(k), err)
				continue
			}
			chats = append(chats, chat)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return chats, nil
}

// MoveChat gives a chat and its deliveries a new id. A chat that has the new id
// already is kept, with what both were told, and so is its delivery of the same
// kind and subject; a claim goes with its delivery. Moving again changes nothing.
// ErrNotFound: neither id is known.
func (s *Store) MoveChat(ctx context.Context, old, id string) error {
	if err := checkID("chat", id); err != nil {
		return err
	}
	return s.update(ctx, func(tx *bolt.Tx) error {
		chats := tx.Bucket(bChats)
		record, there := chats.Get([]byte(old)), chats.Get([]byte(id))
		if record == nil && there == nil {
			return notFound("chat", old)
		}
		if old == id {
			return nil
		}
		if record != nil {
			chat, err := decode[attache.Chat]("chat", old, record)
			if err != nil {
				return err
			}
			if err := moveChat(tx, chat, id, there); err != nil {
				return err
			}
		}
		return errors.Join(s.moveDeliveries(tx, old, id), moveProofs(tx, old, id))
	})
}

// moveChat gives a chat its new id, or what it was told to the one that has it.
func moveChat(tx *bolt.Tx, chat attache.Chat, id string, there []byte) error {
	if k := dueKey(&chat); k != nil {
		if err := tx.Bucket(bChatsDue).Delete(k); err != nil {
			return err
		}
	}
	if err := tx.Bucket(bChats).Delete([]byte(chat.ID)); err != nil {
		return err
	}
	if there == nil {
		chat.ID = id
		return putChat(tx, &attache.Chat{}, &chat)
	}
	kept, err := decode[attache.Chat]("chat", id, there)
	if err != nil {
		return err
	}
	heir := kept
	heir.Inherit(chat)
	return putChat(tx, &kept, &heir)
}

// ForgetChat takes a chat out, with its deliveries and the notes of these keys.
// ErrNotFound: there is none of that id; the notes go nevertheless.
func (s *Store) ForgetChat(ctx context.Context, id string, notes ...string) error {
	var missing error
	err := s.update(ctx, func(tx *bolt.Tx) error {
		missing = nil
		for _, key := range notes {
			if err := tx.Bucket(bNotes).Delete([]byte(key)); err != nil {
				return err
			}
		}
		if err := errors.Join(s.forgetDeliveries(tx, id), s.forgetProofs(tx, id)); err != nil {
			return err
		}
		chats := tx.Bucket(bChats)
		record := chats.Get([]byte(id))
		if record == nil {
			missing = notFound("chat", id)
			return nil
		}
		chat, err := decode[attache.Chat]("chat", id, record)
		if err == nil {
			if k := dueKey(&chat); k != nil {
				err = tx.Bucket(bChatsDue).Delete(k)
			}
		} else {
			s.skip("chat", id, err)
			err = nil
		}
		if err != nil {
			return err
		}
		return chats.Delete([]byte(id))
	})
	if err != nil {
		return err
	}
	return missing
}
