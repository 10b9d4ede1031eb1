// Command train learns the weights of package quote.
//
//	go run ./extract/quote/train DATA…             prints cross-validation figures, then writes extract/quote/weights.bin
//	go run ./extract/quote/train -n 0 DATA…        only writes the weights
//	go run ./extract/quote/train -folds DIR DATA…  writes DIR/predicted.jsonl, the held-out folds as inspect prints them, and no weights
//	go run ./extract/quote/train -predict DATA…    prints the quotes that the weights in place find
//
// DATA are JSON Lines: articles with attributions (id, text, attributions of
// source, cue and content) or of a wire (id, body, lang, quotes of text and
// speaker). The same files in the same order give the same weights.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"attache"
	"attache/extract/quote"
	"attache/extract/text"
)

// record is a line of an attribution file or of a wire.
type record struct {
	ID           string `json:"id"`
	Text         string `json:"text"`
	Body         string `json:"body"`
	Lang         string `json:"lang"`
	Attributions []struct {
		Content []attache.Span `json:"content"`
		Source  []attache.Span `json:"source"`
		Cue     []attache.Span `json:"cue"`
	} `json:"attributions"`
	Quotes []struct {
		Text    string `json:"text"`
		Speaker string `json:"speaker"`
	} `json:"quotes"`
	line []byte
}

func main() {
	folds := flag.String("folds", "", "write held-out predictions into this folder, and no weights")
	predict := flag.Bool("predict", false, "print the predictions of the weights in place")
	out := flag.String("o", "extract/quote/weights.bin", "file to write the weights to")
	n := flag.Int("n", 5, "number of folds")
	flag.Parse()
	if err := run(*folds, *predict, *out, *n, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(folds string, predict bool, out string, n int, files []string) error {
	var records []record
	for _, f := range files {
		r, err := read(f)
		if err != nil {
			return err
		}
		records = append(records, r...)
	}
	if len(records) == 0 {
		return fmt.Errorf("no articles: name the files to learn from")
	}
	switch {
	case predict:
		return predictAll(records)
	case folds != "":
		return crossValidate(records, folds, n)
	}
	if n > 0 {
		if err := crossValidate(records, "", n); err != nil {
			return err
		}
	}
	m := quote.Learn(gold(records))
	return os.WriteFile(out, m.Bytes(), 0o644)
}

func read(file string) ([]record, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []record
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		r := record{line: append([]byte(nil), lines.Bytes()...)}
		if err := json.Unmarshal(r.line, &r); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, len(out)+1, err)
		}
		if r.Text == "" {
			r.Text = r.Body
		}
		if r.Lang == "" {
			r.Lang = "en"
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

// gold turns records into what Learn reads; the quotes of a wire are looked up in its text.
func gold(records []record) []quote.Gold {
	out := make([]quote.Gold, len(records))
	for i, r := range records {
		d := text.New(r.Text, r.Lang)
		g := quote.Gold{ID: r.ID, Doc: d}
		for _, a := range r.Attributions {
			g.Attributions = append(g.Attributions, quote.Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content})
		}
		at := map[string]int{}
		for _, q := range r.Quotes {
			k := strings.Index(r.Text[at[q.Text]:], q.Text)
			if k < 0 {
				continue
			}
			k += at[q.Text]
			at[q.Text] = k + 1
			g.Attributions = append(g.Attributions, quote.Attribution{Speaker: q.Speaker, Content: []attache.Span{d.Span(k, k+len(q.Text))}})
		}
		out[i] = g
	}
	return out
}

// prediction is a line as "attache inspect article" prints it.
type prediction struct {
	ID     string          `json:"id"`
	Quotes []attache.Quote `json:"quotes"`
}

func predictAll(records []record) error {
	w := bufio.NewWriter(os.Stdout)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, r := range records {
		if err := e.Encode(prediction{r.ID, quote.Find(text.New(r.Text, r.Lang))}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// crossValidate learns from all folds but one and predicts that one, in turn.
func crossValidate(records []record, dir string, n int) error {
	w := bufio.NewWriter(io.Discard)
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		f, err := os.Create(filepath.Join(dir, "predicted.jsonl"))
		if err != nil {
			return err
		}
		defer f.Close()
		w = bufio.NewWriter(f)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	all := gold(records)
	var figures quote.Figures
	for fold := range n {
		var rest []quote.Gold
		for i := range all {
			if i%n != fold {
				rest = append(rest, all[i])
			}
		}
		m := quote.Learn(rest)
		var held []quote.Gold
		for i := fold; i < len(all); i += n {
			held = append(held, all[i])
			if err := e.Encode(prediction{all[i].ID, m.Find(all[i].Doc)}); err != nil {
				return err
			}
		}
		figures.Add(quote.Evaluate(m, held))
	}
	fmt.Printf("%d articles in %d folds, each read by what the others taught\n%v\n", len(all), n, figures)
	return w.Flush()
}
