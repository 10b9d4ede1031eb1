// Command conformance measures the feed parser against the test feeds of
// feedparser and feedvalidator: how many parse, and how many of the fields that
// their "Expect:" lines name come out as expected.
//
//	go run ./feed/conformance [-v] [-fail] FOLDER
//
// FOLDER holds feedparser/ and feedvalidator/. Each row of the table is a
// folder of it. -v lists what failed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"attache/feed"
	"attache/feed/fetch"
)

func main() {
	verbose := flag.Bool("v", false, "list what did not parse and what was not as expected")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: conformance [-v] FOLDER (which holds feedparser/ and feedvalidator/)")
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	table, err := run(flag.Arg(0), *verbose)
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
	table.print(os.Stdout)
}

// row is one line of the table.
type row struct {
	name           string
	files, parsed  int
	fields, agreed int
	aside          int // CDF
	pages          int // web pages that are to be refused, and were
}

type table struct {
	order []string
	rows  map[string]*row
}

func (t *table) row(name string) *row {
	if r, ok := t.rows[name]; ok {
		return r
	}
	r := &row{name: name}
	t.rows[name] = r
	t.order = append(t.order, name)
	return r
}

// run measures every file below a folder.
func run(root string, verbose bool) (*table, error) {
	t := &table{rows: map[string]*row{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		parts := strings.Split(filepath.ToSlash(rel), "/")
		if len(parts) < 3 || !strings.HasSuffix(path, ".xml") && !strings.HasSuffix(path, ".json") {
			return nil
		}
		data, err := os.ReadFile(path) //nolint:gosec // the folder is named by who runs this
		if err != nil {
			return err
		}
		problems := t.row(parts[0]+"/"+parts[1]).measure(rel, data)
		if verbose {
			for _, p := range problems {
				fmt.Println(rel+":", p)
			}
		}
		return nil
	})
	return t, err
}

var (
	expectLine = regexp.MustCompile(`(?m)^\s*Expect:\s*(.+?)\s*$`)
	// noFeed expects that the document is refused as none.
	noFeed     = regexp.MustCompile(`^UndefinedElement\{(element:\w+,)?parent:root\}`)
	headerLine = regexp.MustCompile(`(?mi)^\s*Header:\s*([\w-]+):\s*(.+?)\s*$`)
)

// measure counts one file and tells what is wrong with it.
func (r *row) measure(rel string, data []byte) (problems []string) {
	if strings.Contains(rel, "cdf") {
		r.aside++
		return nil
	}
	comment := readable(data)
	header := http.Header{}
	for _, m := range headerLine.FindAllStringSubmatch(comment, -1) {
		header.Set(m[1], m[2])
	}
	f, err := feed.ParseResponse(&fetch.Response{Header: header, Body: data, URL: "http://127.0.0.1:8097/" + filepath.ToSlash(rel)})
	m := expectLine.FindStringSubmatch(comment)
	if m != nil && noFeed.MatchString(m[1]) && errors.Is(err, feed.ErrIsPage) {
		r.pages++
		return nil
	}
	r.files++
	if err != nil {
		return []string{"does not parse: " + err.Error()}
	}
	r.parsed++
	if m == nil || !strings.HasPrefix(r.name, "feedparser") {
		return nil
	}
	for _, c := range clauses(m[1]) {
		got, known := c.value(f)
		if !known {
			continue
		}
		r.fields++
		if c.holds(got) {
			r.agreed++
		} else {
			problems = append(problems, fmt.Sprintf("%s is %q, expected %q", c.path, got, c.want))
		}
	}
	return problems
}

func (t *table) print(w *os.File) {
	fmt.Fprintf(w, "%-28s %7s %7s %8s %7s %7s %8s\n", "", "files", "parsed", "", "fields", "agreed", "")
	for _, name := range t.order {
		r := t.rows[name]
		fmt.Fprintf(w, "%-28s %7d %7d %8s %7d %7d %8s", name, r.files, r.parsed, share(r.parsed, r.files), r.fields, r.agreed,
			share(r.agreed, r.fields))
		if r.aside > 0 {
			fmt.Fprintf(w, "  (%d CDF aside)", r.aside)
		}
		if r.pages > 0 {
			fmt.Fprintf(w, "  (%d web page refused, as expected)", r.pages)
		}
		fmt.Fprintln(w)
	}
}

func share(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}
