package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// didYouMean is a hint at the key that was probably meant where an unknown one
// stands in a file; "" where none is near.
func didYouMean(raw []byte, at *token.Position, unknown string) string {
	if unknown == "token" {
		return "; the token never stands in the configuration, which gets shared: put it into a file that only you can read, " +
			"and name that in token_file"
	}
	level := reflect.TypeFor[config]()
	for _, step := range levelOf(raw, at) {
		if level = below(level, step); level == nil {
			return ""
		}
	}
	if name := nearest(unknown, keysOf(level)); name != "" {
		return "; did you mean " + name + "?"
	}
	ends := map[string][]string{} // paths by the key that they end in
	collect("", reflect.TypeFor[config](), func(path string) {
		last := path[strings.LastIndexByte(path, '.')+1:]
		ends[last] = append(ends[last], path)
	})
	if paths := ends[unknown]; len(paths) > 0 {
		return "; " + strings.Join(paths, " and ") + " has that name"
	}
	if name := nearest(unknown, slices.Sorted(maps.Keys(ends))); name != "" {
		return "; did you mean " + strings.Join(ends[name], " or ") + "?"
	}
	return ""
}

// levelOf are the keys above the key at a place of a file.
func levelOf(raw []byte, at *token.Position) []string {
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil
	}
	found := &finder{at: at}
	for _, doc := range file.Docs {
		ast.Walk(found, doc)
	}
	steps := strings.Split(strings.TrimPrefix(found.path, "$"), ".")
	if len(steps) < 2 {
		return nil
	}
	return steps[1 : len(steps)-1] // the first is empty, the last the key itself
}

// finder looks for the path of the key at a place.
type finder struct {
	at   *token.Position
	path string
}

// Visit looks at one node.
func (f *finder) Visit(node ast.Node) ast.Visitor {
	if pair, ok := node.(*ast.MappingValueNode); ok {
		if at := pair.Key.GetToken().Position; at.Line == f.at.Line && at.Column == f.at.Column {
			f.path = pair.GetPath()
		}
	}
	return f
}

// below is the type behind a key, such as feed or sources[0]; nil where it has
// no keys of its own.
func below(level reflect.Type, step string) reflect.Type {
	name, _, _ := strings.Cut(step, "[")
	for _, field := range reflect.VisibleFields(level) {
		if keyOf(field) != name {
			continue
		}
		kind := field.Type
		for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if kind.Kind() == reflect.Struct {
			return kind
		}
	}
	return nil
}

func keyOf(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
	return name
}

func keysOf(level reflect.Type) []string {
	var keys []string
	for _, field := range reflect.VisibleFields(level) {
		if name := keyOf(field); name != "" {
			keys = append(keys, name)
		}
	}
	return keys
}

// collect calls visit with the path of every key there is.
func collect(path string, level reflect.Type, visit func(path string)) {
	for _, name := range keysOf(level) {
		visit(path + name)
		if deeper := below(level, name); deeper != nil {
			collect(path+name+".", deeper, visit)
		}
	}
}

// nearest is the name that is like a word, with a slip in every three letters at
// most; "" where none is.
func nearest(word string, names []string) string {
	best, least := "", max(1, len(word)/3)+1
	for _, name := range names {
		if d := slips(word, name); d < least {
			best, least = name, d
		}
	}
	return best
}

// slips is how many letters must be changed, added or taken away to make one
// word of another (Levenshtein's distance).
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		above := slices.Clone(row)
		row[0] = i + 1
		for j := range len(b) {
			change := above[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, above[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
