package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/net/netutil"
	"golang.org/x/sync/errgroup"

	"attache"
	"attache/digest"
	"attache/feed"
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
		if told, err = h.newPipeline().remove(s.ctx, c.URL); err != nil {
			return err
		}
	}
	fmt.Fprintln(s.env.out, told)
	return nil
}

// remove takes the reports of an address out of the store, whichever sources
// brought it, and says what became of their stories. It waits for the batch in hand,
// so that nothing of what it takes out is put back, and nothing of what comes is lost.
func (p *pipeline) remove(ctx context.Context, address string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids, before, err := p.reportsOf(ctx, address)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0 && before:
		return "That report was removed before.", nil
	case len(ids) == 0:
		return "", usage("no report has the address %s; take it from the report's link", attache.PublicURL(address))
	}
	var told []string
	for _, id := range ids {
		line, err := p.removeReport(ctx, id)
		if err != nil {
			return strings.Join(told, "\n"), err
		}
		told = append(told, line)
	}
	return strings.Join(told, "\n"), nil
}

// reportsOf are the articles that are known by a page, and whether one was that is
// removed by now.
func (p *pipeline) reportsOf(ctx context.Context, address string) (ids []string, before bool, err error) {
	seen := map[string]bool{}
	var named []string
	err = p.store.EachKey(ctx, func(key, article string) error {
		if !seen[article] && feed.NamesPage(key, address) {
			seen[article] = true
			named = append(named, article)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, false, err
	}
	for _, id := range named {
		switch _, err := p.store.Article(ctx, id); {
		case errors.Is(err, attache.ErrRemoved):
			before = true
		case errors.Is(err, attache.ErrNotFound):
		case err != nil:
			return nil, false, err
		default:
			ids = append(ids, id)
		}
	}
	return ids, before, nil
}

// removeReport takes one article out. p.mu is locked.
func (p *pipeline) removeReport(ctx context.Context, id string) (string, error) {
	a, err := p.store.Article(ctx, id)
	if err != nil {
		return "", err
	}
	var rest attache.Story
	if a.StoryID != "" {
		story, err := p.store.Story(ctx, a.StoryID)
		if err != nil && !errors.Is(err, attache.ErrNotFound) {
			return "", err
		}
		rest = digest.WithoutReport(story, a.ID)
	}
	if err := p.store.Remove(ctx, a.ID, rest); err != nil {
		return "", err
	}
	if p.gone != nil {
		p.gone()
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

// Bounds of a question to a running bot: the time until it is answered, until it is
// asked, its length, and how many are held at a time.
const (
	removeTime      = 2 * time.Minute // it may wait for a batch of reports, and reads every identity
	removeAsked     = 5 * time.Second
	removeLine      = 8 << 10
	removeQuestions = 8
)

// askRunning asks a running bot to remove a report; running is false where
// there is none.
func askRunning(ctx context.Context, socket, address string) (told string, running bool, err error) {
	conn, err := (&net.Dialer{Timeout: removeTime}).DialContext(ctx, "unix", socket)
	if err != nil {
		return "", false, nil // nobody listens: the store is free
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := conn.SetDeadline(time.Now().Add(removeTime)); err != nil {
		return "", true, err
	}
	if _, err := fmt.Fprintln(conn, address); err != nil {
		return "", true, err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, 1<<20))
	if err != nil || !strings.HasSuffix(string(answer), "\n") {
		return "", true, fmt.Errorf("the running bot did not answer; ask again: %w", errors.Join(err, ctx.Err()))
	}
	line := strings.TrimSpace(string(answer))
	if problem, failed := strings.CutPrefix(line, "error: "); failed {
		return "", true, usage("%s", problem)
	}
	return line, true, nil
}

// takeRemovals removes what `attache remove` asks for until the context ends.
// Where no socket can be made, the bot runs without.
func (h *app) takeRemovals(ctx context.Context, p *pipeline) error {
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
	return h.serveRemovals(ctx, p, netutil.LimitListener(listener, removeQuestions))
}

// acceptAgain is how long to wait where a connection could not be taken: the
// process may have too many files open just now.
const acceptAgain = time.Second

// serveRemovals answers questions side by side. At the end one that is being
// answered is answered; nobody else is waited for.
func (h *app) serveRemovals(ctx context.Context, p *pipeline, listener net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() }) // the file goes with it
	defer stop()
	var asked errgroup.Group
	for ctx.Err() == nil {
		conn, err := listener.Accept()
		if err == nil {
			asked.Go(func() error {
				h.takeRemoval(ctx, p, conn)
				return nil
			})
			continue
		}
		if ctx.Err() != nil {
			break
		}
		h.log.Warn("attache remove does not reach this bot just now; trying again", "err", err, "in", acceptAgain.String())
		select {
		case <-ctx.Done():
		case <-time.After(acceptAgain):
		}
	}
	return errors.Join(asked.Wait(), ctx.Err())
}

// takeRemoval answers one question. Who does not ask in time, or at too great
// length, is not answered.
func (h *app) takeRemoval(ctx context.Context, p *pipeline, conn net.Conn) {
	defer conn.Close()
	if conn.SetDeadline(time.Now().Add(removeAsked)) != nil {
		return
	}
	silent := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	address, err := bufio.NewReader(io.LimitReader(conn, removeLine)).ReadString('\n')
	silent()
	if err != nil || conn.SetDeadline(time.Now().Add(removeTime)) != nil {
		return
	}
	address = strings.TrimSpace(address)
	told, err := p.remove(context.WithoutCancel(ctx), address)
	if err != nil {
		told = "error: " + strings.ReplaceAll(err.Error(), "\n", " ")
	} else {
		h.log.Info("a report was removed", "url", attache.PublicURL(address))
	}
	fmt.Fprintln(conn, told)
}
