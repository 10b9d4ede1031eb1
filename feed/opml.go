package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"attache"
	"attache/feed/charset"
	plain "attache/internal/text"
)

// ErrNotOPML is returned for a document that is not a list of subscriptions.
var ErrNotOPML = errors.New("not an OPML document, nor a list of addresses")

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
	TimeZone string    `xml:"attache-timeZone,attr,omitempty"`
	Selector string    `xml:"attache-selector,attr,omitempty"`
	Agent    string    `xml:"attache-userAgent,attr,omitempty"`
	Outlines []outline `xml:"outline"`
}

// ReadSources reads a list of subscriptions as other readers write it: OPML,
// well-formed or not, or plain addresses, one a line. Nested folders become
// topics; addresses that differ only in http, https, "www." or a slash at the end
// are one source, with the topics of both. A site without a feed's address is
// searched when it is polled. left tells what was left out, and why.
func ReadSources(r io.Reader) (sources []attache.Source, left []string, err error) {
	data, err := readLimited(r)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotOPML, err)
	}
	text, _ := charset.ToUTF8(data, "")
	o := opmlReader{index: map[string]int{}}
	if err := o.read(text); err != nil {
		return nil, nil, err
	}
	if !o.found {
		o.lines(string(text))
	}
	switch {
	case !o.found && len(o.sources) == 0:
		return nil, nil, fmt.Errorf("%w: it has no <opml> element, and its lines are no addresses", ErrNotOPML)
	case o.found && o.count == 0:
		return nil, nil, fmt.Errorf("%w: it has no outlines", ErrNotOPML)
	}
	return o.sources, o.left, nil
}

// opmlReader follows the tags of an OPML document. Tags are read as those of
// HTML are: what is ill-formed in one of them costs no other.
type opmlReader struct {
	found   bool // the root element
	folders []string
	sources []attache.Source
	left    []string
	index   map[string]int // by what tells sources apart
	count   int
}

func (o *opmlReader) read(text []byte) error {
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(1 << 20)
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.Data {
			case "opml":
				o.found = true
			case "outline":
				if o.count++; o.count > maxOutlines || len(o.folders) >= maxOutlineDepth {
					return fmt.Errorf("%w: more than %d outlines or %d levels of folders", ErrNotOPML, maxOutlines, maxOutlineDepth)
				}
				o.open(attributes(t))
				if kind == html.SelfClosingTagToken {
					o.close()
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "outline" {
				o.close()
			}
		}
	}
}

func (o *opmlReader) close() {
	if len(o.folders) > 0 {
		o.folders = o.folders[:len(o.folders)-1]
	}
}

func attributes(t html.Token) map[string]string {
	m := make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		m[a.Key] = plain.OneLine(strings.Map(printable, a.Val))
	}
	return m
}

func printable(r rune) rune {
	if unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}

// open takes an outline: a feed, a site, or a folder whose name is a topic of
// what is in it.
func (o *opmlReader) open(a map[string]string) {
	name := first(a["title"], a["text"])
	written := first(a["xmlurl"], a["url"], a["feedurl"])
	if written == "" && (a["type"] != "" && a["type"] != "folder" || a["htmlurl"] != "") {
		written = a["htmlurl"]
	}
	if written == "" {
		if a["type"] == "rss" || a["type"] == "atom" {
			o.leave(name, "has no address")
		}
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
	link, ok := WebAddress(written)
	if !ok {
		o.leave(first(name, written), fmt.Sprintf("%q is no web address", attache.PublicURL(written)))
		return
	}
	o.add(attache.Source{
		ID: attache.SourceID(link), URL: link, Name: name, Lang: language(a["language"]),
		Kind: kindOf(a["attache-kind"]), Country: a["attache-country"], FullText: fullTextOf(a["attache-fulltext"]),
		TimeZone: a["attache-timezone"], Selector: a["attache-selector"], UserAgent: a["attache-useragent"],
	}, topics)
}

// maxLeft bounds what is named of that which was left out.
const maxLeft = 200

func (o *opmlReader) leave(name, why string) {
	if len(o.left) < maxLeft {
		o.left = append(o.left, strings.TrimSpace(name+" "+why))
	}
}

func (o *opmlReader) add(s attache.Source, topics []string) {
	i, known := o.index[SourceKey(s.URL)]
	if !known {
		i = len(o.sources)
		o.index[SourceKey(s.URL)] = i
		o.sources = append(o.sources, s)
	}
	o.sources[i].Topics = union(o.sources[i].Topics, dedupe(topics))
}

// lines reads addresses, one a line, with a name behind them where there is one.
func (o *opmlReader) lines(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.Map(printable, line))
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") {
			continue
		}
		if o.count++; o.count > maxOutlines {
			return
		}
		written, name := addressAndName(line)
		link, ok := WebAddress(strings.Trim(written, "<>,\"'"))
		if !ok || !strings.Contains(baseURL(link).Hostname(), ".") && !strings.Contains(written, "://") {
			o.leave(line[:min(len(line), 100)], "is no web address")
			continue
		}
		o.add(attache.Source{ID: attache.SourceID(link), URL: link, Name: strings.TrimSpace(name)}, nil)
	}
}

// addressAndName cuts a line of a list, or a row of a table, into the address in it
// and the words beside that; where no word is an address with its scheme, the first is it.
func addressAndName(line string) (written, name string) {
	between := func(r rune) bool { return r == ' ' || r == '\t' || r == ';' }
	if strings.Count(line, ",") > 0 && !strings.HasPrefix(line, "http") {
		between = func(r rune) bool { return r == ',' || r == '\t' || r == ';' }
	}
	words := strings.FieldsFunc(line, between)
	at := max(slices.IndexFunc(words, func(w string) bool { return strings.Contains(w, "://") }), 0)
	if len(words) == 0 {
		return "", ""
	}
	written = strings.TrimSpace(words[at])
	rest := strings.Join(slices.Delete(words, at, at+1), " ")
	return written, strings.Trim(strings.Join(strings.Fields(rest), " "), "\"'")
}

// WebAddress gives the http(s) address that a person or another reader means:
// "feed://…", "HTTPS://…", "mfa.example.org". false: it is none.
func WebAddress(written string) (string, bool) {
	link := strings.TrimSpace(written)
	if rest, found := cutFold(link, "feed:"); found {
		if link = strings.TrimPrefix(rest, "//"); !strings.Contains(link, "://") {
			link = "http://" + link
		}
	}
	if strings.HasPrefix(link, "//") {
		link = "https:" + link
	}
	if strings.HasPrefix(link, "@") && !strings.ContainsAny(link, "./") {
		link = "https://t.me/" + link[1:]
	}
	if scheme, rest, found := strings.Cut(link, "://"); found {
		link = strings.ToLower(scheme) + "://" + rest
	} else if name, _, _ := strings.Cut(link, "/"); strings.Contains(name, ".") && !strings.ContainsAny(name, "@ ") {
		link = "https://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(u.Host, " <>") {
		return "", false
	}
	u.Host = strings.ToLower(u.Host)
	return u.String(), true
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// SourceKey tells sources apart: addresses that differ only in http or https,
// "www.", or a slash at the end are of one source.
func SourceKey(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" {
		return link
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")
	key := host + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	return key
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
			TimeZone: s.TimeZone, Selector: s.Selector, Agent: s.UserAgent,
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
