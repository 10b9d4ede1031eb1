package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"attache"
	"attache/digest"
)

// removeCommand takes a report out of the store for good, by its address: also
// out of that of a bot that is running.
type removeCommand struct {
	URL string `arg:"" help:"Address of the report, as its link has it."`
}

func (c *removeCommand) Run(s *session) error {
	if err := checkWebAddress(c.URL); err != nil {
		return usage("%w", err)
	}
	conf, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return err
	}
	told, running, err := askRunning(s.ctx, removeSocket(conf.Store), c.URL)
	if err != nil {
		return err
	}
	if !running {
		h, err := s.openExisting()
		if err != nil {
			return err
		}
		defer h.close()
		if told, err = h.remove(s.ctx, c.URL); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.env.out, told)
	return nil
}

// remove takes a report out of the store and says what became of its story.
func (h *app) remove(ctx context.Context, address string) (string, error) {
	a, err := h.store.Find(ctx, "url:"+address, "url:"+strings.TrimSuffix(address, "/"))
	switch {
	case errors.Is(err, attache.ErrRemoved):
		return "That report was removed before.", nil
	case errors.Is(err, attache.ErrNotFound):
		return "", usage("no report has the address %s; take it from the report's link", attache.PublicURL(address))
	case err != nil:
		return "", err
	}
	var rest attache.Story
	if a.StoryID != "" {
		story, err := h.store.Story(ctx, a.StoryID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return "", err
		}
		rest = digest.WithoutReport(story, a.ID)
	}
	if err := h.store.Remove(ctx, a.ID, rest); err != nil {
		return "", err
	}
	if rest.ID == "" {
		return fmt.Sprintf("Removed: %s (%s), and its story, which had no other report.", a.Title, a.Outlet), nil
	}
	return fmt.Sprintf("Removed: %s (%s). Its story has %d other reports.", a.Title, a.Outlet, len(rest.Reports)), nil
}

// removeSocket is where a running bot takes what is to be removed: beside its
// store, for who may write that.
func removeSocket(dsn string) string {
	_, path, found := strings.Cut(dsn, ":")
	if !found {
		path = dsn
	}
	return path + ".remove"
}

// removeTime bounds one question to a running bot.
const removeTime = 30 * time.Second

// askRunning asks a running bot to remove a report; running is false where
// there is none.
func askRunning(ctx context.Context, socket, address string) (told string, running bool, err error) {
	conn, err := (&net.Dialer{Timeout: removeTime}).DialContext(ctx, "unix", socket)
	if err != nil {
		return "", false, nil // nobody listens: the store is free
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(removeTime)); err != nil {
		return "", true, err
	}
	if _, err := fmt.Fprintln(conn, address); err != nil {
		return "", true, err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return "", true, fmt.Errorf("the running bot did not answer: %w", err)
	}
	line = strings.TrimSpace(line)
	if problem, failed := strings.CutPrefix(line, "error: "); failed {
		return "", true, usage("%s", problem)
	}
	return line, true, nil
}

// takeRemovals removes what `attache remove` asks for until the context ends.
// Where no socket can be made, the bot runs without.
func (h *app) takeRemovals(ctx context.Context) error {
	socket := removeSocket(h.config.Store)
	_ = os.Remove(socket) // of a bot that was killed; the store's lock says that none runs
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", socket)
	if err == nil {
		err = os.Chmod(socket, 0o600)
	}
	if err != nil {
		h.log.Warn("attache remove will not reach this bot while it runs", "err", err)
		<-ctx.Done()
		return ctx.Err()
	}
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() }) // the file goes with it
	defer stop()
	for {
		conn, err := listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		h.takeRemoval(ctx, conn)
	}
}

// takeRemoval answers one question.
func (h *app) takeRemoval(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	if conn.SetDeadline(time.Now().Add(removeTime)) != nil {
		return
	}
	address, err := bufio.NewReaderSize(conn, 8<<10).ReadString('\n')
	if err != nil {
		return
	}
	told, err := h.remove(ctx, strings.TrimSpace(address))
	if err != nil {
		told = "error: " + err.Error()
	} else {
		h.log.Info("a report was removed", "url", attache.PublicURL(strings.TrimSpace(address)))
	}
	fmt.Fprintln(conn, strings.ReplaceAll(told, "\n", " "))
}
