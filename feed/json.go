package feed

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed/json"

	"attache/feed/address"
	"attache/feed/clean"
	"attache/feed/when"
)

// parseJSON reads a JSON Feed.
func parseJSON(text []byte, base *url.URL) (Feed, error) {
	if !strings.Contains(string(text), `"items"`) {
		return Feed{}, ErrNotFeed
	}
	note := ""
	doc, err := (&json.Parser{}).Parse(bytes.NewReader(text))
	if err != nil {
		if doc, err = (&json.Parser{}).Parse(bytes.NewReader(usual(text))); err == nil {
			note = "fields of another type than JSON Feed has them"
		}
	}
	if err != nil {
		if mended := mendJSON(text); mended != nil {
			if doc, err = (&json.Parser{}).Parse(bytes.NewReader(usual(mended))); err == nil {
				note = "texts with characters that JSON does not have in them"
			}
		}
	}
	if err != nil {
		whole := complete(text)
		if whole == nil {
			return Feed{}, fmt.Errorf("%w (%w)", ErrNotFeed, err)
		}
		if doc, err = (&json.Parser{}).Parse(bytes.NewReader(usual(whole))); err != nil {
			return Feed{}, fmt.Errorf("%w (%w)", ErrNotFeed, err)
		}
		note = "the document ends before its last item"
	}
	f := Feed{
		Title: strings.TrimSpace(doc.Title), Format: "json " + jsonVersion(doc.Version), Lang: doc.Language,
		URL: clean.Resolve(base, doc.HomePageURL), Self: doc.FeedURL,
	}
	f.Format = strings.TrimSpace(f.Format)
	f.Hub = jsonHub(text)
	if note != "" {
		f.Notes = append(f.Notes, note)
	}
	if f.Title == "" && len(doc.Items) == 0 && doc.Version == "" {
		return Feed{}, ErrNotFeed
	}
	for _, it := range doc.Items {
		if it != nil {
			f.Entries = append(f.Entries, jsonEntry(it, base))
		}
	}
	return f, nil
}

func jsonVersion(v string) string {
	return strings.TrimPrefix(v[strings.LastIndexByte(v, '/')+1:], "version")
}

// jsonHub finds the WebSub hub, which gofeed does not tell.
func jsonHub(text []byte) string {
	var doc struct {
		Hubs []struct {
			Type string `json:"type"`
			URL  string `json:"url"`
		} `json:"hubs"`
	}
	if !bytes.Contains(text, []byte(`"hubs"`)) || stdjson.Unmarshal(text, &doc) != nil {
		return ""
	}
	for _, h := range doc.Hubs {
		if strings.EqualFold(h.Type, "websub") {
			return h.URL
		}
	}
	return ""
}

func jsonEntry(it *json.Item, base *url.URL) Entry {
	e := Entry{
		ID: it.ID, URL: clean.Resolve(base, address.Mend(base, first(it.URL, it.ExternalURL))), Title: strings.TrimSpace(it.Title),
		plain: []string{"title"}, Lang: it.Language,
	}
	e.Published, e.zoneless, _ = when.ParseLocal(it.DatePublished)
	e.Updated, _ = when.Parse(it.DateModified)
	if it.ContentHTML != "" {
		e.Content = clean.HTML(it.ContentHTML, base)
	} else if it.ContentText != "" {
		e.Content, e.plain = strings.TrimSpace(it.ContentText), append(e.plain, "content")
	}
	if it.Summary != "" {
		e.Summary, e.plain = strings.TrimSpace(it.Summary), append(e.plain, "summary")
	} else {
		e.Summary = e.Content
		if it.ContentHTML == "" {
			e.plain = append(e.plain, "summary")
		}
	}
	if it.Author != nil {
		e.Author = strings.TrimSpace(it.Author.Name)
	}
	var names []string
	for _, a := range it.Authors {
		if a != nil && strings.TrimSpace(a.Name) != "" {
			names = append(names, strings.TrimSpace(a.Name))
		}
	}
	if len(names) > 0 {
		e.Author = strings.Join(names, ", ")
	}
	if at := baseURL(it.ID); e.URL == "" && at != nil && strings.HasPrefix(at.Scheme, "http") {
		e.URL = it.ID
	}
	return e
}

// complete gives the part of a cut-off JSON Feed before its last, incomplete
// item, closed; nil where there is none.
func complete(text []byte) []byte {
	d := stdjson.NewDecoder(bytes.NewReader(text))
	depth, inItems, end := 0, false, int64(-1)
	name := ""
	for range 4_000_000 {
		tok, err := d.Token()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case stdjson.Delim:
			if t == '{' || t == '[' {
				depth++
				if depth == 2 && t == '[' && name == "items" {
					inItems = true
				}
				continue
			}
			if depth--; inItems && depth == 2 {
				end = d.InputOffset()
			}
			if depth == 1 {
				inItems = false
			}
		case string:
			if depth == 1 {
				name = t
			}
		}
	}
	if end < 0 {
		return nil
	}
	return append(bytes.Clone(text[:end]), "]}"...)
}
