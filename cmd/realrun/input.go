package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"attache"
	"attache/cmd/attache/sample"
	"attache/feed"
)

// document is a feed as it is served.
type document struct {
	name   string
	data   []byte
	header http.Header
	kind   attache.SourceKind
	outlet string
}

// headerLine is how the feed collections say what the server sent.
var headerLine = regexp.MustCompile(`(?m)^\s*Header:\s*([A-Za-z-]+):\s*(.+?)\s*$`)

// collect reads every feed below data/feeds and makes a feed of each outlet of
// the wire.
func collect(shared string) ([]document, error) {
	var out []document
	root := filepath.Join(shared, "data", "feeds")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".xml" && filepath.Ext(path) != ".json" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		d := document{name: "feeds/" + filepath.ToSlash(name), data: data, header: http.Header{}, kind: attache.Press, outlet: name}
		d.header.Set("Content-Type", "application/xml")
		for _, m := range headerLine.FindAllSubmatch(data[:min(len(data), 2048)], -1) {
			d.header.Set(string(m[1]), string(m[2]))
		}
		out = append(out, d)
		return nil
	})
	if err != nil {
		return nil, err
	}
	wire, err := wireFeeds(filepath.Join(shared, "data", "wire"))
	return append(out, wire...), err
}

// wireFeeds makes JSON Feeds of the wire, one an outlet, published within the
// last day so that a digest tells of them.
func wireFeeds(folder string) ([]document, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	var records []sample.Record
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var r sample.Record
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			records = append(records, r)
		}
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("no wire in %s", folder)
	}
	return jsonFeeds(records, time.Now())
}

type jsonFeed struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	Language string     `json:"language"`
	Items    []jsonItem `json:"items"`
	kind     attache.SourceKind
}

type jsonItem struct {
	ID        string    `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Text      string    `json:"content_text"`
	Published time.Time `json:"date_published"`
}

func jsonFeeds(records []sample.Record, now time.Time) ([]document, error) {
	var last time.Time
	for _, r := range records {
		if r.Published.After(last) {
			last = r.Published
		}
	}
	feeds := map[string]*jsonFeed{}
	var order []string
	for _, r := range records {
		f := feeds[r.Outlet]
		if f == nil {
			f = &jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: r.Outlet, Language: r.Lang, kind: r.Kind}
			feeds[r.Outlet] = f
			order = append(order, r.Outlet)
		}
		f.Items = append(f.Items, jsonItem{
			ID: r.ID, URL: "https://wire.example/" + r.ID, Title: r.Title, Text: r.Body,
			// Twelve days of news within one: the digest of a day has them all.
			Published: now.Add(-last.Sub(r.Published) / 13).Truncate(time.Second),
		})
	}
	var out []document
	for i, name := range order {
		data, err := json.Marshal(feeds[name])
		if err != nil {
			return nil, err
		}
		out = append(out, document{
			name: fmt.Sprintf("wire/%d.json", i), data: data, kind: feeds[name].kind, outlet: name,
			header: http.Header{"Content-Type": {"application/feed+json"}},
		})
	}
	return out, nil
}

// expected are the articles a document holds, by the keys each may be known
// under; none where it is no feed.
func (d document) expected(source attache.Source) [][]string {
	parsed, err := feed.Parse(d.data, source.URL, d.header.Get("Content-Type"))
	if err != nil {
		return nil
	}
	var out [][]string
	for _, entry := range parsed.Entries {
		a := feed.Article(source, parsed, entry, time.Now())
		if strings.TrimSpace(a.Title+a.Body) != "" {
			out = append(out, a.Keys)
		}
	}
	return out
}
