package pdf

import (
	"math"
	"strings"
	"unicode/utf8"

	lib "github.com/ledongthuc/pdf"
)

// writer makes lines and paragraphs of what a page shows.
type writer struct {
	meter *meter
	out   strings.Builder
	done  []string // paragraphs

	fonts      map[string]*lib.Font
	enc        lib.TextEncoding
	size       float64 // of the font
	leading    float64
	x, y       float64 // where the line that is shown begins
	sx, sy     float64 // the scale of the text's matrix
	lastY      float64
	lastX      float64
	endX       float64 // where the last piece ends, about
	gap        float64 // between the last two lines
	line, para strings.Builder
	ops        int
	at         frame   // of what is drawn now
	saved      []frame // by q
}

// frame is a coordinate system without rotation: scales and origin.
type frame struct{ a, d, e, f float64 }

// maxSaved bounds the frames in each other.
const maxSaved = 256

// perhaps stands where a distance may be a blank: it is one in files that write none.
const perhaps = '\uE000'

const maxOps = 2_000_000 // of all pages

// page reads the text of a page in the order in which it is drawn.
func (w *writer) page(p lib.Page) {
	if p.V.IsNull() || w.size1() > maxText {
		return
	}
	w.fonts = make(map[string]*lib.Font)
	w.enc, w.sx, w.sy, w.lastY, w.gap, w.at, w.saved = nil, 1, 1, math.NaN(), 0, frame{1, 1, 0, 0}, nil
	contents := p.V.Key("Contents")
	if contents.IsNull() {
		return
	}
	lib.Interpret(contents, func(stk *lib.Stack, op string) { w.operate(p, stk, op) })
	w.endLine()
	w.endParagraph()
}

func (w *writer) size1() int { return w.out.Len() + w.para.Len() + w.line.Len() }

// operate follows the operators that place and show text.
func (w *writer) operate(p lib.Page, stk *lib.Stack, op string) {
	if w.ops++; w.ops > maxOps || w.size1() > maxText {
		panic(errSpent)
	}
	if w.ops%256 == 0 {
		w.meter.check()
	}
	args := make([]lib.Value, min(stk.Len(), 64))
	for i := len(args) - 1; i >= 0; i-- {
		args[i] = stk.Pop()
	}
	for stk.Len() > 0 {
		stk.Pop()
	}
	number := func(i int) float64 {
		if i < len(args) {
			return args[i].Float64()
		}
		return 0
	}
	switch op {
	case "q":
		if len(w.saved) < maxSaved {
			w.saved = append(w.saved, w.at)
		}
	case "Q":
		if n := len(w.saved); n > 0 {
			w.at, w.saved = w.saved[n-1], w.saved[:n-1]
		}
	case "cm":
		if len(args) == 6 {
			w.at = frame{w.at.a * number(0), w.at.d * number(3), w.at.e + w.at.a*number(4), w.at.f + w.at.d*number(5)}
		}
	case "BT":
		w.x, w.y, w.sx, w.sy = 0, 0, 1, 1
	case "Tf":
		if len(args) == 2 {
			w.enc, w.size = w.font(p, args[0].Name()), math.Abs(number(1))
		}
	case "TL":
		w.leading = number(0)
	case "Td":
		w.move(number(0), number(1))
	case "TD":
		w.leading = -number(1)
		w.move(number(0), number(1))
	case "T*":
		w.move(0, -w.leading)
	case "Tm":
		if len(args) == 6 {
			w.sx, w.sy, w.x, w.y = number(0), number(3), number(4), number(5)
		}
	case "Tj":
		w.show(args, 0)
	case "'":
		w.move(0, -w.leading)
		w.show(args, 0)
	case "\"":
		w.move(0, -w.leading)
		w.show(args, 2)
	case "TJ":
		if len(args) == 1 {
			w.showAll(args[0])
		}
	}
}

func (w *writer) font(p lib.Page, name string) lib.TextEncoding {
	f, known := w.fonts[name]
	if !known {
		font := p.Font(name)
		f = &font
		w.fonts[name] = f
	}
	return f.Encoder()
}

func (w *writer) move(dx, dy float64) {
	w.x += dx * w.sx
	w.y += dy * w.sy
}

func (w *writer) show(args []lib.Value, i int) {
	if i < len(args) {
		w.place()
		w.put(args[i].RawString())
	}
}

// showAll shows pieces with the distances between them; a wide one is a blank.
func (w *writer) showAll(list lib.Value) {
	w.place()
	for i := range min(list.Len(), 100_000) {
		switch v := list.Index(i); v.Kind() {
		case lib.String:
			w.put(v.RawString())
		case lib.Integer, lib.Real:
			if v.Float64() < -180 {
				w.blank()
			}
		default: // nothing else moves or shows
		}
	}
}

// place begins a new line or paragraph where the text goes on elsewhere.
func (w *writer) place() {
	x, y := w.at.e+w.at.a*w.x, w.at.f+w.at.d*w.y
	height := math.Max(math.Abs(w.size*w.sy*w.at.d), 0.1)
	if math.IsNaN(w.lastY) {
		w.lastY, w.endX, w.lastX = y, x, x
		return
	}
	down := w.lastY - y
	switch {
	case math.Abs(down) < height*0.4:
		if x > w.endX+height*0.2 || x < w.lastX {
			w.blank()
		}
	default:
		w.endLine()
		if down < 0 || down > height*2.2 || w.gap > 0 && down > w.gap*1.35 {
			w.endParagraph()
		}
		w.gap = down
	}
	w.lastY, w.lastX, w.endX = y, x, x
}

func (w *writer) blank() {
	if w.line.Len() > 0 {
		w.line.WriteRune(perhaps)
	}
}

func (w *writer) put(raw string) {
	if w.enc == nil {
		return
	}
	s := w.enc.Decode(raw)
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	w.line.WriteString(s)
	w.endX += float64(utf8.RuneCountInString(s)) * math.Abs(w.size*w.sx*w.at.a) * 0.5
}

// endLine joins a line to its paragraph; a word that was divided is made whole.
func (w *writer) endLine() {
	s := strings.Join(strings.Fields(w.line.String()), " ")
	w.line.Reset()
	if s == "" {
		return
	}
	before := w.para.String()
	switch {
	case before == "":
	case strings.HasSuffix(before, "\u00ad"):
		before = strings.TrimSuffix(before, "\u00ad")
		w.para.Reset()
		w.para.WriteString(before)
	default:
		w.para.WriteByte(' ')
	}
	w.para.WriteString(s)
}

func (w *writer) endParagraph() {
	if s := strings.TrimSpace(w.para.String()); s != "" {
		w.done = append(w.done, s)
		w.out.WriteString(s)
	}
	w.para.Reset()
}

// text gives the paragraphs. Where the file writes blanks, distances are none.
func (w *writer) text() string {
	text := strings.Join(w.done, "\n\n")
	blanks, letters := strings.Count(text, " "), utf8.RuneCountInString(text)
	with := " "
	if blanks*12 >= letters {
		with = ""
	}
	text = strings.ReplaceAll(text, string(perhaps), with)
	return ligatures.Replace(text)
}

// ligatures are letters that are drawn as one.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")
