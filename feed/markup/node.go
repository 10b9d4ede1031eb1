// Package markup reads XML as people really publish it: bytes of UTF-8 go in,
// a tree comes out, whatever is wrong with them. Stray ampersands, unknown
// entities and prefixes, control characters, unclosed and crossed elements,
// unquoted attributes, text before the root and a missing end are read the way
// their author meant them, and noted. Only what cannot be meant as a document
// of elements, or exceeds the bounds, is an error.
package markup

import (
	"errors"
	"strings"
)

// The bounds of a document.
const (
	MaxDepth = 200     // of elements within each other
	MaxNodes = 400_000 // elements and texts
)

// The ways a document cannot be read.
var (
	ErrNoElement = errors.New("no element in it")
	ErrTooDeep   = errors.New("elements nested more than 200 deep")
	ErrTooMany   = errors.New("more than 400,000 elements")
)

// Node is an element, or a text where Name is "".
type Node struct {
	Prefix   string // the usual one of its namespace, "" for the feed's own vocabulary
	Name     string // local name as written
	Space    string // namespace as declared, or as its prefix usually means; "" for none
	Attrs    []Attr
	Children []*Node
	Text     string // of a text: decoded
	CDATA    bool   // of a text: it stood in a CDATA section
	Open     bool   // of an element: the document ended within it
}

// Attr is an attribute; Name has its prefix, "xml:base" for instance.
type Attr struct{ Name, Value string }

// Key is the element's name for comparing: in lower case, with its usual
// prefix, such as "dc:creator".
func (n *Node) Key() string {
	name := strings.ToLower(n.Name)
	if n.Prefix == "" {
		return name
	}
	return n.Prefix + ":" + name
}

// Attr returns an attribute's value, its name compared without letter case.
func (n *Node) Attr(name string) string {
	for _, a := range n.Attrs {
		if strings.EqualFold(a.Name, name) {
			return a.Value
		}
	}
	return ""
}

// HasElements tells whether the element has others in it.
func (n *Node) HasElements() bool {
	for _, c := range n.Children {
		if c.Name != "" {
			return true
		}
	}
	return false
}

// Words is the text of the element and of those in it.
func (n *Node) Words() string {
	if len(n.Children) == 1 && n.Children[0].Name == "" {
		return n.Children[0].Text
	}
	var b strings.Builder
	n.words(&b)
	return b.String()
}

func (n *Node) words(b *strings.Builder) {
	b.WriteString(n.Text)
	for _, c := range n.Children {
		c.words(b)
	}
}

// Find returns the first child with a key, or nil.
func (n *Node) Find(key string) *Node {
	for _, c := range n.Children {
		if c.Name != "" && c.Key() == key {
			return c
		}
	}
	return nil
}
