package simulator

import (
	"fmt"
	"strconv"
	"strings"
)

// parseHTML reads Telegram's HTML and returns the bare text and its entities,
// in the order their tags were closed. Errors carry the byte offset of the
// tag they are about, in the words of the real parser.
//
// Everything but the known tags is refused. The entities &lt; &gt; &amp; &quot;
// and numeric ones are decoded, with or without their semicolon; any other
// ampersand stands for itself.
func parseHTML(src string) (string, []Entity, error) {
	p := htmlParser{src: src}
	for p.pos < len(src) {
		switch c := src[p.pos]; {
		case c == '&':
			p.reference()
		case c != '<':
			end := strings.IndexAny(src[p.pos:], "<&")
			if end < 0 {
				end = len(src) - p.pos
			}
			p.emit(src[p.pos : p.pos+end])
			p.pos += end
		case p.at(p.pos+1) == '/':
			if err := p.endTag(); err != nil {
				return "", nil, err
			}
		default:
			if err := p.startTag(); err != nil {
				return "", nil, err
			}
		}
	}
	if len(p.open) > 0 {
		return "", nil, syntaxError("Can't find end tag corresponding to start tag %q", p.open[len(p.open)-1].name)
	}
	if p.surrogate {
		return "", nil, syntaxError("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate " +
			"code units")
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = "" // no pre took it over
		}
	}
	return p.out.String(), p.entities, nil
}

// syntaxError is a complaint in the words of the real parser, which begin with
// a capital letter.
func syntaxError(format string, args ...any) error {
	return parseError(fmt.Sprintf(format, args...))
}

type parseError string

func (e parseError) Error() string { return string(e) }

type htmlParser struct {
	src       string
	pos       int
	out       strings.Builder
	units     int // UTF-16 units written
	open      []htmlTag
	entities  []Entity
	surrogate bool // a numeric reference named half a pair
}

type htmlTag struct {
	name  string
	attrs map[string]string
	units int // where its text begins, in UTF-16 units
	bytes int // and in bytes
}

// at is the byte at i, zero past the end.
func (p *htmlParser) at(i int) byte {
	if i < len(p.src) {
		return p.src[i]
	}
	return 0
}

// emit writes plain text.
func (p *htmlParser) emit(text string) {
	p.out.WriteString(text)
	p.units += utf16Len(text)
}

func (p *htmlParser) reference() {
	char, next, ok := decodeReference(p.src, p.pos)
	if !ok {
		p.emit("&")
		p.pos++
		return
	}
	if char >= 0xd800 && char <= 0xdfff {
		p.surrogate = true
	}
	p.emit(string(char))
	p.pos = next
}

// decodeReference reads the entity that begins at src[pos] == '&'.
func decodeReference(src string, pos int) (char rune, next int, ok bool) {
	end := pos + 1
	digits := func(base int, is func(byte) bool) bool {
		begin := end
		for end < len(src) && is(src[end]) {
			end++
		}
		if end-pos >= 10 {
			return false
		}
		value, err := strconv.ParseInt(src[begin:end], base, 32)
		char = rune(value)
		return err == nil && value > 0 && value < 0x10ffff
	}
	switch {
	case strings.HasPrefix(src[end:], "#x"):
		end += 2
		ok = digits(16, func(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' })
	case strings.HasPrefix(src[end:], "#"):
		end++
		ok = digits(10, isDigit)
	default:
		for end < len(src) && isLetter(src[end]) {
			end++
		}
		char, ok = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[src[pos+1:end]]
	}
	if !ok {
		return 0, pos, false
	}
	if end < len(src) && src[end] == ';' {
		end++
	}
	return char, end, true
}

var htmlTags = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"u": "underline", "ins": "underline", "tg-spoiler": "spoiler", "span": "spoiler",
	"tg-emoji": "custom_emoji", "tg-time": "date_time", "pre": "pre", "code": "code",
	"blockquote": "blockquote",
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	i := begin + 1
	for p.at(i) != 0 && !isSpace(p.at(i)) && p.at(i) != '>' {
		i++
	}
	if p.at(i) == 0 {
		return syntaxError("Unclosed start tag at byte offset %d", begin)
	}
	name := lower(p.src[begin+1 : i])
	if _, known := htmlTags[name]; !known {
		return syntaxError("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	attrs, next, err := p.attributes(name, begin, i)
	if err != nil {
		return err
	}
	if name == "span" && attrs["class"] != "tg-spoiler" {
		return syntaxError("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, htmlTag{name: name, attrs: attrs, units: p.units, bytes: p.out.Len()})
	p.pos = next
	return nil
}

// attributes reads from i up to and past the closing '>'.
func (p *htmlParser) attributes(tag string, begin, i int) (map[string]string, int, error) {
	attrs := map[string]string{}
	unclosed := func(named bool) error {
		if named {
			return syntaxError("Unclosed start tag \"%s\" at byte offset %d", tag, begin)
		}
		return syntaxError("Unclosed start tag at byte offset %d", begin)
	}
	for {
		i = p.space(i)
		if p.at(i) == '>' {
			return attrs, i + 1, nil
		}
		nameAt := i
		for c := p.at(i); c != 0 && !isSpace(c) && !strings.ContainsRune(`=>/"'`, rune(c)); c = p.at(i) {
			i++
		}
		name := p.src[nameAt:i]
		if name == "" {
			return nil, 0, syntaxError("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
		}
		i = p.space(i)
		switch p.at(i) {
		case 0:
			return nil, 0, unclosed(true)
		case '=':
			i = p.space(i + 1)
		default:
			attrs[name] = "" // written alone: expandable
			continue
		}
		if p.at(i) == 0 {
			return nil, 0, unclosed(true)
		}
		value, next, err := p.attributeValue(i)
		if err != nil {
			return nil, 0, err
		}
		if i = next; p.at(i) == 0 {
			return nil, 0, unclosed(false)
		}
		attrs[name] = value
	}
}

// attributeValue reads a bare word (lowercased) or a quoted string.
func (p *htmlParser) attributeValue(i int) (string, int, error) {
	quote := p.at(i)
	if quote != '"' && quote != '\'' {
		begin := i
		for c := p.at(i); isLetter(c) || isDigit(c) || c == '.' || c == '-'; c = p.at(i) {
			i++
		}
		if c := p.at(i); !isSpace(c) && c != '>' && c != 0 {
			return "", 0, syntaxError("Unexpected end of name token at byte offset %d", begin)
		}
		return lower(p.src[begin:i]), i, nil
	}
	var value strings.Builder
	i++
	for p.at(i) != quote && p.at(i) != 0 {
		if p.at(i) == '&' {
			if char, next, ok := decodeReference(p.src, i); ok {
				value.WriteRune(char)
				i = next
				continue
			}
		}
		value.WriteByte(p.src[i])
		i++
	}
	if p.at(i) == quote {
		i++
	}
	return value.String(), i, nil
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return syntaxError("Unexpected end tag at byte offset %d", begin)
	}
	i := begin + 2
	for p.at(i) != 0 && !isSpace(p.at(i)) && p.at(i) != '>' {
		i++
	}
	name := lower(p.src[begin+2 : i])
	i = p.space(i)
	if p.at(i) != '>' {
		return syntaxError("Unclosed end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return syntaxError("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.pos = i + 1
	if p.units == tag.units {
		return nil // an empty element leaves nothing
	}
	return p.close(tag)
}

// close turns a closed element into its entity.
func (p *htmlParser) close(tag htmlTag) error {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.units, Length: p.units - tag.units}
	switch tag.name {
	case "a":
		target := tag.attrs["href"]
		if target == "" {
			target = p.out.String()[tag.bytes:]
		}
		if linkEntity(&e, target) != nil {
			return nil //nolint:nilerr // a bad address loses the link, not the text
		}
	case "tg-emoji":
		if id, err := strconv.ParseInt(tag.attrs["emoji-id"], 10, 64); err != nil || id == 0 {
			return syntaxError("Invalid custom emoji identifier specified")
		}
		e.CustomEmojiID = tag.attrs["emoji-id"]
	case "tg-time":
		unix, err := strconv.ParseInt(tag.attrs["unix"], 10, 64)
		if err != nil || unix <= 0 {
			return syntaxError("Invalid date specified")
		}
		e.UnixTime, e.DateTimeFormat = unix, tag.attrs["format"]
	case "blockquote":
		if _, expandable := tag.attrs["expandable"]; expandable {
			e.Type = "expandable_blockquote"
		}
	case "code":
		language, marked := strings.CutPrefix(tag.attrs["class"], "language-")
		if last := p.last(); marked && language != "" {
			if last != nil && last.Type == "pre" && last.Offset == e.Offset && last.Length == e.Length {
				last.Language = language
				return nil
			}
			e.Language = language // until a pre around it takes it over
		}
	case "pre":
		if last := p.last(); last != nil && last.Type == "code" && last.Language != "" && last.Offset == e.Offset && last.Length == e.Length {
			last.Type = "pre"
			return nil
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

func (p *htmlParser) last() *Entity {
	if len(p.entities) == 0 {
		return nil
	}
	return &p.entities[len(p.entities)-1]
}

func (p *htmlParser) space(i int) int {
	for isSpace(p.at(i)) {
		i++
	}
	return i
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// lower folds ASCII letters only, as the real parser does.
func lower(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
