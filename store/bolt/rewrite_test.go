package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"attache"
)

// writeOld puts articles into a store as older programs did, of which those with
// up to three migrations folded words otherwise.
func writeOld(articles int) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		for n := range articles {
			a := attache.Article{
				ID: fmt.Sprintf("a%05d", n), Title: "Перемовини у Ґданську", Published: time.Unix(int64(n), 0).UTC(),
				Keys: []string{fmt.Sprintf("url:https://old.example/%d", n), "guid:" + strings.Repeat("long", 80) + fmt.Sprint(n)},
				Body: strings.Repeat("The envoys met. ", n%40), URL: fmt.Sprintf("https://old.example/%d", n), Outlet: "Old Wire",
			}
			a.Relevant = true
			a.Quotes = []attache.Quote{
				{Kind: attache.Direct, Confidence: 1, Speaker: "علی نمونه", Text: "We met."},
				{Kind: attache.Direct, Confidence: 1, Text: "Nobody said this."},
			}
			if err := putFirst(tx, a); err != nil {
				return err
			}
		}
		return nil
	}
}

// found counts what a query finds, on all its pages.
func found(t *testing.T, s *Store, word, speaker string) (articles, quotes int) {
	t.Helper()
	for q := (attache.ArticleQuery{Words: []string{word}, Limit: 500}); ; {
		page, next, err := s.Articles(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		articles += len(page)
		if q.After = next; next == "" {
			break
		}
	}
	for q := (attache.QuoteQuery{Speaker: speaker, Limit: 500}); ; {
		page, next, err := s.Quotes(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		quotes += len(page)
		if q.After = next; next == "" {
			return articles, quotes
		}
	}
}

// wantUpgraded asks an upgraded store for what writeOld put there.
func wantUpgraded(t *testing.T, s *Store, many int) {
	t.Helper()
	if articles, quotes := found(t, s, "Ґданську", "علي"); articles != many || quotes != many {
		t.Errorf("%d articles and %d quotes are found, want %d", articles, quotes, many)
	}
	for _, n := range []int{0, many / 2, many - 1} {
		a, err := s.Find(t.Context(), "guid:"+strings.Repeat("long", 80)+fmt.Sprint(n))
		if err != nil || a.ID != fmt.Sprintf("a%05d", n) || a.Body != strings.Repeat("The envoys met. ", n%40) || len(a.Quotes) != 2 ||
			a.Quotes[1].ID != a.ID+"-2" || a.Quotes[1].Outlet != "Old Wire" {
			t.Errorf("article %d: %+v, %v", n, a, err)
		}
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(s.Path() + ".rewriting"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the second file is left: %v", err)
	}
}

func TestAStoreOfEveryOlderSchemaAnswersAsBefore(t *testing.T) {
	const many = 2*rewriteArticles + 7
	for known := 1; known < rewritten; known++ {
		t.Run(fmt.Sprint("schema ", known), func(t *testing.T) { wantUpgraded(t, upgraded(t, known, writeOld(many)), many) })
	}
}

// older makes a closed store of the schema before and returns its path.
func older(t *testing.T, write ...func(*bolt.Tx) error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := openAs(t.Context(), path, Options{NoSync: true}, migrations()[:rewritten-1])
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range write {
		err = errors.Join(err, s.db.Update(w))
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRewritingThatIsStoppedGoesOnAtTheNextStart(t *testing.T) {
	const many = 2*rewriteArticles + 7
	last := len(rewriteSteps()) - 1                                 // the articles
	for _, stop := range []int{0, 1, 9, last, last + 1, last + 2} { // after so many transactions
		path := older(t, writeOld(many))
		steps := 0
		ctx := stopAfter{Context: t.Context(), calls: 2 + stop, seen: &steps}
		s, err := Open(ctx, path, Options{NoSync: true})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d: %v, %v", stop, s, err)
		}
		steps = 0
		ctx = stopAfter{Context: t.Context(), calls: 1000, seen: &steps}
		if s, err = Open(ctx, path, Options{NoSync: true}); err != nil {
			t.Fatal(err)
		}
		if all := len(rewriteSteps()) + 4; steps+stop > all+1 {
			t.Errorf("stopped after %d, %d transactions more, of %d in all: it began anew", stop, steps, all)
		}
		wantUpgraded(t, s, many)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestAStoreThatAnOlderProgramChangedMeanwhileIsRewrittenFromTheStart(t *testing.T) {
	const many = 2*rewriteArticles + 7
	path := older(t, writeOld(many-1))
	steps := 0
	if _, err := Open(stopAfter{Context: t.Context(), calls: 3 + len(rewriteSteps()), seen: &steps}, path, Options{NoSync: true}); err == nil {
		t.Fatal("it was not stopped")
	}
	s, err := openAs(t.Context(), path, Options{NoSync: true}, migrations()[:rewritten-1])
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.db.Update(writeOld(many)), s.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(t.Context(), path, Options{NoSync: true}); err != nil {
		t.Fatal(err)
	}
	wantUpgraded(t, s, many)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhatIsLeftOfAnotherFileIsNoObstacle(t *testing.T) {
	path := older(t, writeOld(3))
	if err := os.WriteFile(path+".rewriting", []byte("half a page"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	wantUpgraded(t, s, 3)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestADamagedArticleOfAnOlderStoreStaysOneAndTheOthersAreKept(t *testing.T) {
	path := older(t, writeOld(5), func(tx *bolt.Tx) error {
		return tx.Bucket(bArticles).Put(refOf(time.Unix(2, 0), "a00002"), []byte("\x01\x02{}"))
	})
	s, err := Open(t.Context(), path, Options{NoSync: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Article(t.Context(), "a00002"); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if articles, _ := found(t, s, "Ґданську", "علي"); articles != 4 {
		t.Errorf("%d articles", articles)
	}
	whole := attache.Article{ID: "a00002", Title: "Mended", Published: time.Unix(2, 0)}
	if err := errors.Join(s.Save(t.Context(), attache.Filing{Article: whole}), s.Check(t.Context())); err != nil {
		t.Error(err)
	}
}

// rewriteEnv names the store that a child process rewrites until it is killed.
const rewriteEnv = "ATTACHE_REWRITE_STORE"

func TestRewritingOutlivesAKill(t *testing.T) {
	if path := os.Getenv(rewriteEnv); path != "" {
		log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelDebug}))
		_, err := Open(t.Context(), path, Options{Log: log})
		t.Fatalf("it was not killed: %v", err)
	}
	const many = 4*rewriteArticles + 7
	path := older(t, writeOld(many))
	for _, lines := range []int{2, 9, 21} { // of the log, so many transactions; the last within the articles
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRewritingOutlivesAKill$")
		cmd.Env = append(os.Environ(), rewriteEnv+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		scanner := bufio.NewScanner(out)
		for n := 0; scanner.Scan() && n < lines; {
			if strings.Contains(scanner.Text(), "store: rewriting") {
				n++
			}
			if n == lines || strings.Contains(scanner.Text(), string(bArticles)) {
				break
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantUpgraded(t, s, many)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// stopAfter is a context that ends when it was asked so often.
type stopAfter struct {
	context.Context
	calls int
	seen  *int
}

func (c stopAfter) Err() error {
	if *c.seen++; *c.seen >= c.calls {
		return context.Canceled
	}
	return nil
}

func TestAlertsOfAnOlderStoreBelongToTheirChats(t *testing.T) {
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	s := upgraded(t, 3, func(tx *bolt.Tx) error {
		chat, err := encode("chat", "c:1", attache.Chat{ID: "c:1", Title: "Desk"})
		d, err2 := encode("delivery", "c:1!st1", map[string]any{
			"id": "c:1!st1", "chat": "c:1", "edition": "e1!", "slot": at, "state": "sent",
			"settled": at,
		})
		return errors.Join(err, err2,
			tx.Bucket(bChats).Put([]byte("c:1"), chat),
			tx.Bucket(bDeliveries).Put([]byte("c:1!st1"), d),
			tx.Bucket(bSettled).Put(refOf(at, "c:1!st1"), nil),
			count(tx, attache.Sent, 1),
			useEdition(tx, attache.Edition{ID: "e1!"}, 1),
			tx.Bucket(bNotes).Put([]byte("alerts/c:1"), []byte(`[{"story":"st1","at":"2026-03-02T12:00:00Z"}]`)),
			tx.Bucket(bNotes).Put([]byte("alerts/c:gone"), []byte(`[{"story":"st1","at":"2026-03-02T12:00:00Z"}]`)),
			tx.Bucket(bNotes).Put([]byte("update"), []byte("7")),
		)
	})
	chat, err := s.Chat(t.Context(), "c:1")
	if err != nil || chat.Title != "Desk" || len(chat.Alerted) != 1 || chat.Alerted[0] != (attache.Alerted{StoryID: "st1", At: at}) {
		t.Errorf("%+v, %v", chat, err)
	}
	for note, kept := range map[string]bool{"alerts/c:1": false, "alerts/c:gone": false, "update": true} {
		if _, err := s.Note(t.Context(), note); (err == nil) != kept {
			t.Errorf("note %s: %v", note, err)
		}
	}
	_ = s.Dump(t.Context(), func(r attache.Record) error {
		if d := r.Delivery; d != nil && (d.Kind != attache.AlertDelivery || d.Subject != "st1") {
			t.Errorf("its delivery is dumped as %+v", d)
		}
		return nil
	})
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhatAnOlderStoreHoldsCanBeSalvagedAsItIs(t *testing.T) {
	s, err := OpenDamaged(older(t, writeOld(3)), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	quotes := 0
	err = s.Salvage(t.Context(), func(r attache.Record) error {
		if r.Article != nil {
			quotes += len(r.Article.Quotes)
		}
		return nil
	}, func(what string, err error) { t.Errorf("lost: %s, %v", what, err) })
	if err != nil || quotes != 6 {
		t.Errorf("%d quotes, %v", quotes, err)
	}
}
