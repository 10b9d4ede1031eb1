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
	if len(html) > 32768 {
		return checked{}, fmt.Errorf("%d bytes raw", len(html))
	}
	if !utf8.ValidString(html) {
		return checked{}, fmt.Errorf("not UTF-8")
	}
	var c checker
	for rest := html; rest != ""; {
		n, err := c.take(rest)
		if err != nil {
			return c.checked, err
		}
		rest = rest[n:]
	}
	if len(c.open) > 0 {
		return c.checked, fmt.Errorf("%v never closed", c.open)
	}
	c.checked.text = c.text.String()
	return c.checked, c.limits()
}

// checker is how far a message was read.
type checker struct {
	checked
	text strings.Builder
	open []level
}

// level is a tag that is open, and from which byte of the text on.
type level struct {
	tag, href string
	from      int
}

// take reads the next tag or character and gives its length.
func (c *checker) take(rest string) (int, error) {
	switch rest[0] {
	case '<':
		m := tagPattern.FindStringSubmatch(rest)
		if m == nil {
			return 0, fmt.Errorf("no tag of Telegram's: %.40q", rest)
		}
		if m[1] != "" {
			return len(m[0]), c.end(m)
		}
		return len(m[0]), c.begin(m)
	case '&':
		m := charPattern.FindStringSubmatch(rest)
		if m == nil {
			return 0, fmt.Errorf("bare & at %.20q", rest)
		}
		c.text.WriteString(map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}[m[1]])
		return len(m[0]), nil
	case '>':
		return 0, fmt.Errorf("bare > at %.20q", rest)
	}
	_, n := utf8.DecodeRuneInString(rest)
	c.text.WriteString(rest[:n])
	return n, nil
}

func (c *checker) end(m []string) error {
	if len(c.open) == 0 || c.open[len(c.open)-1].tag != m[2] || m[3] != "" {
		return fmt.Errorf("%s closes nothing", m[0])
	}
	last := c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	inner := c.text.String()[last.from:]
	if inner == "" {
		return fmt.Errorf("an empty <%s>", last.tag)
	}
	c.entities = append(c.entities, entity{last.tag, last.href, inner})
	return nil
}

func (c *checker) begin(m []string) error {
	tag := m[2]
	href := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(m[4])
	switch {
	case (tag == "a") != strings.HasPrefix(m[3], " href") || (m[3] == " expandable" && tag != "blockquote"):
		return fmt.Errorf("wrong attribute in %s", m[0])
	case c.inside(tag), c.inside("code"), tag == "code" && c.inside("a", "b", "i"), tag == "blockquote" && len(c.open) > 0:
		return fmt.Errorf("Telegram loses %s within %v", m[0], c.open)
	case tag == "a" && !regexp.MustCompile(`^https?://[^/@\s]+\.[^/@\s]+`).MatchString(href):
		return fmt.Errorf("link to %q", href)
	}
	c.open = append(c.open, level{tag, href, c.text.Len()})
	return nil
}

func (c *checker) inside(tags ...string) bool {
	return slices.ContainsFunc(c.open, func(l level) bool { return slices.Contains(tags, l.tag) })
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
