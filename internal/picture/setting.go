package picture

// setting is a text in lines of a width.
type setting struct {
	face  *typeface
	words []word
	size  float64
	rtl   bool
	lines []line
}

// line is words from left to right, with what is between them.
type line struct {
	words []word
	width float64 // in pixels
}

// leading is the distance of lines, and gap that of words, in sizes.
const (
	leading = 1.32
	gap     = 0.3
)

// set shapes a text and breaks it into lines of at most so many pixels.
func set(face *typeface, text string, size, width float64) (setting, error) {
	words, err := face.shape(text)
	if err != nil {
		return setting{}, err
	}
	s := setting{face: face, words: words, rtl: rightToLeft(text)}
	return s, s.fill(size, width)
}

// fit sets a text in the largest of sizes in which it stands within a width and a height.
func fit(face *typeface, text string, sizes []float64, width, height float64) (setting, error) {
	words, err := face.shape(text)
	if err != nil {
		return setting{}, err
	}
	s := setting{face: face, words: words, rtl: rightToLeft(text)}
	for _, size := range sizes {
		if s.fill(size, width) == nil && s.height() <= height {
			return s, nil
		}
	}
	return s, ErrNoRoom
}

// fill breaks the words into lines. A word that is wider than a line is ErrNoRoom.
func (s *setting) fill(size, width float64) error {
	s.size, s.lines = size, nil
	scale := size / s.face.upem
	var now line
	end := func() {
		now.order(s.rtl)
		s.lines = append(s.lines, now)
		now = line{}
	}
	for _, w := range s.words {
		wide := w.width * scale
		if wide > width {
			return ErrNoRoom
		}
		if len(now.words) > 0 && now.width+gap*size+wide > width {
			end()
		}
		if len(now.words) > 0 {
			now.width += gap * size
		}
		now.words, now.width = append(now.words, w), now.width+wide
	}
	end()
	return nil
}

func (s *setting) height() float64 { return float64(len(s.lines)) * s.size * leading }

// order puts the words of a line as they stand from left to right: those against the
// text's own direction keep theirs among each other.
func (l *line) order(rtl bool) {
	reverse := func(w []word) {
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
