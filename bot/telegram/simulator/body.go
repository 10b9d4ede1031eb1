package simulator

import (
	"strings"
	"unicode/utf8"
)

const (
	maxText = 4096    // code points, after the markup is parsed
	maxRaw  = 1 << 15 // bytes, before
)

// body is a message's text as it was accepted.
type body struct {
	text     string
	entities []Entity
	preview  *LinkPreview
}

// readBody takes text, parse_mode or entities, and link_preview_options.
func (c *call) readBody() (body, error) {
	raw := c.text("text")
	if raw == "" {
		return body{}, errEmptyText
	}
	b, err := c.readText(raw, "entities", maxText)
	if err != nil {
		return body{}, err
	}
	var preview LinkPreview
	given, err := c.object("link_preview_options", "link preview options", &preview)
	if err != nil {
		return body{}, err
	}
	if given {
		b.preview = &preview
	}
	return b, nil
}

// readText parses and cleans a text and holds it to its limits.
func (c *call) readText(raw, entitiesName string, most int) (body, error) {
	if len(raw) > maxRaw {
		return body{}, badRequest("text is too long")
	}
	if !utf8.ValidString(raw) {
		return body{}, badRequest("strings must be encoded in UTF-8")
	}
	text, entities, err := c.markup(raw, entitiesName)
	if err != nil {
		return body{}, err
	}
	text, entities = cleanText(text, fixEntities(entities))
	if allBlank(text) {
		return body{}, errBlankText
	}
	if utf8.RuneCountInString(text) > most {
		return body{}, errTooLong
	}
	entities, err = limitEntities(fixEntities(entities))
	if err != nil {
		return body{}, err
	}
	return body{text: text, entities: findEntities(text, entities)}, nil
}

func (c *call) markup(raw, entitiesName string) (string, []Entity, error) {
	switch strings.ToLower(c.text("parse_mode")) {
	case "html":
		text, entities, err := parseHTML(raw)
		if err != nil {
			return "", nil, badRequest("can't parse entities: %s", err)
		}
		return text, entities, nil
	case "", "none":
		entities, err := c.givenEntities(entitiesName, raw)
		return raw, entities, err
	case "markdown", "markdownv2":
		return "", nil, badRequest("the simulator reads parse_mode HTML only")
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
}

// givenEntities reads entities that came beside a plain text.
func (c *call) givenEntities(name, text string) ([]Entity, error) {
	var given []Entity
	if _, err := c.object(name, "entities", &given); err != nil {
		return nil, badRequest("can't parse entities: Array of MessageEntity expected")
	}
	starts := charStarts(text)
	kept := make([]Entity, 0, len(given))
	for _, e := range given {
		_, known := priority[e.Type]
		if found(e.Type) || known && e.Length == 0 {
			continue // the server finds the former by itself
		}
		if !known {
			return nil, badRequest("can't parse MessageEntity: Unsupported type specified")
		}
		if err := checkSpan(e, starts); err != nil {
			return nil, err
		}
		if e.Type == "text_link" {
			if address, err := e.URL, linkEntity(&e, e.URL); err != nil {
				return nil, badRequest("entity URL '%s' is invalid: %s", address, err)
			}
		}
		kept = append(kept, e)
	}
	return kept, nil
}

// charStarts says of every UTF-16 offset of a text, its end included, whether
// a character begins there.
func charStarts(text string) []bool {
	starts := make([]bool, 0, len(text)+1)
	for _, char := range text {
		starts = append(starts, true)
		if char > 0xffff {
			starts = append(starts, false)
		}
	}
	return append(starts, true)
}

func checkSpan(e Entity, starts []bool) error {
	const most = 1_000_000
	switch units := len(starts) - 1; {
	case e.Offset < 0 || e.Offset > most:
		return badRequest("receive an entity with incorrect offset %d", e.Offset)
	case e.Length < 0 || e.Length > most:
		return badRequest("receive an entity with incorrect length %d", e.Length)
	case e.Offset >= units:
		return badRequest("entity begins after the end of the text at UTF-16 offset %d", e.Offset)
	case e.end() > units:
		return badRequest("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, e.end())
	case !starts[e.Offset]:
		return badRequest("entity begins in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset)
	case !starts[e.end()]:
		return badRequest("entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset, e.end())
	}
	return nil
}
