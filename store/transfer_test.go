package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache"
	"attache/store"
	"attache/store/bolt"
	"attache/store/storetest"
)

// empty is a new store that is closed at the test's end.
func empty(t testing.TB) attache.Store {
	t.Helper()
	s, err := bolt.Open(context.Background(), filepath.Join(t.TempDir(), "attache.db"), bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func export(t *testing.T, s attache.Store) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := store.Export(t.Context(), s, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnExportImportedIsTheSameExport(t *testing.T) {
	from, to := empty(t), empty(t)
	storetest.Fill(t, from)
	text := export(t, from)
	for _, again := range []bool{false, true} {
		counts, err := store.Import(t.Context(), to, strings.NewReader(text), store.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Counts{
			"source": {1, 1}, "track": {1, 1}, "correction": {1, 1}, "story": {1, 1}, "article": {2, 2}, "quote": {2, 0},
			"edition": {1, 1}, "chat": {1, 1}, "delivery": {3, 3},
		}
		for kind, n := range want {
			if again {
				want[kind] = store.Count{Lines: n.Lines}
			}
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Errorf("again %v: %s", again, diff)
		}
		if diff := cmp.Diff(text, export(t, to)); diff != "" {
			t.Errorf("again %v: %s", again, diff)
		}
	}
}

func TestAnExportHasNoHubSecretAndATypeOnEveryLine(t *testing.T) {
	s := empty(t)
	storetest.Fill(t, s)
	text := export(t, s)
	if strings.Contains(text, "geheim") {
		t.Error("the secret is in it")
	}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, `{"type":"`) {
			t.Errorf("%.60s", line)
		}
	}
	if !strings.Contains(text, "<two> & “more”") {
		t.Error("text is not readable as it is")
	}
}

func TestBadLinesAreNamedAndTheGoodOnesImported(t *testing.T) {
	text := strings.Join([]string{
		"\ufeff" + `{"type":"chat","id":"c:1","state":"active"}`,
		``,
		`{"type":"chat","id":"c:2",`,
		`{"type":"chat","id":7}`,
		`{"type":"novel","id":"n"}`,
		`[1]`,
		`{"type":"chat","id":"","state":"active"}`,
		`{"type":"chat","id":"c:3","mood":"good"}`,
		`{"type":"quote","kind":"direct","segments":[],"text":"x","confidence":1,"article":"nowhere"}`,
		`{"id":"p1","text":"Envoys met."}`,
		"{\"id\":\"\xff\"}",
		`{"type":"chat","id":"` + strings.Repeat("x", 3000) + `"}`,
		`{"type":"delivery","id":"d","chat":"c:1","edition":"e","slot":"2026-03-02T00:00:00Z","state":"odd"}`,
		`{"type":"chat","id":"c:4","state":"active"}{}`,
		`{"type":"chat","id":"c:5","state":"active"}`,
	}, "\r\n")
	s := empty(t)
	counts, err := store.Import(t.Context(), s, strings.NewReader(text), store.ImportOptions{MaxLine: 2000})
	var bad *store.ImportError
	if !errors.As(err, &bad) {
		t.Fatalf("got %v", err)
	}
	for line, words := range map[int]string{
		3: "not JSON", 4: `"id" holds a number`, 5: `unknown type "novel"`, 6: "array", 7: "chat without an id",
		8: `unknown field "mood"`, 9: `article "nowhere"`, 10: "plain", 11: "UTF-8", 12: "too long", 13: "odd", 14: "not JSON",
	} {
		if want := fmt.Sprintf("line %d: ", line); !lineSays(err.Error(), want, words) {
			t.Errorf("%sshould say %q in:\n%v", want, words, err)
		}
	}
	if bad.Bad != 12 || counts["chat"] != (store.Count{Lines: 2, Added: 2}) {
		t.Errorf("%d bad, %v", bad.Bad, counts)
	}
	for _, id := range []string{"c:1", "c:5"} {
		if _, err := s.Chat(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
}

func lineSays(text, line, words string) bool {
	for l := range strings.Lines(text) {
		if strings.Contains(l, line) && strings.Contains(l, words) {
			return true
		}
	}
	return false
}

func TestPlainArticlesGoThroughThePipeline(t *testing.T) {
	text := `{"id":"p1","text":"Envoys met.","lang":"en","published":"2026-03-02T08:20:00+02:00","outlet":"The Marrow ` +
		`Post","url":"https://marrow.example/1"}
{"id":"p2","title":"They part","body":"Ministers part.","gold":{"any":["thing"]}}
{"id":"p3","published":"yesterday","text":"x"}
{"id":"p4"}
{"id":"p5","text":"x","body":"y"}
{"text":"no id"}
{"id":"p6","text":"refused"}`
	var got []store.PlainArticle
	counts, err := store.Import(t.Context(), empty(t), strings.NewReader(text), store.ImportOptions{
		Plain: func(_ context.Context, a store.PlainArticle) (bool, error) {
			if a.ID == "p6" {
				return false, errors.New("cannot be read")
			}
			got = append(got, a)
			return a.ID == "p1", nil
		},
	})
	want := []string{"p1|Envoys met.|06:20", "p2|Ministers part.|00:00"}
	for i, a := range got {
		if s := fmt.Sprintf("%s|%s|%s", a.ID, a.Body, a.Published.Format("15:04")); s != want[i] {
			t.Errorf("got %s, wanted %s", s, want[i])
		}
	}
	var bad *store.ImportError
	if !errors.As(err, &bad) || bad.Bad != 5 || len(got) != 2 || counts["plain"] != (store.Count{Lines: 2, Added: 1}) {
		t.Errorf("%v, %v", counts, err)
	}
	for line, words := range map[int]string{3: "yesterday", 4: "neither", 5: "both", 6: `"id"`, 7: "cannot be read"} {
		if !lineSays(err.Error(), fmt.Sprintf("line %d: ", line), words) {
			t.Errorf("line %d should say %q in:\n%v", line, words, err)
		}
	}
}

func TestAnImportThatIsCancelledSaysWhereItStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	lines := `{"id":"p1","text":"one"}` + "\n" + `{"id":"p2","text":"two"}` + "\n"
	_, err := store.Import(ctx, empty(t), strings.NewReader(lines), store.ImportOptions{
		Plain: func(context.Context, store.PlainArticle) (bool, error) { cancel(); return true, nil },
	})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v", err)
	}
}

func TestAReaderThatFailsEndsTheImportWithItsError(t *testing.T) {
	broken := errors.New("the disk is gone")
	s := empty(t)
	r := io.MultiReader(strings.NewReader(`{"type":"chat","id":"c:1","state":"active"}`+"\n"), failing{broken})
	if _, err := store.Import(t.Context(), s, r, store.ImportOptions{}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Chat(t.Context(), "c:1"); err != nil {
		t.Errorf("what came before: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestManyBadLinesAreCountedAndSomeNamed(t *testing.T) {
	_, err := store.Import(t.Context(), empty(t), strings.NewReader(strings.Repeat("?\n", 1000)), store.ImportOptions{})
	var bad *store.ImportError
	if !errors.As(err, &bad) || bad.Bad != 1000 || len(bad.Lines) != 50 || !strings.Contains(err.Error(), "and 950 more") {
		t.Errorf("got %.300v", err)
	}
}

// FuzzImport: whatever a file holds, importing ends without a panic, and what
// it left can be exported and imported without a change.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		`{"type":"chat","id":"c:1","state":"active"}`,
		`{"type":"article","id":"a1","title":"T","published":"2026-03-02T08:20:00Z","diplomacy":1,"relevant":true,"event":{},` +
			`"quotes":[{"kind":"direct","segments":[[0,1]],"text":"x","speaker":"Ada","confidence":1}]}`,
		`{"type":"story","id":"s","headline":"","first":"2026-03-02T08:20:00Z","last":"0001-01-01T00:00:00Z","articles":null,` +
			`"event":{},"relevant":true}`,
		`{"type":"delivery","id":"d","chat":"c:1","edition":"e","slot":"2026-03-02T00:00:00Z","state":"sent"}`,
		`{"type":"source","id":"s1","url":"u","polling":{"interval":-1}}`,
		`{"type":"edition","id":"e","from":"9999-01-01T00:00:00+14:00","to":"2026-03-02T00:00:00Z"}`,
		`{"type":"track","id":"t","name":"","first":"2026-03-02T00:00:00Z","last":"2026-03-02T00:00:00Z","temperature":1e308}`,
		`{"type":"quote","article":"a1"}`, `{"id":"p","text":"x"}`, "\xef\xbb\xbf{}\r\n\n[", `{"type":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := empty(t)
		plain := func(context.Context, store.PlainArticle) (bool, error) { return false, nil }
		var bad *store.ImportError
		if _, err := store.Import(t.Context(), s, bytes.NewReader(data), store.ImportOptions{Plain: plain}); err != nil && !errors.As(err, &bad) {
			t.Fatal(err)
		}
		text := export(t, s)
		to := empty(t)
		if _, err := store.Import(t.Context(), to, strings.NewReader(text), store.ImportOptions{}); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if diff := cmp.Diff(text, export(t, to)); diff != "" {
			t.Error(diff)
		}
	})
}
