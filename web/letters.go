package web

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// letters are the fonts that cards are drawn with: Latin, Greek, Cyrillic,
// Arabic.
type letters struct{ plain, bold *font.Font }

func loadLetters() (*letters, error) {
	plain, err := font.ParseTTF(bytes.NewReader(dejavusans.TTF))
	if err != nil {
		return nil, fmt.Errorf("the cards' font: %w", err)
	}
	bold, err := font.ParseTTF(bytes.NewReader(dejavusansbold.TTF))
	if err != nil {
		return nil, fmt.Errorf("the cards' font: %w", err)
	}
	return &letters{plain.Font, bold.Font}, nil
}

// errNoGlyph is that a font lacks a letter.
var errNoGlyph = errors.New("the font lacks a letter")

// A card's measures, in pixels, and its colours.
const (
	cardWidth, cardHeight = 1200, 630
	cardMargin            = 84
	mostCardText          = 700 // bytes
)

var (
	cardBack  = color.RGBA{0x12, 0x34, 0x4d, 0xff}
	cardInk   = color.RGBA{0xff, 0xff, 0xff, 0xff}
	cardGold  = color.RGBA{0xf3, 0xc9, 0x69, 0xff}
	cardFaint = color.RGBA{0xc4, 0xd3, 0xdd, 0xff}
)

// draw makes a card as PNG.
func (c *cards) draw(k card) ([]byte, error) {
	if len(k.Words) > mostCardText {
		return nil, errNoRoom
	}
	if !utf8.ValidString(k.Words + k.Who + k.Where) {
		return nil, errNoGlyph
	}
	words := k.Words
	if k.Quoted {
		words = "“" + words + "”"
	}
	picture := image.NewRGBA(image.Rect(0, 0, cardWidth, cardHeight))
	fill := func(r image.Rectangle, with color.Color) {
		draw.Draw(picture, r, image.NewUniform(with), image.Point{}, draw.Src)
	}
	fill(picture.Bounds(), cardBack)
	fill(image.Rect(0, 0, 16, cardHeight), cardGold)

	const top, bottom = 90, 400
	var text setting
	for size := 62.0; ; size -= 6 {
		if size < 26 {
			return nil, errNoRoom
		}
		var err error
		if text, err = set(c.letters.plain, words, size); err != nil {
			return nil, err
		}
		if text.height() <= bottom-top {
			break
		}
	}
	text.paint(picture, top+int(float64(bottom-top)-text.height())/2, cardInk)
	for _, line := range []struct {
		text string
		font *font.Font
		size float64
		y    int
		ink  color.Color
	}{{k.Who, c.letters.bold, 34, 432, cardGold}, {k.Where, c.letters.plain, 26, 532, cardFaint}} {
		if strings.TrimSpace(line.text) == "" {
			continue
		}
		s, err := set(line.font, line.text, line.size)
		if err != nil {
			return nil, err
		}
		if len(s.lines) > 2 {
			return nil, errNoRoom
		}
		s.paint(picture, line.y, line.ink)
	}
	name, err := set(c.letters.bold, "Attaché", 28)
	if err != nil {
		return nil, err
	}
	name.lines[0].left = cardWidth - cardMargin - name.lines[0].width
	name.paint(picture, 530, cardInk)
	var b bytes.Buffer
	err = encoder.Encode(&b, picture)
	return b.Bytes(), err
}

// setting is a text in lines.
type setting struct {
	font  *font.Face
	size  float64
	lines []line
}

type line struct {
	words       []shaped
	width, left float64
	space       float64
}

// shaped is a word with its glyphs in the order in which they stand.
type shaped struct {
	out   shaping.Output
	width float64
	rtl   bool
}

// leading is the distance of lines, in sizes.
const leading = 1.32

func (s *setting) height() float64 { return float64(len(s.lines)) * s.size * leading }

// set shapes a text and breaks it into lines of the card's width.
func set(f *font.Font, text string, size float64) (setting, error) {
	s := setting{font: font.NewFace(f), size: size}
	rtl := rightToLeft(text)
	var shaper shaping.HarfbuzzShaper
	space := size * 0.3
	var now line
	for word := range strings.FieldsSeq(text) {
		w, err := shape(&shaper, s.font, word, size)
		if err != nil {
			return s, err
		}
		if len(now.words) > 0 && now.width+space+w.width > cardWidth-2*cardMargin {
			s.lines = append(s.lines, now)
			now = line{}
		}
		if w.width > cardWidth-2*cardMargin {
			return s, errNoRoom
		}
		if len(now.words) > 0 {
			now.width += space
		}
		now.words, now.width, now.space = append(now.words, w), now.width+w.width, space
	}
	s.lines = append(s.lines, now)
	for i := range s.lines {
		l := &s.lines[i]
		l.left = cardMargin
		if rtl {
			l.left = cardWidth - cardMargin - l.width
		}
		l.order(rtl)
	}
	return s, nil
}

// order puts the words of a line as they stand from left to right: those
// against the text's own direction keep theirs among each other.
func (l *line) order(rtl bool) {
	reverse := func(w []shaped) {
		for i, j := 0, len(w)-1; i < j; i, j = i+1, j-1 {
			w[i], w[j] = w[j], w[i]
		}
	}
	for i := 0; i < len(l.words); {
		j := i
		for j < len(l.words) && l.words[j].rtl == l.words[i].rtl {
			j++
		}
		if l.words[i].rtl != rtl {
			reverse(l.words[i:j])
		}
		i = j
	}
	if rtl {
		reverse(l.words)
	}
}

func shape(shaper *shaping.HarfbuzzShaper, face *font.Face, word string, size float64) (shaped, error) {
	runes := []rune(word)
	w := shaped{rtl: rightToLeft(word)}
	in := shaping.Input{
		Text: runes, RunEnd: len(runes), Face: face, Size: fixed.Int26_6(size * 64), Script: language.Latin, Language: language.DefaultLanguage(),
		Direction: di.DirectionLTR,
	}
	for _, r := range runes {
		if unicode.IsLetter(r) {
			in.Script = language.LookupScript(r)
			break
		}
	}
	if w.rtl {
		in.Direction = di.DirectionRTL
	}
	w.out = shaper.Shape(in)
	for _, g := range w.out.Glyphs {
		if g.GlyphID == 0 {
			return w, errNoGlyph
		}
	}
	w.width = float64(w.out.Advance) / 64
	return w, nil
}

// rightToLeft says whether the first letter of a text is Arabic or Hebrew.
func rightToLeft(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew)
		}
	}
	return false
}

// paint draws a setting below y.
func (s *setting) paint(on *image.RGBA, y int, ink color.Color) {
	pen := vector.NewRasterizer(cardWidth, cardHeight)
	scale := s.size / float64(s.font.Upem())
	for i, l := range s.lines {
		base := float64(y) + (float64(i)+1)*s.size*leading - s.size*0.32
		x := l.left
		for _, w := range l.words {
			at := x
			for _, g := range w.out.Glyphs {
				if outline, ok := s.font.GlyphData(g.GlyphID).(font.GlyphOutline); ok {
					trace(pen, outline, at+float64(g.XOffset)/64, base-float64(g.YOffset)/64, scale)
				}
				at += float64(g.Advance) / 64
			}
			x += w.width + l.space
		}
	}
	pen.Draw(on, on.Bounds(), image.NewUniform(ink), image.Point{})
}

// trace draws a glyph's outline with its origin at a point.
func trace(pen *vector.Rasterizer, outline font.GlyphOutline, x, y, scale float64) {
	at := func(p opentype.SegmentPoint) (float32, float32) {
		return float32(x + float64(p.X)*scale), float32(y - float64(p.Y)*scale)
	}
	for _, s := range outline.Segments {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			pen.ClosePath()
			pen.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			pen.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			pen.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			pen.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	pen.ClosePath()
}
