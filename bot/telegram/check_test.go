package telegram

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// checked is what an independent reading of a message's HTML found: the
// entities as Telegram would keep them.
type checked struct {
	text     string
	entities []entity
}

type entity struct{ tag, href, text string }

var (
	tagPattern  = regexp.MustCompile(`^<(/?)(b|i|code|blockquote|a)( expandable| href="([^"<>]*)")?>`)
	charPattern = regexp.MustCompile(`^&(lt|gt|amp|quot);`)
)

// check reads a message as the Bot API does and returns the first rule it
// breaks. It shares no code with the renderer.
func check(html string) (checked, error) {
	var c checked
	type level struct {
		tag, href string
		from      int
	}
	var open []level
	inside := func(tags ...string) bool {
		for _, l := range open {
			if slices.Contains(tags, l.tag) {
				return true
			}
		}
		return false
	}
	if len(html) > 32768 {
		return c, fmt.Errorf("%d bytes raw", len(html))
	}
	if !utf8.ValidString(html) {
		return c, fmt.Errorf("not UTF-8")
	}
	var text strings.Builder
	for rest := html; rest != ""; {
		switch rest[0] {
		case '<':
			m := tagPattern.FindStringSubmatch(rest)
			if m == nil {
				return c, fmt.Errorf("no tag of Telegram's: %.40q", rest)
			}
			tag, closing := m[2], m[1] != ""
			switch {
			case closing && (len(open) == 0 || open[len(open)-1].tag != tag || m[3] != ""):
				return c, fmt.Errorf("%s closes nothing", m[0])
			case closing:
				last := open[len(open)-1]
				open = open[:len(open)-1]
				inner := text.String()[last.from:]
				if inner == "" {
					return c, fmt.Errorf("an empty <%s>", tag)
				}
				c.entities = append(c.entities, entity{tag, last.href, inner})
			case (tag == "a") != strings.HasPrefix(m[3], " href") || (m[3] == " expandable" && tag != "blockquote"):
				return c, fmt.Errorf("wrong attribute in %s", m[0])
			case inside(tag), inside("code"), tag == "code" && inside("a", "b", "i"), tag == "blockquote" && len(open) > 0:
				return c, fmt.Errorf("Telegram loses %s within %v", m[0], open)
			default:
				href := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(m[4])
				if tag == "a" && !regexp.MustCompile(`^https?://[^/@\s]+\.[^/@\s]+`).MatchString(href) {
					return c, fmt.Errorf("link to %q", href)
				}
				open = append(open, level{tag, href, text.Len()})
			}
			rest = rest[len(m[0]):]
		case '&':
			m := charPattern.FindStringSubmatch(rest)
			if m == nil {
				return c, fmt.Errorf("bare & at %.20q", rest)
			}
			text.WriteString(map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}[m[1]])
			rest = rest[len(m[0]):]
		case '>':
			return c, fmt.Errorf("bare > at %.20q", rest)
		default:
			_, n := utf8.DecodeRuneInString(rest)
			text.WriteString(rest[:n])
			rest = rest[n:]
		}
	}
	if len(open) > 0 {
		return c, fmt.Errorf("%v never closed", open)
	}
	c.text = text.String()
	return c, c.limits()
}

func (c checked) limits() error {
	if n := utf8.RuneCountInString(c.text); n > 4096 {
		return fmt.Errorf("%d code points", n)
	}
	if n := len(utf16.Encode([]rune(c.text))); n > 4096 {
		return fmt.Errorf("%d UTF-16 units", n)
	}
	if len(c.entities) > 100 {
		return fmt.Errorf("%d entities", len(c.entities))
	}
	weight := 0
	for _, e := range c.entities {
		weight += 12 + (len(e.href)+7)/4*4
	}
	if weight > 9500 {
		return fmt.Errorf("%d bytes of entities", weight)
	}
	if strings.TrimSpace(c.text) != c.text {
		return fmt.Errorf("not trimmed: %q", c.text)
	}
	seen := false
	for _, r := range c.text {
		if (r < ' ' && r != '\n') || (r >= 0x7F && r <= 0x9F) || (r >= 0x2028 && r <= 0x202E) {
			return fmt.Errorf("holds %s", strconv.QuoteRune(r))
		}
		seen = seen || unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && r != 0x2800 && r != 0x3164
	}
	if !seen {
		return fmt.Errorf("nothing to see in %q", c.text)
	}
	return nil
}
