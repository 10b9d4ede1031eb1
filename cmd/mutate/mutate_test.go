package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// sourceOf is a file with such a body of a function.
func sourceOf(t *testing.T, body string) *source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.go")
	text := "package x\n\nfunc f(a, b int, err error) (int, error) {\n" + body + "\n}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := readSource(&pkg{path: "x"}, path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatIsBroken(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"if a < b { return a, nil }", "if a <= b { return a, nil }"},
		{"if a < b { return a, nil }", "if !(a < b) { return a, nil }"},
		{"return a + 1, nil", "return a - 1, nil"},
		{"return a + 1, nil", "return a + 2, nil"},
		{"return 0, err", "return 0, nil"},
		{"for a < b { a++ }", "for false { a++ }"},
		{"for a < b { a++ }", "for a < b {  }"},
		{"a = b", ""},
		{"x := 0.5; _ = x", "x := 0.85; _ = x"},
		{"g(true)", "g(false)"},
		{"switch { case a == b: g() }", "switch { case a != b: g() }"},
		{"switch { case a == b: g() }", "switch { case a == b:  }"},
	} {
		f := sourceOf(t, c.body)
		if !slices.ContainsFunc(f.mutants, func(m mutant) bool { return strings.Contains(string(m.broken()), "error) {\n"+c.want+"\n}") }) {
			t.Errorf("%q is never %q", c.body, c.want)
		}
	}
}

func TestWhatIsLeftWhole(t *testing.T) {
	for _, body := range []string{"s.log.Warn(\"x\")", "x := make([]int, 0, 8)", "b.Grow(8)", "return \"a\" + b"} {
		if f := sourceOf(t, body); len(f.mutants) > 0 {
			t.Errorf("%q becomes %q", body, f.mutants[0].broken())
		}
	}
}

func TestTheSameSeedDrawsTheSameAndNothingTwice(t *testing.T) {
	list := func(seed uint64) []string {
		d := newDraw([]*pkg{{files: []*source{sourceOf(t, "if a < b && b > 3 { a = b }; return a + 1, err"), sourceOf(t, "a++")}}}, seed)
		var out []string
		for m, ok := d.next(); ok; m, ok = d.next() {
			out = append(out, string(m.broken()))
		}
		return out
	}
	one := list(7)
	if len(one) < 8 || !slices.Equal(one, list(7)) || slices.Equal(one, list(8)) {
		t.Errorf("%d breakages", len(one))
	}
	slices.Sort(one)
	if len(slices.Compact(one)) != len(list(7)) {
		t.Error("one was drawn twice")
	}
}

func TestATestNoticesOrDoesNot(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module example\n\ngo 1.26\n",
		"x.go":      "package x\n\nfunc Less(a, b int) bool {\n\treturn a < b\n}\n\nfunc Unseen(a int) int {\n\treturn a - 4\n}\n",
		"x_test.go": "package x\n\nimport \"testing\"\n\nfunc TestLess(t *testing.T) {\n\tif !Less(1, 2) || Less(2, 2) {\n\t\tt.Fail()\n\t}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	s, err := parse([]string{"-n", "50", "-timeout", time.Minute.String()}, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(context.Background(), s, &out); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	unseen := "example/x.go:8: + for -\n  - return a - 4\n  + return a + 4\n"
	if !strings.Contains(got, "3 noticed") || strings.Contains(got, "a <= b") || !strings.Contains(got, unseen) {
		t.Error(got)
	}
	if text, err := os.ReadFile("x.go"); err != nil || !strings.Contains(string(text), "a < b") {
		t.Errorf("the file was touched: %s, %v", text, err)
	}
}
