package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/digest"
	"attache/extract"
	"attache/store"
)

// inspectCommand shows what the rooms make of a file, one JSON line a result.
// Its output is kept stable: scripts and benchmarks build on it.
type inspectCommand struct {
	Article inspectArticle `cmd:"" help:"Quotes, actors, event and relevance of articles."`
	Feed    inspectFeed    `cmd:"" help:"The entries of a feed."`
	Page    inspectPage    `cmd:"" help:"The readable full text of a web page."`
	Stories inspectStories `cmd:"" help:"The story each article belongs to."`
}

// maxLine bounds a JSON line: foreign input never fills memory.
const maxLine = 64 << 20

// eachLine calls visit with every non-empty line of a JSON Lines stream.
func eachLine(r io.Reader, name string, visit func(line []byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	number := 0
	for lines.Scan() {
		number++
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		if err := visit(line); err != nil {
			return usage("%s:%d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return usage("%s:%d: %w", name, number+1, err)
	}
	return nil
}

// eachArticle calls visit with every article of a file: JSON Lines (.jsonl, or
// "-" for standard input), or plain text whose id is the file's name.
func (s *session) eachArticle(name string, visit func(attache.Article) error) error {
	visitLine := func(line []byte) error {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		p, err := store.ParsePlain(line)
		if errors.Is(err, store.ErrPublished) { // read all the same, and say so
			fmt.Fprintf(s.env.err, "attache: %s: %v; read without its time\n", name, err)
		} else if err != nil {
			return fmt.Errorf("this is no article line: %w", err)
		}
		return visit(articleOf(p))
	}
	file, err := s.input(name)
	if err != nil {
		return err
	}
	defer file.Close()
	switch {
	case name == "-":
		return eachLine(file, "standard input", visitLine)
	case filepath.Ext(name) == ".jsonl":
		return eachLine(file, name, visitLine)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxLine))
	if err != nil {
		return usage("%w", err)
	}
	base := filepath.Base(name)
	return visit(attache.Article{ID: strings.TrimSuffix(base, filepath.Ext(base)), Body: string(text)})
}

// articleOutput is a line of `inspect article`.
type articleOutput struct {
	ID        string                `json:"id"`
	Lang      string                `json:"lang"`
	Diplomacy float64               `json:"diplomacy"`
	Relevant  bool                  `json:"relevant"`
	Evidence  []string              `json:"evidence,omitempty"`
	Event     eventOutput           `json:"event"`
	Actors    []attache.Actor       `json:"actors"`
	Quotes    []attache.Quote       `json:"quotes"`
	Voice     *attache.Voice        `json:"voice,omitempty"`
	Dates     []attache.Appointment `json:"dates,omitempty"`
}

type eventOutput struct {
	Type   attache.EventType `json:"type"`
	Source []string          `json:"source"`
	Target []string          `json:"target"`
}

func outputOf(id string, r attache.Reading) articleOutput {
	return articleOutput{
		ID: id, Lang: r.Lang, Diplomacy: r.Diplomacy, Relevant: r.Relevant, Evidence: r.Evidence,
		Event:  eventOutput{r.Event.Type, some(r.Event.Source), some(r.Event.Target)},
		Actors: some(r.Actors), Quotes: some(r.Quotes), Voice: r.Voice, Dates: r.Dates,
	}
}

// some makes an empty list print as [] and not as null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// textOf gives an article's text to read. An office's own outlet speaks for the country
// that its name names, where the source does not say for which.
func textOf(a *attache.Article) attache.Text {
	t := a.Text()
	if t.Country == "" {
		t.Country = extract.Home(a.Outlet)
	}
	return t
}

type inspectArticle struct {
	Files []string `arg:"" name:"file" help:"Plain text, .jsonl, or - for JSON Lines on standard input."`
}

func (c *inspectArticle) Run(s *session) error {
	out := s.jsonLines()
	for _, name := range c.Files {
		if err := s.eachArticle(name, func(a attache.Article) error {
			return out.write(outputOf(a.ID, extract.Read(textOf(&a))))
		}); err != nil {
			return errors.Join(err, out.flush())
		}
	}
	return out.flush()
}

type inspectStories struct {
	File string `arg:"" help:"Articles as JSON Lines, or - for standard input."`
}

func (c *inspectStories) Run(s *session) error {
	var articles []attache.Article
	if err := s.eachArticle(c.File, func(a attache.Article) error {
		articles = append(articles, a)
		return nil
	}); err != nil {
		return err
	}
	sortByTime(articles)
	stories := map[string]string{}
	clusters := digest.NewClusterer(digest.Options{})
	for _, a := range articles {
		a.Reading = extract.Read(textOf(&a))
		place := clusters.Add(a)
		stories[a.ID] = place.StoryID
		for _, moved := range place.Moved { // a later article showed where these belong
			stories[moved.ArticleID] = moved.To
		}
	}
	out := s.jsonLines()
	for _, a := range articles {
		if err := out.write(struct {
			ID    string `json:"id"`
			Story string `json:"story"`
		}{a.ID, stories[a.ID]}); err != nil {
			return err
		}
	}
	return out.flush()
}

// jsonLines writes values as JSON Lines, with text as it is: no \u003c.
type jsonLines struct {
	buffer  *bufio.Writer
	encoder *json.Encoder
}

func (s *session) jsonLines() *jsonLines {
	buffer := bufio.NewWriter(s.env.out)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	return &jsonLines{buffer, encoder}
}

func (j *jsonLines) write(v any) error { return j.encoder.Encode(v) }
func (j *jsonLines) flush() error      { return j.buffer.Flush() }

// sortByTime puts articles in the order they were published; one without a
// time stays behind the one before it in the file.
func sortByTime(articles []attache.Article) {
	at := make(map[string]time.Time, len(articles))
	var last time.Time
	for _, a := range articles {
		if !a.Published.IsZero() {
			last = a.Published
		}
		at[a.ID] = last
	}
	slices.SortStableFunc(articles, func(a, b attache.Article) int { return at[a.ID].Compare(at[b.ID]) })
}
