package feed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"attache"
	"attache/feed/charset"
)

// ErrNotOPML is returned for a document that is not a list of subscriptions.
var ErrNotOPML = errors.New("not an OPML document")

// The bounds of an OPML document.
const (
	maxOutlines     = 20_000
	maxOutlineDepth = 32
)

// outline is a folder or a feed of an OPML document.
type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Category string    `xml:"category,attr,omitempty"`
	Kind     string    `xml:"attache-kind,attr,omitempty"`
	Country  string    `xml:"attache-country,attr,omitempty"`
	FullText string    `xml:"attache-fullText,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

// ReadOPML reads a list of subscriptions as other readers write it. Nested
// folders become topics; a feed listed twice is one source with the topics of
// both. Outlines without an http(s) address are left out.
func ReadOPML(r io.Reader) ([]attache.Source, error) {
	data, err := readLimited(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOPML, err)
	}
	text, _ := charset.ToUTF8(data, "")
	d := xml.NewDecoder(strings.NewReader(string(text)))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	o := opmlReader{index: map[string]int{}}
	for {
		tok, err := d.Token()
		if err != nil {
			return o.result(err)
		}
		if err := o.token(tok); err != nil {
			return nil, err
		}
	}
}

// opmlReader follows the tokens of an OPML document.
type opmlReader struct {
	found   bool // the root element
	folders []string
	sources []attache.Source
	index   map[string]int // by address
	count   int
}

func (o *opmlReader) result(err error) ([]attache.Source, error) {
	switch {
	case !o.found:
		return nil, fmt.Errorf("%w: it has no <opml> element", ErrNotOPML)
	case !errors.Is(err, io.EOF) && len(o.sources) == 0:
		return nil, fmt.Errorf("%w: %w", ErrNotOPML, err)
	}
	return o.sources, nil // what was complete is kept
}

func (o *opmlReader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		switch strings.ToLower(t.Name.Local) {
		case "opml":
			o.found = true
		case "outline":
			if o.count++; o.count > maxOutlines || len(o.folders) >= maxOutlineDepth {
				return fmt.Errorf("%w: more than %d outlines or %d levels of folders", ErrNotOPML, maxOutlines, maxOutlineDepth)
			}
			o.open(attributes(t))
		}
	case xml.EndElement:
		if strings.EqualFold(t.Name.Local, "outline") && len(o.folders) > 0 {
			o.folders = o.folders[:len(o.folders)-1]
		}
	}
	return nil
}

func attributes(t xml.StartElement) map[string]string {
	m := make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		m[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	return m
}

// open takes an outline: a feed, or a folder whose name is a topic of what is
// in it.
func (o *opmlReader) open(a map[string]string) {
	name := first(a["title"], a["text"])
	link := first(a["xmlurl"], a["url"])
	if !strings.HasPrefix(link, "http://") && !strings.HasPrefix(link, "https://") {
		o.folders = append(o.folders, name)
		return
	}
	topics := slices.DeleteFunc(slices.Clone(o.folders), func(s string) bool { return s == "" })
	for c := range strings.SplitSeq(a["category"], ",") {
		if c = strings.Trim(strings.TrimSpace(c), "/"); c != "" {
			topics = append(topics, strings.Split(c, "/")...)
		}
	}
	o.folders = append(o.folders, "")
	i, known := o.index[link]
	if !known {
		i = len(o.sources)
		o.index[link] = i
		o.sources = append(o.sources, attache.Source{
			ID: attache.SourceID(link), URL: link, Name: name, Lang: language(a["language"]),
			Kind: kindOf(a["attache-kind"]), Country: a["attache-country"], FullText: fullTextOf(a["attache-fulltext"]),
		})
	}
	o.sources[i].Topics = union(o.sources[i].Topics, dedupe(topics))
}

func dedupe(list []string) []string { return union(nil, list) }

func kindOf(s string) attache.SourceKind {
	switch k := attache.SourceKind(s); k {
	case attache.Official, attache.Wire, attache.Press, attache.StateMedia:
		return k
	}
	return ""
}

func fullTextOf(s string) attache.FullText {
	switch m := attache.FullText(s); m {
	case attache.FullTextAuto, attache.FullTextAlways, attache.FullTextNever:
		return m
	}
	return ""
}

// WriteOPML writes sources for other readers: OPML 2.0, topics as nested
// folders, what only we know in attributes of our own.
func WriteOPML(w io.Writer, sources []attache.Source, now time.Time) error {
	var root outline
	for _, s := range sources {
		put(&root, s.Topics, outline{
			Text: first(s.Name, s.URL), Title: s.Name, Type: "rss", XMLURL: s.URL, Language: s.Lang,
			Kind: string(s.Kind), Country: s.Country, FullText: string(s.FullText),
		})
	}
	doc := struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Created  string    `xml:"head>dateCreated"`
		Outlines []outline `xml:"body>outline"`
	}{Version: "2.0", Title: "Attaché", Created: now.UTC().Format(time.RFC1123Z), Outlines: root.Outlines}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// put places a feed in its folders, which are made where missing.
func put(in *outline, folders []string, feed outline) {
	if len(folders) == 0 {
		in.Outlines = append(in.Outlines, feed)
		return
	}
	for i := range in.Outlines {
		if o := &in.Outlines[i]; o.XMLURL == "" && o.Text == folders[0] {
			put(o, folders[1:], feed)
			return
		}
	}
	in.Outlines = append(in.Outlines, outline{Text: folders[0]})
	put(&in.Outlines[len(in.Outlines)-1], folders[1:], feed)
}
