package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attache"
	"attache/internal/tongue"
)

func TestEveryLanguageSaysWhatEnglishSays(t *testing.T) {
	files, err := fs.Sub(langFiles, "lang")
	if err != nil {
		t.Fatal(err)
	}
	if err := tongue.Check(files, homeLang); err != nil {
		t.Error(err)
	}
}

// keysInCode are the keys that text.go names, by constant, and how often the package
// uses each besides.
func keysInCode(t *testing.T) (keys map[string]string, uses map[string]int) {
	t.Helper()
	keys, uses = map[string]string{}, map[string]int{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "key" && len(n.Values) == len(n.Names) {
					for i, name := range n.Names {
						keys[name.Name] = strings.Trim(n.Values[i].(*ast.BasicLit).Value, `"`)
					}
					return false
				}
			case *ast.Ident:
				uses[n.Name]++
			}
			return true
		})
	}
	return keys, uses
}

func TestEveryTextIsSaidSomewhereAndEveryKeyHasOne(t *testing.T) {
	keys, uses := keysInCode(t)
	if len(keys) < 200 {
		t.Fatalf("only %d keys were found", len(keys))
	}
	var named []string
	for name, k := range keys {
		if uses[name] == 0 {
			t.Errorf("%s is used nowhere", name)
		}
		if slices.Contains(named, k) {
			t.Errorf("%q has two names", k)
		}
		named = append(named, k)
	}
	for _, k := range named {
		if !slices.Contains(tongues().Messages(), k) {
			t.Errorf("%q has no text in lang/%s.yaml", k, homeLang)
		}
	}
	for _, k := range tongues().Messages() {
		if !slices.Contains(named, k) && !computed(k) {
			t.Errorf("nothing says %q of lang/%s.yaml", k, homeLang)
		}
	}
}

// computed tells keys that are made of the domain's terms; their own tests hold them.
func computed(k string) bool {
	prefix, _, _ := strings.Cut(k, "-")
	return slices.Contains([]string{"act", "event", "kind", "topic"}, prefix)
}

func TestValuesKeepTheirStylesAndTheirMarks(t *testing.T) {
	spans := english.fill(textSetUpHow, code("a `b` {} c"))
	if len(spans) != 3 || spans[1].Text != "a `b` {} c" || spans[1].Style != attache.Code {
		t.Errorf("%+v", spans)
	}
	spans = english.fill(textHelpFilter, "a `b`")
	if spans[0].Text != "a `b`" || spans[0].Style != attache.Plain || spans[2].Text != "not" || spans[2].Style != attache.Code {
		t.Errorf("%+v", spans)
	}
}
