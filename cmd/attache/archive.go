package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/netutil"

	"attache"
	"attache/bot"
	"attache/digest"
	"attache/feed/fetch"
	"attache/web"
)

// Bounds of the archive: how many connections it holds at a time, how long what
// is being answered may go on at the end, and how many stories a day shows.
const (
	archiveConnections = 12_000
	archiveGrace       = 5 * time.Second
	archiveStories     = 30
)

// pages are the archive's addresses; nil where it is not configured.
func (h *app) pages() bot.Pages {
	if h.config.Web.Listen == "" {
		return nil
	}
	base := strings.TrimRight(h.config.Web.PublicURL, "/")
	return func(path string) string { return base + path }
}

// site makes the archive; nil where it is not configured.
func (h *app) site(conversation *bot.Bot) (*web.Site, error) {
	c := h.config.Web
	if c.Listen == "" {
		return nil, nil
	}
	var readers web.Mailing // nil as long as it is nobody
	if letters, err := h.mailer(); err != nil {
		return nil, err
	} else if letters != nil {
		readers = letters
	}
	store := web.Watch(h.store)
	return web.New(web.Config{
		Mailing: readers, Notes: h.store, Subscribers: fetch.PublicClient(h.config.Feed.AllowPrivate),
		Store: store, PublicURL: c.PublicURL, Hub: c.Hub, Rate: c.Rate, Proxied: c.Proxied, NoIndex: c.NoIndex, Contact: c.Contact,
		Version: version, Now: h.now, Logger: h.log, Terms: conversation.Terms,
		Compile: func(ctx context.Context, from, to time.Time) (attache.Edition, error) {
			return digest.Compile(ctx, store, digest.Request{From: from, To: to, Max: archiveStories})
		},
		Tell: func(ctx context.Context, story attache.Story) (attache.Item, error) {
			return digest.Tell(ctx, store, &story)
		},
		StateOfPlay: func(ctx context.Context, track string) (attache.StateOfPlay, error) {
			return digest.StateOfPlay(ctx, store, store, track)
		},
		Public: func(ctx context.Context, edition string) (string, error) {
			chat, err := h.store.Note(ctx, publicEdition+edition)
			if errors.Is(err, attache.ErrNotFound) {
				return "", nil
			}
			return channelID(string(chat)), err
		},
		Broadcast: func(ctx context.Context, channel string) (b web.Broadcast, err error) {
			return b, readNote(ctx, h.store, publicChannel+channel, &b)
		},
	})
}

// serveArchive answers readers until the context ends; what is being answered
// then is finished.
func (h *app) serveArchive(ctx context.Context, site *web.Site) error {
	server := site.Server()
	secure, err := h.secure(server)
	if err != nil {
		return err
	}
	listener := h.archive
	if listener == nil {
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", h.config.Web.Listen); err != nil {
			return fmt.Errorf("web.listen: %w", err)
		}
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), archiveGrace)
		defer cancel()
		if server.Shutdown(grace) != nil {
			_ = server.Close()
		}
	})
	h.log.Info("the archive is open", "address", h.config.Web.PublicURL)
	listener = site.Bound(netutil.LimitListener(listener, archiveConnections))
	if secure {
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		stop()
		return err
	}
	<-ended
	return ctx.Err()
}

// publicEdition begins the notes of editions that everybody may read, publicChannel
// those of the channels that they went to.
const (
	publicEdition = "public-edition:"
	publicChannel = "public-channel:"
)

// channelID is a channel as its page's address has it: its chat's id is nobody's
// business.
func channelID(chat string) string { return attache.TextHash("channel", chat) }

// mostPublic is how many of a channel's editions are kept in mind.
const mostPublic = 60

// publicEditions is a store that notes which editions go to channels: those
// everybody can read anyway, and the archive shows them. What goes to a private
// chat or a group it never shows.
type publicEditions struct{ attache.Store }

// Enqueue notes an edition before it is on its way, so that the link in it works.
func (s publicEditions) Enqueue(ctx context.Context, e attache.Edition, deliveries ...attache.Delivery) (int, error) {
	for i := range deliveries {
		chat, err := s.Chat(ctx, deliveries[i].ChatID)
		if errors.Is(err, attache.ErrNotFound) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if chat.Kind == attache.Channel {
			if err := s.broadcast(ctx, e, chat); err != nil {
				return 0, err
			}
		}
	}
	return s.Store.Enqueue(ctx, e, deliveries...)
}

// broadcast notes that an edition goes to a channel.
func (s publicEditions) broadcast(ctx context.Context, e attache.Edition, chat attache.Chat) error {
	if err := s.SetNote(ctx, publicEdition+e.ID, []byte(chat.ID)); err != nil {
		return err
	}
	var b web.Broadcast
	note := publicChannel + channelID(chat.ID)
	if err := readNote(ctx, s.Store, note, &b); err != nil && !errors.Is(err, attache.ErrNotFound) {
		return err
	}
	b.Title = chat.Title
	if !slices.Contains(b.Editions, e.ID) {
		b.Editions = append(b.Editions, e.ID)
		b.Editions = b.Editions[max(0, len(b.Editions)-mostPublic):]
	}
	record, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return s.SetNote(ctx, note, record)
}

// readNote reads a note of ours.
func readNote(ctx context.Context, notes attache.Notebook, key string, into any) error {
	record, err := notes.Note(ctx, key)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(record, into); err != nil {
		return fmt.Errorf("note %s: %w", key, err)
	}
	return nil
}
