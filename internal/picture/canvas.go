package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// canvas is a picture of few colours: what is drawn in an ink passes into the ground
// in steps, all of which stand in one palette. That makes a byte of each pixel, and
// small pictures.
type canvas struct {
	*image.Paletted
	pen  vector.Rasterizer
	mask image.Alpha
}

// ink is where the steps of a colour begin in the palette.
type ink uint8

// steps is how many a colour has from its ground to itself.
const steps = 24

func newCanvas(width, height int, ground color.RGBA) *canvas {
	return &canvas{Paletted: image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{ground})}
}

// ink mixes a colour that is drawn on a ground. There is room for ten.
func (c *canvas) ink(ground, full color.RGBA) ink {
	at := ink(len(c.Palette))
	for i := 1; i <= steps; i++ {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(steps-i) + int(b)*i + steps/2) / steps) }
		c.Palette = append(c.Palette, color.RGBA{mix(ground.R, full.R), mix(ground.G, full.G), mix(ground.B, full.B), 0xff})
	}
	return at
}

// box fills a rectangle.
func (c *canvas) box(r image.Rectangle, with ink) {
	r = r.Intersect(c.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.Pix[c.PixOffset(r.Min.X, y):c.PixOffset(r.Max.X, y)]
		for i := range row {
			row[i] = uint8(with) + steps - 1
		}
	}
}

// shape draws what a path encloses, within a rectangle; the path is told relative to it.
func (c *canvas) shape(within image.Rectangle, with ink, path func(*vector.Rasterizer)) {
	w, h := within.Dx(), within.Dy()
	if w <= 0 || h <= 0 || within.Intersect(c.Bounds()).Empty() {
		return
	}
	c.pen.Reset(w, h)
	path(&c.pen)
	if cap(c.mask.Pix) < w*h {
		c.mask.Pix = make([]byte, w*h)
	}
	c.mask.Pix, c.mask.Stride, c.mask.Rect = c.mask.Pix[:w*h], w, image.Rect(0, 0, w, h)
	c.pen.DrawOp = draw.Src
	c.pen.Draw(&c.mask, c.mask.Rect, image.Opaque, image.Point{})
	inside := within.Intersect(c.Bounds())
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		from := (y-within.Min.Y)*w + inside.Min.X - within.Min.X
		row := c.Pix[c.PixOffset(inside.Min.X, y):c.PixOffset(inside.Max.X, y)]
		for i, a := range c.mask.Pix[from : from+len(row)] {
			step := (int(a)*steps + 127) / 255
			if step == 0 {
				continue
			}
			to := uint8(with) + uint8(step) - 1 //nolint:gosec // at most steps
			if step < steps && row[i] >= uint8(with) && row[i] < uint8(with)+steps {
				to = max(to, row[i]) // two edges of one ink
			}
			row[i] = to
		}
	}
}

// text draws a setting with its top at y, from x to the right; what is written from
// right to left ends at x+width.
func (c *canvas) text(s *setting, x, y, width float64, with ink) {
	scale := s.size / s.face.upem
	for i, l := range s.lines {
		base := y + (float64(i)+1)*s.size*leading - s.size*0.32
		at := x
		if s.rtl {
			at = x + width - l.width
		}
		for _, w := range l.words {
			c.word(&w, at, base, scale, with)
			at += w.width*scale + gap*s.size
		}
	}
}

// word draws one, with its origin at a point.
func (c *canvas) word(w *word, x, base, scale float64, with ink) {
	size := 2048 * scale // letters reach above and below their own size
	left, top := int(math.Floor(x-size/2)), int(math.Floor(base-1.3*size))
	within := image.Rect(left, top, int(math.Ceil(x+w.width*scale+size/2)), int(math.Ceil(base+0.8*size)))
	c.shape(within, with, func(pen *vector.Rasterizer) {
		at, line := x-float64(left), base-float64(top)
		for _, g := range w.glyphs {
			follow(pen, g.outline, at+g.x*scale, line-g.y*scale, scale)
			at += g.wide * scale
		}
	})
}

// follow draws a glyph's outline with its origin at a point.
func follow(pen *vector.Rasterizer, outline font.GlyphOutline, x, y, scale float64) {
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

// disc draws a filled circle.
func (c *canvas) disc(x, y, radius float64, with ink) {
	left, top := int(x-radius)-2, int(y-radius)-2
	within := image.Rect(left, top, int(x+radius)+3, int(y+radius)+3)
	c.shape(within, with, func(pen *vector.Rasterizer) {
		cx, cy := x-float64(left), y-float64(top)
		const corners = 48
		for i := range corners {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
			px, py := float32(cx+radius*cos), float32(cy+radius*sin)
			if i == 0 {
				pen.MoveTo(px, py)
			} else {
				pen.LineTo(px, py)
			}
		}
		pen.ClosePath()
	})
}

// stroke draws a straight line.
func (c *canvas) stroke(x1, y1, x2, y2, width float64, with ink) {
	dx, dy := x2-x1, y2-y1
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*width/2, dx/length*width/2
	left, top := int(min(x1, x2)-width)-1, int(min(y1, y2)-width)-1
	within := image.Rect(left, top, int(max(x1, x2)+width)+2, int(max(y1, y2)+width)+2)
	c.shape(within, with, func(pen *vector.Rasterizer) {
		for i, p := range [4][2]float64{{x1 + nx, y1 + ny}, {x2 + nx, y2 + ny}, {x2 - nx, y2 - ny}, {x1 - nx, y1 - ny}} {
			px, py := float32(p[0]-float64(left)), float32(p[1]-float64(top))
			if i == 0 {
				pen.MoveTo(px, py)
			} else {
				pen.LineTo(px, py)
			}
		}
		pen.ClosePath()
	})
}

// encoder makes small pictures fast.
var encoder = png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: new(buffers)}

// buffers keeps what the encoder works with.
type buffers struct{ sync.Pool }

func (b *buffers) Get() *png.EncoderBuffer {
	e, _ := b.Pool.Get().(*png.EncoderBuffer)
	return e
}

func (b *buffers) Put(e *png.EncoderBuffer) { b.Pool.Put(e) }

// png gives the picture's file.
func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	err := encoder.Encode(&b, c.Paletted)
	return b.Bytes(), err
}
