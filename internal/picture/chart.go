package picture

import (
	"image"
	"image/color"
	"strconv"
	"strings"
	"time"
)

// The colours of moves: towards each other, and against each other.
var (
	warm = color.RGBA{0x2f, 0x7d, 0x6b, 0xff}
	cold = color.RGBA{0xb0, 0x4a, 0x3a, 0xff}
	band = color.RGBA{0xe9, 0xe2, 0xd2, 0xff}
)

// Labels are the words around a chart, in its reader's language.
type Labels struct {
	Title string
	Below string // a line below the title
	Up    string // what is above the line of a course
	Down  string // what is below it
	// Day writes a day in short.
	Day func(time.Time) string
}

// Move is a point of a course.
type Move struct {
	At     time.Time
	Warmth float64 // from -1, against each other, to 1, towards each other
}

// Course is how something went over time.
type Course struct {
	Labels
	Moves []Move // the oldest first
}

// chart opens a picture with its title.
func chart(l Labels) (*canvas, theme, error) {
	t := themes[Light]
	title, err := fit(boldFace(), l.Title, []float64{44, 38, 32, 26}, inner, 120)
	if err != nil {
		return nil, t, err
	}
	c := newCanvas(Width, Height, t.ground)
	c.box(image.Rect(0, 0, 16, Height), c.ink(t.ground, t.accent))
	c.text(&title, margin, 52, inner, c.ink(t.ground, t.text))
	if err := c.note(l.Below, margin, 52+title.height()+2, inner, 24, c.ink(t.ground, t.faint)); err != nil {
		return nil, t, err
	}
	return c, t, c.brand(c.ink(t.ground, t.text))
}

// note writes a line of small print.
func (c *canvas) note(text string, x, y, width, size float64, with ink) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	s, err := set(plainFace(), text, size, width)
	if err != nil {
		return err
	}
	if len(s.lines) > 1 {
		return ErrNoRoom
	}
	c.text(&s, x, y, width, with)
	return nil
}

// centred writes a line around x.
func (c *canvas) centred(face *typeface, text string, x, y, size float64, with ink) error {
	s, err := set(face, text, size, inner)
	if err != nil {
		return err
	}
	width := s.lines[0].width
	c.text(&s, min(max(x-width/2, margin), Width-margin-width), y, width, with)
	return nil
}

// Where a course is drawn.
const (
	courseTop, courseBottom = 236, 456
	courseMiddle            = (courseTop + courseBottom) / 2
)

// Draw makes a course as PNG. One with fewer than two moves is ErrNoRoom: it has no way.
func (k Course) Draw() ([]byte, error) {
	if len(k.Moves) < 2 {
		return nil, ErrNoRoom
	}
	c, t, err := chart(k.Labels)
	if err != nil {
		return nil, err
	}
	faint, up, down := c.ink(t.ground, t.faint), c.ink(t.ground, warm), c.ink(t.ground, cold)
	axis := c.ink(t.ground, band)
	for _, y := range []int{courseTop, courseMiddle, courseBottom} {
		c.box(image.Rect(margin, y-1, Width-margin, y+1), axis)
	}
	first, last := k.Moves[0].At, k.Moves[len(k.Moves)-1].At
	whole := max(last.Sub(first).Seconds(), 1)
	at := func(m Move) (x, y float64) {
		w := min(max(m.Warmth, -1), 1)
		return margin + 14 + m.At.Sub(first).Seconds()/whole*(inner-28), courseMiddle - w*(courseBottom-courseTop)/2
	}
	for i := range k.Moves[1:] {
		x1, y1 := at(k.Moves[i])
		x2, y2 := at(k.Moves[i+1])
		c.stroke(x1, y1, x2, y2, 3, faint)
	}
	for i, m := range k.Moves {
		x, y := at(m)
		radius, with := 9.0, up
		if m.Warmth < 0 {
			with = down
		}
		if i == len(k.Moves)-1 {
			radius = 14
		}
		c.disc(x, y, radius, with)
	}
	for _, end := range []struct {
		at time.Time
		x  float64
	}{{first, margin + 14}, {last, Width - margin - 14}} {
		if err := c.centred(plainFace(), k.Day(end.at), end.x, courseBottom+12, 22, faint); err != nil {
			return nil, err
		}
	}
	if err := c.legend(k.Labels, up, down, faint); err != nil {
		return nil, err
	}
	return c.png()
}

// legend says what the colours mean.
func (c *canvas) legend(l Labels, up, down, with ink) error {
	x := float64(margin)
	for _, e := range []struct {
		text string
		ink  ink
	}{{l.Up, up}, {l.Down, down}} {
		s, err := set(plainFace(), e.text, 22, inner)
		if err != nil {
			return err
		}
		if len(s.lines) > 1 || x+30+s.lines[0].width > Width-margin-160 {
			return ErrNoRoom
		}
		c.disc(x+9, 552, 9, e.ink)
		c.text(&s, x+30, 536, s.lines[0].width, with)
		x += 30 + s.lines[0].width + 40
	}
	return nil
}

// Pair are two who met, with how often on each day.
type Pair struct {
	Names string
	Days  []int // as many as Meetings has days
}

// Meetings are who met whom, day by day.
type Meetings struct {
	Labels
	Days  []time.Time
	Pairs []Pair // those who met most first; MostPairs are drawn
}

// MostPairs is for how many a picture of meetings has room.
const MostPairs = 7

// Where meetings are drawn.
const (
	meetTop   = 176
	meetNames = 430 // pixels for the names
	meetRow   = 46
)

// Draw makes the meetings as PNG. Without any it is ErrNoRoom.
func (k Meetings) Draw() ([]byte, error) {
	if len(k.Pairs) == 0 || len(k.Days) == 0 {
		return nil, ErrNoRoom
	}
	c, t, err := chart(k.Labels)
	if err != nil {
		return nil, err
	}
	text, faint, disc := c.ink(t.ground, t.text), c.ink(t.ground, t.faint), c.ink(t.ground, warm)
	rule, number := c.ink(t.ground, band), c.ink(warm, color.RGBA{0xff, 0xff, 0xff, 0xff})
	column := float64(inner-meetNames) / float64(len(k.Days))
	for i, day := range k.Days {
		if err := c.centred(plainFace(), k.Day(day), margin+meetNames+column*(float64(i)+0.5), meetTop-36, 20, faint); err != nil {
			return nil, err
		}
	}
	for i, p := range k.Pairs[:min(len(k.Pairs), MostPairs)] {
		top := meetTop + i*meetRow
		c.box(image.Rect(margin, top, Width-margin, top+1), rule)
		names, err := fit(plainFace(), p.Names, []float64{26, 23, 20, 17}, meetNames-16, 36)
		if err != nil {
			return nil, err
		}
		c.text(&names, margin, float64(top)+(meetRow-names.height())/2, meetNames-16, text)
		for d, n := range p.Days[:min(len(p.Days), len(k.Days))] {
			if n == 0 {
				continue
			}
			x, y := margin+meetNames+column*(float64(d)+0.5), float64(top)+meetRow/2
			c.disc(x, y, min(10+3*float64(n-1), 19), disc)
			if n == 1 {
				continue
			}
			if err := c.centred(boldFace(), strconv.Itoa(min(n, 99)), x, y-13, 18, number); err != nil {
				return nil, err
			}
		}
	}
	if err := c.note(k.Up, margin, 536, inner-180, 22, faint); err != nil {
		return nil, err
	}
	return c.png()
}
