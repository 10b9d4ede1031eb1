package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"attache/feed/charset"
	"attache/feed/clean"
)

// ErrNoText is returned for a page in which no readable text was found.
var ErrNoText = errors.New("no readable text in the page")

// PageText is what a web page says, without what stands around it.
type PageText struct {
	Title     string
	Text      string // paragraphs separated by a blank line
	Author    string
	Published time.Time // zero where unknown
	Lang      string
	Canonical string // the address the page gives itself
}

// Page reads the readable full text of a web page. address is where it came
// from, "" where unknown; contentType is the header's value, "" where unknown.
func Page(data []byte, address, contentType string) (PageText, error) {
	text, _ := charset.ToUTF8(data, contentType)
	doc, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	opts := trafilatura.Options{EnableFallback: true, ExcludeComments: true, ExcludeTables: false}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		opts.OriginalURL = u
	}
	got, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	var b bytes.Buffer
	if err := html.Render(&b, got.ContentNode); err != nil {
		return PageText{}, fmt.Errorf("%w: %w", ErrNoText, err)
	}
	m := got.Metadata
	return PageText{
		Title: strings.TrimSpace(m.Title), Text: clean.Text(b.String()), Author: m.Author,
		Published: m.Date, Lang: m.Language, Canonical: m.URL,
	}, nil
}

// MarshalJSON writes the machine-readable form of `attache inspect page`.
func (p PageText) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Title     string `json:"title"`
		Text      string `json:"text"`
		Author    string `json:"author"`
		Published string `json:"published"`
		Lang      string `json:"lang"`
	}{p.Title, p.Text, p.Author, stamp(p.Published), p.Lang})
}
