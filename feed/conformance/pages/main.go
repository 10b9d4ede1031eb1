// Command pages prints what feed.Page reads in every page of a folder, as JSON
// Lines for scoring: {"id", "text", …}, id = file name without ".html.gz".
//
//	go run ./feed/conformance/pages FOLDER > pages.jsonl
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"attache/feed"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pages FOLDER (of .html or .html.gz files)")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func run(folder string) error {
	names, err := filepath.Glob(filepath.Join(folder, "*.html*"))
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for _, name := range names {
		data, err := feed.ReadFile(name)
		if err != nil {
			return err
		}
		id, _, _ := strings.Cut(filepath.Base(name), ".html")
		p, err := feed.Page(data, "", "")
		line := map[string]string{"id": id, "text": p.Text, "title": p.Title, "author": p.Author, "lang": p.Lang}
		if err != nil {
			line["problem"] = err.Error()
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
