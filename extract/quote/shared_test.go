package quote

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache"
	"attache/internal/text"
)

// shared gives a file of the shared data; the test is skipped where it is absent.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("ATTACHE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	file := filepath.Join(root, "data", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not here: set ATTACHE_SHARED to run this", name)
	}
	return file
}

// articleOf is a line of an annotated file.
type articleOf struct{ ID, Text, Body, Lang string }

func lines(t testing.TB, file string, each func([]byte)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	for s.Scan() {
		each(s.Bytes())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
}

func articles(t testing.TB, file string) (out []articleOf) {
	t.Helper()
	lines(t, file, func(line []byte) {
		var a articleOf
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		a.Text += a.Body
		out = append(out, a)
	})
	return out
}

// some gives every nth of the articles.
func some(all []articleOf, n int) (out []articleOf) {
	for i := 0; i < len(all); i += n {
		out = append(out, all[i])
	}
	return out
}

func TestNothingIsGivenThatIsNotVerbatimInAnyArticle(t *testing.T) {
	for _, name := range []string{"quotes/train.jsonl", "wire/a1.jsonl", "wire/a2.jsonl"} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, a := range some(articles(t, sharedFile(t, name)), under) {
				n += len(find(t, a.Text, a.Lang))
			}
			if n == 0 {
				t.Error("no quotes at all")
			}
		})
	}
}

func TestTheFirstArticleIsReadWhole(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "seed/000_380ba059debe84f6.txt"))
	if err != nil {
		t.Fatal(err)
	}
	quoted, reported := 0, 0
	for _, q := range find(t, string(raw), "en") {
		switch {
		case q.Kind != attache.Indirect:
			quoted++
			if q.Speaker != "Dmitry Peskov" || q.Role != "Kremlin spokesperson" || q.Confidence < attache.Sure {
				t.Errorf("%q: %s (%s), %.2f", q.Text, q.Speaker, q.Role, q.Confidence)
			}
		case q.Speaker == "Dmitry Peskov" && q.Confidence >= attache.Sure:
			reported++
		}
	}
	if quoted != 3 || reported < 4 {
		t.Errorf("%d quotations, %d reported statements; want 3 and at least 4", quoted, reported)
	}
}

// testdata/pronouns.jsonl was labelled by reading the articles: where a source
// is he or she, the full name of whom it means. An article is known by the
// beginning of its text's SHA-256; offsets count code points.
func TestPronounsMeanWhomReadersSay(t *testing.T) {
	bodies := map[string]string{}
	for _, a := range articles(t, sharedFile(t, "quotes/train.jsonl")) {
		sum := sha256.Sum256([]byte(a.Text))
		bodies[hex.EncodeToString(sum[:8])] = a.Text
	}
	all, right, read := 0, 0, map[string][]attache.Quote{}
	lines(t, filepath.Join("testdata", "pronouns.jsonl"), func(line []byte) {
		var c struct {
			Article, Speaker string
			Quote            attache.Span
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if read[c.Article] == nil {
			if under > 1 && len(read) > 20 {
				return
			}
			read[c.Article] = Find(text.New(bodies[c.Article], "en"))
		}
		all++
		got, most := "", 0
		for _, q := range read[c.Article] {
			for _, s := range q.Segments {
				if n := overlap(s, c.Quote); q.Kind != attache.Indirect && n > most {
					got, most = q.Speaker, n
				}
			}
		}
		if sameName(got, c.Speaker) {
			right++
		}
	})
	share := float64(right) / float64(all)
	t.Logf("%d of %d, %.3f", right, all, share)
	if share < 0.8 {
		t.Errorf("only %.3f of the pronouns are named right", share)
	}
}

// sameName compares first and last words: middle names may differ.
func sameName(a, b string) bool {
	x, y := strings.Fields(text.Fold(a)), strings.Fields(text.Fold(b))
	return len(x) > 0 && len(y) > 0 && x[0] == y[0] && x[len(x)-1] == y[len(y)-1]
}
