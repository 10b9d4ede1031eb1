package markup

import (
	"strings"
	"unicode/utf8"
)

// Doc is a document that was read.
type Doc struct {
	Root  *Node
	Notes []string // what was wrong with it, each thing once
}

// Parse reads a document of UTF-8.
func Parse(text []byte) (Doc, error) {
	p := parser{s: string(text), notes: map[string]bool{}}
	for p.pos < len(p.s) && p.err == nil {
		p.next()
	}
	if p.err != nil {
		return Doc{}, p.err
	}
	if p.root == nil {
		return Doc{}, ErrNoElement
	}
	for _, o := range p.stack {
		o.node.Open = true
		p.note("the document ends before its last element")
	}
	return Doc{Root: p.root, Notes: p.list}, nil
}

// open is an element that is not closed yet, with the prefixes it declares.
type open struct {
	node   *Node
	raw    string // name as written, in lower case
	spaces map[string]string
}

type parser struct {
	s        string
	pos      int
	root     *Node
	stack    []open
	entities entities
	nodes    int
	notes    map[string]bool
	list     []string
	err      error
}

func (p *parser) note(text string) {
	if !p.notes[text] {
		p.notes[text] = true
		p.list = append(p.list, text)
	}
}

// next reads one token.
func (p *parser) next() {
	rest := p.s[p.pos:]
	if rest[0] != '<' {
		end := strings.IndexByte(rest, '<')
		if end < 0 {
			end = len(rest)
		}
		p.pos += end
		p.text(p.entities.decode(clean(rest[:end])), false)
		return
	}
	switch {
	case strings.HasPrefix(rest, "<!--"):
		p.comment(rest)
	case strings.HasPrefix(rest, "<![CDATA["):
		p.cdata(rest)
	case strings.HasPrefix(rest, "<!"):
		p.doctype(rest)
	case strings.HasPrefix(rest, "<?"):
		p.skipTo(rest, "?>")
	case strings.HasPrefix(rest, "</"):
		p.endTag(rest)
	case len(rest) > 1 && nameStart(rest[1]):
		p.startTag(rest)
	default: // a bare "<"
		p.note("a < that begins no element")
		p.pos++
		p.text("<", false)
	}
}

// skipTo moves behind a closing mark; without one, behind the next ">".
func (p *parser) skipTo(rest, mark string) {
	if end := strings.Index(rest, mark); end >= 0 {
		p.pos += end + len(mark)
		return
	}
	p.note("a declaration that is not closed")
	if end := strings.IndexByte(rest, '>'); end >= 0 {
		p.pos += end + 1
		return
	}
	p.pos = len(p.s)
}

// comment skips a comment; one that is not closed ends at the next ">".
func (p *parser) comment(rest string) { p.skipTo(rest[2:], "-->"); p.pos += 2 }

func (p *parser) cdata(rest string) {
	const mark = "<![CDATA["
	body := rest[len(mark):]
	if end := strings.Index(body, "]]>"); end >= 0 {
		p.pos += len(mark) + end + 3
		p.text(clean(body[:end]), true)
		return
	}
	p.note("a CDATA section that is not closed")
	end := len(body)
	if n := len(p.stack); n > 0 { // it ends with its element
		if i := indexFold(body, "</"+p.stack[n-1].raw); i >= 0 {
			end = i
		}
	}
	p.pos += len(mark) + end
	p.text(clean(body[:end]), true)
}

// doctype reads a document type declaration with its internal entities.
func (p *parser) doctype(rest string) {
	end, depth := -1, 0
	for i := 0; i < len(rest) && i < 64<<10; i++ {
		switch rest[i] {
		case '<':
			depth++
		case '>':
			depth--
		}
		if depth == 0 {
			end = i + 1
			break
		}
	}
	if end < 0 {
		p.skipTo(rest, ">")
		return
	}
	p.pos += end
	if len(p.stack) == 0 {
		p.entities.declare(rest[:end])
	}
}

func (p *parser) text(s string, cdata bool) {
	if s == "" {
		return
	}
	if len(p.stack) == 0 {
		if strings.TrimSpace(s) != "" {
			p.note("text outside the root element")
		}
		return
	}
	n := p.stack[len(p.stack)-1].node
	n.Children = append(n.Children, &Node{Text: s, CDATA: cdata})
	p.count()
}

func (p *parser) count() {
	if p.nodes++; p.nodes > MaxNodes {
		p.err = ErrTooMany
	}
}

// clean drops what XML forbids: control characters, surrogates, U+FFFE and
// U+FFFF. Most texts have none and are returned as they are.
func clean(s string) string {
	bad := func(r rune) bool {
		return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0x7F || r == 0xFFFE || r == 0xFFFF
	}
	if strings.IndexFunc(s, bad) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if bad(r) {
			return -1
		}
		return r
	}, s)
}

func indexFold(s, lower string) int {
	for i := 0; i+len(lower) <= len(s); i++ {
		j := strings.IndexByte(s[i:], lower[0])
		if j < 0 || i+j+len(lower) > len(s) {
			return -1
		}
		i += j
		if strings.EqualFold(s[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}
