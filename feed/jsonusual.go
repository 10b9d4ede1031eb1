package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// usual writes a JSON Feed with its fields in the types that the format has
// them, so that one odd field does not make the feed unreadable. What cannot be
// brought into its type is left out.
func usual(text []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var doc any
	if d.Decode(&doc) != nil {
		return text
	}
	if items, isList := doc.([]any); isList {
		doc = map[string]any{"items": items}
	}
	feed, ok := doc.(map[string]any)
	if !ok {
		return text
	}
	usualFields(feed)
	items, _ := feed["items"].([]any)
	if byID, isMap := feed["items"].(map[string]any); isMap {
		for _, it := range byID {
			items = append(items, it)
		}
	}
	kept := make([]any, 0, len(items))
	for _, it := range items {
		if fields, ok := it.(map[string]any); ok {
			usualFields(fields)
			kept = append(kept, fields)
		}
	}
	feed["items"] = kept
	out, err := json.Marshal(feed)
	if err != nil {
		return text
	}
	return out
}

// jsonTexts are the fields of a feed and its items that hold text.
var jsonTexts = []string{
	"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "language",
	"id", "url", "external_url", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified",
}

func usualFields(m map[string]any) {
	for _, name := range jsonTexts {
		if v, there := m[name]; there {
			if s, ok := asText(v); ok {
				m[name] = s
			} else {
				delete(m, name)
			}
		}
	}
	if v, there := m["author"]; there {
		if who := asPerson(v); who != nil {
			m["author"] = who
		} else {
			delete(m, "author")
		}
	}
	for _, name := range []string{"authors", "tags", "attachments", "hubs"} {
		if v, there := m[name]; there {
			m[name] = asList(name, v)
		}
	}
	if _, isBool := m["expired"].(bool); !isBool {
		delete(m, "expired")
	}
	for name, v := range m { // extensions in any type
		if strings.HasPrefix(name, "_") {
			if _, isObject := v.(map[string]any); !isObject {
				delete(m, name)
			}
		}
	}
}

// asText gives a value as text: a number as it is written, of an object the
// field that holds its address or its words.
func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case map[string]any:
		for _, name := range []string{"url", "href", "src", "value", "text", "rendered", "html", "name", "_", "#text", "$"} {
			if s, ok := v[name].(string); ok {
				return s, true
			}
		}
	case []any:
		if len(v) > 0 {
			return asText(v[0])
		}
	}
	return "", false
}

func asPerson(v any) map[string]any {
	switch v := v.(type) {
	case string:
		return map[string]any{"name": v}
	case map[string]any:
		who := map[string]any{}
		for _, name := range []string{"name", "url", "avatar"} {
			if s, ok := asText(v[name]); ok && v[name] != nil {
				who[name] = s
			}
		}
		return who
	case []any:
		if len(v) > 0 {
			return asPerson(v[0])
		}
	}
	return nil
}

func asList(name string, v any) []any {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
		if s, ok := v.(string); ok && name == "tags" {
			list = nil
			for tag := range strings.SplitSeq(s, ",") {
				list = append(list, strings.TrimSpace(tag))
			}
		}
	}
	out := make([]any, 0, len(list))
	for _, e := range list {
		switch name {
		case "tags":
			if s, ok := asText(e); ok {
				out = append(out, s)
			}
		case "authors":
			if who := asPerson(e); who != nil {
				out = append(out, who)
			}
		default:
			if m, ok := e.(map[string]any); ok {
				usualObject(m)
				out = append(out, m)
			}
		}
	}
	return out
}

// usualObject brings the fields of an attachment or a hub into their types.
func usualObject(m map[string]any) {
	for k, field := range m {
		if k == "size_in_bytes" || k == "duration_in_seconds" {
			if n, err := strconv.ParseFloat(fmt.Sprint(field), 64); err == nil {
				m[k] = int64(n)
			} else {
				delete(m, k)
			}
			continue
		}
		if s, ok := asText(field); ok {
			m[k] = s
		} else {
			delete(m, k)
		}
	}
}
