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

func isAddress(source string) bool {
	return strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://")
}

// fetched gets an address with the poller's own care and calls read with what
// came; the response is only valid until read returns.
func (s *session) fetched(address string, read func(*fetch.Response) error) error {
	c, err := loadConfig(s.flags, s.env.getenv)
	if err != nil {
		return err
	}
	client := fetch.New(fetch.Config{
		UserAgent: feed.UserAgent(version, c.Feed.Contact), Proxy: c.Feed.Proxy,
		AllowPrivate: c.Feed.AllowPrivate,
	})
	defer client.Close()
	response, err := client.Get(s.ctx, fetch.Request{URL: address})
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	defer response.Release()
	return read(response)
}

// readFeed parses a feed's file or address; what came with it over HTTP counts.
func (s *session) readFeed(source string) (parsed feed.Feed, err error) {
	if isAddress(source) {
		err = s.fetched(source, func(r *fetch.Response) (err error) {
			parsed, err = feed.ParseResponse(r)
			return err
		})
		return parsed, err
	}
	data, err := feed.ReadFile(source)
	if err != nil {
		return parsed, usage("%w", err)
	}
	if parsed, err = feed.Parse(data, "", ""); err != nil {
		return parsed, usage("%s: %w", source, err)
	}
	return parsed, nil
}

// readPage extracts a page's file or address. The first error says that there
// is no text in it, the second that it could not be had at all.
func (s *session) readPage(source string) (page feed.PageText, empty, err error) {
	if isAddress(source) {
		err = s.fetched(source, func(r *fetch.Response) error {
			data, err := feed.Gunzip(r.Body)
			if err == nil {
				page, empty = s.pageOf(data, r.URL, r.Header.Get("Content-Type"))
			}
			return err
		})
		return page, empty, err
	}
	data, err := feed.ReadFile(source)
	if err != nil {
		return page, nil, usage("%w", err)
	}
	page, empty = s.pageOf(data, "", "")
	return page, empty, nil
}

// pageOf reads a document as the poller does: a PDF in a process of its own.
func (s *session) pageOf(data []byte, address, contentType string) (feed.PageText, error) {
	page, err := feed.Page(data, address, contentType)
	if read := pdfReader(); read != nil && errors.Is(err, feed.ErrIsPDF) {
		text, err := read(s.ctx, data)
		return feed.PageText{Text: text}, err
	}
	return page, err
}

type inspectFeed struct {
	Source string `arg:"" name:"file|url" help:"A feed's file or address."`
}

// Run prints the feed as one JSON line.
func (c *inspectFeed) Run(s *session) error {
	parsed, err := s.readFeed(c.Source)
	if err != nil {
		return err
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
		page, empty, err := s.readPage(source)
		if err != nil {
			return errors.Join(out.flush(), err)
		}
		if empty != nil {
			failed = append(failed, fmt.Errorf("%s: %w", source, empty))
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
