package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"attache/feed"
	"attache/feed/fetch"
)

// webDocument is a feed or a page as it was found.
type webDocument struct {
	data        []byte
	address     string // what relative links refer to; "" for a file
	contentType string
}

// document reads a file, or an address with the poller's own care.
func (s *session) document(source string) (webDocument, error) {
	if !strings.HasPrefix(source, "http://") && !strings.HasPrefix(source, "https://") {
		data, err := feed.ReadFile(source)
		if err != nil {
			return webDocument{}, usage("%w", err)
		}
		return webDocument{data: data}, nil
	}
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return webDocument{}, err
	}
	client := fetch.New(fetch.Config{UserAgent: "Attache/" + version, AllowPrivate: c.Feed.AllowPrivate})
	defer client.Close()
	response, err := client.Get(s.ctx, fetch.Request{URL: source})
	if err != nil {
		return webDocument{}, fmt.Errorf("%s: %w", source, err)
	}
	defer response.Release()
	data, err := feed.Gunzip(response.Body)
	return webDocument{append([]byte(nil), data...), response.URL, response.Header.Get("Content-Type")}, err
}

type inspectFeed struct {
	Source string `arg:"" name:"file|url" help:"A feed's file or address."`
}

// Run prints the feed as one JSON line.
func (c *inspectFeed) Run(s *session) error {
	d, err := s.document(c.Source)
	if err != nil {
		return err
	}
	parsed, err := feed.Parse(d.data, d.address, d.contentType)
	if err != nil {
		return usage("%s: %w", c.Source, err)
	}
	out := s.jsonLines()
	if err := out.write(parsed); err != nil {
		return err
	}
	return out.flush()
}

type inspectPage struct {
	Sources []string `arg:"" name:"file|url" help:"Pages: files (.gz accepted) or addresses."`
}

// Run prints a JSON line for each page, its id the file's name up to ".html".
// A page without readable text has an empty one, and the exit status tells.
func (c *inspectPage) Run(s *session) error {
	out := s.jsonLines()
	var failed []error
	for _, source := range c.Sources {
		d, err := s.document(source)
		if err != nil {
			return errors.Join(out.flush(), err)
		}
		page, err := feed.Page(d.data, d.address, d.contentType)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", source, err))
		}
		line, err := withID(pageID(source), page)
		if err != nil {
			return err
		}
		if err := out.write(line); err != nil {
			return err
		}
	}
	return errors.Join(out.flush(), errors.Join(failed...))
}

func pageID(source string) string {
	if u, err := url.Parse(source); err == nil && u.Host != "" {
		return source
	}
	name := path.Base(source)
	for _, ending := range []string{".gz", ".html", ".htm"} {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// withID is a value's JSON object with an "id" before its own fields.
func withID(id string, value any) (json.RawMessage, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	key, err := json.Marshal(id)
	if err != nil {
		return nil, err
	}
	return append(append([]byte(`{"id":`), append(key, ',')...), body[1:]...), nil
}
