package markup

import (
	"slices"
	"strings"
)

// maxTag is the most that a tag may hold, maxAttrs the most attributes.
const (
	maxTag   = 256 << 10
	maxAttrs = 200
)

func nameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func nameByte(c byte) bool {
	return nameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.'
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// startTag reads "<name attributes>" or "<name attributes/>".
func (p *parser) startTag(rest string) {
	i := 1
	for i < len(rest) && nameByte(rest[i]) {
		i++
	}
	raw := rest[1:i]
	var attrs []Attr
	closed := false
	for {
		for i < len(rest) && (space(rest[i]) || rest[i] == '"' || rest[i] == '\'' || rest[i] == '=' || rest[i] == ',') {
			i++
		}
		switch {
		case i >= len(rest) || i > maxTag: // cut off within the tag: it never was
			p.note("the document ends within a tag")
			p.pos = len(p.s)
			return
		case rest[i] == '>':
			i++
		case rest[i] == '/' && i+1 < len(rest) && rest[i+1] == '>':
			closed = true
			i += 2
		case rest[i] == '<':
			p.note("a tag that is not closed")
		default:
			var a Attr
			a, i = p.attribute(rest, i)
			if a.Name != "" && len(attrs) < maxAttrs && !slices.ContainsFunc(attrs, func(o Attr) bool { return o.Name == a.Name }) {
				attrs = append(attrs, a)
			}
			continue
		}
		break
	}
	p.pos += i
	p.element(raw, attrs, closed)
}

// attribute reads name="value"; the quotes and the value may be missing.
func (p *parser) attribute(rest string, i int) (Attr, int) {
	start := i
	for i < len(rest) && !space(rest[i]) && !strings.ContainsRune("=/><\"'", rune(rest[i])) {
		i++
	}
	a := Attr{Name: rest[start:i]}
	if i == start {
		return Attr{}, i + 1
	}
	j := i
	for j < len(rest) && space(rest[j]) {
		j++
	}
	if j >= len(rest) || rest[j] != '=' {
		return a, i
	}
	for j++; j < len(rest) && space(rest[j]); {
		j++
	}
	if j >= len(rest) {
		return a, j
	}
	if q := rest[j]; q == '"' || q == '\'' {
		end := strings.IndexByte(rest[j+1:min(len(rest), j+1+maxTag)], q)
		if end >= 0 {
			a.Value = p.entities.decode(clean(rest[j+1 : j+1+end]))
			return a, j + end + 2
		}
		p.note("an attribute that is not closed")
		j++
	} else {
		p.note("an attribute without quotation marks")
	}
	start = j
	for j < len(rest) && !space(rest[j]) && rest[j] != '>' && rest[j] != '<' && (rest[j] != '/' || j+1 >= len(rest) || rest[j+1] != '>') {
		j++
	}
	a.Value = p.entities.decode(clean(strings.TrimRight(rest[start:j], `"'`)))
	return a, j
}

// element puts an element into the tree.
func (p *parser) element(raw string, attrs []Attr, closed bool) {
	lower := strings.ToLower(raw)
	p.closeForgotten(lower)
	if len(p.stack) == 0 && p.root != nil {
		p.note("more than one root element")
		return
	}
	if len(p.stack) >= MaxDepth {
		p.err = ErrTooDeep
		return
	}
	o := open{node: &Node{Attrs: attrs}, raw: lower}
	for _, a := range attrs {
		if name := strings.ToLower(a.Name); name == "xmlns" || strings.HasPrefix(name, "xmlns:") {
			if o.spaces == nil {
				o.spaces = make(map[string]string)
			}
			o.spaces[strings.TrimPrefix(strings.TrimPrefix(name, "xmlns"), ":")] = strings.TrimSpace(a.Value)
		}
	}
	p.resolve(&o, raw)
	if n := len(p.stack); n > 0 {
		parent := p.stack[n-1].node
		parent.Children = append(parent.Children, o.node)
	} else {
		p.root = o.node
	}
	if p.count(); !closed {
		p.stack = append(p.stack, o)
	}
}

// resolve finds the namespace of an element's prefix.
func (p *parser) resolve(o *open, raw string) {
	prefix, local, found := strings.Cut(raw, ":")
	if !found {
		prefix, local = "", raw
	}
	if local == "" {
		local = "_"
	}
	lower := strings.ToLower(prefix)
	uri, declared := o.spaces[lower]
	for i := len(p.stack) - 1; i >= 0 && !declared; i-- {
		uri, declared = p.stack[i].spaces[lower]
	}
	if !declared && prefix != "" {
		p.note("a prefix that is not declared: " + prefix)
		uri = wellKnown[lower]
	}
	o.node.Name, o.node.Space, o.node.Prefix = local, uri, prefixOf(uri, prefix)
}

// closeForgotten closes an entry before the next one begins, where nobody did.
func (p *parser) closeForgotten(raw string) {
	if raw != "item" && raw != "entry" {
		return
	}
	for i, v := range slices.Backward(p.stack) {
		if v.raw == raw {
			p.note("an element that is not closed")
			p.stack = p.stack[:i]
			return
		}
	}
}

// endTag closes the innermost element of that name and all in it; an end
// without a beginning is nothing.
func (p *parser) endTag(rest string) {
	i := 2
	for i < len(rest) && nameByte(rest[i]) {
		i++
	}
	name := strings.ToLower(rest[2:i])
	for i < len(rest) && rest[i] != '>' && rest[i] != '<' {
		i++
	}
	if i < len(rest) && rest[i] == '>' {
		i++
	}
	p.pos += i
	for j, v := range slices.Backward(p.stack) {
		if v.raw == name {
			if j != len(p.stack)-1 {
				p.note("an element that is not closed")
			}
			p.stack = p.stack[:j]
			return
		}
	}
	p.note("an end tag without its beginning")
}
