package bolt_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bbolt "go.etcd.io/bbolt"

	"attache"
	"attache/store/bolt"
	"attache/store/storetest"
)

// filled makes a closed store that holds something, and returns its path.
func filled(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := bolt.Open(t.Context(), path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Fill(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantRefusal opens a store that must be refused, in words that name the path.
func wantRefusal(t *testing.T, path string, is error, words ...string) {
	t.Helper()
	s, err := bolt.Open(t.Context(), path, bolt.Options{})
	if err == nil {
		_ = s.Close()
		t.Fatal("it was opened")
	}
	if is != nil && !errors.Is(err, is) {
		t.Errorf("not %v: %v", is, err)
	}
	for _, word := range append(words, path) {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("no %q in: %v", word, err)
		}
	}
}

func TestASecondOpeningIsRefusedAtOnce(t *testing.T) {
	path := filled(t)
	s, err := bolt.Open(t.Context(), path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, path, attache.ErrLocked, "stop the other") // to wait for the other would never end here
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := bolt.Open(t.Context(), path, bolt.Options{})
	if err != nil {
		t.Fatalf("after it was closed: %v", err)
	}
	_ = again.Close()
}

func TestAStoreThatIsOpenedAgainHoldsWhatItHeld(t *testing.T) {
	s, err := bolt.Open(t.Context(), filled(t), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	quotes, _, err := s.Quotes(t.Context(), attache.QuoteQuery{Speaker: "quill"})
	if err != nil || len(quotes) != 1 {
		t.Errorf("%d quotes, %v", len(quotes), err)
	}
}

func TestAStoreThatHoldsLittleIsASmallFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attache.db")
	s, err := bolt.Open(t.Context(), path, bolt.Options{}) // synced: only then does the file grow ahead of what is in it
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	storetest.Fill(t, s)
	info, err := os.Stat(path)
	if err != nil || info.Size() > 2<<20 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
}

// edit changes a closed store with bbolt itself.
func edit(t *testing.T, path string, change func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	path := filled(t)
	edit(t, path, func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), binary.BigEndian.AppendUint32(nil, 4711))
	})
	wantRefusal(t, path, attache.ErrNewerSchema, "4711", "newer attache", "backup")
}

func TestADatabaseOfAnotherProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	edit(t, path, func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("invoices"))
		return err
	})
	wantRefusal(t, path, nil, "another program", "invoices")
}

func TestADirectoryIsRefused(t *testing.T) {
	wantRefusal(t, t.TempDir(), nil, "directory", "name a file")
}

func TestAFolderThatIsMissingIsNamed(t *testing.T) {
	wantRefusal(t, filepath.Join(t.TempDir(), "no", "attache.db"), nil, "folder does not exist")
}

func TestAFileThatIsNoStoreIsRefusedAndLeftAlone(t *testing.T) {
	for name, content := range map[string]string{
		"short text": "hello", "long text": strings.Repeat("hello world\n", 10_000), "zeros": strings.Repeat("\x00", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "notes.txt")
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			wantRefusal(t, path, bolt.ErrDamaged, "not a store of attache")
			if left, err := os.ReadFile(path); err != nil || string(left) != content {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func TestAFileThatLostItsEndIsRefused(t *testing.T) {
	path := filled(t)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []int64{4096, 8192, 3 * 4096, info.Size() / 4, info.Size() / 2} {
		t.Run("", func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			cut := filepath.Join(t.TempDir(), "cut.db")
			if err := os.WriteFile(cut, data[:left], 0o600); err != nil {
				t.Fatal(err)
			}
			wantRefusal(t, cut, bolt.ErrDamaged, "backup")
		})
	}
}

func TestAFileThatLostAPageIsRefusedThoughItsBeginningIsWhole(t *testing.T) {
	path := filled(t)
	var used int64
	edit(t, path, func(tx *bbolt.Tx) error {
		used = tx.Size()
		return nil
	})
	if err := os.Truncate(path, used-1); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, path, bolt.ErrDamaged, "missing", "backup")
}

func TestAFileThatMayNotBeWrittenIsRefused(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everything")
	}
	path := filled(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, path, nil, "permission", "--store")
}

func TestAFileWhosePagesAreGarbageFailsInWords(t *testing.T) {
	path := filled(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for page := 2; page*4096 < len(data); page++ {
		for i := range 4096 {
			data[page*4096+i] = byte(i*7 + page)
		}
	}
	bad := filepath.Join(t.TempDir(), "bad.db")
	if err := os.WriteFile(bad, data, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.Open(t.Context(), bad, bolt.Options{})
	if err == nil {
		_, _, err = s.Articles(t.Context(), attache.ArticleQuery{})
		_ = s.Close()
	}
	if !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(err.Error(), bad) {
		t.Errorf("got %v", err)
	}
}
