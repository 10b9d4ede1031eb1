// Command join puts the labels and their texts together and prints gold articles, one a line:
//
//	go run ./extract/labels/join -clones FOLDER -pool FOLDER [-lang uk] [-held]
//
// FOLDER of clones holds the repositories of extract/labels/README.md as owner+name, that of the pool ar.jsonl, state.jsonl and
// zh-sentences.txt. Without -held the fifth kept apart for measuring is left out, with it nothing else is printed. What cannot be
// joined is named on standard error, and the exit status is 1.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"attache/extract/labels"
	"attache/extract/labels/origin"
)

func main() {
	clones := flag.String("clones", "", "folder of clones, each named owner+name")
	pool := flag.String("pool", "", "folder of unlabelled texts")
	lang := flag.String("lang", "", "only this language (two letters)")
	held := flag.Bool("held", false, "the part kept apart for measuring instead of the rest")
	flag.Parse()
	missing, err := run(os.Stdout, &origin.Reader{Clones: folder(*clones), Pool: folder(*pool)}, *lang, *held)
	for _, m := range missing {
		fmt.Fprintln(os.Stderr, "join:", m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "join:", err)
	}
	if err != nil || len(missing) > 0 {
		os.Exit(1)
	}
}

func folder(name string) fs.FS {
	if name == "" {
		return nil
	}
	return os.DirFS(name)
}

// run prints what can be joined and gives an error for each label whose text is not there or another one.
func run(w io.Writer, texts *origin.Reader, lang string, held bool) (missing []error, err error) {
	all, err := labels.All()
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, l := range all {
		if l.Held != held || lang != "" && l.Lang != lang {
			continue
		}
		text, err := texts.Text(l.Origin)
		if err != nil {
			missing = append(missing, fmt.Errorf("%s: %w", l.ID, err))
			continue
		}
		g, err := labels.Join(l, text)
		if err != nil {
			missing = append(missing, err)
			continue
		}
		if err := enc.Encode(g); err != nil {
			return missing, err
		}
	}
	return missing, out.Flush()
}
