package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"attache"
	"attache/cmd/attache/sample"
)

// perSource is how many items each source of a load has.
const perSource = 20

// load runs `attache fetch` over many sources twice: first all is new, then
// nothing has changed. It prints how long each took and the most memory held.
func load(ctx context.Context, binary, folder string, sources int) error {
	documents, err := loadFeeds(sources, time.Now())
	if err != nil {
		return err
	}
	s, err := serve(ctx, documents, sources)
	if err != nil {
		return err
	}
	defer s.close()
	if binary, err = filepath.Abs(binary); err != nil {
		return err
	}
	p := &process{binary: binary, folder: folder}
	if err := p.configure(s, "http://127.0.0.1:9"); err != nil {
		return err
	}
	for _, what := range []string{"all new", "nothing changed"} {
		p.command = p.attache(ctx, "fetch")
		start := time.Now()
		out, err := p.command.CombinedOutput()
		if err != nil {
			return fmt.Errorf("attache fetch: %w\n%s", err, out)
		}
		took := time.Since(start)
		fmt.Printf("%s: %d sources in %.1f s, %.0f sources/s, peak memory %d MB\n%s", what, sources, took.Seconds(),
			float64(sources)/took.Seconds(), p.peak()>>20, out)
	}
	_, articles, err := export(ctx, p)
	if err != nil {
		return err
	}
	fmt.Printf("%d of %d articles stored\n", articles, sources*perSource)
	if articles != sources*perSource {
		return fmt.Errorf("%d articles were lost", sources*perSource-articles)
	}
	return nil
}

// loadFeeds makes feeds whose items are the wire's paragraphs in ever new
// order, each with a number of its own, spread over the last day.
func loadFeeds(sources int, now time.Time) ([]document, error) {
	records, err := sample.Load()
	if err != nil {
		return nil, err
	}
	var out []document
	for i := range sources {
		f := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: fmt.Sprintf("Outlet %d", i), Language: "en"}
		for j := range perSource {
			n := i*perSource + j
			r := records[(n*7)%len(records)]
			var body []string
			for k, p := range r.Paragraphs() {
				body = append(body, fmt.Sprintf("%s Dispatch %d, item %d.", p, n*31+k, n))
			}
			f.Items = append(f.Items, jsonItem{
				ID: fmt.Sprint(n), URL: fmt.Sprintf("https://outlet%d.example/%d", i, n), Title: fmt.Sprintf("%s (%d)", r.Title, n),
				Text:      strings.Join(body, "\n\n"),
				Published: now.Add(-time.Duration(n) * 24 * time.Hour / time.Duration(sources*perSource)).Truncate(time.Second),
			})
		}
		data, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		out = append(out, document{
			name: "load.json", data: data, kind: attache.Press, outlet: f.Title,
			header: http.Header{"Content-Type": {"application/feed+json"}, "Etag": {fmt.Sprintf(`"%d"`, i)}},
		})
	}
	return out, nil
}

// inFolder calls work with a temporary folder.
func inFolder(work func(folder string) error) error {
	folder, err := os.MkdirTemp("", "attache-realrun-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	return work(folder)
}
