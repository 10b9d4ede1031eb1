package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"attache"
	"attache/extract/quote"
	"attache/internal/text"
)

// record is a line of an attribution file, of a wire, or of labelled news.
type record struct {
	ID           string `json:"id"`
	Text         string `json:"text"`
	Title        string `json:"title"`
	Body         string `json:"body"`
	Lang         string `json:"lang"`
	Outlet       string `json:"outlet"`
	Event        string `json:"event"`
	File         string `json:"file"` // where the text is, below $ATTACHE_SHARED/data
	Damaged      bool   `json:"damaged"`
	Attributions []struct {
		Content []attache.Span `json:"content"`
		Source  []attache.Span `json:"source"`
		Cue     []attache.Span `json:"cue"`
	} `json:"attributions"`
	Quotes []struct {
		Text    string        `json:"text"`
		Span    *attache.Span `json:"span"`
		Speaker string        `json:"speaker"`
		Also    []string      `json:"also"`
	} `json:"quotes"`
	Turns []struct {
		Label string `json:"label"`
	} `json:"turns"`
	line string
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
		r := record{line: lines.Text()}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, len(out)+1, err)
		}
		if r.Text == "" {
			r.Text = r.Body
		}
		if r.File != "" {
			raw, err := os.ReadFile(filepath.Join(cmp.Or(os.Getenv("ATTACHE_SHARED"), "../shared"), "data", filepath.FromSlash(r.File)))
			if err != nil {
				return nil, err
			}
			r.Text = string(raw)
		}
		if r.Lang == "" {
			r.Lang = "en"
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

// large are the outlets with so many articles that each of them is a group.
const large = 60

// groups names each record's group: its outlet; the event of a wire, whose outlets
// are invented; the article itself where an outlet has many.
func groups(records []record) []string {
	n := map[string]int{}
	for i := range records {
		n[records[i].Outlet]++
	}
	out := make([]string, len(records))
	for i, r := range records {
		switch {
		case r.Event != "":
			out[i] = r.Event
		case r.Outlet == "" || n[r.Outlet] > large:
			out[i] = r.ID
		default:
			out[i] = r.Lang + " " + r.Outlet
		}
	}
	return out
}

// gold turns records into what Learn reads. Labelled quotations without a place are
// looked up in the order of the text.
func gold(records []record) []quote.Gold {
	group := groups(records)
	out := make([]quote.Gold, len(records))
	for i, r := range records {
		d, from := quote.Titled(text.New(r.Title, r.Lang), text.New(r.Text, r.Lang))
		base := len(d.Body) - len(r.Text)
		g := quote.Gold{
			ID: r.ID, Doc: d, From: from, Group: group[i], Spans: len(r.Attributions) > 0,
			Fiction: r.Event != "" || r.Outlet == "" && len(r.Attributions) == 0,
		}
		for _, a := range r.Attributions {
			g.Attributions = append(g.Attributions, quote.Attribution{Source: a.Source, Cue: a.Cue, Content: a.Content})
		}
		at := map[string]int{}
		for _, q := range r.Quotes {
			x := quote.Attribution{Speaker: q.Speaker, Also: q.Also}
			if q.Span != nil {
				x.Content = []attache.Span{{q.Span[0] + from, q.Span[1] + from}}
			} else {
				k := strings.Index(r.Text[at[q.Text]:], q.Text)
				if k < 0 {
					continue
				}
				k += at[q.Text]
				at[q.Text] = k + 1
				x.Content = []attache.Span{d.Span(base+k, base+k+len(q.Text))}
			}
			g.Attributions = append(g.Attributions, x)
		}
		out[i] = g
	}
	return out
}

// taught says whether a record teaches: its marks are whole.
func (r *record) taught() bool { return !r.Damaged }
