package bolt_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache"
	"attache/store/bolt"
)

func writeFile(t *testing.T, path string, fill func(*bytes.Buffer)) {
	t.Helper()
	var b bytes.Buffer
	fill(&b)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// crashEnv names the store that a child process writes to until it is killed.
const crashEnv = "ATTACHE_CRASH_STORE"

// child saves, replaces, enqueues, claims and settles without end, and says
// on a line what it was told is stored.
func child(t *testing.T, path string) {
	s, err := bolt.Open(t.Context(), path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SealWith(t.Context(), signing(1)); err != nil {
		t.Fatal(err)
	}
	c := newCorpus()
	first, err := s.CountDeliveries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for n := first[attache.Sent] + first[attache.Claimed] + first[attache.Pending]; ; n++ {
		filings := []attache.Filing{c.filing(n), c.filing(n + 1), c.filing(n / 2)} // new, new or known, known
		if err := s.Save(t.Context(), filings...); err != nil {
			t.Fatal(err)
		}
		fmt.Println("saved", filings[0].Article.ID)
		d := attache.NewDigest(fmt.Sprint("c:", n), benchStart, time.Time{}, fmt.Sprint("e", n/3))
		if _, err := s.Enqueue(t.Context(), attache.Edition{ID: d.EditionID}, d); err != nil {
			t.Fatal(err)
		}
		fmt.Println("enqueued", d.ID)
		if n%2 == 1 {
			continue
		}
		now := benchStart.Add(time.Duration(n) * time.Minute)
		claimed, err := s.Claim(t.Context(), now, now.Add(time.Second), 1)
		if err != nil || len(claimed) != 1 {
			t.Fatal(claimed, err)
		}
		claimed[0].State, claimed[0].Settled = attache.Sent, now
		if err := s.Settle(t.Context(), claimed[0]); err != nil {
			t.Fatal(err)
		}
		fmt.Println("sent", claimed[0].ID)
	}
}

func TestWhatWasStoredOutlivesAKill(t *testing.T) {
	if path := os.Getenv(crashEnv); path != "" {
		child(t, path)
	}
	path := filepath.Join(t.TempDir(), "attache.db")
	for round, lines := range []int{1, 7, 20, 55, 90} {
		told := killAfter(t, path, lines)
		s, err := bolt.Open(t.Context(), path, bolt.Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		sent := 0
		for _, line := range told {
			what, id, _ := strings.Cut(line, " ")
			switch what {
			case "saved":
				a, err := s.Article(t.Context(), id)
				if err != nil || len(a.Quotes) != 2 {
					t.Errorf("round %d: %s: %d quotes, %v", round, line, len(a.Quotes), err)
				}
			case "sent":
				sent++
			}
		}
		counts, err := s.CountDeliveries(t.Context())
		if err != nil || counts[attache.Sent] < sent {
			t.Errorf("round %d: %d sent of %d, %v", round, counts[attache.Sent], sent, err)
		}
		if sum, err := verified(t.Context(), s); err != nil || sum.Told != counts[attache.Sent] {
			t.Errorf("round %d: %d deliveries are sent, %d proven, %v", round, counts[attache.Sent], sum.Told, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter starts a child and kills it when it has said so many lines, in the
// middle of whatever it does then. It returns all that the child said.
func killAfter(t *testing.T, path string, lines int) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWhatWasStoredOutlivesAKill$")
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var told []string
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		told = append(told, scanner.Text())
		if len(told) == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(told) < lines {
		t.Fatalf("the child ended by itself: %v, %q", err, told)
	}
	return told
}
