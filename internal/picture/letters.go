package picture

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// What a picture cannot show.
var (
	ErrNoGlyph = errors.New("the fonts lack a letter of the words")
	ErrNoRoom  = errors.New("the words have no room in the picture")
)

// typeface is a font with what was read of it: glyphs are traced again and again.
type typeface struct {
	font *font.Font
	upem float64

	mu     sync.Mutex
	traced map[font.GID]font.GlyphOutline
	tools  sync.Pool // of *toolbox
}

// toolbox shapes words; one at a time.
type toolbox struct {
	face   *font.Face
	shaper shaping.HarfbuzzShaper
}

// mostTraced bounds the outlines that are kept of a font, of some 2 KB each.
const mostTraced = 1024

// The fonts: Latin, Greek, Cyrillic and Arabic. They are read when somebody draws.
var (
	plainFace = sync.OnceValue(func() *typeface { return openFace(dejavusans.TTF) })
	boldFace  = sync.OnceValue(func() *typeface { return openFace(dejavusansbold.TTF) })
)

func openFace(ttf []byte) *typeface {
	face, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		panic("picture: a font of the binary cannot be read: " + err.Error()) // it is a part of the program
	}
	t := &typeface{font: face.Font, upem: float64(face.Upem()), traced: map[font.GID]font.GlyphOutline{}}
	t.tools.New = func() any { return &toolbox{face: font.NewFace(face.Font)} }
	return t
}

// word is a word as it is drawn, in units of its font.
type word struct {
	glyphs []glyph // from left to right
	width  float64
	rtl    bool
}

type glyph struct {
	outline    font.GlyphOutline
	x, y, wide float64 // offset and advance
}

// shape sets the words of a text.
func (t *typeface) shape(text string) ([]word, error) {
	if !utf8.ValidString(text) {
		return nil, ErrNoGlyph
	}
	tools := t.tools.Get().(*toolbox)
	defer t.tools.Put(tools)
	var out []word
	for field := range strings.FieldsSeq(text) {
		w, err := t.shapeWord(tools, field)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func (t *typeface) shapeWord(tools *toolbox, text string) (word, error) {
	runes := []rune(text)
	w := word{rtl: rightToLeft(text)}
	in := shaping.Input{
		Text: runes, RunEnd: len(runes), Face: tools.face, Size: fixed.Int26_6(t.upem) << 6, Script: language.Latin,
		Language: language.DefaultLanguage(), Direction: di.DirectionLTR,
	}
	if i := slices.IndexFunc(runes, unicode.IsLetter); i >= 0 {
		in.Script = language.LookupScript(runes[i])
	}
	if w.rtl {
		in.Direction = di.DirectionRTL
	}
	shaped := tools.shaper.Shape(in)
	for _, g := range shaped.Glyphs {
		if g.GlyphID == 0 {
			return w, ErrNoGlyph
		}
		w.glyphs = append(w.glyphs, glyph{
			outline: t.trace(tools.face, g.GlyphID), x: float64(g.XOffset) / 64, y: float64(g.YOffset) / 64, wide: float64(g.Advance) / 64,
		})
	}
	w.width = float64(shaped.Advance) / 64
	return w, nil
}

// trace gives a glyph's outline.
func (t *typeface) trace(face *font.Face, id font.GID) font.GlyphOutline {
	t.mu.Lock()
	defer t.mu.Unlock()
	outline, known := t.traced[id]
	if !known {
		outline, _ = face.GlyphData(id).(font.GlyphOutline) // one that is none draws nothing
		if len(t.traced) >= mostTraced {
			clear(t.traced)
		}
		t.traced[id] = outline
	}
	return outline
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
