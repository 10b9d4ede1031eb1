package markup

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxEntity is the longest name of an entity, ampersand and semicolon included.
const maxEntity = 40

// maxDeclared is the most that a document's own entities may add to it.
const maxDeclared = 1 << 20

// entities are those a document declares itself, with plain text as their
// values: a reference inside a value is not followed, so nothing multiplies.
type entities struct {
	values map[string]string
	added  int
}

// decode replaces the references in a text. What is no reference stays as it
// is written: a stray ampersand is an ampersand.
func (e *entities) decode(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
		value, ok := "", false
		if end > 1 {
			value, ok = e.value(s[1:end])
		}
		if ok {
			b.WriteString(value)
			s = s[end+1:]
		} else {
			b.WriteByte('&')
			s = s[1:]
		}
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

func (e *entities) value(name string) (string, bool) {
	if name[0] == '#' {
		return charRef(name[1:])
	}
	if v, ok := e.values[name]; ok {
		if e.added += len(v); e.added > maxDeclared {
			return "", true
		}
		return v, true
	}
	if v, ok := named(name); ok {
		return v, true
	}
	return named(strings.ToLower(name)) // &AMP; &NBSP;
}

// html4 are the entities that XML adds to HTML's, and those that HTML 5 gave
// another meaning: XML documents mean the older one.
var html4 = map[string]string{"apos": "'", "lang": "\u2329", "rang": "\u232A"}

// named gives the meaning of an entity of HTML or XML.
func named(name string) (string, bool) {
	if v, ok := html4[name]; ok {
		return v, true
	}
	for i := range len(name) {
		c := name[i] | 0x20
		if (c < 'a' || c > 'z') && (name[i] < '0' || name[i] > '9') {
			return "", false
		}
	}
	ref := "&" + name + ";"
	v := html.UnescapeString(ref)
	// A prefix of the name may be an entity of old HTML: "&copyright;" is none.
	if v == ref || strings.HasSuffix(v, ";") && v == html.UnescapeString("&"+name)+";" {
		return "", false
	}
	return v, true
}

// charRef gives a numeric reference's character: Windows' own meanings for
// 128 to 159, nothing for what XML forbids.
func charRef(digits string) (string, bool) {
	base := 10
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", false
	}
	r := rune(n) //nolint:gosec // 32 bits were parsed; what is no rune is refused below
	switch {
	case !utf8.ValidRune(r) || r == 0xFFFE || r == 0xFFFF:
		return "", true
	case r < 0x20 && r != '\t' && r != '\n' && r != '\r':
		return "", true
	case r >= 0x80 && r <= 0x9F:
		return html.UnescapeString("&#" + strconv.Itoa(int(r)) + ";"), true
	}
	return string(r), true
}

// declare takes the internal entities of a document type declaration.
func (e *entities) declare(doctype string) {
	for range 200 {
		_, rest, found := strings.Cut(doctype, "<!ENTITY")
		if !found {
			return
		}
		doctype = rest
		fields := strings.Fields(rest[:min(len(rest), 200)])
		if len(fields) < 2 || fields[0] == "%" {
			continue
		}
		rest = strings.TrimLeft(rest, " \t\r\n")[len(fields[0]):]
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			continue // SYSTEM or PUBLIC: never fetched
		}
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 || end > 1000 {
			continue
		}
		if e.values == nil {
			e.values = make(map[string]string)
		}
		if _, again := e.values[fields[0]]; !again {
			e.values[fields[0]] = charRefsOnly(rest[1 : end+1])
		}
	}
}

// charRefsOnly decodes an entity's value, references to declared entities not.
func charRefsOnly(s string) string { return (&entities{}).decode(s) }
