// Package picture draws what is shown as pictures: a card with somebody's words, a
// negotiation's course, who met whom. In come words and figures, out go PNG files of
// Width×Height pixels, the size in which shared links unfold. Words are shaped and set
// in their own direction, in Latin, Greek, Cyrillic and Arabic letters; what the fonts
// lack is ErrNoGlyph, what does not stand whole is ErrNoRoom.
package picture

import (
	"image"
	"image/color"
	"strings"
)

// The measures of every picture, in pixels.
const (
	Width, Height = 1200, 630
	margin        = 84
	inner         = Width - 2*margin
)

// Style is how a picture looks.
type Style int

// The styles.
const (
	Dark  Style = iota // for links that unfold
	Light              // for chats
)

// theme are the colours of a style.
type theme struct{ ground, text, name, faint, accent color.RGBA }

var themes = map[Style]theme{
	Dark: {
		ground: color.RGBA{0x12, 0x34, 0x4d, 0xff}, text: color.RGBA{0xff, 0xff, 0xff, 0xff}, name: color.RGBA{0xf3, 0xc9, 0x69, 0xff},
		faint: color.RGBA{0xc4, 0xd3, 0xdd, 0xff}, accent: color.RGBA{0xf3, 0xc9, 0x69, 0xff},
	},
	Light: {
		ground: color.RGBA{0xfb, 0xf8, 0xf1, 0xff}, text: color.RGBA{0x16, 0x2c, 0x3b, 0xff}, name: color.RGBA{0x12, 0x4e, 0x78, 0xff},
		faint: color.RGBA{0x5d, 0x6b, 0x75, 0xff}, accent: color.RGBA{0xd9, 0xa4, 0x2b, 0xff},
	},
}

// Card is what a card says. Its words stand whole or not at all.
type Card struct {
	Words  string
	Quoted bool
	Who    string // speaker and role
	Where  string // outlet and date
	Style  Style
}

// mostWords is how many bytes a card's words have at most.
const mostWords = 700

// cardSizes are those that a card's words are tried in.
var cardSizes = []float64{62, 56, 50, 44, 38, 32, 26}

// Draw makes a card as PNG.
func (k Card) Draw() ([]byte, error) {
	if len(k.Words) > mostWords {
		return nil, ErrNoRoom
	}
	words := k.Words
	if k.Quoted {
		words = "“" + words + "”"
	}
	const top, bottom = 90, 400
	text, err := fit(plainFace(), words, cardSizes, inner, bottom-top)
	if err != nil {
		return nil, err
	}
	t := themes[k.Style]
	c := newCanvas(Width, Height, t.ground)
	accent := c.ink(t.ground, t.accent)
	c.box(image.Rect(0, 0, 16, Height), accent)
	c.text(&text, margin, top+(bottom-top-text.height())/2, inner, c.ink(t.ground, t.text))
	if err := c.caption(k.Who, boldFace(), 34, 432, c.ink(t.ground, t.name)); err != nil {
		return nil, err
	}
	if err := c.caption(k.Where, plainFace(), 26, 532, c.ink(t.ground, t.faint)); err != nil {
		return nil, err
	}
	if err := c.brand(c.ink(t.ground, t.text)); err != nil {
		return nil, err
	}
	return c.png()
}

// caption writes one or two lines below the words.
func (c *canvas) caption(text string, face *typeface, size, y float64, with ink) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	s, err := set(face, text, size, inner)
	if err != nil {
		return err
	}
	if len(s.lines) > 2 {
		return ErrNoRoom
	}
	c.text(&s, margin, y, inner, with)
	return nil
}

// brand says whose picture it is.
func (c *canvas) brand(with ink) error {
	name, err := set(boldFace(), "Attaché", 28, inner)
	if err != nil {
		return err
	}
	c.text(&name, Width-margin-name.lines[0].width, 530, inner, with)
	return nil
}
