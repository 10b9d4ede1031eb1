package clean

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTML keeps the harmless part of a fragment: known elements and attributes,
// styles without effect outside their element, addresses of known schemes made
// absolute with base (nil: left as they are). Scripts, forms' targets, frames
// and plug-ins go with what is in them. Character references stay as they are
// written; attributes come in the order of their names.
func HTML(fragment string, base *url.URL) string {
	if !strings.ContainsAny(fragment, "<&") {
		return strings.TrimSpace(fragment)
	}
	s := sanitizer{base: base}
	z := html.NewTokenizer(strings.NewReader(fragment))
	z.SetMaxBuf(4 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.ReplaceAll(strings.TrimSpace(s.out.String()), "\r\n", "\n")
		case html.TextToken:
			if s.dropped == 0 {
				s.out.WriteString(Escape(string(z.Raw())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(z)
		case html.EndTagToken:
			s.end(z)
		}
	}
}

type sanitizer struct {
	out     strings.Builder
	base    *url.URL
	dropped int // depth of elements that go with their content
	what    string
	foreign foreign
}

func (s *sanitizer) start(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := string(raw)
	closed := voidToken(z)
	if s.dropped > 0 {
		if name == s.what && !closed {
			s.dropped++
		}
		return
	}
	if withContent[name] {
		if !closed {
			s.dropped, s.what = 1, name
		}
		return
	}
	if !s.foreign.element(name) {
		return
	}
	s.out.WriteString("<" + spelled(name))
	s.attributes(z, name, more)
	switch {
	case void[name] && s.foreign.root == "":
		s.out.WriteString(" />")
	case closed:
		s.out.WriteString("></" + spelled(name) + ">")
	default:
		s.out.WriteByte('>')
	}
	s.foreign.start(name, closed)
}

func (s *sanitizer) end(z *html.Tokenizer) {
	raw, _ := z.TagName()
	name := string(raw)
	switch {
	case s.dropped > 0:
		if name == s.what {
			s.dropped--
		}
	case s.foreign.element(name) && !void[name]:
		s.out.WriteString("</" + spelled(name) + ">")
	}
	s.foreign.end(name)
}

// attributes writes those that are kept, in the order of their names.
func (s *sanitizer) attributes(z *html.Tokenizer, element string, more bool) {
	var kept [][2]string
	xlink := false
	for more && len(kept) < 64 {
		var k, v []byte
		k, v, more = z.TagAttr()
		name, value := string(k), string(v)
		switch {
		case !s.foreign.attribute(element, name):
			continue
		case name == "style":
			if value = style(value); value == "" {
				continue
			}
		case addresses[name]:
			value = Link(value, s.base)
		}
		if strings.HasPrefix(name, "xlink:") {
			xlink = true
			if name == "xlink:href" {
				value = Link(value, s.base)
			}
		}
		if name = spelled(name); !slices.ContainsFunc(kept, func(o [2]string) bool { return o[0] == name }) {
			kept = append(kept, [2]string{name, value})
		}
	}
	if ns := namespaces[element]; ns != "" {
		kept = append(kept, [2]string{"xmlns", ns})
	}
	if xlink {
		kept = append(kept, [2]string{"xmlns:xlink", xlinkNamespace})
	}
	slices.SortFunc(kept, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	for _, a := range kept {
		s.out.WriteString(" " + a[0] + `="` + escapeValue.Replace(a[1]) + `"`)
	}
}

var escapeValue = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Link makes an address absolute with base and returns "" for one whose scheme
// could run something.
func Link(link string, base *url.URL) string {
	link = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F {
			return -1 // browsers ignore them: "java\nscript:"
		}
		return r
	}, strings.TrimSpace(link))
	u, err := url.Parse(link)
	if err != nil {
		if scheme, _, found := strings.Cut(link, ":"); found && !schemes[strings.ToLower(scheme)] && !strings.ContainsAny(scheme, "/?#") {
			return ""
		}
		return strings.ReplaceAll(link, " ", "%20")
	}
	if u.Scheme != "" {
		if !schemes[strings.ToLower(u.Scheme)] {
			return ""
		}
		return link
	}
	if base == nil || link == "" {
		return link
	}
	return Resolve(base, link)
}

// Resolve makes a reference absolute, and keeps it as written where that
// cannot be done or is not needed. base may be nil.
func Resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if base == nil || !base.IsAbs() {
		return ref
	}
	u, err := url.Parse(ref)
	if err != nil || u.IsAbs() {
		return ref
	}
	return base.ResolveReference(u).String()
}

// Escape makes text of HTML source well-formed: what is no reference gets its
// ampersand escaped, a bare "<" too, and Windows' own numbers become
// Unicode's. Everything else stays as it is written.
func Escape(s string) string {
	if !strings.ContainsAny(s, "&<") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '<':
			b.WriteString("&lt;")
		case '&':
			ref, size := reference(s[i:])
			b.WriteString(ref)
			i += size - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// reference reads a character reference at the beginning of s and gives it as
// it is to be written.
func reference(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 || strings.ContainsFunc(s[1:end], notInName) {
		return "&amp;", 1
	}
	ref := s[:end+1]
	value := html.UnescapeString(ref)
	switch {
	case value == ref || strings.HasSuffix(value, ";") && value == html.UnescapeString(s[:end])+";":
		return "&amp;", 1
	case ref[1] != '#':
		return ref, end + 1
	case value == "'" || value == `"`:
		return value, end + 1
	}
	lower := strings.ToLower(ref)
	if plain, ok := windows[lower]; ok {
		return plain, end + 1
	}
	return lower, end + 1
}

// notInName tells what no name or number of a reference holds.
func notInName(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '#'
}

// Looks tells whether a text that was announced as plain is HTML all the same:
// it has an end tag or a reference, and nothing in it is foreign to HTML.
func Looks(text string) bool {
	if !strings.Contains(text, "</") && !strings.ContainsRune(text, '&') {
		return false
	}
	proof := false
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(1 << 20)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return proof
		case html.TextToken:
			raw := string(z.Raw())
			ok, found := references(raw)
			if !ok {
				return false
			}
			proof = proof || found
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			isEnd := z.Token()
			if !elements[isEnd.Data] || isEnd.DataAtom == atom.Plaintext {
				return false
			}
			proof = proof || isEnd.Type == html.EndTagToken
		}
	}
}

// references tells whether all named references in a text are known, and
// whether there are any.
func references(s string) (ok, found bool) {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return true, found
		}
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), 40)], ';')
		if end > 1 && !strings.ContainsFunc(s[1:end], notInName) {
			if ref, _ := reference(s); ref == "&amp;" && s[:end+1] != "&amp;" {
				return false, found
			}
			found = true
		}
		s = s[1:]
	}
}
